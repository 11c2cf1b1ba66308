/**
 * Words for a line of business as they stand at the end of enterprise names (Regulations on the Registration of Enterprise Names,
 * 2020, art. 6: region, trade name, line of business, form). They tell what a firm does, not which firm it is.
 */
const WORDS = `
科技 技术 信息 信息技术 网络 软件 数据 大数据 智能 智慧 电子 微电子 电气 电器 电力 能源 新能源 环保 环境 节能 生物 医药 制药 药业
医疗 器械 医疗器械 健康 食品 饮料 酒业 农业 农牧 牧业 渔业 水产 海洋 海工 海洋工程 船舶 航运 港口 物流 运输 航空 航天 铁路 轨道 交通
汽车 汽车零部件 零部件 机械 机电 机器人 装备 设备 制造 智造 重工 精工 精密 工具 模具 仪器 仪表 自动化 材料 新材料 复合材料 化工 化学
石化 石油 塑料 橡胶 橡塑 纤维 纺织 服装 服饰 鞋业 皮革 家具 家居 家电 建材 建设 建筑 建工 工程 工程技术 装饰 设计 园林 生态 地产
房地产 置业 物业 商业 商贸 贸易 国际贸易 进出口 百货 零售 连锁 超市 电商 电子商务 供应链 供应链管理 投资 投资管理 资本 基金 证券 期货
银行 保险 信托 租赁 融资租赁 担保 金融 金服 咨询 管理 管理咨询 企业管理 服务 人力资源 教育 培训 文化 文化传媒 传媒 传播 广告 影视 影业
出版 动漫 游戏 娱乐 旅游 酒店 餐饮 体育 检测 检验 认证 测绘 勘察 规划 通信 通讯 光电 光学 光电子 半导体 集成电路 芯片 显示 激光 传感
传感器 光伏 太阳能 电池 储能 氢能 风电 核电 燃气 热力 水务 水利 矿业 煤业 煤电 钢铁 特钢 有色 有色金属 金属 铝业 铜业 钛业 冶金 陶瓷
玻璃 水泥 造纸 纸业 包装 印刷 日化 化妆品 美容 珠宝 玩具 宠物 乳业 粮油 种业 茶业 盐业 实业 产业 工业 发展 科技发展 开发 国际 创新
孵化器 众创空间 系统 系统集成 平台 虚拟现实 人工智能 云计算 互联网 物联网 区块链 安全 消防 安防 知识产权 专利代理 会展 会议 养老 家政
保安 劳务 研究院 设计院 研究所
`
  .trim()
  .split(/\s+/)
const LINES: ReadonlySet<string> = new Set(WORDS)
const LONGEST = Math.max(...WORDS.map((word) => word.length))

/** A trade name has two characters at least (art. 8). */
const SHORTEST_BRAND = 2

/** A core as trade name and line of business; the line is empty where none is known at the end. */
export function splitCore(core: string): { readonly brand: string; readonly industry: string } {
  let end = core.length
  for (;;) {
    let taken = 0
    for (let length = Math.min(LONGEST, end - SHORTEST_BRAND); length >= 2 && taken === 0; length--)
      if (LINES.has(core.slice(end - length, end))) taken = length
    if (taken === 0) return { brand: core.slice(0, end), industry: core.slice(end) }
    end -= taken
  }
}

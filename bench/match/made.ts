// Made-up talents and posts, the same for the same seed: no name, no person.
import { dice } from '../measure/rows.ts'

export type Made = {
  readonly title: string
  readonly skills: readonly string[]
  readonly work: string
  readonly degree: string
  readonly years: number | undefined
}

const places =
  '机器人 无人船 激光雷达 虚拟现实 集成电路 生物制药 医疗器械 海洋装备 新能源 固态电池 智能家电 工业软件 光学模组 传感器 卫星通信 智能网联 数字孪生 高端装备 精密模具 冷链物流 跨境电商 供应链 融资租赁 知识产权'.split(
    ' ',
  )
const crafts =
  '控制 算法 结构 硬件 嵌入式 测试 仿真 工艺 质量 标定 导航 视觉 语音 数据 系统 电源 驱动 射频 封装 临床 注册 采购 市场 运维 安全 架构 材料 热管理 可靠性 自动化'.split(
    ' ',
  )
const ranks = '工程师 高级工程师 主管 经理 总监 研究员 助理 专员 技术员 架构师 负责人 顾问'.split(' ')
const verbs = '负责 参与 主持 完成 带领团队做 独立承担'.split(' ')
const things =
  '样机研制 产线改造 方案设计 性能优化 量产导入 型号认证 平台搭建 故障分析 标准制定 数据治理 现场调试 成本控制 用户访谈 专利布局 供应商管理'.split(
    ' ',
  )
const tools =
  'C++ Python Java MATLAB SolidWorks Altium PLC ROS CAD Linux FPGA Verilog PyTorch SQL Docker STM32 ANSYS LabVIEW Go Rust'.split(
    ' ',
  )

const signs =
  '光电机械化工材料生物医药海洋船舶航空气象环保能源储氢核热冷水土木建筑交通轨道汽车软件网络信息安全数字智慧图像声学力学测绘遥感卫星通信半导体芯片封装显示照明食品农业纺织服装印刷包装玩具家居文化旅游体育教育金融保险证券物流贸易法律会计审计税务人事行政设计艺术传媒影视出版翻译护理康复检验影像麻醉口腔眼科中西药剂营养卫生防疫'

/** Some thousands of words of two characters, the first ones far more often than the last: as words of a language go. */
const words = Array.from({ length: 4000 }, (_, at) => {
  const random = dice(100 + at)
  const sign = () => signs[Math.floor(random() * signs.length)]!
  return sign() + sign()
})

/** One talent: a title of some twenty thousand, two to five skills, three or four sentences of work. */
export function talent(random: () => number): Made {
  const pick = (list: readonly string[]) => list[Math.floor(random() ** 1.5 * list.length)]!
  const word = () => words[Math.floor(random() ** 3 * words.length)]!
  const field = random() < 0.3 ? pick(places) : word() + (random() < 0.3 ? word() : '')
  const craft = pick(crafts)
  const sentence = () =>
    `${pick(verbs)}${random() < 0.5 ? field : word()}${word()}${random() < 0.3 ? craft : ''}${word()}${pick(things)}，使用${pick(tools)}`
  const some = (most: number, make: () => string) =>
    Array.from({ length: 2 + Math.floor(random() * most) }, make)
  return {
    title: `${random() < 0.7 ? field : ''}${craft}${random() < 0.2 ? pick(crafts) : ''}${pick(ranks)}`,
    skills: [
      ...new Set(
        some(4, () => (random() < 0.5 ? pick(tools) : `${word()}${random() < 0.4 ? craft : word()}`)),
      ),
    ],
    work: some(3, sentence).join('。'),
    degree: ['bachelor', 'master', 'doctor'][Math.floor(random() ** 2 * 3)]!,
    years: random() < 0.15 ? undefined : Math.floor(random() * 25),
  }
}

/** One post: what it is called, what it wants, what there is to do. */
export function post(random: () => number): Made {
  const made = talent(random)
  return { ...made, work: made.work.split('。')[0]! }
}

export function made(talents: number, posts: number): { talents: Made[]; posts: Made[] } {
  const [first, second] = [dice(1), dice(2)]
  return {
    talents: Array.from({ length: talents }, () => talent(first)),
    posts: Array.from({ length: posts }, () => post(second)),
  }
}

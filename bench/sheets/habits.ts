// How the offices of one family write: their words, and how often they do what.

export type AmountHabit =
  | 'bare'
  | 'own unit'
  | 'other unit'
  | 'about'
  | 'range'
  | 'some'
  | 'numerals'
  | 'scaled'
  | 'slip'
export type ShareHabit = 'signed' | 'header' | 'percents' | 'fractions' | 'format' | 'mixed' | 'strays'
type Weights<T> = readonly (readonly [number, T])[]

export type Habits = {
  readonly amounts: Weights<AmountHabit>
  readonly shares: Weights<ShareHabit>
  /** Share of days, words and shares that are wrong or doubtful as written. */
  readonly doubtful: number
  /** Share of cells left blank, and of cells that say they are not known. */
  readonly blank: number
  readonly unknown: number
  readonly unknownWords: readonly string[]
  readonly some: readonly string[]
  readonly names: readonly string[]
  readonly endings: readonly string[]
  readonly texts: readonly string[]
  readonly items: readonly string[]
  readonly titles: readonly string[]
  /** Lines above the table that say nothing about units. */
  readonly lines: readonly string[]
  /** `%` stands for the unit. */
  readonly unitLines: readonly string[]
  /** `%` stands for the day. */
  readonly dayLines: readonly string[]
  readonly groups: readonly string[]
  /** Words that turn the meaning of a fact: `%` stands for its label. */
  readonly turned: readonly string[]
  readonly others: readonly string[]
  readonly totals: readonly string[]
  readonly subtotals: readonly string[]
  readonly notes: readonly string[]
  readonly signatures: readonly string[]
  readonly bands: readonly string[]
  /** Shares of blocks with a total row, notes, signatures, bands, repeated headers; of rows that slipped sideways. */
  readonly often: {
    readonly total: number
    readonly notes: number
    readonly signatures: number
    readonly bands: number
    readonly repeated: number
    readonly shifted: number
    readonly groupsDown: number
    readonly unitRow: number
    readonly numbering: number
    readonly twoRows: number
    readonly threeRows: number
  }
}

const AMOUNTS: Habits['amounts'] = [
  [60, 'bare'],
  [12, 'own unit'],
  [8, 'other unit'],
  [4, 'about'],
  [4, 'range'],
  [2, 'some'],
  [2, 'numerals'],
  [3, 'scaled'],
  [4, 'slip'],
]

/** The family that the reader is mended on. */
export const OPEN_HABITS: Habits = {
  amounts: AMOUNTS,
  shares: [
    [3, 'signed'],
    [3, 'header'],
    [2, 'percents'],
    [2, 'fractions'],
    [2, 'format'],
    [2, 'mixed'],
    [1, 'strays'],
  ],
  doubtful: 0.05,
  blank: 0.06,
  unknown: 0.05,
  unknownWords: [
    '/',
    '—',
    '——',
    '-',
    '暂无',
    '待核实',
    '待定',
    '不详',
    '未知',
    '未统计',
    '暂未提供',
    'N/A',
    '无数据',
    '（待核实）',
    '待补充',
    '？',
    '空缺',
  ],
  some: ['若干', '若干人', '面议', '多名', '不限', '不定'],
  names: ['智能', '海洋', '医药', '光电', '软件', '新材料', '精密', '云图'],
  endings: ['有限公司', '股份有限公司', '科技有限公司', '研究院', '中心'],
  texts: [
    '光学模组',
    '海洋涂料',
    '工业软件',
    '伺服电机（定制）',
    '影像设备',
    '3D 打印服务',
    '检测试剂，耗材',
    'PLC控制系统',
    '演示路 12 号',
  ],
  items: ['Python', 'C++', '机器学习', '光学设计', 'PLC编程', '海洋工程', '数据分析', '嵌入式'],
  titles: [
    '2026年重点企业清单',
    '附件2：企业情况统计表',
    '崂山区重点产业链企业基本情况表',
    '企 业 情 况 汇 总 表',
    '关于报送企业情况的清单（2026版）',
    '区级台账',
  ],
  lines: [
    '附件1',
    '填报单位：演示街道办事处',
    '填报单位：演示街道    填报人：演示人员    联系电话：0532-00000000',
    '制表单位：演示局（盖章）',
    '说明：请于每月5日前报送，数据以上年末为准。',
    '密级：内部  表号：演统1表',
    '报送科室：演示科',
    '崂演字〔2026〕12号',
    '（本表仅供内部使用）',
  ],
  unitLines: [
    '单位：%',
    '（单位：%）',
    '金额单位：%',
    '单位:%',
    '单位： %',
    '计量单位：%',
    '货币单位：人民币%',
    '单位：人民币%',
    '填报单位：演示街道  单位：%',
    '单位（%）',
  ],
  dayLines: ['填报时间：%', '填报日期：%', '截至%', '统计截止日期：%', '数据截至：%', '报送时间：%'],
  groups: ['基本情况', '经营情况', '人员情况', '研发情况', '有关情况', '指标', '项目情况', '其他'],
  turned: [
    '计划%',
    '%增幅',
    '上年%',
    '其中：出口%',
    '人均%',
    '新增%',
    '%（1-9月）',
    '2026年1-9月%',
    '%目标',
    '%较上年',
    '%排名',
    '%完成率',
    '近三年%',
    '其中%',
  ],
  others: [
    '填报人',
    '审核意见',
    '所属科室',
    '法定代表人',
    '邮箱',
    '走访日期',
    '责任领导',
    '是否走访',
    '传真',
    '序列号',
  ],
  totals: ['合计', '总计', '合  计', '合　计', '共计', '合计：', '总 计', '合计（户）', '本页合计'],
  subtotals: ['小计', '小 计', '分项小计', '本页小计'],
  notes: [
    '注：本表金额含税。',
    '备注：研发投入占比=研发费用/营业收入。',
    '说明：1.名单以备案为准；2.未填视为未知。',
    '注:1.本表按季报送',
    '填表说明：请勿合并单元格',
  ],
  signatures: [
    '填报人：演示人员      审核人：演示人员      填报日期：2026年11月20日',
    '单位负责人（签字）：',
    '审核：      复核：      制表：演示人员',
    '联系人：演示人员   联系电话：0532-00000000',
  ],
  bands: [
    '一、人工智能',
    '二、虚拟现实产业链',
    '（三）海洋生物医药',
    '金家岭街道',
    '北宅片区（共 12 家）',
    '第二部分 拟培育企业',
  ],
  often: {
    total: 0.5,
    notes: 0.35,
    signatures: 0.3,
    bands: 0.15,
    repeated: 0.2,
    shifted: 0.01,
    groupsDown: 0.25,
    unitRow: 0.12,
    numbering: 0.12,
    twoRows: 0.25,
    threeRows: 0.1,
  },
}

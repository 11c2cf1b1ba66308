// Made-up enterprises, the same for the same seed: names begin with 演示.
import { writeFileSync } from 'node:fs'

const first = [
  '海',
  '青',
  '云',
  '智',
  '新',
  '远',
  '蓝',
  '华',
  '中',
  '启',
  '星',
  '汇',
  '鼎',
  '泰',
  '博',
  '恒',
  '锐',
  '光',
  '源',
  '创',
]
const second = [
  '科',
  '芯',
  '图',
  '联',
  '生',
  '航',
  '材',
  '能',
  '视',
  '信',
  '洋',
  '药',
  '械',
  '数',
  '维',
  '测',
  '算',
  '声',
  '驱',
  '控',
]
const trades = [
  '智能装备',
  '生物医药',
  '虚拟现实',
  '软件技术',
  '新材料',
  '海洋工程',
  '集成电路',
  '医疗器械',
  '数字文化',
  '检验检测',
]
const products = [
  '光学模组',
  '控制系统',
  '检测试剂',
  '工业软件',
  '电源模块',
  '传感器',
  '影像设备',
  '伺服电机',
  '显示器件',
  '分析仪器',
]

/** A small generator of numbers in [0, 1) (mulberry32): benchmarks repeat. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A unified social credit code with its check sign (GB 32100-2015); 370000 is the province, the body counts up. */
export function creditCode(count: number): string {
  const body = `91370000${count.toString().padStart(9, '0')}`
  const sum = [...body].reduce((total, sign, index) => total + signs.indexOf(sign) * (3 ** index % 31), 0)
  return body + signs[(31 - (sum % 31)) % 31]
}

export type Enterprise = {
  name: string
  code: string
  day: string
  capital: number
  product: string
  revenue: number
}

export function enterprise(count: number, random: () => number): Enterprise {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const year = 1994 + Math.floor(random() * 31)
  const day = new Date(Date.UTC(year, Math.floor(random() * 12), 1 + Math.floor(random() * 28)))
  return {
    name: `演示${pick(first)}${pick(second)}${pick(first)}${pick(second)}${pick(trades)}${count}有限公司`,
    code: creditCode(count),
    day: day.toISOString().slice(0, 10),
    capital: 10 * Math.ceil(random() * 1000),
    product: pick(products),
    // 万元, long-tailed: about one in eight reaches 2 亿元.
    revenue: Math.round(50 * 10 ** (random() * 3)),
  }
}

/** Words of two characters to look for; each names some hundreds to thousands of the rows. */
export const searchWords = first.flatMap((one) => second.map((two) => one + two))

/** The list as an office would send it: a header with units, one row an enterprise, UTF-8 with its mark. */
export function writeSheet(path: string, rows: number, seed = 1): void {
  const random = dice(seed)
  const lines = ['企业名称,统一社会信用代码,成立日期,注册资本（万元）,主要产品,营业收入（万元）']
  for (let count = 1; count <= rows; count++) {
    const { name, code, day, capital, product, revenue } = enterprise(count, random)
    lines.push([name, code, day, capital, product, revenue].join(','))
  }
  writeFileSync(path, `\ufeff${lines.join('\r\n')}\r\n`)
}

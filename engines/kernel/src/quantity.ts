import { Decimal } from 'decimal.js'

/** What a number measures. Two numbers may be compared or added only within one dimension. */
export type Dimension =
  | 'one'
  | 'money'
  | 'person'
  | 'area'
  | 'length'
  | 'duration'
  | 'compute'
  | 'count'
  | 'power'
  | 'mass'
  | 'capacity'
  | 'load'

/** A unit of measure: its dimension and how many base units it is. Base units: one, yuan, person, square metre, metre, day, petaflops, piece, kilowatt, tonne, kilovolt-ampere, tonne per square metre. */
export type Unit = {
  readonly symbol: string
  readonly dimension: Dimension
  readonly factor: string
  readonly aliases?: readonly string[]
}

/** Units of Chinese office sheets. A 亩 is 2000/3 square metres (State Council 1984 order on legal units, 15 mu = 1 hectare). */
export const UNITS: readonly Unit[] = [
  { symbol: '%', dimension: 'one', factor: '0.01', aliases: ['％', '个百分点'] },
  { symbol: '‰', dimension: 'one', factor: '0.001' },
  { symbol: '倍', dimension: 'one', factor: '1' },
  { symbol: '元', dimension: 'money', factor: '1', aliases: ['CNY', '元人民币'] },
  { symbol: '千元', dimension: 'money', factor: '1000' },
  { symbol: '万元', dimension: 'money', factor: '10000', aliases: ['万'] },
  { symbol: '百万元', dimension: 'money', factor: '1000000' },
  { symbol: '亿元', dimension: 'money', factor: '100000000', aliases: ['亿'] },
  { symbol: '人', dimension: 'person', factor: '1', aliases: ['名', '位'] },
  { symbol: '万人', dimension: 'person', factor: '10000' },
  { symbol: '㎡', dimension: 'area', factor: '1', aliases: ['m²', 'm2', '平方米', '平米'] },
  { symbol: '万㎡', dimension: 'area', factor: '10000', aliases: ['万平方米', '万平米'] },
  { symbol: '亩', dimension: 'area', factor: '666.66666666666666667' },
  { symbol: '公顷', dimension: 'area', factor: '10000' },
  { symbol: 'km²', dimension: 'area', factor: '1000000', aliases: ['平方公里'] },
  { symbol: 'm', dimension: 'length', factor: '1', aliases: ['米'] },
  { symbol: 'km', dimension: 'length', factor: '1000', aliases: ['公里'] },
  { symbol: '天', dimension: 'duration', factor: '1', aliases: ['日', '自然日'] },
  { symbol: '月', dimension: 'duration', factor: '30.4375', aliases: ['个月'] },
  { symbol: '年', dimension: 'duration', factor: '365.25', aliases: ['周年'] },
  { symbol: 'P', dimension: 'compute', factor: '1', aliases: ['PFLOPS'] },
  {
    symbol: '个',
    dimension: 'count',
    factor: '1',
    aliases: ['家', '件', '项', '套', '条', '场', '处', '所', '座', '次', '分'],
  },
  { symbol: 'kW', dimension: 'power', factor: '1', aliases: ['千瓦'] },
  // Apparent power of a supply: kilowatts only by a power factor that nobody has stated.
  { symbol: 'kVA', dimension: 'capacity', factor: '1', aliases: ['千伏安', 'KVA', 'kva'] },
  { symbol: '吨', dimension: 'mass', factor: '1', aliases: ['t'] },
  { symbol: 't/㎡', dimension: 'load', factor: '1', aliases: ['吨/㎡', '吨/平方米', 't/m²', 't/m2'] },
]

const BY_SYMBOL = new Map<string, Unit>()
for (const unit of UNITS)
  for (const symbol of [unit.symbol, ...(unit.aliases ?? [])]) BY_SYMBOL.set(symbol, unit)

/** The unit a symbol or one of its aliases names. */
export function unitOf(symbol: string): Unit | undefined {
  return BY_SYMBOL.get(symbol)
}

/** A number written in a unit, as a number of base units; exact in decimal (`toBase('0.35', '亿元')` is 35000000). Undefined for an unknown unit. */
export function toBase(amount: string | number, symbol: string): number | undefined {
  const unit = BY_SYMBOL.get(symbol)
  return unit && new Decimal(amount).times(unit.factor).toNumber()
}

/** A number of base units, written in a unit. Undefined for an unknown unit. */
export function fromBase(amount: number, symbol: string): number | undefined {
  const unit = BY_SYMBOL.get(symbol)
  return unit && new Decimal(amount).div(unit.factor).toNumber()
}

/** Exact decimal arithmetic for gaps and money; numbers enter by their shortest decimal writing, so 0.1 is one tenth. */
export { Decimal }

// Fifty policies of the shape of published ones, each in three languages: a clause, CEL, and a rule of json-rules-engine.
import { type DictionarySource, dictionaryOf, type FactDefinition } from '@qiongding/clause'
import { dice } from '../measure/rows.ts'

/** A condition of json-rules-engine, or several. */
export type Conditions =
  | { readonly all: readonly Conditions[] }
  | { readonly any: readonly Conditions[] }
  | { readonly fact: string; readonly operator: string; readonly value: unknown }

/** One rule, three times. */
export type Written = { readonly clause: unknown; readonly cel: string; readonly conditions: Conditions }

const label = (text: string) => ({ zh: text, en: text })
const number = (key: string, unit: string): FactDefinition => ({
  key,
  label: label(key),
  type: 'number',
  unit,
  of: 'enterprise',
})
const of = (
  key: string,
  type: FactDefinition['type'],
  more: Partial<FactDefinition> = {},
): FactDefinition => ({
  key,
  label: label(key),
  type,
  of: 'enterprise',
  ...more,
})
const MONEY = [
  'revenue',
  'revenue_before',
  'rd_expense',
  'capital',
  'assets',
  'profit',
  'exports',
  'invested',
]
const COUNTS = ['staff', 'rd_staff', 'graduates']
const RIGHTS = ['patents', 'standards']
const FLAGS = ['audited', 'honest', 'listed', 'resident', 'above_scale', 'insured']
export const TIERS = ['none', 'innovative', 'specialised', 'giant']
export const OWNERS = ['private', 'state', 'foreign', 'mixed']
export const WORDS = ['ISO9001', 'ISO14001', 'CMMI', 'GMP', 'CE']
/** Sections, divisions and groups of a classification: A, A1 … A9, A11 … A99. */
export const CODES = [...'ABCDEFGH'].flatMap((section) => [
  section,
  ...Array.from({ length: 9 }, (_, at) => `${section}${at + 1}`),
  ...Array.from({ length: 81 }, (_, at) => `${section}${Math.floor(at / 9) + 1}${(at % 9) + 1}`),
])

export const source: DictionarySource = {
  facts: [
    ...MONEY.map((key) => number(key, '元')),
    ...COUNTS.map((key) => number(key, '人')),
    ...RIGHTS.map((key) => number(key, '件')),
    ...FLAGS.map((key) => of(key, 'boolean')),
    of('tier', 'enum', { ordered: true, values: TIERS.map((id) => ({ id, label: label(id) })) }),
    of('owner', 'enum', { values: OWNERS.map((id) => ({ id, label: label(id) })) }),
    of('industry', 'tree', { tree: 'industry' }),
    of('founded', 'day'),
    of('certificates', 'list'),
  ],
  trees: {
    industry: CODES.map((code) => ({
      code,
      ...(code.length > 1 && { parent: code.slice(0, -1) }),
      label: code,
    })),
  },
}
export const dictionary = dictionaryOf(source)

/** The quotients that rules of json-rules-engine read as facts of their own. */
export const QUOTIENTS = [
  ['rd_expense', 'revenue'],
  ['rd_staff', 'staff'],
  ['exports', 'revenue'],
  ['profit', 'revenue'],
] as const

type Draw = { readonly pick: <T>(list: readonly T[]) => T; readonly whole: (below: number) => number }
const AMOUNTS = [1_000_000, 3_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000]
const list = (items: readonly string[]) => `[${items.map((item) => `"${item}"`).join(', ')}]`
const under = (code: string) => CODES.filter((one) => one.startsWith(code))
const above = (code: string) => CODES.filter((one) => one !== code && code.startsWith(one))

// Published policies share their thresholds, so that few different tests stand in many rules.
const TESTS: readonly ((draw: Draw) => Written)[] = [
  ({ pick }) => {
    const [key, value] = [pick(MONEY), pick(AMOUNTS)]
    return {
      clause: `${key} >= ${value}元`,
      cel: `s.${key} >= ${value}.0`,
      conditions: { fact: key, operator: 'greaterThanInclusive', value },
    }
  },
  ({ pick }) => {
    const [key, value] = [pick(MONEY), pick(AMOUNTS.slice(3))]
    return {
      clause: `${key} <= ${value}元`,
      cel: `s.${key} <= ${value}.0`,
      conditions: { fact: key, operator: 'lessThanInclusive', value },
    }
  },
  ({ pick }) => {
    const [key, value] = [pick(COUNTS), pick([5, 10, 20, 50, 300, 500])]
    return {
      clause: `${key} >= ${value}人`,
      cel: `s.${key} >= ${value}.0`,
      conditions: { fact: key, operator: 'greaterThanInclusive', value },
    }
  },
  ({ pick }) => {
    const [key, value] = [pick(RIGHTS), pick([1, 2, 3, 6, 16])]
    return {
      clause: `${key} >= ${value}件`,
      cel: `s.${key} >= ${value}.0`,
      conditions: { fact: key, operator: 'greaterThanInclusive', value },
    }
  },
  ({ pick }) => {
    const [[part, whole], percent] = [pick(QUOTIENTS), pick([3, 4, 5, 6, 10, 20, 60])]
    return {
      clause: `${part} / ${whole} >= ${percent}%`,
      cel: `(s.${part} == s.${part} && s.${whole} == 0.0 ? s.never : s.${part} * 100.0 >= s.${whole} * ${percent}.0)`,
      conditions: { fact: `${part}/${whole}`, operator: 'greaterThanInclusive', value: percent / 100 },
    }
  },
  ({ pick }) => {
    const percent = pick([5, 10, 15, 20])
    return {
      clause: `(revenue - revenue_before) / revenue_before >= ${percent}%`,
      cel: `(s.revenue == s.revenue && s.revenue_before == 0.0 ? s.never : (s.revenue - s.revenue_before) * 100.0 >= s.revenue_before * ${percent}.0)`,
      conditions: { fact: 'growth', operator: 'greaterThanInclusive', value: percent / 100 },
    }
  },
  ({ pick }) => {
    const key = pick(FLAGS)
    return { clause: key, cel: `s.${key}`, conditions: { fact: key, operator: 'equal', value: true } }
  },
  ({ pick }) => {
    const at = TIERS.slice(1 + TIERS.indexOf(pick(TIERS.slice(0, 3))))
    return {
      clause: `tier >= ${at[0]}`,
      cel: `s.tier in ${list(at)}`,
      conditions: { fact: 'tier', operator: 'in', value: at },
    }
  },
  ({ pick, whole }) => {
    const owners = OWNERS.filter((owner) => owner !== pick(OWNERS)).slice(0, 1 + whole(2))
    return {
      clause: `owner in {${owners.join(', ')}}`,
      cel: `s.owner in ${list(owners)}`,
      conditions: { fact: 'owner', operator: 'in', value: owners },
    }
  },
  ({ pick }) => {
    const code = pick(CODES.filter(({ length }) => length < 3))
    return {
      clause: `industry in tree ${code}`,
      cel: `(s.industry in ${list(above(code))} ? s.never : s.industry in ${list(under(code))})`,
      conditions: { fact: 'industry', operator: 'in', value: under(code) },
    }
  },
  ({ pick }) => {
    const [years, day] = pick([
      ['1年', '2030-03-01'],
      ['2年', '2029-03-01'],
      ['3年', '2028-03-01'],
    ] as const)
    return {
      clause: `age of founded >= ${years}`,
      cel: `s.founded <= "${day}"`,
      conditions: { fact: 'founded', operator: 'upTo', value: day },
    }
  },
  ({ pick }) => {
    const word = pick(WORDS)
    return {
      clause: `certificates has "${word}"`,
      cel: `"${word}" in s.certificates`,
      conditions: { fact: 'certificates', operator: 'contains', value: word },
    }
  },
]

const joined = (kind: 'all' | 'any', parts: readonly Written[]): Written => ({
  clause: { [kind]: parts.map(({ clause }) => clause) },
  cel: `(${parts.map(({ cel }) => cel).join(kind === 'all' ? ' && ' : ' || ')})`,
  conditions:
    kind === 'all'
      ? { all: parts.map(({ conditions }) => conditions) }
      : { any: parts.map(({ conditions }) => conditions) },
})

/** Rules of five to nine tests: some that must all be met, and a choice among two or three. */
export function rules(count: number, seed: number): Written[] {
  const random = dice(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const draw: Draw = { whole, pick: (items) => items[whole(items.length)]! }
  const several = (length: number) => Array.from({ length }, () => draw.pick(TESTS)(draw))
  return Array.from({ length: count }, () =>
    joined('all', [...several(3 + whole(4)), joined('any', several(2 + whole(2)))]),
  )
}

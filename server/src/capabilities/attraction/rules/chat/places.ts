import { NUMBER, numberOf } from './numbers.ts'
import type { Part, Span } from './text.ts'

export type Measured = { readonly value: number; readonly written: string; readonly span: Span }
export type MeasureFound = { readonly found: Measured } | { readonly why: 'not-said' | 'several' | 'range' }

type Sort = {
  readonly unit: RegExp
  readonly factors: readonly (readonly [RegExp, number])[]
  readonly label: RegExp
}

/** Square metres; 平 alone only where no word goes on from it. */
const SPACE: Sort = {
  unit: /万?平方米|万?平米|万?平方(?!公里)|㎡|m²|m2|sqm|square met(?:re|er)s|平(?![台均时面原价衡稳安方米])/,
  factors: [[/^万/, 10_000]],
  label: /面积|厂房|办公|载体|空间/,
}
/** 亩; a hectare is 15 of them (State Council 1984). */
const LAND: Sort = { unit: /亩|公顷/, factors: [[/公顷/, 15]], label: /用地|土地|占地/ }
const POWER: Sort = {
  unit: /[kK][vV][aA]|千伏安|万千伏安/,
  factors: [[/^万/, 10_000]],
  label: /用电|容量|变压器/,
}

function read(parts: readonly Part[], sort: Sort): MeasureFound {
  const pattern = new RegExp(
    `(?:(?<low>${NUMBER})\\s*(?:${sort.unit.source})?\\s*[-—–~～至到]\\s*)?(?<number>${NUMBER})\\s*(?:多|余|来)?(?<unit>${sort.unit.source})`,
    'g',
  )
  const found: Measured[] = []
  let range = false
  for (const part of parts) {
    if (part.unit !== undefined && part.label !== undefined && sort.label.test(part.label)) {
      const value = numberOf(part.text.trim())
      if (value !== undefined && new RegExp(`^(?:${sort.unit.source})$`).test(part.unit))
        found.push({
          value: value * factorOf(sort, part.unit),
          written: `${part.text.trim()} ${part.unit}`,
          span: { from: part.from, to: part.to },
        })
      continue
    }
    for (const match of part.text.matchAll(pattern)) {
      const { low, number = '', unit = '' } = match.groups ?? {}
      const value = numberOf(number)
      if (value === undefined || value === 0) continue
      if (low !== undefined) {
        range = true
        continue
      }
      const from = part.from + match.index
      found.push({
        value: Number((value * factorOf(sort, unit)).toFixed(4)),
        written: match[0],
        span: { from, to: from + match[0].length },
      })
    }
  }
  const [first] = found
  if (!first) return { why: range ? 'range' : 'not-said' }
  return found.every((one) => one.value === first.value) ? { found: first } : { why: 'several' }
}

const factorOf = (sort: Sort, unit: string) => sort.factors.find(([pattern]) => pattern.test(unit))?.[1] ?? 1

/** The floor space wanted, in square metres. */
export const readSpace = (parts: readonly Part[]) => read(parts, SPACE)
/** The land wanted, in 亩. */
export const readLand = (parts: readonly Part[]) => read(parts, LAND)
/** The supply wanted, in kVA. */
export const readPower = (parts: readonly Part[]) => read(parts, POWER)

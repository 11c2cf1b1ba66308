// What a drawn workbook is made of: cells as an office writes them, each with what its writer meant.
import type { SheetFact } from '@qiongding/sheets'
import { dice } from '../measure/rows.ts'

/** A cell as it is put into a file. A serial is a number of days since 1899-12-30 under a date format. */
export type CellWritten =
  | { readonly as: 'text'; readonly text: string; readonly rich?: boolean }
  | { readonly as: 'number'; readonly value: number; readonly format?: string; readonly formula?: boolean }
  | { readonly as: 'date'; readonly day: string; readonly format: string }
  | { readonly as: 'boolean'; readonly value: boolean }

export type Plain = string | number | boolean | readonly string[]

/**
 * What the writer meant. `value`: this value (a `month` is known to the month only). `nothing`: the cell is blank. `unknown`: said
 * to be not known, or said without counting. `range`: between two ends. `planted`: wrong or doubtful as written, so that only a
 * finding is right; `means` is what a person who knows would have written.
 */
export type Meaning =
  | {
      readonly is: 'value'
      readonly value: Plain
      readonly month?: true
      readonly about?: true
      readonly written: string
    }
  | { readonly is: 'nothing' }
  | { readonly is: 'unknown'; readonly written: string }
  | { readonly is: 'range'; readonly from?: number; readonly to?: number; readonly written: string }
  | { readonly is: 'planted'; readonly means?: Plain; readonly written: string }

/** One cell with its meaning. `written` names the way of writing, so that a report can count by it. */
export type Drawn = { readonly cell: CellWritten | undefined; readonly meaning: Meaning }

/** A column of a block: the fact it states, or none where the dictionary has no word for it. */
export type ColumnTruth = { readonly column: number; readonly fact?: string; readonly year?: number }

/** One row of data. `means` holds a meaning per column in the order of the block's columns. */
export type RowTruth = { readonly row: number; readonly means: readonly Meaning[]; readonly shifted?: true }

export type BlockTruth = { readonly columns: readonly ColumnTruth[]; readonly rows: readonly RowTruth[] }

export type MergeWritten = {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

export type SheetWritten = {
  readonly name: string
  readonly rows: readonly (readonly (CellWritten | undefined)[])[]
  readonly merges: readonly MergeWritten[]
  readonly blocks: readonly BlockTruth[]
}

export const FORMATS = ['xlsx', 'xls', 'csv', 'tsv'] as const
export const ENCODINGS = ['utf-8', 'utf-8-mark', 'gb18030', 'utf-16le', 'utf-16be', 'utf-16le-bare'] as const
export type BookWritten = {
  readonly name: string
  readonly format: (typeof FORMATS)[number]
  readonly encoding?: (typeof ENCODINGS)[number]
  readonly sheets: readonly SheetWritten[]
}

/** The facts a list may state, with the trees and the fact that names its subjects. */
export type Dictionary = {
  readonly facts: readonly SheetFact[]
  readonly nameFact: string
  readonly trees: Readonly<Record<string, readonly { readonly code: string; readonly label: string }[]>>
}

/** Dice with the few throws that drawing a sheet needs. */
export type Dice = {
  readonly share: () => number
  readonly chance: (share: number) => boolean
  readonly whole: (from: number, to: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  /** One of several by weight. */
  readonly weigh: <T>(list: readonly (readonly [number, T])[]) => T
  readonly shuffle: <T>(list: readonly T[]) => T[]
}

export function diceOf(seed: number): Dice {
  const share = dice(seed)
  const whole = (from: number, to: number) => from + Math.floor(share() * (to - from + 1))
  return {
    share,
    whole,
    chance: (part) => share() < part,
    pick: (list) => list[Math.floor(share() * list.length)]!,
    weigh: (list) => {
      let left = share() * list.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, item] of list) {
        left -= weight
        if (left < 0) return item
      }
      return list.at(-1)![1]
    },
    shuffle: (list) => {
      const shuffled = [...list]
      for (let at = shuffled.length - 1; at > 0; at -= 1) {
        const other = whole(0, at)
        ;[shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!]
      }
      return shuffled
    },
  }
}

export const text = (said: string): CellWritten => ({ as: 'text', text: said })
export const NOTHING: Drawn = { cell: undefined, meaning: { is: 'nothing' } }

/** ASCII as full-width signs. */
export const wide = (said: string): string =>
  said.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

/** Digits in groups of three. */
export const grouped = (digits: string): string => {
  const [whole, rest] = digits.split('.')
  return whole!.replace(/\B(?=(\d{3})+$)/g, ',') + (rest === undefined ? '' : `.${rest}`)
}

const NUMERALS = '零一二三四五六七八九'

/** A whole number below a hundred million in Chinese numerals, as people write them plainly. */
export function inNumerals(value: number): string {
  if (value >= 10_000) {
    const low = value % 10_000
    return `${inNumerals(Math.floor(value / 10_000))}万${low === 0 ? '' : `${low < 1000 ? '零' : ''}${inNumerals(low)}`}`
  }
  let said = ''
  let gap = false
  for (const [unit, sign] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10
    if (digit === 0) {
      gap ||= said !== ''
      continue
    }
    said += `${gap ? '零' : ''}${digit === 1 && unit === 10 && said === '' ? '' : NUMERALS[digit]}${sign}`
    gap = false
  }
  return said === '' ? '零' : said
}

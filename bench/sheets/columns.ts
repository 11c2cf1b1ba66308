// Columns of a block: which facts, under which words, in which units; and columns that mean something else.
import type { SheetFact } from '@qiongding/sheets'
import { dayColumnOf, drawDay } from './days.ts'
import type { Habits } from './habits.ts'
import { type AmountColumn, drawAmount, type UnitWritten, unitsOf } from './numbers.ts'
import { drawShare, drawShareColumn } from './shares.ts'
import { drawBoolean, drawChoice, drawList, drawName, drawText, drawTree, isCode } from './words.ts'
import { type CellWritten, type Dice, type Dictionary, type Drawn, text } from './written.ts'

/** How a cell of a column looks to somebody who checks whether it stands in the right place. */
export type Look = 'amount' | 'day' | 'choice' | 'text'

export type ColumnDrawn = {
  readonly fact?: string
  readonly year?: number
  readonly header: string
  /** Unit written in a row under the header, when the block has one. */
  readonly unitBelow?: string
  readonly look: Look
  readonly draw: (index: number) => Drawn
  /** True for columns that may be merged over several rows. */
  readonly groups: boolean
  readonly isName: boolean
}

/** What a sheet says for all its columns. */
export type SheetSays = { readonly units: readonly UnitWritten[]; readonly unitRow: boolean }

const RATIO = new Set(['%', '‰'])

/** Words of a fact that no other fact of the list has. */
function wordsOf(fact: SheetFact, facts: readonly SheetFact[]): string[] {
  const words = [fact.label.zh, ...(fact.aliases ?? [])]
  return words.filter(
    (word) =>
      // A word that brings its unit or its year along leaves none to choose.
      !/[（(]|(19|20)\d{2}/.test(word) &&
      !facts.some((other) => other !== fact && [other.label.zh, ...(other.aliases ?? [])].includes(word)),
  )
}

/** Facts this generator knows how to write. */
export function writable(dictionary: Dictionary): SheetFact[] {
  return dictionary.facts.filter((fact) => {
    if (fact.ageOf !== undefined || wordsOf(fact, dictionary.facts).length === 0) return false
    if (fact.type === 'tree' && !dictionary.trees[fact.tree!]) return false
    if (fact.type === 'list' && (fact.tree !== undefined || fact.values !== undefined)) return false
    return (
      fact.type !== 'number' || fact.unit === undefined || RATIO.has(fact.unit) || unitsOf(fact).length > 0
    )
  })
}

function dressed(word: string, dice: Dice): string {
  return dice.weigh<() => string>([
    [12, () => word],
    [1, () => `*${word}`],
    [1, () => [...word].join(word.length <= 4 ? ' ' : '')],
    [1, () => (word.length > 4 ? `${word.slice(0, 4)}\n${word.slice(4)}` : word)],
    [1, () => ` ${word} `],
    [0.5, () => `${word}：`],
    [0.5, () => `${dice.whole(1, 9)}.${word}`],
  ])()
}

const withUnit = (header: string, sign: string, dice: Dice) =>
  dice.pick([
    `${header}（${sign}）`,
    `${header}(${sign})`,
    `${header}\n（${sign}）`,
    `${header} (${sign})`,
    `${header}（单位：${sign}）`,
    `${header}/${sign}`,
    `${header}【${sign}】`,
  ])

/** The middle of a column by what it measures, in base units: money, persons, areas, pieces. */
function middleOf(fact: SheetFact, dice: Dice): number {
  const size = unitsOf(fact)[0]?.size ?? 1
  if (fact.unit === '亿元') return dice.pick([2e8, 9e8, 3e9])
  if (size === 1e4) return dice.pick([8e5, 5e6, 3e7, 2e8])
  if (fact.unit === '年' || fact.unit === '月') return size * 8
  if (fact.unit === '㎡') return dice.pick([800, 6000, 40_000])
  return fact.max !== undefined ? fact.max / 2 : dice.pick([8, 40, 260])
}

function amountColumn(fact: SheetFact, says: SheetSays, habits: Habits, dice: Dice) {
  const units = unitsOf(fact)
  if (units.length === 0) {
    const plain: UnitWritten = { sign: '', size: 1, digits: fact.decimals ?? 1 }
    const column: AmountColumn = { fact, unit: plain, units: [plain], middle: middleOf(fact, dice) }
    const scores: Habits = {
      ...habits,
      amounts: [
        [20, 'bare'],
        [1, 'slip'],
      ],
    }
    return { suffix: undefined, below: undefined, draw: () => drawAmount(column, scores, dice) }
  }
  const ofSheet = says.units.find((unit) => units.some(({ sign }) => sign === unit.sign))
  const place = dice.weigh<'header' | 'cell' | 'below' | 'elsewhere'>([
    [4, 'header'],
    [1.5, 'cell'],
    [says.unitRow ? 8 : 0, 'below'],
    [3, 'elsewhere'],
  ])
  const likely = units.filter(({ sign }) => sign !== '元' || dice.chance(0.3)).slice(0, 4)
  const chosen = place === 'elsewhere' ? (ofSheet ?? units[0]!) : dice.pick([units[0]!, ...likely])
  const column: AmountColumn = {
    fact,
    unit: place === 'cell' ? undefined : chosen,
    units,
    middle: middleOf(fact, dice),
  }
  return {
    suffix: place === 'header' ? chosen.sign : undefined,
    below: place === 'below' ? chosen.sign : undefined,
    draw: () => drawAmount(column, habits, dice),
  }
}

/** One column that states a fact. */
export function factColumn(
  fact: SheetFact,
  setting: { dictionary: Dictionary; habits: Habits; says: SheetSays; year?: number | undefined },
  dice: Dice,
): ColumnDrawn {
  const { dictionary, habits, says, year } = setting
  const isName = fact.key === dictionary.nameFact
  const word = dice.pick(wordsOf(fact, dictionary.facts))
  const plain = dressed(word, dice)
  const dated =
    year === undefined ? plain : dice.chance(0.8) ? `${year}年${plain.trimStart()}` : `${plain}（${year}年）`
  const base = {
    fact: fact.key,
    ...(year !== undefined && { year }),
    groups: false,
    isName,
  }
  switch (fact.type) {
    case 'number': {
      if (fact.unit !== undefined && RATIO.has(fact.unit)) {
        const column = drawShareColumn(fact, habits, dice)
        const signed = column.habit === 'header' || column.habit === 'strays'
        return {
          ...base,
          header: signed ? withUnit(dated, '%', dice) : dated,
          look: 'amount',
          draw: () => drawShare(column, habits, dice),
        }
      }
      const { suffix, below, draw } = amountColumn(fact, says, habits, dice)
      return {
        ...base,
        header: suffix === undefined ? dated : withUnit(dated, suffix, dice),
        ...(below !== undefined && { unitBelow: below }),
        look: 'amount',
        draw,
      }
    }
    case 'day': {
      const column = dayColumnOf(fact)
      return { ...base, header: dated, look: 'day', draw: () => drawDay(column, habits, dice) }
    }
    case 'enum':
      return {
        ...base,
        header: dated,
        look: 'choice',
        groups: true,
        draw: () => drawChoice(fact, habits, dice),
      }
    case 'tree':
      return {
        ...base,
        header: dated,
        look: 'choice',
        groups: true,
        draw: () => drawTree(fact, dictionary, habits, dice),
      }
    case 'boolean':
      return { ...base, header: dated, look: 'choice', draw: () => drawBoolean(habits, dice) }
    case 'list':
      return { ...base, header: dated, look: 'text', draw: () => drawList(fact, habits, dice) }
    case 'text':
      return {
        ...base,
        header: dated,
        look: isCode(fact) ? 'choice' : 'text',
        groups: !isName && !isCode(fact),
        draw: () => (isName ? drawName(habits, dice) : drawText(fact, habits, dice)),
      }
  }
}

const nothingMeant = (cell: CellWritten): Drawn => ({ cell, meaning: { is: 'nothing' } })

/** A column the dictionary has no word for: a running number, a turned meaning, or something else altogether. */
export function otherColumn(
  kind: 'number' | 'turned' | 'other',
  setting: { dictionary: Dictionary; habits: Habits },
  dice: Dice,
): ColumnDrawn | undefined {
  const { dictionary, habits } = setting
  const known = new Set(
    dictionary.facts.flatMap((fact) => [fact.label.zh, fact.label.en, fact.key, ...(fact.aliases ?? [])]),
  )
  const base = { groups: false, isName: false }
  if (kind === 'number')
    return {
      ...base,
      header: dice.pick(['序号', '序 号', '编号', 'No.']),
      look: 'amount',
      draw: (index) => nothingMeant(dice.chance(0.8) ? { as: 'number', value: index } : text(String(index))),
    }
  if (kind === 'turned') {
    const facts = dictionary.facts.filter((fact) => fact.type === 'number' && fact.ageOf === undefined)
    if (facts.length === 0) return undefined
    const header = dice.pick(habits.turned).replace('%', dice.pick(facts).label.zh)
    if (known.has(header)) return undefined
    return {
      ...base,
      header: dice.chance(0.3) ? withUnit(header, '万元', dice) : header,
      look: 'amount',
      draw: () => nothingMeant({ as: 'number', value: dice.whole(1, 900) }),
    }
  }
  const header = dice.pick(habits.others)
  if (known.has(header)) return undefined
  const draw = header.includes('日期')
    ? () =>
        nothingMeant({
          as: 'date',
          day: `2026-0${dice.whole(1, 9)}-1${dice.whole(0, 9)}`,
          format: 'yyyy-mm-dd',
        })
    : () => nothingMeant(text(dice.pick(['演示人员', '通过', '演示科', '已走访', '无', '2'])))
  return { ...base, header, look: 'text', draw }
}

// Columns of shares. Percent or fraction is the habit of a column; a cell alone does not tell.
import type { SheetFact } from '@qiongding/sheets'
import type { Habits } from './habits.ts'
import { type Dice, type Drawn, inNumerals, text, wide } from './written.ts'

/**
 * How a column keeps its shares. `signed`: every cell with its sign. `header`: bare percents under a header with %. `percents`: bare
 * percents, most of them above 1, nothing said. `fractions`: stored as fractions. `format`: fractions under a percent format.
 * `mixed`: all of these in one column, as in the sheets of offices. `strays`: as `header`, with fractions among them.
 */
export type ShareColumn = {
  readonly fact: SheetFact
  readonly habit: 'signed' | 'header' | 'percents' | 'fractions' | 'format' | 'mixed' | 'strays'
  /** Highest percent of the column. */
  readonly most: number
}

export const drawShareColumn = (fact: SheetFact, habits: Habits, dice: Dice): ShareColumn => ({
  fact,
  habit: dice.weigh(habits.shares),
  most: dice.pick([9, 25, 60, 95]),
})

const value = (drawn: Drawn['cell'], percent: string, written: string, about?: true): Drawn => ({
  cell: drawn,
  meaning: { is: 'value', value: Number(percent) / 100, written, ...(about && { about }) },
})

/** A stored fraction without the binary rest that nobody typed. */
const fraction = (percent: string) => Number((Number(percent) / 100).toFixed(6))

function signed(percent: string, dice: Dice): Drawn {
  return dice.pick<() => Drawn>([
    () => value(text(`${percent}%`), percent, 'with its sign'),
    () => value(text(`${percent}％`), percent, 'with its sign'),
    () => value(text(`${percent} %`), percent, 'with its sign'),
    () => value(text(`${wide(percent)}％`), percent, 'with its sign, full width'),
    () => value({ as: 'number', value: fraction(percent), format: '0.00%' }, percent, 'percent format'),
    () =>
      value(
        { as: 'number', value: fraction(percent), format: '0%' },
        percent,
        'percent format, rounded in view',
      ),
  ])()
}

function doubtful(column: ShareColumn, percent: string, dice: Dice): Drawn {
  const whole = String(Math.max(1, Math.round(Number(percent))))
  const forms: Drawn[] = [
    {
      cell: text(`${percent}%%`),
      meaning: { is: 'planted', written: 'two signs', means: Number(percent) / 100 },
    },
    { cell: text(`${percent}个%`), meaning: { is: 'planted', written: 'a slip in the sign' } },
    { cell: text(`提高${percent}%`), meaning: { is: 'planted', written: 'a change' } },
    { cell: text(`${percent}万元`), meaning: { is: 'planted', written: 'another dimension' } },
    { cell: text('较高'), meaning: { is: 'planted', written: 'a word' } },
    value(text(`约${percent}%`), percent, 'about', true),
    value(text(`${percent}%左右`), percent, 'about', true),
    value(text(`百分之${inNumerals(Number(whole))}`), whole, 'Chinese numerals'),
    {
      cell: text(`${percent}%以上`),
      meaning: { is: 'range', from: Number(percent) / 100, written: 'at least' },
    },
  ]
  if (column.fact.max === 100)
    forms.push({
      cell: text(`${100 + Number(whole)}%`),
      meaning: { is: 'planted', written: 'above the whole' },
    })
  if (column.fact.min === 0)
    forms.push({ cell: text(`-${percent}%`), meaning: { is: 'planted', written: 'below zero' } })
  return dice.pick(forms)
}

/** One cell of a column of shares. */
export function drawShare(column: ShareColumn, habits: Habits, dice: Dice): Drawn {
  const drawn = column.most * dice.share() ** 1.5
  const plain = drawn.toFixed(dice.pick([0, 1, 1, 2]))
  // Nought is nought in every writing and decides nothing.
  const percent = Number(plain) === 0 ? '1.5' : plain
  if (dice.chance(habits.doubtful)) return doubtful(column, percent, dice)
  const number = Number(percent)
  if (column.habit === 'signed' || dice.chance(0.04)) return signed(percent, dice)
  if (column.habit === 'format')
    return value({ as: 'number', value: fraction(percent), format: '0.00%' }, percent, 'percent format')
  if (column.habit === 'fractions')
    return value({ as: 'number', value: fraction(percent) }, percent, 'fraction in a column of fractions')
  if (column.habit === 'header' || column.habit === 'percents') {
    const said = column.habit === 'header' ? 'bare under %' : 'bare, nothing said'
    return value(
      dice.chance(0.6) ? { as: 'number', value: number } : text(dice.chance(0.2) ? wide(percent) : percent),
      percent,
      said,
    )
  }
  if (column.habit === 'strays' && dice.chance(0.85))
    return value({ as: 'number', value: number }, percent, 'bare under %')
  if (column.habit === 'strays')
    return {
      cell: { as: 'number', value: fraction(percent) },
      meaning: { is: 'planted', written: 'fraction among percents', means: number / 100 },
    }
  return dice.pick<() => Drawn>([
    () => signed(percent, dice),
    () => value({ as: 'number', value: fraction(percent) }, percent, 'fraction in a mixed column'),
    () => value(text(String(fraction(percent))), percent, 'fraction in a mixed column'),
    () => value(text(percent), percent, 'bare percent in a mixed column'),
    () => value({ as: 'number', value: number }, percent, 'bare percent in a mixed column'),
  ])()
}

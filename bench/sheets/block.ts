// One block of a sheet: its header rows, its data, and the rows that are none.
import { type ColumnDrawn, factColumn, otherColumn, type SheetSays, writable } from './columns.ts'
import type { Habits } from './habits.ts'
import { type Paper, writeRow } from './paper.ts'
import {
  type BlockTruth,
  type Dice,
  type Dictionary,
  type Drawn,
  type Meaning,
  NOTHING,
  type RowTruth,
  text,
} from './written.ts'

export type Setting = {
  readonly dictionary: Dictionary
  readonly habits: Habits
  readonly says: SheetSays
  readonly merges: boolean
}

function drawColumns(setting: Setting, dice: Dice): ColumnDrawn[] {
  const { dictionary } = setting
  const facts = writable(dictionary)
  const name = facts.find((fact) => fact.key === dictionary.nameFact)!
  const others = dice
    .shuffle(facts.filter((fact) => fact !== name))
    .slice(0, dice.whole(2, Math.min(9, facts.length - 1)))
  const columns = others.flatMap((fact) => {
    if (!fact.yearly || dice.chance(0.4)) return [factColumn(fact, { ...setting, year: undefined }, dice)]
    const years = dice.chance(0.2) ? dice.shuffle([2024, 2025]) : [dice.pick([2024, 2025])]
    return years.map((year) => factColumn(fact, { ...setting, year }, dice))
  })
  for (const kind of ['turned', 'other', 'turned'] as const) {
    const extra = dice.chance(0.45) ? otherColumn(kind, setting, dice) : undefined
    if (extra && !columns.some((column) => column.header === extra.header)) columns.push(extra)
  }
  const shuffled = dice.shuffle(columns)
  shuffled.splice(
    dice.whole(0, Math.min(2, shuffled.length)),
    0,
    factColumn(name, { ...setting, year: undefined }, dice),
  )
  return dice.chance(0.6) ? [otherColumn('number', setting, dice)!, ...shuffled] : shuffled
}

/** Header rows of a block, groups over some of its columns; answers how many rows they are. */
function writeHeader(
  paper: Paper,
  columns: readonly ColumnDrawn[],
  groups: readonly Group[],
  height: number,
): void {
  const top = paper.rows.length + 1
  const labels: (string | undefined)[][] = Array.from({ length: height }, () => columns.map(() => undefined))
  for (const [index, column] of columns.entries()) {
    const depth = groups.filter((group) => index >= group.from && index <= group.to).length
    labels[depth]![index] = column.header
    if (depth < height - 1) paper.merge(top + depth, index, top + height - 1, index)
  }
  for (const { from, to, label, depth } of groups) {
    labels[depth]![from] = label
    if (to > from) paper.merge(top + depth, from, top + depth, to)
  }
  for (const row of labels)
    writeRow(
      paper,
      row.map((label) => (label === undefined ? undefined : text(label))),
    )
}

type Group = { readonly from: number; readonly to: number; readonly label: string; readonly depth: number }

function drawGroups(columns: readonly ColumnDrawn[], height: number, habits: Habits, dice: Dice): Group[] {
  const groups: Group[] = []
  const words = dice.shuffle(habits.groups)
  let from = dice.whole(1, 2)
  while (height > 1 && from + 1 < columns.length && words.length > 1) {
    const to = Math.min(columns.length - 1, from + dice.whole(1, 3))
    groups.push({ from, to, label: words.pop()!, depth: 0 })
    if (height === 3 && to - from >= 1) groups.push({ from, to: from + 1, label: words.pop()!, depth: 1 })
    from = to + 1 + dice.whole(0, 1)
  }
  return groups
}

/** Columns that are merged over several rows, with the cell and the rest of its run. */
type Run = { drawn: Drawn; left: number }

function dataRow(
  columns: readonly ColumnDrawn[],
  index: number,
  setting: Setting,
  runs: Map<number, Run>,
  dice: Dice,
): Drawn[] {
  const { habits } = setting
  return columns.map((column, position) => {
    const run = runs.get(position)
    if (run) return run.drawn
    if (column.isName) return column.draw(index)
    if (column.fact === undefined)
      return dice.chance(0.1) && column.look !== 'amount' ? NOTHING : column.draw(index)
    if (dice.chance(habits.blank)) return NOTHING
    if (dice.chance(habits.unknown))
      return { cell: text(dice.pick(habits.unknownWords)), meaning: { is: 'unknown', written: 'not known' } }
    return column.draw(index)
  })
}

const clash = (from: ColumnDrawn, to: ColumnDrawn, drawn: Drawn): boolean =>
  drawn.cell?.as === 'text' &&
  from.look !== to.look &&
  (to.look === 'amount' || to.look === 'day') &&
  !/\d/.test(drawn.cell.text)

/** A row whose cells slipped one column to the right from some column on, if that shows somewhere. */
function shifted(columns: readonly ColumnDrawn[], cells: readonly Drawn[], dice: Dice): Drawn[] | undefined {
  const name = columns.findIndex((column) => column.isName)
  if (name + 2 >= columns.length) return undefined
  const from = dice.whole(name + 1, columns.length - 2)
  const shows = columns.some(
    (column, index) =>
      index > from && column.fact !== undefined && clash(columns[index - 1]!, column, cells[index - 1]!),
  )
  if (!shows) return undefined
  const moved: Drawn[] = [...cells.slice(0, from), NOTHING, ...cells.slice(from)]
  return moved.map((drawn, index) => {
    if (index < from) return drawn
    const meaning: Meaning =
      drawn.cell === undefined || columns[index]?.fact === undefined
        ? { is: 'nothing' }
        : { is: 'planted', written: 'slipped one column' }
    return { cell: drawn.cell, meaning }
  })
}

function writeTotal(
  paper: Paper,
  columns: readonly ColumnDrawn[],
  word: string,
  count: number,
  dice: Dice,
): void {
  const name = columns.findIndex((column) => column.isName)
  const at = dice.pick([0, Math.min(name, 1), name].filter((index) => index <= 2))
  const merged = dice.chance(0.3) && columns.length > 2
  if (merged) paper.merge(paper.rows.length + 1, 0, paper.rows.length + 1, 1)
  writeRow(
    paper,
    columns.map((column, index) => {
      if (index === (merged ? 0 : at)) return text(word)
      if (merged && index === 1) return undefined
      if (column.look !== 'amount' || index <= at) return undefined
      return dice.chance(0.8)
        ? { as: 'number', value: count * dice.whole(20, 900), formula: dice.chance(0.5) }
        : undefined
    }),
  )
}

function writeBand(paper: Paper, columns: readonly ColumnDrawn[], word: string, dice: Dice): void {
  if (dice.chance(0.7)) paper.merge(paper.rows.length + 1, 0, paper.rows.length + 1, columns.length - 1)
  writeRow(paper, [text(word)])
}

/** Writes a block and answers what it means. */
export function writeBlock(paper: Paper, setting: Setting, size: number, dice: Dice): BlockTruth {
  const { habits, says } = setting
  const { often } = habits
  const columns = drawColumns(setting, dice)
  const height = dice.chance(often.threeRows) ? 3 : dice.chance(often.twoRows) ? 2 : 1
  const groups = drawGroups(columns, height, habits, dice)
  const rowsOfHeader = groups.length === 0 ? 1 : height
  writeHeader(paper, columns, groups, rowsOfHeader)
  if (dice.chance(often.numbering))
    writeRow(
      paper,
      columns.map((_, index) =>
        dice.chance(0.5) ? text(String(index + 1)) : { as: 'number', value: index + 1 },
      ),
    )
  if (says.unitRow && columns.some((column) => column.unitBelow !== undefined))
    writeRow(
      paper,
      columns.map((column) => (column.unitBelow === undefined ? undefined : text(`${column.unitBelow}`))),
    )
  const rows: RowTruth[] = []
  const runs = new Map<number, Run>()
  const grouping = columns.flatMap((column, index) =>
    column.groups && dice.chance(often.groupsDown) ? [index] : [],
  )
  const overRows =
    setting.merges && dice.chance(0.06)
      ? columns.findIndex((column) => column.look === 'amount' && column.fact !== undefined)
      : -1
  const repeatAt = dice.chance(often.repeated) ? dice.whole(2, size) : -1
  const bands = dice.chance(often.bands)
  for (let index = 1; index <= size; index += 1) {
    const between = [...runs.values()].every((run) => run.left === 0)
    for (const [position, run] of runs) if (run.left === 0) runs.delete(position)
    if (between && index === repeatAt) writeHeader(paper, columns, groups, rowsOfHeader)
    if (between && bands && dice.chance(index === 1 ? 0.8 : 0.1)) {
      if (index > 1 && dice.chance(0.6)) writeTotal(paper, columns, dice.pick(habits.subtotals), index, dice)
      writeBand(paper, columns, dice.pick(habits.bands), dice)
    }
    const cells = dataRow(columns, index, setting, runs, dice)
    const slipped = runs.size === 0 && dice.chance(often.shifted) ? shifted(columns, cells, dice) : undefined
    const written = slipped ?? cells
    for (const position of slipped ? [] : [...grouping, overRows]) {
      if (position < 0 || runs.has(position) || written[position]!.cell === undefined) continue
      const length = Math.min(dice.whole(1, 5), size - index)
      if (length === 0 || (position === overRows && !dice.chance(0.3))) continue
      const { cell, meaning } = written[position]!
      const over: Drawn =
        position === overRows && meaning.is === 'value'
          ? { cell, meaning: { is: 'planted', written: 'one amount over rows' } }
          : { cell, meaning }
      written[position] = over
      runs.set(position, { drawn: over, left: length + 1 })
      paper.merge(paper.rows.length + 1, position, paper.rows.length + 1 + length, position)
    }
    const isFirst = (position: number) => paper.mergedFrom(paper.rows.length + 1, position)
    writeRow(
      paper,
      written.map((drawn, position) => (runs.has(position) && !isFirst(position) ? undefined : drawn.cell)),
    )
    for (const run of runs.values()) run.left -= 1
    rows.push({
      row: paper.rows.length,
      means: written.slice(0, columns.length).map((drawn) => drawn.meaning),
      ...(slipped && { shifted: true as const }),
    })
  }
  if (columns[0]!.fact === undefined && dice.chance(0.08))
    for (let extra = 1; extra <= dice.whole(1, 5); extra += 1)
      writeRow(paper, [{ as: 'number', value: size + extra }])
  if (dice.chance(often.total)) writeTotal(paper, columns, dice.pick(habits.totals), size, dice)
  return {
    columns: columns.map((column, index) => ({
      column: paper.left + index + 1,
      ...(column.fact !== undefined && { fact: column.fact }),
      ...(column.year !== undefined && { year: column.year }),
    })),
    rows,
  }
}

export function writeFoot(paper: Paper, habits: Habits, dice: Dice): void {
  const line = (word: string) => {
    if (dice.chance(0.4)) paper.merge(paper.rows.length + 1, 0, paper.rows.length + 1, 3)
    writeRow(paper, [text(word)])
  }
  if (dice.chance(0.4)) writeRow(paper, [])
  if (dice.chance(habits.often.notes)) {
    line(dice.pick(habits.notes))
    for (let more = 2; dice.chance(0.3) && more < 5; more += 1)
      line(
        `${more}${dice.pick(['.', '、', '．'])}${dice.pick(['数据来源于年报。', '未掌握的填“/”。', '金额保留两位小数。'])}`,
      )
  }
  if (!dice.chance(habits.often.signatures)) return
  const words = dice.pick(habits.signatures)
  const parts = words.split(/\s{2,}/)
  if (parts.length > 1 && dice.chance(0.5)) {
    const row: (ReturnType<typeof text> | undefined)[] = []
    for (const part of parts) row.push(text(part), undefined)
    writeRow(paper, row)
  } else line(words)
}

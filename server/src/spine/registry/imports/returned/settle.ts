import type { Finding } from '@qiongding/kernel'
import type { ImportCounts } from '../../import-object.ts'
import type { ImportView } from '../contract.ts'
import type { RowPlan } from '../plan.ts'
import { GRID_ROWS, type GridRow, type Sheet } from '../sheet.ts'
import type { Aligned } from './align.ts'

/** Findings that the marks themselves give rise to. */
function markFindings(sheet: Sheet, aligned: Aligned): Finding[] {
  const at = (row: number) => ({ sheet: sheet.sheet, row })
  return [
    ...[...aligned.forged].map(
      (row): Finding => ({ code: 'return-row-forged', level: 'error', at: at(row) }),
    ),
    ...[...aligned.moved].map((row): Finding => ({ code: 'return-row-moved', level: 'remark', at: at(row) })),
  ]
}

/**
 * A column in which nearly every value differs from what was written is probably not what its header says: so many values are not
 * corrected by hand. From this many rows on, and from this share.
 */
const MANY = 20
const NEARLY_ALL = 0.8

function columnFindings(sheet: Sheet, plans: readonly RowPlan[]): Finding[] {
  const changed = new Map<string, number>()
  let records = 0
  for (const plan of plans) {
    if (plan.subjectId === undefined || plan.fresh || plan.action === 'absent' || plan.action === 'remove')
      continue
    records += 1
    for (const field of plan.fields)
      if (field.way === 'theirs' || field.way === 'both')
        changed.set(field.key, (changed.get(field.key) ?? 0) + 1)
  }
  if (records < MANY) return []
  return [...changed].flatMap(([key, count]): Finding[] => {
    const column = sheet.columns.find((one) => one.fact === key)
    return column && count >= records * NEARLY_ALL
      ? [
          {
            code: 'return-column-changed',
            level: 'remark',
            at: { sheet: sheet.sheet, column: column.column },
            value: column.header,
            facts: { changed: count, rows: records, fact: key },
          },
        ]
      : []
  })
}

/** The sheet of a returned file as it is to be shown: what was said of cells that nobody touched is not said again, and changes are marked. */
export function settleReturned(sheet: Sheet, plans: readonly RowPlan[], aligned: Aligned): Sheet {
  const columnOf = new Map(
    sheet.columns.flatMap(({ fact, column }) => (fact === undefined ? [] : [[fact, column] as const])),
  )
  const quiet = new Set<string>()
  const changes = new Map<string, NonNullable<RowPlan['fields'][number]['way']>>()
  for (const plan of plans) {
    for (const key of plan.untouched ?? []) quiet.add(`${plan.row}:${columnOf.get(key)}`)
    if (plan.row <= GRID_ROWS)
      for (const field of plan.fields)
        if (field.way) changes.set(`${plan.row}:${columnOf.get(field.key)}`, field.way)
  }
  const place = (row: number | undefined, column: number | undefined) => `${row}:${column}`
  const grid = sheet.grid.map(
    (row): GridRow => ({
      ...row,
      cells: row.cells.map((cell, index) => {
        const at = place(row.row, index + 1)
        const change = changes.get(at)
        if (quiet.has(at)) return { text: cell.text }
        return change === undefined ? cell : { ...cell, change }
      }),
    }),
  )
  return {
    ...sheet,
    grid,
    findings: [
      ...markFindings(sheet, aligned),
      ...columnFindings(sheet, plans),
      ...sheet.findings.filter(({ at }) => !quiet.has(place(at.row, at.column))),
    ],
  }
}

/** How many fields of each sort there are, and how many nobody has decided. */
export function countFields(
  plans: readonly RowPlan[],
): NonNullable<NonNullable<ImportView['returned']>['fields']> {
  const counts = { theirs: { n: 0, open: 0 }, both: { n: 0, open: 0 }, cleared: { n: 0, open: 0 } }
  for (const { fields } of plans)
    for (const { way, undecided } of fields) {
      if (!way) continue
      counts[way].n += 1
      if (undecided) counts[way].open += 1
    }
  return counts
}

/** What a returned file comes to beside the counts of every list. */
export function countReturned(plans: readonly RowPlan[]): Partial<ImportCounts> {
  let conflicts = 0
  let cleared = 0
  let elsewhere = 0
  for (const plan of plans) {
    elsewhere += plan.elsewhere ?? 0
    for (const field of plan.fields) {
      if (!field.undecided) continue
      if (field.way === 'both') conflicts += 1
      if (field.way === 'cleared') cleared += 1
    }
  }
  const of = (action: RowPlan['action']) => plans.filter((plan) => plan.action === action).length
  return { conflicts, cleared, elsewhere, absent: of('absent'), removed: of('remove') }
}

import type { Finding } from '@qiongding/kernel'
import type { ColumnChoice, Table } from '@qiongding/sheets'
import type { KnownProfile } from './sheet.ts'

/** A profile is for another list where fewer of its headers than this are in the sheet. */
const SHARE_SHARED = 0.6

const headersOf = (tables: readonly Table[]) =>
  new Set(tables.flatMap((table) => table.columns.map((column) => column.header)))

/** The profile whose headers are most like a sheet's; the newer of two. None where the sheet is hardly alike. */
export function profileFor(
  tables: readonly Table[],
  kind: string,
  profiles: readonly KnownProfile[],
): KnownProfile | undefined {
  const headers = headersOf(tables)
  let best: { profile: KnownProfile; share: number } | undefined
  for (const profile of profiles) {
    if (profile.kind !== kind) continue
    const shared = profile.headers.filter((header) => headers.has(header)).length
    const share = shared / Math.max(profile.headers.length, headers.size, 1)
    if (share >= SHARE_SHARED && (!best || share > best.share)) best = { profile, share }
  }
  return best?.profile
}

/** What a profile says of the columns of a sheet, by position: only under the very header it was said of. */
export function columnsBy(profile: KnownProfile, tables: readonly Table[]): Record<number, ColumnChoice> {
  const columns: Record<number, ColumnChoice> = {}
  for (const table of tables)
    for (const column of table.columns) {
      const choice = profile.choices[column.header]
      if (choice && columns[column.index] === undefined)
        columns[column.index] = { ...choice, header: column.header, profile: true }
    }
  return columns
}

/** Where a sheet has changed since its profile was kept: headers that are gone, and new ones nobody has said anything of. */
export function changesSince(profile: KnownProfile, tables: readonly Table[]): Finding[] {
  const headers = headersOf(tables)
  const [table] = tables
  const at = { ...(table && { sheet: table.sheet, row: table.headerRows.to }) }
  const gone = Object.keys(profile.choices).filter((header) => !headers.has(header))
  const before = new Set(profile.headers)
  const fresh = (table?.columns ?? []).filter((column) => !before.has(column.header))
  return [
    ...gone.map((header): Finding => ({ code: 'profile-column-gone', level: 'remark', at, value: header })),
    ...fresh.map(
      (column): Finding => ({
        code: 'profile-column-new',
        level: 'remark',
        at: { ...at, column: column.index },
        value: column.header,
      }),
    ),
  ]
}

import type { Finding } from '@qiongding/kernel'
import type { PlacedChoice, Table } from '@qiongding/sheets'
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

/** What a profile says of the columns of a sheet: only under the very header it was said of. */
export function columnsBy(profile: KnownProfile, tables: readonly Table[]): PlacedChoice[] {
  const columns = new Map<string, PlacedChoice>()
  for (const table of tables)
    for (const { index: column, header } of table.columns) {
      const choice = profile.choices[header]
      if (choice) columns.set(`${column} ${header}`, { ...choice, column, header, profile: true })
    }
  return [...columns.values()]
}

/** Where a sheet has changed since its profile was kept: headers that are gone, and new ones nobody has said anything of. */
export function changesSince(profile: KnownProfile, tables: readonly Table[]): Finding[] {
  const headers = headersOf(tables)
  const placeOf = ({ sheet, headerRows }: Table) => ({ sheet, row: headerRows.to })
  const at = tables[0] ? placeOf(tables[0]) : {}
  const gone = Object.keys(profile.choices).filter((header) => !headers.has(header))
  // A header that stands in several blocks is told once.
  const told = new Set(profile.headers)
  const fresh = tables.flatMap((table) =>
    table.columns.flatMap(({ index, header }): Finding[] => {
      if (told.has(header)) return []
      told.add(header)
      return [
        {
          code: 'profile-column-new',
          level: 'remark',
          at: { ...placeOf(table), column: index },
          value: header,
        },
      ]
    }),
  )
  return [
    ...gone.map((header): Finding => ({ code: 'profile-column-gone', level: 'remark', at, value: header })),
    ...fresh,
  ]
}

import { day } from '@qiongding/kernel'
import type { Bytes } from '../../../platform/http/route.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { packOf } from '../../pack.ts'
import type { DemonstrationSheet } from '../workbook/demonstration.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** The same sheets on every machine and every day: their rows are made up, and so is their date. */
const SEED = { seed: 4600, today: day('2026-11-20') }

let made: Promise<DemonstrationSheet[]> | undefined

/** Which kind of the pack a demonstration list is of: the parties, needs and offers of its first matching of persons. */
function kindOfList(ctx: Context, list: DemonstrationSheet['list']): string | undefined {
  const { pack, kinds } = packOf(ctx)
  const matching = pack.matchings.find(({ offer }) => kinds.get(offer)?.person)
  if (list === 'posts') return matching?.need
  if (list === 'talents') return matching?.offer
  return (
    pack.kinds.find((kind) => kind.id === matching?.need)?.holderKind ??
    pack.kinds.find((kind) => kind.role === 'party')?.id
  )
}

/** The writer of workbooks is large and seldom needed: it is loaded with the first sample. */
const sheets = () =>
  (made ??= import('../workbook/demonstration.ts').then(({ demonstrationSheets }) =>
    demonstrationSheets(SEED),
  ))

export async function samples(ctx: Context) {
  const rows = (await sheets()).flatMap((sheet) => {
    const kind = kindOfList(ctx, sheet.list)
    return kind
      ? [
          {
            name: sheet.fileName,
            kind,
            rows: sheet.rows,
            href: `/api/imports/samples/${encodeURIComponent(sheet.fileName)}`,
          },
        ]
      : []
  })
  return { rows }
}

export async function sampleFile(_ctx: Context, input: { readonly name: string }): Promise<Bytes> {
  const sheet = (await sheets()).find((one) => one.fileName === input.name)
  if (!sheet) throw refuse('not-found')
  return { name: sheet.fileName, type: XLSX, bytes: sheet.bytes }
}

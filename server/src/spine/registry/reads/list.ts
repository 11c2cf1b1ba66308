import { abilitiesOn } from '../../../platform/abilities.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf } from '../../pack.ts'
import type { registryContract, SubjectRow } from '../contract.ts'
import { countRows, cursorOf, cursorText, pageAfter, pageAt, probedPage } from './pages.ts'
import { pastPage } from './past.ts'
import { openProfiles } from './profiles.ts'
import { isCompound, matches, orderOf, scopeOf, soughtOf, whereOf } from './rows.ts'

const LIST_ABILITIES = ['registry.write', 'registry.import', 'registry.export']

type Answer = { rows: SubjectRow[]; next?: string; total?: number; abilities: string[] }

export async function list(ctx: Context, query: InputOf<typeof registryContract.list>): Promise<Answer> {
  const { kind, limit, from } = query
  kindOf(ctx, kind)
  const asOf = asOfOf(ctx, query)
  const order = orderOf(ctx, kind, query.sort)
  const sought = soughtOf(ctx, query)
  const after = query.cursor ? cursorOf(query.cursor, order.type) : undefined
  const abilities = abilitiesOn(ctx.actor, LIST_ABILITIES, {})
  const counts = query.count || from !== undefined
  if (sought === 'nobody') return { rows: [], ...(counts && { total: 0 }), abilities }
  if (asOf.past)
    return reading(ctx, async (read) => {
      const { rows, more, total } = await pastPage(
        ctx,
        read,
        {
          ...query,
          ...(after && { after: after.id }),
          matches: (profile) => matches(sought, profile),
        },
        asOf,
      )
      const last = rows.at(-1)
      return {
        rows: await openProfiles(ctx, read, rows),
        ...(more && last && { next: cursorText({ key: '', id: last.subject_id }) }),
        ...(counts && { total }),
        abilities,
      }
    })
  const where = whereOf(ctx, query)
  return reading(ctx, async (read) => {
    const first = after === undefined && from === undefined
    const probes = first && query.sort === 'name' && sought !== undefined && isCompound(sought)
    const page =
      (probes && (await probedPage(read, { scope: scopeOf(ctx, kind), where, order, limit }))) ||
      (after || from === undefined
        ? await pageAfter(read, { where, order, after, limit })
        : await pageAt(read, { where, order, from, limit }))
    const total = page.total ?? (counts ? await countRows(read, where) : undefined)
    return {
      rows: await openProfiles(ctx, read, page.rows),
      ...(page.next && { next: cursorText(page.next) }),
      ...(total !== undefined && { total }),
      abilities,
    }
  })
}

import type { Label, ListDefinition } from '@qiongding/pack-format'
import { type About, may, mayAtAll } from '../../../../platform/abilities.ts'
import type { LedgerOwner } from '../../../../platform/ledger/reads.ts'
import { refuse } from '../../../../platform/refusals.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { packOf } from '../../../pack.ts'
import type { ListVersion } from '../contract.ts'
import { reminderKind, type VersionRow, versionKind } from '../list-version.ts'

export function listOf(ctx: Context, id: string): ListDefinition {
  const found = packOf(ctx).pack.lists.find((one) => one.id === id)
  if (!found) throw refuse('unknown-list', { list: id })
  return found
}

export function officeLabel(ctx: Context, id: string): Label {
  return packOf(ctx).pack.offices.find((one) => one.id === id)?.label ?? { zh: id, en: id }
}

/** Offices as a refusal names them. */
export const officesOf = (ctx: Context, ids: readonly string[]): string =>
  ids.map((id) => officeLabel(ctx, id).zh).join('、')

/** A list as abilities are tested against it: in the care of the actor's own office, where that is one of these. */
export function aboutList(ctx: Context, offices: readonly string[]): About {
  const own = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  return { office: own !== undefined && offices.includes(own) ? own : offices[0] }
}

const isOf = (ctx: Context, offices: readonly string[]) =>
  ctx.actor.kind === 'person' && ctx.actor.office !== undefined && offices.includes(ctx.actor.office)

/** What this reader can do to this version now: allowed to him, of the right office, and open in its state. */
function versionAbilities(ctx: Context, row: VersionRow): string[] {
  const list = packOf(ctx).pack.lists.find((one) => one.id === row.list)
  if (!list) return []
  const { publishers, reviewers } = list
  const of = (ability: string, offices: readonly string[]) =>
    isOf(ctx, offices) && may(ctx.actor, ability, aboutList(ctx, offices))
  const draft = row.state === 'draft'
  const foreign = !row.hands.includes(ctx.actor.id)
  return [
    ...(draft && foreign && of('list.review', reviewers) ? ['list.review'] : []),
    ...(draft && row.review?.agreed && of('list.publish', publishers) ? ['list.publish'] : []),
    ...((draft || row.state === 'preparing') && of('list.prepare', publishers) ? ['list.discard'] : []),
  ]
}

export const mayPrepare = (ctx: Context, list: ListDefinition): boolean =>
  isOf(ctx, list.publishers) && may(ctx.actor, 'list.prepare', aboutList(ctx, list.publishers))

export function versionView(ctx: Context, row: VersionRow, past = false): ListVersion {
  const {
    office,
    review,
    hands: _h,
    lastDay: _l,
    shape: _s,
    label: _b,
    title: _t,
    supersededBy: _y,
    ...shown
  } = row
  return {
    ...shown,
    officeLabel: officeLabel(ctx, office),
    ...(review && {
      review: {
        agreed: review.agreed,
        by: review.by,
        officeLabel: officeLabel(ctx, review.office),
        note: review.note,
        day: review.day,
      },
    }),
    abilities: past ? [] : versionAbilities(ctx, row),
  }
}

/** What the ledger says of lists: for those who read lists. */
export const listLedger: LedgerOwner = {
  owns: (_, kind) => kind === versionKind.kind || kind === reminderKind.kind,
  mayRead: (ctx) => mayAtAll(ctx.actor, 'list.read') === 'yes',
}

import { may } from '../../../platform/abilities.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import { isMasked } from '../values.ts'
import type { DiffRow, importsContract } from './contract.ts'
import type { RowPlan } from './plan.ts'
import { HIDDEN, needUnderstood, page } from './reads.ts'
import { sidesOf } from './returned/reads.ts'
import { type Rival, rivalsAt, rivalsOf, rivalValue } from './returned/rivals.ts'

/** A reader without the ability sees that a personal field differs, and not how. */
function shownField(
  open: boolean,
  personal: boolean,
  field: RowPlan['fields'][number],
  office: { readonly office?: string | undefined },
): DiffRow['fields'][number] {
  const hidden = personal && !open
  return {
    key: field.key,
    keep: field.keep,
    ...(field.beforeAsOf !== undefined && { beforeAsOf: field.beforeAsOf }),
    ...(!hidden && field.after !== undefined && { after: field.after }),
    ...(!hidden && field.before !== undefined && { before: field.before }),
    ...(field.way !== undefined && { way: field.way }),
    ...(field.undecided && { undecided: true }),
    ...(!hidden && field.base !== undefined && { base: field.base }),
    ...(hidden && { masked: true }),
    ...(field.ours && field.way !== undefined && { ours: sideOf(field.ours, office) }),
  }
}

const sideOf = (
  { statementId: _, ...side }: NonNullable<RowPlan['fields'][number]['ours']>,
  { office }: { readonly office?: string | undefined },
) => ({ ...side, ...(office !== undefined && { office }) })

function shownRival(
  rival: Rival,
  plan: RowPlan,
  { key, hidden }: { readonly key: string; readonly hidden: boolean },
): NonNullable<DiffRow['fields'][number]['rivals']>[number] {
  const { importId, by, office, at } = rival
  const after = hidden ? undefined : rivalValue(rival, plan.subjectId ?? '', key)
  return {
    importId,
    by,
    at,
    ...(office !== undefined && { office }),
    ...(after !== undefined && { after }),
  }
}

export async function diffOf(ctx: Context, query: InputOf<typeof importsContract.diff>) {
  const { row, understanding } = await needUnderstood(ctx, query.id)
  const rivals = await rivalsOf(ctx, row)
  const { facts } = packOf(ctx)
  const open = may(ctx.actor, 'personal.read', {})
  const nameFact = packOf(ctx).kinds.get(understanding.sheet.kind)?.nameFact
  const nameHidden = !open && nameFact !== undefined && isMasked(facts.get(nameFact))
  const plans = understanding.plans.filter(
    (plan) =>
      (query.action === undefined || plan.action === query.action) &&
      (query.way === undefined || plan.fields.some((field) => field.way === query.way)) &&
      (query.missing === undefined || plan.missing !== undefined),
  )
  const { rows, ...rest } = page(plans, query)
  const officeOf = await reading(ctx, (read) => sidesOf(read, rows))
  return {
    ...rest,
    rows: rows.map((plan) => ({
      row: plan.row,
      action: plan.action,
      ...(plan.subjectId !== undefined && !plan.fresh && { subjectId: plan.subjectId }),
      name: nameHidden ? HIDDEN : plan.name,
      ...(plan.twin && { twin: nameHidden ? { ...plan.twin, name: HIDDEN } : plan.twin }),
      ...(plan.reason !== undefined && { reason: plan.reason }),
      ...(plan.missing !== undefined && { missing: plan.missing }),
      fields: plan.fields.map((field) => {
        const personal = isMasked(facts.get(field.key))
        const shown = shownField(open, personal, field, field.ours ? officeOf(field.ours.statementId) : {})
        const others = rivalsAt(rivals, plan.subjectId, field)
        return {
          ...shown,
          ...(others.length > 0 && {
            rivals: others.map((rival) =>
              shownRival(rival, plan, { key: field.key, hidden: personal && !open }),
            ),
          }),
        }
      }),
    })),
  }
}

import type { TemplateDefinition } from '@qiongding/pack-format'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { kindOf, packOf } from '../../pack.ts'

/** The form a person asked for, of the kind he asked for and in force on the day. */
export function templateOf(
  ctx: Context,
  id: string,
  asked: { kind: string; on: string },
): TemplateDefinition {
  const template = packOf(ctx).pack.templates.find((one) => one.id === id)
  if (!template || template.kind !== asked.kind) throw refuse('unknown-template', { template: id })
  const { from, to } = template.effective ?? {}
  if ((from !== undefined && asked.on < from) || (to !== undefined && asked.on > to))
    throw refuse('template-not-in-force', { template: id, ...(from && { from }), ...(to && { to }) })
  return template
}

/** Facts that an export may have columns of: all of the kind but those worked out from others; the name always comes first. */
export function columnKeys(ctx: Context, kind: string, asked: readonly string[] | undefined): string[] {
  const definition = kindOf(ctx, kind)
  const stated = new Set(
    (packOf(ctx).factsOf.get(kind) ?? []).filter((fact) => !fact.ageOf).map((fact) => fact.key),
  )
  const keys = asked ?? definition.columns.filter((key) => stated.has(key))
  const unknown = keys.find((key) => !stated.has(key))
  if (unknown !== undefined) throw refuse('unknown-fact', { key: unknown })
  return [...new Set([definition.nameFact, ...keys])]
}

/** A file name without what file systems refuse. */
export const fileNameOf = (text: string, format: 'xlsx' | 'csv' = 'xlsx') =>
  `${text
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 100)}.${format}`

/** What a file is, by its format. */
export const typeOf = ({ format }: { readonly format?: 'csv' }) =>
  format === 'csv'
    ? 'text/csv; charset=utf-8'
    : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

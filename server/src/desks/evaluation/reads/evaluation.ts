import { doubts, evaluate } from '@qiongding/evaluation'
import { fromBase } from '@qiongding/kernel'
import { type EvaluationDefinition, schemeOf } from '@qiongding/pack-format'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, packOf } from '../../../spine/pack.ts'
import type { Evaluation, EvaluationItem, evaluationContract } from '../contract.ts'
import { materialOf } from './items.ts'

function definitionOf(ctx: Context, id: string): EvaluationDefinition {
  const found = packOf(ctx).pack.evaluations.find((one) => one.id === id)
  if (!found) throw refuse('not-found', { evaluation: id })
  return found
}

export function listEvaluations(ctx: Context) {
  return Promise.resolve({
    rows: packOf(ctx).pack.evaluations.map(({ id, label, source }) => ({ id, label, source })),
  })
}

const unitOf = (ctx: Context, measure: EvaluationDefinition['parts'][number]['measure']) =>
  'sum' in measure ? packOf(ctx).facts.get(measure.sum)?.unit : undefined

export function readEvaluation(
  ctx: Context,
  query: InputOf<typeof evaluationContract.read>,
): Promise<Evaluation> {
  const definition = definitionOf(ctx, query.id)
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const { items, faults, units: caring } = await materialOf(ctx, read, definition, asOf)
    const { pack, facts } = packOf(ctx)
    const scheme = schemeOf(definition, (fact) => facts.get(fact)?.unit)
    // Who has such cases in its care, or a target: an office that has nothing to do with them is no last of the list.
    const targets = definition.parts.flatMap(({ against }) =>
      typeof against === 'object' ? Object.keys(against.targets) : [],
    )
    const units = [...new Set([...caring, ...targets])]
    const question = { scheme, units, items, faults }
    const scores = evaluate(question)
    const hangs = Map.groupBy(doubts(question), ({ unit }) => unit)
    const titles = new Map(items.map(({ id, journey }) => [id, `${journey.no} ${journey.title}`]))
    const shown = (part: string, value: number) => {
      const found = definition.parts.find(({ id }) => id === part)
      const unit = found && unitOf(ctx, found.measure)
      return unit === undefined ? value : (fromBase(value, unit) ?? value)
    }
    const targetOf = (part: string, unit: string) => {
      const against = definition.parts.find(({ id }) => id === part)?.against
      return typeof against === 'object' ? against.targets[unit] : undefined
    }
    return {
      id: definition.id,
      label: definition.label,
      source: definition.source,
      on: asOf.on,
      from: definition.period.from,
      to: definition.period.to,
      parts: definition.parts.map(({ id, label, weight, measure }, index) => {
        const unit = unitOf(ctx, measure)
        const part = scheme.parts[index] as (typeof scheme.parts)[number]
        return {
          id,
          label,
          weight,
          how: part.how,
          against: part.against.kind,
          ...(unit !== undefined && { unit }),
        }
      }),
      penalties: (definition.penalties ?? []).map(({ id, label, each }) => ({ id, label, each })),
      units: scores.map(({ unit, score, high, rank, parts, penalties }) => ({
        id: unit,
        label: pack.offices.find(({ id }) => id === unit)?.label ?? { zh: unit, en: unit },
        score,
        high,
        rank,
        parts: parts.map(({ value, ...part }) => {
          const target = targetOf(part.part, unit)
          return {
            ...part,
            ...(value !== undefined && { value: shown(part.part, value) }),
            ...(target !== undefined && { target }),
          }
        }),
        penalties: penalties.map(({ penalty, n, score: taken }) => ({ id: penalty, n, score: taken })),
        doubts: (hangs.get(unit) ?? []).map(({ item, part, rankWithout }) => ({
          item,
          title: titles.get(item) ?? '',
          part,
          rankWithout,
        })),
      })),
      spans: definition.parts.flatMap(({ id, against }) => {
        if (against !== 'efficacy') return []
        const values = scores.flatMap(({ parts }) => parts.find(({ part }) => part === id)?.value ?? [])
        return values.length === 0
          ? []
          : [{ part: id, least: Math.min(...values), most: Math.max(...values) }]
      }),
      demonstration: items.some(({ journey }) => journey.demonstration),
    }
  })
}

export function readItems(
  ctx: Context,
  query: InputOf<typeof evaluationContract.items>,
): Promise<{ rows: EvaluationItem[] }> {
  const definition = definitionOf(ctx, query.id)
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const { items } = await materialOf(ctx, read, definition, asOf)
    const kinds = packOf(ctx).pack.evidence
    return {
      rows: items
        .filter(({ unit }) => unit === query.unit)
        .map(({ journey, part, counts, because, day, value }) => {
          const found = definition.parts.find(({ id }) => id === part)
          const unit = found && unitOf(ctx, found.measure)
          return {
            id: journey.id,
            no: journey.no,
            title: journey.title,
            part,
            counts,
            because,
            ...(day !== undefined && { day }),
            ...(value !== undefined && {
              value: unit === undefined ? value : (fromBase(value, unit) ?? value),
            }),
            evidence: [...new Set(journey.evidence.map(({ kind }) => kind))].flatMap(
              (kind) => kinds.find(({ id }) => id === kind)?.label ?? [],
            ),
            demonstration: journey.demonstration,
          }
        }),
    }
  })
}

import type { Value } from '@qiongding/kernel'
import { plainName } from '@qiongding/names'
import type { KindDefinition, PackFact } from '@qiongding/pack-format'
import type { Keys } from '../../platform/keys.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { searchText } from './words.ts'

/** How a kind of subject is projected: its definition where the registry lists it, its facts, and the keys. */
export type Shape = {
  readonly kind: string
  readonly definition: KindDefinition | undefined
  readonly facts: ReadonlyMap<string, PackFact>
  readonly district: number
  readonly keys: Keys
}

export function shapeOf(ctx: Context, kind: string): Shape {
  const { kinds, factsOf } = packOf(ctx)
  return {
    kind,
    definition: kinds.get(kind),
    facts: new Map((factsOf.get(kind) ?? []).map((fact) => [fact.key, fact])),
    district: ctx.district.id,
    keys: ctx.district.keys,
  }
}

export const isPersonal = (shape: Shape, key: string) => shape.facts.get(key)?.sensitivity === 'personal'
export const plainText = (value: Value | undefined) =>
  value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value)

/** What names are compared by: the normalised name, as a keyed digest where the name is personal. */
export function nameKey(shape: Shape, name: string): string {
  const normal = plainName(name)
  const nameFact = shape.definition?.nameFact
  return normal && nameFact && isPersonal(shape, nameFact)
    ? shape.keys.digest(`name:${shape.kind}`, normal)
    : normal
}

type Values = Readonly<Record<string, Value | null | undefined>>

function identityTexts(shape: Shape, parts: readonly string[], values: Values): string[] | undefined {
  const texts: string[] = []
  for (const key of parts) {
    const value = values[key]
    if (value === null || value === undefined) return undefined
    const text =
      key === shape.definition?.nameFact ? plainName(plainText(value)) : searchText(plainText(value))
    if (text === '') return undefined
    texts.push(text)
  }
  return texts
}

/** The facts of the first identity that the values are complete for. */
export function identityParts(shape: Shape, values: Values): readonly string[] {
  return (shape.definition?.identity ?? []).find((parts) => identityTexts(shape, parts, values)) ?? []
}

/** The first identity that the values are complete for, or undefined. Identities with a personal part are keyed digests. */
export function identityKey(shape: Shape, values: Values): string | undefined {
  for (const [place, parts] of (shape.definition?.identity ?? []).entries()) {
    const texts = identityTexts(shape, parts, values)
    if (!texts) continue
    const text = `${place}:${texts.join('\u0001')}`
    return parts.some((key) => isPersonal(shape, key))
      ? shape.keys.digest(`identity:${shape.kind}`, text)
      : text
  }
  return undefined
}

import type { CompiledPack, KindDefinition, Pack, PackFact } from '@qiongding/pack-format'
import type { Label } from '../platform/http/contract.ts'
import { refuse } from '../platform/refusals.ts'
import type { Context } from '../platform/verb/context.ts'

/** A district's pack with its clauses compiled and its facts sorted by whom they speak of. */
export type DistrictPack = {
  readonly pack: Pack
  readonly compiled: CompiledPack
  readonly facts: ReadonlyMap<string, PackFact>
  readonly factsOf: ReadonlyMap<string, readonly PackFact[]>
  readonly kinds: ReadonlyMap<string, KindDefinition>
}

export function districtPack(pack: Pack, compiled: CompiledPack): DistrictPack {
  return {
    pack,
    compiled,
    facts: new Map(pack.facts.map((fact) => [fact.key, fact])),
    factsOf: Map.groupBy(pack.facts, (fact) => fact.of),
    kinds: new Map(pack.kinds.map((kind) => [kind.id, kind])),
  }
}

/** The pack of the district a request speaks to. The platform carries it without knowing its type; the application put this type in. */
export function packOf(ctx: Context): DistrictPack {
  return ctx.district.pack as DistrictPack
}

export function kindOf(ctx: Context, kind: string): KindDefinition {
  const found = packOf(ctx).kinds.get(kind)
  if (!found) throw refuse('unknown-kind', { kind })
  return found
}

/** What an office is called; nothing where the pack has none of that id. */
export function officeLabel(ctx: Context, id: string | undefined): Label | undefined {
  return packOf(ctx).pack.offices.find((office) => office.id === id)?.label
}

/** What the values of a fact are called: of an enumeration, or of the nodes of its tree. */
export function valueLabels(ctx: Context, key: string): ReadonlyMap<string, Label> {
  const { facts, pack } = packOf(ctx)
  const fact = facts.get(key)
  return new Map([
    ...(fact?.values ?? []).map(({ id, label }) => [id, label] as const),
    ...(pack.trees.find(({ id }) => id === fact?.tree)?.nodes ?? []).map(
      ({ code, label }) => [code, label] as const,
    ),
  ])
}

/** The two days of a read, today where none is given; `past` tells whether anything but now is asked. */
export function asOfOf(
  ctx: Context,
  query: { readonly on?: string | undefined; readonly known?: string | undefined },
) {
  const today = ctx.clock.today()
  const on = query.on ?? today
  const known = query.known ?? today
  return { on, known, knownAt: ctx.clock.endOf(known as typeof today), past: on !== today || known !== today }
}
export type AsOfDays = ReturnType<typeof asOfOf>

import type { Finding } from '@qiongding/kernel'

/**
 * How one fact of two records is compared. `enterprise` and `person` are names; a `code` is compared place by place (a credit code
 * that does not hold is unknown); a `day` may also be a month or a year; a `text` is free writing such as an address; `exact` is
 * anything whose equal writing alone counts (a digest, a choice, a number).
 */
export type ComparedAs = 'enterprise' | 'person' | 'code' | 'day' | 'text' | 'exact'

/** One line of a record profile. Points are written here, seen by everybody, and may be changed by a pack. */
export type ComparedFact = {
  /** The fact; several for a name kept in parts (given name, surname), which may have been swapped. */
  readonly fact: string | readonly string[]
  readonly as: ComparedAs
  /** Points for it where the two agree; half of them where they are near (a slip, a short form). */
  readonly agree: number
  /** Points against it where the two are both known and differ. */
  readonly differ: number
}

/** What two records of one kind are compared by. A change raises the version; kept decisions name theirs. */
export type RecordProfile = {
  readonly id: string
  readonly version: number
  /** The name, by which alone nothing is decided. */
  readonly name: ComparedFact
  /** What is compared besides the name. A line whose `agree` reaches `same` identifies alone: where it differs, two are never `same`. */
  readonly facts: readonly ComparedFact[]
  /** From these points on the two are `same`, where something besides the name agrees. */
  readonly same: number
  /** From these points on the two are `likely`, where something besides the name agrees or is near. */
  readonly likely: number
}

const KINDS: readonly ComparedAs[] = ['enterprise', 'person', 'code', 'day', 'text', 'exact']

/** The keys of the facts a line reads. */
export const keysOf = (fact: ComparedFact): readonly string[] =>
  typeof fact.fact === 'string' ? [fact.fact] : fact.fact

/** How a line is called in results: its fact, or its facts joined by `+`. */
export const labelOf = (fact: ComparedFact): string => keysOf(fact).join('+')

/**
 * What is wrong with a record profile; with no error in the list it can be used. Errors: `no-name` (the name is compared as something
 * else), `only-name` (nothing besides it), `no-such-comparison`, `twice`, `no-fact`, `not-positive`, `out-of-order` (`likely` above
 * `same`), `never-same` (all agreeing together does not reach `same`), `name-decides` (the name alone reaches `same`).
 */
export function checkRecordProfile(profile: RecordProfile): Finding[] {
  const findings: Finding[] = []
  const report = (code: string, path: string, value: string) =>
    findings.push({ code, level: 'error', at: { path }, value })
  const { name, facts, same, likely } = profile
  if (name.as !== 'enterprise' && name.as !== 'person') report('no-name', 'name.as', name.as)
  if (facts.length === 0) report('only-name', 'facts', profile.id)
  const seen = new Set<string>()
  for (const [index, line] of [name, ...facts].entries()) {
    const path = index === 0 ? 'name' : `facts[${index - 1}]`
    if (keysOf(line).length === 0) report('no-fact', `${path}.fact`, '')
    for (const key of keysOf(line)) {
      if (seen.has(key)) report('twice', `${path}.fact`, key)
      seen.add(key)
    }
    if (!KINDS.includes(line.as)) report('no-such-comparison', `${path}.as`, line.as)
    if (!(line.agree > 0)) report('not-positive', `${path}.agree`, String(line.agree))
    if (!(line.differ >= 0)) report('not-positive', `${path}.differ`, String(line.differ))
  }
  if (!(likely > 0)) report('not-positive', 'likely', String(likely))
  if (!(likely <= same)) report('out-of-order', 'likely', String(likely))
  if (name.agree + facts.reduce((sum, { agree }) => sum + agree, 0) < same)
    report('never-same', 'same', String(same))
  if (name.agree >= same) report('name-decides', 'same', String(same))
  return findings
}

/** What a profile can be drawn up from: a kind of subject as packs describe it. */
export type KindOfRecord = {
  readonly id: string
  readonly nameFact: string
  /** Natural persons. */
  readonly person?: boolean
  /** The fact that names the enterprise this belongs to. */
  readonly holder?: string
  /** Sets of facts that together identify one. */
  readonly identity: readonly (readonly string[])[]
  readonly facts: readonly { readonly key: string; readonly type: string; readonly format?: string }[]
}

/**
 * A profile for a kind of which nobody wrote one. The name counts 3. A fact that identifies alone (a credit code) counts 6; those that
 * identify together with the name share 3 (a mobile number 3, birth month and school 1.5 each); `supporting` facts (a founding day,
 * an address) count 1.5. `same` takes 6 points and `likely` 4, so that a complete identity is the same and a name with half of one
 * is likely.
 */
export function recordProfileOf(kind: KindOfRecord, supporting: readonly string[] = []): RecordProfile {
  const { nameFact, identity } = kind
  const lines = new Map<string, ComparedFact>()
  const add = (key: string, agree: number) => {
    if (key === nameFact || lines.has(key)) return
    const as = comparedAs(kind, key)
    if (agree === 6) lines.set(key, { fact: key, as: as === 'text' ? 'code' : as, agree, differ: 6 })
    else lines.set(key, { fact: key, as, agree, differ: as === 'text' || as === 'enterprise' ? 1 : 2 })
  }
  for (const keys of identity) if (keys.length === 1) add(keys[0]!, 6)
  for (const keys of identity) {
    const others = keys.filter((key) => key !== nameFact)
    if (keys.length > 1) for (const key of others) add(key, 3 / others.length)
  }
  for (const key of supporting) add(key, 1.5)
  const as = kind.person === true ? 'person' : 'enterprise'
  const name: ComparedFact = { fact: nameFact, as, agree: 3, differ: 3 }
  return { id: kind.id, version: 1, name, facts: [...lines.values()], same: 6, likely: 4 }
}

function comparedAs(kind: KindOfRecord, key: string): ComparedAs {
  const fact = kind.facts.find((one) => one.key === key)
  if (key === kind.holder) return 'enterprise'
  if (fact?.format === 'credit-code') return 'code'
  if (fact?.type === 'day') return 'day'
  return fact?.type === 'text' && fact.format === undefined ? 'text' : 'exact'
}

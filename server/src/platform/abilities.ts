import { type Refusal, refuse } from './refusals.ts'

/** Who does something. The ledger always knows what kind of someone. */
export type Actor =
  | {
      readonly kind: 'person'
      readonly id: string
      readonly name: string
      readonly office?: string
      readonly party?: string
      readonly parties?: readonly string[]
      readonly grants: readonly Grant[]
    }
  | {
      readonly kind: 'enterprise'
      readonly id: string
      readonly name: string
      readonly party: string
      /** Every id under which the party is known, where there is more than one. */
      readonly parties?: readonly string[]
      /** `handed`: an address that passed through an officer's hands without a code; it speaks for little. */
      readonly channel: 'sign-in' | 'link' | 'handed'
      readonly grants: readonly Grant[]
    }
  | {
      readonly kind: 'job' | 'import' | 'system'
      readonly id: string
      readonly name: string
      readonly grants: readonly Grant[]
    }

/** Whoever is not signed in: may nothing. */
export const NOBODY: Actor = { kind: 'system', id: 'nobody', name: 'nobody', grants: [] }

/**
 * The only-if of a grant. `own-office`: the record is in my office's care. `owing-office`: my office owes it. `own-party`: it belongs to
 * the party I act for. `not-issuer`: I had no hand in it.
 */
export const CONDITIONS = ['own-office', 'owing-office', 'own-party', 'not-issuer'] as const
export type Condition = (typeof CONDITIONS)[number]
export type Grant = { readonly ability: string; readonly if?: Condition }

/** What a condition is tested against. */
export type About = {
  readonly office?: string | undefined
  readonly owes?: string | undefined
  readonly party?: string | undefined
  readonly hands?: readonly string[]
}

/** Ids of the party that an actor acts for; none of an office. */
export function partiesOf(actor: Actor): readonly string[] {
  if (!('party' in actor) || actor.party === undefined) return []
  return actor.parties ?? [actor.party]
}

function holds(condition: Condition | undefined, actor: Actor, about: About): boolean {
  switch (condition) {
    case undefined:
      return true
    case 'own-office':
      return actor.kind === 'person' && actor.office !== undefined && actor.office === about.office
    case 'owing-office':
      return actor.kind === 'person' && actor.office !== undefined && actor.office === about.owes
    case 'own-party':
      return about.party !== undefined && partiesOf(actor).includes(about.party)
    case 'not-issuer':
      return about.hands !== undefined && !about.hands.includes(actor.id)
    default:
      // A condition nobody here knows grants nothing.
      return false
  }
}

const grantsOf = (actor: Actor, ability: string) =>
  actor.grants.filter((grant) => grant.ability === ability || grant.ability === '*')

/** Whether an actor may, as far as can be said without a record: `no`, `yes`, or `depends` on the record. Default deny. */
export function mayAtAll(actor: Actor, ability: string): 'no' | 'yes' | 'depends' {
  const grants = grantsOf(actor, ability)
  if (grants.length === 0) return 'no'
  return grants.some((grant) => !grant.if) ? 'yes' : 'depends'
}

/** The same of an operation's ability: `public` asks for nothing, `signed-in` for any membership of the district. */
export function mayEnter(actor: Actor, ability: string): 'no' | 'yes' | 'depends' {
  if (ability === 'public') return 'yes'
  return ability === 'signed-in' ? (actor.grants.length > 0 ? 'yes' : 'no') : mayAtAll(actor, ability)
}

/** Whether an actor may do this to that record. */
export function may(actor: Actor, ability: string, about: About): boolean {
  return grantsOf(actor, ability).some((grant) => holds(grant.if, actor, about))
}

/** The refusal when an actor may not, or undefined. */
export function mayNot(actor: Actor, ability: string, about: About): Refusal | undefined {
  if (may(actor, ability, about)) return undefined
  const onlyHands = grantsOf(actor, ability).some((grant) => grant.if === 'not-issuer')
  return refuse(onlyHands ? 'own-issue' : 'not-allowed', { ability })
}

/** Which records a list may show: all, none, or those of an office or a party. */
export type Reach = { readonly all: boolean; readonly office?: string; readonly parties: readonly string[] }
export function reachOf(actor: Actor, ability: string): Reach {
  const grants = grantsOf(actor, ability)
  if (grants.some((grant) => !grant.if || grant.if === 'not-issuer')) return { all: true, parties: [] }
  const office =
    grants.some((grant) => grant.if === 'own-office' || grant.if === 'owing-office') &&
    actor.kind === 'person'
      ? actor.office
      : undefined
  const parties = grants.some((grant) => grant.if === 'own-party') ? partiesOf(actor) : []
  return { all: false, ...(office && { office }), parties }
}

/** The abilities of a list that an actor holds on a record: sent beside it, so that no screen restates a rule. */
export function abilitiesOn(actor: Actor, abilities: readonly string[], about: About): string[] {
  return abilities.filter((ability) => may(actor, ability, about))
}

/** Everything granted, for the session answer. */
export function abilitiesOf(actor: Actor): string[] {
  return [...new Set(actor.grants.map((grant) => grant.ability))]
}

import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { comparedNeeds } from '../../../spine/matches/index.ts'
import { asOfOf, kindOf, packOf } from '../../../spine/pack.ts'
import { readSubject } from '../../../spine/registry/index.ts'
import type { OwnPage, personsContract } from '../contract.ts'
import { type OwnSession, ownSession } from './session.ts'

/** Needs told with their reasons: the best of them. */
const SHOWN = 20

export const readOwn = (ctx: Context, { session }: InputOf<typeof personsContract.own>): Promise<OwnPage> =>
  reading(ctx, async (read) => ownPage(await ownSession({ ...ctx, read }, read, session)))

/** Facts that say who a person is: changed with the office, which may have to join two records. */
export function settledWithOffice(ctx: Context, kindId: string): ReadonlySet<string> {
  const kind = kindOf(ctx, kindId)
  return new Set([kind.nameFact, ...kind.identity.flat(), ...(kind.consentFact ? [kind.consentFact] : [])])
}

/** The page of a person, put together by what he himself may read. */
export async function ownPage({ own: ctx, invitation, link, personId }: OwnSession): Promise<OwnPage> {
  const { pack, factsOf } = packOf(ctx)
  const kind = kindOf(ctx, invitation.kind)
  const person = await readSubject([])(ctx, { kind: kind.id, id: personId })
  const fixed = settledWithOffice(ctx, kind.id)
  const said = new Map(person.facts.map((fact) => [fact.key, fact]))
  const consent = kind.consentFact === undefined ? true : person.values[kind.consentFact]
  const office = pack.offices.find((one) => one.id === invitation.office)
  const compared = await comparedNeeds(ctx, { kind: kind.id, offerId: personId, limit: SHOWN })
  const asked = invitation.words.findLast((word) => word.what === 'erasure-asked')
  return {
    district: pack.name,
    pack: pack.fingerprint,
    kind: kind.id,
    name: person.name,
    today: asOfOf(ctx, {}).on,
    expiresAt: link.expires_at,
    ...(office && { officeLabel: office.label }),
    ...(typeof consent === 'boolean' && { consent }),
    facts: (factsOf.get(kind.id) ?? [])
      .filter((fact) => fact.ageOf === undefined && fact.key !== kind.consentFact)
      .map(({ key }) => {
        const fact = said.get(key)
        return {
          key,
          ...(fact?.value !== undefined && { value: fact.value }),
          ...(fact && { source: fact.source, asOf: fact.asOf, by: fact.by }),
          editable: !fixed.has(key),
        }
      }),
    matches: compared.rows,
    compared: compared.n,
    ...(asked && { erasureAskedOn: asked.day }),
    demonstration: person.demonstration,
  }
}

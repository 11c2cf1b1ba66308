import type { Client, Reply } from './client.ts'
import type { Stage } from './stage.ts'

/** The answer, or the reason why there is none: a refusal in a test's preparation should say itself. */
export function good(reply: Reply): Reply['body'] {
  if (reply.status !== 200) throw new Error(`answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  return reply.body
}

let last = 0
/** A number nobody else in this file has. */
export const next = () => ++last

export type Made = { readonly id: string; readonly version: string }

/** A record, made through its door. */
export async function make(
  client: Client,
  kind: string,
  values: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<Made> {
  return good(await client.post(`/api/registry/${kind}`, { values, source: '演示', ...more }))
}

/** An enterprise, a post of it and a person who suits and consents. */
export async function placementRows(stage: Stage) {
  const officer = await stage.as('talent-officer')
  const n = next()
  const enterpriseName = `演示企业甲${n}`
  const enterprise = await make(officer, 'enterprise', {
    name: enterpriseName,
    contact_name: `演示联系人${n}`,
    contact_phone: `1390000${String(n).padStart(4, '0')}`,
    revenue: 120_000_000,
  })
  const post = await make(officer, 'post', {
    post_title: `演示算法工程师${n}`,
    post_enterprise: enterpriseName,
    headcount: 2,
    degree_min: 'master',
    skills_wanted: ['C++'],
    post_expires_on: '2099-12-31',
  })
  const talent = await make(officer, 'talent', {
    talent_name: `演示人员${n}`,
    mobile: `1380000${String(n).padStart(4, '0')}`,
    birth_month: '1990-05',
    talent_consent: true,
    degree: 'doctor',
    skills: ['C++', 'Python'],
  })
  return { officer, n, enterpriseName, enterprise, post, talent }
}

/** The same with the match accepted: its journey stands at its opening stage. */
export async function placement(stage: Stage) {
  const rows = await placementRows(stage)
  const { journeyId, matchId } = good(
    await rows.officer.post(`/api/matches/post-talent/needs/${rows.post.id}/accept`, {
      offerId: rows.talent.id,
    }),
  )
  return { ...rows, journeyId: journeyId as string, matchId: matchId as string }
}

/** A file taken in by somebody. */
export async function paper(client: Client, name = '演示佐证.txt'): Promise<string> {
  return good(
    await client.upload('/api/files', {
      name,
      bytes: new TextEncoder().encode('演示：此件为虚构。'),
      type: 'text/plain',
    }),
  ).id
}

/** Leads an order to a state by the doors of those who may. */
export async function leadOrder(
  stage: Stage,
  id: string,
  to: 'raised' | 'accepted' | 'committed' | 'delivered',
  owing: Client,
): Promise<string> {
  let { version } = good(await owing.get(`/api/orders/${id}`))
  const steps = ['accept', 'commit', 'deliver'].slice(
    0,
    ['raised', 'accepted', 'committed', 'delivered'].indexOf(to),
  )
  for (const step of steps)
    version = good(
      await owing.post(`/api/orders/${id}/${step}`, step === 'commit' ? { promisedOn: stage.today } : {}, {
        match: version,
      }),
    ).version
  return version
}

/** Facts of a firm that lacks six points of sixty to be a technology SME, and nothing else. */
export const NEARLY_TECH_SME = {
  resident: true,
  employees: 100,
  revenue: 20_000_000,
  total_assets: 30_000_000,
  no_violation_two_years: true,
  not_listed_abnormal: true,
  hnte_valid_to: '2025-12-31',
  national_award_top3_5y: false,
  rd_institution: 'none',
  led_standard_5y: false,
  rd_staff: 24,
  rd_expense: 840_000,
  cost_expense: 10_000_000,
  ip_class_one: 0,
  ip_class_two: 2,
}

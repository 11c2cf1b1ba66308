// A draft of the next version of a policy, and what an enterprise says of itself.
import type { APIRequestContext } from 'playwright-core'
import { asking } from './ask.ts'

/** The id of a draft of a made-up policy whose text is without mistakes; made once, and found afterwards. */
export async function policyDrafted(api: APIRequestContext): Promise<string> {
  const { get, post } = asking(api)
  const { rows } = await get<{ rows: { id: string; policy: string }[] }>('/api/policies/texts?limit=50')
  const there = rows.find(({ policy }) => policy === 'growth-reward')
  if (there) return there.id
  const { today } = await get<{ today: string }>('/api/session')
  const made = await post('/api/policies/texts', { text: growthReward(1, today, '2000万元') })
  return made.id
}

/** A made-up reward for revenue and research, with its cases. */
export function growthReward(version: number, from: string, least: string): string {
  return `id: growth-reward
label: { zh: 演示研发增长奖励, en: Demo reward for research }
kind: reward
of: enterprise
office: industry-office
versions:
  - version: ${version}
    cite: 演示文件〔2026〕${version}号
    effective: { from: ${from} }
    require:
      all:
        - { id: revenue, test: revenue >= ${least}, cite: 第三条 }
        - { id: rd-share, test: rd_expense / revenue >= 5%, cite: 第四条 }
    amount: { rate: 10%, of: rd_expense, atMost: 200万元 }
golden:
  - { name: 演示甲企业, on: ${from}, facts: { revenue: 90000, rd_expense: 5000 }, expect: { verdict: "yes" } }
  - { name: 演示乙企业，研发费用未报, on: ${from}, facts: { revenue: 90000 }, expect: { verdict: unknown, missing: [rd_expense] } }
`
}

/** The enterprise that asks says what one of its answers lacks; its own page of what it has said. */
export async function factProposed(api: APIRequestContext): Promise<string> {
  const { get, post } = asking(api)
  const { total } = await get<{ total: number }>('/api/proposals?state=open&limit=1')
  const { person } = await get<{ person: { party?: { id: string } } }>('/api/session')
  if (total === 0 && person.party)
    await post('/api/proposals', {
      kind: 'enterprise',
      id: person.party.id,
      values: { talents_a_to_d: 4 },
      source: '演示：区人才办认定文件',
    })
  return '/proposals'
}

// A gathering of the demonstration's posts, half of whose meetings somebody has noted.
import type { Arrangement, GatheringPage } from '@qiongding/server/capabilities/gatherings/contract'
import type { APIRequestContext } from 'playwright-core'
import { asking } from './ask.ts'

const TITLE = '演示人才对接会：海洋电子与人工智能专场'
/** Posts that take part. */
const POSTS = 8

/** Its id; made once, and found afterwards. */
export async function gatheringUnderWay(api: APIRequestContext): Promise<string> {
  const { get, post } = asking(api)
  const { rows } = await get<{ rows: { id: string; title: string }[] }>('/api/gatherings?limit=50')
  const there = rows.find(({ title }) => title === TITLE)
  if (there) return there.id
  const { today } = await get<{ today: string }>('/api/session')
  const needs = await get<{ rows: { id: string; expiredOn?: string; closed?: string }[] }>(
    '/api/matches/post-talent/needs?limit=50',
  )
  const open = needs.rows.filter(({ expiredOn, closed }) => expiredOn === undefined && closed === undefined)
  const { id } = await post('/api/gatherings', {
    profile: 'post-talent',
    title: TITLE,
    day: today,
    place: '演示会展中心二层',
    way: 'rounds',
    rounds: 3,
    needs: open.slice(0, POSTS).map((need) => need.id),
  })
  const ways = await get<{ version: string; arrangements: Arrangement[] }>(
    `/api/gatherings/${id}/arrangements`,
  )
  const [stable] = ways.arrangements
  const pairs = stable?.pairs.map(({ needId, offerId }) => ({ needId, offerId })) ?? []
  await post(`/api/gatherings/${id}/arrangements`, { as: 'stable', pairs }, ways.version)
  const { introductions } = await get<GatheringPage>(`/api/gatherings/${id}`)
  const noted = [
    { outcome: 'met', needWish: true, offerWish: true },
    { outcome: 'met', needWish: true },
    { outcome: 'offer-absent' },
    { outcome: 'met', needWish: false, offerWish: true },
    { outcome: 'met', needWish: true, offerWish: true },
  ]
  for (const [at, note] of noted.entries()) {
    const one = introductions[at]
    if (one) await post(`/api/introductions/${one.id}/outcome`, note, one.version)
  }
  const first = introductions[0]
  if (first) await post(`/api/matches/post-talent/needs/${first.needId}/accept`, { offerId: first.offerId })
  return id
}

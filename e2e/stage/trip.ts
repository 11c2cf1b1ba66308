// A trip of the demonstration that took place: enterprises with and without a next step.
import type { APIRequestContext } from 'playwright-core'
import { asking } from './ask.ts'

const TITLE = '演示：赴深圳拜访声学与显示企业'

/** Its id; made once, and found afterwards. */
export async function tripDone(api: APIRequestContext): Promise<string> {
  const { get, post } = asking(api)
  const { rows } = await get<{ rows: { id: string; title: string }[] }>('/api/outreach/trips?limit=50')
  const there = rows.find(({ title }) => title === TITLE)
  if (there) return there.id
  const { today } = await get<{ today: string }>('/api/session')
  const day = (offset: number) =>
    new Date(Date.parse(`${today}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10)
  const trip = await post('/api/outreach/trips', {
    title: TITLE,
    day: day(-10),
    place: '深圳',
    hosts: ['分管领导', '招商促进中心', '链办'],
  })
  await post(`/api/outreach/trips/${trip.id}/end`, { state: 'done' }, trip.version)
  const meet = (company: string, said: string, next?: object) =>
    post('/api/outreach/visits', { tripId: trip.id, company, day: day(-9), said, ...(next && { next }) })
  await meet(
    '演示声学科技（深圳）股份有限公司',
    '演示：有意把麦克风阵列产线放到北方，需要 3000 平方米厂房和双回路供电',
  )
  await meet('演示显示技术有限公司', '演示：先做中试，问人才公寓和税收政策', {
    what: '演示：发送载体清单和政策答复',
    office: 'attraction',
    due: day(-2),
  })
  await meet('演示传感器有限公司', '演示：下季度来访', {
    what: '演示：发邀请函，定行程',
    office: 'attraction',
    due: day(12),
  })
  return trip.id
}

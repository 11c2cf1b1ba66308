// A meeting of the demonstration's dispatch that was held: one matter decided with a task, the others not.
import type { Board, Sitting } from '@qiongding/server/capabilities/dispatch/contract'
import type { APIRequestContext } from 'playwright-core'
import { asking } from './ask.ts'

const DECISION = '演示：请责任单位会同企业三日内拿出到位方案，逾期提专题会'

/** Its id; made once, and found afterwards. */
export async function sittingHeld(api: APIRequestContext): Promise<string> {
  const { get, post } = asking(api)
  const { rows } = await get<{ rows: { id: string; state: string }[] }>('/api/dispatch/sittings?limit=50')
  const there = rows.find(({ state }) => state === 'held')
  if (there) return there.id
  const board = await get<Board>('/api/dispatch/board?limit=10')
  const keys = board.projects.slice(0, 4).flatMap(({ matters }) => matters[0]?.key ?? [])
  const [forum] = board.forums
  const planned = await post('/api/dispatch/sittings', { forum: forum?.id, day: board.on, keys })
  const path = `/api/dispatch/sittings/${planned.id}`
  const held = await post(
    `${path}/hold`,
    { attended: ['指挥部办', '招商促进中心', '自规局'] },
    planned.version,
  )
  const { agenda } = await get<Sitting>(path)
  await post(
    `${path}/decide`,
    {
      key: agenda[0]?.key,
      decision: DECISION,
      tasks: [
        { what: '演示：报送到位方案', office: 'natural-resources', due: board.on },
        { what: '演示：陪同企业核对用地需求', office: 'attraction', due: board.on },
      ],
    },
    held.version,
  )
  return planned.id
}

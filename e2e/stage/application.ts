// An application that an office has approved without anybody applying.
import type { APIRequestContext } from 'playwright-core'
import { asking } from './ask.ts'

const POLICY = 'demo-research-reward'

/** The id of one whose amount is granted; a few are approved the first time. */
export async function applicationGranted(api: APIRequestContext): Promise<string | undefined> {
  const { get, post } = asking(api)
  const granted = async () =>
    (await get<{ rows: { id: string }[] }>('/api/applications?state=decided&limit=10')).rows[0]?.id
  const there = await granted()
  if (there) return there
  const { rows } = await get<{ rows: { id: string }[] }>(`/api/applications/automatic/${POLICY}?limit=4`)
  await post(`/api/applications/automatic/${POLICY}`, {
    subjects: rows.map(({ id }) => id),
    opinion: '演示：按现有事实，名单已核',
  })
  return granted()
}

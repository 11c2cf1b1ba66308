// The demonstration's server as a page's own code asks it: signed in as whoever opened the screen.
import type { APIRequestContext } from 'playwright-core'

let asked = 0

/** Reads, and writes that are each done once. A write answers what it made; one that is refused fails with the refusal. */
export function asking(api: APIRequestContext) {
  return {
    get: async <Answer>(path: string) => (await (await api.get(path)).json()) as Answer,
    post: async (path: string, data: object, version?: string) => {
      asked += 1
      const answer = await api.post(path, {
        data,
        headers: {
          'idempotency-key': `stage-${Date.now()}-${asked}`,
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        },
      })
      if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${await answer.text()}`)
      return (await answer.json()) as { id: string; version: string }
    },
  }
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'

/** A message to somebody outside: sentences are put together by whoever delivers it, from its kind. */
export type Letter = {
  readonly to: string
  readonly kind: string
  readonly params: Readonly<Record<string, string>>
}

/** How letters leave. No officer's screen shows what is in them. */
export type Post = { send(letter: Letter): Promise<void> }

/**
 * Letters to the district's own message service: one POST of JSON each (to, kind, params). Its failure is a failure of the verb, so nobody
 * believes that a code was sent.
 */
export function webhookPost(url: string, token?: string): Post {
  return {
    async send(letter) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(letter),
        signal: AbortSignal.timeout(10_000),
      })
      if (!response.ok) throw new Error(`the message service answered ${response.status}`)
    },
  }
}

/** Letters as files that only the operator of the machine can read: for trying out, and for offices without a message service. */
export function outboxPost(folder: string): Post {
  return {
    async send(letter) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, `${uuidv7()}.json`), `${JSON.stringify(letter, null, 2)}\n`, { mode: 0o600 })
    },
  }
}

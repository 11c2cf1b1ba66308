import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Keys } from '../keys.ts'

/**
 * Wrong passwords in a row that cost no waiting, and the waits after that, in seconds: doubled each time, up to five minutes. So a guess
 * spread over any number of addresses gets some three hundred tries a day at one account. It is a wait and never a lock: NIST SP 800-63B
 * (5.2.2, rate limiting) names growing waits as one of its means, and a lock would let anybody shut anybody out.
 */
export const FREE_ATTEMPTS = 5
const LONGEST_WAIT = 300
/** After so long without a wrong password the count begins anew, in hours. */
const FORGOTTEN_HOURS = 24

/** Seconds to wait after so many wrong passwords in a row. */
export function waitAfter(failures: number): number {
  return failures < FREE_ATTEMPTS ? 0 : Math.min(LONGEST_WAIT, 2 ** (failures - FREE_ATTEMPTS + 1))
}

const DEVICE_COOKIE = 'qiongding.device'
export const DEVICE_HEADER = 'x-qiongding-device'
/** Accounts that one browser is remembered for: a machine in an office has a few users. */
const DEVICES = 6
const DEVICE_SECONDS = 365 * 86_400

/**
 * An attempt that may be made. It counts as wrong from the moment it is admitted, so that a thousand at once are not all admitted; said to
 * have been right, or not to have been tried, it counts no more.
 */
export type Admitted = {
  readonly failures: number
  right(): Promise<void>
  untried(): Promise<void>
}
export type Admission = Admitted | { readonly waitSeconds: number }

export type Attempts = {
  /** Whether somebody may try a password for an account now. `devices` is the cookie of the browser. */
  admit(account: string, devices: string | undefined): Promise<Admission>
  /** The cookie of a browser in which this account has signed in: its attempts are counted apart from everybody else's. */
  remember(account: string, devices: string | undefined): string
}

type Row = { failures: number; next_at: string; last_at: string }

/**
 * Attempts by account, kept in the database so that all processes count together. A browser in which an account has signed in before is
 * counted for itself: whoever guesses at somebody's account makes strangers wait and not him.
 */
export function attemptsIn(database: Database, keys: Keys, clock: Clock): Attempts {
  const plain = (account: string) => account.trim().toLowerCase()
  const sealOf = (account: string, nonce: string) => keys.digest('device', `${plain(account)}\0${nonce}`)
  const tokens = (devices: string | undefined) => (devices ?? '').split('~').filter(Boolean).slice(0, DEVICES)
  const isOf = (account: string, token: string) => {
    const [nonce = '', seal = ''] = token.split('.')
    return nonce !== '' && seal === sealOf(account, nonce)
  }
  /** What the attempt is counted under: the account by strangers, or by one browser. No account stands there in the clear. */
  const keyOf = (account: string, devices: string | undefined) => {
    const device = tokens(devices).find((token) => isOf(account, token))
    return keys.digest('attempt', `${plain(account)}\0${device ?? ''}`)
  }
  const later = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000).toISOString()

  const find = async (key: string, since: string) =>
    (
      await sql<Row>`select failures, next_at, last_at from auth_attempt where key = ${key} and last_at >= ${since}::timestamptz`.execute(
        database.local,
      )
    ).rows[0]
  /** Writes the count on, unless somebody else has meanwhile; answers whether it was written. */
  async function count(key: string, from: Row | undefined, to: Row, since: string): Promise<boolean> {
    const same = from
      ? sql`kept.failures = ${from.failures} and kept.last_at = ${from.last_at}::timestamptz`
      : sql`kept.last_at < ${since}::timestamptz`
    const written = await sql`
      insert into auth_attempt as kept (key, failures, next_at, last_at)
      values (${key}, ${to.failures}, ${to.next_at}::timestamptz, ${to.last_at}::timestamptz)
      on conflict (key) do update set failures = excluded.failures, next_at = excluded.next_at, last_at = excluded.last_at
      where ${same}
    `.execute(database.local)
    return (written.numAffectedRows ?? 0n) > 0n
  }

  return {
    async admit(account, devices) {
      const key = keyOf(account, devices)
      const now = clock.now()
      const forgotten = later(now, -FORGOTTEN_HOURS * 3600)
      for (;;) {
        const before = await find(key, forgotten)
        // Of many at one moment the later is now and then counted first: a wait of nothing keeps nobody out.
        const isHeld = before !== undefined && waitAfter(before.failures) > 0
        const waiting = isHeld ? Date.parse(before.next_at) - now.getTime() : 0
        if (waiting > 0) return { waitSeconds: Math.ceil(waiting / 1000) }
        const failures = (before?.failures ?? 0) + 1
        const mine = { failures, next_at: later(now, waitAfter(failures)), last_at: now.toISOString() }
        // Of attempts at the same moment one is counted first; the others look again and may have to wait.
        if (!(await count(key, before, mine, forgotten))) continue
        if (failures === 1)
          await sql`delete from auth_attempt where last_at < ${forgotten}::timestamptz`.execute(
            database.local,
          )
        return {
          failures,
          async right() {
            await sql`delete from auth_attempt where key = ${key}`.execute(database.local)
          },
          async untried() {
            if (before) await count(key, mine, before, forgotten)
            else
              await sql`delete from auth_attempt where key = ${key} and failures = 1`.execute(database.local)
          },
        }
      }
    },
    remember(account, devices) {
      const known = tokens(devices)
      const own = known.find((token) => isOf(account, token))
      const nonce = randomBytes(16).toString('hex')
      const token = own ?? `${nonce}.${sealOf(account, nonce)}`
      return [token, ...known.filter((one) => one !== own)].slice(0, DEVICES).join('~')
    },
  }
}

/** The attribute list of the device cookie: it opens nothing, only counts apart, and no script reads it. */
export function deviceCookie(value: string, secure: boolean): string {
  return `${DEVICE_COOKIE}=${value}; Path=/api/auth; Max-Age=${DEVICE_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** The device cookie of a request. */
export function devicesOf(headers: Headers): string | undefined {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2)
    if (name === DEVICE_COOKIE) return value
  }
  return undefined
}

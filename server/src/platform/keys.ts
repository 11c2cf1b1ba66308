import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb, WriteTx } from './db/database.ts'
import { tablesOf } from './db/database.ts'
import { createTable, type Migration, type TableDeclaration } from './db/tables.ts'

/** One data key per subject, wrapped by the server's key. Erasing a person is deleting this row: what was sealed under it stays sealed for ever. */
type SubjectKeyTable = { district_id: number; subject_id: string; wrapped: string; created_at: string }
type KeyTables = { subject_key: SubjectKeyTable }

export const KEY_TABLES: readonly TableDeclaration[] = [
  {
    name: 'subject_key',
    scope: 'tenant',
    columns: ['subject_id uuid not null', 'wrapped text not null', 'created_at timestamptz not null'],
    key: ['subject_id'],
    may: ['select', 'insert', 'delete'],
  },
]
export const keyMigrations: readonly Migration[] = [
  { id: 'keys/1', statements: KEY_TABLES.flatMap(createTable) },
]

/** AES-256-GCM, 12-byte nonce, 16-byte tag (NIST SP 800-38D), as base64 of nonce, tag, text. */
function encrypt(key: Buffer, text: Buffer, bound: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(bound))
  const body = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
}

function decrypt(key: Buffer, sealed: string, bound: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
}

/** A subject's data key at work. Values are bound to their subject: a sealed value moved to another record does not open. */
export type SubjectKey = {
  seal(value: unknown): string
  /** Undefined where this key does not open it: the value was sealed under a key that has been destroyed since. */
  open(sealed: string): unknown
}

export type Keys = {
  /** Data keys of subjects, made where missing. */
  forWriting(tx: WriteTx, subjectIds: readonly string[]): Promise<Map<string, SubjectKey>>
  /** Data keys of subjects; one that was erased is absent. */
  forReading(read: ReadDb, subjectIds: readonly string[]): Promise<Map<string, SubjectKey>>
  /** Destroys a data key. Answers whether there was one. */
  destroy(tx: WriteTx, subjectId: string): Promise<boolean>
  /** A keyed digest for looking up sealed values by equality, and for one-time codes. 32 hex characters. */
  digest(purpose: string, text: string): string
}

/** Keys under a server secret of at least 32 bytes. */
export function keysUnder(secret: Uint8Array): Keys {
  if (secret.byteLength < 32) throw new RangeError('the server key needs at least 32 bytes')
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'qiongding', purpose, 32))
  const wrapping = derive('wrap subject keys')
  const hashing = derive('digest')
  const subjectKey = (district: number, subjectId: string, raw: Buffer): SubjectKey => {
    const bound = `${district}:${subjectId}`
    return {
      seal: (value) => encrypt(raw, Buffer.from(JSON.stringify(value)), bound),
      open: (sealed) => {
        let text: Buffer
        try {
          text = decrypt(raw, sealed, bound)
        } catch {
          return undefined
        }
        return JSON.parse(text.toString('utf8'))
      },
    }
  }
  const forReading: Keys['forReading'] = async (read, subjectIds) => {
    const keys = new Map<string, SubjectKey>()
    if (subjectIds.length === 0) return keys
    const rows = await tablesOf<KeyTables>(read)
      .selectFrom('subject_key')
      .select(['subject_id', 'wrapped'])
      .where('district_id', '=', read.district)
      .where(sql<boolean>`subject_id = any(${subjectIds as string[]}::uuid[])`)
      .execute()
    for (const row of rows)
      keys.set(
        row.subject_id,
        subjectKey(
          read.district,
          row.subject_id,
          decrypt(wrapping, row.wrapped, `${read.district}:${row.subject_id}`),
        ),
      )
    return keys
  }
  return {
    forReading,
    async forWriting(tx, subjectIds) {
      const there = await forReading(tx, subjectIds)
      const missing = [...new Set(subjectIds)].filter((id) => !there.has(id))
      if (missing.length === 0) return there
      const wrapped = missing.map((id) => encrypt(wrapping, randomBytes(32), `${tx.district}:${id}`))
      await sql`
        insert into subject_key (district_id, subject_id, wrapped, created_at)
        select ${tx.district}, id, wrapped, ${new Date().toISOString()}::timestamptz from unnest(${missing}::uuid[], ${wrapped}::text[]) as made (id, wrapped)
        on conflict do nothing
      `.execute(tx.query)
      return forReading(tx, subjectIds)
    },
    async destroy(tx, subjectId) {
      const gone = await tablesOf<KeyTables>(tx)
        .deleteFrom('subject_key')
        .where('district_id', '=', tx.district)
        .where('subject_id', '=', subjectId)
        .executeTakeFirst()
      return gone.numDeletedRows > 0n
    },
    digest: (purpose, text) =>
      createHmac('sha256', hashing).update(`${purpose}\0${text}`).digest('hex').slice(0, 32),
  }
}

import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { APP_ROLE, type ReadDb, tablesOf, type WriteTx } from '../db/database.ts'
import { createTable, type Migration, type TableDeclaration } from '../db/tables.ts'
import { refuse } from '../refusals.ts'
import { FILE_LIMIT } from './contract.ts'

type FileTable = {
  district_id: number
  id: string
  name: string
  type: string
  size: number
  sha256: string
  recorded_at: string
  actor_id: string
  bytes: Uint8Array
}
type FileTables = { file: FileTable }

/** Bytes stand in the database, so that one transaction and one backup hold them with what refers to them. */
export const FILE_TABLES: readonly TableDeclaration[] = [
  {
    name: 'file',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'name text not null',
      'type text not null',
      'size integer not null',
      'sha256 text not null',
      'recorded_at timestamptz not null',
      'actor_id text not null',
      'bytes bytea not null',
    ],
    key: ['id'],
    may: ['select', 'insert'],
  },
]
export const fileMigrations: readonly Migration[] = [
  { id: 'files/1', statements: FILE_TABLES.flatMap(createTable) },
  // A sheet that named an erased person is emptied; its name, size and digest stay.
  { id: 'files/2', statements: [`grant update (bytes) on file to ${APP_ROLE}`] },
]

export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: string
  readonly recordedAt: string
}

export type FileStore = {
  put(
    tx: WriteTx,
    file: { name: string; type: string; bytes: Uint8Array; actorId: string; at: Date },
  ): Promise<StoredFile>
  about(read: ReadDb, ids: readonly string[]): Promise<Map<string, StoredFile & { actorId: string }>>
  bytes(read: ReadDb, id: string): Promise<Uint8Array>
  /** Destroys the bytes of a file and keeps what it was called. */
  empty(tx: WriteTx, id: string): Promise<void>
}

const plainName = (name: string) => name.replace(/[\\/\p{Cc}]+/gu, '_').slice(-150) || 'file'

export function fileStore(): FileStore {
  return {
    async put(tx, file) {
      if (file.bytes.byteLength > FILE_LIMIT) throw refuse('too-large', { limit: FILE_LIMIT })
      const stored: StoredFile = {
        id: uuidv7(),
        name: plainName(file.name),
        type: file.type,
        size: file.bytes.byteLength,
        sha256: createHash('sha256').update(file.bytes).digest('hex'),
        recordedAt: file.at.toISOString(),
      }
      await tablesOf<FileTables>(tx)
        .insertInto('file')
        .values({
          district_id: tx.district,
          id: stored.id,
          name: stored.name,
          type: stored.type,
          size: stored.size,
          sha256: stored.sha256,
          recorded_at: stored.recordedAt,
          actor_id: file.actorId,
          bytes: file.bytes,
        })
        .execute()
      return stored
    },
    async about(read, ids) {
      if (ids.length === 0) return new Map()
      const rows = await tablesOf<FileTables>(read)
        .selectFrom('file')
        .select(['id', 'name', 'type', 'size', 'sha256', 'recorded_at', 'actor_id'])
        .where('district_id', '=', read.district)
        .where('id', 'in', [...ids])
        .execute()
      return new Map(
        rows.map((row) => [
          row.id,
          {
            id: row.id,
            name: row.name,
            type: row.type,
            size: row.size,
            sha256: row.sha256,
            recordedAt: row.recorded_at,
            actorId: row.actor_id,
          },
        ]),
      )
    },
    async empty(tx, id) {
      await tablesOf<FileTables>(tx)
        .updateTable('file')
        .set({ bytes: new Uint8Array() })
        .where('district_id', '=', tx.district)
        .where('id', '=', id)
        .execute()
    },
    async bytes(read, id) {
      const row = await tablesOf<FileTables>(read)
        .selectFrom('file')
        .select(['bytes', 'size'])
        .where('district_id', '=', read.district)
        .where('id', '=', id)
        .executeTakeFirst()
      if (!row) throw refuse('not-found')
      if (row.size > 0 && row.bytes.length === 0) throw refuse('erased')
      return new Uint8Array(row.bytes)
    },
  }
}

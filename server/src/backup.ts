import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { lockFolder } from './platform/db/folder-lock.ts'
import { type PgliteEngine, pgliteEngine } from './platform/db/pglite.ts'
import { fingerprintOf, wantSecret } from './platform/secret.ts'
import { readTar, type TarEntry, tarParts } from './platform/tar.ts'

/** What cannot be done, as one sentence for the operator. */
export class BackupProblem extends Error {}

const MANIFEST = 'qiongding-backup.json'
const SECRET = 'secret'
/** The one content of each tier: PGlite's data directory, or what `pg_dump --format=custom` writes. */
const CONTENT = { pglite: 'pglite.tar.gz', postgres: 'postgres.dump' } as const

const zManifest = z.object({
  format: z.literal(1),
  tier: z.enum(['pglite', 'postgres']),
  madeAt: z.string(),
  /** Tells which secret opens the personal values of this backup, without being of any use for opening them. */
  secret: z.string(),
  sha256: z.string(),
})
export type Manifest = z.infer<typeof zManifest>
export type Backup = {
  readonly manifest: Manifest
  readonly content: Uint8Array
  /** Only where whoever made the backup asked for it. */
  readonly secret?: Uint8Array
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
/** A backup of a database's content, made now. The secret is put in only when `withSecret` says so. */
export function backupOf(
  tier: Manifest['tier'],
  content: Uint8Array,
  secret: Uint8Array,
  withSecret: boolean,
): Backup {
  const manifest: Manifest = {
    format: 1,
    tier,
    madeAt: new Date().toISOString(),
    secret: fingerprintOf(secret),
    sha256: sha256(content),
  }
  return { manifest, content, ...(withSecret && { secret }) }
}

/** Writes a backup whole or not at all: beside its name first, down to the disk, then under its name. Only its owner may read it. */
export function writeBackup(file: string, { manifest, content, secret }: Backup): void {
  const entries: TarEntry[] = [
    { name: MANIFEST, bytes: new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`) },
    ...(secret ? [{ name: SECRET, bytes: secret }] : []),
    { name: CONTENT[manifest.tier], bytes: content },
  ]
  const part = `${file}.part`
  const handle = openSync(part, 'w', 0o600)
  try {
    for (const bytes of tarParts(entries))
      for (let at = 0; at < bytes.byteLength; ) at += writeSync(handle, bytes, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(part, file)
}

/** Reads a backup. Throws BackupProblem when the file is none or is damaged. */
export function readBackup(file: string): Backup {
  const entries = new Map(readTar(readFileSync(file))?.map((entry) => [entry.name, entry.bytes]))
  const written = entries.get(MANIFEST)
  if (!written) throw new BackupProblem(`${file} is not a backup of Qiongding, or is cut short.`)
  const parsed = zManifest.safeParse(JSON.parse(Buffer.from(written).toString('utf8')))
  if (!parsed.success) throw new BackupProblem(`${file} was made by another version of Qiongding.`)
  const content = entries.get(CONTENT[parsed.data.tier])
  const secret = entries.get(SECRET)
  if (!content || sha256(content) !== parsed.data.sha256)
    throw new BackupProblem(`${file} is damaged: its content does not answer to its checksum.`)
  return { manifest: parsed.data, content, ...(secret && { secret }) }
}

/** A backup of an open PGlite, between two transactions. */
export async function backupPglite(
  engine: PgliteEngine,
  secret: Uint8Array,
  withSecret: boolean,
): Promise<Backup> {
  return backupOf('pglite', await engine.dump(), secret, withSecret)
}

/** Whether a data folder may be restored into: it is not there, is empty, or holds a secret only. */
export function mayRestoreInto(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => name.startsWith(SECRET))
}

/**
 * Whether the secret that opens a backup's personal values is in the folder; it is put there where the backup holds it, and
 * noted as wanted where it is still to be brought: nothing opens the data without it.
 * Throws BackupProblem when another one is there.
 */
export function placeSecret({ manifest, secret }: Backup, folder: string): boolean {
  const file = join(folder, SECRET)
  const there = existsSync(file) ? readFileSync(file) : undefined
  if (there && fingerprintOf(there) !== manifest.secret)
    throw new BackupProblem(
      `the secret in ${folder} (${fingerprintOf(there)}) is not the one this backup was made under (${manifest.secret}).`,
    )
  if (!there && secret) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, secret, { mode: 0o600, flag: 'wx' })
  }
  if (there ?? secret) return true
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  wantSecret(file, manifest.secret)
  return false
}

/**
 * Puts a backup into an empty data folder. Answers whether the secret that opens its personal values is in place.
 * Interrupted, it leaves no database behind.
 */
export async function restorePglite(backup: Backup, folder: string): Promise<{ secretInPlace: boolean }> {
  if (!mayRestoreInto(folder))
    throw new BackupProblem(`${folder} is not empty: a backup is put into an empty data folder only.`)
  const secretInPlace = placeSecret(backup, folder)
  const unlock = lockFolder(folder)
  const making = join(folder, 'restoring')
  try {
    const engine = await pgliteEngine({ folder: making, snapshot: backup.content })
    try {
      const session = await engine.acquire()
      await session.query('select count(*) from migration', [])
      session.release()
    } finally {
      await engine.close()
    }
    renameSync(join(making, 'pglite'), join(folder, 'pglite'))
    return { secretInPlace }
  } finally {
    rmSync(making, { recursive: true, force: true })
    unlock()
  }
}

export const snapshotFolder = (dataFolder: string) => join(dataFolder, 'snapshots')
const ASKED = 'asked'
const TAKING = 'taking'
const READY = 'ready.backup'
const isTimed = (name: string) => /^\d{4}-\d\d-\d\dT.*\.backup$/.test(name)

/** Files of timed snapshots, oldest first: their names are their instants. */
export function snapshotsIn(dataFolder: string): string[] {
  const folder = snapshotFolder(dataFolder)
  return existsSync(folder) ? readdirSync(folder).filter(isTimed).toSorted() : []
}

export type Keeper = {
  readonly engine: PgliteEngine
  readonly dataFolder: string
  readonly secret: Uint8Array
  /** Hours between two snapshots; 0 takes none by itself. */
  readonly hours: number
  /** How many of them stay. */
  readonly keep: number
  readonly onError: (error: unknown) => void
  /** How often to look; for tests. */
  readonly lookMs?: number
}

const instantOf = (name: string) =>
  Date.parse(name.slice(0, 20).replace(/T(\d\d)-(\d\d)-(\d\d)/, 'T$1:$2:$3'))

/**
 * Takes a snapshot of an open PGlite every so many hours, counted over restarts, and keeps the last few; and one more whenever
 * `askForSnapshot` of another process asks, since only this process may read the database. Answers what ends it.
 */
export function keepSnapshots(keeper: Keeper): () => Promise<void> {
  const { engine, dataFolder, secret, hours, keep } = keeper
  const folder = snapshotFolder(dataFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  rmSync(join(folder, TAKING), { force: true })
  const newest = snapshotsIn(dataFolder).at(-1)
  // The first one falls due counted from when the database was made: a process that is restarted every day takes its snapshots too.
  let last =
    newest === undefined ? statSync(join(dataFolder, 'pglite', 'PG_VERSION')).mtimeMs : instantOf(newest)
  let busy: Promise<void> | undefined
  const take = async (name: string) =>
    writeBackup(join(folder, name), await backupPglite(engine, secret, false))
  async function look(): Promise<void> {
    if (existsSync(join(folder, ASKED))) {
      renameSync(join(folder, ASKED), join(folder, TAKING))
      await take(READY).finally(() => rmSync(join(folder, TAKING), { force: true }))
    }
    if (hours === 0 || Date.now() - last < hours * 3_600_000) return
    last = Date.now()
    await take(`${new Date(last).toISOString().slice(0, 19).replaceAll(':', '-')}Z.backup`)
    for (const old of snapshotsIn(dataFolder).slice(0, -keep)) rmSync(join(folder, old), { force: true })
  }
  const timer = setInterval(() => {
    busy ??= look()
      .catch(keeper.onError)
      .finally(() => {
        busy = undefined
      })
  }, keeper.lookMs ?? 1_000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await busy
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Asks the process that holds a data folder for a snapshot and takes it over. Throws BackupProblem when it does not answer. */
export async function askForSnapshot(dataFolder: string, patienceMs = 10_000): Promise<Backup> {
  const folder = snapshotFolder(dataFolder)
  const file = (name: string) => join(folder, name)
  const refused = new BackupProblem(
    'the process that has the data folder open takes no snapshots: stop it, or wait until it has ended.',
  )
  if (!existsSync(folder)) throw refused
  rmSync(file(READY), { force: true })
  writeFileSync(file(ASKED), `${process.pid}\n`, { mode: 0o600 })
  for (let waited = 0; existsSync(file(ASKED)); waited += 100) {
    if (waited >= patienceMs) {
      rmSync(file(ASKED), { force: true })
      throw refused
    }
    await pause(100)
  }
  while (!existsSync(file(READY))) {
    if (!existsSync(file(TAKING)) && !existsSync(file(READY)))
      throw new BackupProblem('the snapshot failed: the server says why in its log.')
    await pause(100)
  }
  const backup = readBackup(file(READY))
  rmSync(file(READY), { force: true })
  return backup
}

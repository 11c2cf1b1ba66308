import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  askForSnapshot,
  BackupProblem,
  backupOf,
  type Keeper,
  keepSnapshots,
  readBackup,
  restorePglite,
  snapshotFolder,
  snapshotsIn,
  writeBackup,
} from './backup.ts'
import { type PgliteEngine, pgliteEngine } from './platform/db/pglite.ts'

const secret = Buffer.alloc(32, 1)
let folder = ''
let engine: PgliteEngine
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qiongding-backup-'))
  engine = await pgliteEngine({ folder })
  const session = await engine.acquire()
  await session.script('create table migration (id text); insert into migration values (1)')
  session.release()
})
afterEach(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})
const keeper = (more: Partial<Keeper> = {}): Keeper => ({
  engine,
  dataFolder: folder,
  secret,
  hours: 24,
  keep: 2,
  lookMs: 20,
  onError: (error) => {
    throw error
  },
  ...more,
})
const until = async (holds: () => boolean) => {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 30_000) throw new Error('it does not come to be')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('timed snapshots', () => {
  it('falls due counted from when the database was made, and the last few stay', async () => {
    const end = keepSnapshots(keeper())
    await new Promise((resolve) => setTimeout(resolve, 200))
    await end()
    expect(snapshotsIn(folder)).toEqual([])

    const old = new Date(Date.now() - 25 * 3_600_000)
    utimesSync(join(folder, 'pglite', 'PG_VERSION'), old, old)
    for (const day of ['01', '02', '03'])
      writeFileSync(join(snapshotFolder(folder), `2020-01-${day}T00-00-00Z.backup`), '')
    const again = keepSnapshots(keeper())
    await until(() => snapshotsIn(folder).length === 2)
    await again()
    const [kept, taken] = snapshotsIn(folder)
    expect(kept).toBe('2020-01-03T00-00-00Z.backup')
    expect(readBackup(join(snapshotFolder(folder), String(taken))).manifest.tier).toBe('pglite')
  })

  it('gives one to another process that asks, and none where nobody keeps any', async () => {
    await expect(askForSnapshot(folder, 300)).rejects.toThrow(BackupProblem)
    const end = keepSnapshots(keeper({ hours: 0 }))
    const backup = await askForSnapshot(folder)
    await end()
    expect(snapshotsIn(folder)).toEqual([])
    await expect(askForSnapshot(folder, 300)).rejects.toThrow(BackupProblem)

    const other = join(folder, 'other')
    expect(await restorePglite(backup, other)).toEqual({ secretInPlace: false })
    expect(existsSync(join(other, 'restoring'))).toBe(false)
    await expect(restorePglite(backup, other)).rejects.toThrow('not empty')
    const restored = await pgliteEngine({ folder: other })
    const session = await restored.acquire()
    expect((await session.query('select id from migration', [])).rows).toEqual([{ id: '1' }])
    session.release()
    await restored.close()
  })
})

describe('a backup file', () => {
  it('holds the secret only when asked to, and comes back byte for byte', () => {
    const content = new Uint8Array(1_537).map((_, index) => index)
    for (const withSecret of [false, true]) {
      const file = join(folder, `${withSecret}.backup`)
      const made = backupOf('postgres', content, secret, withSecret)
      writeBackup(file, made)
      const read = readBackup(file)
      expect(Buffer.from(read.content).equals(Buffer.from(content))).toBe(true)
      expect(read.manifest).toEqual(made.manifest)
      expect(read.secret === undefined).toBe(!withSecret)
    }
  })

  it('refuses another secret than its own beside the data', async () => {
    const other = join(folder, 'other')
    const backup = backupOf('pglite', await engine.dump(), secret, true)
    expect(await restorePglite(backup, other)).toEqual({ secretInPlace: true })
    const wrong = backupOf('pglite', backup.content, Buffer.alloc(32, 2), false)
    rmSync(join(other, 'pglite'), { recursive: true })
    await expect(restorePglite(wrong, other)).rejects.toThrow('is not the one')
  })
})

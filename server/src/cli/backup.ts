import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  askForSnapshot,
  type Backup,
  backupOf,
  backupPglite,
  placeSecret,
  readBackup,
  restorePglite,
  writeBackup,
} from '../backup.ts'
import { APP_ROLE } from '../platform/db/database.ts'
import { FolderInUse } from '../platform/db/folder-lock.ts'
import { pgliteEngine } from '../platform/db/pglite.ts'
import { postgresEngine } from '../platform/db/postgres.ts'
import { serverSecret } from '../platform/secret.ts'
import { type Settings, secretFile } from '../settings.ts'
import { Stop } from './explain.ts'
import { settingsFor } from './opening.ts'
import { say } from './output.ts'

export type BackupFlags = {
  readonly data?: string
  readonly withSecret?: boolean
  readonly overwrite?: boolean
}

/** Neither backup nor restore reads the pack, so none needs to be named. */
const placeOf = (flags: BackupFlags): Settings =>
  settingsFor({ ...flags, pack: process.env.QIONGDING_PACK ?? '.' })

function secretOf(settings: Settings): Uint8Array {
  if (!process.env.QIONGDING_SECRET && !existsSync(secretFile(settings)))
    throw new Stop(
      `${secretFile(settings)} is not there: name the data folder with --data, or give QIONGDING_SECRET.`,
    )
  return serverSecret(secretFile(settings), process.env.QIONGDING_SECRET)
}

/** Runs a program of PostgreSQL. The password goes by the environment: an argument could be read by every user of the machine. */
async function runTool(tool: string, address: string, options: readonly string[]): Promise<void> {
  const url = new URL(address)
  const password = decodeURIComponent(url.password)
  url.password = ''
  const said: string[] = []
  const code = await new Promise<number | null>((done, failed) => {
    const child = spawn(tool, [...options, `--dbname=${url.href}`], {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, ...(password && { PGPASSWORD: password }) },
    })
    child.stderr.on('data', (chunk) => said.push(String(chunk)))
    child.on('error', failed)
    child.on('close', done)
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new Stop(
      `${tool} is not installed here: install the PostgreSQL client, or run \`${tool} ${options.filter((one) => !one.startsWith('--file')).join(' ')}\` on the database's own machine and keep its file together with the secret.`,
    )
  })
  if (code !== 0)
    throw new Stop(`${tool} could not do it: ${said.join('').trim().split('\n')[0] ?? `exit ${code}`}`)
}

async function postgresBackup(address: string, settings: Settings, withSecret: boolean): Promise<Backup> {
  const folder = mkdtempSync(join(tmpdir(), 'qiongding-dump-'))
  try {
    const file = join(folder, 'dump')
    await runTool('pg_dump', address, ['--format=custom', '--no-owner', `--file=${file}`])
    return backupOf('postgres', readFileSync(file), secretOf(settings), withSecret)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function pgliteBackup(settings: Settings, withSecret: boolean): Promise<Backup> {
  const { dataFolder } = settings
  if (!existsSync(join(dataFolder, 'pglite')))
    throw new Stop(`${dataFolder} holds no database: name the data folder with --data.`)
  const secret = secretOf(settings)
  try {
    const engine = await pgliteEngine({ folder: dataFolder })
    try {
      return await backupPglite(engine, secret, withSecret)
    } finally {
      await engine.close()
    }
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    // A running server has the folder open: it is asked, since nobody else may read the database meanwhile.
    process.stderr.write('服务器正在运行，请它备份 / the server is running and is asked for the backup ...\n')
    return { ...(await askForSnapshot(dataFolder)), ...(withSecret && { secret }) }
  }
}

const secretNote = (fingerprint: string, settings: Settings) =>
  `密钥不在备份里，请另存一份 / the secret is not in the backup, keep a copy of it elsewhere: ${
    process.env.QIONGDING_SECRET ? 'QIONGDING_SECRET' : secretFile(settings)
  } (${fingerprint})`

/** `qiongding backup FILE`. */
export async function backupCommand(file: string, flags: BackupFlags): Promise<void> {
  if (existsSync(file) && !flags.overwrite)
    throw new Stop(`${file} is there already: name another file, or add --overwrite.`)
  const settings = placeOf(flags)
  const withSecret = flags.withSecret === true
  const backup = settings.databaseUrl
    ? await postgresBackup(settings.databaseUrl, settings, withSecret)
    : await pgliteBackup(settings, withSecret)
  writeBackup(resolve(file), backup)
  say(
    `${file}: ${Math.ceil(backup.content.byteLength / 1024)} kB, ${backup.manifest.tier}, ${backup.manifest.madeAt}`,
  )
  say(
    withSecret
      ? '备份里有密钥：谁拿到它，谁就能读个人信息 / it holds the secret: whoever has it can read personal values'
      : secretNote(backup.manifest.secret, settings),
  )
}

/** Puts a dump into an empty PostgreSQL database, all of it or nothing. */
async function restorePostgres(address: string, content: Uint8Array): Promise<void> {
  const engine = postgresEngine({ url: address, sessions: 1 })
  try {
    const session = await engine.acquire()
    try {
      const found = await session.query(
        `select count(*)::integer as n from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'queue') and c.relkind = 'r'`,
        [],
      )
      if (found.rows[0]?.n !== 0)
        throw new Stop('the database is not empty: a backup is put into an empty database only.')
      // Roles belong to the server and are in no dump; the grants in it need this one.
      await session.script(
        `do $$ begin create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole; exception when duplicate_object then null; when unique_violation then null; end $$`,
      )
      await session.script(`grant ${APP_ROLE} to current_user`)
    } finally {
      session.release()
    }
  } finally {
    await engine.close()
  }
  const folder = mkdtempSync(join(tmpdir(), 'qiongding-dump-'))
  try {
    const file = join(folder, 'dump')
    writeFileSync(file, content, { mode: 0o600 })
    await runTool('pg_restore', address, ['--no-owner', '--exit-on-error', '--single-transaction', file])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `qiongding restore FILE`. */
export async function restoreCommand(file: string, flags: BackupFlags): Promise<void> {
  const settings = placeOf(flags)
  const backup = readBackup(file)
  const { tier, secret, madeAt } = backup.manifest
  if (tier === 'postgres' && !settings.databaseUrl)
    throw new Stop(`${file} is a backup of PostgreSQL: name an empty database with DATABASE_URL.`)
  if (tier === 'pglite' && settings.databaseUrl)
    throw new Stop(`${file} is a backup of a PGlite folder: restore it without DATABASE_URL.`)
  let secretInPlace: boolean
  if (settings.databaseUrl) {
    secretInPlace = placeSecret(backup, settings.dataFolder)
    await restorePostgres(settings.databaseUrl, backup.content)
  } else secretInPlace = (await restorePglite(backup, settings.dataFolder)).secretInPlace
  say(`${file} (${madeAt}) -> ${settings.databaseUrl ? 'PostgreSQL' : settings.dataFolder}`)
  if (!secretInPlace && !process.env.QIONGDING_SECRET)
    say(
      `启动前请把密钥 ${secret} 放到 / before starting, put the secret with this fingerprint into ${secretFile(settings)}; with another one personal values stay closed.`,
    )
  say('请检查 / now check: qiongding rebuild --check')
}

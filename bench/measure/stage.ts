// What a benchmark runs on: a database of its own, a server of its own, rows imported through the product's own door.
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { demonstrationAccounts } from '../../e2e/stage/accounts.ts'
import { type RunningServer, startServer } from '../../e2e/stage/server.ts'
import { repository } from '../../scripts/checks/main.ts'
import { findPostgres } from '../../scripts/testing/services.ts'
import { watchPeak } from './memory.ts'
import { writeSheet } from './rows.ts'

export const pack = join(repository, 'packs/laoshan')

export type TemporaryDatabase = { url: string; drop: () => Promise<void> }

/** An empty database on the PostgreSQL of the tests; nothing when none answers. */
export async function temporaryDatabase(): Promise<TemporaryDatabase | undefined> {
  const address = await findPostgres()
  if (!address) return undefined
  const name = `qiongding_bench_${randomBytes(6).toString('hex')}`
  const run = async (text: string) => {
    const administrator = new pg.Client({ connectionString: address.href })
    await administrator.connect()
    await administrator.query(text)
    await administrator.end()
  }
  await run(`create database ${name}`)
  const url = new URL(address)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) }
}

export const temporaryFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'qiongding-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export type Run<Answer> = { seconds: number; cpu_s: number; peak_mb: number; answer: Answer }
export type Imported = Run<{ created: number; updated: number; took: { written: number; ended: number } }>

/** Runs a command that answers in JSON, from its start to its end, with the processor time and the memory it took. */
export async function runCommand<Answer>(
  words: readonly string[],
  data: string,
  databaseUrl: string,
): Promise<Run<Answer>> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--conditions=source', join(repository, 'server/src/cli.ts'), ...words, '--json'],
    {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, QIONGDING_DATA: data, QIONGDING_PACK: pack, DATABASE_URL: databaseUrl },
    },
  )
  const watched = watchPeak(child.pid as number)
  const chunks = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    chunks.out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    chunks.err += String(chunk)
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const { peak_mb, cpu_s } = watched()
  if (code !== 0) throw new Error(`${words[0]} ended with ${code}.\n${chunks.err}${chunks.out.slice(-2000)}`)
  return { seconds: (performance.now() - began) / 1000, cpu_s, peak_mb, answer: JSON.parse(chunks.out) }
}

/** Imports a sheet by the command line, from its start to the last committed statement. */
export const importSheet = (
  sheet: string,
  data: string,
  databaseUrl: string,
  kind = 'enterprise',
): Promise<Imported> => runCommand(['import', sheet, '--as', kind, '--commit'], data, databaseUrl)

/** A bearer token of a demonstration account that may read and write the registry. */
export async function bearerToken(base: string): Promise<string> {
  for (const { account, password } of (await demonstrationAccounts(base)).values()) {
    const answer = await fetch(`${base}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base },
      body: JSON.stringify({ email: account, password }),
    })
    const token = answer.headers.get('set-auth-token')
    if (!answer.ok || !token)
      throw new Error(`${account} cannot sign in: ${answer.status} ${await answer.text()}`)
    const session = await fetch(`${base}/api/session`, { headers: { authorization: `Bearer ${token}` } })
    const { abilities } = (await session.json()) as { abilities: string[] }
    if (abilities.includes('registry.read') && abilities.includes('registry.write')) return token
  }
  throw new Error('No demonstration account may read and write the registry.')
}

/** Builds the pages where they are older than their sources: what is measured is what stands in the tree. */
export function buildPages(): void {
  execFileSync(process.execPath, [join(repository, 'scripts/build.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

export type District = { base: string; token: string; databaseUrl: string; stop: () => Promise<void> }

/** A server on a PostgreSQL database of its own with so many enterprises. Takes minutes for 100,000. */
export const districtWith = (rows: number, say: (text: string) => void): Promise<District> =>
  districtOf({ kind: 'enterprise', files: [(path) => writeSheet(path, rows)] }, say)

/** The same with a list of any kind, in as many files as it takes. */
export async function districtOf(
  list: { readonly kind: string; readonly files: readonly ((path: string) => void)[] },
  say: (text: string) => void,
): Promise<District> {
  const database = await temporaryDatabase()
  if (!database) throw new Error('No PostgreSQL answers: set QIONGDING_TEST_PG.')
  const folder = temporaryFolder()
  let server: RunningServer | undefined
  const stop = async () => {
    await server?.stop()
    await database.drop()
    folder.remove()
  }
  try {
    buildPages()
    // The server first: a database in which nothing has happened yet gets the demonstration sign-ins.
    server = await startServer({ pack, data: folder.path, env: { DATABASE_URL: database.url } })
    say(`Importing a list of ${list.kind} …`)
    for (const [at, write] of list.files.entries()) {
      const sheet = join(folder.path, `${list.kind}-${at}.csv`)
      write(sheet)
      const { seconds } = await importSheet(sheet, folder.path, database.url, list.kind)
      say(`File ${at + 1} of ${list.files.length} imported in ${seconds.toFixed(1)} s.`)
    }
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query('vacuum analyze')
    await client.end()
    return { base: server.base, token: await bearerToken(server.base), databaseUrl: database.url, stop }
  } catch (error) {
    // Whatever went wrong, neither the server nor the database is left behind.
    await stop()
    throw error
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** Where one run of the tests keeps what its files share. The number is the test runner's own process: it starts one worker per file. */
const run = process.ppid
const folder = join(tmpdir(), `qiongding-stage-${run}`)

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Runs that have ended leave nothing behind: whoever comes next sweeps up after them. */
function sweepFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^qiongding-stage-(\d+)$/.exec(name)?.[1])
    if (pid && !alive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Makes something once in a run, whichever file asks first; the others wait for it. Answers the file that says so. */
export async function oncePerRun(
  name: string,
  make: () => Promise<Uint8Array | string>,
): Promise<Uint8Array> {
  mkdirSync(folder, { recursive: true })
  const [file, claim] = [join(folder, name), join(folder, `${name}.claim`)]
  while (!existsSync(file)) {
    try {
      mkdirSync(claim)
    } catch {
      await pause(50)
      continue
    }
    try {
      if (existsSync(file)) break
      sweepFolders()
      writeFileSync(`${file}.part`, await make())
      renameSync(`${file}.part`, file)
    } finally {
      rmSync(claim, { recursive: true, force: true })
    }
  }
  return readFileSync(file)
}

/** A folder of one test's own. */
export function ownFolder(): string {
  const own = join(folder, `data-${process.pid}-${Math.random().toString(36).slice(2)}`)
  mkdirSync(own, { recursive: true })
  return own
}

/** The address of a database of a server. */
export function databaseUrl(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** Runs one statement on the server itself, outside any transaction. */
export async function onServer<Row>(server: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return (await client.query(statement)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** A name for a database of this run. */
export const databaseName = (name: string) => `qiongding_test_${run}_${name}`

/** Databases of runs that have ended. */
export async function sweepDatabases(server: string): Promise<void> {
  const found = await onServer<{ datname: string }>(
    server,
    "select datname from pg_database where datname like 'qiongding\\_test\\_%'",
  )
  for (const { datname } of found) {
    const pid = Number(datname.split('_')[2])
    if (pid && !alive(pid)) await onServer(server, `drop database if exists "${datname}" with (force)`)
  }
}

/** A copy of a database nobody is connected to; a connection that is just closing is waited for. */
export async function copyDatabase(server: string, from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await onServer(server, `create database "${to}" template "${from}"`)
      return
    } catch (error) {
      // 55006: another file copies it at this moment.
      if ((error as { code?: string }).code !== '55006' || attempt > 100) throw error
      await pause(100)
    }
  }
}

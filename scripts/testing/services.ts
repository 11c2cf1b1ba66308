// The PostgreSQL of the tests, and a pgbouncer in transaction mode before it: probed once, told through the environment.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './system.ts'

const defaultAddress = 'postgres://postgres@127.0.0.1:5432/postgres'

/** Whether something answers at an address within a second. */
export const answers = (host: string, port: number, milliseconds = 1000) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: milliseconds })
    const end = (there: boolean) => {
      socket.destroy()
      resolve(there)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })

/** The address tests may use (QIONGDING_TEST_PG or the local one), or nothing when nobody answers there. `none` turns it off. */
export async function findPostgres(): Promise<URL | undefined> {
  const text = process.env.QIONGDING_TEST_PG ?? defaultAddress
  if (text === 'none' || text === '') return undefined
  const url = new URL(text)
  return (await answers(url.hostname, Number(url.port || 5432))) ? url : undefined
}

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })

type Bouncer = { url: string; stop: () => void }

/** A pgbouncer of our own in transaction mode on a free port. */
export async function startBouncer(postgres: URL): Promise<Bouncer | undefined> {
  const program = findProgram('pgbouncer')
  if (!program) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'qiongding-pgbouncer-'))
  const port = await freePort()
  const user = decodeURIComponent(postgres.username || 'postgres')
  const password = decodeURIComponent(postgres.password)
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  writeFileSync(join(folder, 'users'), `${quoted(user)} ${quoted(password)}\n`)
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    [
      '[databases]',
      `* = host=${postgres.hostname} port=${postgres.port || 5432}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${join(folder, 'users')}`,
      'pool_mode = transaction',
      'default_pool_size = 8',
      'max_client_conn = 200',
      // Session options mean nothing to a pool of transactions; version 1.18 refuses them unless told to pass over.
      'ignore_startup_parameters = options, extra_float_digits',
      '',
    ].join('\n'),
  )
  chmodSync(folder, 0o755)
  // pgbouncer refuses to run as root.
  const asWhom = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child: ChildProcess = spawn(program, ['-q', ...asWhom, join(folder, 'pgbouncer.ini')], {
    stdio: 'ignore',
  })
  const stop = () => {
    child.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  for (let attempt = 0; attempt < 50 && child.exitCode === null; attempt++) {
    if (await answers('127.0.0.1', port, 200)) {
      const url = new URL(postgres)
      url.hostname = '127.0.0.1'
      url.port = String(port)
      return { url: url.href, stop }
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  stop()
  return undefined
}

/** Vitest's global set-up: leaves QIONGDING_TEST_PG and QIONGDING_TEST_PGBOUNCER as addresses, or `none`. */
export async function setup(): Promise<() => void> {
  const postgres = await findPostgres()
  const given = process.env.QIONGDING_TEST_PGBOUNCER
  const bouncer = postgres && given === undefined ? await startBouncer(postgres) : undefined
  process.env.QIONGDING_TEST_PG = postgres?.href ?? 'none'
  process.env.QIONGDING_TEST_PGBOUNCER = given ?? bouncer?.url ?? 'none'
  return () => bouncer?.stop()
}

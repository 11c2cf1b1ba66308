// A real server of its own: temporary data folder, free port, demonstration rows.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '../../scripts/checks/main.ts'
import { freePort } from '../../scripts/testing/services.ts'

export type RunningServer = {
  base: string
  data: string
  process: ChildProcess
  /** Everything it printed, to be shown when a story fails. */
  output: () => string
  /** Asks it to stop; the data folder goes with it unless it was given. */
  stop: () => Promise<number | null>
}

/**
 * Starts the server and waits until it is healthy.
 * @throws when it ends or is not healthy within `patience` milliseconds (60 s), with what it printed
 */
export async function startServer(
  options: {
    pack?: string
    data?: string
    arguments?: string[]
    env?: NodeJS.ProcessEnv
    patience?: number
  } = {},
): Promise<RunningServer> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'qiongding-data-'))
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const pack = options.pack ?? join(repository, 'packs/laoshan')
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      join(repository, 'server/src/main.ts'),
      ...['--port', String(port), '--host', '127.0.0.1', '--data', data, '--pack', pack],
      ...(options.arguments ?? []),
    ],
    {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DATABASE_URL: '', NODE_ENV: 'production', ...options.env },
    },
  )
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(String(chunk)))
  const output = () => chunks.join('')
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
    const code = await ended
    clearTimeout(timer)
    if (options.data === undefined) rmSync(data, { recursive: true, force: true })
    return code
  }
  const until = Date.now() + (options.patience ?? 60_000)
  while (child.exitCode === null && Date.now() < until) {
    const healthy = await fetch(`${base}/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (healthy) return { base, data, process: child, output, stop }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  await stop()
  throw new Error(`The server did not become healthy.\n${output()}`)
}

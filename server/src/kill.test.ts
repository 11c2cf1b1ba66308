import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Cut, listOf, officeAt } from './testing/killed/office.ts'
import type { Told } from './testing/killed/server.ts'
import type { Wholeness } from './testing/killed/whole.ts'
import { copyDatabase, databaseName, databaseUrl, onServer, sweepDatabases } from './testing/places.ts'

/**
 * A real process is killed (SIGKILL: it gets no chance to say good-bye) at random moments of imports, of exports, of journeys and their
 * papers, of orders, of starting and of the command line. QIONGDING_KILL says how many moments a tier, QIONGDING_KILL_SEED which.
 */
const MOMENTS = Number(process.env.QIONGDING_KILL ?? 50)
const SEED = Number(process.env.QIONGDING_KILL_SEED ?? 20_260_701)
/** Moments that one database lives through: what it has grown to is compared whole after each. */
const PER_LIFE = 13
/** Where a moment lies: within so long after the work began, or after the first batch of an import was written. */
const WITHIN_MS = { work: 1_500, writing: 150 }
/** Rows of a list that the command line writes in two batches. */
const COMMAND_ROWS = 2_100
const PATIENCE_MS = 120_000

const repository = join(import.meta.dirname, '../..')
const postgres = process.env.QIONGDING_TEST_PG === 'none' ? undefined : process.env.QIONGDING_TEST_PG
const root = mkdtempSync(join(tmpdir(), 'qiongding-kill-'))

/** The same seed throws the same numbers on every machine (mulberry32, public domain). */
function diceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
/** Work until the process is killed: what the cut interrupts is no mistake, anything else is. */
const untilCut = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Cut ? undefined : error),
  )

type Place = { readonly data: string; readonly database: string }
type Running = { readonly child: ChildProcess; readonly gone: Promise<unknown>; readonly said: () => string }

/** Processes of one tier. */
function processesOn(tier: 'pglite' | 'postgres') {
  const alive = new Set<ChildProcess>()
  let base = ''
  function run(script: string, words: readonly string[], { data, database }: Place): Running {
    const child = spawn(
      process.execPath,
      // A young generation that a start never fills: collecting it costs a seventh of a start.
      ['--max-semi-space-size=32', '--conditions=source', join(repository, 'server/src', script), ...words],
      {
        env: {
          ...process.env,
          QIONGDING_PACK: join(repository, 'packs/harbour'),
          QIONGDING_DATA: data,
          QIONGDING_LOG: 'error',
          NODE_ENV: 'production',
          // Every round starts a process: what the first one compiled is compiled.
          NODE_COMPILE_CACHE: join(root, 'compiled'),
          DATABASE_URL: tier === 'postgres' && postgres ? databaseUrl(postgres, database) : '',
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    )
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: unknown) => (text += String(chunk)))
    alive.add(child)
    const gone = new Promise((resolve) => child.once('close', resolve)).then(() => alive.delete(child))
    return { child, gone, said: () => text }
  }
  const end = async ({ child, gone }: Running, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL') => {
    child.kill(signal)
    await gone
  }
  /** What a server says of what it found, or nothing where it dies first. */
  const told = ({ child, gone }: Running, message: Told) =>
    new Promise<Wholeness | undefined>((resolve) => {
      child.once('message', (answer) => resolve(answer as Wholeness))
      void gone.then(() => resolve(undefined))
      child.send(message)
    })
  async function answers(running: Running): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS && alive.has(running.child); waited += 10) {
      const healthy = await fetch(`${base}/health`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (healthy) return
      await pause(10)
    }
    throw new Error(`the server did not come up:\n${running.said()}`)
  }
  const address = async () => {
    const port = await freePort()
    base = `http://127.0.0.1:${port}`
    return port
  }
  return {
    base: () => base,
    run,
    end,
    told,
    /** A server as an office starts it. */
    async plainly(place: Place): Promise<Running> {
      const running = run('cli.ts', ['serve', '--port', String(await address())], place)
      await answers(running)
      return running
    },
    /** A server that answers, and what it found before it took anything up again. */
    async serve(place: Place, promised: Told['promised']): Promise<Running & { found: Wholeness }> {
      const port = await address()
      const running = run('testing/killed/server.ts', [], place)
      const found = await told(running, { port, promised })
      if (!found) throw new Error(`the server ended:\n${running.said()}`)
      await answers(running)
      return { ...running, found }
    },
    killAll: () => {
      for (const child of alive) child.kill('SIGKILL')
    },
  }
}

const TIERS = ['pglite', ...(postgres ? (['postgres'] as const) : [])] as const
const ends: (() => void | Promise<void>)[] = []
afterAll(async () => {
  for (const one of ends) await one()
  rmSync(root, { recursive: true, force: true })
})

// Both tiers at once: one waits for its moment while the other starts.
describe.concurrent.each(TIERS)('killed on %s', (tier) => {
  it(`loses nothing it has answered for at ${MOMENTS} random moments of seed ${SEED}, and goes on by itself`, {
    timeout: 3_600_000,
  }, async () => {
    const dice = diceOf(SEED + (tier === 'pglite' ? 0 : 1))
    const processes = processesOn(tier)
    const database = (life: number | string) => databaseName(`kill_${life}`)
    ends.push(processes.killAll)

    // A district with its made-up rows and three sign-ins, made once; every life begins with a copy of it.
    const template: Place = { data: join(root, `${tier}-template`), database: database('template') }
    if (tier === 'postgres' && postgres) {
      await sweepDatabases(postgres)
      await onServer(postgres, `create database "${template.database}"`)
    }
    const first = await processes.plainly(template)
    const office = officeAt(processes.base)
    await office.open()
    await processes.end(first, 'SIGTERM')

    /** How long this machine takes to start. */
    let startMs = 0
    let midway = 0
    const all = new Map<string, number>()
    for (let life = 0, moment = 0; moment < MOMENTS; life++) {
      const place: Place = { data: join(root, `${tier}-${life}`), database: database(life) }
      if (tier === 'postgres' && postgres) {
        mkdirSync(place.data)
        cpSync(join(template.data, 'secret'), join(place.data, 'secret'))
        await copyDatabase(postgres, template.database, place.database)
      } else cpSync(template.data, place.data, { recursive: true })
      office.promised.length = 0

      for (let round = 0; round < PER_LIFE && moment < MOMENTS; round++, moment++) {
        const name = `${life}-${round}`
        if (round === 3) {
          // Cut off while it starts, or while it looks at what the last cut left.
          const starting = processes.run('testing/killed/server.ts', [], place)
          void processes.told(starting, { port: await freePort(), promised: [] })
          await pause(dice() * startMs)
          await processes.end(starting)
          continue
        }
        if (round === 6) {
          const file = join(root, `${tier}-${name}.csv`)
          writeFileSync(file, listOf(name, COMMAND_ROWS))
          const words = ['import', file, '--as', 'seafarer', '--commit', '--json']
          const command = processes.run('cli.ts', words, place)
          await pause(dice() * startMs * 2)
          await processes.end(command)
          if (command.said().includes('"committed":true'))
            expect(command.said()).toContain(`"created":${COMMAND_ROWS}`)
          continue
        }
        const before = performance.now()
        const server = await processes.serve(place, office.promised)
        startMs = performance.now() - before
        expect(server.found.wrong, `${name}: what the kill before left`).toEqual([])
        midway += server.found.midway
        const begun = office.begun()
        const work = [
          untilCut(office.journeys()),
          untilCut(office.imports(name)),
          // A workbook of all that is there takes its time: in some rounds one is being written when the cut comes.
          ...(round % 4 === 0 ? [untilCut(office.exports())] : []),
        ]
        const writing = round % 2 === 1
        for (let waited = 0; writing && office.begun() === begun && waited < PATIENCE_MS; waited += 5)
          await pause(5)
        await pause(dice() * (writing ? WITHIN_MS.writing : WITHIN_MS.work))
        await processes.end(server)
        expect(await Promise.all(work), server.said()).toEqual(work.map(() => undefined))
      }

      const server = await processes.serve(place, office.promised)
      expect(server.found.wrong, `life ${life}: what the last kill left`).toEqual([])
      midway += server.found.midway
      await office.again()
      for (const one of await office.rested())
        if (one.state !== 'review')
          expect(one).toMatchObject({
            state: 'committed',
            counts: { created: (one.counts as { rows: number }).rows },
          })
      for (const one of await office.taken()) {
        expect(one.state).toBe('ready')
        expect(one.inside, 'rows of the file of an export').toBe(one.rows)
      }
      const after = await processes.told(server, { port: 0, promised: office.promised })
      expect(after?.wrong, `life ${life}: when all had come to rest`).toEqual([])
      if (moment === MOMENTS) {
        // Asked to stop in the middle of work it ends by itself, and what it has answered for stands.
        const work = [untilCut(office.journeys()), untilCut(office.imports(`${life}-stop`))]
        await pause(dice() * WITHIN_MS.work)
        await processes.end(server, 'SIGTERM')
        expect(server.child.exitCode, server.said()).toBe(0)
        expect(await Promise.all(work), server.said()).toEqual([undefined, undefined])
        const next = await processes.serve(place, office.promised)
        expect(next.found.wrong, 'what the stop left').toEqual([])
        await processes.end(next, 'SIGTERM')
      } else await processes.end(server, 'SIGTERM')
      for (const { name } of office.promised) all.set(name, (all.get(name) ?? 0) + 1)
      rmSync(place.data, { recursive: true, force: true })
      if (tier === 'postgres' && postgres)
        await onServer(postgres, `drop database if exists "${place.database}" with (force)`)
    }

    if (tier === 'postgres' && postgres)
      await onServer(postgres, `drop database if exists "${template.database}" with (force)`)
    if (MOMENTS >= PER_LIFE) expect(midway, 'imports cut between two batches').toBeGreaterThan(0)
    for (const name of [
      'subject.created',
      'match.accepted',
      'evidence.attached',
      'journey.advanced',
      'order.delivered',
      'order.confirmed',
      'import.approved',
      'export.started',
    ])
      expect(all.get(name) ?? 0, `${name}: what the office got done before it was cut off`).toBeGreaterThan(0)
  })
})

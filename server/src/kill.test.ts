import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from './rebuild.ts'
import { settingsOf } from './settings.ts'
import { databaseName, databaseUrl, onServer, sweepDatabases } from './testing/places.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/**
 * A real process is killed (SIGKILL: it gets no chance to say good-bye) at random moments of imports, of matches that open journeys
 * and of orders. QIONGDING_KILL says how many moments a tier, QIONGDING_KILL_SEED which.
 */
const MOMENTS = Number(process.env.QIONGDING_KILL ?? 6)
const SEED = Number(process.env.QIONGDING_KILL_SEED ?? 20_260_701)
/** Moments that one database lives through: what it has grown to is compared whole after each. */
const PER_LIFE = 8
/** Rows of an imported list: three batches, about a second of writing. */
const ROWS = 6_000
/** Where a moment lies: within so long after the work began, after an import's first batch, or after the command line was started. */
const WITHIN_MS = { work: 2_000, writing: 300, command: 4_000 }
const PATIENCE_MS = 60_000

const repository = join(import.meta.dirname, '../..')
const pack = join(repository, 'packs/harbour')
const postgres = process.env.QIONGDING_TEST_PG === 'none' ? undefined : process.env.QIONGDING_TEST_PG

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

/** A list of made-up seafarers whose names are sealed. No two lists share a row. */
function listOf(round: number): Uint8Array {
  const rows = Array.from(
    { length: ROWS },
    (_, index) => `Demo ${round} ${index},DB-${round}-${index},mate,${12 + (index % 90)},是`,
  )
  return new TextEncoder().encode(['Name,Discharge book,Rank,Sea time,Consent', ...rows, ''].join('\n'))
}

type Reply = { status: number; body: Record<string, unknown> & { rows: Record<string, string>[] } }
/** What was answered with yes, and so must be there for ever: events of the ledger by name and record. */
type Promised = { readonly name: string; readonly about: string }

/** The process was killed before it had answered. */
class Cut extends Error {}

const LIVES = (['pglite', ...(postgres ? (['postgres'] as const) : [])] as const).flatMap((tier) =>
  Array.from({ length: Math.ceil(MOMENTS / PER_LIFE) }, (_, life) => ({
    tier,
    life,
    moments: Math.min(PER_LIFE, MOMENTS - life * PER_LIFE),
  })),
)

describe.each(LIVES)('killed on $tier, life $life', ({ tier, life, moments }) => {
  const folder = mkdtempSync(join(tmpdir(), 'qiongding-kill-'))
  const data = join(folder, 'data')
  const dice = diceOf(SEED + 2 * life + (tier === 'pglite' ? 0 : 1))
  const database = databaseName(`kill_${life}`)
  const env = () => ({
    ...process.env,
    QIONGDING_PACK: pack,
    QIONGDING_DATA: data,
    QIONGDING_LOG: 'error',
    NODE_ENV: 'production',
    DATABASE_URL: tier === 'postgres' && postgres ? databaseUrl(postgres, database) : '',
  })
  const promised: Promised[] = []
  /** Writes that were cut off: whoever asked does not know whether they happened, and asks again with the same key. */
  const unanswered: (() => Promise<unknown>)[] = []
  let begun = 0
  /** Imports that stood between two of their batches after a kill. */
  let midway = 0
  const tokens = new Map<string, string>()
  let running: ChildProcess | undefined
  let said = ''
  let base = ''

  const node = (...words: string[]) => {
    const child = spawn(
      process.execPath,
      ['--conditions=source', join(repository, 'server/src/cli.ts'), ...words],
      {
        env: env(),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
    running = child
    return child
  }
  const kill = async (child: ChildProcess) => {
    const gone = new Promise((resolve) =>
      child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(0),
    )
    child.kill('SIGKILL')
    await gone
  }
  async function serve(): Promise<ChildProcess> {
    const port = await freePort()
    base = `http://127.0.0.1:${port}`
    const child = node('serve', '--port', String(port))
    for (let waited = 0; waited < PATIENCE_MS && child.exitCode === null; waited += 50) {
      if (
        await fetch(`${base}/health`).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        return child
      await pause(50)
    }
    throw new Error(`the server did not come up:\n${said}`)
  }

  async function ask(
    who: string,
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ): Promise<Reply> {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(tokens.has(who) && { authorization: `Bearer ${tokens.get(who)}` }),
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    }).catch(() => {
      throw new Cut()
    })
    const text = await answer.text().catch(() => {
      throw new Cut()
    })
    const token = answer.headers.get('set-auth-token')
    if (token && !tokens.has(who)) tokens.set(who, token)
    // A server that is dying mid-answer may say anything but yes; one that lives must not fail.
    if (answer.status >= 500) throw new Error(`${method} ${path} ${answer.status} ${text}`)
    return { status: answer.status, body: text ? JSON.parse(text) : {} }
  }
  const get = (who: string, path: string) => ask(who, 'GET', path)
  /** A write that was answered with yes is a promise. A refusal is an answer too, and promises nothing. */
  async function write(
    who: string,
    path: string,
    body: unknown,
    event: (answer: Reply['body']) => Promised[],
    headers = {},
  ): Promise<Reply['body'] | undefined> {
    const { status, body: answer } = await ask(who, 'POST', path, body, headers)
    if (status >= 300) return undefined
    promised.push(...event(answer))
    return answer
  }
  const signIn = (who: string, password: string) =>
    ask(
      who,
      'POST',
      '/api/auth/sign-in/email',
      { email: `${who}@harbour.example`, password },
      { origin: base },
    )

  /** Accepts a match under a key of its own, so that asking again after a cut does not do it twice. */
  async function accept(call: string, offer: string, key: string): Promise<Reply['body'] | undefined> {
    try {
      return await write(
        'crewing',
        `/api/matches/call-seafarer/needs/${call}/accept`,
        { offerId: offer },
        ({ matchId, journeyId }) => [
          { name: 'match.accepted', about: String(matchId) },
          { name: 'journey.opened', about: String(journeyId) },
        ],
        { 'idempotency-key': key },
      )
    } catch (error) {
      if (error instanceof Cut)
        unanswered.push(async () => expect(await accept(call, offer, key)).toBeDefined())
      throw error
    }
  }

  /** Seafarers join, calls are matched, orders are raised and carried on, one after the other until the server is gone. */
  async function officeWork(): Promise<void> {
    for (const again of unanswered.splice(0)) await again()
    const calls = (await get('crewing', '/api/registry/berth-call?limit=50')).body.rows
    for (let turn = 0; ; turn++) {
      const name = `Demo hand ${promised.length}-${turn}`
      const made = await write(
        'crewing',
        '/api/registry/seafarer',
        {
          values: { seafarer_name: name, discharge_book: name, seafarer_consent: true, sea_rank: 'mate' },
          source: 'demo',
        },
        ({ id }) => [{ name: 'subject.created', about: String(id) }],
      )
      const call = calls[turn % calls.length]
      if (!made || !call) continue
      const match = await accept(String(call.id), String(made.id), crypto.randomUUID())
      if (!match) continue
      let order = await write(
        'crewing',
        '/api/orders',
        { journeyId: match.journeyId, element: 'berth-permit', what: 'Demo permit', quantity: 1 },
        ({ id }) => [{ name: 'order.raised', about: String(id) }],
      )
      const promisedOn = (await get('crewing', '/api/session')).body.today
      for (const [step, event, body] of [
        ['accept', 'order.accepted', {}],
        ['commit', 'order.committed', { promisedOn }],
        ['deliver', 'order.delivered', {}],
      ] as const)
        order =
          order &&
          (await write(
            'quay',
            `/api/orders/${order.id}/${step}`,
            body,
            ({ id }) => [{ name: event, about: String(id) }],
            {
              'if-match': `"${order.version}"`,
            },
          ))
    }
  }

  /** Waits until an import has come so far. */
  async function importOf(id: string, until: (view: Reply['body']) => boolean): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      if (until((await get('crewing', `/api/imports/${id}`)).body)) return
      await pause(20)
    }
    throw new Error(`import ${id} does not move on:\n${said}`)
  }

  /** A list is taken in, read, approved and written; what is answered with yes is promised step by step. */
  async function importWork(round: number): Promise<void> {
    const form = new FormData()
    form.set('file', new File([listOf(round) as Uint8Array<ArrayBuffer>], `demo-${round}.csv`))
    const taken = await write('crewing', '/api/imports?kind=seafarer', form, ({ id }) => [
      { name: 'import.uploaded', about: String(id) },
    ])
    if (!taken) throw new Error('the list was refused')
    const id = String(taken.id)
    await importOf(id, ({ state }) => state !== 'reading')
    await write('crewing', `/api/imports/${id}/commit`, {}, () => [{ name: 'import.approved', about: id }])
    await importOf(
      id,
      ({ state, job }) => state !== 'committing' || Number((job as { done?: number })?.done) > 0,
    )
    begun++
    await importOf(id, ({ state }) => state === 'committed')
    promised.push({ name: 'import.committed', about: id })
  }
  /** Work until the process is killed: what the cut interrupts is no mistake, anything else is, and is answered. */
  const untilCut = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => (error instanceof Cut ? undefined : { error, said }),
    )

  async function opened<T>(work: (workbench: Workbench) => Promise<T>): Promise<T> {
    const workbench = await openWorkbench(
      settingsOf({}, { ...env(), DATABASE_URL: env().DATABASE_URL || undefined }),
      {
        logger: pino({ level: 'silent' }),
      },
    )
    try {
      return await work(workbench)
    } finally {
      await workbench.close()
    }
  }

  /** What must hold at any moment whatever was cut off. */
  async function whole(workbench: Workbench): Promise<void> {
    const { events, halves, lone, unfinished } = await workbench.database.readDistrict(
      workbench.district.id,
      async (read) => ({
        events: (
          await sql<Promised>`select name, about_id as about from ledger where district_id = ${read.district}`.execute(
            read.query,
          )
        ).rows,
        unfinished: (
          await sql<{ n: number }>`
          select count(*)::integer as n from import i where i.district_id = ${read.district} and i.state = 'committing'
            and exists (select 1 from ledger b where b.district_id = i.district_id and b.about_id = i.id and b.name = 'registry.imported')
        `.execute(read.query)
        ).rows,
        // A batch and its statements came in one transaction: as many as it says, and none without it.
        halves: (
          await sql`
          select coalesce(b.id, s.id) as id, b.n as said, s.n as there from
            (select about_id as id, sum((after->>'statements')::integer) as n from ledger where district_id = ${read.district} and name = 'registry.imported' group by 1) b
            full join (select import_id as id, count(*) as n from statement where district_id = ${read.district} and import_id is not null group by 1) s on s.id = b.id
          where coalesce(b.n, 0) <> coalesce(s.n, 0)
        `.execute(read.query)
        ).rows,
        // An accepted match and its journey came in one transaction too, and so did a sealed value and its key.
        lone: (
          await sql`
          select m.id from match m where m.district_id = ${read.district} and m.state = 'accepted' and not exists (select 1 from journey j where j.district_id = ${read.district} and j.id = (m.row->>'journeyId')::uuid)
          union all select s.id from statement s where s.district_id = ${read.district} and s.sealed is not null and not exists (select 1 from subject_key k where k.district_id = ${read.district} and k.subject_id = s.subject_id)
        `.execute(read.query)
        ).rows,
      }),
    )
    midway += unfinished[0]?.n ?? 0
    const there = new Set(events.map((event) => `${event.name} ${event.about}`))
    expect(promised.filter((one) => !there.has(`${one.name} ${one.about}`))).toEqual([])
    expect(halves).toEqual([])
    expect(lone).toEqual([])
    const report = await rebuild(workbench, { replace: false })
    expect(report.tables.filter((table) => table.differences > 0)).toEqual([])
  }

  beforeAll(async () => {
    if (tier === 'postgres' && postgres) {
      await sweepDatabases(postgres)
      await onServer(postgres, `create database "${database}"`)
    }
    const child = await serve()
    await signIn('crewing', 'demo-crewing-01')
    await signIn('quay', 'demo-quay-01')
    expect(tokens.size).toBe(2)
    await kill(child)
  })
  afterAll(async () => {
    if (running) await kill(running)
    if (tier === 'postgres' && postgres)
      await onServer(postgres, `drop database if exists "${database}" with (force)`)
    rmSync(folder, { recursive: true, force: true })
  })

  it(`loses nothing it has answered for at ${moments} random moments, and goes on by itself`, {
    timeout: 3_600_000,
  }, async () => {
    for (let round = 0; round < moments; round++) {
      // Every fourth process is the command line at an import of its own, started while no server runs.
      if (round % 4 === 2) {
        const file = join(folder, `list-${round}.csv`)
        writeFileSync(file, listOf(round))
        const child = node('import', file, '--as', 'seafarer', '--commit', '--json')
        await pause(dice() * WITHIN_MS.command)
        await kill(child)
        if (said.includes('"committed":true')) expect(said).toContain(`"created":${ROWS}`)
      } else {
        const child = await serve()
        const before = begun
        const work = [untilCut(officeWork()), untilCut(importWork(round))]
        const writing = round % 2 === 1
        for (let waited = 0; writing && begun === before && waited < PATIENCE_MS; waited += 5) await pause(5)
        await pause(dice() * (writing ? WITHIN_MS.writing : WITHIN_MS.work))
        await kill(child)
        expect(await Promise.all(work)).toEqual([undefined, undefined])
      }
      await opened(whole)
    }

    // What was approved before a cut goes on at the next start, without anybody asking.
    const child = await serve()
    for (const { id } of (await get('crewing', '/api/imports?limit=200')).body.rows)
      await importOf(String(id), ({ state }) => state !== 'reading' && state !== 'committing')
    for (const again of unanswered.splice(0)) await again()
    await kill(child)
    await opened(async (workbench) => {
      await whole(workbench)
      const left = await workbench.database.readDistrict(workbench.district.id, (read) =>
        sql<{ created: number; state: string }>`
          select (row->'counts'->>'created')::integer as created, state from import where district_id = ${read.district} and state <> 'review'
        `.execute(read.query),
      )
      for (const one of left.rows) expect(one).toEqual({ created: ROWS, state: 'committed' })
    })
    if (moments > 3) expect(midway).toBeGreaterThan(0)
    const names = new Set(promised.map((one) => one.name))
    for (const name of ['subject.created', 'match.accepted', 'order.delivered', 'import.approved'])
      expect(names, 'what the office got done before it was cut off').toContain(name)
  })
})

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredAfter } from '../platform/db/database.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

describe.each(TIERS)('statements of one moment on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier })
  })
  afterAll(() => stage.close())

  const write = <T>(work: Parameters<Stage['workbench']['database']['withDistrict']>[1]) =>
    stage.workbench.database.withDistrict(stage.district, work) as Promise<T>
  const look = <T>(work: Parameters<Stage['workbench']['database']['readDistrict']>[1]) =>
    stage.workbench.database.readDistrict(stage.district, work) as Promise<T>
  const numbered = (number: number) => sql<{ n: number }>`select ${number}::integer as n`
  const entries = async () =>
    Number(
      (
        await look<{ rows: { n: number }[] }>((read) =>
          sql`select count(*)::integer as n from idempotency where district_id = ${read.district} and actor_id = 'flights'`.execute(
            read.query,
          ),
        )
      ).rows[0]?.n,
    )
  const entry = (key: string) => sql`
    insert into idempotency (district_id, actor_id, key, name, fingerprint, answer, recorded_at)
    values (${stage.district}, 'flights', ${key}, 'test', '', 'null', now())
  `

  it('are answered each for itself, in order, the first time and when they are prepared', async () => {
    for (let round = 0; round < 6; round++) {
      const found = await look<number[]>((read) =>
        Promise.all(
          Array.from({ length: 9 }, async (_, at) =>
            Number((await numbered(10 * round + at).execute(read.query)).rows[0]?.n),
          ),
        ),
      )
      expect(found).toEqual(Array.from({ length: 9 }, (_, at) => 10 * round + at))
    }
  })

  it('fail as the one that failed, leave nothing behind, and spoil nothing for those who come later', async () => {
    for (let round = 0; round < 6; round++) {
      const failing = write((tx) =>
        Promise.all([
          entry(`kept-${round}`).execute(tx.query),
          sql`select 1 / ${0}::integer as n`.execute(tx.query),
          entry(`after-${round}`).execute(tx.query),
        ]),
      )
      await expect(failing).rejects.toMatchObject({ code: '22012' })
      // Whoever waits only for one of those after it hears why as well.
      const later = write(async (tx) => {
        const bad = sql`select 1 / ${0}::integer as n`.execute(tx.query)
        bad.catch(() => {})
        await entry(`later-${round}`).execute(tx.query)
      })
      await expect(later).rejects.toMatchObject({ code: '22012' })
      expect(await entries()).toBe(0)
      expect((await look<{ rows: unknown[] }>((read) => numbered(round).execute(read.query))).rows).toEqual([
        { n: round },
      ])
    }
  })

  it('refuse a value that has no form on the wire, and nothing of their transaction is kept', async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const failing = write((tx) =>
      Promise.all([
        entry('beside').execute(tx.query),
        sql`select ${circle}::jsonb as value`.execute(tx.query),
        entry('behind').execute(tx.query),
      ]),
    )
    await expect(failing).rejects.toThrow()
    expect(await entries()).toBe(0)
  })

  it('see what was written in a transaction that began while a read was only just left', async () => {
    for (let round = 1; round <= 20; round++) {
      await entries()
      await write((tx) => entry(`seen-${round}`).execute(tx.query))
      expect(await entries()).toBe(round)
    }
  })

  it('leave no transaction open when nothing more is asked', async () => {
    await look((read) => numbered(1).execute(read.query))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const open = await sql<{ n: number }>`
      select count(*)::integer as n from pg_stat_activity where datname = current_database() and state = 'idle in transaction'
    `.execute(stage.workbench.database.local)
    expect(open.rows).toEqual([{ n: 0 }])
  })

  it('are taken on after a table has changed under a prepared one', async () => {
    const all = () =>
      look<{ rows: Record<string, unknown>[] }>((read) =>
        sql`select * from idempotency where district_id = ${read.district} and actor_id = 'flights' and key = 'seen-1'`.execute(
          read.query,
        ),
      )
    for (let round = 0; round < 5; round++) await all()
    await sql`alter table idempotency add column later integer`.execute(stage.workbench.database.local)
    // The first to come after the change may be refused by the server; nobody after it is.
    for (let round = 0; round < 20; round++) await all().catch(() => {})
    expect((await all()).rows[0]).toHaveProperty('later', null)
    await sql`alter table idempotency drop column later`.execute(stage.workbench.database.local)
  })

  it('wait for what they are to be answered after, and fail as it does', async () => {
    const told: string[] = []
    await write(async (tx) => {
      const gate = new Promise<void>((resolve) =>
        setTimeout(() => {
          told.push('gate')
          resolve()
        }, 20),
      )
      await numbered(1).execute(answeredAfter(tx, gate).query)
      told.push('answer')
    })
    expect(told).toEqual(['gate', 'answer'])
    const closed = write(async (tx) => {
      const inside = answeredAfter(tx, Promise.reject(new Error('closed')))
      await entry('gated').execute(inside.query)
    })
    await expect(closed).rejects.toThrow('closed')
    expect(await entries()).toBe(20)
  })
})

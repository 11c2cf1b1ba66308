import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objects } from './modules.ts'
import { rebuild } from './rebuild.ts'
import { openStage, type Stage, TIERS } from './testing/stage.ts'

/** What every table of a district is, so that a new one is thought about here: kept for ever, made from that, or a state of its own. */
const SOURCES = ['ledger', 'statement', 'file', 'subject_key']
const OWN_STATE = [
  'amendment_row',
  'ask_link',
  'invitation_link',
  'clock_run',
  'counter',
  'export_row',
  'idempotency',
  'import_named',
  'job',
  'likely_pair',
  'member',
  'confirm_link',
  'person_link',
  'projection',
]
const PROJECTIONS = ['profile', 'joined', 'measured', 'list_member', ...objects.map((object) => object.table)]

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))('rebuild on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
  })
  afterAll(() => stage.close())

  const check = () => rebuild(stage.workbench, { replace: false })
  const spoil = (statement: string) =>
    stage.workbench.database.withDistrict(stage.district, async (tx) => {
      await sql.raw(statement).execute(tx.query)
    })
  const rowsOf = async (table: string) =>
    (
      await stage.look((read) =>
        sql<{ text: string }>`select t::text as text from ${sql.table(table)} t order by 1`.execute(
          read.query,
        ),
      )
    ).rows.map((row) => row.text)

  it('knows every table of a district', async () => {
    const found = await sql<{ name: string }>`
      select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'district_id' order by 1
    `.execute(stage.workbench.database.local)
    expect(found.rows.map((row) => row.name)).toEqual([...SOURCES, ...OWN_STATE, ...PROJECTIONS].toSorted())
  })

  it('finds nothing to say about rows that were entered through verbs', async () => {
    await stage.settled()
    const report = await check()
    expect(report.tables.filter((table) => table.differences > 0)).toEqual([])
    expect(report.clean).toBe(true)
    expect(report.tables.map((table) => table.table).toSorted()).toEqual(PROJECTIONS.toSorted())
    for (const name of [
      'profile',
      'journey',
      'element_order',
      'match',
      'reading',
      'measured',
      'list_version',
      'list_member',
    ])
      expect(report.tables.find((table) => table.table === name)?.rows, name).toBeGreaterThan(0)
  })

  it('names what differs without saying whose data it is, and puts it right byte for byte', async () => {
    await stage.settled()
    const tables = ['profile', 'journey', 'element_order', 'match', 'reading']
    const before = new Map<string, string[]>()
    for (const table of tables) before.set(table, await rowsOf(table))
    await spoil(`update profile set name = name || '!' where kind = 'enterprise'`)
    await spoil(
      'delete from profile where subject_id = (select subject_id from profile order by subject_id limit 1)',
    )
    await spoil(
      `update journey set row = jsonb_set(row, '{stage}', '"elsewhere"') where id = (select id from journey order by id limit 1)`,
    )
    await spoil(
      `insert into element_order select district_id, gen_random_uuid(), element, state, office, party_id, journey_id, promised_on, raised_on, row from element_order limit 1`,
    )
    await spoil(
      'update measured set value = coalesce(value, 0) + 1 where indicator = (select min(indicator) from measured)',
    )
    const report = await check()
    expect(report.clean).toBe(false)
    const of = (table: string) => report.tables.find((one) => one.table === table)
    expect(of('journey')).toMatchObject({
      differences: 1,
      first: [{ kind: 'different', columns: ['row.stage'] }],
    })
    expect(of('element_order')).toMatchObject({ differences: 1, first: [{ kind: 'extra' }] })
    expect(of('measured')).toMatchObject({ differences: 1, first: [{ columns: ['value'] }] })
    expect(of('profile')?.first.map((one) => one.kind)).toContain('missing')
    expect(of('profile')?.first.find((one) => one.kind === 'different')?.columns).toEqual(['name'])
    expect(JSON.stringify(report)).not.toContain('演示')

    await rebuild(stage.workbench, { replace: true })
    expect((await check()).clean).toBe(true)
    for (const table of tables) expect(await rowsOf(table), table).toEqual(before.get(table))
  })

  it('does not hold a figure against events whose reading is still queued', async () => {
    const queued = (statement: string) => sql.raw(statement).execute(stage.workbench.database.local)
    await stage.settled()
    // Queued for later, so that no worker takes it up meanwhile.
    await queued(
      `insert into queue.job (name, data, start_after) values ('take-readings-${stage.district}', '{}', now() + interval '1 day')`,
    )
    expect((await check()).tables.at(-1)).toMatchObject({ table: 'measured', waiting: true })
    await queued(`delete from queue.job where name = 'take-readings-${stage.district}'`)
    expect((await check()).tables.at(-1)?.waiting).toBeUndefined()
  })
})

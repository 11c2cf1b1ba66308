import type { KindDefinition } from '@qiongding/pack-format'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clockJobs } from '../../../modules.ts'
import { NOBODY } from '../../../platform/abilities.ts'
import { runClocks } from '../../../platform/jobs/clocks.ts'
import { rebuild } from '../../../rebuild.ts'
import type { Client } from '../../../testing/client.ts'
import { good, make, next } from '../../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../../testing/stage.ts'
import { standingOf, standingSql } from '../standing.ts'
import { sortKey } from '../words.ts'
import { readWorkbook } from '../workbook/read.ts'
import { writeStatements } from '../write.ts'

const LIST = 'chain-enterprises'

describe.each(TIERS)('lists on %s', (tier) => {
  let stage: Stage
  let keeper: Client
  let reviewer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    keeper = await stage.as('list-officer')
    reviewer = await stage.as('dispatcher')
  })
  afterAll(() => stage.close())

  const enterprise = (values: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    make(keeper, 'enterprise', { name: `演示清单企业${next()}`, ...values }, more)
  const state = async (
    kind: string,
    id: string,
    values: Record<string, unknown>,
    more: Record<string, unknown> = {},
    who = keeper,
  ) =>
    good(
      await who.post(
        `/api/registry/${kind}/${id}/statements`,
        { values, source: '演示来电', ...more },
        { match: good(await who.get(`/api/registry/${kind}/${id}`)).version },
      ),
    )
  const prepare = async (list = LIST, who = keeper, body: Record<string, unknown> = {}) => {
    const { id } = good(await who.post(`/api/lists/${list}/versions`, body))
    await stage.settled()
    return versionOf(list, id)
  }
  const versionOf = async (list: string, id: string, who = keeper) =>
    good(await who.get(`/api/lists/${list}`)).versions.find((one: { id: string }) => one.id === id)
  const publish = async (list = LIST, who = keeper, body: Record<string, unknown> = {}) => {
    const draft = await prepare(list, who, body)
    const reviewed = good(
      await reviewer.post(
        `/api/list-versions/${draft.id}/review`,
        { agreed: true, note: '演示：核过来源' },
        { match: draft.version },
      ),
    )
    return good(await who.post(`/api/list-versions/${draft.id}/publish`, {}, { match: reviewed.version }))
  }
  const rowsOf = async (query = '', list = LIST, who = keeper) =>
    good(await who.get(`/api/lists/${list}/rows?limit=200${query}`))
  const diff = async (query: string, list = LIST, who = keeper) =>
    good(await who.get(`/api/lists/${list}/diff?limit=200&${query}`))
  const named = (rows: { id: string }[], id: string) => rows.find((row) => row.id === id)

  it('publishes what was there at an instant, and reads the same bytes from it ever after', async () => {
    const one = await enterprise({ chain: 'key-ai', revenue: 30_000_000 })
    const unknown = await enterprise({ main_product: '演示产品' })
    const first = await publish()
    expect(first).toMatchObject({ state: 'published', on: stage.today, review: { agreed: true } })
    const before = await rowsOf(`&version=${first.id}`)
    expect(named(before.rows, one.id)).toMatchObject({
      cells: { revenue: { value: 30_000_000, source: '演示', masked: false } },
    })
    expect(named(before.rows, unknown.id)).toBeUndefined()
    expect(first.unknown).toBeGreaterThan(0)

    await state('enterprise', one.id, { revenue: 42_000_000, chain: 'key-vr' })
    await state('enterprise', unknown.id, { chain: 'key-ai' })
    const late = await enterprise({ chain: 'key-ai' }, { asOf: dayFrom(stage.today, -40) })
    const second = await publish()
    expect(second.no).toBe(first.no + 1)

    const after = await rowsOf(`&version=${first.id}`)
    expect({ ...after, on: '' }).toEqual({ ...before, on: '' })
    for (const version of [first, second]) {
      const check = good(await keeper.get(`/api/list-versions/${version.id}/check`))
      expect(check).toMatchObject({ same: true, kept: version.digest, rows: version.rows })
    }
    expect(await versionOf(LIST, first.id)).toMatchObject({ state: 'superseded', no: first.no })
    // Reading a list is not taking it away.
    const reader = await stage.as('element-officer')
    expect((await reader.get(`/api/lists/${LIST}/rows`)).status).toBe(200)
    expect((await reader.post(`/api/lists/${LIST}/exports`, {})).status).toBe(403)

    const between = await diff(`from=${first.id}&to=${second.id}`)
    expect(named(between.rows, one.id)).toMatchObject({
      how: 'changed',
      why: { how: 'stated', statements: [{ source: '演示来电' }] },
    })
    const fields = (named(between.rows, one.id) as { fields?: { key: string }[] })?.fields ?? []
    expect(fields.map((field) => field.key).toSorted()).toEqual(['chain', 'revenue'])
    expect(fields.find((field) => field.key === 'revenue')).toMatchObject({
      before: { value: 30_000_000, source: '演示' },
      after: { value: 42_000_000, source: '演示来电', asOf: stage.today },
    })
    expect(named(between.rows, unknown.id)).toMatchObject({
      how: 'entered',
      fields: [{ key: 'chain', after: { value: 'key-ai' } }],
      why: { how: 'stated' },
    })
    expect(named(between.rows, late.id)).toMatchObject({ how: 'entered', why: { how: 'first' } })
    const back = await diff(`from=${second.id}&to=${first.id}`)
    expect(back.counts).toMatchObject({ left: between.counts.entered, changed: between.counts.changed })
    expect((await diff(`from=${first.id}&to=${first.id}`)).counts).toMatchObject({
      entered: 0,
      left: 0,
      changed: 0,
      same: first.rows,
    })
  })

  it('is written into a workbook by a job that stands in the ledger: a version for ever the same, or as it stands', async () => {
    const name = `演示成册企业${next()}`
    const one = await enterprise({ name, chain: 'key-ai', revenue: 30_000_000 })
    const first = await publish()
    await state('enterprise', one.id, { revenue: 42_000_000 })
    const taken = async (body: object) => {
      const made = good(await keeper.post(`/api/lists/${LIST}/exports`, body))
      await stage.settled()
      const view = good(await keeper.get(`/api/exports/${made.id}`))
      const file = await keeper.get(view.href)
      const read = await readWorkbook(file.bytes, view.fileName)
      if (!read.ok) throw new Error(read.refusal)
      const [grid] = read.grids
      const rows = (grid?.rows ?? []).map((row) => (row ?? []).map((cell) => cell?.text ?? ''))
      return { view, rows, row: rows.find((cells) => cells.includes(name)) ?? [] }
    }
    const version = await taken({ version: first.id })
    expect(version.view).toMatchObject({
      what: 'edition',
      state: 'ready',
      list: { id: LIST },
      rows: first.rows,
      returnable: false,
      on: first.on,
    })
    expect(version.view.fileName).toContain(`第 ${first.no} 版 ${first.on}`)
    expect(version.rows.some((cells) => cells.at(-2) === '截至' && cells.at(-1) === '来源')).toBe(true)
    expect(version.row).toContain('3000')
    expect(version.row.slice(-2)).toEqual([expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/), '演示'])
    const now = await taken({})
    expect(now.view.fileName).toContain('当前')
    expect(now.row).toContain('4200')
    // Names stand in their order, and nothing of it is lost or there twice.
    const names = version.rows.slice(-(first.rows as number)).map((cells) => cells[0] ?? '')
    expect(new Set(names).size).toBe(first.rows)
    expect(names).toEqual(names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)))
    const noted = await stage.workbench.database.readDistrict(stage.workbench.district.id, (read) =>
      sql<{ name: string }>`
        select name from ledger where district_id = ${read.district} and about_id = ${version.view.id}::uuid order by name
      `.execute(read.query),
    )
    expect(noted.rows.map((event) => event.name)).toEqual(['edition.started', 'export.ready'])
    // It is his who asked for it, and a draft under way or another list's version is nobody's.
    expect((await (await stage.as('science-officer')).get(`/api/exports/${now.view.id}/file`)).status).toBe(
      404,
    )
    expect((await keeper.post('/api/lists/talents/exports', { version: first.id })).status).toBe(404)
    expect((await keeper.post('/api/lists/nothing/exports', {})).status).toBe(404)
  })

  it('is never edited: neither a published version nor its rows', async () => {
    const { id, version } = await publish()
    for (const step of ['review', 'publish', 'discard'] as const) {
      const body = step === 'review' ? { agreed: true, note: 'x' } : step === 'discard' ? { reason: 'x' } : {}
      const who = step === 'review' ? reviewer : keeper
      const reply = await who.post(`/api/list-versions/${id}/${step}`, body, { match: version })
      expect([reply.status, reply.body.code], step).toEqual([409, 'list-state'])
    }
    const changing = (text: string) =>
      stage.workbench.database.withDistrict(stage.district, (tx) => sql.raw(text).execute(tx.query))
    for (const text of [
      `update list_member set sort_key = 'x' where version_id = '${id}'`,
      `delete from list_member where version_id = '${id}'`,
    ])
      await expect(changing(text)).rejects.toThrow(/permission denied/)
  })

  it('is reviewed by another office than wrote it, and published by those whom the pack names', async () => {
    await enterprise({ chain: 'key-ai' })
    const draft = await prepare()
    const early = await keeper.post(`/api/list-versions/${draft.id}/publish`, {}, { match: draft.version })
    expect([early.status, early.body.code]).toEqual([409, 'list-not-reviewed'])
    const review = { agreed: true, note: '演示' }
    expect(
      (await keeper.post(`/api/list-versions/${draft.id}/review`, review, { match: draft.version })).status,
    ).toBe(403)
    const leader = await stage.as('leader')
    expect((await leader.post(`/api/lists/${LIST}/versions`, {})).status).toBe(403)
    // Granted by the role, but of an office that the list does not name.
    const science = await stage.as('science-officer')
    const foreign = await science.post(`/api/lists/${LIST}/versions`, {})
    expect([foreign.status, foreign.body.code]).toEqual([403, 'not-allowed'])
    const other = await stage.as('talent-officer')
    const wrong = await other.post(`/api/list-versions/${draft.id}/review`, review, { match: draft.version })
    expect([wrong.status, wrong.body.code]).toEqual([403, 'list-office'])
    const returned = good(
      await reviewer.post(
        `/api/list-versions/${draft.id}/review`,
        { agreed: false, note: '演示：来源不全' },
        { match: draft.version },
      ),
    )
    const held = await keeper.post(`/api/list-versions/${draft.id}/publish`, {}, { match: returned.version })
    expect(held.body.code).toBe('list-not-reviewed')
    const stale = await reviewer.post(`/api/list-versions/${draft.id}/review`, review, {
      match: draft.version,
    })
    expect(stale.status).toBe(412)
    const again = await prepare()
    expect((await versionOf(LIST, draft.id)) ?? 'put away').toBe('put away')
    expect(again.state).toBe('draft')
  })

  it('keeps no personal value: an erasure empties every version, and the digest stays', async () => {
    const officer = await stage.as('talent-officer')
    const person = await make(officer, 'talent', {
      talent_name: `演示清单人${next()}`,
      mobile: `1370000${String(next()).padStart(4, '0')}`,
      degree: 'doctor',
    })
    const version = await publish('industry-talents', officer)
    const shown = async (who: Client) =>
      named((await rowsOf(`&version=${version.id}`, 'industry-talents', who)).rows, person.id) as never as {
        name: string
        cells: Record<string, { masked: boolean; value?: unknown }>
      }
    expect((await shown(officer)).cells.talent_name).toMatchObject({ masked: false })
    const masked = await shown(keeper)
    expect(masked.cells.talent_name).toMatchObject({ masked: true })
    expect(masked.name).toMatch(/^#/)
    const stored = await stage.look((read) =>
      sql<{ text: string }>`
        select (select string_agg(m::text, ' ') from list_member m where district_id = ${read.district} and version_id = ${version.id}::uuid)
          || (select string_agg(l::text, ' ') from ledger l where district_id = ${read.district} and about_id = ${version.id}::uuid) as text
      `.execute(read.query),
    )
    expect(stored.rows[0]?.text).toContain(person.id)
    expect(stored.rows[0]?.text).not.toContain('演示清单人')
    const administrator = await stage.as('administrator')
    good(await administrator.post(`/api/registry/talent/${person.id}/erase`, { reason: '本人要求' }))
    const erased = await shown(officer)
    expect(erased.cells.talent_name).toMatchObject({ masked: true })
    expect(erased.cells.degree).toMatchObject({ value: 'doctor' })
    expect(erased.name).toMatch(/^#/)
    expect(good(await officer.get(`/api/list-versions/${version.id}/check`))).toMatchObject({ same: true })
  })

  it('says why a row came, went or changed: a statement, one taken back, or only the days', async () => {
    const officer = await stage.as('talent-officer')
    const firm = await enterprise({ chain: 'key-vr' })
    const firmName = good(await officer.get(`/api/registry/enterprise/${firm.id}`)).name
    const post = (more: Record<string, unknown>) =>
      make(officer, 'post', { post_title: `演示清单岗位${next()}`, post_enterprise: firmName, ...more })
    const [ending, filled, taken] = [
      await post({ post_expires_on: dayFrom(stage.today, 3) }),
      await post({ post_expires_on: dayFrom(stage.today, 60) }),
      await post({ headcount: 3, post_expires_on: dayFrom(stage.today, 60) }),
    ]
    const first = await publish('urgent-posts', officer)
    expect(named((await rowsOf(`&version=${first.id}`, 'urgent-posts')).rows, ending.id)).toBeDefined()
    await state('post', filled.id, { post_outcome: 'filled' }, {}, officer)
    const raised = await state('post', taken.id, { headcount: 5 }, {}, officer)
    const history = good(await officer.get(`/api/registry/post/${taken.id}/history`)).rows
    expect(raised.version).toBe(history[0].id)
    stage.shift(5)
    try {
      const { rows } = await diff(`from=${first.id}&to=now`, 'urgent-posts', officer)
      expect(named(rows, ending.id)).toMatchObject({ how: 'left', why: { how: 'time', statements: [] } })
      expect(named(rows, filled.id)).toMatchObject({
        how: 'left',
        fields: [{ key: 'post_outcome', after: { value: 'filled' } }],
        why: { how: 'stated', statements: [{ keys: ['post_outcome'] }] },
      })
      expect(named(rows, taken.id)).toMatchObject({
        how: 'changed',
        fields: [{ key: 'headcount', before: { value: 3 }, after: { value: 5 } }],
      })
      const second = await publish('urgent-posts', officer)
      good(
        await officer.post(
          `/api/registry/post/${taken.id}/statements/${history[0].id}/retract`,
          { reason: '演示：人数报错' },
          { match: good(await officer.get(`/api/registry/post/${taken.id}`)).version },
        ),
      )
      const later = await diff(`from=${second.id}&to=now`, 'urgent-posts', officer)
      expect(named(later.rows, taken.id)).toMatchObject({
        how: 'changed',
        fields: [{ key: 'headcount', before: { value: 5 }, after: { value: 3 } }],
        why: { how: 'retracted', statements: [{ source: '演示：人数报错', keys: ['headcount'] }] },
      })
    } finally {
      stage.shift(-5)
    }
  })

  it('follows records that become one, and keeps what was published before', async () => {
    const [into, merged] = [
      await enterprise({ chain: 'key-ai', employees: 5 }),
      await enterprise({ chain: 'key-vr', revenue: 9_000_000 }, { asOf: dayFrom(stage.today, -3) }),
    ]
    const first = await publish()
    const before = await rowsOf(`&version=${first.id}`)
    expect(named(before.rows, merged.id)).toBeDefined()
    const version = async (id: string) => good(await keeper.get(`/api/registry/enterprise/${id}`)).version
    const { mergeId } = good(
      await keeper.post('/api/duplicates/merges', {
        kind: 'enterprise',
        intoId: into.id,
        mergedId: merged.id,
        versions: { into: await version(into.id), merged: await version(merged.id) },
        stands: {},
        reason: '演示：同一家',
      }),
    )
    const now = await rowsOf()
    expect(named(now.rows, merged.id)).toBeUndefined()
    expect(named(now.rows, into.id)).toMatchObject({
      cells: { revenue: { value: 9_000_000 }, employees: { value: 5 }, chain: { value: 'key-ai' } },
    })
    const { rows } = await diff(`from=${first.id}&to=now`)
    expect(named(rows, merged.id)).toMatchObject({ how: 'left', why: { how: 'merged' } })
    expect(named(rows, into.id)).toMatchObject({ how: 'changed', why: { how: 'stated' } })
    const second = await publish()
    const undone = await keeper.post(`/api/duplicates/merges/${mergeId}/undo`, { reason: '演示：不是' })
    expect(undone.status).toBe(200)
    for (const one of [first, second])
      expect(good(await keeper.get(`/api/list-versions/${one.id}/check`)).same).toBe(true)
    expect((await rowsOf(`&version=${first.id}`)).rows).toEqual(before.rows)
    expect(named((await diff(`from=${second.id}&to=now`)).rows, merged.id)).toMatchObject({
      how: 'entered',
      why: { how: 'merged' },
    })
  })

  it('compares any two days as they were known, and shows the list of a past day', async () => {
    const one = await enterprise({ chain: 'key-ai', employees: 10 })
    stage.shift(2)
    try {
      await state('enterprise', one.id, { employees: 12 }, { asOf: stage.today })
      const [then, now] = [dayFrom(stage.today, -2), stage.today]
      const days = await diff(`from=${then}&to=${now}`)
      expect(named(days.rows, one.id)).toMatchObject({
        how: 'changed',
        fields: [{ key: 'employees', before: { value: 10 }, after: { value: 12 } }],
      })
      expect((await diff(`from=${then}&to=${then}`)).counts.changed).toBe(0)
      const past = await rowsOf(`&on=${then}&known=${then}`)
      expect(named(past.rows, one.id)).toMatchObject({ cells: { employees: { value: 10 } } })
      const future = await keeper.get(`/api/lists/${LIST}/diff?from=now&to=${dayFrom(stage.today, 1)}`)
      expect(future.body.code).toBe('day-in-future')
    } finally {
      stage.shift(-2)
    }
  })

  it('says how fresh a list and each row is, and finds the rows that are not', async () => {
    const [old, recent] = [
      await enterprise({ chain: 'key-ai' }, { asOf: dayFrom(stage.today, -400) }),
      await enterprise({ chain: 'key-ai' }),
    ]
    const stale = await rowsOf('&stale=true')
    expect(named(stale.rows, old.id)).toMatchObject({ overdueDays: 400 - 365 })
    expect(named(stale.rows, recent.id)).toBeUndefined()
    const view = good(await keeper.get(`/api/lists/${LIST}`))
    expect(view.staleRows).toBe(stale.total)
    expect((await rowsOf('&stale=false')).total).toBe(view.rows - view.staleRows)
    await publish()
    expect(good(await keeper.get(`/api/lists/${LIST}`)).freshness).toMatchObject({
      state: 'fresh',
      asOf: stage.today,
    })
    stage.shift(91)
    try {
      const { freshness } = good(await keeper.get(`/api/lists/${LIST}`))
      expect(freshness).toMatchObject({ state: 'overdue', overdueDays: 1 })
    } finally {
      stage.shift(-91)
    }
  })
  it('takes its instant between statements, never through one that is being written', async () => {
    if (tier === 'pglite') return
    const { database } = stage.workbench
    const ctx = stage.contextOf('list-officer')
    const id = uuidv7()
    let written: () => void = () => {}
    const wrote = new Promise<void>((resolve) => {
      written = resolve
    })
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const writing = database.withDistrict(stage.district, async (tx) => {
      await writeStatements(tx, ctx, 'enterprise', [
        {
          subjectId: id,
          fresh: true,
          source: '演示长事务',
          asOf: stage.today,
          values: { name: `演示长事务${next()}`, chain: 'key-ai' },
          demonstration: false,
        },
      ])
      written()
      await held
    })
    await wrote
    const preparing = keeper.post(`/api/lists/${LIST}/versions`, {})
    const early = await Promise.race([preparing, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])
    expect(early).toBe('waits')
    release()
    await writing
    const { id: version } = good(await preparing)
    await stage.settled()
    expect(named((await rowsOf(`&version=${version}`)).rows, id)).toBeDefined()
    expect(good(await keeper.get(`/api/list-versions/${version}/check`)).same).toBe(true)
  })

  it('tells by its digest when a version was changed past the workbench', async () => {
    const version = await publish()
    const { database } = stage.workbench
    await sql`update list_member set statements = array_fill(null::uuid, array[cardinality(statements)]) where version_id = ${version.id}::uuid`.execute(
      database.local,
    )
    const check = good(await keeper.get(`/api/list-versions/${version.id}/check`))
    expect([check.same, check.replayed === check.kept, check.followed === check.kept]).toEqual([
      false,
      true,
      false,
    ])
    const report = await rebuild(stage.workbench, { replace: false })
    expect(report.tables.find((table) => table.table === 'list_member')).toMatchObject({
      differences: 1,
      first: [{ id: version.id, columns: ['followed'] }],
    })
  })

  it('judges how needs stand in SQL as it does one by one', async () => {
    const officer = await stage.as('talent-officer')
    const firmName = good(await officer.get(`/api/registry/enterprise/${(await enterprise({})).id}`)).name
    for (const until of [
      undefined,
      -200,
      -1,
      0,
      1,
      13,
      14,
      15,
      80,
      '2020-02',
      stage.today.slice(0, 7),
      '2099-12',
    ])
      for (const asOf of [-120, -90, -89, 0])
        for (const outcome of [undefined, 'open', 'filled', 'dropped'])
          await make(
            officer,
            'post',
            {
              post_title: `演示状态岗位${next()}`,
              post_enterprise: firmName,
              ...(until !== undefined && {
                post_expires_on: typeof until === 'string' ? until : dayFrom(stage.today, until),
              }),
              ...(outcome !== undefined && { post_outcome: outcome }),
            },
            { asOf: dayFrom(stage.today, asOf) },
          )
    const kind = stage.workbench.pack.kinds.get('post') as KindDefinition
    const rows = await stage.look((read) =>
      sql<{ facts: Record<string, string>; as_of: string; standing: string }>`
        select facts, as_of, ${standingSql(kind, stage.today)} as standing from profile where district_id = ${read.district} and kind = 'post'
      `.execute(read.query),
    )
    expect(rows.rows.length).toBeGreaterThan(190)
    const wrong = rows.rows.filter(
      (row) => standingOf(kind, { facts: row.facts, asOf: row.as_of }, stage.today).standing !== row.standing,
    )
    expect(wrong).toEqual([])
    expect(new Set(rows.rows.map((row) => row.standing)).size).toBe(5)
  }, 120_000)

  it('reminds the owner once a list is past its days, then weekly, until it is published again', async () => {
    await enterprise({ chain: 'key-ai' })
    await publish()
    const run = () => runClocks(stage.workbench.contextFor(NOBODY), clockJobs)
    const reminded = async () => good(await keeper.get(`/api/lists/${LIST}`)).reminded
    const mine = async (who: Client) =>
      good(await who.get('/api/desks/dome')).mine.find(
        (one: { kind: string }) => one.kind === 'lists-overdue',
      )
    await run()
    expect(await reminded()).toBeUndefined()
    try {
      stage.shift(95)
      expect(await run()).toEqual(clockJobs.map((job) => job.name))
      expect(await run()).toEqual([])
      expect(await reminded()).toEqual({ on: stage.today, times: 1 })
      expect((await mine(keeper))?.n).toBeGreaterThan(0)
      expect(await mine(await stage.as('attraction-officer'))).toBeUndefined()
      stage.shift(3)
      await run()
      expect((await reminded()).times).toBe(1)
      stage.shift(4)
      await run()
      expect(await reminded()).toEqual({ on: stage.today, times: 2 })
      await publish()
      expect(await reminded()).toBeUndefined()
      expect(await mine(keeper)).toBeUndefined()
    } finally {
      stage.shift(-102)
    }
  })
})

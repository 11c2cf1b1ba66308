import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'
import type { Board, Sitting } from './contract.ts'

describe.each(TIERS)('dispatch on %s', (tier) => {
  let stage: Stage
  let dispatcher: Client
  let owing: Client
  let leader: Client
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
    dispatcher = await stage.as('dispatcher')
    owing = await stage.as('element-officer')
    leader = await stage.as('leader')
  })
  afterAll(() => stage.close())
  const board = async (client = dispatcher, query = ''): Promise<Board> =>
    good(await client.get(`/api/dispatch/board?limit=200${query}`))
  const sitting = async (id: string, client = dispatcher): Promise<Sitting> =>
    good(await client.get(`/api/dispatch/sittings/${id}`))
  const post = (client: Client, path: string, body: object, version: string) =>
    client.post(path, body, { match: version })

  it('puts what is late before the forum of its days, and says when it came there', async () => {
    const { projects, forums, total } = await board()
    expect(total).toBe(projects.length)
    expect(projects.length).toBeGreaterThan(3)
    const heights = projects.map(({ forum }) => forums.findIndex(({ id }) => id === forum))
    expect(heights).toEqual(heights.toSorted((a, b) => b - a))
    const orders = projects.flatMap(({ matters }) => matters).filter(({ sort }) => sort === 'order')
    expect(orders.length).toBeGreaterThan(0)
    for (const { due, days, steps, forum } of orders) {
      expect(due && due < stage.today).toBe(true)
      for (const [at, step] of steps.entries()) {
        expect(step.on > (due as string)).toBe(true)
        expect(step.on <= stage.today).toBe(true)
        if (at > 0) expect(step.on >= (steps[at - 1]?.on as string)).toBe(true)
      }
      const level = forums.find(({ id }) => id === forum)
      expect((days as number) >= (level?.after.days as number)).toBe(true)
    }
    // A past day says what it would have said: nothing was late longer than it is now.
    const then = await board(dispatcher, `&on=${dayFrom(stage.today, -7)}`)
    for (const matter of then.projects.flatMap(({ matters }) => matters)) {
      const now = projects.flatMap(({ matters }) => matters).find(({ key }) => key === matter.key)
      if (matter.sort !== 'order' || now?.due !== matter.due) continue
      expect((now?.days as number) >= (matter.days as number)).toBe(true)
    }
  })

  it('shows nobody a confidential project that is not his, in no row and no count', async () => {
    const { projects } = await board()
    const closed = projects.filter(({ confidential }) => confidential)
    expect(closed.length).toBeGreaterThan(0)
    const others = await board(owing)
    const ids = new Set(closed.map(({ id }) => id))
    expect(others.projects.some(({ id }) => ids.has(id))).toBe(false)
    expect(others.total).toBe(projects.length - closed.length)
    expect(JSON.stringify(others)).not.toContain(closed[0]?.title)
    expect((await (await stage.as('enterprise-user')).get('/api/dispatch/board')).status).toBe(403)
  })

  it('takes a matter from the agenda to a task that is struck off, and the log says who saw it when', async () => {
    const { projects, forums } = await board()
    const open = projects.filter(({ confidential }) => !confidential)
    const closed = projects.find(({ confidential }) => confidential)
    const [first, second] = open.map(({ matters }) => matters[0]?.key) as [string, string]
    const hidden = closed?.matters[0]?.key as string
    const forum = forums[0]?.id
    const body = { forum, day: stage.today, keys: [first, hidden] }
    expect((await owing.post('/api/dispatch/sittings', body)).status).toBe(403)
    expect((await leader.post('/api/dispatch/sittings', body)).status).toBe(403)
    for (const key of ['nonsense', 'order:00000000-0000-7000-8000-000000000000:x'])
      expect((await dispatcher.post('/api/dispatch/sittings', { ...body, keys: [key] })).body.code).toBe(
        'not-late',
      )
    const { id } = good(await dispatcher.post('/api/dispatch/sittings', body))
    const path = `/api/dispatch/sittings/${id}`
    const version = async () => (await sitting(id)).version
    good(await post(dispatcher, `${path}/agenda`, { keys: [first, second, hidden] }, await version()))
    expect(
      (await board()).projects.flatMap(({ matters }) => matters).find(({ key }) => key === first)?.planned,
    ).toEqual({ sittingId: id, day: stage.today })
    // Nothing is decided of a meeting that was not held.
    const decision = { key: first, decision: '演示：本周内提出解决办法', tasks: [] }
    expect((await post(dispatcher, `${path}/decide`, decision, await version())).body.code).toBe(
      'sitting-state',
    )
    const stale = await version()
    good(await post(dispatcher, `${path}/hold`, { attended: ['指挥部办', '住建局'] }, stale))
    expect((await post(dispatcher, `${path}/hold`, { attended: ['x'] }, stale)).status).toBe(412)
    const { office } = good(await owing.get('/api/session')).person
    const task = { what: '演示：报送到位计划', office, due: dayFrom(stage.today, 3) }
    expect(
      (
        await post(
          dispatcher,
          `${path}/decide`,
          { ...decision, tasks: [{ ...task, due: dayFrom(stage.today, -1) }] },
          await version(),
        )
      ).body.code,
    ).toBe('due-before-decision')
    const decided = good(
      await post(dispatcher, `${path}/decide`, { ...decision, tasks: [task] }, await version()),
    )
    expect((await post(dispatcher, `${path}/decide`, decision, await version())).body.code).toBe(
      'already-decided',
    )
    good(
      await post(
        dispatcher,
        `${path}/decide`,
        { ...decision, key: hidden, tasks: [{ ...task, what: '演示：只说要做什么' }] },
        await version(),
      ),
    )
    const seen = (await board()).projects.flatMap(({ matters }) => matters).find(({ key }) => key === first)
    expect(seen?.seen).toMatchObject([
      {
        sittingId: id,
        day: stage.today,
        attended: ['指挥部办', '住建局'],
        decision: { text: decision.decision },
      },
    ])
    // Of a confidential project another office sees what it was told; not that it was talked about, nor what was decided.
    const theirs = await sitting(id, owing)
    expect(theirs.agenda.map(({ key }) => key)).not.toContain(hidden)
    expect(theirs.items).toBe(2)
    expect(theirs.decided).toBe(1)
    expect(JSON.stringify(theirs)).not.toContain(closed?.title)
    expect(JSON.stringify(theirs)).not.toContain(closed?.id)
    expect(theirs.otherTasks.map(({ what }) => what)).toEqual(['演示：只说要做什么'])
    // A third office learns nothing of it at all.
    const science = await stage.as('science-officer')
    expect(JSON.stringify(await sitting(id, science))).not.toContain('只说要做什么')
    expect((await board(science)).tasks.open).toBe(1)
    expect(good(await science.get('/api/dispatch/sittings')).rows[0].items).toBe(2)
    const at = `/api/dispatch/tasks/${decided.tasks[0]}`
    const found = async (client = dispatcher) =>
      good(await client.get('/api/dispatch/tasks?limit=200')).rows.find(
        (row: { id: string }) => row.id === decided.tasks[0],
      )
    expect((await post(science, `${at}/report`, { text: 'x' }, (await found()).version)).status).toBe(403)
    good(await post(owing, `${at}/report`, { text: '演示：已报送' }, (await found()).version))
    // Who did it does not strike it off.
    expect((await post(owing, `${at}/strike`, {}, (await found()).version)).status).toBe(403)
    good(await post(dispatcher, `${at}/return`, { reason: '演示：没有写日期' }, (await found()).version))
    expect((await found(owing)).returned).toMatchObject({ times: 1, reason: '演示：没有写日期' })
    expect((await post(dispatcher, `${at}/strike`, {}, (await found()).version)).body.code).toBe('task-state')
    good(await post(owing, `${at}/report`, { text: '演示：补了日期' }, (await found()).version))
    good(await post(dispatcher, `${at}/strike`, {}, (await found()).version))
    expect(await found()).toMatchObject({ state: 'struck', late: false, abilities: [] })
    expect((await board()).tasks.open).toBe(1)
    // Yesterday there was no sitting.
    const yesterday = good(await dispatcher.get(`/api/dispatch/sittings?on=${dayFrom(stage.today, -1)}`))
    expect(yesterday.rows.some((row: { id: string }) => row.id === id)).toBe(false)
  })

  it('holds no sitting of a day to come, and none that was called off', async () => {
    const { projects, forums } = await board()
    const keys = [projects[0]?.matters[0]?.key as string]
    const plan = async (day: string) =>
      good(await dispatcher.post('/api/dispatch/sittings', { forum: forums[0]?.id, day, keys }))
    const later = await plan(dayFrom(stage.today, 2))
    const path = `/api/dispatch/sittings/${later.id}`
    expect((await post(dispatcher, `${path}/hold`, { attended: ['x'] }, later.version)).body.code).toBe(
      'day-in-future',
    )
    const off = good(await post(dispatcher, `${path}/cancel`, {}, later.version))
    expect((await post(dispatcher, `${path}/hold`, { attended: ['x'] }, off.version)).body.code).toBe(
      'sitting-state',
    )
    expect(
      (await dispatcher.post('/api/dispatch/sittings', { forum: 'no-such', day: stage.today, keys })).status,
    ).toBe(404)
  })
})

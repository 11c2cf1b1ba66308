import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

type Offer = { id: string }
type Pair = { needId: string; offerId: string }

describe.each(TIERS)('a gathering on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  const today = () => stage.workbench.clock.today()
  /** A skill nobody else in this file has, so that a gathering meets only its own. */
  const skill = () => `演示技能第${String(next()).padStart(4, '0')}号`
  const post = async (skills: string, values: Record<string, unknown> = {}) => {
    const employer = `演示用人单位${next()}`
    await make(officer, 'enterprise', { name: employer })
    return make(officer, 'post', {
      post_title: `演示岗位${next()}`,
      post_enterprise: employer,
      headcount: 1,
      skills_wanted: [skills],
      post_expires_on: '2099-12-31',
      ...values,
    })
  }
  const talent = (skills: string, values: Record<string, unknown> = {}) => {
    const n = next()
    return make(officer, 'talent', {
      talent_name: `演示人员${n}`,
      mobile: `137${String(n).padStart(8, '0')}`,
      talent_consent: true,
      skills: [skills],
      ...values,
    })
  }
  const open = async (needs: readonly { id: string }[], more: Record<string, unknown> = {}) =>
    good(
      await officer.post('/api/gatherings', {
        profile: 'post-talent',
        title: `演示对接会${next()}`,
        day: today(),
        way: 'rounds',
        rounds: 2,
        needs: needs.map(({ id }) => id),
        ...more,
      }),
    ).id as string
  const page = async (id: string) => good(await officer.get(`/api/gatherings/${id}`))
  const arrangements = async (id: string) => good(await officer.get(`/api/gatherings/${id}/arrangements`))
  const arrange = async (id: string, pairs: readonly Pair[], as = 'stable') =>
    officer.post(
      `/api/gatherings/${id}/arrangements`,
      { as, pairs: pairs.map(({ needId, offerId }) => ({ needId, offerId })) },
      { match: (await page(id)).gathering.version },
    )
  const note = async (row: { id: string; version: string }, body: object) =>
    officer.post(`/api/introductions/${row.id}/outcome`, body, { match: row.version })
  const figures = ({ funnel }: { funnel: { of: number; yes: number; no: number; unknown: number }[] }) =>
    funnel.map(({ of, yes, no, unknown }) => [of, yes, no, unknown])

  it('brings all together in rounds, notes what happened, and counts how far they came', async () => {
    const wanted = skill()
    const needs = [await post(wanted), await post(wanted)]
    const offers = [await talent(wanted), await talent(wanted), await talent(wanted)]
    const id = await open(needs)
    const ways = await arrangements(id)
    expect(ways.seats).toBe(4)
    expect(ways.arrangements.map(({ as }: { as: string }) => as)).toEqual(['stable', 'for-offers', 'optimal'])
    const [stable, , optimal] = ways.arrangements
    // Others of this file do not fit, so three persons meet two needs each, in places for four.
    expect(stable.pairs).toHaveLength(4)
    expect(optimal.pairs).toHaveLength(4)
    expect(stable.rather).toBe(0)
    expect(good(await arrange(id, stable.pairs))).toEqual({ introductions: 4, rounds: 2 })
    const arranged = await page(id)
    for (const round of [1, 2]) {
      const seated = arranged.introductions.filter((one: { round: number }) => one.round === round)
      expect(new Set(seated.flatMap((one: Pair) => [one.needId, one.offerId])).size).toBe(4)
    }
    expect(figures(arranged).slice(0, 3)).toEqual([
      [4, 4, 0, 0],
      [4, 0, 0, 4],
      [0, 0, 0, 0],
    ])

    const [first, second] = arranged.introductions
    const noted = good(await note(first, { outcome: 'met', needWish: true, offerWish: true }))
    expect(noted.version).not.toBe(first.version)
    expect((await note(first, { outcome: 'met' })).body.code).toBe('stale')
    expect((await note(second, { outcome: 'need-absent', needWish: true })).body.code).toBe('not-met')
    good(await note(second, { outcome: 'offer-absent' }))
    good(
      await officer.post(`/api/matches/post-talent/needs/${first.needId}/accept`, { offerId: first.offerId }),
    )
    const after = await page(id)
    expect(figures(after).slice(0, 5)).toEqual([
      [4, 4, 0, 0],
      [4, 1, 1, 2],
      [1, 1, 0, 0],
      [1, 1, 0, 0],
      [1, 0, 0, 1],
    ])
    expect(after.introductions[0].decision).toMatchObject({ state: 'accepted', stageLabel: { zh: '匹配' } })
    expect(
      good(await officer.get('/api/gatherings')).rows.find((row: { id: string }) => row.id === id),
    ).toMatchObject({ needs: 2, noted: 2, met: 1 })
    // What was known yesterday was nothing: the gathering did not stand yet.
    expect((await officer.get(`/api/gatherings/${id}?on=2020-01-01`)).status).toBe(404)
    expect(offers).toHaveLength(3)
  })

  it('arranges again around those who have met, and takes one more beside it', async () => {
    const wanted = skill()
    const [need, other] = [await post(wanted), await post(wanted)]
    const [one, two, three] = [await talent(wanted), await talent(wanted), await talent(wanted)]
    const id = await open([need, other])
    good(await arrange(id, [{ needId: need.id, offerId: one.id }]))
    const [met] = (await page(id)).introductions
    good(await note(met, { outcome: 'met' }))
    // Whoever has met stays; the same two are not introduced again, and a third is one too many for two rounds.
    expect((await arrange(id, [{ needId: need.id, offerId: one.id }])).body.code).toBe('introduced-already')
    good(await arrange(id, [{ needId: need.id, offerId: two.id }], 'optimal'))
    expect((await page(id)).introductions.map((row: { round: number }) => row.round)).toEqual([1, 2])
    const more = await officer.post(`/api/gatherings/${id}/introductions`, {
      needId: need.id,
      offerId: three.id,
    })
    expect(more.body.code).toBe('gathering-full')
    const { introductions } = await page(id)
    good(
      await officer.post(
        `/api/introductions/${introductions[1].id}/drop`,
        {},
        { match: introductions[1].version },
      ),
    )
    expect(
      good(await officer.post(`/api/gatherings/${id}/introductions`, { needId: need.id, offerId: three.id }))
        .round,
    ).toBe(2)
    const kept = (await page(id)).introductions[0]
    expect(
      (await officer.post(`/api/introductions/${kept.id}/drop`, {}, { match: kept.version })).body.code,
    ).toBe('need-introduced')
    expect(
      (
        await officer.post(
          `/api/gatherings/${id}`,
          { needs: [other.id] },
          { match: (await page(id)).gathering.version },
        )
      ).body.code,
    ).toBe('need-introduced')
  })

  it('places as many as each need still seeks, one need a person', async () => {
    const wanted = skill()
    const many = await post(wanted, { headcount: 2 })
    const single = await post(wanted)
    for (let n = 0; n < 4; n++) await talent(wanted)
    const id = await open([many, single], { way: 'places' })
    const ways = await arrangements(id)
    expect(ways.seats).toBe(3)
    for (const { pairs } of ways.arrangements) {
      expect(pairs).toHaveLength(3)
      expect(new Set(pairs.map((pair: Pair) => pair.offerId)).size).toBe(3)
    }
    expect(good(await arrange(id, ways.arrangements[2].pairs, 'optimal'))).toEqual({
      introductions: 3,
      rounds: 0,
    })
  })

  it('fills places again: who was accepted, did not come or would not go on takes none any more', async () => {
    const wanted = skill()
    const need = await post(wanted, { headcount: 2 })
    const [one, two, three, four] = [
      await talent(wanted),
      await talent(wanted),
      await talent(wanted),
      await talent(wanted),
    ]
    const id = await open([need], { way: 'places' })
    const pairs = (...some: Offer[]) => some.map((offer) => ({ needId: need.id, offerId: offer.id }))
    good(await arrange(id, pairs(one, two)))
    expect(
      (await officer.post(`/api/gatherings/${id}/introductions`, pairs(three)[0] as Pair)).body.code,
    ).toBe('gathering-full')
    const [first, second] = (await page(id)).introductions
    good(await note(first, { outcome: 'met', needWish: true, offerWish: true }))
    good(await note(second, { outcome: 'offer-absent' }))
    good(await officer.post(`/api/matches/post-talent/needs/${need.id}/accept`, { offerId: first.offerId }))
    // One of two places is filled, and the one who did not come holds none: one more fits, and no second.
    expect((await arrangements(id)).seats).toBe(1)
    expect((await arrange(id, pairs(three, four))).body.code).toBe('gathering-full')
    expect(good(await arrange(id, pairs(three))).introductions).toBe(3)
  })

  it('knows nobody who did not agree or who declined the need, by whichever door', async () => {
    const wanted = skill()
    const need = await post(wanted)
    const silent = await talent(wanted, { talent_consent: false })
    const there = await talent(wanted)
    const id = await open([need])
    const ways = await arrangements(id)
    const offered = ways.offers.map((offer: { id: string }) => offer.id)
    expect(offered).toContain(there.id)
    expect(offered).not.toContain(silent.id)
    expect((await arrange(id, [{ needId: need.id, offerId: silent.id }])).body.code).toBe('no-consent')
    good(await arrange(id, [{ needId: need.id, offerId: there.id }]))
    const { version } = good(await officer.get(`/api/registry/talent/${there.id}`))
    good(
      await officer.post(
        `/api/registry/talent/${there.id}/statements`,
        { values: { talent_consent: false }, source: '演示' },
        { match: version },
      ),
    )
    // He agreed no more: he is in no introduction and in no count.
    const after = await page(id)
    expect(after.introductions).toEqual([])
    expect(after.needs[0].introductions).toBe(0)
    expect(figures(after)[0]).toEqual([0, 0, 0, 0])
  })

  it('shows of a past day what had come of it by then', async () => {
    const wanted = skill()
    const [need, person] = [await post(wanted), await talent(wanted)]
    const id = await open([need])
    good(await arrange(id, [{ needId: need.id, offerId: person.id }]))
    const path = `/api/matches/post-talent/needs/${need.id}/accept`
    const { journeyId } = good(await officer.post(path, { offerId: person.id }))
    const then = today()
    const before = figures(await page(id))
    stage.shift(1)
    const { version } = good(await officer.get(`/api/journeys/${journeyId}`))
    good(
      await officer.post(
        `/api/journeys/${journeyId}/close`,
        { exit: 'ended', reason: 'pay' },
        { match: version },
      ),
    )
    const now = await page(id)
    expect(now.introductions[0].decision).toMatchObject({ exitLabel: { zh: '终止' } })
    // No further stage will come of it now; on that day it was not known yet.
    expect(figures(now)[4]).toEqual([1, 0, 1, 0])
    const past = good(await officer.get(`/api/gatherings/${id}?on=${then}&known=${then}`))
    expect(figures(past)).toEqual(before)
    expect(past.introductions[0].decision.exitLabel).toBeUndefined()
  })

  it('refuses what may not be, each in its own words', async () => {
    const wanted = skill()
    const need = await post(wanted)
    const other = await post(wanted)
    const person = await talent(wanted)
    const later = await open([need], { day: '2099-01-01' })
    good(await arrange(later, [{ needId: need.id, offerId: person.id }]))
    const [row] = (await page(later)).introductions
    expect((await note(row, { outcome: 'met' })).body.code).toBe('gathering-early')
    expect((await arrange(later, [{ needId: other.id, offerId: person.id }])).body.code).toBe(
      'not-in-gathering',
    )
    expect((await arrange(later, [{ needId: need.id, offerId: need.id }])).body.code).toBe('not-found')
    expect(
      (
        await officer.post('/api/gatherings', {
          profile: 'post-talent',
          title: '演示',
          day: today(),
          way: 'rounds',
          needs: [person.id],
        })
      ).body.code,
    ).toBe('not-found')
    const { gathering } = await page(later)
    const change = (body: object, match = gathering.version) =>
      officer.post(`/api/gatherings/${later}`, body, { match })
    const cancelled = good(await change({ state: 'cancelled' }))
    expect((await change({ title: '演示改名' })).body.code).toBe('stale')
    expect((await arrange(later, [])).body.code).toBe('gathering-state')
    expect((await officer.get(`/api/gatherings/${later}/arrangements`)).body.code).toBe('gathering-state')
    good(await change({ state: 'planned' }, cancelled.version))
    // Reading matches whole is what it takes to look; an enterprise and an office without it see none.
    expect((await (await stage.as('element-officer')).get(`/api/gatherings/${later}`)).status).toBe(403)
    const name = `演示企业${next()}`
    const { id: firm } = await make(officer, 'enterprise', { name })
    const own = await stage.addEnterprise({ id: firm, name }, `gathering${next()}@demo.example`)
    expect((await own.get('/api/gatherings')).status).toBe(403)
    expect((await (await stage.as('leader')).post('/api/gatherings', {})).status).toBe(403)
  })

  it('is told whole by the ledger', async () => {
    const found = await stage.look((read) =>
      sql<{ n: number }>`
        select count(*)::integer as n from introduction i
        where row is distinct from (select after from ledger l where l.about_kind = 'introduction' and l.about_id = i.id order by recorded_at desc, id desc limit 1)
      `.execute(read.query),
    )
    expect(found.rows[0]?.n).toBe(0)
  })
})

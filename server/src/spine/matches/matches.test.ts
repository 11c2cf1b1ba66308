import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../../testing/client.ts'
import { good, make, placement, placementRows } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'

const decisionOn = (ranking: Reply, offerId: string) =>
  good(ranking).rows.find((row: { offerId: string }) => row.offerId === offerId).decision

describe.each(TIERS)('matches on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier })
  })
  afterAll(() => stage.close())
  const count = (table: string) =>
    stage.look(async (read) => {
      const found = await sql<{
        n: number
      }>`select count(*)::integer as n from ${sql.table(table)} where district_id = ${read.district}`.execute(
        read.query,
      )
      return found.rows[0]?.n
    })

  it('ranks offers with a verdict per requirement, the deciding words, and no score', async () => {
    const { officer, post, talent } = await placementRows(stage)
    const other = await make(officer, 'talent', {
      talent_name: '演示未知人',
      birth_month: '1991-01',
      talent_consent: true,
      skills: ['C++'],
    })
    const silent = await make(officer, 'talent', {
      talent_name: '演示未同意人',
      birth_month: '1992-01',
      degree: 'doctor',
      skills: ['C++'],
    })
    const ranking = good(await officer.get(`/api/matches/post-talent/needs/${post.id}`))
    const ids = ranking.rows.map((row: { offerId: string }) => row.offerId)
    expect(ids[0]).toBe(talent.id)
    expect(ranking.rows[0]).toMatchObject({ group: 'all-met', verdicts: { degree: 'yes', skills: 'yes' } })
    expect(ranking.rows.find((row: { offerId: string }) => row.offerId === other.id).verdicts.degree).toBe(
      'unknown',
    )
    expect(ids).not.toContain(silent.id)
    expect(JSON.stringify(ranking)).not.toMatch(/"score"/)
    const pair = good(await officer.get(`/api/matches/post-talent/needs/${post.id}/offers/${talent.id}`))
    expect(pair.requirements.find((one: { id: string }) => one.id === 'skills').words).toContain('c++')
    const closed = await officer.get(`/api/matches/post-talent/needs/${post.id}/offers/${silent.id}`)
    expect(closed.body.code).toBe('no-consent')
    const accepted = await officer.post(`/api/matches/post-talent/needs/${post.id}/accept`, {
      offerId: silent.id,
    })
    expect(accepted.body.code).toBe('no-consent')
  })

  it('reads a need before it is written: judged, half said, unsaid, and weighed by the need itself', async () => {
    const { officer, talent } = await placementRows(stage)
    const preview = async (values: Record<string, unknown>, who = officer) =>
      good(await who.post('/api/matches/post-talent/preview', { values }))
    const bare = await preview({ post_title: '演示岗位' })
    expect(bare).toMatchObject({
      vague: true,
      requirements: [],
      levels: { may: 'post_preferred', must: 'post_required' },
    })
    expect(bare.unstated.map(({ id }: { id: string }) => id)).toContain('degree')
    const strict = await preview({
      post_title: '演示岗位',
      degree_min: 'doctor',
      skills_wanted: ['C++'],
      english_min: 'cet6',
    })
    expect(strict.requirements.map(({ id, level }: { id: string; level: string }) => [id, level])).toEqual([
      ['degree', 'must'],
      ['skills', 'must'],
      ['english', 'may'],
    ])
    const values = {
      post_title: '演示岗位',
      degree_min: 'master',
      skills_wanted: ['Rust'],
      post_preferred: ['skills'],
      post_required: ['english', 'skills'],
      english_min: 'cet6',
    }
    const turned = await preview(values)
    // English is insisted on; the skill stands in both lists, so it stays what the profile says.
    expect(
      turned.requirements.map(({ id, level, usual }: Record<string, string>) => [id, level, usual]),
    ).toEqual([
      ['degree', 'must', 'must'],
      ['skills', 'must', 'must'],
      ['english', 'must', 'may'],
    ])
    const eased = await preview({ ...values, post_required: [] })
    expect(eased.groups.missed).toBeLessThan(turned.groups.missed + turned.groups.unknown + 1)
    // The same weights hold where the need is written and ranked.
    const post = await make(officer, 'post', {
      ...values,
      post_required: undefined,
      post_enterprise: '演示单位',
      post_title: `演示岗位${talent.id}`,
    })
    const ranking = good(await officer.get(`/api/matches/post-talent/needs/${post.id}`))
    expect(ranking.requirements.map(({ id, level }: { id: string; level: string }) => [id, level])).toEqual([
      ['degree', 'must'],
      ['skills', 'may'],
      ['english', 'may'],
    ])
    expect(
      (await officer.post('/api/matches/post-talent/preview', { values: { no_such: 1 } })).body.code,
    ).toBe('unknown-fact')
    expect((await stage.nobody.post('/api/matches/post-talent/preview', { values: {} })).status).toBe(401)
  })

  it('orders equals by meaning where the district has a model, and by words where it does not answer', async () => {
    const { officer, post, talent } = await placementRows(stage)
    const near = await make(officer, 'talent', {
      talent_name: `演示声学人${talent.id}`,
      birth_month: '1991-02',
      mobile: '13700001111',
      talent_consent: true,
      degree: 'doctor',
      skills: ['C++', '水声信号'],
    })
    const asked: string[][] = []
    let answers = true
    Object.assign(stage.workbench.district, {
      embedder: {
        model: '演示模型',
        embed: async (texts: readonly string[]) => {
          asked.push([...texts])
          return answers
            ? texts.map((text) =>
                Float32Array.from(text.includes('水声') || text.includes('算法工程师') ? [1, 0] : [0, 1]),
              )
            : undefined
        },
      },
    })
    try {
      const path = `/api/matches/post-talent/needs/${post.id}?limit=2`
      const words = good(await officer.get(path))
      expect(words.order).toEqual({ by: 'words', model: '演示模型' })
      expect(asked).toEqual([])
      const meaning = good(await officer.get(`${path}&by=meaning`))
      expect(meaning.order).toEqual({ by: 'meaning', model: '演示模型' })
      expect(meaning.rows[0].offerId).toBe(near.id)
      expect(meaning.groups).toEqual(words.groups)
      const next = good(await officer.get(`${path}&by=meaning&cursor=${meaning.next}`))
      const seen = [...meaning.rows, ...next.rows].map((row: { offerId: string }) => row.offerId)
      expect(new Set(seen).size).toBe(seen.length)
      // Nothing personal leaves the house, and what was asked once is not asked again.
      expect(JSON.stringify(asked)).not.toMatch(/13700001111|演示声学人/)
      const before = asked.flat().length
      good(await officer.get(`${path}&by=meaning`))
      expect(asked.flat().length).toBe(before)
      answers = false
      await make(officer, 'talent', {
        talent_name: `演示新人${talent.id}`,
        birth_month: '1992-03',
        talent_consent: true,
        degree: 'doctor',
        skills: ['C++', '无线'],
      })
      const silent = good(await officer.get(`${path}&by=meaning`))
      expect(silent.order).toEqual({ by: 'words', model: '演示模型', silent: true })
    } finally {
      Object.assign(stage.workbench.district, { embedder: undefined })
    }
  })

  it('puts offers side by side in the order of the ranking, and says why each stands above the next', async () => {
    const { officer, post, talent } = await placementRows(stage)
    const person = (name: string, values: Record<string, unknown>) =>
      make(officer, 'talent', { talent_name: name, birth_month: '1991-03', talent_consent: true, ...values })
    const silent = await person('演示学历未知人', { skills: ['C++'] })
    const other = await person('演示本科人', { degree: 'bachelor', skills: ['C++'] })
    const withdrawn = await person('演示已退出人', { degree: 'doctor', talent_consent: false })
    const path = `/api/matches/post-talent/needs/${post.id}/compare`
    const side = good(await officer.get(`${path}?offers=${other.id},${silent.id},${talent.id}`))
    expect(side.candidates.map((one: Reply['body']) => one.candidate.offerId)).toEqual([
      talent.id,
      silent.id,
      other.id,
    ])
    expect(side.above).toMatchObject([
      { above: talent.id, below: silent.id, by: 'group', better: ['degree'], worse: [] },
      { above: silent.id, below: other.id, by: 'group', better: ['degree'], worse: [] },
    ])
    expect(side.above[0].because[0].key).toBe('matching.above.group')
    const listed = good(await officer.get(`/api/matches/post-talent/needs/${post.id}`)).rows
    const order = listed.map((row: { offerId: string }) => row.offerId)
    expect(order.indexOf(silent.id)).toBeLessThan(order.indexOf(other.id))
    // One who withdrew is as if he were not there, whatever is asked beside him.
    const both = await officer.get(`${path}?offers=${talent.id},${withdrawn.id}`)
    const nobody = await officer.get(`${path}?offers=${talent.id},${post.id}`)
    expect([both.status, both.body.code]).toEqual([nobody.status, nobody.body.code])
    expect(both.status).toBe(404)
    expect((await officer.get(`${path}?offers=${talent.id}`)).status).toBe(422)
  })

  it('opens the journey of an accepted match, once, however many accept at once', async () => {
    const { officer, post, talent } = await placementRows(stage)
    const replies = await Promise.all(
      [1, 2, 3].map(() =>
        officer.post(`/api/matches/post-talent/needs/${post.id}/accept`, { offerId: talent.id }),
      ),
    )
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409, 409])
    const { journeyId } = good(replies.find((reply) => reply.status === 200) as never)
    const journey = good(await officer.get(`/api/journeys/${journeyId}`))
    expect(journey).toMatchObject({ stage: 'matched', match: { needId: post.id, offerId: talent.id } })
    expect(journey.title).not.toContain('演示人员')
    expect(
      decisionOn(await officer.get(`/api/matches/post-talent/needs/${post.id}`), talent.id),
    ).toMatchObject({ state: 'accepted', journeyId })
    const decline = await officer.post(`/api/matches/post-talent/needs/${post.id}/decline`, {
      offerId: talent.id,
      reason: '演示',
    })
    expect(decline.body.code).toBe('already-decided')
  })

  it('leaves no match where its journey could not open', async () => {
    const { officer, post, talent } = await placementRows(stage)
    const before = [await count('match'), await count('journey'), await count('ledger')]
    // The database itself refuses the journey, as a full disk would.
    await sql`alter table journey add constraint no_room check (district_id < 0) not valid`.execute(
      stage.workbench.database.local,
    )
    const reply = await officer.post(`/api/matches/post-talent/needs/${post.id}/accept`, {
      offerId: talent.id,
    })
    await sql`alter table journey drop constraint no_room`.execute(stage.workbench.database.local)
    expect(reply.status).toBe(500)
    expect(reply.body.code).toBe('bug')
    expect([await count('match'), await count('journey'), await count('ledger')]).toEqual(before)
    const again = await officer.post(`/api/matches/post-talent/needs/${post.id}/accept`, {
      offerId: talent.id,
    })
    expect(again.status).toBe(200)
  })

  it('declines with a reason, and may accept afterwards', async () => {
    const { officer, post, talent } = await placementRows(stage)
    const path = `/api/matches/post-talent/needs/${post.id}`
    expect((await officer.post(`${path}/decline`, { offerId: talent.id })).status).toBe(422)
    good(await officer.post(`${path}/decline`, { offerId: talent.id, reason: '经历不合' }))
    expect(decisionOn(await officer.get(path), talent.id)).toMatchObject({
      state: 'declined',
      reason: '经历不合',
    })
    good(await officer.post(`${path}/accept`, { offerId: talent.id }))
  })

  it('accepts nothing for a need that has run out or was withdrawn, nor an offer that has run out, and says which', async () => {
    const { officer, post, talent } = await placementRows(stage)
    const path = `/api/matches/post-talent/needs/${post.id}`
    const [before, ledger] = [await count('match'), await count('ledger')]
    const state = async (values: Record<string, unknown>) =>
      good(
        await officer.post(
          `/api/registry/post/${post.id}/statements`,
          { values, source: '来电' },
          { match: good(await officer.get(`/api/registry/post/${post.id}`)).version },
        ),
      )
    expect(good(await officer.get(path)).need.expiredOn).toBeUndefined()
    const yesterday = dayFrom(stage.today, -1)
    await state({ post_expires_on: yesterday })
    const ranking = good(await officer.get(path))
    expect(ranking.need.expiredOn).toBe(yesterday)
    expect(ranking.abilities).toEqual(['match.decline'])
    expect(good(await officer.get(`${path}/offers/${talent.id}`)).abilities).toEqual(['match.decline'])
    const listed = good(await officer.get('/api/matches/post-talent/needs?limit=200')).rows
    expect(listed.find((row: { id: string }) => row.id === post.id).expiredOn).toBe(yesterday)
    const late = await officer.post(`${path}/accept`, { offerId: talent.id })
    expect([late.status, late.body.code, late.body.facts.day]).toEqual([409, 'need-expired', yesterday])
    // A month runs to its end, the last day counts, and without an end it stays open.
    await state({ post_expires_on: stage.today.slice(0, 7) })
    expect(good(await officer.get(path)).need.expiredOn).toBeUndefined()
    await state({ post_expires_on: stage.today })
    expect(good(await officer.get(path)).need.expiredOn).toBeUndefined()
    for (const [outcome, how] of [
      ['filled', 'filled'],
      ['dropped', 'dropped'],
    ]) {
      await state({ post_outcome: outcome })
      expect(good(await officer.get(path)).need.closed).toBe(how)
      const closed = await officer.post(`${path}/accept`, { offerId: talent.id })
      expect([closed.status, closed.body.code, closed.body.facts.how]).toEqual([409, 'need-closed', how])
    }
    await state({ post_outcome: 'open' })
    expect(good(await officer.get(path)).abilities).toContain('match.accept')
    expect([await count('match'), await count('ledger')]).toEqual([before, Number(ledger) + 6])

    const history = good(await officer.get(`/api/registry/post/${post.id}/history`)).rows
    for (const { id } of history)
      good(
        await officer.post(
          `/api/registry/post/${post.id}/statements/${id}/retract`,
          { reason: '岗位取消' },
          { match: good(await officer.get(`/api/registry/post/${post.id}`)).version },
        ),
      )
    const gone = await officer.post(`${path}/accept`, { offerId: talent.id })
    expect([gone.status, gone.body.code]).toEqual([410, 'need-withdrawn'])
    for (const id of [talent.id, stage.members[0]?.user_id]) {
      const other = `/api/matches/post-talent/needs/${id}/accept`
      expect((await officer.post(other, { offerId: talent.id })).status).toBe(404)
    }
    expect(await count('match')).toBe(before)
  })

  it('shows an enterprise its own needs only, and persons by no name', async () => {
    const own = await placement(stage)
    const foreign = await placementRows(stage)
    const enterprise = await stage.addEnterprise(
      { id: own.enterprise.id, name: own.enterpriseName },
      `own-${own.n}@example`,
    )
    const needs = good(await enterprise.get('/api/matches/post-talent/needs'))
    expect(needs.rows.map((row: { id: string }) => row.id)).toEqual([own.post.id])
    const ranking = await enterprise.get(`/api/matches/post-talent/needs/${own.post.id}`)
    expect(ranking.status).toBe(200)
    expect(JSON.stringify(ranking.body)).not.toContain('演示人员')
    expect((await enterprise.get(`/api/matches/post-talent/needs/${foreign.post.id}`)).status).toBe(404)
    expect(
      (
        await enterprise.post(`/api/matches/post-talent/needs/${own.post.id}/accept`, {
          offerId: foreign.talent.id,
        })
      ).status,
    ).toBe(403)
  })
})

import { rank, relaxations } from '@qiongding/matching'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reading } from '../../../platform/verb/context.ts'
import { good, make, placementRows } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'
import { asOfOf } from '../../pack.ts'
import { offersOf, optionsOf, profileOf } from '../reads/pair.ts'
import { rankPooled } from './index.ts'

describe.each(TIERS)('offers held ready on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier })
  })
  afterAll(() => stage.close())

  /** The same question answered from the pool and by ranking everything; the rows of both must be the same. */
  async function asked(account = 'talent-officer'): Promise<string[]> {
    const ctx = stage.contextOf(account)
    const profile = profileOf(ctx, 'post-talent')
    const asOf = asOfOf(ctx, {})
    const { on } = optionsOf(ctx, asOf.on)
    const need = { post_title: '算法工程师', degree_min: 'master', skills_wanted: ['C++'] }
    return reading(ctx, async (read) => {
      const asked = [{ need, query: { limit: 50 } }]
      const [pooled] = await rankPooled(ctx, read, profile, { on, asked })
      if (!pooled) throw new Error('nothing was ranked')
      const whole = rank(
        profile,
        need,
        await offersOf(ctx, read, profile.offer, asOf),
        optionsOf(ctx, asOf.on),
      )
      expect(pooled.rows).toEqual(whole.rows)
      expect(pooled.offers).toBe(whole.rows.length)
      expect(pooled.relaxations).toEqual(relaxations(whole).map(({ gained: _, ...one }) => one))
      return pooled.rows.map(({ id }) => id)
    })
  }

  it('show every change in the next answer: new, corrected, consent withdrawn, retracted, and back', async () => {
    const { officer, talent } = await placementRows(stage)
    const versionOf = async (id: string) => good(await officer.get(`/api/registry/talent/${id}`)).version
    const state = async (id: string, values: Record<string, unknown>) =>
      good(
        await officer.post(
          `/api/registry/talent/${id}/statements`,
          { values, source: '来电' },
          { match: await versionOf(id) },
        ),
      )
    expect(await asked()).toEqual([talent.id])
    const second = await make(officer, 'talent', {
      talent_name: '演示人员后来',
      birth_month: '1991-02',
      talent_consent: true,
      degree: 'bachelor',
      skills: ['C++'],
    })
    expect(await asked()).toEqual([talent.id, second.id])
    await state(talent.id, { degree: 'associate' })
    await state(second.id, { degree: 'doctor' })
    expect(await asked()).toEqual([second.id, talent.id])
    await state(second.id, { talent_consent: false })
    expect(await asked()).toEqual([talent.id])
    await state(second.id, { talent_consent: true })
    expect(await asked()).toEqual([second.id, talent.id])
    for (const { id } of good(await officer.get(`/api/registry/talent/${talent.id}/history`)).rows)
      good(
        await officer.post(
          `/api/registry/talent/${talent.id}/statements/${id}/retract`,
          { reason: '录入有误' },
          { match: await versionOf(talent.id) },
        ),
      )
    expect(await asked()).toEqual([second.id])
  })

  it.skipIf(tier === 'pglite')(
    'see what was written long before it was committed, and looked at in between',
    async () => {
      const { talent } = await placementRows(stage)
      const ids = await asked()
      expect(ids).toContain(talent.id)
      const { promise: looked, resolve: goOn } = Promise.withResolvers<void>()
      const { promise: written, resolve: wrote } = Promise.withResolvers<void>()
      const slow = stage.workbench.database.withDistrict(stage.district, async (tx) => {
        await sql`
        update profile set facts = facts || '{"talent_consent": false}'::jsonb, version = ${uuidv7()}::uuid
        where district_id = ${tx.district} and subject_id = ${talent.id}::uuid
      `.execute(tx.query)
        wrote()
        await looked
      })
      await written
      // Others write and are looked at meanwhile: the slow one stays unseen, and is seen once it is committed.
      const { talent: quick } = await placementRows(stage)
      expect(await asked()).toEqual(expect.arrayContaining([talent.id, quick.id]))
      goOn()
      await slow
      expect(await asked()).not.toContain(talent.id)
    },
  )

  it('answer many at once, each what it sees', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => asked()))
    expect(new Set(answers.map((ids) => ids.join())).size).toBe(1)
  })
})

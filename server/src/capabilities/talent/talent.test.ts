import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'

const BALANCE = '/api/balances/chain-talent'

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))('talent on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  it('lays demand against supply on every node, and keeps what nobody said apart', async () => {
    const firm = `演示供需企业${next()}`
    await make(officer, 'enterprise', { name: firm, street: '演示街道 A' })
    const post = (values: Record<string, unknown>) =>
      make(officer, 'post', { post_title: `演示供需岗位${next()}`, post_enterprise: firm, ...values })
    const until = dayFrom(stage.today, 30)
    await post({ post_chain: 'key-vr', post_chain_node: '整机', headcount: 3, post_expires_on: until })
    await post({ post_chain: 'key-vr', post_chain_node: '光学模组', post_expires_on: until })
    await post({ post_chain: 'key-vr', headcount: 7, post_expires_on: dayFrom(stage.today, -1) })
    const lost = await post({ headcount: 4, post_expires_on: until })
    const talent = (values: Record<string, unknown>) =>
      make(officer, 'talent', {
        talent_name: `演示供需人${next()}`,
        birth_month: '1990-01',
        mobile: `1350000${String(next()).padStart(4, '0')}`,
        ...values,
      })
    await talent({ talent_chain: 'key-vr', talent_chain_node: '整机', talent_consent: true })
    const hidden = await talent({ talent_consent: true })
    const read = good(await officer.get(BALANCE))
    const vr = read.nodes.find((node: { code: string }) => node.code === 'key-vr')
    expect(vr).toMatchObject({
      demand: {
        open: { needs: 2, heads: 3, unsaid: 1 },
        expired: { needs: 1, heads: 7, unsaid: 0 },
      },
      supply: { known: 1, consenting: 1 },
      // 3 and one more at least, against 1 here and 1 of whom nobody said where he belongs.
      balance: { is: 'short', atLeast: 2 },
      asOf: { to: stage.today },
    })
    expect(vr.parts).toMatchObject([
      { part: '光学模组', demand: { open: { needs: 1, unsaid: 1 } }, supply: { known: 0 } },
      { part: '整机', demand: { open: { heads: 3 } }, supply: { known: 1 } },
    ])
    expect(read.unplaced).toMatchObject({ demand: { open: { needs: 1, heads: 4 } }, supply: { known: 1 } })
    expect(read.total.demand.open).toMatchObject({ needs: 3, heads: 7, unsaid: 1 })
    const empty = read.nodes.find((node: { code: string }) => node.code === 'key-ai')
    expect(empty).toMatchObject({ balance: { is: 'none' }, demand: { open: { needs: 0 } } })
    expect(read.nodes.some((node: { code: string }) => node.code === 'key-3')).toBe(false)

    const rows = async (query: string, who = officer) => good(await who.get(`${BALANCE}/rows?${query}`))
    expect((await rows('side=demand&node=')).rows).toMatchObject([{ id: lost.id, quantity: 4 }])
    expect((await rows('side=supply&node=')).rows).toMatchObject([{ id: hidden.id }])
    const open = await rows('side=demand&node=key-vr&standing=open,expiring')
    expect([open.total, open.kind]).toEqual([2, 'post'])
    const leader = await stage.as('leader')
    const masked = await rows('side=supply&node=key-vr', leader)
    expect(masked.rows[0].name).toMatch(/^#/)

    const here = good(await officer.get(`${BALANCE}?place=${encodeURIComponent('演示街道 A')}`))
    expect(here.total.demand.open.needs).toBe(3)
    const nowhere = good(await officer.get(`${BALANCE}?place=${encodeURIComponent('演示街道 B')}`))
    expect(nowhere).toMatchObject({
      total: { demand: { open: { needs: 0 } }, supply: { known: 2 } },
      placed: { demand: true, supply: false },
      placeUnknown: { demand: 0 },
    })
    expect((await officer.get('/api/balances/none')).status).toBe(404)
    expect(
      (await (await stage.as('enterprise-user').catch(() => stage.nobody)).get(BALANCE)).status,
    ).not.toBe(200)

    const filled = good(await officer.get(`/api/needs/post?view=all&limit=200`)).rows.find(
      (row: { id: string }) => row.id === lost.id,
    )
    good(
      await officer.post(
        `/api/needs/post/${lost.id}/record`,
        { answer: 'filled', source: '演示' },
        { match: filled.version },
      ),
    )
    expect(good(await officer.get(BALANCE)).unplaced.demand).toMatchObject({
      open: { needs: 0 },
      filled: { needs: 1, heads: 4 },
    })
    expect(good(await officer.get('/api/talent/overview')).matchings[0].needs).toMatchObject({
      expired: 1,
      filled: 1,
    })
  })
})

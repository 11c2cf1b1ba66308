import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '../../../rebuild.ts'
import type { Client } from '../../../testing/client.ts'
import { good, make, next } from '../../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../../testing/stage.ts'

/** A small seeded generator (mulberry32), so that a failure can be had again. */
function dice(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let t = Math.imul(at ^ (at >>> 15), 1 | at)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))(
  'merges and statements at random on %s',
  (tier) => {
    let stage: Stage
    let officer: Client
    beforeAll(async () => {
      stage = await openStage({ tier })
      officer = await stage.as('talent-officer')
    })
    afterAll(() => stage.close())

    const rowsOf = async (table: string) =>
      (
        await stage.look((read) =>
          sql<{ t: string }>`select t::text as t from ${sql.table(table)} t order by 1`.execute(read.query),
        )
      ).rows.map((row) => row.t)
    const bytes = async () => [await rowsOf('profile'), await rowsOf('joined')]
    const clean = async () => {
      const report = await rebuild(stage.workbench, { replace: false })
      expect(report.tables.filter((table) => table.differences > 0)).toEqual([])
    }

    it.each([1, 2, 3])(
      'leave nothing behind once undone, and rebuild to the same at every step (seed %i)',
      async (seed) => {
        const roll = dice(seed)
        const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T
        const path = (id: string) => `/api/registry/enterprise/${id}`
        const read = async (id: string) => (await officer.get(path(id))).body
        const ids: string[] = []
        for (let index = 0; index < 6; index++)
          ids.push((await make(officer, 'enterprise', { name: `演示随机${next()}`, employees: index })).id)
        const standing: string[] = []
        const values = () =>
          pick<() => Record<string, unknown>>([
            () => ({ revenue: Math.floor(roll() * 1e6) }),
            () => ({ employees: Math.floor(roll() * 100) }),
            () => ({ name: `演示改名${next()}` }),
            () => ({ contact_name: `演示联系人${next()}` }),
            () => ({ employees: null }),
          ])()
        const state = async (id: string) => {
          const { version, id: root } = await read(id)
          if (!version) return
          good(
            await officer.post(
              `${path(root)}/statements`,
              { values: values(), source: '补报', asOf: dayFrom(stage.today, -Math.floor(roll() * 40)) },
              { match: version },
            ),
          )
        }
        const merge = async (): Promise<string | undefined> => {
          const [into, merged] = [await read(pick(ids)), await read(pick(ids))]
          if (!into.id || !merged.id || into.id === merged.id) return undefined
          return good(
            await officer.post('/api/duplicates/merges', {
              kind: 'enterprise',
              intoId: into.id,
              mergedId: merged.id,
              versions: { into: into.version, merged: merged.version },
              stands:
                roll() < 0.5
                  ? { name: pick(['into', 'merged']), contact_name: pick(['into', 'merged']) }
                  : {},
            }),
          ).mergeId
        }
        const undo = async (id: string) =>
          good(await officer.post(`/api/duplicates/merges/${id}/undo`, { reason: '拆开' }))
        for (let step = 0; step < 25; step++) {
          const what = roll()
          if (what < 0.45) await state(pick(ids))
          else if (what < 0.55) {
            const id = pick(ids)
            const rows = (await officer.get(`${path(id)}/history`)).body.rows?.filter(
              (row: { retracted: boolean; retracts?: string }) => !row.retracted && !row.retracts,
            )
            if (rows?.length > 1) {
              const { version, id: root } = await read(id)
              good(
                await officer.post(
                  `${path(root)}/statements/${pick<{ id: string }>(rows).id}/retract`,
                  { reason: '撤回' },
                  { match: version },
                ),
              )
            }
          } else if (what < 0.65 && standing.length > 0)
            await undo(standing.splice(Math.floor(roll() * standing.length), 1)[0] as string)
          else {
            const before = await bytes()
            const made = await merge()
            if (made && roll() < 0.5) {
              await undo(made)
              expect(await bytes()).toEqual(before)
            } else if (made) standing.push(made)
          }
          if (step % 5 === 4) await clean()
        }
        for (const id of standing.toSorted(() => roll() - 0.5)) await undo(id)
        expect(await rowsOf('joined')).toEqual([])
        await clean()
      },
    )
  },
)

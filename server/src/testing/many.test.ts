import type { RawBuilder } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manyRows } from '../platform/db/many.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

type Values = { type: string; values: (string | number | boolean | null)[] }

describe.each(TIERS)('many rows in one statement on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'none' })
  })
  afterAll(() => stage.close())

  const selected = async (columns: Record<string, Values>) => {
    const { select } = manyRows(columns)
    const found = await stage.workbench.database.readDistrict(1, (read) =>
      (select as RawBuilder<Record<string, unknown>>).execute(read.query),
    )
    return found.rows
  }
  /** What comes back is what went in, row by row. */
  const comesBack = async (columns: Record<string, Values>) => {
    const names = Object.keys(columns)
    const rows = Object.values(columns)[0]?.values.map((_, index) =>
      Object.fromEntries(names.map((name) => [name, columns[name]?.values[index]])),
    )
    expect(await selected(columns)).toEqual(rows)
  }

  it('gives back what it was given: varying, the same throughout, missing and empty', async () => {
    await comesBack({
      number: { type: 'integer', values: [1, 2, 3, 4] },
      text: { type: 'text', values: ['甲', '', null, 'a,"b"\\{}\n\t'] },
      same: { type: 'text', values: ['乙', '乙', '乙', '乙'] },
      none: { type: 'uuid', values: [null, null, null, null] },
      flag: { type: 'boolean', values: [true, false, true, true] },
      day: { type: 'date', values: ['2026-01-31', null, '2026-02-01', '2026-01-31'] },
    })
  })

  it('takes one value for all rows', async () => {
    const { select } = manyRows({
      number: { type: 'integer', values: [1, 2] },
      kind: { type: 'text', value: '甲' },
      none: { type: 'date', value: null },
    })
    const found = await stage.workbench.database.readDistrict(1, (read) =>
      (select as RawBuilder<unknown>).execute(read.query),
    )
    expect(found.rows).toEqual([
      { number: 1, kind: '甲', none: null },
      { number: 2, kind: '甲', none: null },
    ])
  })

  it('keeps texts that hold its own marks apart', async () => {
    await comesBack({
      number: { type: 'integer', values: [1, 2, 3] },
      between: { type: 'text', values: ['a\u001eb', 'c', null] },
      missing: { type: 'text', values: ['\u0015', null, 'd'] },
      within: { type: 'text', values: ['x\u0015y', null, 'z'] },
    })
  })

  it('takes one row, rows that are all alike, and lists', async () => {
    await comesBack({ text: { type: 'text', values: [''] }, number: { type: 'integer', values: [7] } })
    await comesBack({ text: { type: 'text', values: ['', ''] } })
    expect(
      await selected({
        tokens: { type: 'integer[]', values: ['{1,-2}', '{}'] },
        facts: { type: 'jsonb', values: ['{"a":"甲\\n","b":null}', '{}'] },
      }),
    ).toEqual([
      { tokens: [1, -2], facts: { a: '甲\n', b: null } },
      { tokens: [], facts: {} },
    ])
  })
})

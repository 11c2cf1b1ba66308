import type ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../../testing/client.ts'
import { good, type Made, make, next } from '../../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../../testing/stage.ts'
import { columnOf, edited, rowOf } from '../../../../testing/workbooks.ts'
import { importRow } from '../reads.ts'

const HEADER = 3

describe.each(TIERS)('a file of ours that comes back, on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  async function exported(body: Record<string, unknown>, who = officer): Promise<Uint8Array> {
    const started = good(await who.post('/api/exports', body))
    await stage.settled()
    const file = await who.get(`/api/exports/${started.id}/file`)
    expect(file.status, JSON.stringify(file.body)).toBe(200)
    return file.bytes
  }
  async function sentBack(bytes: Uint8Array, who = officer, name = '回传.xlsx') {
    const taken = good(await who.upload('/api/imports', { name, bytes }))
    await stage.settled()
    return good(await who.get(`/api/imports/${taken.id}`))
  }
  async function decide(id: string, body: Record<string, unknown>, who = officer) {
    good(await who.post(`/api/imports/${id}/decisions`, body))
    await stage.settled()
    return good(await who.get(`/api/imports/${id}`))
  }
  async function commit(id: string, who = officer) {
    good(await who.post(`/api/imports/${id}/commit`))
    await stage.settled()
    return good(await who.get(`/api/imports/${id}`))
  }
  const diff = async (id: string, query = '', who = officer) =>
    good(await who.get(`/api/imports/${id}/diff?limit=200${query}`)).rows
  const values = async (id: string, kind = 'enterprise') =>
    good(await officer.get(`/api/registry/${kind}/${id}`)).values

  /** Enterprises of one street, and an export of them. */
  async function street(rows: readonly Record<string, unknown>[], more: Record<string, unknown> = {}) {
    const n = next()
    const made = []
    for (const row of rows)
      made.push(
        await make(officer, 'enterprise', { street: `演示回传街${n}`, ...row, name: `演示${row.name}${n}` }),
      )
    const ask = {
      kind: 'enterprise',
      columns: ['revenue', 'employees', 'chain', 'main_product', 'registered_on'],
      filter: `street = "演示回传街${n}"`,
      ...more,
    }
    return { n, made, bytes: await exported(ask), ask }
  }

  it('says that nothing was changed, whatever the values are and however they are written', async () => {
    const n = next()
    const odd = [
      {
        name: `演示常${n}`,
        revenue: 123_456_789.12,
        rd_share: 0.0423,
        employees: 0,
        chain: 'key-ai',
        chain_leader: true,
        registered_on: '2001-03-05',
        certificates: ['甲、乙', '=1', '丙(1,2)'],
        ownership: 'state',
        main_product: '=HYPERLINK("x")',
      },
      {
        name: `演示怪${n}`,
        registered_on: '1999-12',
        main_product: ' 前后空格 ',
        address: '一\r\n二',
        chain_leader: false,
        credit_code: '91370212000410012X',
        certificates: [],
        revenue: 1e-4,
        hnte_valid_to: '2027-11',
      },
      {
        name: `演示空${n}`,
        main_product: '暂无',
        address: '无',
        park: '/',
        hnte_certificate: '-5',
        tech_sme_number: '+86-1',
      },
    ]
    for (const row of odd) await make(officer, 'enterprise', { ...row, street: `演示怪街${n}` })
    const all = stage.workbench.pack.factsOf
      .get('enterprise')
      ?.filter((fact) => !fact.ageOf)
      .map((fact) => fact.key)
    const filter = `street = "演示怪街${n}"`
    for (const more of [
      { columns: all },
      { columns: all, unknownMarks: false },
      { columns: all, language: 'en' },
      { template: 'chain-quarterly', filter },
    ]) {
      const bytes = await exported({ kind: 'enterprise', filter, ...more })
      for (const back of [bytes, await edited(bytes, () => {})]) {
        const read = await sentBack(back)
        expect(read, JSON.stringify(more)).toMatchObject({ state: 'review', kind: 'enterprise' })
        const rows = 'template' in more ? 1 : 3
        const findings = good(await officer.get(`/api/imports/${read.id}/findings`)).rows
        expect(read.counts, JSON.stringify([await diff(read.id), findings])).toMatchObject({
          rows,
          unchanged: rows,
          created: 0,
          updated: 0,
          held: 0,
          duplicates: 0,
          errors: 0,
          remarks: 0,
          absent: 0,
        })
      }
    }
  })

  it('takes over what only they changed, and asks where both did: side by side, with offices, times and sources', async () => {
    const { n, made, bytes } = await street([
      { name: '甲', revenue: 120_000_000, employees: 10 },
      { name: '乙', revenue: 50_000_000, employees: 20 },
      { name: '丙', revenue: 70_000_000, employees: 30 },
    ])
    const [one, two, three] = made as [
      { id: string; version: string },
      { id: string; version: string },
      { id: string; version: string },
    ]
    // Meanwhile another office changes two of them.
    good(
      await science.post(
        `/api/registry/enterprise/${one.id}/statements`,
        { values: { revenue: 130_000_000 }, source: '企业来电' },
        { match: one.version },
      ),
    )
    good(
      await science.post(
        `/api/registry/enterprise/${three.id}/statements`,
        { values: { employees: 33 }, source: '企业来电' },
        { match: three.version },
      ),
    )
    const back = await edited(bytes, (sheet) => {
      const revenue = columnOf(sheet, HEADER, '营业收入（万元）')
      const employees = columnOf(sheet, HEADER, '职工人数（人）')
      sheet.getCell(rowOf(sheet, 1, `演示甲${n}`), revenue).value = 14_000
      sheet.getCell(rowOf(sheet, 1, `演示甲${n}`), employees).value = 11
      sheet.getCell(rowOf(sheet, 1, `演示乙${n}`), revenue).value = '6,000'
    })
    const read = await sentBack(back)
    expect(read.counts).toMatchObject({
      rows: 3,
      updated: 2,
      unchanged: 1,
      conflicts: 1,
      elsewhere: 1,
      absent: 0,
    })
    expect(read.returned).toMatchObject({
      rows: 3,
      office: 'talent-office',
      returner: { office: 'talent-office' },
    })
    const [conflict] = await diff(read.id, '&way=both')
    expect(conflict.fields.find((field: { key: string }) => field.key === 'revenue')).toMatchObject({
      way: 'both',
      undecided: true,
      keep: true,
      base: 120_000_000,
      before: 130_000_000,
      after: 140_000_000,
      ours: { by: '演示科技专员', office: 'science', source: '企业来电', asOf: stage.today },
    })
    // Undecided, it is not written; the rest is.
    expect(await commit(read.id)).toMatchObject({ state: 'committed', counts: { updated: 2 } })
    expect(await values(one.id)).toMatchObject({ revenue: 130_000_000, employees: 11 })
    expect(await values(two.id)).toMatchObject({ revenue: 60_000_000, employees: 20 })
    expect(await values(three.id)).toMatchObject({ revenue: 70_000_000, employees: 33 })
    // Sent once more, only the conflict is left; decided, it is written.
    const again = await sentBack(back)
    expect(again.counts).toMatchObject({ updated: 0, unchanged: 3, conflicts: 1 })
    expect(
      await decide(again.id, { keep: [{ row: conflict.row, key: 'revenue', keep: false }] }),
    ).toMatchObject({ counts: { updated: 1, conflicts: 0 } })
    await commit(again.id)
    expect(await values(one.id)).toMatchObject({ revenue: 140_000_000, employees: 11 })
    const history = good(await officer.get(`/api/registry/enterprise/${one.id}/history`)).rows
    expect(history.map((row: { source: string }) => row.source)).toContain('回传.xlsx')
  })

  it('decides conflicts in bulk, with exceptions one by one, and takes a decision back', async () => {
    const { n, made, bytes } = await street([
      { name: '子', employees: 1 },
      { name: '丑', employees: 2 },
      { name: '寅', employees: 3 },
    ])
    for (const { id, version } of made)
      good(
        await science.post(
          `/api/registry/enterprise/${id}/statements`,
          { values: { employees: 50 }, source: '来电' },
          { match: version },
        ),
      )
    const back = await edited(bytes, (sheet) => {
      const employees = columnOf(sheet, HEADER, '职工人数（人）')
      for (const name of ['子', '丑', '寅'])
        sheet.getCell(rowOf(sheet, 1, `演示${name}${n}`), employees).value = 99
    })
    const read = await sentBack(back)
    expect(read.counts).toMatchObject({ conflicts: 3, updated: 0 })
    expect(await decide(read.id, { ways: { both: 'adopt' } })).toMatchObject({
      counts: { conflicts: 0, updated: 3 },
      returned: { ways: { both: 'adopt' } },
    })
    const row = (await diff(read.id, '&way=both')).find(
      (one: { subjectId: string }) => one.subjectId === made[1]?.id,
    ).row
    expect(await decide(read.id, { keep: [{ row, key: 'employees', keep: true }] })).toMatchObject({
      counts: { conflicts: 0, updated: 2 },
    })
    expect(await decide(read.id, { ways: { both: null } })).toMatchObject({
      counts: { conflicts: 2, updated: 0 },
    })
    expect(await decide(read.id, { ways: { both: 'keep' } })).toMatchObject({
      counts: { conflicts: 0, updated: 0 },
    })
    await decide(read.id, { ways: { both: 'adopt' } })
    await commit(read.id)
    expect(await Promise.all(made.map(async ({ id }) => (await values(id)).employees))).toEqual([99, 50, 99])
  })

  it('holds a record that somebody changes between the review and the writing', async () => {
    const { n, made, bytes } = await street([{ name: '抢', employees: 1 }])
    const read = await sentBack(
      await edited(bytes, (sheet) => {
        sheet.getCell(rowOf(sheet, 1, `演示抢${n}`), columnOf(sheet, HEADER, '职工人数（人）')).value = 2
      }),
    )
    expect(read.counts).toMatchObject({ updated: 1 })
    const [{ id, version }] = made as [{ id: string; version: string }]
    good(
      await science.post(
        `/api/registry/enterprise/${id}/statements`,
        { values: { revenue: 5 }, source: '来电' },
        { match: version },
      ),
    )
    expect(await commit(read.id)).toMatchObject({ counts: { updated: 0, held: 1 } })
    expect((await values(id)).employees).toBe(1)
  })

  it('survives sorting, moved columns, renamed headers, added columns and rows', async () => {
    const { n, made, bytes } = await street([
      { name: '一', employees: 1, revenue: 10_000 },
      { name: '二', employees: 2, revenue: 20_000 },
      { name: '三', employees: 3, revenue: 30_000 },
    ])
    const back = await edited(bytes, (sheet) => {
      const last = sheet.columnCount
      const rows = [4, 5, 6].map((row) =>
        Array.from({ length: last }, (_, index) => sheet.getCell(row, index + 1).value),
      )
      rows.reverse()
      // Columns turned round, with their headers; the hidden marks stay at the end.
      const turned = (cells: ExcelJS.CellValue[]) => [
        ...cells.slice(0, last - 1).toReversed(),
        cells[last - 1],
      ]
      const header = Array.from({ length: last }, (_, index) => sheet.getCell(HEADER, index + 1).value)
      for (const [index, value] of turned(header).entries())
        sheet.getCell(HEADER, index + 1).value = value as ExcelJS.CellValue
      for (const [at, cells] of rows.entries())
        for (const [index, value] of turned(cells).entries())
          sheet.getCell(4 + at, index + 1).value = value as ExcelJS.CellValue
      sheet.getCell(rowOf(sheet, last - 1, `演示二${n}`), columnOf(sheet, HEADER, '职工人数（人）')).value =
        22
      sheet.insertRow(1, ['领导批示：请各科室核对'])
      const added = sheet.columnCount + 1
      sheet.getCell(HEADER + 1, added).value = '所在园区'
      sheet.getCell(rowOf(sheet, last - 1, `演示三${n}`), added).value = '演示园区'
      const fresh = sheet.lastRow?.number ?? 0
      sheet.getCell(fresh + 1, last - 1).value = `演示新来${n}`
      sheet.getCell(fresh + 1, columnOf(sheet, HEADER + 1, '职工人数（人）')).value = 7
    })
    const read = await sentBack(back)
    expect(read.counts, JSON.stringify(await diff(read.id))).toMatchObject({
      rows: 4,
      updated: 2,
      created: 1,
      unchanged: 1,
      conflicts: 0,
      cleared: 0,
      absent: 0,
      errors: 0,
    })
    await commit(read.id)
    expect(await values(made[1]?.id as string)).toMatchObject({ employees: 22, revenue: 20_000 })
    expect(await values(made[2]?.id as string)).toMatchObject({ park: '演示园区', employees: 3 })
    const found = good(
      await officer.get(`/api/registry/enterprise?q=${encodeURIComponent(`演示新来${n}`)}`),
    ).rows
    expect(found).toMatchObject([{ values: { employees: 7 } }])
    // Renamed headers are known by the workbook's own names, and shown as they went out.
    const renamed = await sentBack(
      await edited(bytes, (sheet) => {
        sheet.getCell(HEADER, columnOf(sheet, HEADER, '营业收入（万元）')).value = '去年收多少'
        sheet.getCell(HEADER, columnOf(sheet, HEADER, '职工人数（人）')).value = '几个人'
        sheet.getCell(rowOf(sheet, 1, `演示一${n}`), columnOf(sheet, HEADER, '几个人')).value = 5
      }),
    )
    expect(renamed.counts, JSON.stringify(await diff(renamed.id))).toMatchObject({
      rows: 3,
      updated: 1,
      unchanged: 2,
    })
    expect(renamed.columns.map((column: { reason?: string }) => column.reason)).not.toContain('similar')
  })

  it('puts marks back that a sort of the visible columns left behind, and takes rows of two files together', async () => {
    const { n, made, bytes, ask } = await street([
      { name: '东', employees: 1 },
      { name: '西', employees: 2 },
      { name: '南', employees: 3 },
    ])
    const employees = (sheet: ExcelJS.Worksheet) => columnOf(sheet, HEADER, '职工人数（人）')
    const slipped = await edited(bytes, (sheet) => {
      const visible = sheet.columnCount - 1
      const rows = [4, 5, 6].map((row) =>
        Array.from({ length: visible }, (_, index) => sheet.getCell(row, index + 1).value),
      )
      const order = [rows[2], rows[0], rows[1]] as ExcelJS.CellValue[][]
      for (const [at, cells] of order.entries())
        for (const [index, value] of cells.entries()) sheet.getCell(4 + at, index + 1).value = value
      sheet.getCell(rowOf(sheet, 1, `演示西${n}`), employees(sheet)).value = 20
    })
    const read = await sentBack(slipped)
    expect(read.counts, JSON.stringify(await diff(read.id))).toMatchObject({
      updated: 1,
      unchanged: 2,
      held: 0,
      remarks: 3,
    })
    expect((await diff(read.id, '&action=update'))[0].subjectId).toBe(made[1]?.id)
    // Rows of a second export pasted under the first: each is held against its own version.
    const other = await exported({ ...ask, filter: undefined, q: `演示东${n}` })
    let pasted: ExcelJS.CellValue[] = []
    await edited(other, (sheet) => {
      pasted = Array.from({ length: sheet.columnCount }, (_, index) => sheet.getCell(4, index + 1).value)
    })
    const both = await sentBack(
      await edited(bytes, (sheet) => {
        sheet.spliceRows(rowOf(sheet, 1, `演示东${n}`), 1)
        const end = 6
        for (const [index, value] of pasted.entries()) sheet.getCell(end, index + 1).value = value
        sheet.getCell(end, employees(sheet)).value = 10
      }),
    )
    expect(both.counts).toMatchObject({ rows: 3, updated: 1, unchanged: 2, absent: 0 })
  })

  it('asks what an emptied cell means, and never empties a name', async () => {
    const { n, made, bytes } = await street([{ name: '清', employees: 8, main_product: '芯片' }])
    const at = (sheet: ExcelJS.Worksheet, header: string) =>
      sheet.getCell(rowOf(sheet, 1, `演示清${n}`), columnOf(sheet, HEADER, header))
    const read = await sentBack(
      await edited(bytes, (sheet) => {
        at(sheet, '职工人数（人）').value = null
        at(sheet, '主要产品').value = '不详'
      }),
    )
    // To write that something is not known is a change; to leave nothing is a question.
    expect(read.counts).toMatchObject({ updated: 1, cleared: 1 })
    const [row] = await diff(read.id, '&way=cleared')
    expect(row.fields).toMatchObject([
      { key: 'employees', way: 'cleared', undecided: true, before: 8 },
      { key: 'main_product', way: 'theirs', keep: false, before: '芯片' },
    ])
    expect(row.fields[1].after).toBeUndefined()
    await decide(read.id, { ways: { cleared: 'adopt' } })
    await commit(read.id)
    const left = await values(made[0]?.id as string)
    expect([left.employees, left.main_product, left.name]).toEqual([undefined, undefined, `演示清${n}`])
    const nameless = await sentBack(
      await edited(bytes, (sheet) => {
        at(sheet, '企业名称').value = null
      }),
    )
    expect(nameless.counts).toMatchObject({ cleared: 1 })
    expect(await decide(nameless.id, { ways: { cleared: 'adopt' } })).toMatchObject({
      counts: { held: 1, updated: 0 },
    })
  })

  it('never guesses the scale of shares that were typed in: the column that went out was one of percents', async () => {
    const { made, bytes } = await street(
      [1, 2, 3, 4].map((share) => ({ name: `比${share}`, rd_share: share / 1000 })),
      { columns: ['rd_share'] },
    )
    const typed = await edited(bytes, (sheet) => {
      for (const [index, row] of [4, 5, 6, 7].entries()) {
        const cell = sheet.getCell(row, 2)
        cell.numFmt = 'General'
        cell.value = 0.5 + index / 10
      }
    })
    const read = await sentBack(typed)
    // 0.5 beside 0.6, 0.7 and 0.8: half a percent or a half? Nothing is taken over before somebody says.
    expect(read.counts).toMatchObject({ updated: 0, held: 4 })
    good(
      await officer.post(`/api/imports/${read.id}/mapping`, {
        columns: [{ column: 2, header: '研发投入占比', fact: 'rd_share', unit: '%', ratio: 'percent' }],
      }),
    )
    await stage.settled()
    expect(good(await officer.get(`/api/imports/${read.id}`)).counts).toMatchObject({ updated: 4, held: 0 })
    await commit(read.id)
    const shares = await Promise.all(made.map(async ({ id }) => (await values(id)).rd_share))
    expect(shares.toSorted()).toEqual([0.005, 0.006, 0.007, 0.008])
  })

  it('shows what another returned file that waits says of the same field, and what was written since it was compared', async () => {
    const { n, made, bytes } = await street([
      { name: '争', employees: 10 },
      { name: '让', employees: 20 },
    ])
    const one = made[0] as Made
    const says = (employees: number) =>
      edited(bytes, (sheet) => {
        sheet.getCell(rowOf(sheet, 1, `演示争${n}`), columnOf(sheet, HEADER, '职工人数（人）')).value =
          employees
      })
    const first = await sentBack(await says(11), officer, '人才办回传.xlsx')
    const second = await sentBack(await says(12), science, '科技局回传.xlsx')
    const again = async (id: string) => good(await officer.get(`/api/imports/${id}`))
    expect((await again(first.id)).returned).toMatchObject({
      changedMeanwhile: 0,
      rivals: [{ importId: second.id, fileName: '科技局回传.xlsx', office: 'science', fields: 1 }],
    })
    const [row] = await diff(second.id, '&action=update')
    expect(row.fields).toMatchObject([
      { way: 'theirs', keep: false, after: 12, rivals: [{ importId: first.id, after: 11 }] },
    ])
    await commit(first.id)
    // What was compared before the other one was written is not written over it: it is held, and compared again it is a conflict.
    expect((await again(second.id)).returned).toMatchObject({ changedMeanwhile: 1, rivals: [] })
    good(await science.post(`/api/imports/${second.id}/mapping`, { columns: [] }))
    await stage.settled()
    const compared = await again(second.id)
    expect(compared.counts).toMatchObject({ conflicts: 1, updated: 0 })
    expect(compared.returned.changedMeanwhile).toBe(0)
    const [clash] = await diff(second.id, '&way=both')
    expect(clash.fields).toMatchObject([
      {
        base: 10,
        before: 11,
        after: 12,
        undecided: true,
        ours: { office: 'talent-office', source: '人才办回传.xlsx' },
      },
    ])
    // Taken over, put back to undecided, and left so: what stands stays.
    const at = { row: clash.row, key: 'employees' }
    const adopted = await decide(second.id, { keep: [{ ...at, keep: false }] }, science)
    expect(adopted.counts).toMatchObject({ conflicts: 0, updated: 1 })
    const open = await decide(second.id, { keep: [{ ...at, keep: null }] }, science)
    expect(open.counts).toMatchObject({ conflicts: 1, updated: 0 })
    await commit(second.id, science)
    expect((await values(one.id)).employees).toBe(11)
  })

  it('reads separated text back like a workbook', async () => {
    const { n, made, ask } = await street([
      { name: '文', employees: 1, main_product: '+86-1' },
      { name: '本', employees: 2, main_product: '=甲,"乙"' },
    ])
    const text = new TextDecoder().decode(await exported({ ...ask, format: 'csv' }))
    const same = await sentBack(new TextEncoder().encode(`\ufeff${text}`), officer, '回传.csv')
    expect(same.counts, JSON.stringify(await diff(same.id))).toMatchObject({
      rows: 2,
      unchanged: 2,
      held: 0,
      errors: 0,
    })
    const lines = text.split('\r\n')
    const at = lines.findIndex((line) => line.includes(`演示文${n}`))
    const changed = lines
      .with(at, (lines[at] ?? '').replace(',1,', ',9,'))
      .filter((line) => !line.includes(`演示本${n}`))
    const read = await sentBack(new TextEncoder().encode(changed.join('\r\n')), officer, '回传.csv')
    expect(read.counts).toMatchObject({ rows: 1, updated: 1, absent: 1 })
    await commit(read.id)
    expect(await values(made[0]?.id as string)).toMatchObject({ employees: 9, main_product: '+86-1' })
  })

  it('asks what became of rows that are gone: a part of the list, an exit, or a mistake', async () => {
    const names = ['一', '二', '三', '四']
    const { n, made, bytes } = await street(names.map((name) => ({ name: `缺${name}`, employees: 1 })))
    const half = await edited(bytes, (sheet) => {
      for (const name of ['二', '三']) sheet.spliceRows(rowOf(sheet, 1, `演示缺${name}${n}`), 1)
    })
    const ids = made.map(({ id }) => id)
    const there = async () =>
      Promise.all(ids.map(async (id) => (await officer.get(`/api/registry/enterprise/${id}`)).status))
    const read = await sentBack(half)
    expect(read.counts).toMatchObject({ rows: 2, unchanged: 2, absent: 2, removed: 0 })
    const absent = await diff(read.id, '&action=absent')
    expect(absent.map((row: { name: string }) => row.name).toSorted()).toEqual(
      [`演示缺三${n}`, `演示缺二${n}`].toSorted(),
    )
    // Nobody answered: nothing happens to them.
    await commit(read.id)
    expect(await there()).toEqual([200, 200, 200, 200])

    const left = await sentBack(half)
    expect(await decide(left.id, { absent: 'exit' })).toMatchObject({
      counts: { absent: 0, updated: 2 },
      returned: { absent: 'exit' },
    })
    await commit(left.id)
    expect((await values(ids[1] as string)).left_list_on).toBe(stage.today)
    expect((await values(ids[0] as string)).left_list_on).toBeUndefined()

    const wrong = await sentBack(half)
    expect(
      await decide(wrong.id, { absent: 'retract', absentRows: [{ subjectId: ids[2], absent: 'leave' }] }),
    ).toMatchObject({ counts: { absent: 1, removed: 1 }, returned: { missing: 2 } })
    // Whatever was decided, the question can be read again.
    const asked = await diff(wrong.id, '&missing=true')
    expect(asked.map((row: { missing: string }) => row.missing).toSorted()).toEqual(['leave', 'retract'])
    expect(await commit(wrong.id)).toMatchObject({ counts: { removed: 1 } })
    expect(await there()).toEqual([200, 404, 200, 200])
    // Withdrawn, what it took out stands again, as it was.
    good(await officer.post(`/api/imports/${wrong.id}/withdraw`, { reason: '点错了' }))
    await stage.settled()
    expect(await there()).toEqual([200, 200, 200, 200])
    expect((await values(ids[1] as string)).left_list_on).toBe(stage.today)
  })

  it('takes a copied row for a new record where it names one, and asks where it names the same', async () => {
    const { n, bytes } = await street([{ name: '复', employees: 1 }])
    const copied = (name: string) =>
      edited(bytes, (sheet) => {
        for (let column = 1; column <= sheet.columnCount; column += 1)
          sheet.getCell(5, column).value = sheet.getCell(4, column).value
        sheet.getCell(5, 1).value = name
        sheet.getCell(5, columnOf(sheet, HEADER, '职工人数（人）')).value = 9
      })
    const fresh = await sentBack(await copied(`演示复制${n}`))
    expect(fresh.counts).toMatchObject({ rows: 2, unchanged: 1, created: 1 })
    const twice = await sentBack(await copied(`演示复${n}`))
    expect(twice.counts).toMatchObject({ rows: 2, unchanged: 1, duplicates: 1, updated: 0 })
    expect(await decide(twice.id, { twins: [{ row: 5, same: true }] })).toMatchObject({
      counts: { duplicates: 0, updated: 1 },
    })
  })

  it('refuses a file that was made elsewhere or tampered with, by a clear code, and reads it like any list when told so', async () => {
    const { n, bytes } = await street([
      { name: '篡', employees: 1 },
      { name: '改', employees: 2 },
    ])
    const forgedHead = await edited(bytes, (sheet) => {
      const cell = sheet.getCell(HEADER, sheet.columnCount)
      cell.value = cell.text.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    })
    const read = await sentBack(forgedHead)
    expect(read).toMatchObject({ state: 'failed', refusal: 'return-not-ours' })
    good(await officer.post(`/api/imports/${read.id}/mapping`, { columns: [], ordinary: true }))
    await stage.settled()
    expect(good(await officer.get(`/api/imports/${read.id}`))).toMatchObject({
      state: 'review',
      kind: 'enterprise',
      counts: { rows: 2, unchanged: 2 },
    })
    // A row's mark that was changed holds that row only.
    const forgedRow = await sentBack(
      await edited(bytes, (sheet) => {
        const cell = sheet.getCell(rowOf(sheet, 1, `演示篡${n}`), sheet.columnCount)
        cell.value = cell.text.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
      }),
    )
    expect(forgedRow.counts).toMatchObject({ rows: 2, held: 1, unchanged: 1, errors: 1 })
    // The mark of a record of another kind opens nothing here.
    const post = await make(officer, 'post', { post_title: `演示岗${n}`, post_enterprise: `演示篡${n}` })
    expect(post.id).toBeTruthy()
    const posts = await exported({ kind: 'post', q: `演示岗${n}` })
    let foreign: ExcelJS.CellValue = null
    await edited(posts, (sheet) => {
      foreign = sheet.getCell(4, sheet.columnCount).value
    })
    const crossed = await sentBack(
      await edited(bytes, (sheet) => {
        sheet.getCell(4, sheet.columnCount).value = foreign
      }),
    )
    expect(crossed.counts).toMatchObject({ held: 1, errors: 1 })
    const wrong = good(await officer.upload('/api/imports?kind=post', { name: 'x.xlsx', bytes }))
    await stage.settled()
    expect(good(await officer.get(`/api/imports/${wrong.id}`))).toMatchObject({
      state: 'failed',
      refusal: 'return-of-another',
    })
  })

  it('never overwrites what was masked, and shows no personal value to whoever may not see it', async () => {
    const n = next()
    const { id } = await make(officer, 'enterprise', {
      name: `演示密${n}`,
      contact_name: '演示王某',
      contact_phone: '13900009999',
      employees: 3,
    })
    const bytes = await exported(
      { kind: 'enterprise', columns: ['contact_name', 'contact_phone', 'employees'], q: `演示密${n}` },
      science,
    )
    const read = await sentBack(
      await edited(bytes, (sheet) => {
        sheet.getCell(4, 3).value = null
        sheet.getCell(4, 4).value = 4
      }),
      science,
    )
    expect(read.counts).toMatchObject({ updated: 1, cleared: 0, conflicts: 0, errors: 0 })
    await commit(read.id, science)
    expect(await values(id)).toMatchObject({
      contact_name: '演示王某',
      contact_phone: '13900009999',
      employees: 4,
    })
    // Another who may see it changes it; the one who may not sees that it differs, not how.
    const open = await exported({ kind: 'enterprise', columns: ['contact_name'], q: `演示密${n}` })
    const named = await sentBack(
      await edited(open, (sheet) => {
        sheet.getCell(4, 2).value = '演示李某'
      }),
    )
    const shown = JSON.stringify(await diff(named.id, '', science))
    expect(shown).toContain('"masked":true')
    expect(shown).not.toMatch(/演示王某|演示李某/)
  })

  it('is emptied when a person it holds is erased, also where it changed nothing', async () => {
    const n = next()
    const { id } = await make(officer, 'talent', {
      talent_name: `演示除名${n}`,
      mobile: '13900003333',
      degree: 'master',
    })
    const bytes = await exported({ kind: 'talent', columns: ['mobile', 'degree'] })
    const read = await sentBack(bytes)
    expect(read.counts).toMatchObject({ updated: 0, errors: 0 })
    const { fileId } = await stage.look((db) => importRow(db, read.id))
    expect((await officer.get(`/api/files/${fileId}`)).status).toBe(200)
    good(
      await (await stage.as('administrator')).post(`/api/registry/talent/${id}/erase`, {
        reason: '本人要求',
      }),
    )
    expect((await officer.get(`/api/files/${fileId}`)).body.code).toBe('erased')
  })

  it('corrects a past day where the file was of one', async () => {
    const n = next()
    const { id, version } = await make(
      officer,
      'enterprise',
      { name: `演示昔${n}`, employees: 10 },
      { asOf: '2025-01-01' },
    )
    good(
      await officer.post(
        `/api/registry/enterprise/${id}/statements`,
        { values: { employees: 20 }, source: '来电' },
        { match: version },
      ),
    )
    const bytes = await exported({
      kind: 'enterprise',
      columns: ['employees'],
      q: `演示昔${n}`,
      on: '2025-06-30',
    })
    const read = await sentBack(
      await edited(bytes, (sheet) => {
        sheet.getCell(4, 2).value = 12
      }),
    )
    expect(read).toMatchObject({ asOf: '2025-06-30', counts: { updated: 1, conflicts: 0 } })
    await commit(read.id)
    expect((await values(id)).employees).toBe(20)
    expect(good(await officer.get(`/api/registry/enterprise/${id}?on=2025-07-01`)).values.employees).toBe(12)
  })
})

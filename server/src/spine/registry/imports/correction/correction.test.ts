import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../../testing/client.ts'
import { good, make, next } from '../../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../../testing/stage.ts'
import { columnOf, openWorkbookFile, rowOf } from '../../../../testing/workbooks.ts'

const HEADERS = ['企业名称', '统一社会信用代码', '员工人数', '营业收入（万元）', '产业链']

/** A list as an office draws it, with a title, colours and another sheet. */
async function drawn(rows: readonly (readonly (string | number | null)[])[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('企业')
  sheet.addRow(['演示企业清单'])
  sheet.mergeCells('A1:E1')
  sheet.addRow([...HEADERS])
  for (const row of rows) sheet.addRow([...row])
  sheet.getColumn(1).width = 33
  sheet.getCell('A3').font = { bold: true, size: 15 }
  sheet.getCell('A3').note = '科室批注'
  workbook.addWorksheet('说明').addRow(['别的'])
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

const noteOf = (sheet: ExcelJS.Worksheet, address: string) => {
  const note = sheet.getCell(address).note
  return typeof note === 'string' ? note : (note?.texts ?? []).map(({ text }) => text).join('')
}
const fillOf = (sheet: ExcelJS.Worksheet, address: string) => {
  const fill = sheet.getCell(address).fill as ExcelJS.FillPattern | undefined
  return fill?.fgColor?.argb
}

describe.each(TIERS)('the correction of an import, on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  async function take(name: string, bytes: Uint8Array, query = '', who = officer) {
    const taken = good(await who.upload(`/api/imports${query}`, { name, bytes }))
    await stage.settled()
    return good(await who.get(`/api/imports/${taken.id}`))
  }
  async function commit(id: string, who = officer) {
    good(await who.post(`/api/imports/${id}/commit`))
    await stage.settled()
    return good(await who.get(`/api/imports/${id}`))
  }
  async function correction(id: string, body: Record<string, unknown> = {}, who = officer) {
    const started = good(await who.post(`/api/imports/${id}/correction`, body))
    await stage.settled()
    const view = good(await who.get(`/api/exports/${started.id}`))
    expect(view, stage.log.filter((line) => line.includes('failed')).at(-1)).toMatchObject({ state: 'ready' })
    const file = await who.get(view.href)
    expect(file.status).toBe(200)
    return { view, bytes: file.bytes as Uint8Array }
  }
  async function mended(bytes: Uint8Array, change: (sheet: ExcelJS.Worksheet) => void, name = '企业') {
    const workbook = await openWorkbookFile(bytes)
    change(workbook.getWorksheet(name) as ExcelJS.Worksheet)
    return new Uint8Array(await workbook.xlsx.writeBuffer())
  }
  const diff = async (id: string, query = '') =>
    good(await officer.get(`/api/imports/${id}/diff?limit=200${query}`)).rows
  const findings = async (id: string) => good(await officer.get(`/api/imports/${id}/findings?limit=200`)).rows

  /** A list with two bad cells and one that is only read with a remark, brought in and written. */
  async function list() {
    const n = next()
    const bytes = await drawn([
      [`演示更正甲${n}有限公司`, null, 120, 3500, '人工智能'],
      [`演示更正乙${n}有限公司`, null, 'many', 200, '人工智能'],
      [`演示更正丙${n}有限公司`, null, 40, '约500', '虚似现实'],
    ])
    const read = await take(`演示更正${n}.xlsx`, bytes, '?kind=enterprise')
    return { n, bytes, read }
  }

  it('comes back as it was sent, bad cells marked and said, words to choose from', async () => {
    const { n, read } = await list()
    expect(read.counts).toMatchObject({ rows: 3, created: 1, held: 2, errors: 2 })
    const { view, bytes } = await correction(read.id)
    expect(view).toMatchObject({
      what: 'correction',
      importId: read.id,
      fileName: `演示更正${n}（更正表）.xlsx`,
    })
    const workbook = await openWorkbookFile(bytes)
    expect(workbook.worksheets.map((one) => one.name).filter((name) => name !== 'qd_words')).toEqual([
      '更正说明',
      '企业',
      '说明',
    ])
    const sheet = workbook.getWorksheet('企业') as ExcelJS.Worksheet
    expect(sheet.getColumn(1).width).toBeCloseTo(33)
    expect(sheet.getCell('A3').font).toMatchObject({ bold: true, size: 15 })
    expect(noteOf(sheet, 'A3')).toBe('科室批注')
    expect([fillOf(sheet, 'C4'), fillOf(sheet, 'E5'), fillOf(sheet, 'D5'), fillOf(sheet, 'C3')]).toEqual([
      'FFF7D3D3',
      'FFF7D3D3',
      'FFFCF1CF',
      undefined,
    ])
    expect(noteOf(sheet, 'C4')).toBe('【穹顶】错误：读不出数')
    expect(noteOf(sheet, 'E5')).toMatch(/^【穹顶】错误：不在可选值里\n可选：.*虚拟现实/)
    expect(sheet.getCell('E4').dataValidation.type).toBe('list')
    expect(sheet.getColumn(6).hidden).toBe(true)
    const guide = workbook.getWorksheet('更正说明') as ExcelJS.Worksheet
    const lines = Array.from({ length: guide.rowCount }, (_, at) => guide.getRow(at + 1).getCell(1).text)
    expect(lines).toEqual(expect.arrayContaining(['C4', 'E5', 'D5']))

    const english = await openWorkbookFile((await correction(read.id, { language: 'en' })).bytes)
    expect(noteOf(english.getWorksheet('企业') as ExcelJS.Worksheet, 'C4')).toBe(
      '【穹顶】Error: not a number',
    )
    expect(good(await officer.get(`/api/imports/${read.id}/correction`)).file).toMatchObject({
      fileName: `演示更正${n} (corrections).xlsx`,
    })
  })

  it('sent in again, changes what was changed and asks nothing again; twice, it changes nothing', async () => {
    const { n, read } = await list()
    // Said by hand: the correction is read the same way.
    good(
      await officer.post(`/api/imports/${read.id}/mapping`, {
        columns: [{ column: 3, header: '员工人数', fact: 'employees' }],
        asOf: '2026-03-31',
      }),
    )
    await stage.settled()
    await commit(read.id)
    const { bytes } = await correction(read.id)
    const same = await take('同一份.xlsx', bytes)
    expect(same).toMatchObject({
      state: 'review',
      kind: 'enterprise',
      asOf: '2026-03-31',
      corrects: { id: read.id, fileName: read.fileName, by: read.by, office: 'talent-office' },
      counts: { rows: 3, created: 0, updated: 0, unchanged: 1, held: 2, errors: 2 },
    })
    const back = await mended(bytes, (sheet) => {
      sheet.getCell('C4').value = 80
      sheet.getCell('E5').value = '虚拟现实'
      sheet.getCell('D3').value = 3600
      // A name with a slip in it: the row is known by what else it says.
      sheet.getCell('A3').value = `演示更正甲甲${n}有限公司`
    })
    const corrected = await take('改好.xlsx', back)
    expect(corrected.counts).toMatchObject({ rows: 3, created: 2, updated: 1, held: 0, errors: 0 })
    const [update] = await diff(corrected.id, '&action=update')
    expect(update.fields.map((field: { key: string }) => field.key).toSorted()).toEqual(['name', 'revenue'])
    expect(update.fields.find((field: { key: string }) => field.key === 'revenue')).toMatchObject({
      before: 35_000_000,
      after: 36_000_000,
    })
    await commit(corrected.id)
    expect(await findings(read.id).catch((error: Error) => error.message)).toContain('import-state')
    const record = good(await officer.get(`/api/registry/enterprise/${update.subjectId}`))
    expect(record.values).toMatchObject({ name: `演示更正甲甲${n}有限公司`, revenue: 36_000_000 })
    expect(good(await officer.get(`/api/imports/${read.id}/correction`)).returned).toContainEqual(
      expect.objectContaining({ id: corrected.id, state: 'committed', errors: 0 }),
    )

    const again = await take('再一次.xlsx', back)
    expect(again.counts).toMatchObject({ rows: 3, created: 0, updated: 0, unchanged: 3, held: 0 })
  })

  it('says nothing of cells nobody touched, whatever became of the record since; an emptied cell is asked', async () => {
    const { n, read } = await list()
    await commit(read.id)
    const { bytes } = await correction(read.id)
    const found = good(
      await officer.get(`/api/registry/enterprise?q=${encodeURIComponent(`演示更正甲${n}`)}`),
    )
    const { id } = found.rows[0]
    const { version } = good(await officer.get(`/api/registry/enterprise/${id}`))
    good(
      await science.post(
        `/api/registry/enterprise/${id}/statements`,
        { values: { employees: 130 }, source: '企业来电' },
        { match: version },
      ),
    )
    const back = await take(
      '动一格.xlsx',
      await mended(bytes, (sheet) => {
        sheet.getCell('D3').value = null
      }),
    )
    expect(back.counts).toMatchObject({ created: 0, updated: 0, unchanged: 1, held: 2, cleared: 1 })
    const [row] = await diff(back.id, '&action=unchanged')
    expect(row.fields).toMatchObject([{ key: 'revenue', way: 'cleared', undecided: true, keep: true }])
    good(
      await officer.post(`/api/imports/${back.id}/decisions`, {
        keep: [{ row: row.row, key: 'revenue', keep: false }],
      }),
    )
    await stage.settled()
    expect(good(await officer.get(`/api/imports/${back.id}`)).counts).toMatchObject({
      updated: 1,
      cleared: 0,
    })
    await commit(back.id)
    const { values } = good(await officer.get(`/api/registry/enterprise/${id}`))
    expect([values.employees, values.revenue]).toEqual([130, undefined])
  })

  it('finds its rows after they were sorted without their marks, added and taken out', async () => {
    const n = next()
    const read = await take(
      `演示排序${n}.xlsx`,
      await drawn([
        [`演示排甲${n}有限公司`, null, 1, 10, null],
        [`演示排乙${n}有限公司`, null, 2, 20, null],
        [`演示排丙${n}有限公司`, null, '三个', 30, null],
      ]),
      '?kind=enterprise',
    )
    await commit(read.id)
    const { bytes } = await correction(read.id)
    const back = await take(
      '排过.xlsx',
      await mended(bytes, (sheet) => {
        const cells = (row: number) => [1, 2, 3, 4, 5].map((column) => sheet.getCell(row, column).value)
        const [first, second] = [cells(3), cells(4)]
        for (const [at, value] of second.entries()) sheet.getCell(3, at + 1).value = value
        for (const [at, value] of first.entries()) sheet.getCell(4, at + 1).value = value
        sheet.getCell('C5').value = 3
        for (const [at, value] of [`演示排丁${n}有限公司`, null, 4, 40].entries())
          sheet.getCell(6, at + 1).value = value
      }),
    )
    expect(back.counts, JSON.stringify(await diff(back.id))).toMatchObject({
      rows: 4,
      created: 2,
      updated: 0,
      unchanged: 2,
      held: 0,
    })
  })

  it('goes out and comes in again until nothing is left, each time with the marks of that time only', async () => {
    const { n, read } = await list()
    await commit(read.id)
    const first = await correction(read.id)
    const half = await take(
      '改一半.xlsx',
      await mended(first.bytes, (sheet) => {
        sheet.getCell('C4').value = 80
        sheet.getCell('D3').value = 3700
      }),
    )
    expect(half.counts).toMatchObject({ created: 1, updated: 1, held: 1, errors: 1 })
    await commit(half.id)
    const second = await correction(half.id)
    expect(second.view.fileName).toBe('改一半（更正表）.xlsx')
    const sheet = (await openWorkbookFile(second.bytes)).getWorksheet('企业') as ExcelJS.Worksheet
    expect([fillOf(sheet, 'C4'), fillOf(sheet, 'E5'), noteOf(sheet, 'C4'), noteOf(sheet, 'A3')]).toEqual([
      undefined,
      'FFF7D3D3',
      '',
      '科室批注',
    ])
    const last = await take(
      '全改完.xlsx',
      await mended(second.bytes, (one) => {
        one.getCell('E5').value = '虚拟现实'
      }),
    )
    expect(last).toMatchObject({
      corrects: { id: half.id },
      counts: { created: 1, updated: 0, unchanged: 2, held: 0 },
    })
    await commit(last.id)
    const total = good(
      await officer.get(`/api/registry/enterprise?q=${encodeURIComponent(`${n}有限公司`)}&count=true`),
    )
    expect(total.total).toBe(3)
  })

  it('takes the place of a list that nobody has approved yet', async () => {
    const { read } = await list()
    const { bytes } = await correction(read.id)
    const back = await take(
      '改好.xlsx',
      await mended(bytes, (sheet) => {
        sheet.getCell('C4').value = 80
        sheet.getCell('E5').value = '虚拟现实'
      }),
    )
    expect(back.counts).toMatchObject({ created: 3, held: 0 })
    await commit(back.id)
    expect(good(await officer.get(`/api/imports/${read.id}`)).state).toBe('cancelled')
  })

  it('is a workbook of the same cells where the file was a text or pasted', async () => {
    const n = next()
    const text = `企业名称,统一社会信用代码,员工人数,主要产品\n演示文本甲${n},00123456789012345X,12,=1+1\n演示文本乙${n},,many,007\n`
    const read = await take(`演示文本${n}.csv`, new TextEncoder().encode(text), '?kind=enterprise')
    await commit(read.id)
    const { bytes } = await correction(read.id)
    const sheet = (await openWorkbookFile(bytes)).worksheets[1] as ExcelJS.Worksheet
    expect(sheet.getCell(2, 4).value).toBe("'=1+1")
    expect([sheet.getCell(2, 2).value, sheet.getCell(2, 3).value, sheet.getCell(3, 4).value]).toEqual([
      '00123456789012345X',
      12,
      '007',
    ])
    const code = fillOf(sheet, 'B2')
    expect(code).toBe('FFF7D3D3')
    const back = await take(
      '文本改好.xlsx',
      await mended(
        bytes,
        (one) => {
          one.getCell(3, columnOf(one, 1, '员工人数')).value = 5
        },
        sheet.name,
      ),
    )
    expect(back.counts).toMatchObject({ rows: 2, held: 1, created: 1, updated: 0 })
    expect(rowOf(sheet, 1, `演示文本乙${n}`)).toBe(3)
  })

  describe('is refused', () => {
    const refusal = async (name: string, bytes: Uint8Array, query = '', who = officer) =>
      (await take(name, bytes, query, who)).refusal

    it('where there is nothing to correct, or the list was taken back', async () => {
      const n = next()
      const text = `截至2026年3月31日,,\n企业名称,统一社会信用代码,主要产品\n演示无错甲${n}有限公司,91370212000410012L,产品\n`
      const clean = await take('演示无错.csv', new TextEncoder().encode(text), '?kind=enterprise')
      expect(clean.counts, JSON.stringify(await findings(clean.id))).toMatchObject({ errors: 0, remarks: 0 })
      expect((await officer.post(`/api/imports/${clean.id}/correction`, {})).body).toMatchObject({
        code: 'no-findings',
      })
      const { read } = await list()
      await commit(read.id)
      const { bytes } = await correction(read.id)
      good(await officer.post(`/api/imports/${read.id}/withdraw`, { reason: '演示' }))
      await stage.settled()
      expect((await officer.post(`/api/imports/${read.id}/correction`, {})).body).toMatchObject({
        code: 'correction-withdrawn',
      })
      expect(await refusal('撤回后.xlsx', bytes)).toBe('correction-withdrawn')
    })

    it('as that of another list, of another kind, of another district, or with its mark changed or gone', async () => {
      const [one, other] = [await list(), await list()]
      const { bytes } = await correction(one.read.id)
      expect(await refusal('错了.xlsx', bytes, `?corrects=${other.read.id}`)).toBe('correction-of-another')
      expect(await refusal('别的.xlsx', other.bytes, `?corrects=${one.read.id}`)).toBe('correction-unmarked')
      expect(await refusal('人才.xlsx', bytes, '?kind=talent')).toBe('return-of-another')
      const forged = await mended(bytes, (sheet) => {
        const cell = sheet.getCell('F2')
        cell.value = cell.text.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
      })
      expect(await refusal('改标记.xlsx', forged)).toBe('return-not-ours')
      const right = await take('对了.xlsx', bytes, `?corrects=${one.read.id}`)
      expect(right).toMatchObject({ state: 'review', corrects: { id: one.read.id } })
      // Whoever wants to may still have it read like any list.
      const failed = await take('再读.xlsx', forged)
      good(await officer.post(`/api/imports/${failed.id}/mapping`, { columns: [], ordinary: true }))
      await stage.settled()
      expect(good(await officer.get(`/api/imports/${failed.id}`))).toMatchObject({ state: 'review' })
      const elsewhere = await openStage({ tier: 'pglite' })
      try {
        const stranger = await elsewhere.as('talent-officer')
        const taken = good(await stranger.upload('/api/imports', { name: '外区.xlsx', bytes }))
        await elsewhere.settled()
        expect(good(await stranger.get(`/api/imports/${taken.id}`)).refusal).toBe('return-not-ours')
      } finally {
        await elsewhere.close()
      }
    })

    it('to whoever may not see the persons in it, and once the file is erased', async () => {
      const n = next()
      const text = `姓名,出生年月,手机,学历,毕业院校\n演示更正人${n},1990-01,1390000${String(n).padStart(4, '0')},博士,演示大学\n演示更正友${n},不详年,13900009999,博士,演示大学\n`
      const read = await take('演示人才更正.csv', new TextEncoder().encode(text), '?kind=talent')
      expect(read.counts.errors + read.counts.remarks).toBeGreaterThan(0)
      const outsider = await stage.as('list-officer')
      expect((await outsider.post(`/api/imports/${read.id}/correction`, {})).body).toMatchObject({
        code: 'not-allowed',
      })
      await commit(read.id)
      const made = await correction(read.id)
      // The page of exports says which facts of persons the file holds.
      expect(made.view.opened).toEqual(expect.arrayContaining(['mobile']))
      const [created] = good(
        await officer.get(`/api/registry/talent?q=${encodeURIComponent(`演示更正人${n}`)}`),
      ).rows
      const admin = await stage.as('administrator')
      good(await admin.post(`/api/registry/talent/${created.id}/erase`, { reason: '演示本人要求' }))
      expect((await officer.get(made.view.href)).body).toMatchObject({ code: 'erased' })
      const started = good(await officer.post(`/api/imports/${read.id}/correction`, {}))
      await stage.settled()
      expect(good(await officer.get(`/api/exports/${started.id}`))).toMatchObject({
        state: 'failed',
        refusal: 'erased',
      })
    })

    it('in parts: cancelled while it is written, nothing is kept; and it is nobody else’s', async () => {
      const { read } = await list()
      await make(officer, 'enterprise', { name: `演示取消${next()}` })
      const started = good(await officer.post(`/api/imports/${read.id}/correction`, {}))
      const again = good(await officer.post(`/api/imports/${read.id}/correction`, {}))
      expect(again.id).toBe(started.id)
      good(await officer.post(`/api/exports/${started.id}/cancel`))
      await stage.settled()
      expect(good(await officer.get(`/api/exports/${started.id}`))).toMatchObject({ state: 'cancelled' })
      const { view } = await correction(read.id)
      expect((await science.get(view.href)).status).toBe(404)
    })
  })
})

import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../testing/client.ts'
import { good, make, next } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'

async function opened(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes.slice().buffer as never)
  return workbook
}
/** Texts of a row from its first column, without hidden ones. */
const texts = (sheet: ExcelJS.Worksheet, row: number) =>
  Array.from({ length: sheet.columnCount }, (_, index) => index + 1)
    .filter((column) => !sheet.getColumn(column).hidden)
    .map((column) => sheet.getCell(row, column).text)

describe.each(TIERS)('exports on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  async function exported(body: Record<string, unknown>, who = officer) {
    const started = good(await who.post('/api/exports', body))
    await stage.settled()
    const view = good(await who.get(`/api/exports/${started.id}`))
    expect(
      view,
      `${JSON.stringify(view)} ${stage.log.filter((line) => line.includes('job failed')).at(-1)}`,
    ).toMatchObject({ state: 'ready' })
    const file = await who.get(view.href)
    expect(file.status).toBe(200)
    return { view, workbook: await opened(file.bytes), bytes: file.bytes }
  }

  it('takes a page of the workbench out as its asker sees it, and nothing that he does not', async () => {
    const dispatcher = await stage.as('dispatcher')
    const taken = async (who: Client, body: Record<string, unknown>) => {
      const started = good(await who.post('/api/exports/pages', body))
      await stage.settled()
      const view = good(await who.get(`/api/exports/${started.id}`))
      expect(view, `${stage.log.filter((line) => line.includes('job failed')).at(-1)}`).toMatchObject({
        what: 'page',
        state: 'ready',
        returnable: false,
      })
      const sheet = (await opened((await who.get(view.href)).bytes)).worksheets[0]!
      const rows = () => Array.from({ length: sheet.rowCount }, (_, index) => texts(sheet, index + 1))
      return { view, rows }
    }
    const enterprise = await make(officer, 'enterprise', { name: `演示承接${next()}` })
    const raised = await dispatcher.post('/api/orders', {
      partyId: enterprise.id,
      element: 'housing',
      what: '=演示 两套人才公寓',
      quantity: 2,
      needBy: stage.today,
    })
    const order = good(raised)
    const shown = good(await dispatcher.get('/api/orders?open=true&limit=200'))
    const orders = await taken(dispatcher, {
      page: 'orders',
      query: { open: 'true' },
      narrowed: '未了',
    })
    expect(orders.view).toMatchObject({ page: 'orders', kind: '', rows: shown.total })
    expect(
      orders
        .rows()
        .flat()
        .some((text) => text.includes('筛选：未了')),
    ).toBe(true)
    const row = orders.rows().find((cells) => cells[0] === order.no)
    // A day that has not come is blank, a state is said in words.
    expect(row?.[2]).toMatch(/演示 两套人才公寓$/)
    expect([row?.[3], row?.[9], row?.[11] === '', row?.[12]]).toEqual(['2', '待接单', false, ''])
    for (const page of ['journeys', 'targets'] as const) {
      const answer = good(
        await dispatcher.get(`/api/${page}?limit=200`.replace('targets?limit=200', 'targets')),
      )
      const { view } = await taken(dispatcher, { page, query: {}, language: 'en' })
      expect(view.rows, page).toBe(answer.total ?? answer.rows.length)
    }
    // An office that sees its own orders only takes those out only; what cannot be asked is said at once.
    const status = async (who: Client, body: Record<string, unknown>) =>
      (await who.post('/api/exports/pages', body)).status
    expect(await status(dispatcher, { page: 'orders', query: { open: 'perhaps' } })).toBe(422)
    expect(await status(dispatcher, { page: 'nothing' })).toBe(404)
    expect(await status(await stage.as('element-officer'), { page: 'orders' })).toBe(403)
  })

  it('writes a list in its own columns, the filter and the order as asked, unknown as unknown', async () => {
    const n = next()
    for (const [name, revenue] of [
      [`演示导出甲${n}`, 120_000_000],
      [`演示导出乙${n}`, 350_000_000],
      [`演示导出丙${n}`, undefined],
    ] as const)
      await make(officer, 'enterprise', {
        name,
        employees: n + 7000,
        ...(revenue !== undefined && { revenue }),
        main_product: '=HYPERLINK("http://x")',
      })
    const { view, workbook } = await exported({
      kind: 'enterprise',
      columns: ['revenue', 'employees', 'main_product'],
      filter: `employees = ${n + 7000}人`,
      sort: '-revenue',
    })
    expect(view).toMatchObject({
      rows: 3,
      kind: 'enterprise',
      filter: `employees = ${n + 7000}人`,
      masked: [],
    })
    const [sheet] = workbook.worksheets as [ExcelJS.Worksheet]
    expect(texts(sheet, 1)[0]).toBe('企业清单')
    expect(texts(sheet, 2).join(' ')).toContain(`截至：${stage.today}`)
    expect(texts(sheet, 3)).toEqual(['企业名称', '营业收入（万元）', '职工人数（人）', '主要产品'])
    expect([4, 5, 6].map((row) => sheet.getCell(row, 1).text)).toEqual([
      `演示导出乙${n}`,
      `演示导出甲${n}`,
      `演示导出丙${n}`,
    ])
    expect(sheet.getCell(4, 2).value).toBe(35_000)
    expect(sheet.getCell(6, 2).value).toBe('未知')
    expect(sheet.getCell(6, 2).fill).toMatchObject({ pattern: 'lightUp' })
    expect(sheet.getCell(4, 4).value).toBe(`'=HYPERLINK("http://x")`)
    const blank = await exported({
      kind: 'enterprise',
      columns: ['revenue'],
      filter: `employees = ${n + 7000}人`,
      unknownMarks: false,
      returnable: false,
    })
    const [plain] = blank.workbook.worksheets as [ExcelJS.Worksheet]
    expect(plain.columnCount).toBe(2)
    expect([4, 5, 6].map((row) => plain.getCell(row, 2).value)).toContain(null)
  })

  it('carries marks that stay hidden: one of the export, one in each row', async () => {
    const { workbook } = await exported({ kind: 'enterprise' })
    const [sheet] = workbook.worksheets as [ExcelJS.Worksheet]
    const hidden = sheet.getColumn(sheet.columnCount)
    expect(hidden.hidden).toBe(true)
    expect(sheet.getCell(3, sheet.columnCount).text).toMatch(/^QD1\./)
    expect(sheet.getCell(4, sheet.columnCount).text).toMatch(/^qd1\./)
    expect(sheet.autoFilter).toMatch(new RegExp(`^A3:${hidden.letter}\\d+$`))
  })

  it("writes a superior office's form: titles, groups, units, total", async () => {
    const n = next()
    for (const [name, revenue] of [
      ['甲', 120_000_000],
      ['乙', 5_000_000],
      ['丙', undefined],
    ] as const)
      await make(officer, 'enterprise', {
        name: `演示季报${name}${n}`,
        chain: 'key-ai',
        street: `演示街${n}`,
        ...(revenue !== undefined && { revenue }),
        hnte_valid_to: '2027-03-05',
        chain_leader: name === '甲',
      })
    const { view, workbook } = await exported({
      kind: 'enterprise',
      template: 'chain-quarterly',
      q: `演示季报`,
      filter: `street = "演示街${n}"`,
    })
    expect(view).toMatchObject({ rows: 3, template: 'chain-quarterly' })
    expect(view.fileName).toMatch(/产业链企业季报\d{4}年第\d季度\.xlsx$/)
    const [sheet] = workbook.worksheets as [ExcelJS.Worksheet]
    expect(sheet.name).toBe('产业链企业季报')
    expect(texts(sheet, 1)[0]).toBe('重点产业链企业运行情况季报表（演示格式）')
    expect(texts(sheet, 3)[0]).toBe('填报单位：人才办')
    expect(texts(sheet, 4).slice(3, 6)).toEqual(['产业链', '产业链', '产业链'])
    expect(sheet.getCell(4, 2).isMerged).toBe(true)
    expect(texts(sheet, 5).slice(3, 8)).toEqual([
      '所属产业链',
      '所处环节',
      '是否链主',
      '营业收入（万元）',
      '研发费用（万元）',
    ])
    const names = [6, 7, 8].map((row) => sheet.getCell(row, 2).text)
    const first = 6 + names.indexOf(`演示季报甲${n}`)
    expect(texts(sheet, first).slice(3, 8)).toEqual(['人工智能', '未知', '是', '12000', '未知'])
    expect(sheet.getCell(first, 13).numFmt).toBe('yyyy"年"m"月"d"日"')
    expect(sheet.getCell(9, 1).text).toBe('合计')
    expect(sheet.getCell(9, 7).value).toMatchObject({ formula: 'SUM(G6:G8)', result: 12_500 })
    expect(texts(sheet, 11)[0]).toContain('营业收入（万元）：1 个未知，未计入合计')
    expect(sheet.getCell(6, 4).dataValidation).toMatchObject({ type: 'list' })
    expect(
      (await officer.post('/api/exports', { kind: 'post', template: 'chain-quarterly' })).body.code,
    ).toBe('unknown-template')
  })

  it('masks what its maker may not see, and gives the file to nobody else', async () => {
    const n = next()
    await make(officer, 'enterprise', {
      name: `演示遮盖${n}`,
      contact_name: `演示联系人${n}`,
      contact_phone: '13900001111',
    })
    const ask = { kind: 'enterprise', columns: ['contact_name', 'contact_phone'], q: `演示遮盖${n}` }
    const open = await exported(ask)
    expect(texts(open.workbook.worksheets[0] as ExcelJS.Worksheet, 4)).toEqual([
      `演示遮盖${n}`,
      `演示联系人${n}`,
      '13900001111',
    ])
    const closed = await exported(ask, science)
    expect(closed.view.masked).toEqual(['contact_name', 'contact_phone'])
    expect(texts(closed.workbook.worksheets[0] as ExcelJS.Worksheet, 4)).toEqual([
      `演示遮盖${n}`,
      '（不公开）',
      '（不公开）',
    ])
    expect(Buffer.from(closed.bytes).includes('13900001111')).toBe(false)
    for (const path of ['', '/file'])
      expect((await science.get(`/api/exports/${open.view.id}${path}`)).status).toBe(404)
    expect(good(await science.get('/api/exports')).rows.map((row: { by: string }) => row.by)).not.toContain(
      open.view.by,
    )
    const stored = good(await (await stage.as('dispatcher')).get('/api/ledger?name=export.ready&limit=5'))
    const fileIds: string[] = JSON.stringify(stored).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
    const leader = await stage.as('leader')
    for (const id of new Set(fileIds)) expect((await leader.get(`/api/files/${id}`)).status).toBe(404)
  })

  it('writes a list as it stood on a day', async () => {
    const n = next()
    const { id, version } = await make(
      officer,
      'enterprise',
      { name: `演示往日${n}`, employees: 10 },
      { asOf: '2025-01-01' },
    )
    good(
      await officer.post(
        `/api/registry/enterprise/${id}/statements`,
        { values: { employees: 20 }, source: '来电' },
        { match: version },
      ),
    )
    const ask = { kind: 'enterprise', columns: ['employees'], q: `演示往日${n}` }
    const then = await exported({ ...ask, on: '2025-06-30' })
    const now = await exported(ask)
    expect([then, now].map(({ workbook }) => workbook.worksheets[0]?.getCell(4, 2).value)).toEqual([10, 20])
    expect(then.view).toMatchObject({ on: '2025-06-30', known: stage.today })
    expect((await officer.post('/api/exports', { ...ask, on: '2999-01-01' })).body.code).toBe('day-in-future')
  })

  it('refuses what cannot be asked before any work begins', async () => {
    for (const [body, code] of [
      [{ kind: 'nothing' }, 'unknown-kind'],
      [{ kind: 'enterprise', columns: ['talent_name'] }, 'unknown-fact'],
      [{ kind: 'enterprise', filter: 'revenue >= 2人' }, 'bad-filter'],
      [{ kind: 'enterprise', filter: 'contact_name = "x"' }, 'unknown-fact'],
      [{ kind: 'enterprise', sort: 'contact_phone' }, 'unknown-fact'],
      [{ kind: 'enterprise', template: 'none' }, 'unknown-template'],
    ] as const)
      expect((await officer.post('/api/exports', body)).body.code, JSON.stringify(body)).toBe(code)
    const element = await stage.as('element-officer')
    expect((await element.post('/api/exports', { kind: 'enterprise' })).body.code).toBe('not-allowed')
  })

  it('can be cancelled, and says so', async () => {
    const started = good(await officer.post('/api/exports', { kind: 'enterprise' }))
    const cancelled = await officer.post(`/api/exports/${started.id}/cancel`)
    await stage.settled()
    const view = good(await officer.get(`/api/exports/${started.id}`))
    expect(['cancelled', 'ready']).toContain(view.state)
    expect(cancelled.status === 200).toBe(view.state === 'cancelled')
    expect((await officer.post(`/api/exports/${started.id}/cancel`)).body.code).toBe('export-state')
    if (view.state === 'cancelled')
      expect((await officer.get(`/api/exports/${started.id}/file`)).body.code).toBe('export-state')
  })

  it('writes a list as separated text, with its marks in a last column where it is to come back', async () => {
    const n = next()
    await make(officer, 'enterprise', {
      name: `演示分隔甲${n}`,
      revenue: 120_000_000,
      rd_share: 0.0423,
      registered_on: '2001-03-05',
      main_product: '甲,"乙"',
      contact_phone: '+86-139',
    })
    const asked = {
      kind: 'enterprise',
      format: 'csv',
      q: `演示分隔甲${n}`,
      columns: ['revenue', 'rd_share', 'registered_on', 'main_product', 'employees', 'contact_phone'],
    }
    const started = good(await officer.post('/api/exports', { ...asked, returnable: false }))
    expect(started.fileName).toMatch(/\.csv$/)
    await stage.settled()
    const file = await officer.get(`/api/exports/${started.id}/file`)
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes)).toBe(
      `\ufeff企业名称,营业收入（万元）,研发投入占比（%）,成立时间,主要产品,职工人数（人）,联系电话\r\n演示分隔甲${n},12000,4.23%,2001-03-05,"甲,""乙""",未知,'+86-139\r\n`,
    )
    const marked = good(await officer.post('/api/exports', asked))
    await stage.settled()
    const lines = new TextDecoder()
      .decode((await officer.get(`/api/exports/${marked.id}/file`)).bytes)
      .split('\r\n')
    expect(lines[0]).toMatch(/,QD1\.[^,]+$/)
    expect(lines[1]).toMatch(/,qd1\.[^,]+$/)
    expect(
      (await officer.post('/api/exports', { kind: 'enterprise', template: 'chain-quarterly', format: 'csv' }))
        .body.code,
    ).toBe('template-needs-workbook')
  })

  it('lets no text become a formula, in any format', async () => {
    const n = next()
    const texts = ['=1+1', '+1+cmd|x', '-1+cmd|x', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', ' =1']
    for (const [index, main_product] of texts.entries())
      await make(officer, 'enterprise', {
        name: `演示公式${index}家${n}`,
        main_product,
        chain: 'key-ai',
        street: `演示公式街${n}`,
      })
    const filter = `street = "演示公式街${n}"`
    const own = await exported({ kind: 'enterprise', columns: ['main_product'], filter })
    const form = await exported({ kind: 'enterprise', template: 'chain-quarterly', filter })
    for (const { workbook } of [own, form])
      for (const sheet of workbook.worksheets)
        sheet.eachRow((row) =>
          row.eachCell((cell) => {
            if (cell.formula !== undefined) expect(cell.formula).toMatch(/^SUM\([A-Z]+\d+:[A-Z]+\d+\)$/)
            else if (typeof cell.value === 'string') expect(cell.value).not.toMatch(/^\s*[=+\-@＝]/)
          }),
        )
    const started = good(
      await officer.post('/api/exports', {
        kind: 'enterprise',
        columns: ['main_product'],
        filter,
        format: 'csv',
      }),
    )
    await stage.settled()
    const text = new TextDecoder().decode((await officer.get(`/api/exports/${started.id}/file`)).bytes)
    // As any reader of separated text takes it apart: line ends inside quotes belong to their cell.
    const cells = [...text.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,\r\n]*))/g)].map(
      ([, inside, plain]) => inside ?? plain ?? '',
    )
    expect(cells.filter((cell) => cell.includes('cmd|x'))).toHaveLength(2)
    for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@＝]/)
  })

  it('says what stands open in a file, who brought it back, and to others only that it was made', async () => {
    const n = next()
    await make(officer, 'enterprise', { name: `演示去向${n}`, contact_name: `演示联系人${n}` })
    const { view, bytes } = await exported({
      kind: 'enterprise',
      columns: ['contact_name'],
      q: `演示去向${n}`,
    })
    expect(view).toMatchObject({
      opened: ['contact_name'],
      masked: [],
      returnable: true,
      mine: true,
      office: 'talent-office',
      returns: { n: 0, rows: [] },
    })
    const back = good(await officer.upload('/api/imports', { name: '回来.xlsx', bytes }))
    await stage.settled()
    const listed = (who: Client, whose: string) =>
      who.get(`/api/exports?whose=${whose}&limit=50`).then((answer) => good(answer).rows)
    const find = (rows: { id: string }[]) => rows.find((row) => row.id === view.id)
    expect(find(await listed(officer, 'mine'))).toMatchObject({
      q: `演示去向${n}`,
      returns: { n: 1, rows: [{ importId: back.id, state: 'review', fileName: '回来.xlsx' }] },
    })
    expect(find(await listed(science, 'mine'))).toBeUndefined()
    const seen = find(await listed(science, 'all'))
    expect(seen).toMatchObject({ rows: 1, mine: false, state: 'ready', returns: { n: 1 } })
    expect(seen).not.toHaveProperty('q')
    expect(seen).not.toHaveProperty('href')
    // Whoever brings nothing in learns that it came back, and not by whom.
    expect(find(await listed(await stage.as('leader'), 'all'))).toMatchObject({ returns: { n: 1, rows: [] } })
  })

  it('is stopped between two stretches, and keeps nothing of the file', async () => {
    const rows = Array.from({ length: 6_000 }, (_, index) => `演示长表${index}号,${index}`)
    const list = new TextEncoder().encode(['企业名称,职工人数（人）', ...rows].join('\n'))
    const taken = good(
      await officer.upload('/api/imports?kind=enterprise', { name: '演示长表.csv', bytes: list }),
    )
    await stage.settled()
    good(await officer.post(`/api/imports/${taken.id}/commit`))
    await stage.settled()
    const started = good(await officer.post('/api/exports', { kind: 'enterprise', q: '演示长表' }))
    // The job is stopped as the tray does, once its first stretch is written.
    const settling = stage.settled()
    let done = 0
    while (done === 0) done = good(await officer.get(`/api/jobs/${started.job.id}`)).done
    expect(done).toBeLessThan(rows.length)
    expect(good(await officer.post(`/api/jobs/${started.job.id}/cancel`)).state).toBe('cancelled')
    await settling
    expect(good(await officer.get(`/api/exports/${started.id}`))).toMatchObject({ state: 'cancelled' })
    expect((await officer.get(`/api/exports/${started.id}/file`)).body.code).toBe('export-state')
    const kept = await stage.look(async (read) => ({
      rows: (
        await sql`select 1 from export_row where district_id = ${read.district} and export_id = ${started.id}::uuid`.execute(
          read.query,
        )
      ).rows.length,
      files: (
        await sql`select 1 from file where district_id = ${read.district} and name = ${started.fileName} and recorded_at >= ${started.recordedAt}::timestamptz`.execute(
          read.query,
        )
      ).rows.length,
    }))
    expect(kept).toEqual({ rows: 0, files: 0 })
  })

  it('empties the files that hold a person who is erased', async () => {
    const n = next()
    const { id } = await make(officer, 'talent', {
      talent_name: `演示擦除${n}`,
      mobile: '13900002222',
      degree: 'master',
    })
    const { view } = await exported({ kind: 'talent', columns: ['mobile'] })
    const other = await exported({ kind: 'post' })
    good(
      await (await stage.as('administrator')).post(`/api/registry/talent/${id}/erase`, {
        reason: '本人要求',
      }),
    )
    expect((await officer.get(`/api/exports/${view.id}/file`)).body.code).toBe('erased')
    expect((await officer.get(`/api/exports/${other.view.id}/file`)).status).toBe(200)
  })
})

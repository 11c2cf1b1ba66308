import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnOf, openWorkbookFile } from '../server/src/testing/workbooks.ts'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Person, type Story } from './stage/story.ts'

type Subject = { id: string; name: string; values: Record<string, unknown> }

/** What an office sent: people in words, an amount of no sense, a chain written wrongly. */
const LIST = [
  '企业名称,员工人数,营业收入（万元）,产业链',
  '演示更正一号有限公司,120,3500,人工智能',
  '演示更正二号有限公司,很多人,200,人工智能',
  '演示更正三号有限公司,40,600,虚似现实',
].join('\n')

describe.skipIf(!hasBrowser())('a list with mistakes goes back to its office and comes in again', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  const found = async ({ get }: Person, q: string) =>
    (await get<{ rows: Subject[] }>(`/api/registry/enterprise?q=${encodeURIComponent(q)}&limit=50`)).rows
  const valuesOf = async ({ get }: Person, id: string) =>
    (await get<Subject>(`/api/registry/enterprise/${id}`)).values

  async function send(page: Page, name: string, text: string): Promise<string> {
    await page.goto('/imports')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.waitForURL(/\/imports\/[\w-]+$/)
    await page.getByRole('heading', { name: '更正表' }).waitFor()
    return new URL(page.url()).pathname
  }

  /** The page writes it and hands it over by itself. */
  async function takeCorrection(page: Page): Promise<Uint8Array> {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载更正表' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/（更正表）\.xlsx$/)
    return new Uint8Array(readFileSync(await file.path()))
  }

  async function sendBack(page: Page, name: string, bytes: Uint8Array): Promise<void> {
    await page
      .getByLabel('交回更正表', { exact: true })
      .and(page.locator('input'))
      .setInputFiles({
        name,
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer: Buffer.from(bytes),
      })
  }

  /** Opens it as Excel does: what is marked and said of a cell, and what may be chosen there. */
  async function mended(bytes: Uint8Array): Promise<Uint8Array> {
    const workbook = await openWorkbookFile(bytes)
    const sheet = workbook.worksheets.find((one) => one.getRow(1).getCell(1).text === '企业名称')
    if (!sheet) throw new Error('the sheet of the list is not there')
    const cell = (row: number, header: string) => sheet.getCell(row, columnOf(sheet, 1, header))
    const said = (row: number, header: string) => JSON.stringify(cell(row, header).note ?? '')
    const colour = (row: number, header: string) =>
      (cell(row, header).fill as { fgColor?: { argb?: string } } | undefined)?.fgColor?.argb
    expect(said(3, '员工人数')).toContain('读不出数')
    expect(said(4, '产业链')).toContain('不在可选值里')
    expect(said(2, '员工人数')).toBe('""')
    expect(colour(3, '员工人数')).toBe('FFF7D3D3')
    expect(colour(2, '员工人数')).toBeUndefined()
    expect(cell(2, '产业链').dataValidation?.type).toBe('list')
    cell(3, '员工人数').value = 85
    cell(4, '产业链').value = '虚拟现实'
    return new Uint8Array(await workbook.xlsx.writeBuffer())
  }

  it('bad cells are marked and said, mended in Excel, sent in again, seen field by field and written', async () => {
    const talent = await story.person('talent')
    const { page, fine } = talent
    await send(page, '演示街道上报.csv', LIST)
    await page.getByRole('button', { name: '批准并写入 1 条' }).waitFor()
    await fine()
    const correction = await mended(await takeCorrection(page))
    await fine()

    await sendBack(page, '演示街道上报（改好）.xlsx', correction)
    await page.getByText('还剩错误 0 处，提醒 3 处').waitFor()
    await page.getByText(/的更正表；原表由人才办/).waitFor()
    expect(await found(talent, '演示更正')).toEqual([])
    await page.getByRole('button', { name: '批准并写入 3 条' }).waitFor()
    const rows = page.locator('table', { hasText: '演示更正二号有限公司' }).first()
    await rows.waitFor()
    await fine()
    await page.getByRole('button', { name: '批准并写入 3 条' }).click()
    await page.getByText('这一批已写入 3 条。').waitFor()
    const written = await found(talent, '演示更正')
    expect(written.map((one) => one.name).toSorted()).toEqual([
      '演示更正一号有限公司',
      '演示更正三号有限公司',
      '演示更正二号有限公司',
    ])
    const byName = new Map(written.map((one) => [one.name, one.id]))
    expect(await valuesOf(talent, byName.get('演示更正二号有限公司') as string)).toMatchObject({
      employees: 85,
    })
    expect(await valuesOf(talent, byName.get('演示更正三号有限公司') as string)).toMatchObject({
      chain: 'key-vr',
    })
    await fine()
  })

  it('the correction of another list is refused in a sentence, and nothing of it is written', async () => {
    const talent = await story.person('talent')
    const { page, fine } = talent
    const other = LIST.replaceAll('演示更正', '演示另表')
    await send(page, '演示另一份.csv', other)
    const bytes = await takeCorrection(page)
    await send(page, '演示第三份.csv', LIST.replaceAll('演示更正', '演示三表'))
    await sendBack(page, '交错了.xlsx', bytes)
    await page.getByText(/这是另一批导入的更正表/).waitFor()
    await fine()
    expect(await found(talent, '演示另表')).toEqual([])
    expect(await found(talent, '演示三表')).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnOf, edited, rowOf } from '../server/src/testing/workbooks.ts'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Person, type Story } from './stage/story.ts'

type Subject = { id: string; name: string; values: Record<string, unknown> }
/** The row of the header in a list of its own columns. */
const HEADER = 3
const EMPLOYEES = '职工人数（人）'

describe.skipIf(!hasBrowser())('a list goes out and comes back', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  const found = async ({ get }: Person, q: string) =>
    (await get<{ rows: Subject[] }>(`/api/registry/enterprise?q=${encodeURIComponent(q)}&limit=50`)).rows
  const employees = async ({ get }: Person, id: string) =>
    (await get<Subject>(`/api/registry/enterprise/${id}`)).values.employees

  /** Takes the list out by its page, as it is narrowed to a word. */
  async function takeOut({ page, fine }: Person, q: string): Promise<Uint8Array> {
    await page.goto(`/registry/enterprise?q=${encodeURIComponent(q)}`)
    await page.getByRole('button', { name: '导出', exact: true }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByText(/符合筛选的 \d+ 条/).waitFor()
    await fine()
    await dialog.getByRole('button', { name: '写成文件' }).click()
    const link = dialog.getByRole('link', { name: /下载/ })
    await link.waitFor()
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
    return new Uint8Array(readFileSync(await file.path()))
  }

  async function sendBack({ page }: Person, name: string, bytes: Uint8Array): Promise<void> {
    await page.goto('/imports')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
    await page.getByRole('heading', { name, exact: true }).waitFor()
    await page
      .getByText(/传回的表/)
      .first()
      .waitFor()
  }

  const approve = (page: Page, n: number) => page.getByRole('button', { name: `批准并写入 ${n} 条` }).click()

  it('two offices change the same cell of one workbook: whoever comes second decides, with both sides before him', async () => {
    const talent = await story.person('talent')
    const science = await story.person('science')
    const [one] = (await found(talent, '演示企业 41013')) as [Subject]
    const before = Number(await employees(talent, one.id))
    const bytes = await takeOut(talent, '演示企业 4101')
    const says = (n: number) =>
      edited(bytes, (sheet) => {
        sheet.getCell(rowOf(sheet, 1, one.name), columnOf(sheet, HEADER, EMPLOYEES)).value = n
      })
    await sendBack(talent, '人才办填报.xlsx', await says(before + 11))
    await sendBack(science, '科技局填报.xlsx', await says(before + 22))
    await science.page.getByText(/人才办 .+ 传回的另一份也在等批准/).waitFor()
    await science.page.getByText(`${before + 11} 人`).waitFor()
    await science.fine()

    await approve(talent.page, 1)
    await talent.page
      .getByText(/已写入|写入了/)
      .first()
      .waitFor()
    expect(await employees(talent, one.id)).toBe(before + 11)

    // What was compared before that is not approved; compared again, the cell is a conflict and nothing is written of it.
    await science.page.reload()
    await science.page.getByText(/比对之后，这里又有 1 条改过/).waitFor()
    expect(await science.page.getByRole('button', { name: '批准并写入 1 条' }).isDisabled()).toBe(true)
    await science.page.getByRole('button', { name: '重新比对' }).click()
    await science.page.getByText('1 格两边都改过').waitFor()
    await science.page.getByRole('button', { name: /^两边都改过/ }).click()
    const row = science.page.locator('tr.open')
    await row.waitFor()
    const cells = (await row.innerText()).replace(/\s+/g, ' ')
    expect(cells).toContain(`${before} 人`)
    expect(cells).toMatch(new RegExp(`${before + 11} 人 ?人才办 .*人才办填报\\.xlsx`))
    expect(cells).toMatch(new RegExp(`${before + 22} 人 ?科技局 .*科技局填报\\.xlsx`))
    expect(await science.page.getByRole('button', { name: '批准并写入 0 条' }).isDisabled()).toBe(true)
    await science.fine()
    await row.getByText('用传回的').click()
    await approve(science.page, 1)
    await science.page
      .getByText(/已写入|写入了/)
      .first()
      .waitFor()
    expect(await employees(science, one.id)).toBe(before + 22)

    await talent.page.goto('/exports')
    await talent.page.getByRole('link', { name: '已写入' }).nth(1).waitFor()
    await talent.fine()
  })

  it('asks what became of rows that are gone, does nothing by itself, and asks again before records go', async () => {
    const talent = await story.person('talent')
    const { page, fine } = talent
    const rows = await found(talent, '演示企业 4102')
    const gone = rows.slice(0, 3)
    const bytes = await takeOut(talent, '演示企业 4102')
    await sendBack(
      talent,
      '只传回一部分.xlsx',
      await edited(bytes, (sheet) => {
        for (const { name } of gone) sheet.spliceRows(rowOf(sheet, 1, name), 1)
      }),
    )
    await page.getByText(`其中 3 条在传回的表里没有了`).waitFor()
    expect(await page.getByRole('radio', { name: /只是一部分，都不动/ }).isChecked()).toBe(true)
    expect(await page.getByRole('button', { name: '批准并写入 0 条' }).isDisabled()).toBe(true)
    await fine()

    await page.getByRole('radio', { name: /本来就不该有/ }).check()
    await approve(page, 3)
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('heading', { name: '撤回 3 条记录？' }).waitFor()
    await fine()
    await dialog.getByRole('button', { name: '再看看' }).click()
    expect(await found(talent, '演示企业 4102')).toHaveLength(rows.length)

    await page.getByRole('radio', { name: /已离开这份名单/ }).check()
    await page.getByRole('button', { name: '批准并写入 3 条' }).waitFor()
    const [, , stays] = gone as [Subject, Subject, Subject]
    const choice = page.getByRole('combobox', { name: new RegExp(stays.name.replace(/[()（）]/g, '.')) })
    await choice.focus()
    await page.keyboard.press('ArrowDown')
    await page.locator('.ant-select-item-option', { hasText: /^只是一部分，都不动$/ }).click()
    await approve(page, 2)
    await page
      .getByText(/已写入|写入了/)
      .first()
      .waitFor()
    const left = await Promise.all(
      gone.map(
        async ({ id }) => (await talent.get<Subject>(`/api/registry/enterprise/${id}`)).values.left_list_on,
      ),
    )
    expect(left.map((day) => day !== undefined)).toEqual([true, true, false])
  })

  it('refuses a file whose mark was changed, in a sentence, and reads it like any list when told so', async () => {
    const talent = await story.person('talent')
    const { page, fine } = talent
    const bytes = await takeOut(talent, '演示企业 4103')
    const name = '改过标记.xlsx'
    const changed = await edited(bytes, (sheet) => {
      const mark = sheet.getCell(HEADER, sheet.columnCount)
      mark.value = mark.text.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    })
    await page.goto('/imports')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(changed) })
    await page.getByText('这份文件的回传标记不是本系统写的，或者被改过').waitFor()
    await fine()
    await page.getByRole('button', { name: '按普通清单读' }).click()
    await page.getByRole('button', { name: /批准并写入 0 条/ }).waitFor()
  })

  it('says before it is written what a file holds of persons, to those who may see it and to those who may not', async () => {
    for (const [name, words] of [
      ['talent', '文件里会有'],
      ['science', '您不能看，文件里写“不公开”'],
    ] as const) {
      const { page, fine } = await story.person(name)
      await page.goto('/registry/talent')
      await page.getByRole('button', { name: '导出', exact: true }).click()
      const dialog = page.locator('dialog[open]')
      await dialog.getByText(new RegExp(words)).waitFor()
      await fine()
      await dialog.getByRole('button', { name: '写成文件' }).click()
      await dialog.getByRole('link', { name: /下载/ }).waitFor()
    }
  })
})

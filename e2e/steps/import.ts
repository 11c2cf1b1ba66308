import { readFileSync } from 'node:fs'
import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { settle } from '../stage/browser.ts'
import { chooseByKeys, findByKeys, type Person, type Story } from '../stage/story.ts'

type Sheet = { name: string; bytes: Buffer }
type Count = { total: number }

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function download(page: Page, name: string): Promise<Sheet> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: new RegExp(name) }).click()
  const file = await waiting
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

/** Gives a file to the page by its button, and waits for the review. */
async function upload({ page, get }: Person, { name, bytes }: Sheet): Promise<ImportView> {
  await findByKeys(page, '清单与导入')
  await page.waitForURL(/\/imports$/)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择 Excel 文件' }).click()
  const mimeType = name.endsWith('.csv') ? 'text/csv' : XLSX
  await (await chooser).setFiles({ name, mimeType, buffer: bytes })
  await page.waitForURL(/\/imports\/[\w-]+$/)
  await page.getByRole('heading', { name: '字段差异' }).waitFor()
  return get<ImportView>(`/api/imports/${page.url().split('/').at(-1)}`)
}

const total = async ({ get }: Person, kind: string) =>
  (await get<Count>(`/api/registry/${kind}?limit=1&count=true`)).total

/** Approves what is on the page and waits until it is written. */
async function approve(person: Person, view: ImportView): Promise<void> {
  const { page } = person
  const writes = view.counts.created + view.counts.updated
  await page.getByRole('button', { name: `批准并写入 ${writes} 条` }).click()
  await page.getByText(`已写入 ${writes} 条：新增 ${view.counts.created}`).waitFor()
  await person.fine()
}

const sheetOf = ({ page }: Person) => page.getByRole('region', { name: '原表' })

/** Says by hand what one column holds; the sheet is read anew. */
async function putRight(person: Person, { id }: ImportView): Promise<ImportView> {
  const { page } = person
  await sheetOf(person)
    .getByRole('button', { name: /→主要产品/ })
    .click()
  await chooseByKeys(page, '读作', '产业链环节')
  await page.getByRole('button', { name: '按这个重新读表' }).click()
  await sheetOf(person)
    .getByRole('button', { name: /→产业链环节.*人工指定/ })
    .waitFor()
  await settle(page)
  const view = await person.get<ImportView>(`/api/imports/${id}`)
  expect(view.columns.find(({ column }) => column === 5)).toMatchObject({
    fact: 'chain_node',
    reason: 'chosen',
  })
  return view
}

async function enterprises(person: Person, sheet: Sheet): Promise<void> {
  const { page, fine } = person
  const before = await total(person, 'enterprise')
  let view = await upload(person, sheet)
  expect(view.kind).toBe('enterprise')
  await fine()

  // Columns are proposed; one of them is put right by hand, and the sheet is read anew.
  const head = sheetOf(person)
  for (const [header, fact] of [
    ['统一社会信用代码', '统一社会信用代码'],
    ['营业收入', '营业收入'],
    ['主要产品', '主要产品'],
  ])
    await head
      .getByRole('button', { name: new RegExp(`→${fact}`) })
      .and(page.getByTitle(new RegExp(header ?? '')))
      .waitFor()
  view = await putRight(person, view)

  // Every bad cell is a finding at its row and column; a click goes to the cell.
  const work = page.getByRole('complementary', { name: '待办' })
  for (const [place, value, says] of [
    ['C7', '91000000MA30000510', '信用代码校验位不符'],
    ['F9', '2026-02-30', '没有这一天'],
    ['G10', '-500', '负数'],
    ['I11', '135%', '大于 100%'],
  ])
    await work.getByRole('button', { name: new RegExp(`${place}.*${value}.*${says}`) }).waitFor()
  await work.getByRole('button', { name: /^C7/ }).focus()
  await page.keyboard.press('Enter')
  await page.locator('#q-cell-7-3.active').waitFor()
  expect(await work.innerText()).toContain('演示企业001有限公司')

  // Nothing is written before a person approves it.
  expect(await total(person, 'enterprise')).toBe(before)
  await approve(person, view)
  expect(view.counts).toMatchObject({ created: 26, held: 4, updated: 0 })
  expect(await total(person, 'enterprise')).toBe(before + 26)

  // The same sheet again: the column that was put right is read as it was said, and nothing is new.
  view = await upload(person, sheet)
  await sheetOf(person)
    .getByRole('button', { name: /→产业链环节.*沿用上次/ })
    .waitFor()
  expect(view.columns.find(({ column }) => column === 5)).toMatchObject({
    fact: 'chain_node',
    reason: 'profile',
  })
  expect(view.counts).toMatchObject({ created: 0, updated: 0, unchanged: 26 })
  expect(await page.getByRole('button', { name: '批准并写入 0 条' }).isDisabled()).toBe(true)
  await fine()
}

/** A shorter list of the office's own: field by field what stands there and what the sheet says. */
async function difference(person: Person): Promise<void> {
  const { page, get, fine } = person
  const bytes = Buffer.from('企业名称,职工人数（人）\n演示企业001有限公司,4321\n')
  const view = await upload(person, { name: '演示更正.csv', bytes })
  expect(view.counts).toMatchObject({ created: 0, updated: 1 })
  const row = page.getByRole('row', { name: /职工人数/ }).last()
  await row.getByText('4,321').waitFor()
  const [, known] = await row.getByRole('cell').allInnerTexts()
  expect(known).toMatch(/^\d/)
  await fine()
  await page.getByRole('button', { name: '放弃这一批' }).click()
  await page.getByText('这一批已放弃').waitFor()
  const { rows } = await get<{ rows: { values: { employees?: unknown } }[] }>(
    `/api/registry/enterprise?q=${encodeURIComponent('演示企业001')}`,
  )
  expect(JSON.stringify(rows)).not.toContain('4321')
}

/** Three lists come in: the demonstration sheets of the import page, as an office would send them. */
export async function imports(story: Story): Promise<void> {
  const person = await story.person('talent')
  const { page } = person
  await page.goto('/')
  await findByKeys(page, '清单与导入')
  await page.waitForURL(/\/imports$/)
  await settle(page)
  const sheets: Sheet[] = []
  for (const name of ['演示企业清单', '演示岗位清单', '演示人才清单']) sheets.push(await download(page, name))
  const [first, ...others] = sheets
  await enterprises(person, first as Sheet)
  for (const sheet of others) await approve(person, await upload(person, sheet))
  await difference(person)
}

import { expect } from 'vitest'
import { settle } from '../stage/browser.ts'
import { findByKeys, type Story } from '../stage/story.ts'
import { attachDay, enter } from './journey.ts'

type Target = { reading?: { value: number }; pace?: { expected: number; onPace: string } }

const TARGET = '/api/targets/placements'
const NAME = '人才安置到岗'

const before = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** The arrival moves the count by itself; the count opens to its rows, and an earlier day still shows the earlier count. */
export async function target(story: Story, address: string): Promise<void> {
  const person = await story.person('talent')
  const { page, get, fine } = person
  const { today } = await get<{ today: string }>('/api/session')
  const count = (await get<Target>(TARGET)).reading?.value ?? 0
  expect(count).toBeGreaterThan(0)

  await page.goto(address)
  const title = await page.getByRole('heading', { level: 1 }).innerText()
  await attachDay(person, '到岗证明', /到岗/, today)
  await page.getByText('已过', { exact: true }).waitFor()
  await enter(person, '到岗')
  await expect
    .poll(async () => (await get<Target>(TARGET)).reading?.value, { timeout: 15_000 })
    .toBe(count + 1)

  await findByKeys(page, '目标指标')
  await page.waitForURL(/\/targets/)
  const row = page.getByRole('row', { name: new RegExp(NAME) })
  await row.getByText(`${count + 1} 人`).waitFor()
  await row.getByRole('img', { name: /序时线/ }).waitFor()
  await fine()
  await row.getByRole('link', { name: new RegExp(NAME) }).focus()
  await page.keyboard.press('Enter')
  await page.getByText(new RegExp(`为 ${count + 1} 人，(低于|高于)序时线`)).waitFor()
  await page.getByRole('img', { name: /累计与序时线/ }).waitFor()
  const rows = page.getByRole('table').filter({ hasText: '依据' })
  await rows.getByRole('link', { name: title }).first().waitFor()
  expect(await rows.innerText()).toContain('计入')
  await fine()

  // Yesterday, by the switch of the whole workbench: the count as it was then.
  await page.getByTitle(/^时点/).click()
  const day = page.getByRole('button', { name: before(today), exact: true })
  if ((await day.count()) === 0) await page.getByRole('button', { name: '上一月' }).click()
  await day.first().click()
  await page.getByText(`正在看 ${before(today)} 的样子`).waitFor()
  await page.getByText(new RegExp(`为 ${count} 人，(低于|高于)序时线`)).waitFor()
  await settle(page)
  expect((await get<Target>(`${TARGET}?on=${before(today)}`)).reading?.value).toBe(count)
  expect((await get<Target>(`${TARGET}?on=${today}`)).reading?.value).toBe(count + 1)
  await fine()
  await page.getByRole('button', { name: '回到今天' }).click()
  await page.getByText(new RegExp(`为 ${count + 1} 人`)).waitFor()
}

import { expect } from 'vitest'
import { settle } from '../stage/browser.ts'
import { findByKeys, openRowByKeys, type Story } from '../stage/story.ts'

type Dome = {
  flow: { element: string; label: { zh: string }; open: number; late: number }[]
  mine: { n: number }[]
}

/** Signs in by the demonstration list as a newcomer would, and reads the dome: orders by element, targets, my day. */
export async function dome(story: Story): Promise<void> {
  const { page, get, fine } = await story.visitor()
  await page.goto('/')
  await page.waitForURL(/\/signin/)
  await fine()
  await page.getByRole('button', { name: /演示住建经办/ }).click()
  await page.getByRole('heading', { name: '要素流动' }).waitFor()
  await fine()

  const seen = await get<Dome>('/api/desks/dome')
  for (const flow of seen.flow) {
    const row = page.getByRole('row', { name: new RegExp(`^${flow.label.zh}`) })
    const cells = await row.getByRole('cell').allInnerTexts()
    expect(cells.slice(0, 2), flow.element).toEqual([String(flow.open), String(flow.late)])
  }
  expect(seen.flow.some((flow) => flow.open > 0)).toBe(true)
  const target = page.getByRole('row', { name: /人才安置到岗/ })
  await target.getByRole('img', { name: /序时线/ }).waitFor()
  const mine = page.getByRole('complementary', { name: '我的一天' })
  for (const item of seen.mine.filter(({ n }) => n > 0))
    expect(await mine.innerText()).toMatch(new RegExp(`${item.n}\\s`))
  expect(await mine.innerText()).toContain('待受理')

  await findByKeys(page, '要素订单')
  await page.waitForURL(/\/orders/)
  await settle(page)
  await openRowByKeys(page, '住建局')
  const panel = page.getByRole('complementary', { name: '要素单' })
  await panel.getByText('谁来给').waitFor()
  await fine()
  await page.close()
}

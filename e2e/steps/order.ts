import { expect } from 'vitest'
import { settle } from '../stage/browser.ts'
import { chooseByKeys, openRowByKeys, type Person, type Story } from '../stage/story.ts'
import { gateOf, verdictsOf } from './journey.ts'

type Order = { id: string; no: string; version: string; state: string; what: string; abilities: string[] }

export const orderCalled = async (person: Person, what: string): Promise<Order> => {
  const { rows } = await person.get<{ rows: Order[] }>('/api/orders?element=housing&limit=50')
  const order = rows.find((row) => row.what === what)
  if (!order) throw new Error(`No order is called ${what}.`)
  return order
}

/** Opens an order beside its list with the arrow keys and Enter. */
export async function openOrder(person: Person, view: string, no: string): Promise<void> {
  const { page } = person
  await page.goto(`/orders?view=${view}`)
  await settle(page)
  await openRowByKeys(page, no)
  await page.getByRole('complementary', { name: '要素单' }).getByRole('heading', { name: no }).waitFor()
}

/** The officer of a journey asks for a flat; its gate waits for it. */
async function raise(story: Story, address: string, what: string, needBy: string): Promise<void> {
  const officer = await story.person('talent')
  const { page, fine } = officer
  await page.goto(address)
  await page.getByRole('button', { name: '提出要素单' }).click()
  await chooseByKeys(page, '要素', '住房')
  const dialog = page.locator('dialog[open]')
  await dialog.getByLabel('要什么').fill(what)
  await dialog.getByLabel('数量').fill('1')
  await dialog.getByLabel('最晚需要').fill(needBy)
  await fine()
  await dialog.getByRole('button', { name: '提出，交住建局' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: '等 1 件' }).waitFor()
  expect(await verdictsOf(officer, address)).toMatchObject({ 'arrival-orders': 'no' })
  expect(await gateOf(officer).innerText()).toContain('还有要素单没有得到企业确认')
  await fine()
}

/** Promises a day, for the first time or anew. */
export async function promise({ page }: Person, verb: '承诺日期' | '改承诺日期', day: string): Promise<void> {
  await page.getByRole('button', { name: verb }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByLabel('承诺').fill(day)
  await dialog.getByRole('button', { name: '承诺这一天' }).click()
  await dialog.waitFor({ state: 'detached' })
  await settle(page)
}

/** Says that it was delivered; nobody of the office can say that it arrived. */
export async function deliver(person: Person): Promise<void> {
  const { page } = person
  await page.getByRole('button', { name: '标为已交付' }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByText('只有企业能确认收到').waitFor()
  await dialog.getByRole('button', { name: '标为已交付' }).click()
  await dialog.waitFor({ state: 'detached' })
  await settle(page)
}

/** An order from its raising to the confirmation that only the enterprise can give, by its own sign-in. */
export async function order(story: Story, address: string): Promise<void> {
  const what = '演示人才公寓一套（近公司，两居，12 月起租）'
  const officer = await story.person('talent')
  const { today } = await officer.get<{ today: string }>('/api/session')
  const later = new Date(Date.parse(`${today}T00:00:00Z`) + 20 * 86_400_000).toISOString().slice(0, 10)
  await raise(story, address, what, later)
  const { no } = await orderCalled(officer, what)

  // The office that owes it accepts, promises a day and delivers.
  const housing = await story.person('housing')
  await openOrder(housing, 'mine', no)
  await housing.page.getByRole('button', { name: '受理' }).click()
  await promise(housing, '承诺日期', later)
  await housing.fine()
  await deliver(housing)
  await housing.fine()

  // Neither the office nor the issuer can confirm, on the page or past it.
  for (const person of [housing, officer]) {
    await person.page.goto(`/orders?view=all&order=${(await orderCalled(person, what)).id}`)
    await person.page.getByText('待企业确认').first().waitFor()
    expect(await person.page.getByRole('button', { name: '确认已收到' }).count()).toBe(0)
    const { id, version, state } = await orderCalled(person, what)
    expect(state).toBe('delivered')
    expect(await person.post(`/api/orders/${id}/confirm`, {}, version)).toMatchObject({ status: 403 })
  }
  await officer.page.goto(address)
  await officer.page.getByText(new RegExp(`等.*确认：${what.slice(0, 8)}`)).waitFor()
  expect(await verdictsOf(officer, address)).toMatchObject({ 'arrival-orders': 'no' })

  // The enterprise does, on its own page.
  const enterprise = await story.person('enterprise')
  const { page, fine } = enterprise
  await page.goto('/')
  const mine = page.locator('section.q-waiting', { hasText: what })
  await mine.getByRole('button', { name: '确认已收到' }).waitFor()
  await fine()
  await mine.getByRole('button', { name: '确认已收到' }).focus()
  await page.keyboard.press('Enter')
  await mine.waitFor({ state: 'detached' })
  await page.getByRole('listitem').filter({ hasText: what }).getByText('企业已确认').waitFor()
  await fine()

  await openOrder(officer, 'all', no)
  await officer.page.getByText('企业登录确认').waitFor()
  await officer.fine()
  expect(await verdictsOf(officer, address)).toMatchObject({ 'arrival-orders': 'yes' })
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, settle } from './stage/browser.ts'
import { beginStory, type Person, type Story } from './stage/story.ts'
import { gateOf, verdictsOf } from './steps/journey.ts'
import { deliver, openOrder, promise } from './steps/order.ts'

type Order = { id: string; no: string; state: string; journey?: { id: string } }

/** Asks the enterprise by a one-time link; answers its path. The code goes another way and is nowhere on the page. */
async function askByLink(story: Story, officer: Person, no: string): Promise<{ path: string; code: string }> {
  const { page, fine } = officer
  await openOrder(officer, 'to-confirm', no)
  await page.getByRole('button', { name: '请企业确认' }).click()
  const link = page.locator('.q-mono', { hasText: '/confirm/' })
  await link.waitFor()
  await fine()
  const code = story.lastCode()
  expect(code).toMatch(/^\d{6}$/)
  expect(await page.locator('body').innerText()).not.toContain(code)
  return { path: new URL((await link.innerText()).trim()).pathname, code }
}

describe.skipIf(!hasBrowser())('an enterprise without a sign-in answers by a one-time link', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('disputes, which re-opens the order and holds the gate, and confirms what came afterwards', async () => {
    const officer = await story.person('talent')
    const list = '/api/orders?element=housing&limit=50'
    const orders = async () => (await officer.get<{ rows: Order[] }>(list)).rows
    const first = (await orders()).find((row) => row.state === 'delivered' && row.journey)
    if (!first?.journey) throw new Error('The demonstration has no delivered flat.')
    const { id, no } = first
    const address = `/journeys/${first.journey.id}`
    const stateOf = async () => (await orders()).find((row) => row.id === id)?.state

    // The enterprise says no: with the wrong code nothing happens, with the right one the order re-opens.
    const asked = await askByLink(story, officer, no)
    const reader = await story.visitor()
    await reader.page.goto(asked.path)
    await reader.page.getByRole('heading', { level: 1, name: /请确认/ }).waitFor()
    await reader.fine()
    await reader.page.getByText('没有收到，或不符').click()
    await reader.page.getByLabel('理由').fill('演示：钥匙还没有交，房号也不对')
    await reader.page.getByLabel('六位验证码').fill(asked.code === '123456' ? '654321' : '123456')
    await reader.page.keyboard.press('Enter')
    await reader.page.getByText('验证码不对').waitFor()
    reader.refused()
    expect(await stateOf()).toBe('delivered')
    await reader.page.getByLabel('六位验证码').fill(asked.code)
    await reader.page.keyboard.press('Enter')
    await reader.page.getByText('已记下：没有收到').waitFor()
    await reader.fine()
    expect(await stateOf()).toBe('disputed')

    // The gate says so.
    await officer.page.goto(address)
    await officer.page.getByText('企业异议，重开').waitFor()
    expect(await verdictsOf(officer, address)).toMatchObject({ 'arrival-orders': 'no' })
    const line = gateOf(officer).getByRole('row', { name: /所需要素已由企业确认/ })
    expect(await line.innerText()).toMatch(/未满足[\s\S]*住房/)
    expect(await officer.page.getByRole('button', { name: '进入到岗' }).isDisabled()).toBe(true)
    await officer.fine()

    // The office reads why, promises and delivers anew, and the enterprise confirms by a new link.
    const housing = await story.person('housing')
    await openOrder(housing, 'disputed', no)
    await housing.page.getByText(/企业异议（第 1 次）：演示：钥匙还没有交/).waitFor()
    await housing.fine()
    await promise(housing, '改承诺日期', (await housing.get<{ today: string }>('/api/session')).today)
    await deliver(housing)
    const again = await askByLink(story, officer, no)
    const phone = await story.visitor({ device: 'phone' })
    await phone.page.goto(again.path)
    await phone.page.getByText('收到了', { exact: true }).click()
    await phone.page.getByLabel('六位验证码').fill(again.code)
    await phone.page.getByRole('button', { name: '确认收到' }).click()
    await phone.page.getByText('已记下：收到').waitFor()
    await phone.fine()
    expect(await stateOf()).toBe('confirmed')
    for (const path of [asked.path, again.path]) {
      await phone.page.goto(path)
      await phone.page.getByText('这个链接已经用过').first().waitFor()
      await settle(phone.page)
      phone.forget()
    }

    await openOrder(officer, 'all', no)
    await officer.page.getByText('一次性链接加验证码').waitFor()
    await officer.fine()
    expect(await verdictsOf(officer, address)).toMatchObject({ 'arrival-orders': 'yes' })
  })
})

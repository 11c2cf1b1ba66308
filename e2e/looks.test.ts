import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

const look = { language: 'en', theme: 'dark', device: 'phone' } as const

/** English, dark, and nothing that only fits a wide screen. */
async function looksRight(page: Page): Promise<void> {
  const seen = (await page.evaluate(`({
    language: document.documentElement.lang,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
  })`)) as { language: string; wider: number; background: string }
  expect(seen.language).toBe('en')
  expect(seen.wider).toBeLessThanOrEqual(0)
  const light = (seen.background.match(/\d+/g) ?? []).slice(0, 3).map(Number)
  expect(Math.max(...light), seen.background).toBeLessThan(64)
}

describe.skipIf(!hasBrowser())('in English, in the dark, on a phone', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('shows the dome, an order and the page on which an enterprise confirms', async () => {
    const { page, get, fine } = await story.window('dispatch', look)
    await page.goto('/')
    await page.getByRole('heading', { name: 'Element flow' }).waitFor()
    await fine()
    await looksRight(page)

    const { rows } = await get<{ rows: { id: string; no: string }[] }>('/api/orders?state=delivered&limit=1')
    const order = rows[0]
    if (!order) throw new Error('The demonstration has no delivered order.')
    await page.goto(`/orders/${order.id}`)
    await page.getByRole('heading', { name: order.no }).waitFor()
    await fine()
    await looksRight(page)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /find/i }).waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Ask the enterprise' }).click()
    const link = await page.locator('.q-mono', { hasText: '/confirm/' }).innerText()
    await fine()
    const reader = await story.visitor(look)
    await reader.page.goto(new URL(link.trim()).pathname)
    await reader.page.getByRole('heading', { level: 1 }).waitFor()
    await reader.fine()
    await looksRight(reader.page)
  })
})

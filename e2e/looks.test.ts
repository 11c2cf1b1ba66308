import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { screens } from './screens/index.ts'
import { demonstrationAccounts } from './stage/accounts.ts'
import { hasBrowser, settle } from './stage/browser.ts'
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

/** The page itself and whatever in it scrolls sideways; only the paper of an imported sheet is wider than a phone, as it is on a desk. */
const SIDEWAYS = `[...document.querySelectorAll('*')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.closest('.q-sheet'))
  .filter((one) => one === document.scrollingElement || /auto|scroll/.test(getComputedStyle(one).overflowX))
  .map((one) => one.tagName + '.' + one.className + ' ' + one.scrollWidth + ' > ' + one.clientWidth)`

describe.skipIf(!hasBrowser())('on a phone', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('scrolls no page and no list sideways and leaves no word unfilled, in either language', {
    timeout: 900_000,
  }, async () => {
    const accounts = await demonstrationAccounts(story.server.base)
    const found: string[] = []
    // An address that makes something (a link, an import) is found once.
    const addresses = new Map<string, string | undefined>()
    const roles = new Set(screens.map((screen) => screen.as))
    for (const language of ['zh', 'en'] as const)
      for (const role of roles) {
        const account = role === undefined ? undefined : accounts.get(role)?.account.split('@')[0]
        const look = { language, device: 'phone' } as const
        const { page, request } =
          account === undefined
            ? await story.visitor(look).then(({ page }) => ({ page, request: page.request }))
            : await story
                .window(account, look)
                .then(({ page }) => ({ page, request: page.context().request }))
        for (const { name, as, path } of screens.filter((screen) => screen.as === role)) {
          if (!addresses.has(name)) addresses.set(name, typeof path === 'string' ? path : await path(request))
          const address = addresses.get(name)
          if (address === undefined || as !== role) continue
          await page.goto(address)
          await settle(page)
          const sideways = (await page.evaluate(SIDEWAYS)) as string[]
          found.push(...sideways.map((one) => `${name} ${language}: ${one}`))
          const unfilled = /\bundefined\b|\bNaN\b|\{\{/.exec(await page.locator('body').innerText())
          if (unfilled) found.push(`${name} ${language}: ${unfilled[0]}`)
        }
        await page.context().close()
      }
    expect(found).toEqual([])
  })
})

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

describe.skipIf(!hasBrowser())('the description of the interface', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('is leafed through without any other server, and offers none', async () => {
    const { page, forget } = await story.visitor()
    await page.goto('/openapi')
    await page.getByText('session.read').first().waitFor()
    await page
      .getByRole('link', { name: /order/ })
      .or(page.getByRole('button', { name: /order/ }))
      .first()
      .click()
    await page.getByText('order.raise').first().waitFor()
    await settle(page)
    forget()
    expect(await page.locator('body').innerText()).not.toMatch(/Ask AI|MCP|Developer Tools|Deploy/)
  })
})

import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/testing/system.ts'

export const hasBrowser = (): boolean => Boolean(findChromium())

/** @throws when the machine has no Chromium; ask `hasBrowser` first */
export const openBrowser = (args: string[] = []): Promise<Browser> => {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium: set QIONGDING_CHROMIUM or install one.')
  // The sandbox needs rights that root in a container does not have.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath,
    args: [...sandbox, '--disable-gpu', '--hide-scrollbars', ...args],
  })
}

export type Look = { language: 'zh' | 'en'; theme: 'auto' | 'light' | 'dark'; device: 'desktop' | 'phone' }

/** The cookies of a window that was signed in, to open further windows without another sign-in. */
export type WindowState = Awaited<ReturnType<BrowserContext['storageState']>>

export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

/** A browser window of one look; `account` is signed in before the first page opens, `state` was signed in before. */
export async function openWindow(
  browser: Browser,
  base: string,
  options: {
    look?: Partial<Look>
    account?: { account: string; password: string }
    state?: WindowState
  } = {},
): Promise<BrowserContext> {
  const { language = 'zh', theme = 'light', device = 'desktop' } = options.look ?? {}
  const context = await browser.newContext({
    baseURL: base,
    viewport: sizes[device],
    deviceScaleFactor: device === 'phone' ? 2 : 1,
    hasTouch: device === 'phone',
    isMobile: device === 'phone',
    colorScheme: theme === 'auto' ? 'light' : theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...(options.state ? { storageState: options.state } : {}),
  })
  // Shared machines are slow at times; what does not come in a minute does not come.
  context.setDefaultTimeout(60_000)
  await context.addInitScript({
    content: `localStorage.setItem('qiongding.language', '${language}'); localStorage.setItem('qiongding.theme', '${theme}')`,
  })
  if (options.account) await signIn(context, base, options.account)
  return context
}

/** Signs a window in by the same request as the sign-in page. */
export async function signIn(
  context: BrowserContext,
  base: string,
  { account, password }: { account: string; password: string },
): Promise<void> {
  const answer = await context.request.post('/api/auth/sign-in/email', {
    data: { email: account, password },
    headers: { origin: base },
  })
  if (!answer.ok()) throw new Error(`${account} cannot sign in: ${answer.status()} ${await answer.text()}`)
}

/** What no page may do: ask for anything beyond loopback, throw, or write an error to the console. */
export function watch(page: Page): { faults: string[] } {
  const faults: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:|^wss?:/.test(url.protocol) && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
      faults.push(`asks for ${url.origin}`)
  })
  page.on('pageerror', (error) => faults.push(`throws ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`says ${message.text()} ${message.location().url}`)
  })
  return { faults }
}

/** Serious and critical accessibility findings of the page as it stands, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated by the debugger, so that the strict content-security policy of the page stays as it is.
  await page.evaluate(`if (!window.axe) { ${axe.source} }`)
  const violations = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({ id, where: nodes.slice(0, 3).map(({ target }) => target.join(' ')) })))`,
  )) as { id: string; where: string[] }[]
  return violations.map(({ id, where }) => `${id}: ${where.join(' | ')}`)
}

/** Waits until nothing is loading any more: network, fonts, and whatever the page itself calls busy. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

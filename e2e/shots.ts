// `npm run shots [-- NAME …] [--base URL]`: a PNG of every screen, zh and en, light and dark, desktop and phone,
// under .out/shots. Says what a page did that it may not, and fails for it.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { repository } from '../scripts/checks/main.ts'
import { type Screen, screens } from './screens/index.ts'
import { demonstrationAccounts } from './stage/accounts.ts'
import {
  type Look,
  openBrowser,
  openWindow,
  settle,
  sizes,
  type WindowState,
  watch,
} from './stage/browser.ts'
import { startServer } from './stage/server.ts'

const devices = ['desktop', 'phone'] as const
const languages = ['zh', 'en'] as const
const themes = ['light', 'dark'] as const
/** Taller pictures of a phone show nothing new. */
const LONGEST = 3200

type Account = { account: string; password: string }
type Role = { account?: Account; state?: WindowState }
type Placed = { name: string; address: string; role: Role }

/** Signs every role in once, and finds the address of each screen with its rights. */
async function place(browser: Browser, base: string, chosen: readonly Screen[]) {
  const accounts = await demonstrationAccounts(base)
  const nobody: Role = {}
  const roles = new Map<string, Role>()
  const placed: Placed[] = []
  const faults: string[] = []
  for (const { name, as, path, signedOut } of chosen) {
    const account = as === undefined ? undefined : accounts.get(as)
    if (as !== undefined && !account) {
      faults.push(`${name}: nobody signs in as ${as}`)
      continue
    }
    const role = (as !== undefined && roles.get(as)) || (account ? { account } : nobody)
    if (as !== undefined) roles.set(as, role)
    const window = await openWindow(browser, base, role.state ? { state: role.state } : role)
    const address = typeof path === 'string' ? path : await path(window.request)
    if (role !== nobody) role.state ??= await window.storageState()
    await window.close()
    if (address === undefined) faults.push(`${name}: the demonstration has nothing to show`)
    else placed.push({ name, address, role: signedOut ? nobody : role })
  }
  return { placed, faults }
}

/** Pages scroll inside their frame: a phone as long as the page shows all of it. */
async function unroll(page: Page): Promise<void> {
  const more = (await page.evaluate(
    `(() => { const main = document.querySelector('#q-main'); return main ? main.scrollHeight - main.clientHeight : 0 })()`,
  )) as number
  const { width, height } = sizes.phone
  if (more > 0) await page.setViewportSize({ width, height: Math.min(height + more, LONGEST) })
  await settle(page)
}

/** One role on one device in one language: every screen is opened once and drawn light, then dark. */
async function drawAll(
  browser: Browser,
  base: string,
  look: Pick<Look, 'device' | 'language'>,
  placed: readonly Placed[],
): Promise<string[]> {
  const faults: string[] = []
  const state = placed[0]?.role.state
  const window = await openWindow(browser, base, {
    look: { ...look, theme: 'auto' },
    ...(state ? { state } : {}),
  })
  for (const { name, address } of placed) {
    const page = await window.newPage()
    const watched = watch(page)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(address)
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      await settle(page)
      if (look.device === 'phone') await unroll(page)
      const path = join(folder, `${name}.${look.language}.${theme}.${look.device}.png`)
      await page.screenshot({ path, animations: 'disabled', fullPage: true })
    }
    // A refused address is one of the screens; the browser notes it as an error of the console.
    const expected = /^(not-found|confirm-spent-link)$/.test(name) ? /Failed to load resource/ : /^$/
    const where = `${name}.${look.language}.${look.device}`
    faults.push(
      ...watched.faults.filter((fault) => !expected.test(fault)).map((fault) => `${where}: ${fault}`),
    )
    await page.close()
  }
  await window.close()
  return faults
}

/** Role by role; the devices and languages of one role side by side, since most of the time is waiting. */
async function draw(browser: Browser, base: string, placed: readonly Placed[]): Promise<string[]> {
  const faults: string[] = []
  for (const role of new Set(placed.map((screen) => screen.role))) {
    const own = placed.filter((screen) => screen.role === role)
    const looks = devices.flatMap((device) => languages.map((language) => ({ device, language })))
    faults.push(...(await Promise.all(looks.map((look) => drawAll(browser, base, look, own)))).flat())
  }
  return faults
}

const { values, positionals } = parseArgs({ options: { base: { type: 'string' } }, allowPositionals: true })
const chosen = positionals.length === 0 ? screens : screens.filter(({ name }) => positionals.includes(name))
const folder = join(repository, '.out', 'shots')
if (positionals.length === 0) rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const server = values.base === undefined ? await startServer() : undefined
const browser = await openBrowser()
try {
  const base = server?.base ?? (values.base as string)
  const { placed, faults: unplaced } = await place(browser, base, chosen)
  const faults = [...unplaced, ...(await draw(browser, base, placed))]
  for (const fault of faults) console.error(fault)
  const looks = devices.length * languages.length * themes.length
  console.log(`${chosen.length} screens in ${looks} looks under .out/shots, ${faults.length} faults`)
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  await browser.close()
  await server?.stop()
}

// `npm run shots [-- NAME …] [--base URL]`: a PNG of every screen, zh and en, light and dark, desktop and phone,
// under .out/shots. Says what a page did that it may not, and fails for it.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { repository } from '../scripts/checks/main.ts'
import { type Screen, screens } from './screens.ts'
import { demonstrationAccounts } from './stage/accounts.ts'
import { type Look, openBrowser, openWindow, settle, watch } from './stage/browser.ts'
import { startServer } from './stage/server.ts'

const looks: Look[] = (['desktop', 'phone'] as const).flatMap((device) =>
  (['zh', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ device, language, theme })),
  ),
)

type Account = { account: string; password: string }

type Placed = { name: string; address: string; account: Account | undefined }

/** Finds the address of each screen with the rights of its role. */
async function place(browser: Browser, base: string, chosen: readonly Screen[]) {
  const accounts = await demonstrationAccounts(base)
  const placed: Placed[] = []
  const faults: string[] = []
  for (const { name, as: role, path, signedOut } of chosen) {
    const account = role === undefined ? undefined : accounts.get(role)
    if (role !== undefined && !account) {
      faults.push(`${name}: nobody signs in as ${role}`)
      continue
    }
    const context = await openWindow(browser, base, account ? { account } : {})
    const address = typeof path === 'string' ? path : await path(context.request)
    await context.close()
    if (address === undefined) faults.push(`${name}: the demonstration has nothing to show`)
    else placed.push({ name, address, account: signedOut ? undefined : account })
  }
  return { placed, faults }
}

async function draw(
  browser: Browser,
  base: string,
  placed: readonly Placed[],
  folder: string,
): Promise<string[]> {
  const faults: string[] = []
  for (const account of new Set(placed.map((screen) => screen.account)))
    for (const look of looks) {
      const context = await openWindow(browser, base, account ? { look, account } : { look })
      for (const { name, address } of placed.filter((screen) => screen.account === account)) {
        const page = await context.newPage()
        const watched = watch(page)
        await page.goto(address)
        await settle(page)
        const file = `${name}.${look.language}.${look.theme}.${look.device}.png`
        await page.screenshot({
          path: join(folder, file),
          animations: 'disabled',
          fullPage: look.device === 'phone',
        })
        // A refused address is one of the screens; the browser notes it as an error of the console.
        const expected = /^(not-found|confirm-spent-link)$/.test(name) ? /Failed to load resource/ : /^$/
        faults.push(
          ...watched.faults.filter((fault) => !expected.test(fault)).map((fault) => `${file}: ${fault}`),
        )
        await page.close()
      }
      await context.close()
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
  const faults = [...unplaced, ...(await draw(browser, base, placed, folder))]
  for (const fault of faults) console.error(fault)
  console.log(`${chosen.length} screens in ${looks.length} looks under .out/shots, ${faults.length} faults`)
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  await browser.close()
  await server?.stop()
}

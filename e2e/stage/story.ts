// One server and one browser for a story, with a window for each person who takes part in it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIRequestContext, Browser, Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import { accountNamed } from './accounts.ts'
import { accessibilityFaults, type Look, openBrowser, openWindow, settle, watch } from './browser.ts'
import { type RunningServer, startServer } from './server.ts'

export type Person = {
  page: Page
  /** Asks the server with this person's own rights. */
  get: <Answer>(path: string) => Promise<Answer>
  /** A request to do something, answered with its status. */
  post: (path: string, body?: unknown, version?: string) => Promise<{ status: number; code?: string }>
  /** The page as it stands asks nothing beyond loopback, says no error and has no serious accessibility finding. */
  fine: () => Promise<void>
  /** Takes out of the faults what the browser notes for an answer of 4xx, which must be there once. */
  refused: () => void
  /** The same where a page may open without such an answer. */
  forget: () => void
}

export type Story = {
  server: RunningServer
  /** The window of a demonstration sign-in by the beginning of its address, e.g. `talent`; always the same one. */
  person: (name: string) => Promise<Person>
  /** A new window in which nobody is signed in. */
  visitor: (look?: Partial<Look>) => Promise<Person>
  /** A new window of a look in which one person is signed in. */
  window: (name: string, look: Partial<Look>) => Promise<Person>
  /** The six figures of the last confirmation code that left the house; only the machine's operator can read it. */
  lastCode: () => string
  end: () => Promise<void>
}

let made = 0

const REFUSED = /Failed to load resource.*status of 4\d\d/

function personOf(page: Page, api: APIRequestContext, base: string): Person {
  const { faults } = watch(page)
  return {
    page,
    get: async (path) => {
      const answer = await api.get(path)
      if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`)
      return (await answer.json()) as never
    },
    post: async (path, body = {}, version) => {
      made += 1
      const answer = await api.post(path, {
        data: body,
        headers: {
          origin: base,
          'idempotency-key': `story-request-${made}`,
          ...(version ? { 'if-match': `"${version}"` } : {}),
        },
      })
      const { code } = (await answer.json()) as { code?: string }
      return { status: answer.status(), ...(code === undefined ? {} : { code }) }
    },
    fine: async () => {
      await settle(page)
      expect(await accessibilityFaults(page), page.url()).toEqual([])
      expect(faults.splice(0), page.url()).toEqual([])
    },
    forget: () => {
      for (const fault of faults.splice(0)) expect(fault).toMatch(REFUSED)
    },
    refused: () => {
      expect(faults.splice(0)).toEqual([expect.stringMatching(REFUSED)])
    },
  }
}

/** How much of a page is said where a test fails on it: enough to see where it stood. */
const SAID = 1_500

/** Where a test fails, says what this person saw: on another machine nobody can look. */
function sayOnFailure(name: string, { page }: Person): void {
  onTestFailed(async () => {
    const words = await page
      .locator('main')
      .innerText({ timeout: 5_000 })
      .catch((error: unknown) => String(error))
    console.error(`${name} at ${page.url()}:\n${words.slice(0, SAID)}`)
  })
}

export async function beginStory(): Promise<Story> {
  const server = await startServer()
  const browser: Browser = await openBrowser().catch(async (error: unknown) => {
    await server.stop()
    throw error
  })
  const people = new Map<string, Promise<Person>>()
  const open = async (name: string | undefined, look: Partial<Look>): Promise<Person> => {
    const account = name === undefined ? undefined : await accountNamed(server.base, name)
    const window = await openWindow(browser, server.base, { look, ...(account ? { account } : {}) })
    return personOf(await window.newPage(), window.request, server.base)
  }
  return {
    server,
    person: async (name) => {
      const known = people.get(name) ?? open(name, {})
      people.set(name, known)
      const person = await known
      sayOnFailure(name, person)
      return person
    },
    visitor: (look = {}) => open(undefined, look),
    window: open,
    lastCode: () => {
      const folder = join(server.data, 'outbox')
      const last = readdirSync(folder).sort().at(-1) ?? ''
      const letter = JSON.parse(readFileSync(join(folder, last), 'utf8')) as { params: { code: string } }
      return letter.params.code
    },
    end: async () => {
      await browser.close()
      await server.stop()
    },
  }
}

/** Goes to a page by Ctrl K, its name and Enter, as somebody who never lets go of the keyboard. */
export async function findByKeys(page: Page, name: string): Promise<void> {
  await settle(page)
  await page.keyboard.press('Control+k')
  const box = page.locator('dialog[open] input')
  await box.waitFor()
  await page.keyboard.type(name)
  await page.locator('dialog[open] [role=option][aria-selected=true]', { hasText: name }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
}

/** Moves down the rows of a table by the arrow keys until the row with these words is under the keyboard, and opens it. */
export async function openRowByKeys(page: Page, words: string): Promise<void> {
  const rows = page.locator('tr[data-index]')
  await rows.filter({ hasText: words }).first().waitFor()
  await rows.first().focus()
  for (let step = 0; step < 60; step += 1) {
    const focused = page.locator('tr[data-index]:focus')
    await focused.waitFor()
    if ((await focused.innerText()).includes(words)) {
      await page.keyboard.press('Enter')
      return
    }
    const at = Number(await focused.getAttribute('data-index'))
    await page.keyboard.press('ArrowDown')
    await page.locator(`tr[data-index="${at + 1}"]:focus`).waitFor()
  }
  throw new Error(`No row says ${words}.`)
}

/** Chooses from a list in a dialog by its keyboard: opens it, moves to the choice, Enter. */
export async function chooseByKeys(page: Page, label: string, choice: string): Promise<void> {
  const box = page.locator('dialog[open]').getByRole('combobox', { name: label })
  await box.focus()
  await page.keyboard.press('ArrowDown')
  const active = page.locator('.ant-select-item-option-active:visible')
  await active.waitFor()
  // A district's dictionary holds some hundred facts.
  for (let step = 0; step < 300; step += 1) {
    if ((await active.innerText()) === choice) {
      await page.keyboard.press('Enter')
      await active.waitFor({ state: 'detached' })
      return
    }
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`${label} has no choice ${choice}.`)
}

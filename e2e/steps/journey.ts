import { expect } from 'vitest'
import { settle } from '../stage/browser.ts'
import type { Person, Story } from '../stage/story.ts'

export type Requirement = { id: string; verdict: string }
type Journey = { stage: string; requirements: Requirement[]; gate?: { passes: boolean } }

/** The gate as the page shows it: one line per requirement. */
export const gateOf = (person: Person) => person.page.locator('section', { hasText: /^关口/ }).last()

export async function verdictsOf(person: Person, address: string): Promise<Record<string, string>> {
  const journey = await person.get<Journey>(`/api${address}`)
  return Object.fromEntries(journey.requirements.map(({ id, verdict }) => [id, verdict]))
}

/** Goes through the open gate to the stage of this name. */
export async function enter(person: Person, stage: string): Promise<void> {
  await person.page.getByRole('button', { name: `进入${stage}` }).click()
  await person.page.getByText(`已进入${stage}`).waitFor()
  await settle(person.page)
}

/** The button of the gate's line that settles it. */
const settleLine = (person: Person, line: string | RegExp) =>
  gateOf(person).getByRole('row', { name: line }).getByRole('button')

/** Evidence as a file, put to the line of the gate that asks for it. */
export async function attachFile(person: Person, line: string | RegExp): Promise<void> {
  const { page } = person
  await settleLine(person, line).click()
  await page.locator('dialog[open] input[type=file]').setInputFiles({
    name: '演示推荐函.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4 demo'),
  })
  await page.locator('dialog[open]').getByRole('button', { name: '附上' }).click()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: '演示推荐函.pdf' }).waitFor()
}

/** States a fact that the gate asks for, of the choices that its name finds. */
export async function stateFact(person: Person, fact: string, choice: string): Promise<void> {
  const { page } = person
  await gateOf(person)
    .getByRole('button', { name: `填写：${fact}` })
    .click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByRole('combobox', { name: fact }).focus()
  await page.keyboard.type(choice)
  await page.locator('.ant-select-item-option-active:visible', { hasText: choice }).waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: /^写入|^填写/ }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Evidence as a fact: the day on which it happened. */
export async function attachDay(person: Person, line: string, label: RegExp, day: string): Promise<void> {
  const { page } = person
  await settleLine(person, line).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByLabel(label).fill(day)
  await dialog.getByRole('button', { name: '附上' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** From the match to the interview: gates that hold say what is unmet and unknown; a file and a fact open them. */
export async function journey(story: Story, address: string): Promise<void> {
  const person = await story.person('talent')
  const { page, fine } = person
  const { today } = await person.get<{ today: string }>('/api/session')
  await page.goto(address)
  await enter(person, '推荐')

  expect(await verdictsOf(person, address)).toEqual({ 'recommendation-sent': 'no', 'interview-held': 'no' })
  const gate = gateOf(person)
  expect(await gate.innerText()).toMatch(/未过\s+差 2 项，未知 0 项/)
  expect(await page.getByRole('button', { name: '进入面谈' }).isDisabled()).toBe(true)
  await fine()
  await attachFile(person, '推荐函已发出')
  await attachDay(person, '面谈记录', /面谈/, today)
  await gate.getByText('已过').waitFor()
  await fine()
  await enter(person, '面谈')

  expect(await verdictsOf(person, address)).toMatchObject({ agreed: 'unknown', arrival: 'no' })
  expect(await gate.innerText()).toMatch(/未过\s+差 1 项，未知 1 项/)
  const line = gate.getByRole('row', { name: /双方达成意向/ })
  expect(await line.innerText()).toMatch(/未知[\s\S]*缺 双方达成意向/)
  await line.getByRole('button').focus()
  await page.keyboard.press('Enter')
  await page.locator('dialog[open]').getByRole('button', { name: /^是/ }).click()
  await line.getByText('满足', { exact: true }).waitFor()
  expect(await gate.innerText()).toMatch(/差 1 项，未知 0 项/)
  await fine()
}

import { readFileSync } from 'node:fs'
import type { Board } from '@qiongding/server/capabilities/dispatch/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpack, whole, zipEntries } from '../server/src/spine/registry/workbook/zip.ts'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('what is late is talked about until it is struck off', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('goes from the board to a meeting, a decision, a task, a report and the end of it', async () => {
    const dispatcher = await story.person('dispatch')
    const { page, fine, get } = dispatcher
    await page.goto('/dispatch')
    await page.getByRole('heading', { level: 1, name: '统筹调度' }).waitFor()
    await fine()
    const board = await get<Board>('/api/dispatch/board?limit=10')
    const [first] = board.projects
    const title = first?.title as string
    const project = page.locator('.q-project', { hasText: title })
    await project.getByRole('checkbox').first().check()
    await page.getByRole('button', { name: '上会（1 件）' }).click()
    await fine()
    await page.locator('dialog[open]').getByRole('button', { name: '排上日程' }).click()
    await page.getByText('待开').waitFor()
    await fine()
    const address = page.url()
    await page.getByRole('button', { name: '记为已开' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('combobox', { name: '出席' }).fill('指挥部办')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await fine()
    await dialog.getByRole('button', { name: '记为已开' }).click()
    await page.getByText('已开', { exact: true }).waitFor()
    await page.getByRole('button', { name: '议定' }).click()
    await dialog.getByLabel('议定意见').fill('演示：三日内报到位计划')
    await dialog.getByLabel('办什么').fill('演示：报到位计划')
    await dialog.getByRole('combobox', { name: '谁办' }).click()
    await page.locator('.ant-select-item-option:visible', { hasText: /^住建局$/ }).click()
    await dialog.getByLabel('几时办结').fill(board.on)
    await fine()
    await dialog.getByRole('button', { name: '议定' }).click()
    await page.getByText('演示：三日内报到位计划').waitFor()
    await fine()

    const housing = await story.person('housing')
    await housing.page.goto('/dispatch?view=tasks')
    await housing.page.getByRole('button', { name: '报办结' }).click()
    const asked = housing.page.locator('dialog[open]')
    await asked.getByLabel('办理结果').fill('演示：计划已报')
    await housing.fine()
    await asked.getByRole('button', { name: '报办结' }).click()
    await housing.page.getByText('已报办结，等核销').waitFor()
    // Whoever reported it sees nothing to strike it off with.
    expect(await housing.page.getByRole('button', { name: '销号' }).count()).toBe(0)

    await page.goto(address)
    await page.getByRole('button', { name: '销号' }).click()
    await page.getByRole('button', { name: '销号' }).waitFor({ state: 'detached' })
    await page.getByText(/由.*销号/).waitFor()
    await fine()
    await page.goto('/dispatch')
    await project.getByText(/看过（指挥部办）/).waitFor()
    await project.getByText('议定：演示：三日内报到位计划').waitFor()
  })

  it('gives the leader one page, and the week a paper that opens in a word processor', async () => {
    const leader = await story.person('leader')
    await leader.page.goto('/briefing/leader')
    await leader.page.getByText('请您说').first().waitFor()
    expect(await leader.page.locator('.q-blockers > li').count()).toBe(3)
    await leader.fine()

    const { page, fine } = await story.person('dispatch')
    await page.goto('/dispatch')
    await page.getByRole('link', { name: '调度周报' }).click()
    await page.getByRole('heading', { level: 1, name: '招商项目调度周报' }).waitFor()
    await page.getByRole('heading', { name: '七、议定事项' }).waitFor()
    const said = await page.locator('article').innerText()
    await fine()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '存为 Word' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^招商项目调度周报 .*\.docx$/)
    const bytes = new Uint8Array(readFileSync(await file.path()))
    const entry = zipEntries(bytes).find(({ name }) => name === 'word/document.xml')
    if (!entry) throw new Error('The paper holds no text.')
    const text = String(await whole(unpack(bytes, entry), () => {}))
    // What stands on the screen stands in the file, line by line.
    const words = text.replaceAll(/<[^>]+>/g, '')
    for (const line of said.split('\n').filter((one) => one.length > 20))
      expect(words).toContain(line.trim().replaceAll('&', '&amp;'))
    for (const face of ['方正小标宋简体', '仿宋_GB2312', '黑体']) expect(text).toContain(face)
    await fine()
  })
})

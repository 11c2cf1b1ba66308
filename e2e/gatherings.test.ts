import type { GatheringPage } from '@qiongding/server/capabilities/gatherings/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, settle } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('a matching event', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('is planned, arranged by a person from three ways, noted at the table, and counted to its cases', async () => {
    const officer = await story.person('talent')
    const { page, fine, get } = officer
    await page.goto('/gatherings')
    await page.getByText('还没有对接活动').waitFor()
    await fine()
    await page.getByRole('button', { name: '新建对接活动' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByLabel('活动').fill('演示春季人才对接会')
    await dialog.getByLabel('地点').fill('演示会展中心')
    await dialog.getByRole('combobox', { name: '对接规则' }).click()
    await page.locator('.ant-select-item-option', { hasText: '岗位与人才' }).click()
    await fine()
    await dialog.getByRole('button', { name: '建好，去选需求' }).click()
    await page.getByText('先选这场活动要对接的需求').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const read = () => get<GatheringPage>(`/api/gatherings/${id}`)

    await page.getByRole('button', { name: '选需求' }).click()
    const boxes = dialog.getByRole('checkbox', { disabled: false })
    await boxes.nth(3).waitFor()
    for (const at of [0, 1, 2]) await boxes.nth(at).check()
    await fine()
    await dialog.getByRole('button', { name: '加入 3 条' }).click()
    await page.getByText('有 3 条需求，还没有安排谁见谁').waitFor()

    await page.getByRole('button', { name: '排法' }).click()
    await page.getByRole('button', { name: /^安排最多/ }).click()
    await fine()
    await page.getByRole('button', { name: '采用“安排最多”' }).click()
    await page.getByText(/3 条需求，安排了 \d+ 次见面，还没有人记见面结果/).waitFor()
    const { introductions } = await read()
    expect(introductions.length).toBeGreaterThan(3)

    // At the table: they met and both would go on; then the case opens from here.
    const row = page.locator('.q-meetings tbody tr:not(.q-round)').first()
    const choose = async (label: RegExp, word: string) => {
      await row.getByRole('combobox', { name: label }).click()
      await page.locator('.ant-select-item-option:visible', { hasText: new RegExp(`^${word}$`) }).click()
      await settle(page)
    }
    await choose(/^见面结果/, '见了')
    await choose(/^需求方意愿/, '愿意')
    await choose(/^供给方意愿/, '愿意')
    await fine()
    await row.getByRole('button', { name: '推荐对接' }).click()
    await row.getByRole('link', { name: '匹配', exact: true }).waitFor()
    const n = introductions.length
    await page.getByText(`安排 ${n} 次，已见 1，没见成 0，${n - 1} 次没有人记；推荐 1 对。`).waitFor()

    await page.getByRole('button', { name: '漏斗' }).click()
    const figures = (await read()).funnel.map(({ of, yes, no, unknown }) => [of, yes, no, unknown])
    expect(figures.slice(0, 4)).toEqual([
      [n, n, 0, 0],
      [n, 1, 0, n - 1],
      [1, 1, 0, 0],
      [1, 1, 0, 0],
    ])
    const shown = await page.locator('.q-funnel tbody tr').allInnerTexts()
    expect(shown[1]?.replace(/\s+/g, ' ')).toContain(`见了面 1 0 ${n - 1}`)
    await fine()
    await page.getByRole('button', { name: '记为已办' }).click()
    await page.getByText('已办', { exact: true }).first().waitFor()
    await fine()
  })
})

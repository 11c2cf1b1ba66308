import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('the same enterprise under two names', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('is found, merged, and separated again: at once, and later from its record', async () => {
    const { page, fine } = await story.person('talent')
    const total = async () =>
      (
        (await (await page.request.get('/api/registry/enterprise?count=true&limit=1')).json()) as {
          total: number
        }
      ).total
    const before = await total()
    await page.goto('/registry/enterprise')
    await page.getByRole('link', { name: /疑似重复/ }).click()
    await page.getByRole('button', { name: /演示企业 41007/ }).click()
    await page.getByText('演示企业 41007 有限责任公司').last().waitFor()
    await fine()
    await page.getByRole('button', { name: /合并为一家/ }).click()
    await page.getByText('已合并为一家').waitFor()
    expect(await total()).toBe(before - 1)
    await page.getByRole('button', { name: '撤回', exact: true }).click()
    await page.getByText('已撤回，两条各归原样').waitFor()
    expect(await total()).toBe(before)

    await page.getByRole('button', { name: /演示企业 41011/ }).click()
    await page.getByRole('radio', { name: /企业名称以“演示企业 41011（青岛）股份有限公司”的为准/ }).waitFor()
    await page.keyboard.press('m')
    await page.getByText('已合并为一家').waitFor()
    await page.getByRole('button', { name: /合并过的/ }).click()
    await page.getByRole('link', { name: /41011/ }).first().click()
    await page.getByText('并入，带来').waitFor()
    await fine()
    await page.getByRole('button', { name: '撤回合并' }).first().click()
    await page.locator('dialog textarea').fill('演示：不是同一家')
    await page.locator('dialog').getByRole('button', { name: '撤回合并' }).click()
    await page.getByText('已撤回，两条各归原样').waitFor()
    expect(await total()).toBe(before)
  })
})

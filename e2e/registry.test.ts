import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('a list as an office keeps it', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('moves and adds columns by the keyboard and keeps them, finds by first letters, says what comes back', async () => {
    const { page, fine } = await story.person('talent')
    const rows = page.locator('tr[data-index]:not(.coming)')
    const heads = () => page.locator('.q-grid th').allInnerTexts()
    await page.goto('/registry/enterprise')
    await rows.first().waitFor()
    const before = await heads()
    await page.locator('.q-grid th button').nth(2).focus()
    await page.keyboard.press('Alt+ArrowRight')
    expect((await heads()).slice(3, 5)).toEqual([before[4], before[3]])
    await page.getByRole('button', { name: '列', exact: true }).click()
    await page.getByLabel('统一社会信用代码').check()
    await page.keyboard.press('Escape')
    const after = await heads()
    expect(after.at(-1)).toBe('统一社会信用代码')
    await fine()
    await page.reload()
    await rows.first().waitFor()
    expect(await heads()).toEqual(after)

    await page.getByRole('searchbox', { name: '按名称找' }).fill('ysqy41001')
    await page.keyboard.press('Enter')
    await page.getByText('1 条').first().waitFor()
    expect(await rows.count()).toBe(1)
    expect(await rows.first().innerText()).toContain('演示企业 41001')
    await page.getByRole('searchbox', { name: '按名称找' }).fill('无此企业')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /去掉“无此企业”.*64 条/ }).click()
    await rows.nth(20).waitFor()
    await fine()
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, settle } from './stage/browser.ts'
import { beginStory, chooseByKeys, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('an administrator keeps people in the browser', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('adds somebody, who sets his own password and enters; moves and stops him', async () => {
    const { page, fine } = await story.person('admin')
    await page.goto('/settings/people')
    await page.getByRole('button', { name: '添加人员' }).click()
    await page.getByLabel('姓名').fill('演示新同事')
    await page.getByLabel('账号').fill('new@demo.qiongding.example')
    await chooseByKeys(page, '角色', '分管领导')
    await fine()
    await page.getByRole('button', { name: '添加，并给一次性链接' }).click()
    const link = await page.locator('.q-mono', { hasText: '/welcome/' }).innerText()
    await fine()
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /演示新同事.*待设密码/ }).waitFor()

    const phone = await story.visitor({ device: 'phone' })
    await phone.page.goto(new URL(link.trim()).pathname)
    await phone.page.getByRole('heading', { name: '演示新同事，请设您的密码' }).waitFor()
    await phone.fine()
    for (const label of ['新密码', '再输一次']) await phone.page.getByLabel(label).fill('korrekte-batterie-9')
    await phone.page.getByRole('button', { name: '设好密码并进入' }).click()
    await phone.page.locator('#q-main').waitFor()
    await settle(phone.page)
    await phone.fine()

    await page.reload()
    await page.getByRole('button', { name: '演示新同事' }).click()
    await chooseByKeys(page, '角色', '指挥部办调度员')
    await page.getByRole('button', { name: '改角色和科室' }).click()
    await page.getByText('已改演示新同事的角色和科室').waitFor()
    await fine()
    await page.getByRole('button', { name: '停用账号' }).click()
    await page.getByLabel('理由').fill('演示：调离')
    await page.getByRole('button', { name: '停用账号' }).click()
    await page.getByText('已停用演示新同事').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /演示新同事.*停用/ }).waitFor()
    await phone.page.reload()
    await phone.page.getByRole('button', { name: '登录', exact: true }).waitFor()

    // His own account he cannot change.
    await page.getByRole('button', { name: '演示管理员', exact: true }).click()
    await page.getByText('这是您自己的账号').waitFor()
    expect(await page.locator('dialog[open]').getByRole('button', { name: '停用账号' }).count()).toBe(0)
    await fine()
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountNamed } from './stage/accounts.ts'
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
    for (const label of ['新密码', '再输一次新密码'])
      await phone.page.getByLabel(label, { exact: true }).fill('korrekte-batterie-9')
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

  it('everybody changes his own password from his menu, and is signed out everywhere else', async () => {
    const { page, fine, forget } = await story.window('talent', {})
    const other = await story.window('talent', { device: 'phone' })
    await other.page.goto('/password')
    await other.page.getByRole('heading', { name: '修改密码' }).waitFor()
    await other.fine()

    await page.goto('/')
    await page.locator('.q-me').click()
    await page.getByRole('link', { name: '修改密码' }).click()
    await page.getByRole('heading', { name: '修改密码' }).waitFor()
    await fine()
    const fill = async (words: Record<string, string>) => {
      for (const [label, text] of Object.entries(words))
        await page.getByLabel(label, { exact: true }).fill(text)
    }
    const write = page.getByRole('button', { name: '改成新密码' })
    await fill({
      现在的密码: 'not-this-one',
      新密码: 'korrekte-batterie-9',
      再输一次新密码: 'korrekte-batterie-8',
    })
    await page.getByText('两次不一样').waitFor()
    expect(await write.isDisabled()).toBe(true)
    await fill({ 再输一次新密码: 'korrekte-batterie-9' })
    await write.click()
    await page.getByText('现在的密码不对').waitFor()
    forget()
    const own = (await accountNamed(story.server.base, 'talent')).password
    await fill({ 现在的密码: own, 新密码: 'password1', 再输一次新密码: 'password1' })
    await write.click()
    await page.getByText('这个密码太容易猜').waitFor()
    forget()
    await fill({ 新密码: 'korrekte-batterie-9', 再输一次新密码: 'korrekte-batterie-9' })
    await write.press('Enter')
    await page.getByText('密码已改').waitFor()
    await fine()

    // Here he stays; the phone has to sign in again, and with the new password.
    await page.goto('/registry/talent')
    await page.locator('#q-main').waitFor()
    await fine()
    await other.page.goto('/')
    await other.page.getByRole('button', { name: '登录', exact: true }).waitFor()
  })
})

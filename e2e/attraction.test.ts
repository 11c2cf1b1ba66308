import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, settle } from './stage/browser.ts'
import { beginStory, type Person, type Story } from './stage/story.ts'
import { attachFile, enter, gateOf, stateFact } from './steps/journey.ts'

const FIRM = '演示远航声学科技有限公司'
const CHAT = `阿敏 09:02
早，有个新线索
阿敏 09:03
${FIRM}计划投资2.5亿元，要厂房8000平
阿敏 09:05
联系人沈总，13900011301，计划2099年6月开工`
/** The same enterprise as somebody else writes it. */
const OTHER_CHAT = '演示远航声学科技（青岛）股份有限公司想在我们这边投1亿元，租3000平'

async function pasteChat({ page }: Person, text: string): Promise<void> {
  await page.goto('/attraction/investment/new')
  await page.getByLabel('聊天、短信或纪要').fill(text)
  await page.getByRole('button', { name: '读成草稿' }).click()
  await page.getByText(/读出 \d+ 项，未知 \d+ 项/).waitFor()
  await settle(page)
}

describe.skipIf(!hasBrowser())('from a pasted chat to talks, with a collision and a red light', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('drafts, warns another office blindly, advances by evidence, and lights red with its reason', async () => {
    const holder = await story.person('river')
    const { page } = holder

    await pasteChat(holder, CHAT)
    expect(await page.getByLabel('投资方', { exact: true }).inputValue()).toBe(FIRM)
    expect(await page.getByLabel('总投资', { exact: true }).inputValue()).toBe('2.5')
    expect(await page.getByLabel('空间需求').inputValue()).toBe('8000')
    await page.getByText('未知：文中没有').first().waitFor()
    const marked = page.getByRole('region', { name: '标出读到之处的原文' }).locator('mark')
    expect(await marked.allInnerTexts()).toEqual(expect.arrayContaining([FIRM, '沈总', '13900011301']))
    const save = page.getByRole('button', { name: '登记线索' })
    expect(await save.isDisabled()).toBe(true)
    await page.getByRole('button', { name: '查重' }).click()
    await page.getByText('别的单位没有登记这家企业').waitFor()
    await page.getByLabel('责任人（科室或岗位）').fill('演示片区招商组')
    await page.getByLabel('投资内容').fill('声学器件产线')
    await holder.fine()
    await save.click()
    await page.waitForURL(/\/journeys\/[\w-]+$/)
    await page.getByRole('heading', { name: '演示远航声学科技项目' }).waitFor()
    await page.getByText('仅本单位可见').waitFor()
    await page.getByText(/首报（粘贴文字）/).waitFor()
    await holder.fine()
    const address = new URL(page.url()).pathname

    const other = await story.person('attraction')
    await pasteChat(other, OTHER_CHAT)
    await other.page.getByRole('button', { name: '查重' }).click()
    await other.page.getByText('这家企业张村河指挥部已在谈，请先电话联系').waitFor()
    expect(await other.page.locator('#q-main').innerText()).not.toContain('声学器件产线')
    expect(await other.page.getByRole('button', { name: '登记线索' }).isDisabled()).toBe(true)
    await other.fine()
    await other.page.goto(address)
    await other.page.getByText('没有这条记录，或您看不到它').waitFor()
    other.refused()
    await other.page.goto('/attraction/investment?q=远航')
    await other.page.getByText('没有符合这些条件的项目').waitFor()
    await other.fine()

    await page.reload()
    await page.getByText(/招商促进中心 演示招商专员 查重时查到本项目/).waitFor()
    await enter(holder, '研判')
    await attachFile(holder, /研判意见/)
    for (const [fact, choice] of [
      ['国民经济行业', 'C39'],
      ['招商模式', '资本招商'],
    ] as const)
      await stateFact(holder, fact, choice)
    await gateOf(holder).getByText('已过').waitFor()
    await page.getByText('政府投资基金不得以招商引资为目的设立').waitFor()
    await enter(holder, '在谈')
    await page.getByText('两周一报').waitFor()
    await holder.fine()

    // The plan turns out to be of last spring: the rule says red, and why.
    const id = address.split('/').at(-1)
    expect(
      (await holder.post(`/api/journeys/${id}/facts`, { key: 'plan_start', value: '2020-03-10' })).status,
    ).toBe(200)
    await page.reload()
    await page.getByText(/滞后\s*计划 2020-03-10 开工，已过 \d+ 个月底仍未实现/).waitFor()
    await page.getByText('银川：计划当月未开工黄灯，连续三个月未开工红灯').waitFor()
    await page.goto('/attraction/investment?view=red')
    await page.getByRole('row', { name: /演示远航声学科技项目/ }).waitFor()
    await holder.fine()
    await page.getByRole('button', { name: '看看板' }).click()
    await page.getByRole('region', { name: '在谈' }).getByText('演示远航声学科技项目').waitFor()
    await holder.fine()

    // Registered meanwhile: from now on the enterprise confirms what the orders bring.
    await page.goto(address)
    await page.getByRole('button', { name: '指认在册企业' }).click()
    const dialog = page.locator('dialog[open]')
    expect(await dialog.getByRole('button', { name: '指认', exact: true }).isDisabled()).toBe(true)
    await dialog.getByRole('combobox').fill('演示企业 41001')
    await page.locator('.ant-select-item-option', { hasText: '演示企业 41001' }).click()
    await holder.fine()
    await dialog.getByRole('button', { name: '指认', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page
      .getByRole('link', { name: /演示企业 41001/ })
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: '指认在册企业' }).count()).toBe(0)
    await holder.fine()
  })
})

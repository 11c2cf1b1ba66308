import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from './stage/browser.ts'
import { growthReward } from './stage/policy-text.ts'
import { beginStory, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('a policy is written, published, changed, and answers a firm', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('is drafted with live checking, tried on everybody, published; version 2 lists whom it turns', async () => {
    const { page, fine, get } = await story.person('policy')
    const { today } = await get<{ today: string }>('/api/session')
    await page.goto('/policies/texts')
    await page.getByRole('button', { name: '起草政策' }).click()
    const text = page.getByRole('textbox', { name: '政策正文' })
    await text.waitFor()
    const write = async (words: string) => {
      await text.click()
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(words)
    }
    await write(
      growthReward(1, today, '2000万元').replace('rd_expense / revenue >= 5%', 'rd_expense / revenu >= 5'),
    )
    await page.getByText('字典里没有“revenu”').first().waitFor()
    await page
      .getByText(/第 13 行/)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: '试算全区' }).isDisabled()).toBe(true)
    await fine()
    await write(growthReward(1, today, '2000万元'))
    await page.getByText('样例企业 2 家全部相符').waitFor()
    await page.getByRole('button', { name: '加一条' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('combobox', { name: '事实' }).fill('resident')
    await page.keyboard.press('Enter')
    await fine()
    await dialog.getByRole('button', { name: '加到条款里' }).click()
    // A condition that no case tries turns the cases: they are seen at once.
    await page.getByText('样例“演示甲企业”的verdict应为').first().waitFor()
    await write(growthReward(1, today, '2000万元'))
    await page.getByText('样例企业 2 家全部相符').waitFor()
    await page.getByRole('button', { name: '试算全区' }).click()
    await page.getByText(/家中 \d+ 家可以享受/).waitFor()
    await fine()
    await page.getByRole('button', { name: '存草稿' }).click()
    await page.waitForURL(/\/policies\/texts\/[0-9a-f-]{36}/)
    await page.getByRole('button', { name: '公布' }).click()
    await fine()
    await dialog.getByRole('button', { name: '公布' }).click()
    await page.waitForURL(/\/policies\/growth-reward/)
    const who = page.getByText(/个企业中，\d+ 个可以享受/)
    await who.waitFor()
    const gets = Number(/(\d+) 个可以享受/.exec(await who.innerText())?.[1])
    expect(gets).toBeGreaterThan(0)

    // Version 2 asks for more; whoever loses it is listed before it is published.
    await page.getByRole('button', { name: '起草下一版' }).click()
    await text.waitFor()
    await page
      .getByText(/第 2 版/)
      .first()
      .waitFor()
    const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
    await write(growthReward(2, tomorrow, '2亿元'))
    await page.getByText(/第 2 版，.*样例企业 2 家全部相符/).waitFor()
    await page.getByRole('button', { name: '试算全区' }).click()
    const turned = page.locator('.q-differ tr')
    await turned.first().waitFor()
    expect(await turned.count()).toBeGreaterThan(0)
    await fine()
    await page.getByRole('button', { name: '存草稿' }).click()
    await page.waitForURL(/\/policies\/texts\/[0-9a-f-]{36}/)
    await page.getByRole('button', { name: '公布' }).click()
    await dialog.getByRole('button', { name: '公布' }).click()
    await page.waitForURL(/\/policies\/growth-reward/)
    await page.goto(`/policies/growth-reward?on=${tomorrow}`)
    await page.getByText('第 2 版').or(page.getByText('演示文件〔2026〕2号')).first().waitFor()
    await fine()
  })

  it('shows a firm the one missing paper, takes it from the firm, and the answer turns while it looks', async () => {
    const firm = await story.person('enterprise')
    const { person } = await firm.get<{ person: { party: { id: string; name: string } } }>('/api/session')
    const { answers } = await firm.get<{ answers: { id: string; verdict?: string; missing: string[] }[] }>(
      `/api/policies/answers/enterprise/${person.party.id}`,
    )
    const lacking = answers.find(({ verdict, missing }) => verdict === 'unknown' && missing.length === 1)
    if (!lacking) throw new Error('No answer of the demonstration enterprise lacks a single fact.')
    await firm.page.goto(`/policies/answers/enterprise/${person.party.id}?policy=${lacking.id}`)
    await firm.page.getByText('还不能定：补这 1 项就可能够条件。').waitFor()
    await firm.page.getByRole('button', { name: '补这一项' }).click()
    const dialog = firm.page.locator('dialog[open]')
    const { kind } = await factOf(firm.get, lacking.missing[0] as string)
    const field = dialog.locator('.q-field').first()
    if (kind === 'number') await field.getByRole('spinbutton').fill('3')
    else {
      await field.getByRole('combobox').click()
      await firm.page.locator('.ant-select-item-option:visible').first().click()
    }
    if ((await dialog.getByLabel('来源').inputValue()) === '')
      await dialog.getByLabel('来源').fill('演示材料')
    await dialog.locator('input[type=file]').setInputFiles({
      name: '演示证明材料.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('演示：此件为虚构。'),
    })
    await firm.fine()
    await dialog.getByRole('button', { name: '申报' }).click()
    await firm.page.getByText('已申报，待核').waitFor()
    await firm.fine()

    const officer = await story.person('policy')
    await officer.page.goto('/proposals')
    await officer.page.getByText(person.party.name).first().waitFor()
    await officer.page.getByRole('link', { name: '演示证明材料.txt' }).waitFor()
    await officer.fine()
    await officer.page.getByRole('button', { name: '记入', exact: true }).click()
    await officer.page.getByText('这里没有').waitFor()

    // Nobody reloads the firm's page.
    await firm.page
      .getByText('还不能定：补这 1 项就可能够条件。')
      .waitFor({ state: 'detached', timeout: 20_000 })
    await firm.fine()
    const after = await firm.get<{ answers: { id: string; missing: string[] }[] }>(
      `/api/policies/answers/enterprise/${person.party.id}`,
    )
    expect(after.answers.find(({ id }) => id === lacking.id)?.missing).not.toEqual(lacking.missing)
  })

  it('lists those who need not apply, approves them, and carries one to the payment', async () => {
    const { page, fine } = await story.person('policy')
    await page.goto('/applications?state=automatic&policy=demo-research-reward')
    await page.getByText(/家够条件、金额确定/).waitFor()
    await fine()
    const rows = page.locator('.q-applications tbody tr')
    const n = await rows.count()
    expect(n).toBeGreaterThan(1)
    await rows.first().getByRole('checkbox').uncheck()
    await page.getByRole('button', { name: new RegExp(`批准 ${n - 1} 家`) }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByLabel('审核意见').fill('演示：名单已核')
    await fine()
    await dialog.getByRole('button', { name: '批准', exact: true }).click()
    await page.getByText(/1 家够条件、金额确定/).waitFor()
    await page.getByRole('button', { name: '已审未兑' }).click()
    await page.getByRole('link', { name: /^\d+$/ }).first().waitFor()
    expect(await rows.count()).toBe(n - 1)
    await fine()
    await page.getByRole('link', { name: /^\d+$/ }).first().click()
    await page.getByText('演示：名单已核').waitFor()
    await page.getByText('现可兑现').waitFor()
    await fine()
  })
})

async function factOf(get: <Answer>(path: string) => Promise<Answer>, key: string) {
  const { pack } = await get<{ pack: string }>('/api/session').catch(() => ({ pack: '' }))
  const { facts } = await get<{ facts: { key: string; type: string }[] }>(`/api/pack/${pack}`)
  return { kind: facts.find((fact) => fact.key === key)?.type }
}

import type { GatheringPage } from '@qiongding/server/capabilities/gatherings/contract'
import type { Ranking } from '@qiongding/server/spine/matches/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, settle } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('needs and offers are brought together', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('states a need: what of it can be judged, must or may, and how many there are, as it is typed', async () => {
    const { page, fine, get } = await story.person('talent')
    await page.goto('/matches/post-talent')
    await page.getByRole('button', { name: '提出需求' }).click()
    await page.getByRole('heading', { level: 1, name: '提出需求：岗位' }).waitFor()
    const reading = page.getByRole('complementary', { name: '系统怎样读这条需求' })
    await reading.getByText('还没有写出一条可以判断的要求').waitFor()
    await page.getByLabel('岗位名称').fill('演示声学算法工程师')
    await page.getByLabel('用人单位').fill('演示企业 41013（青岛）有限公司')
    const choose = async (label: string, word: RegExp) => {
      await page.getByRole('combobox', { name: label }).click()
      await page.locator('.ant-select-item-option:visible', { hasText: word }).click()
    }
    await choose('学历要求', /^博士$/)
    await reading.getByText(/必须项全部满足 \d+ 个/).waitFor()
    const enough = async () => {
      await settle(page)
      return Number(/全部满足 ([\d,]+) 个/.exec(await reading.innerText())?.[1]?.replaceAll(',', ''))
    }
    const strict = await enough()
    await page.getByRole('combobox', { name: '技能要求' }).fill('C++')
    await page.keyboard.press('Enter')
    await reading.getByText('技能', { exact: true }).waitFor()
    await fine()
    // What is only preferred excludes nobody: with the degree as a wish there are more.
    await reading.getByRole('radiogroup', { name: '学历是必须还是优先' }).getByText('优先').click()
    await expect.poll(enough, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(strict).toBeGreaterThanOrEqual(0)
    await fine()
    await page.getByLabel('来源').fill('演示：企业来电')
    await page.getByRole('button', { name: '记下这条需求' }).click()
    await page.getByRole('heading', { level: 1, name: '演示声学算法工程师' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const { requirements } = await get<Ranking>(`/api/matches/post-talent/needs/${id}?limit=1`)
    expect(requirements.map(({ id, level }) => [id, level])).toEqual([
      ['degree', 'may'],
      ['skills', 'must'],
    ])
    await fine()
  })

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

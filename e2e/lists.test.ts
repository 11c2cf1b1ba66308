import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

type Row = { id: string; name: string; cells: Record<string, { value?: unknown }> }
type Version = { id: string; no?: number; state: string }
type Need = {
  id: string
  name: string
  standing: string
  holder?: { id: string }
  said?: { channel: string }
}

const LIST = 'chain-enterprises'

describe.skipIf(!hasBrowser())('a list is published, changed, compared and published again', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  /** Prepares, reviews and publishes by the pages; answers the version. */
  async function publish(): Promise<Version> {
    const keeper = await story.person('lists')
    await keeper.page.goto(`/lists/${LIST}`)
    await keeper.page.getByRole('button', { name: '整理新版' }).click()
    await keeper.page.locator('dialog[open]').getByRole('button', { name: '整理成草稿' }).click()
    await keeper.page.getByText('等指挥部办或工信局审核').waitFor()
    await keeper.fine()
    const reviewer = await story.person('dispatch')
    await reviewer.page.goto(`/lists/${LIST}`)
    await reviewer.page.getByRole('button', { name: '看变动并审核' }).click()
    const dialog = reviewer.page.locator('dialog[open]')
    await dialog.getByText(/新列入|没有变动/).waitFor()
    await dialog.getByLabel('审核意见').fill('演示：抽查三家')
    await reviewer.fine()
    await dialog.getByRole('button', { name: '同意发布' }).click()
    await dialog.waitFor({ state: 'detached' })
    await keeper.page.goto(`/lists/${LIST}`)
    await keeper.page.getByRole('button', { name: '看变动并发布' }).click()
    const last = keeper.page.locator('dialog[open]')
    await last.getByRole('button', { name: /发布这一版/ }).click()
    await last.waitFor({ state: 'detached' })
    const read = await keeper.get<{ published: Version }>(`/api/lists/${LIST}`)
    return read.published
  }

  it('keeps the first as it was, and says what changed and why', async () => {
    const keeper = await story.person('lists')
    const first = await publish()
    const rowsOf = (version: string) =>
      keeper.get<{ rows: Row[] }>(`/api/lists/${LIST}/rows?version=${version}&limit=200`)
    const before = await rowsOf(first.id)
    const row = before.rows[0] as Row
    const record = await keeper.get<{ version: string }>(`/api/registry/enterprise/${row.id}`)
    const stated = await keeper.post(
      `/api/registry/enterprise/${row.id}/statements`,
      { values: { main_product: '演示改后产品' }, source: '演示来函' },
      record.version,
    )
    expect(stated.status).toBe(200)

    await keeper.page.goto(`/lists/${LIST}?view=diff`)
    await keeper.page.getByText(/改动 1 行/).waitFor()
    await keeper.page.getByText('演示改后产品').waitFor()
    await keeper.page.getByText(/因为有新的说法：.*演示来函/).waitFor()
    await keeper.fine()

    const second = await publish()
    expect(second.no).toBe((first.no as number) + 1)
    expect((await rowsOf(first.id)).rows).toEqual(before.rows)
    await keeper.page.goto(`/lists/${LIST}?view=versions`)
    await keeper.page.getByRole('button', { name: '重读核对' }).nth(1).click()
    await keeper.page.getByText(/两种读法一致/).waitFor()
    await keeper.fine()
  })

  it('lets a need that ran out stand again by one click of its holder', async () => {
    const officer = await story.person('talent')
    const needs = async () => (await officer.get<{ rows: Need[] }>('/api/needs/post?view=all&limit=200')).rows
    const ended = (await needs()).find((one) => one.standing === 'expired' && one.holder) as Need
    await officer.page.goto('/needs/post')
    await officer.page.getByLabel(`选中 ${ended.name}`).first().check()
    await officer.page.getByRole('button', { name: '请再确认（1）' }).click()
    const dialog = officer.page.locator('dialog[open]')
    await dialog.getByRole('button', { name: '生成链接，由我转交' }).click()
    const message = await dialog.locator('.q-mono').first().innerText()
    await officer.fine()
    const code = story.lastCode()
    expect(message).not.toContain(code)
    const path = new URL(/https?:\S+/.exec(message)?.[0] ?? '').pathname

    const holder = await story.visitor({ device: 'phone' })
    await holder.page.goto(path)
    await holder.page.getByLabel('六位验证码').fill(code)
    await holder.fine()
    await holder.page.getByRole('button', { name: /仍需要，再延 90 天/ }).click()
    await holder.page.getByText('已记下，谢谢。').waitFor()
    await holder.fine()
    await holder.page.goto(path)
    await holder.page.getByText('这个链接已经用过').waitFor()
    const now = (await needs()).filter((one) => one.said?.channel === 'link')
    expect(now).toMatchObject([{ standing: 'open' }])
  })
})

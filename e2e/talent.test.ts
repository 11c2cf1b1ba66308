import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ranking } from '@qiongding/server/spine/matches/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../scripts/checks/main.ts'
import { hasBrowser, settle } from './stage/browser.ts'
import { until } from './stage/returned.ts'
import { beginStory, type Person, type Story } from './stage/story.ts'
import { attachDay, enter, journey } from './steps/journey.ts'

const YEAR = 365.25

/** A record, made by an officer's own rights; the page of it shows what follows. */
async function made(person: Person, kind: string, values: Record<string, unknown>): Promise<string> {
  const answer = await person.post(`/api/registry/${kind}`, { values, source: '演示' })
  expect(answer.status, JSON.stringify(answer)).toBe(200)
  const name = String(values.talent_name ?? values.post_title ?? values.name)
  const { rows } = await person.get<{ rows: { id: string; name: string }[] }>(
    `/api/registry/${kind}?limit=5&q=${encodeURIComponent(name)}`,
  )
  const id = rows.find((row) => row.name === name)?.id
  expect(id, name).toBeDefined()
  return id as string
}

/** The officer passes the address on; the code goes to the person's own telephone. */
async function invited(story: Story, officer: Person, id: string): Promise<Person> {
  const { page } = officer
  await page.goto(`/registry/talent/${id}`)
  await page.getByRole('button', { name: '我来转交链接' }).click()
  const address = await page.locator('.q-mono', { hasText: '/invited/' }).innerText()
  await officer.fine()
  const person = await story.visitor()
  await person.page.goto(new URL(address).pathname)
  await person.page.getByRole('heading', { name: /请您核对自己的信息/ }).waitFor()
  await person.fine()
  await person.page.getByLabel('验证码').fill(story.lastCode())
  await person.page.getByRole('button', { name: '打开', exact: true }).click()
  await person.page.waitForURL(/\/own$/)
  await person.page.getByRole('heading', { level: 1, name: /这是区里关于您的记录/ }).waitFor()
  await settle(person.page)
  return person
}

describe.skipIf(!hasBrowser())('a talent on his own page', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  it('agrees, corrects his years, and the officer sees it at once; another declines and is gone', async () => {
    const officer = await story.person('talent')
    const firm = '演示星槎光学有限公司'
    const title = '演示星槎光学工程师'
    await made(officer, 'enterprise', { name: firm })
    const need = await made(officer, 'post', {
      post_title: title,
      post_enterprise: firm,
      headcount: 1,
      degree_min: 'master',
      experience_min: 3 * YEAR,
      post_expires_on: '2099-12-31',
    })
    const first = await made(officer, 'talent', {
      talent_name: '演示沈岚',
      mobile: '13900077001',
      degree: 'doctor',
      experience_years: YEAR,
    })
    const second = await made(officer, 'talent', {
      talent_name: '演示周屿',
      mobile: '13900077002',
      degree: 'doctor',
      experience_years: 6 * YEAR,
      talent_consent: true,
    })
    type Ranking = { rows: { offerId: string; group: string }[]; next?: string }
    const stands = async (id: string) => {
      for (let cursor: string | undefined = '0'; cursor !== undefined; ) {
        const { rows, next }: Ranking = await officer.get<Ranking>(
          `/api/matches/post-talent/needs/${need}?limit=200&cursor=${cursor}`,
        )
        const found = rows.find((row) => row.offerId === id)
        if (found) return found.group
        cursor = next
      }
      return undefined
    }

    const person = await invited(story, officer, first)
    const { page } = person
    await page.getByText('您还没有说过').waitFor()
    expect(await stands(first)).toBeUndefined()
    await page.getByRole('button', { name: '同意用于匹配' }).click()
    await page.getByText('您已同意用于匹配').waitFor()
    const post = page.getByRole('article').filter({ hasText: title })
    // What fits least stands last, behind the first few.
    await page.getByRole('button', { name: /^再看 \d+ 个/ }).click()
    await post.getByText('要求不满足').waitFor()
    await person.fine()
    expect(await stands(first)).toBe('missed')

    // Who he is, is settled with the office; what he did, he says himself.
    await page.getByRole('button', { name: '更正工作年限' }).click()
    await page.getByRole('spinbutton').fill('5')
    await page.getByRole('button', { name: '更正', exact: true }).first().click()
    await page.getByText('人才本人').first().waitFor()
    await post.getByText('要求都满足').waitFor()
    await person.fine()
    // The officer's page was never loaded again.
    await officer.page.getByText('更正了工作年限').waitFor()
    await officer.page.getByText('人才本人').first().waitFor()
    await officer.fine()
    expect(await stands(first)).toBe('all-met')

    const other = await invited(story, officer, second)
    expect(await stands(second)).toBe('all-met')
    const offered = other.page.getByRole('article').filter({ hasText: title })
    expect(await other.page.locator('main').innerText()).not.toContain('演示沈岚')
    await offered.getByRole('button', { name: /^不考虑/ }).click()
    await offered.getByPlaceholder('原因（可不填）').fill('演示：离家远')
    await offered.getByRole('button', { name: '确定不考虑' }).click()
    await offered.getByText(/您已婉拒/).waitFor()
    await other.fine()
    expect(await stands(second)).toBeUndefined()
    await officer.page.goto(`/matches/post-talent/${need}`)
    await officer.page.getByRole('heading', { level: 1, name: title }).waitFor()
    await settle(officer.page)
    const centre = await officer.page.locator('main').innerText()
    expect(centre).not.toContain('演示周屿')
    await officer.fine()

    // A page that was taken back shows nothing any more.
    await officer.page.goto(`/registry/talent/${second}`)
    await officer.page.getByText('婉拒了一个岗位').waitFor()
    await officer.page.getByRole('button', { name: '收回' }).click()
    await officer.page.getByText('已收回').waitFor()
    await other.page.reload()
    await other.page.getByText('打不开这一页').waitFor()
    other.refused()
  })
})

const SHEETS = join(repository, '../shared/data/sheets')
const LISTS = ['02-急需紧缺人才需求-GB18030.csv', '03-产业人才清单.xlsx']
const haveLists = LISTS.every((name) => existsSync(join(SHEETS, name)))
const CENTRE = '/matches/post-talent'
const CORRECTED = 41

/** A list as its office sent it comes in: what can be written is approved. Answers how many records are new. */
async function broughtIn({ page, get, post }: Person, name: string): Promise<number> {
  const file = { name, mimeType: 'application/octet-stream', buffer: readFileSync(join(SHEETS, name)) }
  const { origin } = new URL(page.url())
  const sent = await page.request.post('/api/imports', { multipart: { file }, headers: { origin } })
  const { id } = (await sent.json()) as { id: string }
  type View = { state: string; counts: { created: number } }
  const view = (state: string) =>
    until(async () => {
      const found = await get<View>(`/api/imports/${id}`)
      return found.state === state ? found : undefined
    })
  await view('review')
  expect(await post(`/api/imports/${id}/commit`)).toEqual({ status: 200 })
  return (await view('committed')).counts.created
}

const ranked = ({ get }: Person, need: string) => get<Ranking>(`/api${CENTRE}/needs/${need}?limit=50`)
const counted = ({ groups }: Ranking) => groups['all-met'] + groups.unknown + groups.missed

describe.skipIf(!hasBrowser()).each([
  { rows: 'of the demonstration', lists: false },
  { rows: 'as two offices sent them', lists: true },
])('posts and talents $rows', ({ lists }) => {
  let story: Story
  beforeAll(async () => {
    if (!lists || haveLists) story = await beginStory()
  })
  afterAll(() => story?.end())

  it('come to a placement: one corrects his years, one declines and is gone, and the count moves', async ({
    skip,
  }) => {
    skip(lists && !haveLists, `${SHEETS} does not hold ${LISTS.join(' and ')}`)
    const officer = await story.person('talent')
    const { page } = officer
    await page.goto(CENTRE)
    await settle(page)
    if (lists) for (const name of LISTS) expect(await broughtIn(officer, name), name).toBeGreaterThan(50)

    // A post that asks for years of work, and two who may fit it.
    const { rows: posts } = await officer.get<{ rows: { id: string }[] }>(`/api${CENTRE}/needs?limit=100`)
    let found: { post: string; first: string; second: string } | undefined
    for (const { id } of posts) {
      const { rows, requirements, need, abilities } = await ranked(officer, id)
      const [first, second] = rows.filter((row) => row.group !== 'missed' && !row.decision)
      const asks = requirements.some((one) => one.id === 'experience') && !need.closed
      if (!asks || !first || !second || !abilities.includes('match.accept')) continue
      found = { post: id, first: first.offerId, second: second.offerId }
      break
    }
    if (!found) throw new Error('No post has two who may fit it.')
    const { post, first, second } = found

    // The pair stands open before the officer while the person corrects his years elsewhere.
    const person = await invited(story, officer, first)
    await page.goto(`${CENTRE}/${post}`)
    await page.locator(`[data-offer="${first}"]`).click()
    const panel = page.locator('aside.q-pair')
    await panel.getByRole('button', { name: '推荐对接' }).waitFor()
    await person.page.getByRole('button', { name: '更正工作年限' }).click()
    await person.page.getByRole('spinbutton').fill(String(CORRECTED))
    await person.page.getByRole('button', { name: '更正', exact: true }).first().click()
    await person.page.getByText('人才本人').first().waitFor()
    await person.fine()
    await panel.getByText(`${CORRECTED} 年`).waitFor({ timeout: 15_000 })
    await panel.getByText(/人才本人/).waitFor()
    await officer.fine()
    await person.page.close()

    // Another declines a post whose list stands open: he goes from it, and from its counts.
    const other = await invited(story, officer, second)
    const session = String(await other.page.evaluate("sessionStorage.getItem('qiongding-own')"))
    type Own = { matches: { needId: string; name: string; decision?: unknown }[] }
    const { matches } = await other.get<Own>(`/api/own/${session}`)
    let declined: { needId: string; name: string } | undefined
    for (const match of matches.filter(({ decision }) => decision === undefined))
      if ((await ranked(officer, match.needId)).rows.some(({ offerId }) => offerId === second)) {
        declined = match
        break
      }
    if (!declined) throw new Error('The second fits no post.')
    const before = await ranked(officer, declined.needId)
    await page.goto(`${CENTRE}/${declined.needId}`)
    const row = page.locator(`[data-offer="${second}"]`)
    await row.waitFor()
    const offered = other.page.getByRole('article').filter({ hasText: declined.name }).first()
    await offered.getByRole('button', { name: /^不考虑/ }).click()
    await offered.getByRole('button', { name: '确定不考虑' }).click()
    await offered.getByText(/您已婉拒/).waitFor()
    await other.fine()
    await row.waitFor({ state: 'detached', timeout: 15_000 })
    const after = await ranked(officer, declined.needId)
    expect(counted(after)).toBe(counted(before) - 1)
    expect(JSON.stringify(after)).not.toContain(second)
    await officer.fine()

    // The first is recommended; his placement runs to the arrival, and the count moves by itself.
    const target = async () =>
      (await officer.get<{ reading?: { value: number } }>('/api/targets/placements')).reading?.value
    const count = (await target()) ?? 0
    await page.goto(`${CENTRE}/${post}`)
    await page.locator(`[data-offer="${first}"]`).click()
    await panel.getByText(/人才本人/).waitFor()
    await panel.getByRole('button', { name: '推荐对接' }).click()
    await page.waitForURL(/\/journeys\//)
    await journey(story, new URL(page.url()).pathname)
    const { today } = await officer.get<{ today: string }>('/api/session')
    await attachDay(officer, '到岗证明', /到岗/, today)
    await page.getByText('已过', { exact: true }).waitFor()
    await enter(officer, '到岗')
    await expect.poll(target, { timeout: 15_000 }).toBe(count + 1)
    await officer.fine()
  }, 240_000)
})

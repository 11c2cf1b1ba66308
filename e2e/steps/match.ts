import type { Ranking } from '@qiongding/server/spine/matches/contract'
import { expect } from 'vitest'
import { settle } from '../stage/browser.ts'
import { findByKeys, openRowByKeys, type Story } from '../stage/story.ts'

type Pair = { requirements: { verdict: 'yes' | 'no' | 'unknown' }[] }

const WORDS = { yes: '满足', no: '未满足', unknown: '未知' } as const

/** Finds a post, reads who fits it and why, and recommends the first: the placement begins at once. Answers its address. */
export async function match(story: Story, post: { title: string; holder: string }): Promise<string> {
  const { page, get, fine } = await story.person('talent')
  await page.goto('/')
  await findByKeys(page, '匹配中心')
  await page.waitForURL(/\/matches\/post-talent/)
  const search = page.getByRole('searchbox')
  await search.fill(post.title)
  await search.press('Enter')
  await page.waitForURL(/q=/)
  await settle(page)
  await openRowByKeys(page, post.holder)
  await page.getByRole('heading', { level: 1, name: post.title }).waitFor()
  await fine()

  const need = new URL(page.url()).pathname.split('/').at(-1)
  const ranking = await get<Ranking>(`/api/matches/post-talent/needs/${need}?limit=50`)
  const text = await page.locator('main').innerText()
  expect(text).not.toMatch(/\d\s?%|\d\s?分(?!钟)|★/)
  for (const [group, words] of [
    ['unknown', '没有未满足，还有未知'],
    ['missed', '有未满足'],
  ] as const)
    if (ranking.groups[group] > 0 && ranking.rows.some((row) => row.group === group))
      expect(text).toContain(words)
  const names = await page.locator('[data-offer]').allInnerTexts()
  expect(names.map((name) => name.split(/\s{2,}|\n/)[0])).toEqual(
    ranking.rows.map((row) => expect.stringContaining(row.name.slice(0, 4))),
  )

  // Down the list by keys: every requirement of a pair has its verdict and the words that decided it.
  const panel = page.locator('aside.q-pair')
  const missed = ranking.rows.findIndex((row) => row.missed > 0 && row.unknown > 0)
  const third = Math.max(1, Math.min(missed, 12))
  await page.locator('[data-offer]').first().focus()
  for (let step = 0; step < third; step += 1) await page.keyboard.press('ArrowDown')
  const chosen = ranking.rows[third]
  await panel.getByRole('heading', { name: chosen?.name ?? '' }).waitFor()
  const pair = await get<Pair>(`/api/matches/post-talent/needs/${need}/offers/${chosen?.offerId}`)
  await panel.getByRole('listitem').first().waitFor()
  const marks = await panel
    .getByRole('listitem')
    .getByRole('img')
    .evaluateAll((images) => images.map((image) => image.getAttribute('aria-label')))
  expect(marks).toEqual(pair.requirements.map(({ verdict }) => WORDS[verdict]))
  for (const said of await panel.getByRole('listitem').allInnerTexts()) expect(said.length).toBeGreaterThan(4)
  await fine()

  // Back to the top; the key A recommends, and the journey is there in the same moment.
  for (let step = 0; step < third; step += 1) await page.keyboard.press('ArrowUp')
  const best = ranking.rows[0]
  await panel.getByRole('heading', { name: best?.name ?? '' }).waitFor()
  await panel.getByRole('button', { name: '推荐对接' }).waitFor()
  await page.keyboard.press('a')
  await page.waitForURL(/\/journeys\//)
  await page.getByRole('heading', { name: /^关口/ }).waitFor()
  await fine()
  return new URL(page.url()).pathname
}

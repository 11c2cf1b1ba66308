// `centre`: the matching centre over HTTP at the size of a district: one post after another, each with its first page of candidates.
import { writeFileSync } from 'node:fs'
import { type Made, made } from './match/made.ts'
import { percentile } from './measure/load.ts'
import { type Benchmark, rounded } from './measure/result.ts'
import { districtOf } from './measure/stage.ts'

/** Posts asked about, one at a time; each is asked twice, as somebody who comes back to it. */
const POSTS = 60
/** Talents in a file: one of all is larger than the workbench takes. */
const IN_FILE = 50_000
/** Facts changed one by one, each looked for in the very next answer. */
const CHANGES = 20
const DEGREES: Readonly<Record<string, string>> = { bachelor: '本科', master: '硕士', doctor: '博士' }

/** Talents as an office would send them: all consent, none is a person. */
function writeTalents(path: string, talents: readonly Made[], from: number): void {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const rows = talents.map(({ title, skills, work, degree, years }, at) =>
    [
      `演示人才${from + at}`,
      `138${String(from + at).padStart(8, '0')}`,
      '是',
      DEGREES[degree] ?? '',
      title,
      skills.join('、'),
      work,
      years === undefined ? '' : String(years),
    ]
      .map(cell)
      .join(','),
  )
  const header = '姓名,手机,同意用于匹配,最高学历,现任岗位,技能,项目经历,工作年限'
  writeFileSync(path, `${header}\n${rows.join('\n')}\n`)
}

type Ranking = {
  rows: { offerId: string; verdicts: Record<string, string> }[]
  groups: Record<string, number>
}

export const centre: Benchmark = async ({ talents: count, say }) => {
  const { talents, posts } = made(count, POSTS)
  const files = Array.from({ length: Math.ceil(count / IN_FILE) }, (_, at) => (path: string) => {
    writeTalents(path, talents.slice(at * IN_FILE, (at + 1) * IN_FILE), at * IN_FILE)
  })
  const district = await districtOf({ kind: 'talent', files }, say)
  try {
    const { base, token } = district
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin: base }
    let asked = 0
    const ask = async <Answer>(path: string, body?: object, version?: string): Promise<Answer> => {
      asked += 1
      const answer = await fetch(`${base}${path}`, {
        headers: {
          ...headers,
          ...(body && { 'idempotency-key': `centre-${asked}` }),
          ...(version !== undefined && { 'if-match': `"${version}"` }),
        },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as Answer
    }
    const timed = async <T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> => {
      const began = performance.now()
      const value = await work()
      return { value, ms: performance.now() - began }
    }
    const needs: string[] = []
    for (const [at, { title, skills, degree, years, work }] of posts.entries()) {
      const { id } = await ask<{ id: string }>('/api/registry/post', {
        values: {
          post_title: `${title}${at}`,
          post_enterprise: '演示企业',
          headcount: 1,
          degree_min: degree,
          experience_min: years ?? 3,
          skills_wanted: skills.slice(0, 2),
          post_duties: work,
          post_expires_on: '2099-12-31',
        },
        source: '演示',
      })
      needs.push(id)
    }
    const rank = (need: string) => ask<Ranking>(`/api/matches/post-talent/needs/${need}?limit=50`)
    say('The first question makes the offers ready …')
    const first = await timed(() => rank(needs[0] as string))
    for (const need of needs.slice(0, 5)) await rank(need)
    const took: number[] = []
    for (const need of [...needs, ...needs]) took.push((await timed(() => rank(need))).ms)
    say(`${CHANGES} facts changed, each looked for in the next answer …`)
    const after: number[] = []
    let seen = 0
    for (const need of needs.slice(0, CHANGES)) {
      const { rows } = await rank(need)
      const offer = rows[0]?.offerId as string
      const { version } = await ask<{ version: string }>(`/api/registry/talent/${offer}`)
      await ask(
        `/api/registry/talent/${offer}/statements`,
        { values: { talent_consent: false }, source: '演示' },
        version,
      )
      const next = await timed(() => rank(need))
      after.push(next.ms)
      if (next.value.rows.every(({ offerId }) => offerId !== offer)) seen += 1
    }
    const of = (values: readonly number[], share: number) =>
      rounded(
        percentile(
          values.toSorted((a, b) => a - b),
          share,
        ),
      )
    return [
      { name: 'centre.talents', value: count, unit: 'talents' },
      { name: 'centre.first_s', value: rounded(first.ms / 1000), unit: 's, offers made ready' },
      { name: 'centre.p50_ms', value: of(took, 0.5), unit: 'ms' },
      { name: 'centre.p99_ms', value: of(took, 0.99), unit: 'ms' },
      { name: 'centre.after_change_p50_ms', value: of(after, 0.5), unit: 'ms' },
      { name: 'centre.after_change_p99_ms', value: of(after, 0.99), unit: 'ms' },
      { name: 'centre.changes_seen', value: rounded(seen / after.length), unit: 'share' },
    ]
  } finally {
    await district.stop()
  }
}

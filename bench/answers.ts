// `answers`: policies over HTTP at the size of a district: who gets one, who is one criterion short, what every policy says to one firm.
import { writeFileSync } from 'node:fs'
import { percentile } from './measure/load.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { dice } from './measure/rows.ts'
import { districtOf } from './measure/stage.ts'

/** Firms in a file: one of all is larger than the workbench takes. */
const IN_FILE = 50_000
const RUNS = 7
const FIRMS = 60
/** Of each hundred values so many are not known. */
const MISSING = 0.15
const HEADER =
  '企业名称,职工总数,营业收入（万元）,资产总额（万元）,研发费用（万元）,科技人员数,Ⅰ类知识产权,Ⅱ类知识产权,成本费用总额（万元）,上上年度营业收入（万元）'

/** Firms as an office would send them; none exists. */
function writeFirms(path: string, count: number, from: number): void {
  const random = dice(11 + from)
  const known = (value: number) => (random() < MISSING ? '' : String(Math.round(value)))
  const rows = Array.from({ length: count }, (_, at) => {
    const revenue = 200 * 10 ** (random() * 3)
    return [
      `演示政策企业${from + at}`,
      known(5 + random() * 600),
      known(revenue),
      known(revenue * (0.5 + random())),
      known(revenue * random() * 0.12),
      known(random() * 60),
      known(random() * 6),
      known(random() * 12),
      known(revenue * (0.6 + random() * 0.4)),
      known(revenue * (0.6 + random() * 0.6)),
    ].join(',')
  })
  writeFileSync(path, `${HEADER}\n${rows.join('\n')}\n`)
}

export const answers: Benchmark = async ({ rows: count, say }) => {
  const files = Array.from({ length: Math.ceil(count / IN_FILE) }, (_, at) => (path: string) => {
    writeFirms(path, Math.min(IN_FILE, count - at * IN_FILE), at * IN_FILE)
  })
  const district = await districtOf({ kind: 'enterprise', files }, say)
  try {
    const headers = { authorization: `Bearer ${district.token}` }
    const ask = async <Answer>(path: string): Promise<Answer> => {
      const answer = await fetch(`${district.base}${path}`, { headers })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as Answer
    }
    const results: Result[] = []
    const measured = async (name: string, path: string, runs = RUNS) => {
      const took: number[] = []
      for (let run = 0; run < runs; run++) {
        const began = performance.now()
        await ask(path)
        took.push((performance.now() - began) / 1000)
      }
      took.sort((a, b) => a - b)
      results.push({ name, value: rounded(percentile(took, 0.5)), unit: 's' })
      say(`${name}: ${rounded(percentile(took, 0.5))} s, slowest ${rounded(took.at(-1) ?? 0)} s`)
    }
    const who = await ask<{ subjects: number; counts: Record<string, number> }>('/api/policies/tech-sme/who')
    say(`${who.subjects} firms: ${JSON.stringify(who.counts)}`)
    await measured('answers.who_s', '/api/policies/tech-sme/who?view=unknown&limit=50')
    await measured('answers.step_s', '/api/policies/tech-sme/who?view=step&limit=50', 3)
    await measured('answers.ladder_s', '/api/ladder', 3)
    await measured('answers.short_s', '/api/ladder/titles/tech-sme?view=short&limit=50', 3)
    const { rows } = await ask<{ rows: { id: string }[] }>(`/api/registry/enterprise?limit=${FIRMS}`)
    const one: number[] = []
    for (const { id } of rows) {
      const began = performance.now()
      await ask(`/api/policies/answers/enterprise/${id}`)
      one.push(performance.now() - began)
    }
    one.sort((a, b) => a - b)
    results.push({ name: 'answers.one_ms', value: rounded(percentile(one, 0.5)), unit: 'ms' })
    return results
  } finally {
    await district.stop()
  }
}

// `clause`: many subjects by many rules, in columns, one by one, and in other languages.
import { type Clause, checkClause, verdictOf } from '@qiongding/clause'
import {
  type ClauseColumn,
  columnsOf,
  countVerdicts,
  judgeColumns,
  verdictIn,
} from '@qiongding/clause/columns'
import { day } from '@qiongding/kernel'
import { celRules, jsonRules } from './clause/peers.ts'
import { countedInPostgres } from './clause/postgres.ts'
import { dictionary, rules } from './clause/rules.ts'
import { enterprises } from './clause/subjects.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'

const ON = day('2031-03-01')
const RULES = 50
/** Peers judge so many subjects; their time is given for all of them. */
const CEL_SUBJECTS = 2000
const ENGINE_SUBJECTS = 500
const STORED_SUBJECTS = 10_000

/** Wall and processor seconds; the second holds on a busy machine too. */
async function timed<T>(work: () => T | Promise<T>) {
  const before = process.cpuUsage()
  const start = performance.now()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return { value, seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }
}

/** The best of several runs: the first ones are compiled while they run. */
async function best<T>(times: number, work: () => T) {
  let found = await timed(work)
  for (let time = 1; time < times; time++) {
    const next = await timed(work)
    if (next.seconds < found.seconds) found = next
  }
  return found
}

function clauseFor(source: unknown): Clause {
  const { clause, findings } = checkClause(source, dictionary)
  if (!clause) throw new Error(JSON.stringify(findings))
  return clause
}

/** How many of the first subjects meet a rule. */
function met(answer: ClauseColumn, subjects: number): number {
  let yes = 0
  for (let at = 0; at < subjects; at++) if (verdictIn(answer, at) === 'yes') yes += 1
  return yes
}

export const clause: Benchmark = async ({ rows, say }) => {
  const written = rules(RULES, 1)
  const clauses = written.map(({ clause }) => clauseFor(clause))
  const subjects = enterprises(rows, 2)
  const keys = [...new Set(clauses.flatMap(({ facts }) => facts))]
  say(`${rows} subjects by ${RULES} rules, in columns …`)
  const built = await best(2, () => columnsOf(keys, subjects))
  const columns = built.value
  const judged = await best(5, () => judgeColumns(clauses, columns, { on: ON }))
  say('One by one …')
  const single = await timed(() =>
    clauses.map((one) => subjects.map((facts) => verdictOf(one, facts, { on: ON }))),
  )
  let disagreements = 0
  for (const [rule, verdicts] of single.value.entries())
    for (const [subject, verdict] of verdicts.entries())
      if (verdictIn(judged.value[rule]!, subject) !== verdict) disagreements += 1
  say(`CEL, ${CEL_SUBJECTS} of them …`)
  const some = subjects.slice(0, CEL_SUBJECTS)
  const cel = celRules(written)
  const inCel = await timed(() => cel.map((rule) => some.map(rule)))
  for (const [rule, verdicts] of inCel.value.entries())
    for (const [subject, verdict] of verdicts.entries())
      if (verdictIn(judged.value[rule]!, subject) !== verdict) disagreements += 1
  const counts = judged.value.map(countVerdicts)
  say(`PostgreSQL, one jsonb column, ${STORED_SUBJECTS} of them …`)
  const stored = await countedInPostgres(clauses, subjects.slice(0, STORED_SUBJECTS), ON)
  if (stored)
    for (const [rule, answer] of judged.value.entries())
      disagreements += Math.abs(met(answer, Math.min(STORED_SUBJECTS, rows)) - stored.yes[rule]!)
  else say('No PostgreSQL answers: not measured.')
  const share = (verdict: 'yes' | 'no' | 'unknown') =>
    rounded(counts.reduce((sum, count) => sum + count[verdict], 0) / (rows * RULES))
  const scaled = (seconds: number, count: number) => (seconds * rows) / Math.min(count, rows)
  const celSeconds = scaled(inCel.seconds, CEL_SUBJECTS)
  const results: Result[] = [
    { name: 'clause.columns_s', value: rounded(judged.seconds), unit: 's' },
    { name: 'clause.columns_cpu_s', value: rounded(judged.cpu), unit: 's' },
    { name: 'clause.columns_build_s', value: rounded(built.seconds), unit: 's' },
    { name: 'clause.disagreements', value: disagreements, unit: 'verdicts' },
    { name: 'clause.yes', value: share('yes'), unit: 'share' },
    { name: 'clause.no', value: share('no'), unit: 'share' },
    { name: 'clause.unknown', value: share('unknown'), unit: 'share' },
    { name: 'clause.one_by_one_s', value: rounded(single.seconds), unit: 's' },
    { name: 'clause.cel_s', value: rounded(celSeconds), unit: 's' },
    {
      name: 'clause.vs_cel',
      value: rounded(celSeconds / judged.seconds),
      unit: 'x',
      of: 'CEL over columns',
    },
  ]
  if (stored) {
    const seconds = scaled(stored.seconds, STORED_SUBJECTS)
    results.push(
      { name: 'clause.postgres_s', value: rounded(seconds), unit: 's' },
      {
        name: 'clause.vs_postgres',
        value: rounded(seconds / judged.seconds),
        unit: 'x',
        of: 'PostgreSQL, one jsonb column, over columns',
      },
    )
  }
  const engine = await jsonRules(written)
  if (!engine) {
    say('json-rules-engine is not installed (`npm install` in the bench folder): not measured.')
    return results
  }
  say(`json-rules-engine, ${ENGINE_SUBJECTS} of them, twice …`)
  const run = () =>
    timed(async () => {
      let events = 0
      for (const facts of subjects.slice(0, ENGINE_SUBJECTS)) events += (await engine(facts)).size
      return events
    })
  // The quicker of two runs: the smaller ratio is the one stated.
  const [first, second] = [await run(), await run()]
  const engineSeconds = scaled(Math.min(first.seconds, second.seconds), ENGINE_SUBJECTS)
  const yes = judged.value.reduce((sum, answer) => sum + met(answer, Math.min(ENGINE_SUBJECTS, rows)), 0)
  if (yes !== first.value) say(`json-rules-engine meets ${first.value} rules where the clauses meet ${yes}.`)
  return [
    ...results,
    { name: 'clause.json_rules_engine_s', value: rounded(engineSeconds), unit: 's' },
    {
      name: 'clause.vs_json_rules_engine',
      value: rounded(engineSeconds / judged.seconds),
      unit: 'x',
      of: 'json-rules-engine over columns',
    },
  ]
}

// `policy`: many firms by the policies of a district and generated ones, in columns, one by one, and in other languages.
import { dictionaryOf } from '@qiongding/clause'
import { columnsOf, verdictIn } from '@qiongding/clause/columns'
import { day, type Facts, type Value } from '@qiongding/kernel'
import { loadPack, type PackFact } from '@qiongding/pack-format'
import {
  checkPolicy,
  explainPolicy,
  judgePolicy,
  missingFor,
  type Policy,
  policiesReading,
} from '@qiongding/policy'
import { judgePolicies } from '@qiongding/policy/columns'
import { celRules, jsonRules } from './clause/peers.ts'
import { rules, source, dictionary as written } from './clause/rules.ts'
import { enterprises } from './clause/subjects.ts'
import { memoryOf } from './measure/memory.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { dice } from './measure/rows.ts'

const ON = day('2031-03-01')
const PLAIN = 35
const SCORED = 9
/** Of each hundred values so many are not known. */
const MISSING = 0.15
const ONE_BY_ONE = 5000
const CEL_SUBJECTS = 2000
const ENGINE_SUBJECTS = 500

/** Wall and processor seconds of the best of several runs; the second holds on a busy machine too. */
function best<T>(times: number, work: () => T) {
  let found: { value: T; seconds: number; cpu: number } | undefined
  for (let time = 0; time < times; time++) {
    const before = process.cpuUsage()
    const start = performance.now()
    const value = work()
    const seconds = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(before)
    if (!found || seconds < found.seconds) found = { value, seconds, cpu: (user + system) / 1e6 }
  }
  return found!
}

const label = { zh: '演示', en: 'Demonstration' }
function policyOf(id: string, require: unknown): Policy {
  const version = { version: 1, cite: '演示', effective: { from: '2020-01-01' }, require }
  const { policy, findings } = checkPolicy({ id, label, versions: [version] }, written)
  if (!policy) throw new Error(JSON.stringify(findings))
  return policy
}

/** Policies with a score of four parts beside the tests of a rule. */
function scored(count: number, seed: number): Policy[] {
  const random = dice(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const bands = (by: string, edges: readonly number[], unit: string) => ({
    by,
    bands: [
      ...edges.map((edge, at) => ({ from: `${edge}${unit}`, points: 20 - at * 5 })),
      { below: `${edges.at(-1)}${unit}`, points: 0 },
    ],
  })
  return rules(count, seed).map(({ clause }, at) => {
    const score = {
      least: pick([30, 40, 50]),
      sum: [
        {
          best: [
            bands('rd_expense / revenue', [6, 5, 4, 3], '%'),
            bands('rd_staff / staff', [30, 20, 10], '%'),
          ],
        },
        bands('revenue', [100000000, 20000000, 5000000], '元'),
        bands('patents', [6, 3, 1], '件'),
        {
          cases: [
            { when: pick(['audited', 'honest', 'listed']), points: 20 },
            { when: 'standards >= 1件', points: 10 },
          ],
        },
      ],
    }
    return policyOf(
      `scored-${at}`,
      random() < 0.5 ? { all: [clause, { score }] } : { any: [clause, { score }] },
    )
  })
}

/** Values for what the real policies read and the made-up firms do not state. */
function withFacts(subjects: readonly Facts[], facts: readonly PackFact[], seed: number): Facts[] {
  const random = dice(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const drawn = (fact: PackFact): Value => {
    if (fact.type === 'boolean') return random() < 0.6
    if (fact.type === 'day') return `20${25 + whole(8)}-0${1 + whole(9)}-1${whole(10)}`
    if (fact.type === 'enum') return fact.values![whole(fact.values!.length)]!.id
    if (fact.type !== 'number') return `演示${whole(9)}`
    if (fact.unit === '%') return whole(101) / 100
    if (fact.unit === '年') return whole(10) * 365.25
    return fact.unit === undefined
      ? whole(101)
      : fact.unit === '万元'
        ? Math.round(1e5 * 10 ** (random() * 4))
        : whole(20)
  }
  return subjects.map((subject) => ({
    ...subject,
    ...Object.fromEntries(facts.flatMap((fact) => (random() < MISSING ? [] : [[fact.key, drawn(fact)]]))),
  }))
}

export const policy: Benchmark = async ({ rows, say }) => {
  const { pack } = await loadPack(new URL('../packs/laoshan/', import.meta.url).pathname)
  if (!pack) throw new Error('the pack of the district does not load')
  const trees = Object.fromEntries(pack.trees.map((tree) => [tree.id, tree.nodes]))
  const words = dictionaryOf({ facts: pack.facts, trees })
  const real = pack.policies
    .filter((one) => one.of === 'enterprise' && one.versions)
    .flatMap((one) => checkPolicy(one, words, { scope: [one.of] }).policy ?? [])
    .filter((one) => policiesReading([one], ON).size > 0)
  const plainRules = rules(PLAIN, 1)
  const plain = plainRules.map(({ clause }, at) => policyOf(`plain-${at}`, clause))
  const fifty = rules(PLAIN + SCORED + real.length, 3).map(({ clause }, at) => policyOf(`rule-${at}`, clause))
  const mixed = [...plain, ...scored(SCORED, 5), ...real]
  const known = new Set(source.facts.map(({ key }) => key))
  const read = new Set(real.flatMap((one) => one.versions.flatMap(({ facts }) => facts)))
  const extra = pack.facts.filter(
    (fact) => fact.of === 'enterprise' && read.has(fact.key) && !known.has(fact.key),
  )
  const subjects = withFacts(enterprises(rows, 2), extra, 7)
  const keys = [...mixed, ...fifty].flatMap((one) => one.versions.flatMap(({ facts }) => facts))
  say(
    `${rows} firms by ${mixed.length} policies (${real.length} real, ${SCORED + real.length} with scores or marks) …`,
  )
  const built = best(1, () => columnsOf(keys, subjects))
  const columns = built.value
  const judged = best(5, () => judgePolicies(fifty, columns, { on: ON }))
  const interval = best(5, () => judgePolicies(mixed, columns, { on: ON }))
  const onePolicy = mixed[PLAIN]!
  const column = best(5, () => judgePolicies([onePolicy], columns, { on: ON }))

  say(`One by one, ${ONE_BY_ONE} of them …`)
  let disagreements = 0
  const some = subjects.slice(0, ONE_BY_ONE)
  for (const [at, one] of mixed.entries())
    for (const [subject, facts] of some.entries())
      if (judgePolicy(one, facts, { on: ON }).verdict !== verdictIn(interval.value[at]!, subject))
        disagreements += 1
  say(`CEL, ${CEL_SUBJECTS} of them by the ${PLAIN} that it can say …`)
  const cel = celRules(plainRules)
  for (const [at, rule] of cel.entries())
    for (const [subject, facts] of subjects.slice(0, CEL_SUBJECTS).entries())
      if (rule(facts) !== verdictIn(interval.value[at]!, subject)) disagreements += 1

  say('One firm by all, explained; one changed fact …')
  const explained = best(5, () => {
    for (const facts of some.slice(0, 200))
      for (const one of mixed) {
        const answer = judgePolicy(one, facts, { on: ON })
        explainPolicy(answer)
        if (answer.trace) missingFor(answer.trace)
      }
  })
  const index = policiesReading(mixed, ON)
  const byId = new Map(mixed.map((one) => [one.id, one]))
  const facts = [...index.keys()]
  const changed = best(5, () => {
    for (const [at, key] of facts.entries())
      for (const id of index.get(key)!) judgePolicy(byId.get(id)!, some[at]!, { on: ON })
  })
  const results: Result[] = [
    { name: 'policy.judge_s', value: rounded(judged.seconds), unit: 's' },
    { name: 'policy.judge_cpu_s', value: rounded(judged.cpu), unit: 's' },
    { name: 'policy.interval_s', value: rounded(interval.seconds), unit: 's' },
    { name: 'policy.interval_cpu_s', value: rounded(interval.cpu), unit: 's' },
    { name: 'policy.columns_build_s', value: rounded(built.seconds), unit: 's' },
    { name: 'policy.one_ms', value: rounded((explained.cpu * 1000) / 200), unit: 'ms of processor' },
    { name: 'policy.fact_ms', value: rounded((changed.cpu * 1000) / facts.length), unit: 'ms of processor' },
    { name: 'policy.column_ms', value: rounded(column.cpu * 1000), unit: 'ms of processor' },
    { name: 'policy.disagreements', value: disagreements, unit: 'verdicts' },
  ]
  const engine = await jsonRules(plainRules)
  if (engine) {
    say(`json-rules-engine, ${ENGINE_SUBJECTS} of them by the ${PLAIN} that it can say …`)
    const own = best(5, () => judgePolicies(plain, columns, { on: ON }))
    const before = process.cpuUsage()
    for (const firm of subjects.slice(0, ENGINE_SUBJECTS)) await engine(firm)
    const { user, system } = process.cpuUsage(before)
    const all = (((user + system) / 1e6) * rows) / Math.min(ENGINE_SUBJECTS, rows)
    results.push({
      name: 'policy.vs_json_rules_engine',
      value: rounded(all / own.cpu),
      unit: 'x',
      of: `json-rules-engine over columns, ${PLAIN} rules, processor time`,
    })
  } else say('json-rules-engine is not installed (`npm install` in the bench folder): not measured.')
  const memory = memoryOf(process.pid)
  if (memory) results.push({ name: 'policy.peak_mb', value: rounded(memory.peak_mb), unit: 'MB' })
  return results
}

// `npm run bench -- NAME [--json] [--rows N] [--talents N] [--posts N] [--seconds N] [--base URL --token T] [--data PATH]`
import { parseArgs } from 'node:util'
import { answers } from './answers.ts'
import { centre } from './centre.ts'
import { chat } from './chat.ts'
import { clause } from './clause.ts'
import { exporting } from './export.ts'
import { flow } from './flow.ts'
import { http } from './http.ts'
import { importing } from './import.ts'
import { match } from './match.ts'
import { type Benchmark, commitMeasured, machineMeasured, type Options } from './measure/result.ts'
import { names } from './names.ts'
import { page } from './page.ts'
import { paper } from './paper.ts'
import { policy } from './policy.ts'
import { scroll } from './scroll.ts'
import { sheets } from './sheets.ts'
import { start } from './start.ts'

const benchmarks: Record<string, Benchmark> = {
  clause,
  start,
  http,
  page,
  paper,
  policy,
  import: importing,
  match,
  answers,
  centre,
  export: exporting,
  names,
  scroll,
  sheets,
  chat,
  flow,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '100000' },
    talents: { type: 'string', default: '230000' },
    posts: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '5' },
    base: { type: 'string' },
    token: { type: 'string' },
    data: { type: 'string' },
  },
})
const [name] = positionals
const benchmark = name === undefined ? undefined : benchmarks[name]
if (name === undefined || !benchmark) {
  console.error(`Usage: npm run bench -- ${Object.keys(benchmarks).join('|')} [--json]`)
  process.exit(2)
}
const options: Options = {
  rows: Number(values.rows),
  talents: Number(values.talents),
  posts: Number(values.posts),
  seconds: Number(values.seconds),
  base: values.base,
  token: values.token,
  data: values.data,
  say: (text) => console.error(text),
}
// Named before the run: the tree may change while it lasts.
const commit = commitMeasured()
const results = await benchmark(options)
for (const { name, value, unit, of } of results)
  console.log(
    `${name.padEnd(36)} ${String(value).padStart(10)} ${unit}${of === undefined ? '' : ` of ${of}`}`,
  )
if (values.json) console.log(JSON.stringify({ bench: name, commit, machine: machineMeasured(), results }))

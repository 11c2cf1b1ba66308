// `npm run verify`: every check that needs no database, side by side, in seconds.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { repository } from './checks/main.ts'
import { keepResult } from './results.ts'

type Step = { name: string; args: string[] }
type Outcome = Step & { passed: boolean; seconds: number; output: string }

const tool = (path: string) => join(repository, 'node_modules', path)
const own = (path: string) => ['--conditions=source', join(repository, 'scripts', path)]

// The longest first: they decide how long the whole takes.
const steps: Step[] = [
  { name: 'types, pages', args: [tool('typescript/bin/tsc'), '-p', 'web'] },
  { name: 'types', args: [tool('typescript/bin/tsc'), '-p', '.'] },
  { name: 'dead code', args: [tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints'] },
  { name: 'generated docs', args: [...own('docs.ts'), '--check'] },
  { name: 'import directions', args: own('checks/directions.ts') },
  {
    name: 'format and lint',
    args: [
      tool('@biomejs/biome/bin/biome'),
      'ci',
      '--error-on-warnings',
      '--colors=off',
      '--max-diagnostics=50',
    ],
  },
  { name: 'district words', args: own('checks/words.ts') },
  { name: 'style', args: own('checks/style.ts') },
  { name: 'lockfile', args: own('checks/lockfile.ts') },
  { name: 'cited paths', args: own('checks/cited.ts') },
]

const run = (step: Step) =>
  new Promise<Outcome>((resolve) => {
    const began = performance.now()
    const child = spawn(process.execPath, step.args, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('close', (code) =>
      resolve({
        ...step,
        passed: code === 0,
        seconds: (performance.now() - began) / 1000,
        output: Buffer.concat(chunks).toString().trim(),
      }),
    )
  })

async function runAll(queue: Step[], width: number): Promise<Outcome[]> {
  const waiting = [...queue]
  const outcomes: Outcome[] = []
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) outcomes.push(await run(step))
  }
  await Promise.all(Array.from({ length: width }, worker))
  return outcomes
}

const began = performance.now()
const chosen = process.argv.slice(2)
const wanted =
  chosen.length === 0 ? steps : steps.filter(({ name }) => chosen.some((word) => name.includes(word)))
const outcomes = await runAll(wanted, Math.max(2, Math.min(4, availableParallelism())))
for (const { name, passed, output } of outcomes) if (!passed) console.log(`── ${name}\n${output}\n`)
for (const { name } of wanted) {
  const { passed, seconds } = outcomes.find((outcome) => outcome.name === name) as Outcome
  console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s`)
}
console.log(`      ${'together'.padEnd(20)} ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`)
const passed = outcomes.filter((outcome) => outcome.passed).length
keepResult('verify', { passed, failed: outcomes.length - passed, skipped: 0 })
process.exitCode = passed === outcomes.length ? 0 : 1

// `npm test`: everything. Arguments narrow it, as in `npm test -- engines/clause`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isMain, repository } from './checks/main.ts'
import { add, keepResult, type Result, sentence } from './results.ts'
import { findPostgres } from './testing/services.ts'
import { ensureSystem, findChromium, type Need } from './testing/system.ts'

/** The parts of Vitest's JSON report that are counted here. */
export type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/** A file that breaks before its first test is one failure; without a report the whole run is one. */
export function countReport(report: Report | undefined, exitCode: number | null): Result {
  if (!report) return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = report.numFailedTests + broken
  return {
    passed: report.numPassedTests,
    // An error outside of any test (an unhandled rejection, a threshold) still fails the run.
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function runVitest(name: string, args: string[], env: NodeJS.ProcessEnv): Result {
  const folder = join(repository, '.out', 'test')
  const file = join(folder, `${name}.json`)
  mkdirSync(folder, { recursive: true })
  rmSync(file, { force: true })
  const { status } = spawnSync(
    process.execPath,
    [
      join(repository, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...args,
    ],
    { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } },
  )
  return countReport(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined, status)
}

const lost: Record<Need, string> = {
  chromium: 'the browser stories are skipped',
  'fonts-noto-cjk': 'Chinese text in pictures shows as boxes',
  pgbouncer: 'the tests through pgbouncer are skipped',
}

if (isMain(import.meta)) {
  const filters = process.argv.slice(2)
  const wantsStories = filters.length === 0 || filters.some((filter) => filter.startsWith('e2e'))
  const wantsPostgres = filters.length === 0 || filters.some((filter) => filter.startsWith('server'))
  const postgres = wantsPostgres ? await findPostgres() : undefined
  const needs: Need[] = [
    ...(wantsStories ? (['chromium', 'fonts-noto-cjk'] as const) : []),
    ...(postgres ? (['pgbouncer'] as const) : []),
  ]
  for (const need of ensureSystem(needs, console.error)) console.error(`No ${need}: ${lost[need]}.`)
  if (wantsPostgres && !postgres)
    console.error('No PostgreSQL answers (QIONGDING_TEST_PG or 127.0.0.1:5432): its tests are skipped.')
  if (wantsStories)
    spawnSync(process.execPath, [join(repository, 'scripts/build.mjs')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })

  const results = [runVitest('parts', ['--project=!e2e', ...filters], {})]
  if (wantsStories)
    results.push(
      runVitest('stories', ['--project=e2e', ...filters], { QIONGDING_CHROMIUM: findChromium() ?? '' }),
    )
  const result = add(results)
  keepResult('test', result)
  console.log(sentence(result))
  process.exitCode = result.failed > 0 ? 1 : 0
}

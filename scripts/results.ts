// How many checks passed, kept under .out/results so that `.ci/run` can add them up.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMain, repository } from './checks/main.ts'

export type Result = { passed: number; failed: number; skipped: number }

const defaultFolder = join(repository, '.out', 'results')

export function keepResult(name: string, result: Result, folder = defaultFolder): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result)}\n`)
}

export const add = (results: readonly Result[]): Result =>
  results.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )

/** Every kept result; a step named in `expected` that kept nothing counts as one failure. */
export function keptResults(expected: readonly string[], folder = defaultFolder): Result[] {
  const there = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  const kept = there.map((name): Result => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const lost = expected.filter((name) => !there.includes(`${name}.json`))
  return [...kept, ...lost.map(() => ({ passed: 0, failed: 1, skipped: 0 }))]
}

export const sentence = ({ passed, failed, skipped }: Result) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

if (isMain(import.meta)) {
  const [verb, ...names] = process.argv.slice(2)
  if (verb === 'clear') rmSync(defaultFolder, { recursive: true, force: true })
  else console.log(sentence(add(keptResults(names))))
}

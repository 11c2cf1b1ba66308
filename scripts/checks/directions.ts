// Import directions: `.dependency-cruiser.cjs` over every TypeScript file that git knows.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { isMain, repository } from './main.ts'
import { trackedFiles } from './tracked.ts'

export type Breach = { rule: string; from: string; to: string; comment: string }
export type Directions = {
  breaches: Breach[]
  /** Files the checker read, and those it should have read and did not: a blind checker finds nothing. */
  read: string[]
  unread: string[]
}

const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

/**
 * Cruises the tree at `root` by the rules of this repository.
 * @param expected the files that must be read, relative to `root`
 * @param places files and folders to start from; those that hold the expected files unless given
 */
export async function checkDirections(
  root: string,
  expected: string[],
  places: string[] = [...new Set(expected.map((path) => path.split('/')[0] as string))],
): Promise<Directions> {
  const { tsConfig, ...options } = config.options
  const { output } = await cruise(
    places,
    { ...options, baseDir: root, ruleSet: { forbidden: config.forbidden }, validate: true },
    undefined,
    { tsConfig: extractTSConfig(join(repository, tsConfig.fileName)) },
  )
  const result = output as ICruiseResult
  const comments = new Map<string, string>(
    config.forbidden.map((rule: { name: string; comment: string }) => [rule.name, rule.comment]),
  )
  const read = result.modules.map((module) => module.source).filter((path) => !path.includes('node_modules/'))
  const seen = new Set(read)
  return {
    breaches: result.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
      comment: comments.get(rule.name) ?? '',
    })),
    read,
    unread: expected.filter((path) => !seen.has(path)),
  }
}

/** What the checker must have read: every TypeScript file except declarations. */
export const expectedFiles = (root: string) =>
  trackedFiles(root, '*.ts', '*.tsx').filter((path) => !path.endsWith('.d.ts'))

if (isMain(import.meta)) {
  const expected = expectedFiles(repository)
  const { breaches, unread } = await checkDirections(repository, expected)
  for (const { rule, from, to, comment } of breaches) console.log(`${from} -> ${to}\n  ${rule}: ${comment}`)
  for (const path of unread) console.log(`${path}\n  not read by the import checker`)
  console.log(`${expected.length} files, ${breaches.length} breaches, ${unread.length} unread`)
  process.exitCode = breaches.length + unread.length > 0 ? 1 : 0
}

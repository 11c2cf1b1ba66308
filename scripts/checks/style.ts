// The few rules of CONTRIBUTING.md that no ready-made tool checks.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMain, repository } from './main.ts'
import { trackedFiles } from './tracked.ts'

export type Offence = { path: string; line: number; rule: string }
type LineRule = { rule: string; pattern: RegExp; where: (path: string) => boolean; inComments?: true }

const isTest = (path: string) => /\.test\.tsx?$|\/test\//.test(path)
const isTypeScript = (path: string) => /\.tsx?$/.test(path)
const mostLines = 400

/** Longer files, each with its reason. Empty is the aim. */
export const longFiles: ReadonlyMap<string, string> = new Map()

const lineRules: LineRule[] = [
  { rule: 'no "as any"', pattern: /\bas any\b/, where: () => true },
  {
    rule: 'no @ts-ignore, no @ts-nocheck',
    pattern: /@ts-(ignore|nocheck)\b/,
    where: () => true,
    inComments: true,
  },
  {
    // The database mints it in one place; everybody else gets it from a verb.
    rule: 'a WriteTx comes only from the verb of the platform',
    pattern: /\bas (unknown as )?WriteTx\b/,
    where: (path) => !/^server\/src\/platform\/(verb(\.ts|\/)|db\/database\.ts)/.test(path),
  },
  { rule: 'no .only in a test', pattern: /\b(describe|test|it)\.only\(/, where: isTest },
  {
    rule: 'no default export',
    pattern: /^export default\b/,
    where: (path) => !/(^|\/)[\w.-]+\.config\.ts$/.test(path),
  },
  {
    rule: 'engines have no clock and no dice: the day and the seed are arguments',
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/,
    where: (path) => path.startsWith('engines/') && !isTest(path),
  },
]

const forbiddenNames = /(^|\/)(utils?|types|helpers?|service|manager)\.tsx?$/
const roles = new Set(['contract', 'tables', 'verbs', 'reads', 'rules', 'reacts', 'routes', 'index'])
const roomEntry = /^server\/src\/(?:capabilities|desks)\/[^/]+\/([^/]+)/
const roomDocument = /^server\/src\/(?:capabilities|spine|desks)\/[^/]+\/README\.md$/

function nameOffences(path: string): string[] {
  const offences: string[] = []
  if (isTypeScript(path) && forbiddenNames.test(path)) offences.push('name the file after what it is about')
  const entry = roomEntry.exec(path)?.[1]
  if (entry !== undefined && isTypeScript(path) && !isTest(path) && !roles.has(entry.replace(/\.tsx?$/, '')))
    offences.push(`a capability holds only ${[...roles].join(', ')} and tests`)
  if (/[^\x20-\x7e]/.test(path) && /^(engines|server|web|scripts|bench|e2e)\//.test(path))
    offences.push('paths of code are ASCII')
  return offences
}

function lengthOffences(path: string, lines: number, allowed: ReadonlyMap<string, string>): string[] {
  if (path === 'CONTRIBUTING.md' && lines > 60) return [`${lines} lines; 60 at most`]
  if (roomDocument.test(path) && lines > 30) return [`${lines} lines; 30 at most`]
  if (!isTypeScript(path) || isTest(path) || path.endsWith('.d.ts')) return []
  if (lines > mostLines && !allowed.has(path))
    return [`${lines} lines; past ${mostLines} a file becomes a folder`]
  if (lines <= mostLines && allowed.has(path)) return ['short again: take it off the list of long files']
  return []
}

/** What one file breaks, given its text. */
export function offencesIn(path: string, text: string, allowed = longFiles): Offence[] {
  const rows = text.replace(/\n$/, '').split('\n')
  const ofFile = [...nameOffences(path), ...lengthOffences(path, rows.length, allowed)]
  const ofLines = isTypeScript(path)
    ? rows.flatMap((row, index) =>
        lineRules
          .filter(
            ({ pattern, where, inComments }) =>
              where(path) && pattern.test(inComments ? row : row.replace(/\/\/.*$/, '')),
          )
          .map(({ rule }) => ({ path, line: index + 1, rule })),
      )
    : []
  return [...ofFile.map((rule) => ({ path, line: 1, rule })), ...ofLines]
}

if (isMain(import.meta)) {
  const paths = trackedFiles(repository, '*.ts', '*.tsx', '*.md').filter(
    (path) => !path.startsWith('docs/reference/'),
  )
  const offences = paths
    // This file spells the rules, its test breaks them.
    .filter((path) => !/^scripts\/checks\/(style|checks\.test)\.ts$/.test(path))
    .flatMap((path) => offencesIn(path, readFileSync(join(repository, path), 'utf8')))
  for (const { path, line, rule } of offences) console.log(`${path}:${line} ${rule}`)
  for (const path of longFiles.keys())
    if (!paths.includes(path)) offences.push({ path, line: 1, rule: 'listed, gone' })
  console.log(`${paths.length} files, ${offences.length} offences`)
  process.exitCode = offences.length > 0 ? 1 : 0
}

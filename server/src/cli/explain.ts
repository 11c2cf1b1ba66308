import type { Finding } from '@qiongding/kernel'
import { BackupProblem } from '../backup.ts'
import { FolderInUse } from '../platform/db/folder-lock.ts'
import { Refusal, type RefusalCode } from '../platform/refusals.ts'
import { SecretProblem } from '../platform/secret.ts'
import { BadSettings } from '../settings.ts'
import { BadPack } from '../workbench.ts'

/** How a command ends: done; answered with no (mistakes, differences, a refusal, something the operator can mend); called wrongly. */
export const EXIT = { done: 0, no: 1, wrongCall: 2 } as const

/** Something the operator can mend, said in one sentence. */
export class Stop extends Error {}

/** Sentences of the refusals that a command can meet; any other says its code. */
const SENTENCES: Partial<Record<RefusalCode, string>> = {
  'not-a-workbook': 'the file is not a workbook (.xlsx, .xls, .csv or .tsv).',
  'empty-file': 'the file holds nothing.',
  'workbook-too-large': 'the workbook is larger than can be read.',
  'password-protected': 'the workbook is protected by a password: save it without one.',
  'no-table': 'no list was found in the workbook.',
  'no-name-column': 'no sheet has a column that names what its rows are about.',
  'unknown-kind': 'the pack knows no such kind of list.',
  'too-large': 'the file is larger than is taken.',
  'import-state': 'the import has moved on meanwhile.',
}

/** A finding as `file:line: code value (facts)`, so that an editor can jump to it. */
export function findingLine(finding: Finding, folder?: string): string {
  const { file, line, column } = finding.at
  const place = [
    folder && file ? `${folder.replace(/[\\/]$/, '')}/${file}` : (file ?? folder ?? ''),
    line,
    column,
  ]
  const facts = Object.entries(finding.facts ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join('、') : String(value)}`)
  return `${place.filter((part) => part !== undefined && part !== '').join(':')}: ${[
    finding.code,
    ...(finding.value === undefined ? [] : [JSON.stringify(finding.value)]),
    ...(facts.length > 0 ? [`(${facts.join(', ')})`] : []),
  ].join(' ')}`
}

const MENDABLE = [Stop, BadSettings, BackupProblem, SecretProblem]
const CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', '28P01', '3D000'])
type Coded = Error & { code?: string; path?: string; address?: string; port?: number; errors?: Coded[] }

function sentenceOf(error: Coded): string | undefined {
  if (error instanceof FolderInUse)
    return `${error.message}: stop that process first, or do the same in the browser.`
  if (error instanceof Refusal) {
    const facts = Object.keys(error.facts).length > 0 ? ` ${JSON.stringify(error.facts)}` : ''
    return `${SENTENCES[error.code] ?? `refused: ${error.code}.`}${facts}`
  }
  if (MENDABLE.some((kind) => error instanceof kind)) return error.message
  const { code } = error.errors?.[0] ?? error
  if (code === 'EADDRINUSE')
    return `something else already listens there: choose another port. (${error.message})`
  if (code === 'ENOENT' && error.path) return `${error.path} is not there.`
  if ((code === 'EACCES' || code === 'EPERM') && error.path) return `${error.path} may not be opened.`
  if (code === 'EISDIR') return `${error.path ?? 'it'} is a folder, not a file.`
  if (code !== undefined && CONNECTION.has(code))
    return `the database cannot be reached (${code}): check DATABASE_URL and whether PostgreSQL runs.`
  return undefined
}

/** Says on stderr what went wrong: a sentence where the operator can mend it, otherwise everything there is to know. Answers the exit code. */
export function explain(error: unknown): number {
  if (error instanceof BadPack) {
    for (const finding of error.findings) process.stderr.write(`${findingLine(finding)}\n`)
    process.stderr.write(`${error.message}: \`qiongding pack check\` names them too.\n`)
    return EXIT.no
  }
  const known = error instanceof Error ? sentenceOf(error as Coded) : undefined
  process.stderr.write(
    `${known ?? `A mistake of the program: ${(error as Error)?.stack ?? String(error)}`}\n`,
  )
  return EXIT.no
}

import { createHash } from 'node:crypto'
import type { Finding } from '@qiongding/kernel'
import type { FileKind, Pack } from '../schema/pack.ts'
import { NEWEST_FORMAT, upgraded } from '../upgrade.ts'
import { assemble, type Checked } from './assemble.ts'
import { checkReferences } from './references.ts'
import { checkShape, kindOfFile } from './shape.ts'
import { openSource, type PackSource } from './source.ts'

export type { PackSource } from './source.ts'
/** The pack where nothing stops it, and everything there is to say about its files. */
export type CheckResult = { readonly pack?: Pack; readonly findings: readonly Finding[] }

/**
 * Checks the files of a pack and puts them together. Every mistake is a finding with its file and line, in that order;
 * one finding of level `error` and there is no pack.
 */
export function checkPack(written: readonly PackSource[]): CheckResult {
  const format = formatOf(written)
  if (
    format !== undefined &&
    !(Number.isInteger(format.value) && format.value >= 1 && format.value <= NEWEST_FORMAT)
  )
    return {
      findings: [
        {
          code: 'pack.format',
          level: 'error',
          at: format.at,
          value: String(format.value),
          facts: { newest: NEWEST_FORMAT },
        },
      ],
    }
  const sources = upgraded(written, format?.value ?? NEWEST_FORMAT)
  const findings: Finding[] = []
  const files: Checked[] = []
  const broken = new Set<FileKind>()
  for (const source of sources.toSorted((a, b) => compare(a.file, b.file))) {
    const kind = kindOfFile(source.file)
    if (!kind) {
      findings.push({ code: 'pack.unknown-file', level: 'error', at: { file: source.file, line: 1 } })
      continue
    }
    const opened = openSource(source)
    findings.push(...opened.findings)
    const shape = opened.open && checkShape(opened.open, kind)
    if (shape) findings.push(...shape.findings)
    if (opened.open && shape?.value !== undefined) files.push({ kind, open: opened.open, value: shape.value })
    else broken.add(kind)
  }
  if (!files.some((file) => file.kind === 'pack') && !broken.has('pack'))
    findings.push({ code: 'pack.missing-file', level: 'error', at: { file: 'pack.yaml', line: 1 } })

  const whole = assemble(files, broken)
  findings.push(...checkReferences(whole))
  findings.sort((a, b) => compare(a.at.file ?? '', b.at.file ?? '') || (a.at.line ?? 0) - (b.at.line ?? 0))
  if (!whole.pack || findings.some((finding) => finding.level === 'error')) return { findings }
  return { pack: { ...whole.pack, fingerprint: fingerprintOf(written) }, findings }
}

/** What `pack.yaml` says of its format, where it says a number. */
function formatOf(sources: readonly PackSource[]): { value: number; at: Finding['at'] } | undefined {
  const header = sources.find((source) => source.file === 'pack.yaml')
  const open = header && openSource(header).open
  const value = (open?.data as { format?: unknown } | null | undefined)?.format
  return open && typeof value === 'number' ? { value, at: open.place(['format']) } : undefined
}

/** sha256 over the files in order of name, each as name, NUL, text, NUL; line ends are read as LF. */
function fingerprintOf(sources: readonly PackSource[]): string {
  const hash = createHash('sha256')
  for (const { file, text } of sources.toSorted((a, b) => compare(a.file, b.file)))
    hash.update(`${file}\0${text.replaceAll('\r\n', '\n')}\0`)
  return hash.digest('hex')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

import { type Clause, checkClause, type Dictionary } from '@qiongding/clause'
import { type Finding, toBase, unitOf } from '@qiongding/kernel'
import type { Label, Note } from '../definition.ts'

/** What a check of one policy has at hand. */
export type Checker = {
  readonly findings: Finding[]
  say(code: string, path: string, value?: unknown, facts?: Finding['facts']): undefined
  /** A clause, its findings moved to where it stands. */
  clause(source: unknown, path: string): Clause | undefined
  readonly dictionary: Dictionary
  readonly scope?: readonly string[]
}

export function checkerOf(dictionary: Dictionary, scope: readonly string[] | undefined): Checker {
  const findings: Finding[] = []
  return {
    findings,
    dictionary,
    ...(scope && { scope }),
    say(code, path, value, facts) {
      findings.push({
        code,
        level: 'error',
        at: { path },
        ...(value !== undefined && {
          value: typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
        }),
        ...(facts && { facts }),
      })
    },
    clause(source, path) {
      const checked = checkClause(source, dictionary, scope ? { scope } : {})
      for (const finding of checked.findings) {
        const inside = finding.at.path ?? ''
        const whole = inside === '' ? path : inside.startsWith('[') ? path + inside : `${path}.${inside}`
        findings.push({ ...finding, at: { ...finding.at, path: whole } })
      }
      return checked.clause
    },
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isLabel(value: unknown): value is Label {
  return isRecord(value) && typeof value.zh === 'string' && typeof value.en === 'string'
}

/** Says which keys do not belong there. */
export function onlyKeys(
  { say }: Checker,
  written: Record<string, unknown>,
  allowed: readonly string[],
  path: string,
): void {
  for (const key of Object.keys(written))
    if (!allowed.includes(key)) say('policy.unknown-key', `${path}.${key}`, key, { allowed })
}

export const NOTE_KEYS = ['id', 'label', 'cite'] as const

export function noteOf({ say }: Checker, written: Record<string, unknown>, path: string): Note {
  const { id, label, cite } = written
  if (id !== undefined && typeof id !== 'string') say('policy.text-expected', `${path}.id`, id)
  if (cite !== undefined && typeof cite !== 'string') say('policy.text-expected', `${path}.cite`, cite)
  if (label !== undefined && !isLabel(label)) say('policy.label-expected', `${path}.label`, label)
  return {
    path,
    ...(typeof id === 'string' && { id }),
    ...(isLabel(label) && { label: { zh: label.zh, en: label.en } }),
    ...(typeof cite === 'string' && { cite }),
  }
}

const QUANTITY = /^\s*(-?\d+(?:\.\d+)?)\s*(\S*)\s*$/u

/** A number with its unit as written, in base units; undefined where it is none. */
export function quantityOf(
  written: unknown,
): { readonly value: number; readonly unit?: string; readonly dimension?: string } | undefined {
  if (typeof written === 'number') return Number.isFinite(written) ? { value: written } : undefined
  const match = typeof written === 'string' ? QUANTITY.exec(written.normalize('NFKC')) : null
  if (!match) return undefined
  const [, amount = '', symbol = ''] = match
  if (symbol === '') return { value: Number(amount) }
  const unit = unitOf(symbol)
  const value = unit && toBase(amount, symbol)
  return value === undefined ? undefined : { value, unit: symbol, dimension: unit!.dimension }
}

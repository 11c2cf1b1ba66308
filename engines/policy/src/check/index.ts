import type { Dictionary } from '@qiongding/clause'
import { type Day, type Finding, parseDay } from '@qiongding/kernel'
import { clausesIn } from '../clauses.ts'
import {
  type Amount,
  type Budget,
  below,
  type Condition,
  type Period,
  type Policy,
  type Version,
} from '../definition.ts'
import { moneyOf, readAmount } from './amounts.ts'
import { readCondition } from './conditions.ts'
import { type Checker, checkerOf, isLabel, isRecord } from './report.ts'

/** The checked policy where nothing is wrong, and everything there is to say about it. */
export type CheckedPolicy = { readonly policy?: Policy; readonly findings: readonly Finding[] }

/**
 * Checks a policy as written (parsed YAML) against the dictionary: `id`, `label`, `excludes`, and `versions`, each with `version`,
 * `cite`, `effective`, `require` and perhaps `announced`, `windows`, `amount`. Other keys are the pack's own. A finding points at its
 * YAML path (`versions[0].require.all[1]`); no policy comes back when there is one.
 *
 * `scope` names the kinds of subject whose facts it may read (default: all).
 */
export function checkPolicy(
  source: unknown,
  dictionary: Dictionary,
  options: { readonly scope?: readonly string[] } = {},
): CheckedPolicy {
  const checker = checkerOf(dictionary, options.scope)
  const { say, findings } = checker
  if (!isRecord(source)) {
    say('policy.record-expected', '', source)
    return { findings }
  }
  const { id, label, excludes = [], versions = [] } = source
  if (typeof id !== 'string' || id === '') say('policy.text-expected', 'id', id)
  if (!isLabel(label)) say('policy.label-expected', 'label', label)
  const others = textsOf(checker, excludes, 'excludes')
  for (const [index, other] of others.entries())
    if (other === id) say('policy.names-itself', `excludes[${index}]`, other)
  if (!Array.isArray(versions)) say('policy.list-expected', 'versions', versions)
  const read = Array.isArray(versions)
    ? versions.map((each, index) => readVersion(checker, each, `versions[${index}]`))
    : []
  const whole = read.filter((version) => version !== undefined)
  checkDays(checker, read)
  if (findings.length > 0 || typeof id !== 'string' || !isLabel(label)) return { findings }
  return {
    findings,
    policy: {
      format: 1,
      id,
      label: { zh: label.zh, en: label.en },
      excludes: others,
      versions: whole.toSorted((a, b) => (a.effective.from < b.effective.from ? -1 : 1)),
    },
  }
}

function textsOf({ say }: Checker, written: unknown, path: string): readonly string[] {
  if (!Array.isArray(written)) {
    say('policy.list-expected', path, written)
    return []
  }
  return written.filter((each, index): each is string => {
    if (typeof each !== 'string') say('policy.text-expected', `${path}[${index}]`, each)
    return typeof each === 'string'
  })
}

function readVersion(checker: Checker, written: unknown, path: string): Version | undefined {
  const { say } = checker
  if (!isRecord(written)) return say('policy.record-expected', path, written)
  const { version, cite, announced, effective, windows, require: required, amount, budget } = written
  if (!Number.isInteger(version) || (version as number) < 1)
    say('policy.version-expected', below(path, 'version'), version)
  if (typeof cite !== 'string' || cite === '') say('policy.text-expected', below(path, 'cite'), cite)
  const period = readPeriod(checker, effective, below(path, 'effective'))
  const made = announced === undefined ? undefined : readDay(checker, announced, below(path, 'announced'))
  const at = below(path, 'windows')
  if (windows !== undefined && !Array.isArray(windows)) say('policy.list-expected', at, windows)
  const open = Array.isArray(windows)
    ? windows.map((each, index) => readPeriod(checker, each, below(at, index)))
    : undefined
  const condition = readCondition(checker, required, below(path, 'require'))
  const money = amount === undefined ? undefined : readAmount(checker, amount, below(path, 'amount'))
  const fund = budget === undefined ? undefined : readBudget(checker, budget, below(path, 'budget'))
  if (!condition || !period || typeof cite !== 'string' || typeof version !== 'number') return undefined
  return {
    version,
    cite,
    ...(made && { announced: made }),
    effective: period,
    ...(open && { windows: open.filter((each) => each !== undefined) }),
    require: condition,
    ...(money && { amount: money }),
    ...(fund && { budget: fund }),
    facts: [...new Set([condition, ...(money ? [money] : [])].flatMap(factsIn))].sort(),
  }
}

function readDay({ say }: Checker, written: unknown, path: string): Day | undefined {
  const found = typeof written === 'string' ? parseDay(written) : undefined
  return found ?? say('policy.day-expected', path, written)
}

function readPeriod(checker: Checker, written: unknown, path: string): Period | undefined {
  if (!isRecord(written)) return checker.say('policy.record-expected', path, written)
  const from = readDay(checker, written.from, below(path, 'from'))
  const to = written.to === undefined ? undefined : readDay(checker, written.to, below(path, 'to'))
  if (from && to && to < from) return checker.say('policy.days-crossed', path, undefined, { from, to })
  return from && { from, ...(to && { to }) }
}

function readBudget(checker: Checker, written: unknown, path: string): Budget | undefined {
  if (!isRecord(written)) return checker.say('policy.record-expected', path, written)
  const { amount, by } = written
  const money = moneyOf(checker, amount, below(path, 'amount'))
  if (by !== 'arrival' && by !== 'pro-rata')
    return checker.say('policy.budget-by', below(path, 'by'), by, { allowed: ['arrival', 'pro-rata'] })
  return money === undefined ? undefined : { amount: money, by }
}

/** Two versions in force on one day could answer differently. */
function checkDays({ say }: Checker, versions: readonly (Version | undefined)[]): void {
  for (const [index, one] of versions.entries()) {
    if (!one) continue
    for (const [before, other] of versions.slice(0, index).entries()) {
      if (!other) continue
      if (other.version === one.version)
        say('policy.version-twice', `versions[${index}].version`, String(one.version))
      const apart =
        (one.effective.to !== undefined && one.effective.to < other.effective.from) ||
        (other.effective.to !== undefined && other.effective.to < one.effective.from)
      if (!apart)
        say('policy.versions-overlap', `versions[${index}].effective`, undefined, {
          with: other.version,
          at: before + 1,
        })
    }
  }
}

function factsIn(part: Condition | Amount): readonly string[] {
  return clausesIn(part).flatMap((clause) => clause.facts)
}

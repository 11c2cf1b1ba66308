import { below, type Condition } from '../definition.ts'
import { asksSomething, readPoints } from './points.ts'
import { type Checker, isRecord, NOTE_KEYS, noteOf, onlyKeys } from './report.ts'

/** Whether a score stands anywhere inside. */
function hasScore(written: unknown): boolean {
  if (Array.isArray(written)) return written.some(hasScore)
  if (!isRecord(written)) return false
  return written.score !== undefined || [written.all, written.any, written.not].some(hasScore)
}

/** Reads a condition: a clause, or `all` / `any` / `not` / `score` with scores somewhere inside. */
export function readCondition(checker: Checker, written: unknown, path: string): Condition | undefined {
  const { say } = checker
  if (!hasScore(written) || !isRecord(written)) {
    const clause = checker.clause(written, path)
    return clause && { kind: 'clause', path, clause }
  }
  const rules = ['all', 'any', 'not', 'score'].filter((rule) => written[rule] !== undefined)
  if (rules.length > 1) return say('policy.one-rule', path, undefined, { found: rules })
  onlyKeys(checker, written, [...rules, ...NOTE_KEYS], path)
  const note = noteOf(checker, written, path)
  if (written.score !== undefined) {
    const points = readPoints(checker, written.score, below(path, 'score'))
    if (points && !asksSomething(points)) return say('policy.score-asks-nothing', below(path, 'score'))
    return points && { ...note, kind: 'score', points }
  }
  if (written.not !== undefined) {
    const part = readCondition(checker, written.not, below(path, 'not'))
    return part && { ...note, kind: 'not', part }
  }
  const kind = written.all === undefined ? 'any' : 'all'
  const list = written[kind]
  if (!Array.isArray(list) || list.length === 0) return say('policy.list-expected', below(path, kind), list)
  const parts = list.map((each, index) => readCondition(checker, each, below(below(path, kind), index)))
  return parts.every((part) => part !== undefined) ? { ...note, kind, parts } : undefined
}

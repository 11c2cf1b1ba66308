import type { Finding } from '@qiongding/kernel'
import type { Checked, Clause, FactDefinition, Label, Part } from './definition.ts'
import { type Dictionary, nearest } from './dictionary.ts'
import { Unreadable } from './lexer.ts'
import { nearestUnit } from './operands.ts'
import { resolveTest } from './resolve.ts'
import { sourcesOf } from './sources.ts'
import type { Scope } from './words.ts'

const RULES = ['all', 'any', 'not', 'test', 'review'] as const
type Rule = (typeof RULES)[number]
const NOTES = ['id', 'label', 'cite'] as const

/**
 * Checks a clause as written (parsed YAML) against the dictionary. No clause comes back when a finding is an error. A finding
 * points at its YAML path (`all[1].test`) and at the character of the line (`column`, 1-based).
 *
 * `scope` names the kinds of subject whose facts it may read (default: all); `parameters` describes each `$name`.
 */
export function checkClause(
  source: unknown,
  dictionary: Dictionary,
  options: {
    readonly scope?: readonly string[]
    readonly parameters?: Readonly<Record<string, FactDefinition>>
  } = {},
): Checked {
  const findings: Finding[] = []
  const scope: Scope = {
    dictionary,
    parameters: options.parameters ?? {},
    ...(options.scope && { kinds: options.scope }),
  }
  const root = readPart(source, '')
  if (!root || findings.some((finding) => finding.level === 'error')) return { findings }
  return { clause: clauseOf(root, dictionary), findings }

  function say(
    code: string,
    path: string,
    value?: unknown,
    facts?: Finding['facts'],
    column?: number,
  ): undefined {
    findings.push({
      code,
      level: 'error',
      at: { path, ...(column !== undefined && { column }) },
      ...(value !== undefined && {
        value: typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
      }),
      ...(facts && Object.keys(facts).length > 0 && { facts }),
    })
  }

  function readPart(written: unknown, path: string): Part | undefined {
    if (typeof written === 'string') return readTest(written, path)
    if (!isRecord(written)) return say('clause.shape', path, written, { expected: RULES })
    const below = (key: string) => (path === '' ? key : `${path}.${key}`)
    const rules = RULES.filter((rule) => Object.hasOwn(written, rule))
    for (const key of Object.keys(written)) {
      if ([...RULES, ...NOTES].some((known) => known === key)) continue
      const near = nearest(key, [...RULES, ...NOTES])
      say('clause.unknown-key', below(key), key, near === undefined ? { allowed: RULES } : { nearest: near })
    }
    const [rule] = rules
    if (!rule) return say('clause.no-rule', path, undefined, { expected: RULES })
    if (rules.length > 1) return say('clause.two-rules', path, undefined, { found: rules })
    const part = readRule(rule, written[rule], below(rule))
    const notes = readNotes(written, below)
    return part && { ...notes, ...part }
  }

  function readRule(rule: Rule, written: unknown, path: string): Part | undefined {
    switch (rule) {
      case 'all':
      case 'any': {
        if (!Array.isArray(written)) return say('clause.list-expected', path, written)
        if (written.length === 0) return say('clause.empty', path)
        const parts = written.map((each, index) => readPart(each, `${path}[${index}]`))
        return parts.every((part) => part !== undefined) ? { kind: rule, parts } : undefined
      }
      case 'not': {
        const part = readPart(written, path)
        return part && { kind: 'not', part }
      }
      case 'test':
        return typeof written === 'string'
          ? readTest(written, path)
          : say('clause.text-expected', path, written)
      case 'review':
        return isLabel(written)
          ? { kind: 'review', what: written }
          : say('clause.label-expected', path, written)
    }
  }

  function readNotes(written: Record<string, unknown>, below: (key: string) => string) {
    const { id, cite, label } = written
    if (id !== undefined && typeof id !== 'string') say('clause.text-expected', below('id'), id)
    if (cite !== undefined && typeof cite !== 'string') say('clause.text-expected', below('cite'), cite)
    if (label !== undefined && !isLabel(label)) say('clause.label-expected', below('label'), label)
    return {
      ...(typeof id === 'string' && { id }),
      ...(isLabel(label) && { label: { zh: label.zh, en: label.en } }),
      ...(typeof cite === 'string' && { cite }),
    }
  }

  function readTest(text: string, path: string): Part | undefined {
    try {
      return { kind: 'test', test: resolveTest(scope, text) }
    } catch (cause) {
      if (!(cause instanceof Unreadable)) throw cause
      const near = cause.code === 'clause.unknown-unit' ? nearestUnit(cause.value) : undefined
      const facts = near === undefined ? cause.facts : { ...cause.facts, nearest: near }
      return say(cause.code, path, cause.value === '' ? text : cause.value, facts, cause.at)
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLabel(value: unknown): value is Label {
  return isRecord(value) && typeof value.zh === 'string' && typeof value.en === 'string'
}

/** Wraps a checked tree with what it reads. */
function clauseOf(root: Part, dictionary: Dictionary): Clause {
  const facts = new Set<string>()
  const parameters = new Set<string>()
  const trees = new Set<string>()
  const visit = (part: Part): void => {
    if (part.kind === 'all' || part.kind === 'any') part.parts.forEach(visit)
    else if (part.kind === 'not') visit(part.part)
    else if (part.kind === 'test') {
      for (const source of sourcesOf(part.test)) (source.from === 'fact' ? facts : parameters).add(source.key)
      if (part.test.kind === 'tree') trees.add(part.test.tree)
    }
  }
  visit(root)
  return {
    format: 1,
    root,
    facts: [...facts].sort(),
    parameters: [...parameters].sort(),
    trees: Object.fromEntries([...trees].sort().map((tree) => [tree, dictionary.parents[tree] ?? {}])),
  }
}

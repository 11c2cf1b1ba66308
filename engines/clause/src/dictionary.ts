import type { Finding } from '@qiongding/kernel'
import type { DictionarySource, FactDefinition } from './definition.ts'
import { KEYWORDS } from './parser.ts'
import { measureOf } from './units.ts'

/** A dictionary ready to check clauses against. Facts of one key may belong to several kinds of subject. */
export type Dictionary = DictionarySource & {
  /** What is wrong with the dictionary itself. */
  readonly findings: readonly Finding[]
  /** Facts by key, zh label or alias. */
  readonly named: ReadonlyMap<string, readonly FactDefinition[]>
  /** Parent of each code of each tree ('' for a root). */
  readonly parents: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Codes by code or label. A label that names several codes names none. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const KEY = /^[A-Za-z_][A-Za-z0-9_]*(?:[.-][A-Za-z0-9_]+)*$/

/**
 * Compiles the facts and trees of a pack; what is wrong with them stands in `findings`.
 *
 * ```ts
 * dictionaryOf({ facts: [{ key: 'staff', label: { zh: '职工人数', en: 'Staff' }, type: 'number', unit: '人', of: 'enterprise' }] })
 * ```
 */
export function dictionaryOf(source: DictionarySource): Dictionary {
  const findings: Finding[] = []
  const named = new Map<string, FactDefinition[]>()
  const seen = new Set<string>()
  const say = (index: number, field: string, code: string, value: string, facts?: Finding['facts']) =>
    findings.push({
      code,
      level: 'error',
      at: { path: `facts[${index}].${field}` },
      value,
      ...(facts && { facts }),
    })
  const trees = source.trees ?? {}

  source.facts.forEach((fact, index) => {
    const id = `${fact.of}\n${fact.key}`
    if (seen.has(id)) say(index, 'key', 'dictionary.twice', fact.key, { of: fact.of })
    seen.add(id)
    if (!KEY.test(fact.key)) say(index, 'key', 'dictionary.key', fact.key)
    else if (KEYWORDS.has(fact.key)) say(index, 'key', 'dictionary.keyword', fact.key)
    if (fact.unit !== undefined && !measureOf(fact.unit)) say(index, 'unit', 'dictionary.unit', fact.unit)
    if (fact.unit !== undefined && fact.type !== 'number')
      say(index, 'unit', 'dictionary.unit-type', fact.unit)
    if (fact.type === 'enum' && !fact.values?.length) say(index, 'values', 'dictionary.no-values', fact.key)
    if (fact.type === 'tree' && fact.tree === undefined) say(index, 'tree', 'dictionary.no-tree', fact.key)
    if (fact.tree !== undefined && !Object.hasOwn(trees, fact.tree))
      say(index, 'tree', 'dictionary.tree', fact.tree)
    if (fact.ageOf !== undefined) {
      const born = source.facts.find((other) => other.key === fact.ageOf && other.of === fact.of)
      if (born?.type !== 'day') say(index, 'ageOf', 'dictionary.age-of', fact.ageOf)
    }
    for (const name of new Set([fact.key, fact.label.zh, ...(fact.aliases ?? [])])) {
      const others = named.get(name)
      if (others) others.push(fact)
      else named.set(name, [fact])
    }
  })

  const parents: Record<string, Record<string, string>> = {}
  const codes = new Map<string, Map<string, string>>()
  for (const [id, nodes] of Object.entries(trees)) {
    const up: Record<string, string> = {}
    const byName = new Map<string, string>()
    const twice = new Set<string>()
    for (const node of nodes) up[node.code] = node.parent ?? ''
    nodes.forEach((node, index) => {
      const at = { path: `trees.${id}[${index}]` }
      if (node.parent !== undefined && !Object.hasOwn(up, node.parent))
        findings.push({ code: 'dictionary.parent', level: 'error', at, value: node.parent })
      if (isCircular(up, node.code))
        findings.push({ code: 'dictionary.circle', level: 'error', at, value: node.code })
      for (const name of typeof node.label === 'string' ? [node.label] : [node.label.zh, node.label.en]) {
        if (byName.has(name) && byName.get(name) !== node.code) twice.add(name)
        byName.set(name, node.code)
      }
    })
    for (const name of twice) byName.delete(name)
    for (const node of nodes) byName.set(node.code, node.code)
    parents[id] = up
    codes.set(id, byName)
  }
  return { facts: source.facts, trees, findings, named, parents, codes }
}

function isCircular(up: Readonly<Record<string, string>>, code: string): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = code; at; at = up[at]) {
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}

/** The word of a list nearest to a mistyped one, or undefined where none is near (more than a third of it differs). */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3))
  let best: string | undefined
  let least = limit + 1
  for (const other of words) {
    if (Math.abs(other.length - word.length) >= least) continue
    const far = distance(word.toLowerCase(), other.toLowerCase())
    if (far < least || (far === least && best !== undefined && other < best)) {
      best = other
      least = far
    }
  }
  return best
}

/** Edits between two words, a swap of neighbours counting one (Damerau 1964, optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, before[j - 2]! + 1)
      row.push(edits)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

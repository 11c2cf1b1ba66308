import type { Finding } from '@qiongding/kernel'
import type { FactDefinition } from './fact.ts'
import { type Cell, fold, trimmed } from './grid.ts'
import { withoutMark } from './neutral.ts'
import { type CellContext, type CellReading, known, refused, remark, type TreeEntry } from './reading.ts'
import { nearest } from './similar.ts'
import { looksLikeFormula, saysUnknown } from './words.ts'

/** Text to compare words by: width, case, spaces and outer brackets do not matter. */
export function wordKey(text: string): string {
  return fold(text)
    .toLowerCase()
    .replace(/[\s_]+/g, '')
    .replace(/[“”"'‘’]/g, '')
    .replace(/^[([【](.*)[)\]】]$/, '$1')
}

type Choice = { readonly id: string; readonly label: string; readonly words: readonly string[] }

const CHOICES = new WeakMap<
  object,
  { choices: readonly Choice[]; byWord: ReadonlyMap<string, Choice | null> }
>()

function indexed(key: object, make: () => readonly Choice[]) {
  const cached = CHOICES.get(key)
  if (cached) return cached
  const choices = make()
  const byWord = new Map<string, Choice | null>()
  for (const choice of choices)
    for (const word of new Set(choice.words.map(wordKey))) {
      if (word === '') continue
      // A word that names two values names neither.
      byWord.set(word, byWord.has(word) && byWord.get(word)?.id !== choice.id ? null : choice)
    }
  const made = { choices, byWord }
  CHOICES.set(key, made)
  return made
}

function valuesOf(fact: FactDefinition) {
  return indexed(fact, () =>
    (fact.values ?? []).map((value) => ({
      id: value.id,
      label: value.label.zh,
      words: [value.id, value.label.zh, value.label.en, ...(value.aliases ?? [])],
    })),
  )
}

function labelOf(entry: TreeEntry): string[] {
  if (entry.label === undefined) return []
  if (typeof entry.label === 'string') return [entry.label]
  return entry.label.en === undefined ? [entry.label.zh] : [entry.label.zh, entry.label.en]
}

function nodesOf(tree: readonly TreeEntry[]) {
  return indexed(tree, () =>
    tree.map((entry) => {
      const labels = labelOf(entry)
      return {
        id: entry.code,
        label: labels[0] ?? entry.code,
        words: [entry.code, ...labels, ...(entry.aliases ?? [])],
      }
    }),
  )
}

/** How many likely words a finding names. */
const SUGGESTIONS = 3

function choose(text: string, source: ReturnType<typeof indexed>): CellReading {
  const key = wordKey(text)
  const found = source.byWord.get(key)
  if (found) return known(found.id)
  if (found === null) return refused('two-meanings', text)
  const bounded = key.replace(/(及以上|以上|及其以上|\(含\)以上)$/, '')
  const atLeast = bounded === key ? undefined : source.byWord.get(bounded)
  if (atLeast) return known(atLeast.id, [remark('at-least', text, { read: atLeast.label })])
  const near = nearest(key, source.choices, (choice) => choice.words.map(wordKey), SUGGESTIONS)
  const best = near[0]
  const choices = near.map((choice) => choice.label)
  return best
    ? refused('unknown-word', text, { likely: best.id, facts: { choices } })
    : refused('unknown-word', text, {
        facts: { choices: source.choices.slice(0, SUGGESTIONS).map((c) => c.label) },
      })
}

/** A cell as one of the enumerated values, by id, label or alias; otherwise refused with the nearest words. */
export function readEnum(cell: Cell, fact: FactDefinition): CellReading {
  return choose(trimmed(cell.text), valuesOf(fact))
}

/** A cell as a node of a code tree, by code, label, or `code label`. Without the tree the code is kept as text with a remark. */
export function readTree(cell: Cell, context: CellContext): CellReading {
  const text = trimmed(cell.text)
  if (!context.tree) return known(text, [remark('tree-not-at-hand', text)])
  const source = nodesOf(context.tree)
  if (source.byWord.get(wordKey(text))) return choose(text, source)
  const both =
    /^([A-Za-z]?\d{1,6})\s*[-.、:]?\s*(\D.*)$/.exec(fold(text)) ??
    /^([\w-]{1,24}?)(?:\s*[、:]\s*|\s+)(\S.*)$/.exec(fold(text))
  if (both) {
    const byCode = source.byWord.get(wordKey(both[1]!))
    const byLabel = source.byWord.get(wordKey(both[2]!))
    if (byCode && byCode.id === byLabel?.id) return known(byCode.id)
    if (byCode) return refused('code-and-name-differ', text, { likely: byCode.id })
  }
  return choose(text, source)
}

const YES = new Set(['是', '有', '√', '✓', '✔', 'y', 'yes', 'true', '已', '对', '符合', '属于'])
const NO = new Set([
  '否',
  '无',
  '×',
  '✗',
  '✘',
  'x',
  'n',
  'no',
  'false',
  '未',
  '不是',
  '没有',
  '不符合',
  '不属于',
])

/** A cell as yes or no. `1` and `0` are read with a remark. */
export function readBoolean(cell: Cell): CellReading {
  if (typeof cell.value === 'boolean') return known(cell.value)
  const key = wordKey(cell.text)
  if (YES.has(key)) return known(true)
  if (NO.has(key)) return known(false)
  if (key === '1' || key === '0') return known(key === '1', [remark('digit-as-answer', cell.text)])
  return refused('not-yes-or-no', cell.text)
}

/** Parts of a listing: split at 、；;，, | and new lines, not inside brackets. */
export function partsOfList(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const char of text) {
    if ('（([【《“'.includes(char)) depth += 1
    if ('）)]】》”'.includes(char)) depth = Math.max(0, depth - 1)
    if ((depth === 0 && '、；;，,|｜'.includes(char)) || char === '\n' || char === '\r') {
      parts.push(part)
      part = ''
    } else part += char
  }
  parts.push(part)
  return parts.map(trimmed).filter((word) => word !== '' && !saysUnknown(word))
}

/** A cell as a list: words of the dictionary as their ids, others kept as written with a remark. */
export function readList(cell: Cell, fact: FactDefinition, context: CellContext): CellReading {
  const written = trimmed(cell.text)
  const text = withoutMark(written)
  if (text === written && looksLikeFormula(text)) return refused('formula-text', text, { likely: [text] })
  const parts = [...new Set(partsOfList(text))]
  if (parts.length === 0) return { state: 'unknown', findings: [] }
  const source = context.tree ? nodesOf(context.tree) : fact.values ? valuesOf(fact) : undefined
  if (!source) {
    return parts.some((part) => /[^\s/]\/[^\s/]/.test(part))
      ? known(parts, [remark('slash-kept', text)])
      : known(parts)
  }
  const findings: Finding[] = []
  const items = parts.map((part) => {
    const reading = choose(part, source)
    if (reading.state === 'known') findings.push(...reading.findings)
    else findings.push(...reading.findings.map((finding) => ({ ...finding, level: 'remark' as const })))
    return reading.state === 'known' ? (reading.value as string) : part
  })
  return known([...new Set(items)], findings)
}

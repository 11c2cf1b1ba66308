import type { Finding } from '@qiongding/kernel'
import type { Located } from './assemble.ts'
import type { Path } from './source.ts'

type Facts = NonNullable<Finding['facts']>

/** Collects findings about located things. */
export type Report = {
  readonly findings: Finding[]
  /** Says what is wrong at a part of a thing. */
  error(item: Located<unknown>, path: Path, code: string, value?: string, facts?: Facts): void
  /** Checks that an id is among those known; `known` undefined means their file could not be read, so nothing is said. */
  refer(item: Located<unknown>, path: Path, id: string, known: Known | undefined): void
  /** Checks that no two things share a name. */
  unique<T>(items: readonly Located<T>[], nameOf: (value: T) => string, path: Path): void
}

/** The ids one may refer to, and what they are ids of. */
export type Known = { readonly what: string; readonly ids: ReadonlySet<string> }

export function report(): Report {
  const findings: Finding[] = []
  const self: Report = {
    findings,
    error(item, path, code, value, facts) {
      findings.push({
        code,
        level: 'error',
        at: item.open.place([...item.path, ...path]),
        ...(value !== undefined && { value }),
        ...(facts && { facts }),
      })
    },
    refer(item, path, id, known) {
      if (!known || known.ids.has(id)) return
      const near = nearest(id, known.ids)
      self.error(item, path, 'pack.reference', id, { what: known.what, ...(near && { near }) })
    },
    unique(items, nameOf, path) {
      const seen = new Set<string>()
      for (const item of items) {
        const name = nameOf(item.value)
        if (seen.has(name)) self.error(item, path, 'pack.duplicate', name)
        seen.add(name)
      }
    },
  }
  return self
}

/** The known id with the fewest letters to change, where those are at most a third of its length. */
function nearest(id: string, ids: ReadonlySet<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.floor(id.length / 3)) + 1
  for (const candidate of ids) {
    const distance = editDistance(id, candidate)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

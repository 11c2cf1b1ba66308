import type { Trace } from '@qiongding/kernel'

/** Sets of facts tried before the search settles for one from which nothing can be left out. */
const MOST_TRIED = 4096

/**
 * The fewest missing facts that can make an open answer a yes if they turn out well (`yes`), or every fact that still matters
 * (`sure`). What is due to people counts as given: it is asked of them, not of papers. Up to a dozen missing facts the set is the
 * smallest there is, in reading order among equals; beyond, nothing can be left out of it.
 *
 * ```ts
 * missingFor(answer.trace) // ['rd_staff']
 * ```
 */
export function missingFor(trace: Trace, aim: 'yes' | 'sure' = 'yes'): readonly string[] {
  if (trace.verdict !== 'unknown') return []
  const all: string[] = []
  collect(trace, all)
  if (aim === 'sure') return all
  const enough = (facts: ReadonlySet<string>) => canBe(trace, true, facts)
  let tried = 0
  for (let size = 1; size < all.length; size++)
    for (const facts of subsets(all, size)) {
      if (++tried > MOST_TRIED) return irreducible(all, enough)
      if (enough(new Set(facts))) return facts
    }
  return all
}

/** Every way to take so many of a list, in order. */
function* subsets(list: readonly string[], size: number, from = 0): Generator<readonly string[]> {
  if (size === 0) yield []
  else
    for (let at = from; at <= list.length - size; at++)
      for (const rest of subsets(list, size - 1, at + 1)) yield [list[at]!, ...rest]
}

function irreducible(
  all: readonly string[],
  enough: (facts: ReadonlySet<string>) => boolean,
): readonly string[] {
  const kept = new Set(all)
  for (const key of all.toReversed()) {
    kept.delete(key)
    if (!enough(kept)) kept.add(key)
  }
  return all.filter((key) => kept.has(key))
}

/** Missing facts of everything that still matters, in reading order. */
function collect(trace: Trace, into: string[]): void {
  const isOpen = trace.verdict === 'unknown' || trace.params.open === true
  if (!isOpen) return
  const { missing } = trace.params
  if (Array.isArray(missing)) add(missing as readonly string[], into)
  else for (const part of trace.parts) collect(part, into)
}

function add(keys: readonly string[], into: string[]): void {
  for (const key of keys) if (!into.includes(key)) into.push(key)
}

/** Whether a part can come out as wanted when these facts are learned and turn out well, and the rest stays unknown. */
function canBe(trace: Trace, want: boolean, facts: ReadonlySet<string>): boolean {
  switch (trace.kind) {
    case 'not':
      return canBe(trace.parts[0]!, !want, facts)
    case 'clause':
    case 'case':
    case 'score':
      return canBe(trace.parts[0]!, want, facts)
    case 'all':
    case 'any':
      return (trace.kind === 'all') === want
        ? trace.parts.every((part) => canBe(part, want, facts))
        : trace.parts.some((part) => canBe(part, want, facts))
  }
  if (trace.kind.startsWith('points.')) return canReach(trace, want, facts)
  if (trace.verdict === 'review') return true
  if (trace.verdict !== 'unknown') return (trace.verdict === 'yes') === want
  const { missing } = trace.params
  return Array.isArray(missing) && (missing as readonly string[]).every((key) => facts.has(key))
}

function canReach(trace: Trace, want: boolean, facts: ReadonlySet<string>): boolean {
  const { least, above } = trace.params
  const value = boundIf(trace, want, facts)
  const own =
    typeof least === 'number' ? value >= least : typeof above === 'number' ? value > above : undefined
  const nested = trace.kind === 'points.sum' ? trace.parts.filter(asks) : []
  if (want) return own !== false && nested.every((part) => canReach(part, true, facts))
  return own === false || nested.some((part) => canReach(part, false, facts))
}

function asks(trace: Trace): boolean {
  const { least, above } = trace.params
  return least !== undefined || above !== undefined || (trace.kind === 'points.sum' && trace.parts.some(asks))
}

/** The least points that are certain (`want`), or the most that remain possible, once these facts turn out well for that. */
function boundIf(trace: Trace, want: boolean, facts: ReadonlySet<string>): number {
  const { low, high, most } = trace.params as { low: number; high: number; most?: number }
  if (low === high) return low
  const bounds = () => trace.parts.map((part) => boundIf(part, want, facts))
  const inner =
    trace.kind === 'points.expert'
      ? want
        ? high
        : low
      : trace.kind === 'points.sum'
        ? bounds().reduce((sum, bound) => sum + bound, 0)
        : trace.kind === 'points.best'
          ? Math.max(...bounds())
          : caseBound(trace, want, facts)
  return most === undefined ? inner : Math.min(inner, most)
}

/** One case is made to hold and those before it are made not to, as far as these facts can; the rest stays possible. */
function caseBound(trace: Trace, want: boolean, facts: ReadonlySet<string>): number {
  const worse = want ? Math.min : Math.max
  let best: number | undefined
  let before: number | undefined
  const consider = (points: number) => {
    const bound = before === undefined ? points : worse(points, before)
    if (best === undefined || (want ? bound > best : bound < best)) best = bound
  }
  for (const each of trace.parts) {
    const points = each.params.points as number
    if (each.verdict === 'no') continue
    if (canBe(each, true, facts)) consider(points)
    if (each.verdict === 'yes') return best ?? points
    if (!canBe(each, false, facts)) before = before === undefined ? points : worse(before, points)
  }
  const otherwise = trace.params.otherwise as number
  consider(otherwise)
  return best ?? otherwise
}

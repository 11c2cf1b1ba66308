import { plainName } from './plain.ts'
import { simplify } from './traditional.ts'

/** Region names by their first character, longest first, so that only a few are tried on a name. */
type Regions = { readonly all: ReadonlySet<string>; readonly by: ReadonlyMap<string, readonly string[]> }

const NONE: Regions = { all: new Set(), by: new Map() }
const prepared = new WeakMap<readonly string[], Regions>()

/** Prepared once for each list: a list of regions is a constant of its district. */
function regionsIn(list: readonly string[] | undefined): Regions {
  if (!list || list.length === 0) return NONE
  const found = prepared.get(list)
  if (found) return found
  const all = new Set(list.map((name) => simplify(plainName(name))).filter((name) => name !== ''))
  const by = new Map<string, string[]>()
  for (const name of [...all].sort((left, right) => right.length - left.length)) {
    const alike = by.get(name[0]!)
    if (alike) alike.push(name)
    else by.set(name[0]!, [name])
  }
  const made = { all, by }
  prepared.set(list, made)
  return made
}

export const isRegion = (list: readonly string[] | undefined, text: string) => regionsIn(list).all.has(text)

/** Takes regions off the front of a name as long as a name is left: `青岛市` alone stays. */
export function withoutRegions(
  list: readonly string[] | undefined,
  text: string,
): { readonly rest: string; readonly found: readonly string[] } {
  const { by } = regionsIn(list)
  const found: string[] = []
  let rest = text
  for (;;) {
    const region = by.get(rest[0] ?? '')?.find((one) => rest.startsWith(one) && rest.length >= one.length + 2)
    if (region === undefined) return { rest, found }
    rest = rest.slice(region.length)
    found.push(region)
  }
}

import type { Tri } from '@qiongding/kernel'
import { valueAt } from '../numbers.ts'
import { type CompiledTest, chosen, folded, type Of, operandsOf, placeOf, sides } from './shared.ts'

/** What a stored code says of the codes asked for, in one tree. */
export function codeVerdicts(
  parents: Readonly<Record<string, string>>,
): (code: string, asked: readonly string[]) => Tri {
  const under = (code: string, above: string): boolean => {
    for (let at: string | undefined = code; at; at = parents[at]) if (at === above) return true
    return false
  }
  // A coarser code than the one asked for may still turn out to lie under it; a code outside the tree says nothing.
  return (code, asked) => {
    if (!Object.hasOwn(parents, code)) return 'unknown'
    if (asked.some((above) => under(code, above))) return 'yes'
    if (asked.some((above) => under(above, code) || !Object.hasOwn(parents, above))) return 'unknown'
    return 'no'
  }
}

export function tree(test: Of<'tree'>, parents: Readonly<Record<string, string>>): CompiledTest {
  const read = valueAt(test.of)
  const codes = chosen(test.codes)
  const one = codeVerdicts(parents)
  // The codes of a written list never change, so each code of the tree is placed once.
  const placed = new Map<string, Tri>()
  const isFixed = 'values' in test.codes
  const verdictOn = (code: string, asked: readonly string[]): Tri => {
    if (!isFixed) return one(code, asked)
    const known = placed.get(code)
    if (known !== undefined) return known
    const verdict = one(code, asked)
    if (Object.hasOwn(parents, code)) placed.set(code, verdict)
    return verdict
  }
  return {
    verdict: (subject) => {
      const value = read(subject)
      const asked = codes(subject)
      if (value === undefined || typeof value === 'number' || typeof value === 'boolean' || !asked)
        return 'unknown'
      if (typeof value === 'string') return verdictOn(value, asked)
      let answer: Tri = 'no'
      for (const code of value) {
        const verdict = verdictOn(code, asked)
        if (verdict === 'yes') return 'yes'
        if (verdict === 'unknown') answer = 'unknown'
      }
      return answer
    },
    operands: operandsOf(test.of, test.codes),
    about: (subject, parts) => ({ ...sides('in')(subject, parts), tree: test.tree }),
  }
}

export function has(test: Of<'has'>): CompiledTest {
  const read = valueAt(test.of)
  const asked = chosen(test.values)
  const { ladder: places, mode } = test
  const same = places
    ? (item: string) => placeOf(places, item)
    : (item: string): string | number | undefined => folded(item)
  return {
    verdict: (subject) => {
      const value = read(subject)
      const wanted = asked(subject)
      if (!Array.isArray(value) || !wanted) return 'unknown'
      const items = value.map(same)
      const open = items.includes(undefined)
      let met = 0
      let unsure = 0
      for (const want of wanted) {
        const key = same(want)
        if (key !== undefined && items.includes(key)) met++
        else if (key === undefined || open) unsure++
      }
      if (mode === 'all')
        return met === wanted.length ? 'yes' : met + unsure === wanted.length ? 'unknown' : 'no'
      return met > 0 ? 'yes' : unsure > 0 ? 'unknown' : 'no'
    },
    operands: operandsOf(test.of, test.values),
    about: (subject, parts) => {
      const value = read(subject)
      const items = Array.isArray(value) ? value.map(same) : []
      const lacks = asked(subject)?.filter((want) => !items.includes(same(want)))
      return { ...sides(mode === 'one' ? 'has' : `has ${mode}`)(subject, parts), lacks }
    },
  }
}

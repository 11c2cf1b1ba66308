import type { Value } from '@qiongding/kernel'
import { normaliseName, readCreditCode } from '@qiongding/names'

/** Shortest core of a name that is compared: one character is no name. */
const SHORTEST = 2

/** What an enterprise is compared by: a code as it is checked, a name without region, form and writing. Two writings of one name make one key. */
export function comparedKeys(
  facts: readonly { readonly key: string; readonly format?: string }[],
  values: Readonly<Record<string, Value | undefined>>,
  regions: readonly string[],
): string[] {
  return facts.flatMap(({ key, format }) => {
    const value = values[key]
    if (typeof value !== 'string' || value.trim() === '') return []
    if (format === 'credit-code') {
      const read = readCreditCode(value)
      return read.value === undefined ? [] : [`code ${read.value}`]
    }
    const { core } = normaliseName(value, { regions })
    return [...core].length < SHORTEST ? [] : [`name ${core}`]
  })
}

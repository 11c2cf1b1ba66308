import { plainName } from './plain.ts'

/** Year, month and day where a text is plainly a date: `2019-03-05`, `1990.3`, `1990年3月`, `19900305`, `1990`. */
export function dateOf(text: string): readonly number[] | undefined {
  const plain = plainName(text)
  const run = /^(\d{4})(\d{2})(\d{2})?$/.exec(plain)
  const apart = /^(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2}))?)?[日月年]?$/.exec(plain)
  const found = (run ?? apart)
    ?.slice(1)
    .filter((part) => part !== undefined)
    .map(Number)
  if (!found || found[0]! < 1800 || found[0]! > 2200) return undefined
  return (found[1] ?? 1) > 12 || (found[2] ?? 1) > 31 ? undefined : found
}

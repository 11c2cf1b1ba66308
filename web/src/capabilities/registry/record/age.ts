/** Whole years, months or days from one day to another, by the calendar; undefined for any other unit and before it began. */
export function ageIn(unit: string | undefined, from: string, to: string): number | undefined {
  if (from > to) return undefined
  const [a, b] = [from, to].map((day) => day.split('-').map(Number)) as [number[], number[]]
  const months =
    ((b[0] ?? 0) - (a[0] ?? 0)) * 12 + (b[1] ?? 0) - (a[1] ?? 0) - ((b[2] ?? 1) < (a[2] ?? 1) ? 1 : 0)
  if (unit === '年') return Math.floor(months / 12)
  if (unit === '月' || unit === '个月') return months
  if (unit === '天' || unit === '日') return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
  return undefined
}

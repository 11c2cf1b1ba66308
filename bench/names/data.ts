// Reads the public name lists that `bench names` measures on. They are not part of the project.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../../scripts/checks/main.ts'

/** Where the lists lie unless `--data` says otherwise. */
export const dataFolder = (given: string | undefined): string => given ?? join(repository, '../shared/data')

export type Table = readonly Readonly<Record<string, string>>[]

/** A plain comma-separated file without quoted commas; nothing where it is not there. */
export function table(folder: string, path: string): Table | undefined {
  const file = join(folder, path)
  if (!existsSync(file)) return undefined
  const [head, ...lines] = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/)
  const keys = head!.split(',').map((key) => key.trim())
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    return Object.fromEntries(keys.map((key, at) => [key, cells[at] ?? '']))
  })
}

const KIND = /(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|盟)$/

/** Provinces and cities with and without their kind: 山东省, 山东, 青岛市, 青岛. */
export function regionsOf(folder: string): string[] {
  const found = new Set<string>()
  for (const path of ['geo/provinces.csv', 'geo/cities.csv'])
    for (const { name = '' } of table(folder, path) ?? []) {
      if (name === '市辖区' || name.length < 2) continue
      found.add(name)
      const short = name.replace(KIND, '')
      if (short.length > 1) found.add(short)
    }
  return [...found]
}

// `names`: the same enterprise or person under two writings, on public lists that are not part of the project.
import { type Benchmark, rounded } from './measure/result.ts'
import { dataFolder, regionsOf, type Table, table } from './names/data.ts'
import { blocking, lookups } from './names/duplicates.ts'
import { febrl } from './names/febrl.ts'
import { shortNames } from './names/short.ts'
import { variants } from './names/variants.ts'

export const names: Benchmark = async ({ rows, data, say }) => {
  const folder = dataFolder(data)
  const lists = table(folder, 'company-names/short-full.csv')
  const sets = ['dataset1', 'dataset2'].map((name) => ({ name, rows: table(folder, `febrl/${name}.csv`) }))
  const persons = sets.filter((set): set is { name: string; rows: Table } => set.rows !== undefined)
  if (!lists) say(`No company-names/short-full.csv in ${folder}: names of enterprises are not measured.`)
  if (persons.length === 0) say(`No febrl/dataset1.csv in ${folder}: persons are not measured.`)
  const results = []
  if (lists) {
    say('Short names to full names; settings chosen on rows 0, 2, 4 …, scored on rows 1, 3, 5 …')
    results.push(...shortNames(lists, folder))
    const regions = regionsOf(folder)
    const real = lists.map((row) => row.full_name ?? '')
    const made = variants({ real, regions, count: rows, seed: 1 })
    say(`Duplicates among ${rows} made-up names, one in five another writing of one that is there …`)
    results.push(...blocking(made, regions), ...lookups(made, regions))
  }
  if (persons.length > 0) {
    say('Persons; the least points of a pair chosen on persons with even numbers, scored on odd ones …')
    const each = febrl(persons)
    results.push(...each)
    for (const key of ['precision', 'recall']) {
      const values = each.filter(({ name }) => /^names\.dataset\d\.[a-z]+$/.test(name) && name.endsWith(key))
      const least = Math.min(...values.map(({ value }) => value))
      results.push({ name: `names.febrl.${key}`, value: rounded(least), unit: 'share' })
    }
  }
  return results
}

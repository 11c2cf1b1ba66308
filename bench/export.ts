// `export`: a list of many rows to a workbook and to separated text, by the command line, on both tiers.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { writeSheet } from './measure/rows.ts'
import { importSheet, runCommand, temporaryDatabase, temporaryFolder } from './measure/stage.ts'

const FORMATS = ['xlsx', 'csv'] as const

export const exporting: Benchmark = async ({ rows, say }) => {
  const results: Result[] = []
  for (const tier of ['pg', 'pglite'] as const) {
    const database = tier === 'pg' ? await temporaryDatabase() : undefined
    if (tier === 'pg' && !database) {
      say('No PostgreSQL answers: only PGlite is measured.')
      continue
    }
    const folder = temporaryFolder()
    try {
      const sheet = join(folder.path, 'enterprises.csv')
      writeSheet(sheet, rows)
      say(`Importing ${rows} rows, ${tier} …`)
      await importSheet(sheet, folder.path, database?.url ?? '')
      for (const format of FORMATS) {
        say(`Exporting them as ${format} …`)
        const out = join(folder.path, `out.${format}`)
        const { seconds, cpu_s, peak_mb, answer } = await runCommand<{ rows: number }>(
          ['export', 'enterprise', '--out', out],
          folder.path,
          database?.url ?? '',
        )
        say(
          `${format}: ${rounded(seconds)} s, ${rounded(cpu_s)} s of processor, ${rounded(peak_mb)} MB at most.`,
        )
        if (answer.rows !== rows) throw new Error(`${answer.rows} of ${rows} rows were written.`)
        const name = `export.${tier}.${format}`
        results.push(
          { name: `${name}.seconds`, value: rounded(seconds), unit: 's' },
          { name: `${name}.cpu_s`, value: rounded(cpu_s), unit: 's' },
          { name: `${name}.peak_mb`, value: rounded(peak_mb), unit: 'MB' },
          { name: `${name}.file_mb`, value: rounded(statSync(out).size / 2 ** 20), unit: 'MB' },
        )
      }
    } finally {
      folder.remove()
      await database?.drop()
    }
  }
  return results
}

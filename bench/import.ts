// `import`: rows of a sheet to committed statements, by the command line, on both tiers, beside the driver alone writing the same.
import { join } from 'node:path'
import { floorOf, pgliteConnection, postgresConnection } from './import/floor.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { writeSheet } from './measure/rows.ts'
import { type Imported, importSheet, temporaryDatabase, temporaryFolder } from './measure/stage.ts'

/** A sheet of one row first makes tables and loads the pack, so that the measured run only imports. */
async function measure(data: string, databaseUrl: string, rows: number): Promise<Imported> {
  const small = join(data, 'one.csv')
  const sheet = join(data, 'enterprises.csv')
  writeSheet(small, 1, 2)
  writeSheet(sheet, rows)
  await importSheet(small, data, databaseUrl)
  const imported = await importSheet(sheet, data, databaseUrl)
  const written = imported.answer.created + imported.answer.updated
  if (written < rows - 1) throw new Error(`Only ${written} of ${rows} rows were written.`)
  return imported
}

export const importing: Benchmark = async ({ rows, say }) => {
  const results: Result[] = []
  for (const tier of ['pg', 'pglite'] as const) {
    const database = tier === 'pg' ? await temporaryDatabase() : undefined
    if (tier === 'pg' && !database) {
      say('No PostgreSQL answers: only PGlite is measured.')
      continue
    }
    const folder = temporaryFolder()
    say(`Importing ${rows} rows, ${tier} …`)
    try {
      const { seconds, peak_mb, answer } = await measure(folder.path, database?.url ?? '', rows)
      const written = rows / answer.took.written
      const connection = database
        ? await postgresConnection(database.url)
        : await pgliteConnection(folder.path)
      const floor = await floorOf(connection).finally(connection.close)
      const of = `the driver alone, ${rounded(floor)} rows/s`
      results.push(
        // From the start of the program to the last committed row: every cell is read and judged.
        { name: `import.${tier}.rows_per_s`, value: rounded(written), unit: '1/s' },
        { name: `import.${tier}.of_floor`, value: rounded(written / floor), unit: '', of },
        // To the end of the program: likely duplicates of all rows are found and stand on their list, targets have been read.
        { name: `import.${tier}.checked_rows_per_s`, value: rounded(rows / seconds), unit: '1/s' },
        { name: `import.${tier}.peak_mb`, value: rounded(peak_mb), unit: 'MB' },
      )
    } finally {
      folder.remove()
      await database?.drop()
    }
  }
  return results
}

import { rebuild } from '../rebuild.ts'
import { EXIT } from './explain.ts'
import { type PlaceFlags, withWorkbench } from './opening.ts'
import { columnsOf, progressOf, say } from './output.ts'

/** `qiongding rebuild [--check]`. */
export async function rebuildCommand(
  flags: PlaceFlags & { readonly check?: boolean; readonly json?: boolean },
): Promise<void> {
  await withWorkbench(flags, async (workbench) => {
    const progress = progressOf('重算 / rebuilding')
    const report = await rebuild(workbench, {
      replace: flags.check !== true,
      onProgress: (_table, done) => progress.at(done),
    })
    progress.end()
    if (!report.clean && flags.check) process.exitCode = EXIT.no
    if (flags.json) {
      say(JSON.stringify(report))
      return
    }
    for (const line of columnsOf(
      report.tables.map(({ table, rows, differences, waiting }) => [
        table,
        `${rows} rows`,
        waiting ? 'readings are still queued' : differences === 0 ? 'same' : `${differences} differ`,
      ]),
    ))
      say(line)
    for (const { table, first } of report.tables)
      for (const { id, kind, columns } of first) say(`  ${table} ${id} ${kind} ${columns.join(', ')}`)
    if (report.clean) say('全部一致 / everything is as the ledger says')
    else say(flags.check ? '有不一致，rebuild 可改正 / rebuild puts it right' : '已改正 / put right')
  })
}

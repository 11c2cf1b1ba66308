import { existsSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Actor } from '../platform/abilities.ts'
import { type RefusalCode, refuse } from '../platform/refusals.ts'
import { exportFile, makeExport, readExport, startExport } from '../spine/registry/index.ts'
import { Stop } from './explain.ts'
import { COMMAND_LINE, type PlaceFlags, withWorkbench } from './opening.ts'
import { say } from './output.ts'

export type ExportFlags = PlaceFlags & {
  readonly out: string
  readonly template?: string
  readonly columns?: string
  readonly filter?: string
  readonly sort?: string
  readonly on?: string
  readonly known?: string
  readonly language: string
  /** Commander sets it false for `--no-marks`. */
  readonly marks: boolean
  /** Personal and closed values stand open in the file. */
  readonly personal?: boolean
  readonly overwrite?: boolean
  readonly json?: boolean
}

/**
 * Who the command line is when it takes a list out. Whoever runs it may do anything; a copy that leaves the house holds persons only where
 * that was said, and the ledger names them by the export that holds them.
 */
const exporterOf = (flags: Pick<ExportFlags, 'personal'>): Actor => ({
  ...COMMAND_LINE,
  grants: ['registry.read', 'registry.export', ...(flags.personal ? ['personal.read'] : [])].map(
    (ability) => ({ ability }),
  ),
})

/** `qiongding export KIND --out FILE`: the same verb and the same work as in the browser. */
export async function exportCommand(kind: string, flags: ExportFlags): Promise<void> {
  const format = /\.(xlsx|csv)$/i.exec(flags.out)?.[1]?.toLowerCase()
  if (format !== 'xlsx' && format !== 'csv') throw new Stop('--out needs a name that ends in .xlsx or .csv.')
  if (flags.language !== 'zh' && flags.language !== 'en') throw new Stop('--language is zh or en.')
  if (flags.template !== undefined && flags.columns !== undefined)
    throw new Stop('a --template has columns of its own: leave --columns out.')
  if (!existsSync(dirname(resolve(flags.out)))) throw new Stop(`the folder of ${flags.out} is not there.`)
  if (existsSync(flags.out) && !flags.overwrite)
    throw new Stop(`${flags.out} is there already: --overwrite replaces it.`)
  const { language } = flags
  await withWorkbench(flags, async (workbench) => {
    const { kinds } = workbench.pack
    if (!kinds.has(kind))
      throw new Stop(`the pack has no kind ${kind}; it has ${[...kinds.keys()].join(', ')}.`)
    const ctx = workbench.contextFor(exporterOf(flags))
    const { id } = await startExport(ctx, {
      kind,
      format,
      language,
      unknownMarks: true,
      returnable: flags.marks,
      ...(flags.template !== undefined && { template: flags.template }),
      ...(flags.columns !== undefined && { columns: flags.columns.split(',').map((key) => key.trim()) }),
      ...(flags.filter !== undefined && { filter: flags.filter }),
      ...(flags.sort !== undefined && { sort: flags.sort }),
      ...(flags.on !== undefined && { on: flags.on }),
      ...(flags.known !== undefined && { known: flags.known }),
    })
    await makeExport(ctx, id)
    const made = await readExport(ctx, { id })
    if (made.state !== 'ready') throw refuse((made.refusal ?? 'export-state') as RefusalCode)
    writeFileSync(flags.out, (await exportFile(ctx, { id })).bytes)
    const { rows = 0, on, known, template, masked, opened } = made
    if (flags.json) {
      const said = { id, file: flags.out, kind, template: template ?? null, rows, on, known, masked, opened }
      say(JSON.stringify(said))
      return
    }
    say(`${flags.out} · ${rows} 行 rows · ${on}`)
    const { facts } = workbench.pack
    const named = (keys: readonly string[]) => keys.map((key) => facts.get(key)?.label.zh ?? key).join('、')
    if (masked.length > 0)
      say(`不公开的列未导出内容（要导出请加 --personal）/ closed columns, masked: ${named(masked)}`)
    if (opened.length > 0)
      say(`含个人信息，已记入台账 / holds personal values, noted in the ledger: ${named(opened)}`)
  })
}

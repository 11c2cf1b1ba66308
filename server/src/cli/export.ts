import { existsSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
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
  readonly overwrite?: boolean
  readonly json?: boolean
}

/** `qiongding export KIND --out FILE.xlsx`: the same verb and the same work as in the browser. */
export async function exportCommand(kind: string, flags: ExportFlags): Promise<void> {
  if (!/\.xlsx$/i.test(flags.out)) throw new Stop('--out needs a name that ends in .xlsx.')
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
    const ctx = workbench.contextFor(COMMAND_LINE)
    const { id } = await startExport(ctx, {
      kind,
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
    const { rows = 0, on, known, template } = made
    if (flags.json)
      say(JSON.stringify({ id, file: flags.out, kind, template: template ?? null, rows, on, known }))
    else say(`${flags.out} · ${rows} 行 rows · ${on}`)
  })
}

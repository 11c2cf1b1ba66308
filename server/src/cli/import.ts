import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Finding } from '@qiongding/kernel'
import { type RefusalCode, refuse } from '../platform/refusals.ts'
import { type Context, reading } from '../platform/verb/context.ts'
import {
  approveImport,
  commitImport,
  type ImportPair,
  type ImportRow,
  type ImportSheet,
  importRow,
  importSheetOf,
  mapImport,
  pairsOfImport,
  planSheet,
  readBy,
  readImportFile,
  readList,
  takeImport,
  toldOf,
} from '../spine/registry/index.ts'
import type { Workbench } from '../workbench.ts'
import { Stop } from './explain.ts'
import { COMMAND_LINE, type PlaceFlags, withWorkbench } from './opening.ts'
import { columnsOf, progressOf, say } from './output.ts'

export type ImportFlags = PlaceFlags & {
  readonly as: string
  readonly preview?: boolean
  readonly commit?: boolean
  readonly sheet?: string
  readonly asOf?: string
  readonly source?: string
  readonly json?: boolean
}

/** What an import came to; `rows` is every data row of the list, and the counts after it add up to it together with `held`. */
export type ImportAnswer = {
  readonly file: string
  readonly kind: string
  readonly sheet: string
  readonly asOf: string
  readonly committed: boolean
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicates: number
  readonly held: number
  /** Rows of those created that may be the same as a record, or as an earlier row, under another writing; of each its most certain pairs. */
  readonly likely: number
  readonly likelyPairs: readonly ImportPair[]
  /** Seconds from the start of the program to the last committed row, and to the end of what follows from it. */
  readonly took: { readonly written?: number; readonly ended: number }
  readonly columns: readonly {
    readonly column: number
    readonly header: string
    readonly fact: string | null
  }[]
  readonly findings: readonly {
    readonly row: number | null
    readonly column: number | null
    readonly code: string
    readonly level: string
    readonly value: string | null
  }[]
}

type Given = { readonly file: string; readonly name: string; readonly bytes: Uint8Array }

const secondsSinceStart = () => Math.round(performance.now()) / 1000

function answerOf(
  given: Given,
  { sheet, asOf }: ImportSheet,
  outcome: {
    readonly counts: ImportRow['counts']
    readonly pairs: readonly ImportPair[]
    readonly written?: number
  },
): ImportAnswer {
  const { counts, pairs, written } = outcome
  const { rows, created, updated, unchanged, duplicates, held } = counts
  return {
    file: given.file,
    kind: sheet.kind,
    sheet: sheet.sheet,
    asOf,
    committed: written !== undefined,
    rows,
    created,
    updated,
    unchanged,
    duplicates,
    held,
    likely: new Set(pairs.map((pair) => pair.row)).size,
    likelyPairs: pairs,
    took: { ...(written !== undefined && { written }), ended: secondsSinceStart() },
    columns: sheet.columns.map(({ column, header, fact }) => ({ column, header, fact: fact ?? null })),
    findings: sheet.findings.map(({ at, code, level, value }: Finding) => ({
      row: at.row ?? null,
      column: at.column ?? null,
      code,
      level,
      value: value ?? null,
    })),
  }
}

/** What the caller says of the file that the file does not say itself. */
const chosenOf = ({ sheet, asOf, source }: ImportFlags) => ({
  ...(sheet !== undefined && { sheet }),
  ...(asOf !== undefined && { asOf }),
  ...(source !== undefined && { source }),
})

/** Reads and plans as the browser's preview does, and writes nothing at all: not even the file is kept. */
async function preview(
  workbench: Workbench,
  ctx: Context,
  given: Given,
  flags: ImportFlags,
): Promise<ImportAnswer> {
  const reads = progressOf('读取 / reading')
  const chosen = chosenOf(flags)
  const sheet = await readList(
    workbench.pack,
    { fileName: given.name, kind: flags.as, columns: {}, ...chosen },
    given.bytes,
    { onProgress: reads.at, onMark: (mark) => toldOf(ctx, mark, flags.as) },
  )
  reads.end()
  const plans = progressOf('比对 / comparing')
  const understanding = await planSheet(
    ctx,
    { id: '', keep: [], twins: {}, demonstration: given.name.startsWith('演示') },
    await readBy(ctx, chosen, sheet),
    {
      onProgress: (done, total) => {
        plans.at(done, total)
        return true
      },
    },
  )
  plans.end()
  const pairs = understanding.likely.map(
    ({ row, other, trace: { points: _, ...trace } }): ImportPair => ({
      row,
      ...('row' in other ? { otherRow: other.row } : { otherId: other.subjectId }),
      ...trace,
    }),
  )
  return answerOf(given, understanding, { counts: understanding.counts, pairs })
}

/**
 * Takes the file in, reads, approves and writes it: the same verbs and the same work as in the browser, without the plan that nobody would
 * look at.
 */
async function commit(
  workbench: Workbench,
  ctx: Context,
  given: Given,
  flags: ImportFlags,
): Promise<ImportAnswer> {
  const taken = await takeImport(ctx, {
    file: { name: given.name, type: 'application/octet-stream', bytes: given.bytes },
    kind: flags.as,
  })
  const { id } = taken
  const row = () => reading(ctx, (read) => importRow(read, id))
  const unseen = { planned: false, bytes: given.bytes }
  await readImportFile(ctx, id, unseen)
  const chosen = chosenOf(flags)
  if (Object.keys(chosen).length > 0) {
    await mapImport(ctx, { id, columns: [], ...chosen })
    await readImportFile(ctx, id, unseen)
  }
  const read = await row()
  if (read.state !== 'review')
    throw read.refusal === undefined
      ? new Stop(`the import is ${read.state}: somebody else has moved it on.`)
      : refuse(read.refusal as RefusalCode)
  const understood = await importSheetOf(ctx, read)
  await approveImport(ctx, { id })
  const writes = progressOf('写入 / writing')
  const written = await commitImport(ctx, id, { onProgress: writes.at })
  writes.end()
  if (written?.state !== 'committed')
    throw new Stop(
      'the import was stopped: what was written so far stands, and can be withdrawn in the browser.',
    )
  const counted = secondsSinceStart()
  // What follows from an import (the search for duplicates, the readings of the targets) is queued; here is nobody else to take it up.
  workbench.work()
  await workbench.settled()
  const pairs = await reading(ctx, (read) => pairsOfImport(read, id))
  return answerOf(given, understood, { counts: written.counts, pairs, written: counted })
}

const LEVELS: Readonly<Record<string, string>> = {
  error: '错误 error',
  remark: '提醒 remark',
  unknown: '未知 unknown',
}
const MOST_SHOWN = 50

function show(answer: ImportAnswer): void {
  say(`${answer.file} · ${answer.sheet} · ${answer.kind} · ${answer.asOf}`)
  const counts: [string, number][] = [
    ['行 rows', answer.rows],
    ['新增 created', answer.created],
    ['更新 updated', answer.updated],
    ['不变 unchanged', answer.unchanged],
    ['重复未写 duplicates', answer.duplicates],
    ['暂缓 held', answer.held],
    ['疑似重复 likely duplicates', answer.likely],
  ]
  for (const line of columnsOf(counts.map(([name, count]) => [name, String(count)]))) say(`  ${line}`)
  const unread = answer.columns.filter((column) => column.fact === null && column.header !== '')
  if (unread.length > 0)
    say(`没有认出的列 / columns not recognised: ${unread.map((column) => column.header).join('、')}`)
  const lines = answer.findings
    .slice(0, MOST_SHOWN)
    .map(({ row, column, level, code, value }) => [
      `${row ?? '-'}:${column ?? '-'}`,
      LEVELS[level] ?? level,
      code,
      value ?? '',
    ])
  if (lines.length > 0) say('行:列 row:column')
  for (const line of columnsOf(lines)) say(`  ${line}`)
  if (answer.findings.length > MOST_SHOWN)
    say(`  … ${answer.findings.length - MOST_SHOWN} more: --json gives all of them`)
  say(answer.committed ? '已写入 / written' : '只看不写，用 --commit 写入 / nothing written: --commit writes')
}

/** `qiongding import FILE --as KIND --preview|--commit`. */
export async function importCommand(file: string, flags: ImportFlags): Promise<void> {
  if (flags.preview === flags.commit)
    throw new Stop('say either --preview (write nothing) or --commit (write).')
  // A path that is wrong is said before a database is opened.
  const given: Given = { file, name: basename(file), bytes: new Uint8Array(readFileSync(file)) }
  await withWorkbench(flags, async (workbench) => {
    if (!workbench.pack.kinds.has(flags.as))
      throw new Stop(
        `the pack has no kind ${flags.as}; it has ${[...workbench.pack.kinds.keys()].join(', ')}.`,
      )
    const ctx = workbench.contextFor(COMMAND_LINE)
    const answer = await (flags.commit ? commit : preview)(workbench, ctx, given, flags)
    if (flags.json) say(JSON.stringify(answer))
    else show(answer)
  })
}

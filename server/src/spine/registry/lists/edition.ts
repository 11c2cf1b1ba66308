import type { SheetFact } from '@qiongding/sheets'
import { v7 as uuidv7 } from 'uuid'
import { may, mayNot } from '../../../platform/abilities.ts'
import { startJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { done, happened, verb } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf, packOf } from '../../pack.ts'
import { type ExportColumn, ownColumns } from '../exports/form.ts'
import { viewOf } from '../exports/reads.ts'
import { fileNameOf } from '../exports/rules.ts'
import { type ExportRow, exportKind } from '../exports/tables.ts'
import { allowExport, placeNames } from '../exports/verbs.ts'
import { type Language, wordsOf } from '../exports/words.ts'
import { type Made, writeRows } from '../exports/work.ts'
import type { DrawQuestion, DrawRow } from '../exports/writing/draw.ts'
import { isMasked } from '../values.ts'
import { listsContract } from './contract.ts'
import { type FrozenRow, rowsAt, rowsOfVersion } from './frozen.ts'
import { versionKind } from './list-version.ts'
import { shownRows } from './reads/cells.ts'
import { listOf } from './reads/views.ts'
import { shapeOfList } from './rules.ts'

const WORDS = {
  zh: { version: (no: number) => `第 ${no} 版`, draft: '草稿', now: '当前' },
  en: {
    asOf: 'As of',
    source: 'Source',
    version: (no: number) => `Version ${no}`,
    draft: 'Draft',
    now: 'Now',
  },
} as const

/** What each row says of itself besides its facts. No fact of a pack bears such a key. */
const ROW_FACTS: readonly (SheetFact & { readonly width: number })[] = [
  { key: '@as-of', of: '', type: 'day', label: { zh: '截至', en: 'As of' }, width: 12 },
  { key: '@source', of: '', type: 'text', label: { zh: '来源', en: 'Source' }, width: 30 },
]

const rowColumns = (language: Language): ExportColumn[] =>
  ROW_FACTS.map(({ key, label, width }) => ({ header: [label[language]], fact: key, writing: {}, width }))

/** Starts the writing of a list as it stands, or of one of its versions. What is read of it while it is written is of one instant. */
export const exportList = verb(listsContract.export, async (tx, ctx, input) => {
  const list = listOf(ctx, input.list)
  allowExport(ctx)
  const refusal = mayNot(ctx.actor, 'list.read', {})
  if (refusal) throw refusal
  const version = input.version === undefined ? undefined : await findObject(tx, versionKind, input.version)
  if (input.version !== undefined && (version?.list !== list.id || version.state === 'preparing'))
    throw refuse('not-found')
  const { language } = input
  const shape = version?.shape ?? shapeOfList(list)
  const { facts } = packOf(ctx)
  const now = ctx.clock.now().toISOString()
  const { on } = version ?? asOfOf(ctx, {})
  const knownAt = version?.knownAt ?? now
  const personal = may(ctx.actor, 'personal.read', {})
  const words = WORDS[language]
  const edition = version ? (version.no === undefined ? words.draft : words.version(version.no)) : words.now
  const label = (version?.label ?? list.label)[language]
  const fileName = fileNameOf(`${label} ${edition} ${on}`)
  const id = uuidv7()
  const row: ExportRow = {
    id,
    what: 'edition',
    kind: shape.kind,
    columns: [...ownColumns(shape.columns, facts, language), ...rowColumns(language)],
    sort: 'name',
    on,
    known: knownAt.slice(0, 10),
    past: version !== undefined,
    unknown: wordsOf(language).unknown,
    masked: wordsOf(language).masked,
    unknownMarks: true,
    returnable: false,
    language,
    personal,
    edition: { list: list.id, ...(version && { version: version.id }), knownAt },
    state: 'making',
    fileName,
    closed: shape.columns.filter((key) => !personal && isMasked(facts.get(key))),
    by: ctx.actor.name,
    byId: ctx.actor.id,
    ...(ctx.actor.kind === 'person' && ctx.actor.office !== undefined && { office: ctx.actor.office }),
    recordedAt: now,
    jobId: await startJob(tx, ctx, 'export.make', { about: { kind: 'export', id }, title: fileName }),
  }
  return done(
    await viewOf(ctx, tx, row),
    happened(exportKind, { name: 'edition.started', day: ctx.clock.today(), after: row }),
  )
})

const byName = (one: FrozenRow, other: FrozenRow) =>
  one.sortKey < other.sortKey ? -1 : one.sortKey > other.sortKey ? 1 : one.id < other.id ? -1 : 1

/** Writes what is on a list: its own columns, then the as-of day and the sources of each row. */
export async function makeEdition(ctx: Context, row: ExportRow): Promise<Made | undefined> {
  const { edition } = row
  if (!edition) throw new Error(`export ${row.id} is of no list`)
  const list = listOf(ctx, edition.list)
  const { version, members } = await reading(ctx, async (read) => {
    const found =
      edition.version === undefined ? undefined : await findObject(read, versionKind, edition.version)
    const stretches = found
      ? rowsOfVersion(read, found)
      : rowsAt(ctx, read, shapeOfList(list), { on: row.on, knownAt: edition.knownAt })
    const rows: FrozenRow[] = []
    for await (const stretch of stretches) for (const one of stretch) rows.push(one)
    return { version: found, members: rows.toSorted(byName) }
  })
  const shape = version?.shape ?? shapeOfList(list)
  const showing = {
    columns: shape.columns,
    nameFact: kindOf(ctx, shape.kind).nameFact,
    refresh: list.rowRefresh ?? list.refresh,
    on: row.on,
  }
  return writeRows(ctx, row, {
    members,
    question: questionOf(ctx, row, (version?.label ?? list.label)[row.language]),
    rowsOf: async (stretch) => {
      const shown = await reading(ctx, (read) => shownRows(ctx, read, stretch, showing))
      return { ids: shown.map(({ id }) => id), rows: shown.map(drawn) }
    },
  })
}

function drawn({ cells, asOf }: Awaited<ReturnType<typeof shownRows>>[number]): DrawRow {
  const all = Object.entries(cells)
  return {
    values: {
      ...Object.fromEntries(all.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]]))),
      '@as-of': asOf,
      '@source': [...new Set(all.map(([, cell]) => cell.source))].join('；'),
    },
    masked: all.flatMap(([key, { masked }]) => (masked ? [key] : [])),
  }
}

function questionOf(ctx: Context, row: ExportRow, title: string): DrawQuestion {
  const { facts, pack } = packOf(ctx)
  const words = wordsOf(row.language)
  const used = row.columns.flatMap(({ fact }) => (fact === undefined ? [] : (facts.get(fact) ?? [])))
  const trees = new Set(used.flatMap((fact) => fact.tree ?? []))
  const { office } = placeNames(ctx, row.office)
  return {
    form: {
      sheet: title.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31),
      titles: [row.fileName.replace(/\.xlsx$/, '')],
      lines: [
        { left: words.office(office), middle: `${words.on(row.on)}${words.and}${words.known(row.known)}` },
      ],
      columns: row.columns,
      unknown: row.unknown,
      masked: row.masked,
      notes: [],
      paper: 'a4',
      landscape: true,
      language: row.language,
    },
    facts: {
      ...Object.fromEntries(used.map((fact) => [fact.key, fact])),
      ...Object.fromEntries(ROW_FACTS.map((fact) => [fact.key, fact])),
    },
    trees: Object.fromEntries(
      pack.trees.filter((tree) => trees.has(tree.id)).map((tree) => [tree.id, tree.nodes]),
    ),
    at: row.recordedAt,
  }
}

import type { Value } from '@qiongding/kernel'
import type { Label } from '@qiongding/pack-format'
import type { SheetFact } from '@qiongding/sheets'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, type Grant, mayAtAll } from '../../../platform/abilities.ts'
import type { Endpoint } from '../../../platform/http/contract.ts'
import { startJob } from '../../../platform/jobs/progress.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, happened, type InputOf, verb } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../pack.ts'
import { exportsContract } from './contract.ts'
import type { ExportColumn } from './form.ts'
import { viewOf } from './reads.ts'
import { fileNameOf } from './rules.ts'
import { type ExportRow, exportKind, type Reader } from './tables.ts'
import { placeNames } from './verbs.ts'
import { type Language, wordsOf } from './words.ts'
import { type Made, writeRows } from './work.ts'

/** A column of a page as a sheet has it. Nothing stands in the cell where `of` answers nothing: there is nothing yet to know. */
export type PageColumn<Row> = {
  readonly header: Label
  readonly type: 'text' | 'day' | 'number'
  readonly unit?: string
  readonly decimals?: number
  readonly width: number
  readonly of: (row: Row, language: Language) => Value | undefined
}

type Answer<Row> = {
  readonly rows: readonly Row[]
  readonly next?: string | undefined
  readonly total?: number
}

/** A page that may be taken out as a file: it is read by its own operation, so that every wall of that one stands here too. */
export type PageSource = {
  readonly id: string
  readonly label: Label
  readonly operation: Endpoint
  /** Rights that reading it asks for, beside that of its operation. */
  readonly reads: readonly string[]
  readonly columns: (ctx: Context) => readonly PageColumn<never>[]
  /** Answers at most `limit` rows from the cursor on. */
  readonly rows: (
    ctx: Context,
    query: Readonly<Record<string, string>>,
    from: { readonly limit: number; readonly cursor?: string },
  ) => Promise<Answer<never>>
  /** Records that a row names: a file that names a person is emptied when he is erased. */
  readonly subjects: (row: never) => readonly string[]
}

/** Keeps the types of a page together while it is declared. */
export function pageSource<E extends Endpoint, Row>(source: {
  readonly id: string
  readonly label: Label
  readonly operation: E
  readonly reads?: readonly string[]
  readonly columns: (ctx: Context) => readonly PageColumn<Row>[]
  readonly read: (ctx: Context, input: InputOf<E>) => Promise<Answer<Row>>
  readonly subjects?: (row: Row) => readonly string[]
}): PageSource {
  const { operation, read, reads = [], subjects = () => [] } = source
  return {
    id: source.id,
    label: source.label,
    operation,
    reads,
    columns: source.columns as PageSource['columns'],
    subjects: subjects as PageSource['subjects'],
    rows: async (ctx, query, from) => {
      const input = { ...askedOf(operation, query), ...from } as unknown as InputOf<E>
      return (await read(ctx, input)) as Answer<never>
    },
  }
}

/** What is asked of a page, by its own contract: parameters of its address and of its query are told apart by their names. */
function askedOf(
  { params, query }: Endpoint,
  asked: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const parsed = { params: params?.safeParse(asked), query: query?.safeParse(asked) }
  const issues = [parsed.params, parsed.query].flatMap((one) => one?.error?.issues ?? [])
  if (issues.length > 0)
    throw refuse('bad-input', {
      issues: issues.map(({ path, code, message }) => ({ path: path.join('.'), code, message })) as never,
    })
  return { ...parsed.params?.data, ...parsed.query?.data }
}

/** Rows read in one go. */
const STRETCH = 2_000

function readerOf({ actor }: Context, source: PageSource): Reader {
  const wanted = new Set([source.operation.ability, ...source.reads, '*'])
  const grants = actor.grants.filter(({ ability }: Grant) => wanted.has(ability))
  const { office, party, parties } = actor.kind === 'person' ? actor : {}
  return {
    ...(office !== undefined && { office }),
    ...(party !== undefined && { party }),
    ...(parties !== undefined && { parties }),
    grants,
  }
}

const actorOf = (row: ExportRow): Actor => ({
  kind: 'person',
  id: row.byId,
  name: row.by,
  grants: [],
  ...row.reader,
})

/** The verb and the work of taking pages out; the pages are those that the rooms declare. */
export function pageExports(sources: readonly PageSource[]) {
  const sourceOf = (id: string): PageSource => {
    const found = sources.find((one) => one.id === id)
    if (!found) throw refuse('not-found', { page: id })
    return found
  }

  const startPage = verb(exportsContract.page, async (tx, ctx, input) => {
    allow(ctx, 'registry.export', {})
    const source = sourceOf(input.page)
    const { ability, narrows } = source.operation
    const allowed = mayAtAll(ctx.actor, ability)
    if (allowed === 'no' || (allowed === 'depends' && !narrows)) throw refuse('not-allowed', { ability })
    // What cannot be asked is said now, not by a job that fails.
    const asOf = asOfOf(ctx, askedOf(source.operation, input.query))
    const { language } = input
    const id = uuidv7()
    const fileName = fileNameOf(`${source.label[language]} ${asOf.on}`)
    const row: ExportRow = {
      id,
      what: 'page',
      kind: '',
      page: {
        source: source.id,
        query: input.query,
        ...(input.narrowed !== undefined && { narrowed: input.narrowed }),
      },
      reader: readerOf(ctx, source),
      columns: source.columns(ctx).map((column, index): ExportColumn => {
        const { header, unit, decimals, width } = column
        const label = header[language]
        return {
          header: [unit === undefined ? label : wordsOf(language).header(label, unit)],
          fact: keyOf(index),
          writing: { ...(unit !== undefined && { unit }), ...(decimals !== undefined && { decimals }) },
          width,
        }
      }),
      sort: '',
      on: asOf.on,
      known: asOf.known,
      past: asOf.past,
      unknown: '',
      masked: wordsOf(language).masked,
      unknownMarks: false,
      returnable: false,
      language,
      personal: false,
      state: 'making',
      fileName,
      closed: [],
      by: ctx.actor.name,
      byId: ctx.actor.id,
      ...(ctx.actor.kind === 'person' && ctx.actor.office !== undefined && { office: ctx.actor.office }),
      recordedAt: ctx.clock.now().toISOString(),
      jobId: await startJob(tx, ctx, 'export.make', { about: { kind: 'export', id }, title: fileName }),
    }
    return done(
      await viewOf(ctx, tx, row),
      happened(exportKind, { name: 'page.export-started', day: ctx.clock.today(), after: row }),
    )
  })

  /** Reads a page to its end with the eyes of whoever asked, and writes it. */
  async function makePage(base: Context, row: ExportRow): Promise<Made | undefined> {
    const source = sourceOf(row.page?.source ?? '')
    const ctx: Context = { ...base, actor: actorOf(row) }
    const query = { ...row.page?.query, on: row.on, known: row.known }
    const found: never[] = []
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const answer = await source.rows(ctx, query, {
        limit: STRETCH,
        ...(cursor !== undefined && { cursor }),
      })
      for (const one of answer.rows) found.push(one)
      cursor = answer.next
    }
    const columns = source.columns(ctx)
    const made = await writeRows(ctx, row, {
      members: found,
      question: questionOf(ctx, row, { label: source.label, columns }),
      rowsOf: async (stretch) => ({
        ids: stretch.flatMap((one) => source.subjects(one)),
        rows: stretch.map((one) => ({
          values: Object.fromEntries(
            columns.flatMap(({ of }, index) => {
              const value = of(one, row.language)
              return value === undefined ? [] : [[keyOf(index), value]]
            }),
          ),
          masked: [],
        })),
      }),
    })
    return made && { ...made, rows: found.length }
  }
  return { startPage, makePage }
}

/** The name of a column inside the file; no fact of a pack bears it. */
const keyOf = (index: number) => `@${index}`

function questionOf(
  ctx: Context,
  row: ExportRow,
  { label, columns }: { readonly label: Label; readonly columns: readonly PageColumn<never>[] },
) {
  const words = wordsOf(row.language)
  const facts = columns.map(
    ({ type, header, unit, decimals }, index): SheetFact => ({
      key: keyOf(index),
      of: '',
      label: header,
      type,
      ...(unit !== undefined && { unit }),
      ...(decimals !== undefined && { decimals }),
    }),
  )
  return {
    form: {
      sheet: label[row.language].slice(0, 31),
      titles: [label[row.language]],
      lines: [
        {
          left: words.office(placeNames(ctx, row.office).office),
          middle: [words.on(row.on), ...(row.known === row.on ? [] : [words.known(row.known)])].join(
            words.and,
          ),
          ...(row.page?.narrowed !== undefined && { right: words.filter(row.page.narrowed) }),
        },
      ],
      columns: row.columns,
      unknown: row.unknown,
      masked: row.masked,
      notes: [],
      paper: 'a4' as const,
      landscape: true,
      language: row.language,
    },
    facts: Object.fromEntries(facts.map((fact) => [fact.key, fact])),
    trees: {},
    at: row.recordedAt,
  }
}

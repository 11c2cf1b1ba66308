import { day, unitOf, type Value } from '@qiongding/kernel'
import { mayNot } from '../../../../platform/abilities.ts'
import type { Bytes } from '../../../../platform/http/route.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf } from '../../../../platform/verb/verb.ts'
import { asOfOf, kindOf, packOf } from '../../../pack.ts'
import { type SheetColumn, type SheetValue, writeWorkbook } from '../../workbook/index.ts'
import type { ListRow, listsContract } from '../contract.ts'
import { rowsAt, rowsOfVersion } from '../frozen.ts'
import { shapeOfList } from '../rules.ts'
import { shownRows } from './cells.ts'
import { findVersion } from './lists.ts'
import { listOf } from './views.ts'

const WORDS = {
  zh: {
    asOf: '截至',
    source: '来源',
    version: '第 {no} 版',
    now: '当前',
    masked: '（无权查看或已删除）',
    on: '截至',
    known: '已知',
  },
  en: {
    asOf: 'As of',
    source: 'Source',
    version: 'Version {no}',
    now: 'Now',
    masked: '(closed or erased)',
    on: 'as of',
    known: 'as known',
  },
} as const

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A list or one of its versions as a workbook: its own columns, then the as-of day and the sources of each row. */
export function listFile(ctx: Context, query: InputOf<typeof listsContract.file>): Promise<Bytes> {
  const list = listOf(ctx, query.list)
  const mayNotRead = mayNot(ctx.actor, 'list.read', {})
  if (mayNotRead) throw mayNotRead
  const words = WORDS[query.language]
  return reading(ctx, async (read) => {
    const version = query.version === undefined ? undefined : await findVersion(read, query.version)
    if (query.version !== undefined && (version?.list !== list.id || version.state === 'preparing'))
      throw refuse('not-found')
    const shape = version?.shape ?? shapeOfList(list)
    const now = asOfOf(ctx, {})
    const moment = version ?? { on: now.on, knownAt: ctx.clock.now().toISOString() }
    const { nameFact } = kindOf(ctx, shape.kind)
    const showing = {
      columns: shape.columns,
      nameFact,
      refresh: list.rowRefresh ?? list.refresh,
      on: moment.on,
    }
    const rows: (ListRow & { sortKey: string })[] = []
    const stretches = version ? rowsOfVersion(read, version) : rowsAt(ctx, read, shape, moment)
    for await (const stretch of stretches) {
      const shown = await shownRows(ctx, read, stretch, showing)
      rows.push(...shown.map((row, index) => ({ ...row, sortKey: stretch[index]?.sortKey ?? '' })))
    }
    rows.sort((a, b) => (a.sortKey !== b.sortKey ? (a.sortKey < b.sortKey ? -1 : 1) : a.id < b.id ? -1 : 1))
    const label = (version?.label ?? list.label)[query.language]
    const edition = version?.no === undefined ? words.now : words.version.replace('{no}', String(version.no))
    const bytes = await writeWorkbook(
      [
        {
          name: label,
          title: `${label} ${edition}（${words.on} ${moment.on}，${words.known} ${moment.knownAt.slice(0, 10)}）`,
          columns: [
            ...shape.columns.map((key) => columnOf(ctx, key, query.language)),
            { header: words.asOf, type: 'day', width: 12 },
            { header: words.source, type: 'text', width: 30 },
          ],
          rows: rows.map((row) => [
            ...shape.columns.map((key) => cellOf(ctx, key, row, query.language)),
            row.asOf,
            [...new Set(Object.values(row.cells).map((cell) => cell.source))].join('；'),
          ]),
        },
      ],
      { on: day(moment.on) },
    )
    return { name: `${label} ${edition} ${moment.on}.xlsx`, type: XLSX, bytes }
  })
}

function columnOf(ctx: Context, key: string, language: 'zh' | 'en'): SheetColumn {
  const fact = packOf(ctx).facts.get(key)
  const type = fact?.type === 'number' || fact?.type === 'day' ? fact.type : 'text'
  return {
    header: fact?.label[language] ?? key,
    type,
    ...(fact?.unit !== undefined && { unit: fact.unit }),
    ...(fact?.decimals !== undefined && { decimals: fact.decimals }),
  }
}

/** A value as people write it: numbers in the unit of the header, choices and codes by their words. */
function cellOf(ctx: Context, key: string, row: ListRow, language: 'zh' | 'en'): SheetValue {
  const cell = row.cells[key]
  if (!cell) return undefined
  if (cell.value === undefined) return WORDS[language].masked
  return writtenValue(ctx, key, cell.value, language)
}

function writtenValue(ctx: Context, key: string, value: Value, language: 'zh' | 'en'): SheetValue {
  const { facts, pack } = packOf(ctx)
  const fact = facts.get(key)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') {
    const unit = fact?.unit === undefined || fact.unit === '%' ? undefined : unitOf(fact.unit)
    return unit ? Number((value / Number(unit.factor)).toPrecision(12)) : value
  }
  const word = (one: string) =>
    fact?.values?.find((choice) => choice.id === one)?.label[language] ??
    pack.trees.find((tree) => tree.id === fact?.tree)?.nodes.find((node) => node.code === one)?.label[
      language
    ] ??
    one
  return typeof value === 'string' ? word(value) : value.map(word).join('、')
}

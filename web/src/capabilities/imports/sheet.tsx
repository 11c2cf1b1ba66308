import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Fragment, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import type { OutputOf } from '../../shell/api.ts'
import { useFactText } from '../../shell/facts.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { ColumnMapping } from './column-mapping.tsx'
import { type Block, blocksOf, type ImportColumn, lettersOf, type Place, versionOf } from './place.ts'
import { GRID_PAGE, gridQuery } from './queries.ts'

type Grid = OutputOf<
  typeof import('@qiongding/server/spine/registry/imports/contract')['importsContract']['grid']
>
type GridRow = Grid['rows'][number]

/** The sheet with its letters and row numbers; what was understood stands beside it in sea. */
export function Sheet(props: { view: ImportView; at: Place | undefined }): ReactNode {
  const { view, at } = props
  const { t } = useTranslation()
  const [from, setFrom] = useState(1)
  const [mapping, setMapping] = useState<ImportColumn>()
  useEffect(() => {
    if (at) setFrom(Math.floor((at.row - 1) / GRID_PAGE) * GRID_PAGE + 1)
  }, [at])
  const query = useQuery({ ...gridQuery(view.id, from, versionOf(view)), placeholderData: keepPreviousData })
  useEffect(() => {
    if (!at || !query.data) return
    document
      .getElementById(`q-cell-${at.row}-${at.column ?? 1}`)
      ?.scrollIntoView({ block: 'center', inline: 'nearest' })
  }, [at, query.data])
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={14} widths={[32, '24%', '18%', '10%', '12%']} />
  const grid = query.data
  const width = Math.max(
    ...view.columns.map(({ column }) => column),
    ...grid.rows.map((row) => row.cells.length),
    1,
  )
  const columns = Array.from({ length: width }, (_, index) => index + 1)
  const covered = coveredBy(grid.merges)
  const [first, ...further] = blocksOf(view.columns)
  const blockOf = (row: number) => further.findLast((block) => block.header <= row) ?? first
  const mayMap = view.state === 'review' && view.abilities.includes('registry.import')
  return (
    <>
      <section className="q-sheet" aria-label={t('import.sheet')}>
        <table>
          <thead>
            <tr>
              <th aria-label={t('import.row')} />
              {columns.map((column) => (
                <th key={column} scope="col">
                  {lettersOf(column)}
                </th>
              ))}
            </tr>
            <MapRow columns={columns} block={first} onMap={mayMap ? setMapping : undefined} />
          </thead>
          <tbody>
            {grid.rows.map((row) => (
              <Fragment key={row.row}>
                <Row
                  row={row}
                  columns={columns}
                  covered={covered}
                  merges={grid.merges}
                  block={blockOf(row.row)}
                  at={at}
                />
                {further.some((block) => block.header === row.row) && (
                  <MapRow
                    columns={columns}
                    block={blockOf(row.row)}
                    onMap={mayMap ? setMapping : undefined}
                  />
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
      <div className="q-row q-source" style={{ marginTop: 6 }}>
        <span>
          {t('import.shown', {
            from,
            to: Math.min(grid.total, from + GRID_PAGE - 1),
            total: grid.total,
          })}
        </span>
        <span className="q-push q-row tight">
          <Button small disabled={from === 1} onClick={() => setFrom(Math.max(1, from - GRID_PAGE))}>
            {t('import.before')}
          </Button>
          <Button small disabled={from + GRID_PAGE > grid.total} onClick={() => setFrom(from + GRID_PAGE)}>
            {t('import.after')}
          </Button>
        </span>
      </div>
      {mapping !== undefined && (
        <ColumnMapping view={view} column={mapping} onClose={() => setMapping(undefined)} />
      )}
    </>
  )
}

/** What each column of a block is said to hold: above the first block, and below the header of every further one that differs. */
function MapRow(props: {
  columns: readonly number[]
  block: Block | undefined
  onMap: ((column: ImportColumn) => void) | undefined
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { block, onMap } = props
  return (
    <tr className="map">
      <th scope="row">{t('import.step.map')}</th>
      {props.columns.map((column) => {
        const mapped = block?.columns.get(column)
        const name =
          mapped?.fact === undefined ? undefined : label(pack.fact(mapped.fact)?.label, mapped.fact)
        return (
          <td key={column}>
            {mapped && (
              <button
                type="button"
                className="q-plain-button"
                disabled={!onMap}
                title={mapped.header}
                onClick={() => onMap?.(mapped)}
              >
                {name === undefined ? (
                  <span className="q-third">{t('import.notRead')}</span>
                ) : (
                  <b className="q-sea">→{name}</b>
                )}
                <span className="q-source">
                  {mapped.reason !== undefined &&
                    t(`import.reason.${mapped.reason}`, { defaultValue: mapped.reason })}
                  {mapped.unit !== undefined && ` ${mapped.unit}`}
                </span>
              </button>
            )}
          </td>
        )
      })}
    </tr>
  )
}

type Merge = Grid['merges'][number]

/** Cells that lie under a merged one and are not drawn. */
function coveredBy(merges: readonly Merge[]): ReadonlySet<string> {
  const covered = new Set<string>()
  for (const merge of merges)
    for (let row = merge.row; row < merge.row + merge.rows; row += 1)
      for (let column = merge.column; column < merge.column + merge.columns; column += 1)
        if (row !== merge.row || column !== merge.column) covered.add(`${row} ${column}`)
  return covered
}

function Row(props: {
  row: GridRow
  columns: readonly number[]
  covered: ReadonlySet<string>
  merges: readonly Merge[]
  block: Block | undefined
  at: Place | undefined
}): ReactNode {
  const { t } = useTranslation()
  const { row, at } = props
  const pack = usePack()
  const factText = useFactText()
  /** Choices are read as their ids; the reader sees their names. */
  const readAs = (column: number, text: string) => {
    const key = props.block?.columns.get(column)?.fact
    const type = key === undefined ? undefined : pack.fact(key)?.type
    return key !== undefined && (type === 'enum' || type === 'tree') ? factText(key, text) : text
  }
  const isHead = row.part !== 'data' && row.part !== 'blank'
  return (
    <tr className={isHead ? 'head' : ''}>
      <th scope="row">{row.row}</th>
      {props.columns.map((column) => {
        if (props.covered.has(`${row.row} ${column}`)) return null
        const cell = row.cells[column - 1]
        const merge = props.merges.find((item) => item.row === row.row && item.column === column)
        const active = at?.row === row.row && (at.column === undefined || at.column === column)
        return (
          <td
            key={column}
            id={`q-cell-${row.row}-${column}`}
            className={[
              cell?.level ?? '',
              active ? 'active' : '',
              isFigure(cell?.text) ? 'q-right' : '',
            ].join(' ')}
            title={cell?.text}
            {...(merge ? { rowSpan: merge.rows, colSpan: merge.columns } : {})}
          >
            {cell?.text}
            {cell?.level !== undefined && (
              <span className="q-hidden"> {t(`import.legend.${cell.level}`)}</span>
            )}
            {cell?.readAs !== undefined && readAs(column, cell.readAs) !== cell.text && (
              <span className="read-as">{readAs(column, cell.readAs)}</span>
            )}
            {isHead && column === 1 && row.part !== 'header' && (
              <span className="read-as">{t(`import.part.${row.part}`)}</span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

function isFigure(text: string | undefined): boolean {
  return (
    text !== undefined &&
    /^[\d\uff10-\uff19][\d\uff10-\uff19,.\s%\uff0f/-]*(\u4e07\u5143|\u4ebf\u5143|\u5143)?$/.test(text)
  )
}

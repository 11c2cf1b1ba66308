import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { useLadderKinds } from './kinds.ts'
import { researchQuery } from './queries.ts'

/** What each enterprise brings to the ratio of research and to patents. */
export function ResearchTable(): ReactNode {
  const kinds = useLadderKinds()
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const label = useLabel()
  const filters = useFilters()
  const sort = filters.value('sort') ?? 'expense'
  const read = useInfiniteQuery(researchQuery(sort, useAsOf()))
  const first = read.data?.pages[0]
  if (read.error) return <ErrorState error={read.error} again={() => void read.refetch()} />
  if (!first) return <Skeleton rows={8} widths={['30%', 120, 120, 80]} />
  if (first.subjects === 0)
    return <EmptyState title={t('ladder.nobody')}>{t('ladder.nobodySays')}</EmptyState>
  const known = (value: number | undefined, text: (value: number) => string): ReactNode =>
    value === undefined ? <Unknown /> : text(value)
  const percent = (value: number, decimals = 2) => `${(value * 100).toFixed(decimals)}%`
  const points = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(value * 100).toFixed(2)}`
  const name = (key: string) => label(pack.fact(key)?.label, key)
  return (
    <>
      <ConclusionSentence>
        {first.ratio
          ? t('ladder.ratio', {
              ratio: percent(first.ratio.value),
              n: format.figure(first.ratio.n),
              subjects: format.figure(first.subjects),
            })
          : t('ladder.noRatio')}
      </ConclusionSentence>
      <p className="q-small q-second">
        {t('ladder.patents', {
          list: first.patents
            .map((one) =>
              t('ladder.patentsOf', {
                name: name(one.key),
                sum: format.figure(one.sum),
                known: format.figure(one.known),
              }),
            )
            .join(t('policy.stop')),
        })}{' '}
        {t('ladder.noPopulation')}
      </p>
      <div className="q-row" style={{ margin: '8px 0' }}>
        <Select
          aria-label={t('ladder.order')}
          style={{ width: 240, maxWidth: '100%' }}
          value={sort}
          options={[
            { value: 'expense', label: name(first.expense.key) },
            { value: 'lifts', label: t('ladder.lifts') },
            { value: 'intensity', label: t('ladder.intensity') },
            ...first.patents.map(({ key }) => ({ value: key, label: name(key) })),
          ]}
          onChange={(next: string) => filters.set({ sort: next })}
        />
      </div>
      <table className="q-table q-stacked q-blocks q-ladder-research">
        <thead>
          <tr>
            <th scope="col">{t('policy.subject')}</th>
            <th scope="col" className="q-right">
              {name(first.expense.key)}
            </th>
            <th scope="col" className="q-right">
              {t('ladder.share')}
            </th>
            <th scope="col" className="q-right">
              {t('ladder.intensity')}
            </th>
            <th scope="col" className="q-right">
              {t('ladder.lifts')}
            </th>
            {first.patents.map(({ key }) => (
              <th key={key} scope="col" className="q-right">
                {name(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {read.data?.pages
            .flatMap((page) => page.rows)
            .map((row) => {
              const cells: [string, ReactNode][] = [
                [name(first.expense.key), known(row.expense, (value) => format.money(value))],
                [t('ladder.share'), known(row.share, (value) => percent(value, 1))],
                [t('ladder.intensity'), known(row.intensity, (value) => percent(value))],
                [t('ladder.lifts'), known(row.lifts, points)],
                ...row.patents.map((n, at): [string, ReactNode] => [
                  name(first.patents[at]?.key ?? ''),
                  known(n ?? undefined, (value) => format.figure(value)),
                ]),
              ]
              return (
                <tr key={row.id}>
                  <th scope="row">
                    <Link to="/registry/$kind/$id" params={{ kind: kinds.firm, id: row.id }}>
                      {row.name}
                    </Link>{' '}
                    {row.demonstration && <DemoLabel />}
                  </th>
                  {cells.map(([word, cell]) => (
                    <td key={word} className="q-right">
                      <span className="q-phone-word">{word}</span>
                      {cell}
                    </td>
                  ))}
                </tr>
              )
            })}
        </tbody>
      </table>
      <More of={read} />
      <p>
        <SourceNote asOf={first.on}>{t('ladder.liftsMeans')}</SourceNote>
      </p>
    </>
  )
}

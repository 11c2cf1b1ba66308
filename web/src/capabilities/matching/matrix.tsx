import type { Candidate, Ranking } from '@qiongding/server/spine/matches/contract'
import { Segmented } from 'antd'
import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag, Verdict } from '../../kit/marks.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'

import type { Order } from './queries.ts'

const NAME_WIDTH = 132
const MARK_WIDTH = 40
const TALLY_WIDTH = 78

const GROUPS = ['all-met', 'unknown', 'missed'] as const

/** What the order is by, in words; where the district has a model, the choice between the two. */
function OrderLine(props: { order: Ranking['order']; onOrder: (by: Order) => void }): ReactNode {
  const { t } = useTranslation()
  const { by, model, silent } = props.order
  return (
    <div className="q-row wrap" style={{ margin: '2px 0 8px' }}>
      {model !== undefined && (
        <Segmented<Order>
          size="small"
          aria-label={t('match.orderBy')}
          value={silent ? 'meaning' : by}
          options={[
            { value: 'words', label: t('match.byWords') },
            { value: 'meaning', label: t('match.byMeaning') },
          ]}
          onChange={props.onOrder}
        />
      )}
      <span className="q-source">
        {silent
          ? t('match.orderSilent', { model })
          : by === 'meaning'
            ? t('match.orderMeaning', { model })
            : t('match.order')}
      </span>
    </div>
  )
}

/** Offers by requirements in three groups. The order stands in words above; marks carry the verdict. */
export function Matrix(props: {
  ranking: Ranking
  rows: readonly Candidate[]
  current: string | undefined
  onChoose: (offerId: string) => void
  more: boolean
  moreBusy: boolean
  onMore: () => void
  onOrder: (by: Order) => void
  /** Those to be put side by side. */
  beside: readonly string[]
  children?: ReactNode
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const body = useRef<HTMLTableElement>(null)
  const { ranking, rows } = props
  const must = ranking.requirements.filter((item) => item.level === 'must')
  const may = ranking.requirements.filter((item) => item.level === 'may')
  const requirements = [...must, ...may]
  const profile = pack.matchings.find((item) => item.id === ranking.profile)
  const offer = label(pack.kind(profile?.offer ?? '')?.label, t('match.offer'))
  const total = ranking.groups['all-met'] + ranking.groups.unknown + ranking.groups.missed

  function onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = rows.findIndex((row) => row.offerId === props.current)
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))]
    if (!next) return
    props.onChoose(next.offerId)
    body.current?.querySelector<HTMLElement>(`[data-offer="${next.offerId}"]`)?.focus()
  }

  return (
    <section className="q-matrix">
      <div className="q-row wrap">
        <h2 className="q-h2">{offer}</h2>
        <span className="q-small q-second">{t('match.judged', { n: format.figure(total) })}</span>
        {rows.some((row) => row.demonstration) && <DemoLabel />}
        <span className="q-push">
          <SourceNote asOf={ranking.judgedOn}>
            {t('match.version', { version: ranking.profileVersion })}
          </SourceNote>
        </span>
      </div>
      <OrderLine order={ranking.order} onOrder={props.onOrder} />
      {props.children}
      {total === 0 ? (
        <EmptyState title={t('match.nobody.title')}>{t('match.nobody.step')}</EmptyState>
      ) : (
        <div className="q-matrix-scroll">
          <table
            className="q-table"
            ref={body}
            onKeyDown={onKey}
            style={
              {
                '--matrix-width': `${NAME_WIDTH + requirements.length * MARK_WIDTH + TALLY_WIDTH}px`,
              } as CSSProperties
            }
          >
            <colgroup>
              <col />
              {requirements.map((item) => (
                <col key={item.id} style={{ width: MARK_WIDTH }} />
              ))}
              <col style={{ width: TALLY_WIDTH }} />
            </colgroup>
            <thead>
              <tr>
                <td />
                {must.length > 0 && (
                  <th scope="colgroup" colSpan={must.length} className="level">
                    {t('match.must')}
                  </th>
                )}
                {may.length > 0 && (
                  <th scope="colgroup" colSpan={may.length} className="level">
                    {t('match.may')}
                  </th>
                )}
                <td />
              </tr>
              <tr>
                <th scope="col">{offer}</th>
                {requirements.map((item) => (
                  <th key={item.id} scope="col" className="requirement" title={label(item.label)}>
                    <span>{label(item.label)}</span>
                  </th>
                ))}
                <th scope="col" className="q-right">
                  {t('match.mustOnly')}
                </th>
              </tr>
            </thead>
            {GROUPS.filter((group) => rows.some((row) => row.group === group)).map((group) => (
              <tbody key={group}>
                <tr className="group">
                  <th scope="rowgroup" colSpan={requirements.length + 2}>
                    {t(`match.group.${group}`)}{' '}
                    <span className="q-second">
                      {t(`match.groupCount.${group}`, { n: ranking.groups[group] })}
                    </span>
                  </th>
                </tr>
                {rows
                  .filter((row) => row.group === group)
                  .map((row) => (
                    <Row
                      key={row.offerId}
                      row={row}
                      requirements={requirements}
                      selected={row.offerId === props.current}
                      beside={props.beside.includes(row.offerId)}
                      onChoose={() => props.onChoose(row.offerId)}
                    />
                  ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      <div className="q-row wrap q-source" style={{ marginTop: 8, gap: '4px 14px' }}>
        <span>
          {t('match.shown', { n: format.figure(rows.length), total: format.figure(total) })}{' '}
          {props.more && (
            <Button kind="link" small busy={props.moreBusy} onClick={props.onMore}>
              {t('action.more')}
            </Button>
          )}
        </span>
        <span>{t('match.noScore')}</span>
      </div>
      <div className="q-row wrap q-small" style={{ marginTop: 6, gap: '4px 16px' }}>
        <Verdict verdict="yes" />
        <Verdict verdict="no" />
        <Verdict verdict="unknown" word={t('match.unknownIsNot')} />
        <span className="q-source q-push">{t('match.keys')}</span>
      </div>
    </section>
  )
}

function Row(props: {
  row: Candidate
  requirements: Ranking['requirements']
  selected: boolean
  beside: boolean
  onChoose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { row } = props
  const tone = row.missed > 0 ? 'q-bad' : row.unknown > 0 ? 'q-unknown-word' : 'q-good'
  const word =
    row.missed > 0
      ? t('match.short', { n: row.missed })
      : row.unknown > 0
        ? t('match.open', { n: row.unknown })
        : t('match.full')
  return (
    <tr className={props.selected ? 'selected' : ''}>
      <th scope="row">
        <button
          type="button"
          className="q-plain-button q-candidate"
          data-offer={row.offerId}
          aria-pressed={props.selected}
          onClick={props.onChoose}
        >
          <b>{row.name}</b> {props.beside && <Tag>{t('match.beside.mark')}</Tag>}{' '}
          {row.note && <span className="q-third">{row.note}</span>}
        </button>
      </th>
      {props.requirements.map((item) => (
        <td key={item.id} className="verdict">
          <Verdict verdict={row.verdicts[item.id] ?? 'unknown'} bare />
          <span className="named" aria-hidden="true">
            {label(item.label)}
          </span>
        </td>
      ))}
      <td className={`q-right ${tone}`}>
        {row.decision ? <span className="q-second">{t(`match.decision.${row.decision.state}`)}</span> : word}
      </td>
    </tr>
  )
}

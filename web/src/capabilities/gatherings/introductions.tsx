import type { GatheringPage, Introduction } from '@qiongding/server/capabilities/gatherings/contract'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Tag } from '../../kit/marks.tsx'
import { EmptyState, RefusalNotice } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { acceptPair } from '../../shell/matches.ts'
import { useLabel } from '../../shell/pack.ts'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { gatheringVerbs } from './queries.ts'

type Outcome = NonNullable<Introduction['outcome']>
const OUTCOMES: readonly Outcome[] = ['met', 'need-absent', 'offer-absent', 'both-absent']

/** Who meets whom, round by round, and what was noted of it. */
export function Introductions(props: { page: GatheringPage; may: boolean }): ReactNode {
  const { t } = useTranslation()
  const { page, may } = props
  const { introductions, gathering } = page
  if (introductions.length === 0)
    return <EmptyState title={t('gathering.noMeetings.title')}>{t('gathering.noMeetings.step')}</EmptyState>
  const rounds = [...Map.groupBy(introductions, ({ round }) => round)].toSorted(
    ([one], [other]) => (one ?? Number.POSITIVE_INFINITY) - (other ?? Number.POSITIVE_INFINITY),
  )
  return (
    <table className="q-table q-stack q-meetings">
      <colgroup>
        <col />
        <col style={{ width: '20%' }} />
        <col style={{ width: 132 }} />
        <col style={{ width: 108 }} />
        <col style={{ width: 108 }} />
        <col style={{ width: 190 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('gathering.need')}</th>
          <th scope="col">{t('gathering.offer')}</th>
          <th scope="col">{t('gathering.outcome.title')}</th>
          <th scope="col">{t('gathering.needWish')}</th>
          <th scope="col">{t('gathering.offerWish')}</th>
          <th scope="col">{t('gathering.next')}</th>
        </tr>
      </thead>
      {rounds.map(([round, rows]) => (
        <tbody key={round ?? 'none'}>
          {gathering.way === 'rounds' && (
            <tr className="q-round">
              <th colSpan={6} scope="colgroup">
                {round === undefined
                  ? t('gathering.noRound')
                  : t('gathering.round', { n: round, count: rows.length })}
              </th>
            </tr>
          )}
          {rows.map((row) => (
            <Meeting key={row.id} row={row} page={page} may={may} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

type Noted = Pick<Introduction, 'outcome' | 'needWish' | 'offerWish'>

function Meeting(props: { row: Introduction; page: GatheringPage; may: boolean }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { row, page } = props
  const { gathering } = page
  const need = page.needs.find(({ id }) => id === row.needId)
  const note = useWrite({ write: (body: Noted) => gatheringVerbs.note(row, body) })
  // Before its day nothing can have happened; of a day that was called off neither.
  const may = props.may && gathering.state !== 'cancelled' && gathering.day <= format.today
  const whose = `${need?.name ?? ''} ${row.offer}`
  const wish = (side: 'needWish' | 'offerWish') =>
    row.outcome === 'met' ? (
      <Choice
        label={`${t(`gathering.${side}`)} ${whose}`}
        may={may}
        busy={note.isPending}
        value={row[side] === undefined ? undefined : row[side] ? 'yes' : 'no'}
        options={['yes', 'no']}
        word={(value) => t(`gathering.wish.${value}`)}
        onChoose={(value) => {
          const { outcome, needWish, offerWish } = row
          const { [side]: _, ...other } = {
            outcome,
            ...(needWish !== undefined && { needWish }),
            ...(offerWish !== undefined && { offerWish }),
          }
          note.mutate({ ...other, ...(value !== undefined && { [side]: value === 'yes' }) })
        }}
      />
    ) : null
  return (
    <tr>
      <td className="headline">
        <Link
          to="/matches/$profile/$needId"
          params={{ profile: gathering.profile, needId: row.needId }}
          search={{ offer: row.offerId } as never}
        >
          {need?.name ?? ''}
        </Link>{' '}
        <span className="q-source">{need?.holder?.name}</span>
      </td>
      <td data-label={t('gathering.offer')} title={row.note}>
        {row.offer} <span className="q-source">{row.note}</span>
      </td>
      <td data-label={t('gathering.outcome.title')}>
        <Choice
          label={`${t('gathering.outcome.title')} ${whose}`}
          may={may}
          busy={note.isPending}
          value={row.outcome}
          options={OUTCOMES}
          word={(value) => t(`gathering.outcome.${value}`)}
          onChoose={(outcome) => note.mutate(outcome === undefined ? {} : { outcome })}
        />
        {note.error !== null && <RefusalNotice problem={problemOf(note.error)} />}
      </td>
      <td {...(row.outcome === 'met' && { 'data-label': t('gathering.needWish') })}>{wish('needWish')}</td>
      <td {...(row.outcome === 'met' && { 'data-label': t('gathering.offerWish') })}>{wish('offerWish')}</td>
      <td>
        <Next row={row} page={page} may={props.may} />
      </td>
    </tr>
  )
}

/** One of a few answers; none of them is unknown, and may be gone back to. */
function Choice<Value extends string>(props: {
  label: string
  may: boolean
  busy: boolean
  value: Value | undefined
  options: readonly Value[]
  word: (value: Value) => string
  onChoose: (value: Value | undefined) => void
}): ReactNode {
  const { t } = useTranslation()
  const { value, word } = props
  if (!props.may)
    return value === undefined ? <span className="q-unknown-word">{t('unknown')}</span> : word(value)
  return (
    <Select<Value>
      size="small"
      allowClear
      style={{ width: '100%' }}
      aria-label={props.label}
      placeholder={t('unknown')}
      loading={props.busy}
      value={value ?? null}
      options={props.options.map((one) => ({ value: one, label: word(one) }))}
      onChange={(next) => props.onChoose(next ?? undefined)}
    />
  )
}

/** What comes of it: the case that was opened, or the way to open one. */
function Next(props: { row: Introduction; page: GatheringPage; may: boolean }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { row, page } = props
  const { gathering } = page
  const accept = useWrite({
    write: () => acceptPair({ profile: gathering.profile, needId: row.needId, offerId: row.offerId }),
    done: () => t('match.recommended', { name: row.offer }),
  })
  const drop = useWrite({ write: () => gatheringVerbs.drop(row), done: () => t('gathering.dropped') })
  const { decision } = row
  if (decision?.state === 'accepted')
    return (
      <span className="q-row tight">
        {decision.journeyId !== undefined && (
          <Link to="/journeys/$id" params={{ id: decision.journeyId }}>
            {decision.stageLabel ? label(decision.stageLabel) : t('match.seeJourney')}
          </Link>
        )}
        {decision.exitLabel && <Tag>{label(decision.exitLabel)}</Tag>}
      </span>
    )
  if (decision?.state === 'declined') return <span className="q-second">{t('match.decision.declined')}</span>
  if (row.needWish === false || row.offerWish === false)
    return <span className="q-second">{t('gathering.oneWouldNot')}</span>
  const error = accept.error ?? drop.error
  return (
    <span className="q-row tight wrap">
      {page.abilities.includes('match.accept') && gathering.state !== 'cancelled' && (
        <Button small busy={accept.isPending} onClick={() => accept.mutate(undefined)}>
          {t('match.recommend')}
        </Button>
      )}
      {props.may && row.outcome === undefined && gathering.state === 'planned' && (
        <Button kind="link" small busy={drop.isPending} onClick={() => drop.mutate(undefined)}>
          {t('gathering.drop')}
        </Button>
      )}
      {error !== null && <RefusalNotice problem={problemOf(error)} />}
    </span>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { PageWaiting, ProgressJob } from '../../../kit/states.tsx'
import { ConclusionSentence, FactLine } from '../../../kit/text.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useFactText } from '../../../shell/facts.ts'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { usePage } from '../../../shell/page.tsx'
import { ReasonForm } from '../../../shell/reason-form.tsx'
import { Refused } from '../../../shell/refused.tsx'
import { useWrite } from '../../../shell/write.ts'
import { conditionsOf } from '../filters/conditions.ts'
import { useConditionText, useFilterFacts } from '../filters/use-conditions.ts'
import {
  type Amendment,
  amendmentQuery,
  approveAmendment,
  cancelAmendment,
  isUnderWay,
  undoAmendment,
} from './queries.ts'
import { AmendmentRows } from './rows.tsx'
import './amendments.css'

/** One change of many records: what it would do before it is approved, how far it is, what became of it, and the way back. */
export function AmendmentPage(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(amendmentQuery(id))
  const kind = query.data?.kind ?? ''
  const title = label(pack.kind(kind)?.label, kind)
  usePage([
    { text: title, to: `/registry/${kind}` },
    { text: t('amendments.title'), to: `/registry/${kind}/amendments` },
    { text: query.data ? label(pack.fact(query.data.fact)?.label, query.data.fact) : '' },
  ])
  if (query.error || !query.data)
    return <PageWaiting of={query} rows={10} widths={['30%', '18%', '18%', '12%']} />
  return <Shown amendment={query.data} />
}

/** What it is about in one sentence: how many will change, or have. */
function useConclusion(amendment: Amendment, overrule: boolean): string {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, actions, outcomes, chosen } = amendment
  const counted = (key: string, count: number) => t(key, { count, n: format.figure(count) })
  const change = (actions.change ?? 0) + (overrule ? (actions.disagrees ?? 0) : 0)
  switch (state) {
    case 'planning':
      return counted('amendments.says.planning', chosen)
    case 'review':
      return change === 0 ? t('amendments.says.nothing') : counted('amendments.says.review', change)
    case 'writing':
      return counted('amendments.says.writing', change)
    case 'undoing':
      return t('amendments.says.undoing')
    case 'cancelled':
      return t('amendments.says.cancelled')
    case 'undone':
      return counted('amendments.says.undone', (outcomes.undone ?? 0) + (outcomes.overtaken ?? 0))
    case 'written':
      return counted('amendments.says.written', outcomes.written ?? 0)
    default:
      return counted(`amendments.says.${state}`, outcomes.written ?? 0)
  }
}

function Shown(props: { amendment: Amendment }): ReactNode {
  const { amendment } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const [overrule, setOverrule] = useState(amendment.overrule)
  const [undoing, setUndoing] = useState(false)
  const conclusion = useConclusion(amendment, overrule)
  const approve = useWrite({
    write: () => approveAmendment(amendment.id, overrule),
  })
  const cancel = useWrite({ write: () => cancelAmendment(amendment.id) })
  const undo = useWrite({
    write: (reason: string) => undoAmendment(amendment.id, reason),
    done: () => t('amendments.undone'),
    after: () => setUndoing(false),
  })
  const { actions, job } = amendment
  const disagrees = actions.disagrees ?? 0
  const change = (actions.change ?? 0) + (overrule ? disagrees : 0)
  const may = (what: Amendment['may'][number]) => amendment.may.includes(what)
  return (
    <div className="q-amendment">
      <div className="q-page">
        <h1 className="q-hidden">{t('amendments.title')}</h1>
        <ConclusionSentence>{conclusion}</ConclusionSentence>
        <FactLine
          facts={[
            {
              name: label(pack.fact(amendment.fact)?.label, amendment.fact),
              value:
                amendment.value === undefined ? (
                  <span className="q-unknown-word">{t('unknown')}</span>
                ) : (
                  <b>{factText(amendment.fact, amendment.value)}</b>
                ),
            },
            { name: t('registry.asOf'), value: format.day(amendment.asOf) },
            { name: t('registry.source'), value: amendment.source },
            {
              name: t('amendments.drafted'),
              value: `${amendment.by} ${format.moment(amendment.recordedAt)}`,
            },
            ...(amendment.reason === undefined
              ? []
              : [{ name: t('amendments.reason'), value: amendment.reason }]),
          ]}
        />
        <ChosenBy amendment={amendment} />
        {isUnderWay(amendment) && job && (
          <div className="q-section">
            <ProgressJob
              title={t(`jobs.name.${job.name}`)}
              done={job.done}
              total={job.total}
              note={<> {t('jobs.closable')}</>}
              {...(may('cancel') ? { onCancel: () => cancel.mutate(undefined) } : {})}
            />
          </div>
        )}
        <Refused error={approve.error ?? cancel.error} />
        {amendment.state !== 'planning' && <AmendmentRows amendment={amendment} overrule={overrule} />}
      </div>
      {(may('approve') || may('undo')) && (
        <div className="q-footer-bar">
          {may('approve') && (
            <>
              {disagrees > 0 && (
                <label className="q-row tight">
                  <span className="q-check">
                    <input
                      type="checkbox"
                      checked={overrule}
                      onChange={(event) => setOverrule(event.target.checked)}
                    />
                  </span>
                  {t('amendments.overrule', { count: disagrees, n: format.figure(disagrees) })}
                </label>
              )}
              <span className="q-push q-row">
                <Button busy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
                  {t('amendments.giveUp')}
                </Button>
                <Button
                  kind="warm"
                  busy={approve.isPending}
                  disabled={change === 0}
                  onClick={() => approve.mutate(undefined)}
                >
                  {t('amendments.approve', { count: change, n: format.figure(change) })}
                </Button>
              </span>
            </>
          )}
          {may('undo') && (
            <>
              <span className="q-second">{t('amendments.undoMeans')}</span>
              <span className="q-push">
                <Button onClick={() => setUndoing(true)}>{t('amendments.undo')}</Button>
              </span>
            </>
          )}
        </div>
      )}
      {undoing && (
        <ReasonForm
          title={t('amendments.undo')}
          hint={t('amendments.undoMeans')}
          button={t('amendments.undo')}
          write={undo}
          onClose={() => setUndoing(false)}
        />
      )}
    </div>
  )
}

/** What the rows were chosen by, where all of a list were; the list under those conditions is one click away. */
function ChosenBy(props: { amendment: Amendment }): ReactNode {
  const { t } = useTranslation()
  const textIn = useConditionText()
  const { kind, q, filter } = props.amendment
  const { named } = useFilterFacts(kind)
  if (q === undefined && filter === undefined) return null
  const parts = [
    ...(q === undefined ? [] : [t('amendments.sought', { q })]),
    ...conditionsOf(filter ?? '', named).map((condition) => {
      const { column, rest } = textIn(condition)
      return `${column} ${rest}`
    }),
  ]
  return (
    <p className="q-second" style={{ marginTop: 6 }}>
      {t('amendments.chosenBy')}{' '}
      <Link
        to="/registry/$kind"
        params={{ kind }}
        search={{ view: 'all', ...(q && { q }), ...(filter && { filter }) } as never}
      >
        {parts.join(t('fact.semicolon'))}
      </Link>
    </p>
  )
}

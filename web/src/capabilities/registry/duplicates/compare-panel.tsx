import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Icon } from '../../../kit/icons.tsx'
import { DemoLabel } from '../../../kit/marks.tsx'
import { ErrorState, RefusalNotice, Skeleton } from '../../../kit/states.tsx'
import { ConclusionSentence } from '../../../kit/text.tsx'
import { useToast } from '../../../kit/toast.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useIsPast } from '../../../shell/as-of.ts'
import { problemOf } from '../../../shell/problem.ts'
import { useWrite } from '../../../shell/write.ts'
import { FactsTable } from './facts-table.tsx'
import { type Comparison, compareQuery, decidePair, mergePair, type Side, undoMerge } from './queries.ts'
import { useCounted, useFactNames, useTraceText } from './words.ts'

/** Two records side by side, and the three things a person can say of them. */
export function ComparePanel(props: {
  kind: string
  pair: string
  onBack: () => void
  onDone: () => void
}): ReactNode {
  const { t } = useTranslation()
  const [leftId = '', rightId = ''] = props.pair.split('_')
  // Once they are one there is nothing left to compare: the two are not asked for again.
  const [one, setOne] = useState(false)
  const query = useQuery({ ...compareQuery(props.kind, leftId, rightId), enabled: !one })
  if (query.error)
    return (
      <section className="q-compare">
        <ErrorState error={query.error} again={() => void query.refetch()} />
      </section>
    )
  if (!query.data)
    return (
      <section className="q-compare">
        <Skeleton rows={12} widths={['16%', '34%', 30, '34%']} />
      </section>
    )
  return (
    <section className="q-compare" aria-label={t('duplicates.sideBySide')}>
      <Compared
        comparison={query.data}
        onBack={props.onBack}
        onMerged={() => flushSync(() => setOne(true))}
        onDone={props.onDone}
      />
    </section>
  )
}

function Compared(props: {
  comparison: Comparison
  onBack: () => void
  onMerged: () => void
  onDone: () => void
}): ReactNode {
  const { comparison } = props
  const { t } = useTranslation()
  const traceText = useTraceText()
  const counted = useCounted(comparison.kind)
  const [stays, setStays] = useState<Side>(comparison.stays)
  const [stands, setStands] = useState<Readonly<Record<string, Side>>>({})
  const unchosen = comparison.facts.filter((fact) => fact.mustChoose && stands[fact.key] === undefined)
  const { trace } = comparison
  return (
    <>
      <div className="q-compare-back">
        <Button kind="link" onClick={props.onBack}>
          <Icon name="left" small />
          {t('duplicates.backToList')}
        </Button>
      </div>
      <ConclusionSentence>
        {t(`duplicates.question.${trace.verdict}.${counted}`)}
        {comparison.demonstration && (
          <>
            {' '}
            <DemoLabel />
          </>
        )}
      </ConclusionSentence>
      <p className="q-second" style={{ margin: '2px 0 10px' }}>
        {traceText(trace)}
      </p>
      <Said comparison={comparison} />
      <FactsTable
        comparison={comparison}
        stays={stays}
        onStays={setStays}
        stands={stands}
        onStand={(key, side) => setStands((before) => ({ ...before, [key]: side }))}
      />
      <Follows comparison={comparison} stays={stays} />
      <Verbs
        comparison={comparison}
        unchosen={unchosen.map((fact) => fact.key)}
        stays={stays}
        stands={stands}
        onMerged={props.onMerged}
        onDone={props.onDone}
      />
    </>
  )
}

/** What was said of the pair before, and why it is asked about again. */
function Said(props: { comparison: Comparison }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const names = useFactNames()
  const { decision, state } = props.comparison
  if (!decision || decision.state === 'open') return null
  return (
    <div className={`q-note ${state === 'open' ? 'warm' : 'sea'}`} style={{ marginBottom: 10 }}>
      <span>
        {t(`duplicates.said.${decision.state}`, {
          by: decision.by,
          when: format.moment(decision.recordedAt),
        })}
        {decision.reason !== undefined && ` · ${decision.reason}`}
        {state === 'open' &&
          decision.since.length > 0 &&
          ` ${t('duplicates.since', { facts: names(decision.since) })}`}
      </span>
    </div>
  )
}

/** What comes of a merge, in words, before anybody makes it. */
function Follows(props: { comparison: Comparison; stays: Side }): ReactNode {
  const { t } = useTranslation()
  const { comparison, stays } = props
  const [kept, given] =
    stays === 'left' ? [comparison.left, comparison.right] : [comparison.right, comparison.left]
  const moving = [
    given.links.length > 0 && t('duplicates.moves.links', { n: given.links.length }),
    given.holds > 0 && t('duplicates.moves.holds', { n: given.holds }),
    given.signIns > 0 && t('duplicates.moves.signIns', { n: given.signIns }),
  ].filter((text) => text !== false)
  return (
    <div className="q-follows">
      <h3 className="q-h3">{t('duplicates.follows.title')}</h3>
      <ul>
        <li>{t('duplicates.follows.shows', { given: given.name, kept: kept.name })}</li>
        {moving.length > 0 && (
          <li>{t('duplicates.follows.moves', { what: moving.join(t('fact.and')), kept: kept.name })}</li>
        )}
        <li>{t('duplicates.follows.stays')}</li>
      </ul>
    </div>
  )
}

function Verbs(props: {
  comparison: Comparison
  unchosen: readonly string[]
  stays: Side
  stands: Readonly<Record<string, Side>>
  onMerged: () => void
  onDone: () => void
}): ReactNode {
  const { comparison, unchosen, stays, stands } = props
  const { t } = useTranslation()
  const toast = useToast()
  const names = useFactNames()
  const isPast = useIsPast()
  const counted = useCounted(comparison.kind)
  const { kind, left, right, state } = comparison
  const pair = { leftId: left.id, rightId: right.id }
  const undo = useWrite({
    write: (id: string) => undoMerge(id, t('duplicates.undoNow')),
    done: () => t('duplicates.undone'),
  })
  const merge = useWrite({
    write: () => mergePair(comparison, { stays, stands }),
    after: ({ mergeId }) => {
      props.onMerged()
      toast({ text: t(`duplicates.merged.${counted}`), undo: () => undo.mutate(mergeId) })
      props.onDone()
    },
  })
  const decide = useWrite({
    write: (decision: 'apart' | 'later' | 'open') => decidePair(kind, { ...pair, decision }),
    after: (_, decision) => {
      const back = state === 'apart' || state === 'later' ? state : 'open'
      toast({ text: t(`duplicates.decided.${decision}.${counted}`), undo: () => again.mutate(back) })
      if (decision !== 'open') props.onDone()
    },
  })
  const again = useWrite({
    write: (decision: 'apart' | 'later' | 'open') => decidePair(kind, { ...pair, decision }),
    done: () => t('duplicates.undone'),
  })
  const may = comparison.abilities.includes('registry.merge') && !isPast
  const mayMerge = may && comparison.refusal === undefined && unchosen.length === 0
  const busy = merge.isPending || decide.isPending
  const doMerge = merge.mutate
  const doDecide = decide.mutate
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)
      const isRadio = event.target instanceof HTMLInputElement && event.target.type === 'radio'
      if ((typing && !isRadio) || event.ctrlKey || event.metaKey || event.altKey) return
      if (!may || busy || document.querySelector('dialog[open]')) return
      const key = event.key.toLowerCase()
      if (key === 'm' && mayMerge) doMerge(undefined)
      if (key === 'k' && state !== 'apart') doDecide('apart')
      if (key === 'l' && state === 'open') doDecide('later')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [may, mayMerge, busy, state, doMerge, doDecide])
  if (!may) return null
  const error = merge.error ?? decide.error
  return (
    <div className="q-compare-verbs">
      {error !== null && (
        <div className="q-note caution">
          <RefusalNotice problem={problemOf(error)} />
        </div>
      )}
      {comparison.refusal !== undefined && (
        <p className="q-caution">{t(`refusal.${comparison.refusal}.title`)}</p>
      )}
      {unchosen.length > 0 && (
        <p className="q-warm">{t('duplicates.chooseFirst', { facts: names(unchosen) })}</p>
      )}
      <div className="q-row wrap">
        <Button
          kind="primary"
          busy={merge.isPending}
          disabled={!mayMerge || busy}
          onClick={() => merge.mutate(undefined)}
        >
          {t(`duplicates.merge.${counted}`)} <kbd className="q-kbd">M</kbd>
        </Button>
        {state !== 'apart' && (
          <Button disabled={busy} onClick={() => decide.mutate('apart')}>
            {t(`duplicates.keep.${counted}`)} <kbd className="q-kbd">K</kbd>
          </Button>
        )}
        {state === 'open' ? (
          <Button disabled={busy} onClick={() => decide.mutate('later')}>
            {t('duplicates.later')} <kbd className="q-kbd">L</kbd>
          </Button>
        ) : (
          <Button disabled={busy} onClick={() => decide.mutate('open')}>
            {t('duplicates.reopen')}
          </Button>
        )}
        <span className="q-source q-push">
          <Link to="/registry/$kind/$id" params={{ kind, id: left.id }}>
            {t('duplicates.openLeft')}
          </Link>
          {' · '}
          <Link to="/registry/$kind/$id" params={{ kind, id: right.id }}>
            {t('duplicates.openRight')}
          </Link>
        </span>
      </div>
    </div>
  )
}

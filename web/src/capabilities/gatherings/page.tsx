import type { GatheringPage } from '@qiongding/server/capabilities/gatherings/contract'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { PageWaiting, RefusalNotice } from '../../kit/states.tsx'
import { ConclusionSentence, FactLine } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { problemOf } from '../../shell/problem.ts'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { useWrite } from '../../shell/write.ts'
import { Arrangements } from './arrangements.tsx'
import { GatheringForm } from './form.tsx'
import { Funnel } from './funnel.tsx'
import { Introductions } from './introductions.tsx'
import { GatheringNeeds } from './needs.tsx'
import { gatheringQuery, gatheringVerbs } from './queries.ts'
import './gatherings.css'

type State = GatheringPage['gathering']['state']

/** One gathering: who meets whom, which needs are there, how they are arranged, and how many come out at the other end. */
export function Gathering(): ReactNode {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(gatheringQuery(id, useAsOf()))
  usePage([{ text: t('gathering.title'), to: '/gatherings' }, { text: query.data?.gathering.title ?? '' }])
  if (query.error || !query.data) return <PageWaiting of={query} rows={10} />
  return <Read page={query.data} />
}

function Read(props: { page: GatheringPage }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useFilters()
  const { page } = props
  const { gathering, needs, introductions } = page
  const may = page.abilities.includes('gathering.hold')
  const open = may && gathering.state === 'planned'
  const standard = needs.length === 0 ? 'needs' : introductions.length === 0 && open ? 'arrange' : 'meetings'
  const view = filters.value('view') ?? standard
  return (
    <div className="q-list">
      <div className="q-list-main">
        <Head page={page} may={may} />
        <ConclusionSentence>
          <Conclusion page={page} />
        </ConclusionSentence>
        <ViewTabs
          label={t('gathering.views')}
          current={view}
          views={[
            {
              id: 'meetings',
              text: t('gathering.view.meetings'),
              count: format.figure(introductions.length),
            },
            { id: 'needs', text: t('gathering.view.needs'), count: format.figure(needs.length) },
            ...(open ? [{ id: 'arrange', text: t('gathering.view.arrange') }] : []),
            { id: 'funnel', text: t('gathering.view.funnel') },
          ]}
          onChoose={(next) => filters.set({ view: next })}
        />
        <div className="q-scrolls">
          {view === 'needs' && <GatheringNeeds page={page} may={open} />}
          {view === 'arrange' && open && <Arrangements page={page} />}
          {view === 'funnel' && <Funnel page={page} />}
          {view !== 'needs' && view !== 'funnel' && !(view === 'arrange' && open) && (
            <Introductions page={page} may={may} />
          )}
        </div>
      </div>
    </div>
  )
}

/** What stands at the head: when, where, by which rule, and what may be done with the day as a whole. */
function Head(props: { page: GatheringPage; may: boolean }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const { gathering } = props.page
  const [changing, setChanging] = useState(false)
  const move = useWrite({
    write: (state: State) => gatheringVerbs.change(gathering, { state }),
    done: () => t('gathering.changed'),
  })
  const moves: readonly State[] = gathering.state === 'planned' ? ['held', 'cancelled'] : ['planned']
  const unknown = <span className="q-unknown-word">{t('unknown')}</span>
  return (
    <header style={{ padding: '12px 0 8px' }}>
      <div className="q-row wrap">
        <h1 className="q-h1">{gathering.title}</h1>
        {gathering.state !== 'planned' && <Tag>{t(`gathering.state.${gathering.state}`)}</Tag>}
        {gathering.demonstration && <DemoLabel />}
        {props.may && (
          <span className="q-push q-row wrap">
            {moves.map((state) => (
              <Button key={state} kind="link" busy={move.isPending} onClick={() => move.mutate(state)}>
                {t(`gathering.move.${state}`)}
              </Button>
            ))}
            <Button onClick={() => setChanging(true)}>{t('gathering.change')}</Button>
          </span>
        )}
      </div>
      <FactLine
        facts={[
          { name: t('gathering.day'), value: format.day(gathering.day) },
          { name: t('gathering.place'), value: gathering.place ?? unknown },
          {
            name: t('gathering.profile'),
            value: label(pack.matchings.find(({ id }) => id === gathering.profile)?.label, gathering.profile),
          },
          {
            name: t('gathering.way.title'),
            value:
              gathering.way === 'rounds'
                ? t('gathering.roundsOf', { n: gathering.rounds })
                : t('gathering.way.places'),
          },
          {
            name: t('gathering.by'),
            value: gathering.officeLabel ? `${label(gathering.officeLabel)} ${gathering.by}` : gathering.by,
          },
          ...(gathering.arranged
            ? [
                {
                  name: t('gathering.arrangedAs'),
                  value: `${t(`gathering.as.${gathering.arranged.as}`)} · ${gathering.arranged.by} ${format.day(gathering.arranged.day)}`,
                },
              ]
            : []),
        ]}
      />
      {move.error !== null && <RefusalNotice problem={problemOf(move.error)} />}
      {changing && <GatheringForm of={gathering} onClose={() => setChanging(false)} />}
    </header>
  )
}

function Conclusion(props: { page: GatheringPage }): ReactNode {
  const { t } = useTranslation()
  const { needs, introductions, funnel, gathering } = props.page
  if (needs.length === 0) return t('gathering.says.noNeeds')
  if (introductions.length === 0) return t('gathering.says.notArranged', { n: needs.length })
  const met = funnel.find(({ step }) => step === 'met')
  const accepted = funnel.find(({ step }) => step === 'accepted')
  if (!met || met.unknown === met.of)
    return t('gathering.says.arranged', { n: introductions.length, needs: needs.length })
  return t(gathering.way === 'rounds' ? 'gathering.says.met' : 'gathering.says.talked', {
    n: introductions.length,
    met: met.yes,
    no: met.no,
    unknown: met.unknown,
    accepted: accepted?.yes ?? 0,
  })
}

import type { Sitting } from '@qiongding/server/capabilities/dispatch/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { PageWaiting } from '../../kit/states.tsx'
import { FactLine, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { DecideForm } from './decide-form.tsx'
import { HoldForm } from './hold-form.tsx'
import { MatterLine } from './project.tsx'
import { dispatchVerbs, sittingQuery } from './queries.ts'
import { TaskLine } from './task.tsx'
import './dispatch.css'

type Item = Sitting['agenda'][number]

/** One sitting: its agenda, who was there, what was decided and what became of it. */
export function SittingPage(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(sittingQuery(id, useAsOf()))
  usePage([{ text: t('dispatch.title'), to: '/dispatch' }, { text: label(query.data?.forumLabel, '') }])
  if (query.error || !query.data) return <PageWaiting of={query} rows={8} />
  return <Read sitting={query.data} />
}

function Read(props: { sitting: Sitting }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const isPast = useIsPast()
  const { sitting } = props
  const may = sitting.abilities.includes('dispatch.hold') && !isPast
  const [holding, setHolding] = useState(false)
  const [deciding, setDeciding] = useState<Item>()
  const cancel = useWrite({
    write: () => dispatchVerbs.cancel(sitting),
    done: () => t('dispatch.cancelled'),
  })
  const drop = useWrite({
    write: (key: string) =>
      dispatchVerbs.agenda(
        sitting,
        sitting.agenda.map((item) => item.key).filter((one) => one !== key),
      ),
    done: () => t('dispatch.dropped'),
  })
  const planned = sitting.state === 'planned'
  return (
    <div className="q-page">
      <div className="q-row wrap">
        <h1 className="q-h1">
          {label(sitting.forumLabel)} {format.day(sitting.day)}
        </h1>
        <Tag tone={sitting.state === 'held' ? 'good' : 'sea'}>{t(`dispatch.state.${sitting.state}`)}</Tag>
        {sitting.demonstration && <DemoLabel />}
        {may && planned && (
          <span className="q-push q-row">
            <Button busy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
              {t('dispatch.cancel')}
            </Button>
            <Button kind="primary" disabled={sitting.day > format.today} onClick={() => setHolding(true)}>
              {t('dispatch.hold')}
            </Button>
          </span>
        )}
      </div>
      <FactLine
        facts={[
          { name: t('dispatch.agenda'), value: t('dispatch.matters', { n: sitting.items }) },
          { name: t('dispatch.decided'), value: format.figure(sitting.decided) },
          { name: t('dispatch.plannedBy'), value: sitting.by },
          ...(sitting.attended.length > 0
            ? [{ name: t('dispatch.attended'), value: sitting.attended.join(t('fact.and')) }]
            : []),
        ]}
      />
      {planned && sitting.day > format.today && <p className="q-second">{t('dispatch.notYet')}</p>}
      <Refused error={cancel.error ?? drop.error} />
      <section className="q-section">
        <SectionTitle aside={t('dispatch.agendaMeans')}>{t('dispatch.agenda')}</SectionTitle>
        <ol className="q-matters">
          {sitting.agenda.map((item) => (
            <li key={item.key} className="q-project">
              <div className="q-row wrap">
                <Link to="/journeys/$id" params={{ id: item.project.id }} className="q-strong">
                  {item.project.title}
                </Link>
                <span className="q-third">{item.project.no}</span>
                {!item.matter && <Tag tone="good">{t('dispatch.done')}</Tag>}
                {may && (
                  <span className="q-push q-row">
                    {planned && sitting.agenda.length > 1 && (
                      <Button small busy={drop.isPending} onClick={() => drop.mutate(item.key)}>
                        {t('dispatch.drop')}
                      </Button>
                    )}
                    {sitting.state === 'held' && !item.decision && (
                      <Button small kind="primary" onClick={() => setDeciding(item)}>
                        {t('dispatch.decide')}
                      </Button>
                    )}
                  </span>
                )}
              </div>
              {item.matter && (
                <ul>
                  <MatterLine matter={{ ...item.matter, planned: undefined, seen: [] }} />
                </ul>
              )}
              {item.decision && (
                <p className="q-decision">
                  {t('dispatch.decision', {
                    by: item.decision.by,
                    on: format.day(item.decision.day),
                    text: item.decision.text,
                  })}
                </p>
              )}
              {item.tasks.length > 0 && (
                <ul className="q-tasks">
                  {item.tasks.map((task) => (
                    <TaskLine key={task.id} task={task} here />
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
      </section>
      {sitting.otherTasks.length > 0 && (
        <section className="q-section">
          <SectionTitle>{t('dispatch.otherTasks')}</SectionTitle>
          <ul className="q-tasks">
            {sitting.otherTasks.map((task) => (
              <TaskLine key={task.id} task={task} here />
            ))}
          </ul>
        </section>
      )}
      {holding && <HoldForm sitting={sitting} onClose={() => setHolding(false)} />}
      {deciding && <DecideForm sitting={sitting} item={deciding} onClose={() => setDeciding(undefined)} />}
    </div>
  )
}

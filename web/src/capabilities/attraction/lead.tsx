import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Unknown } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFactText } from '../../shell/facts.ts'
import { type FactView, useLabel, usePack } from '../../shell/pack.ts'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { useWrite } from '../../shell/write.ts'
import { FactEdit } from './fact-edit.tsx'
import { offer, type Project, projectQuery, withdrawOffer } from './queries.ts'
import { Reviews } from './review.tsx'
import { Wake } from './wake.tsx'
import './attraction.css'

/** What is kept of an investment project beside its road: its facts, who reported it first, who asked about it, and its hand-over. */
export function Lead(props: { id: string }): ReactNode {
  const query = useQuery(projectQuery(props.id, useAsOf()))
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={6} />
  return (
    <>
      {query.data.wakes && <Wake project={query.data} />}
      <Facts project={query.data} />
      <Reviews project={query.data} />
      <Report project={query.data} />
    </>
  )
}

function Facts(props: { project: Project }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const text = useFactText()
  const { facts, unknown, abilities } = props.project
  const [editing, setEditing] = useState<FactView>()
  const mayState = abilities.includes('evidence.attach')
  const groups = Map.groupBy(
    [...facts.map((one) => one.key), ...unknown].flatMap((key) => pack.fact(key) ?? []),
    (fact) => label(fact.group),
  )
  return (
    <section className="q-section">
      <SectionTitle beside={t('attraction.factCount', { n: facts.length, unknown: unknown.length })}>
        {t('attraction.facts')}
      </SectionTitle>
      <div className="q-lead-facts">
        {[...groups].map(([group, of]) => (
          <div key={group}>
            <h3 className="q-h3">{group}</h3>
            <dl>
              {of.map((fact) => {
                const stated = facts.find((one) => one.key === fact.key)
                return (
                  <div key={fact.key}>
                    <dt>{label(fact.label, fact.key)}</dt>
                    <dd>
                      {stated ? text(fact.key, stated.value) : <Unknown />}
                      {stated?.masked && <span className="q-source"> {t('attraction.masked')}</span>}
                      {mayState && !stated?.masked && (
                        <button
                          type="button"
                          className="q-icon-button"
                          aria-label={t('attraction.stateOf', { fact: label(fact.label, fact.key) })}
                          onClick={() => setEditing(fact)}
                        >
                          <Icon name="plus" small />
                        </button>
                      )}
                    </dd>
                  </div>
                )
              })}
            </dl>
          </div>
        ))}
      </div>
      {editing && (
        <FactEdit
          id={props.project.id}
          fact={editing}
          value={facts.find((one) => one.key === editing.key)?.value}
          onClose={() => setEditing(undefined)}
        />
      )}
    </section>
  )
}

function Report(props: { project: Project }): ReactNode {
  const { project } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const [offering, setOffering] = useState(false)
  const back = useWrite({
    write: () => withdrawOffer(project.id),
    done: () => t('attraction.offer.withdrawn'),
  })
  const mayMove = project.abilities.includes('journey.advance')
  return (
    <section className="q-section">
      <SectionTitle
        aside={
          mayMove &&
          (project.offered ? (
            <Button small busy={back.isPending} onClick={() => back.mutate(undefined)}>
              {t('attraction.offer.withdraw')}
            </Button>
          ) : (
            <Button small onClick={() => setOffering(true)}>
              {t('attraction.offer.title')}
            </Button>
          ))
        }
      >
        {t('attraction.report')}
      </SectionTitle>
      <p>
        {t('attraction.first', {
          at: format.moment(project.first.at),
          office: label(project.first.office),
          by: project.first.by,
          origin: t(`attraction.origin.${project.origin}`),
        })}{' '}
        {t('attraction.credit', { offices: project.credit.map((one) => label(one)).join(t('fact.and')) })}
      </p>
      {!project.compared && <p className="q-note caution">{t('attraction.notCompared')}</p>}
      {project.distinct !== undefined && (
        <p className="q-second">{t('attraction.distinctSays', { reason: project.distinct })}</p>
      )}
      {project.offered && (
        <p className="q-note sea">
          {t('attraction.offer.waiting', {
            office: label(project.offered.to),
            reason: project.offered.reason,
            by: project.offered.by,
          })}
        </p>
      )}
      {project.handOvers.map((one) => (
        <p key={`${one.day} ${one.reason}`} className="q-second">
          {t('attraction.handedOver', {
            day: format.day(one.day),
            from: label(one.from),
            to: label(one.to),
            reason: one.reason,
          })}
        </p>
      ))}
      {project.probes.length > 0 && (
        <ul className="q-plain q-rules">
          {project.probes.toReversed().map((one) => (
            <li key={one.at} className="q-second">
              {t('attraction.askedAbout', {
                at: format.moment(one.at),
                office: label(one.office),
                by: one.by,
              })}
            </li>
          ))}
        </ul>
      )}
      {offering && <OfferForm project={project} onClose={() => setOffering(false)} />}
    </section>
  )
}

function OfferForm(props: { project: Project; onClose: () => void }): ReactNode {
  const { project } = props
  const { t } = useTranslation()
  const label = useLabel()
  const [to, setTo] = useState(project.offices[0]?.id ?? '')
  const write = useWrite({
    write: (reason: string) => offer(project.id, to, reason),
    done: () => t('attraction.offer.done'),
    after: props.onClose,
  })
  return (
    <ReasonForm
      title={t('attraction.offer.title')}
      hint={t('attraction.offer.hint')}
      button={t('attraction.offer.write')}
      write={write}
      onClose={props.onClose}
    >
      <Field label={t('attraction.offer.to')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={to}
            showSearch={{ optionFilterProp: 'label' }}
            options={project.offices.map((office) => ({ value: office.id, label: label(office.label) }))}
            onChange={setTo}
          />
        )}
      </Field>
    </ReasonForm>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FactLine, SectionTitle } from '../../kit/text.tsx'
import { type Label, useLabel, usePack } from '../../shell/pack.ts'

/** What this district is made of: kinds, journeys, matchings, elements and taxonomies, all of it data. */
export function PackPage(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  return (
    <section
      aria-label={t('settings.pack.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the page scrolls here, so keys must reach it
      tabIndex={0}
      style={{ overflow: 'auto', paddingBottom: 24 }}
    >
      <section className="q-section">
        <h2 className="q-h1">{label(pack.title ?? pack.name)}</h2>
        <FactLine
          facts={[
            { name: t('settings.pack.id'), value: pack.id },
            { name: t('settings.pack.version'), value: pack.version },
            {
              name: t('settings.pack.fingerprint'),
              value: <span className="q-mono">{pack.fingerprint.slice(0, 16)}</span>,
            },
          ]}
        />
        {pack.note && <p className="q-second">{label(pack.note)}</p>}
        <p className="q-source">{t('settings.pack.isData')}</p>
      </section>
      <section className="q-section">
        <SectionTitle beside={t('settings.pack.count', { n: pack.kinds.length })}>
          {t('settings.pack.kinds')}
        </SectionTitle>
        <table className="q-table">
          <thead>
            <tr>
              <th scope="col">{t('settings.pack.name')}</th>
              <th scope="col">{t('settings.pack.id')}</th>
              <th scope="col">{t('settings.pack.role')}</th>
              <th scope="col" className="q-right">
                {t('settings.pack.facts')}
              </th>
            </tr>
          </thead>
          <tbody>
            {pack.kinds.map((kind) => (
              <tr key={kind.id}>
                <th scope="row">{label(kind.label)}</th>
                <td className="q-mono">{kind.id}</td>
                <td>{t(`settings.pack.roles.${kind.role}`)}</td>
                <td className="q-right">{pack.facts.filter((fact) => fact.of === kind.id).length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="q-section">
        <SectionTitle beside={t('settings.pack.count', { n: pack.journeys.length })}>
          {t('settings.pack.journeys')}
        </SectionTitle>
        {pack.journeys.map((journey) => (
          <p key={journey.id} style={{ padding: '4px 0', borderBottom: '1px solid var(--color-split)' }}>
            <b>{label(journey.label)}</b>{' '}
            <span className="q-second">{journey.stages.map((stage) => label(stage.label)).join(' → ')}</span>
          </p>
        ))}
      </section>
      <Names title={t('settings.pack.matchings')} names={pack.matchings.map((item) => item.label)} />
      <Names title={t('settings.pack.elements')} names={pack.elements.map((item) => item.label)} />
      <Names title={t('settings.pack.offices')} names={pack.offices.map((item) => item.label)} />
      <Names title={t('settings.pack.roleNames')} names={pack.roles.map((item) => item.label)} />
      <section className="q-section">
        <SectionTitle beside={t('settings.pack.count', { n: pack.trees.length })}>
          {t('settings.pack.trees')}
        </SectionTitle>
        {pack.trees.map((tree) => {
          const placeholders = tree.nodes.filter((node) => node.placeholder).length
          return (
            <p key={tree.id} style={{ padding: '4px 0', borderBottom: '1px solid var(--color-split)' }}>
              <b>{label(tree.label)}</b>{' '}
              <span className="q-second">
                {t('settings.pack.tree', { version: tree.version, n: tree.nodes.length })}
                {placeholders > 0 && ` · ${t('settings.pack.placeholders', { n: placeholders })}`}
              </span>
            </p>
          )
        })}
      </section>
    </section>
  )
}

function Names(props: { title: string; names: readonly Label[] }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  return (
    <section className="q-section">
      <SectionTitle beside={t('settings.pack.count', { n: props.names.length })}>{props.title}</SectionTitle>
      <p>{props.names.map((name) => label(name)).join(t('fact.and'))}</p>
    </section>
  )
}

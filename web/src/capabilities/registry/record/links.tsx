import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../shell/go.tsx'
import { type Pack, useLabel, usePack } from '../../../shell/pack.ts'
import type { Subject } from '../queries.ts'

type Link = Subject['links'][number]

function addressOf(link: Link, pack: Pack): string {
  if (pack.kind(link.kind) !== undefined) return `/registry/${link.kind}/${link.id}`
  if (link.kind === 'order') return `/orders?view=all&order=${link.id}`
  if (link.kind === 'match') return `/matches/${link.profile}/${link.under}`
  return `/journeys/${link.id}`
}

/** The word for where a link stands: a stage of the pack, a state of an order, a decision on a match. */
function useStateText(): (link: Link) => string {
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  return ({ kind, state }) => {
    if (state === undefined) return ''
    if (kind === 'order') return t(`order.state.${state}`, { defaultValue: state })
    if (kind === 'match') return t(`registry.matchState.${state}`, { defaultValue: state })
    const named = pack.journeys.flatMap(({ stages, exits }) => [...stages, ...exits])
    return label(named.find((one) => one.id === state)?.label, state)
  }
}

/** What a record points to and what points to it, under one word each. */
export function Links(props: { subject: Subject }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const stateText = useStateText()
  const { links } = props.subject
  const heading = (link: Link) => {
    const kind = label(
      pack.kind(link.kind)?.label,
      t(`registry.linkKind.${link.kind}`, { defaultValue: link.kind }),
    )
    return link.way === 'to' ? t('registry.belongsTo') : kind
  }
  const groups = Map.groupBy(links, heading)
  return (
    <section>
      <h2 className="q-h2">{t('registry.links')}</h2>
      {links.length === 0 && <p className="q-second">{t('registry.noLinks')}</p>}
      {[...groups].map(([name, group]) => (
        <div key={name} className="q-link-group">
          <h3 className="q-source">
            {name} {group.length > 1 && group.length}
          </h3>
          <ul>
            {group.map((link) => (
              <li key={`${link.kind} ${link.id}`}>
                <Go className="q-list-row" to={addressOf(link, pack)}>
                  <span className="q-clip" title={link.title}>
                    {link.title}
                  </span>
                  <span className="q-source q-push q-nowrap">{stateText(link)}</span>
                </Go>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

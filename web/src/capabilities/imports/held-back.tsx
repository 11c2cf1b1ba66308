import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'

type Held = NonNullable<ImportView['heldBack']>

/** Records that a withdrawal left as they are, each beside the one that bears its former identity by now: a person settles which is which. */
export function HeldBack(props: { held: Held }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { n, rows } = props.held
  return (
    <section style={{ marginTop: 14 }}>
      <SectionTitle level={3} beside={t('import.heldBack.count', { n: format.figure(n) })}>
        {t('import.heldBack.title')}
      </SectionTitle>
      <p className="q-note caution">{t('import.heldBack.cure')}</p>
      <ul>
        {rows.map(({ record, twin }) => (
          <li key={record.id} className="q-list-row wrap">
            <Named of={record} />
            <span className="q-third">{t('import.heldBack.takenBy')}</span>
            <Named of={twin} />
          </li>
        ))}
      </ul>
      {n > rows.length && (
        <p className="q-source">{t('import.heldBack.more', { n: format.figure(n - rows.length) })}</p>
      )}
    </section>
  )
}

function Named(props: { of: Held['rows'][number]['record'] }): ReactNode {
  const label = useLabel()
  const pack = usePack()
  const { kind, id, name } = props.of
  return (
    <Link to="/registry/$kind/$id" params={{ kind, id }} title={label(pack.kind(kind)?.label, kind)}>
      {name}
    </Link>
  )
}

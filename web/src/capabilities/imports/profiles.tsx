import type { ProfileView } from '@qiongding/server/spine/registry/imports/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { forgetProfile, profilesQuery } from './queries.ts'

/** Columns the office has said before: its next list with the same headers is read so, until it forgets them. */
export function Profiles(): ReactNode {
  const { t } = useTranslation()
  const query = useQuery(profilesQuery)
  const write = useWrite({
    write: (profile: ProfileView) => forgetProfile(profile.id),
    done: () => t('import.forgotten'),
  })
  const rows = query.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="q-section">
      <SectionTitle beside={t('import.profilesNote')}>{t('import.profiles')}</SectionTitle>
      <ul>
        {rows.map((row) => (
          <Profile key={row.id} row={row} onForget={() => write.mutate(row)} busy={write.isPending} />
        ))}
      </ul>
      {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
    </section>
  )
}

function Profile(props: { row: ProfileView; busy: boolean; onForget: () => void }): ReactNode {
  const { row } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const said = row.columns
    .map(({ header, fact }) =>
      t('import.profileColumn', {
        header,
        fact: fact === null ? t('import.notRead') : label(pack.fact(fact)?.label, fact),
      }),
    )
    .join(t('fact.and'))
  return (
    <li className="q-list-row" style={{ flexWrap: 'wrap', padding: '5px 0' }}>
      <b>{label(pack.kind(row.kind)?.label, row.kind)}</b>
      <span className="q-clip" title={said}>
        {said}
      </span>
      <span className="q-source">
        {t('import.profileFrom', { file: row.fileName, by: row.by, when: format.moment(row.at) })}
      </span>
      <span className="q-push">
        <Button small busy={props.busy} onClick={props.onForget}>
          {t('import.forget')}
        </Button>
      </span>
    </li>
  )
}

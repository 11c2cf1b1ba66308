import type { PolicyView } from '@qiongding/server/spine/policies/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SectionTitle, SourceNote } from '../../kit/text.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { labelIn, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { useMay, useSession } from '../../shell/session.ts'
import { AskByName } from './ask.tsx'
import { policiesQuery } from './queries.ts'
import { useStanding } from './words.ts'
import './policies.css'

const KINDS = ['title', 'reward', 'tax', 'loan', 'package'] as const

/** Every policy of the district with where it stands, and the way to ask for somebody. */
export function Policies(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const session = useSession()
  const read = useQuery(policiesQuery(useAsOf()))
  const kind = useFilters().value('kind')
  const named = KINDS.find((one) => one === kind)
  usePage([
    { text: t('policy.title'), ...(named && { to: '/policies' }) },
    ...(named ? [{ text: t(`policy.kind.${named}`) }] : []),
  ])
  const policies = (read.data?.policies ?? []).filter((policy) => kind === undefined || policy.kind === kind)
  const entered = policies.filter((policy) => policy.standing.is !== 'not-entered')
  const blank = policies.filter((policy) => policy.standing.is === 'not-entered')
  const kinds = [...new Set(entered.map((policy) => policy.of))]
  const party = session.person.party
  const mayDraft = useMay()('policy.draft')
  return (
    <div className="q-page">
      <h1 className="q-hidden">{t('policy.title')}</h1>
      {read.error && <ErrorState error={read.error} again={() => void read.refetch()} />}
      {read.isPending && <Skeleton rows={10} widths={['24%', 80, 160, 120]} />}
      {read.data && (
        <>
          <ConclusionSentence>
            {t('policy.conclusion', {
              n: entered.filter((policy) => policy.standing.is === 'in-force').length,
              blank: blank.length,
            })}
          </ConclusionSentence>
          {mayDraft && (
            <p style={{ margin: '10px 0' }}>
              <Link to="/policies/texts">{t('policy.write.texts')}</Link>
            </p>
          )}
          {party ? (
            <p style={{ margin: '10px 0' }}>
              <Link to="/policies/answers/$kind/$id" params={{ kind: kinds[0] ?? '', id: party.id }}>
                {t('policy.own', { name: party.name })}
              </Link>
            </p>
          ) : (
            <AskByName kinds={kinds} />
          )}
          <Table policies={entered} />
          {blank.length > 0 && (
            <section className="q-section">
              <SectionTitle beside={t('policy.count', { n: blank.length })}>
                {t('policy.notEntered')}
              </SectionTitle>
              <p className="q-second q-blank-policies">
                {blank.map((policy) => label(policy.label)).join(t('fact.and'))}
                {t('policy.notEnteredSays')}
              </p>
            </section>
          )}
          <SourceNote asOf={read.data.on}>{t('policy.fromPack')}</SourceNote>
        </>
      )}
    </div>
  )
}

function Table(props: { policies: readonly PolicyView[] }): ReactNode {
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  const standing = useStanding()
  return (
    <table className="q-table q-stacked q-blocks q-policies">
      <thead>
        <tr>
          <th scope="col">{t('policy.name')}</th>
          <th scope="col">{t('policy.kindOf')}</th>
          <th scope="col">{t('policy.cite')}</th>
          <th scope="col">{t('policy.standing')}</th>
          <th scope="col">{t('policy.office')}</th>
          <th scope="col">{t('policy.toVerify')}</th>
        </tr>
      </thead>
      <tbody>
        {props.policies.map((policy) => (
          <tr key={policy.id}>
            <th scope="row">
              <Link to="/policies/$policy" params={{ policy: policy.id }}>
                {label(policy.label)}
              </Link>
            </th>
            <td>{t(`policy.kind.${policy.kind}`)}</td>
            <td className="wrap">
              <span className="q-phone-word">{t('policy.cite')}</span>
              {policy.standing.cite}
              {policy.standing.version !== undefined && (
                <span className="q-source"> {t('policy.version', { n: policy.standing.version })}</span>
              )}
              {policy.unfit.length > 0 && (
                <Tag tone="caution">{t('policy.unfit', { n: policy.unfit.join(t('fact.and')) })}</Tag>
              )}
            </td>
            <td className="wrap">{standing(policy.standing)}</td>
            <td>
              <span className="q-phone-word">{t('policy.office')}</span>
              {label(labelIn(pack.offices, policy.office), policy.office)}
            </td>
            <td className="wrap">
              {policy.verify.length > 0 && (
                <details>
                  <summary>
                    <Tag tone="caution">{t('policy.verifyCount', { n: policy.verify.length })}</Tag>
                  </summary>
                  <ul className="q-verify">
                    {policy.verify.map((note) => (
                      <li key={note.en}>{label(note)}</li>
                    ))}
                  </ul>
                </details>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import { type GatheringPage, MOST_NEEDS } from '@qiongding/server/capabilities/gatherings/contract'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Tag } from '../../kit/marks.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { ChooseNeeds } from './choose-needs.tsx'
import { gatheringVerbs } from './queries.ts'

type Need = GatheringPage['needs'][number]

/** The needs that take part: whose, how many they still seek, and whether there is anything to judge by. */
export function GatheringNeeds(props: { page: GatheringPage; may: boolean }): ReactNode {
  const { t } = useTranslation()
  const { page, may } = props
  const { gathering, needs } = page
  const [choosing, setChoosing] = useState(false)
  const ids = needs.map(({ id }) => id)
  const change = useWrite({
    write: (next: readonly string[]) => gatheringVerbs.change(gathering, { needs: [...next] }),
    done: () => t('gathering.changed'),
    after: () => setChoosing(false),
  })
  return (
    <>
      {may && (
        <div className="q-row wrap" style={{ margin: '10px 0' }}>
          <Button kind={needs.length === 0 ? 'primary' : 'ask'} onClick={() => setChoosing(true)}>
            {t('gathering.addNeeds')}
          </Button>
          <span className="q-source">{t('gathering.addNeedsHint', { n: MOST_NEEDS })}</span>
        </div>
      )}
      <Refused error={change.error} />
      {needs.length === 0 ? (
        <EmptyState title={t('gathering.noNeeds.title')}>{t('gathering.noNeeds.step')}</EmptyState>
      ) : (
        <table className="q-table q-stack">
          <colgroup>
            <col />
            <col style={{ width: '26%' }} />
            <col style={{ width: 90 }} />
            <col style={{ width: 90 }} />
            <col style={{ width: 90 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('gathering.need')}</th>
              <th scope="col">{t('match.holder')}</th>
              <th scope="col" className="q-right">
                {t('gathering.seeks')}
              </th>
              <th scope="col" className="q-right">
                {t('gathering.arrangedFor')}
              </th>
              <th scope="col">
                <span className="q-hidden">{t('gathering.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {needs.map((need) => (
              <Row
                key={need.id}
                need={need}
                profile={gathering.profile}
                remove={may ? () => change.mutate(ids.filter((id) => id !== need.id)) : undefined}
                busy={change.isPending}
              />
            ))}
          </tbody>
        </table>
      )}
      {choosing && (
        <ChooseNeeds
          profile={gathering.profile}
          there={ids}
          busy={change.isPending}
          error={change.error}
          onChoose={(chosen) => change.mutate([...ids, ...chosen])}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  )
}

function Row(props: {
  need: Need
  profile: string
  remove: (() => void) | undefined
  busy: boolean
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { need } = props
  return (
    <tr>
      <td className="headline">
        <Link to="/matches/$profile/$needId" params={{ profile: props.profile, needId: need.id }}>
          {need.name}
        </Link>{' '}
        {need.vague && <Tag tone="warm">{t('match.vague')}</Tag>}
        {need.ended !== undefined && <Tag>{t(`gathering.ended.${need.ended}`)}</Tag>}
      </td>
      <td data-label={t('match.holder')}>
        {need.holder?.name ?? <span className="q-unknown-word">{t('unknown')}</span>}
      </td>
      <td data-label={t('gathering.seeks')} className="q-right">
        {need.seeks === undefined ? (
          <span className="q-unknown-word">{t('unknown')}</span>
        ) : (
          format.figure(need.seeks)
        )}
      </td>
      <td data-label={t('gathering.arrangedFor')} className="q-right">
        {format.figure(need.introductions)}
      </td>
      <td className="q-right">
        {props.remove && (
          <Button
            kind="link"
            small
            disabled={props.busy}
            label={`${t('gathering.remove')} ${need.name}`}
            onClick={props.remove}
          >
            {t('gathering.remove')}
          </Button>
        )}
      </td>
    </tr>
  )
}

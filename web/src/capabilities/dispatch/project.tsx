import type { Board, DispatchProject, Matter } from '@qiongding/server/capabilities/dispatch/contract'
import { Link } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, Unknown } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useMatterText } from '../../shell/matters.ts'
import { useLabel } from '../../shell/pack.ts'

type Choosing = {
  readonly chosen?: ReadonlySet<string>
  readonly onChoose?: (key: string, on: boolean) => void
}

/** One project with everything late of it, the highest first. */
export function ProjectMatters(
  props: { project: DispatchProject; forums: Board['forums'] } & Choosing,
): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { project, forums, ...choosing } = props
  const forum = forums.find(({ id }) => id === project.forum)
  return (
    <li className="q-project">
      <div className="q-row wrap">
        {forum && <Tag tone={forum.leader ? 'bad' : 'caution'}>{label(forum.label)}</Tag>}
        <Link to="/journeys/$id" params={{ id: project.id }} className="q-strong">
          {project.title}
        </Link>
        <span className="q-third">{project.no}</span>
        {project.confidential && <Tag>{t('dispatch.confidential')}</Tag>}
        <span className="q-push q-row q-second q-small">
          <span>{label(project.stage)}</span>
          {project.office && <span>{label(project.office)}</span>}
          {project.amount === undefined ? (
            <Unknown>{t('dispatch.amountUnknown')}</Unknown>
          ) : (
            <span>{format.money(project.amount)}</span>
          )}
        </span>
      </div>
      <ul>
        {project.matters.map((matter) => (
          <MatterLine key={matter.key} matter={matter} forums={forums} {...choosing} />
        ))}
      </ul>
    </li>
  )
}

/** One matter: the sentence, who owes it, when it climbed, who has seen it and what they decided. */
export function MatterLine(props: { matter: Matter; forums?: Board['forums'] } & Choosing): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const text = useMatterText()
  const { matter, chosen, onChoose } = props
  const sentence = text(matter)
  const owes =
    matter.office &&
    t(matter.party === undefined ? 'matter.owes' : 'matter.owesTo', {
      office: label(matter.office),
      party: matter.party ?? '',
    })
  return (
    <li className="q-matter">
      {onChoose && !matter.planned && (
        <Checkbox
          aria-label={t('dispatch.choose', { what: sentence })}
          checked={chosen?.has(matter.key) ?? false}
          onChange={(event) => onChoose(matter.key, event.target.checked)}
        />
      )}
      <div className="q-grow">
        <div>
          {matter.orderId === undefined ? (
            sentence
          ) : (
            <Link to="/orders/$id" params={{ id: matter.orderId }}>
              {sentence}
            </Link>
          )}
          {owes && <span className="q-second"> {owes}</span>}
          {matter.blocks && (
            <span className="q-second"> {t('matter.blocks', { gate: label(matter.blocks) })}</span>
          )}
        </div>
        <div className="q-small q-third">
          {matter.steps.length > 0 && (
            <span>
              {matter.steps
                .map(({ forum, on }) => t('matter.step', { forum: label(forum), on: format.day(on) }))
                .join(t('matter.then'))}
            </span>
          )}
          {matter.unsure && <span className="q-unknown-word"> {t('matter.unsure')}</span>}
          {matter.planned && (
            <span>
              {' '}
              <Link to="/dispatch/sittings/$id" params={{ id: matter.planned.sittingId }}>
                {t('matter.planned', { on: format.day(matter.planned.day) })}
              </Link>
            </span>
          )}
        </div>
        {matter.seen.map((seen) => (
          <div key={seen.sittingId} className="q-small q-second">
            <Link to="/dispatch/sittings/$id" params={{ id: seen.sittingId }}>
              {t('matter.seen', {
                on: format.day(seen.day),
                forum: label(seen.forum),
                who: seen.attended.join(t('fact.and')),
              })}
            </Link>
            {seen.decision ? (
              t('matter.decided', { text: seen.decision.text })
            ) : (
              <span className="q-unknown-word">{t('matter.undecided')}</span>
            )}
          </div>
        ))}
      </div>
    </li>
  )
}

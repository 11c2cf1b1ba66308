import { addDays } from '@qiongding/kernel'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Tag } from '../../../kit/marks.tsx'
import { ErrorState, PageWaiting } from '../../../kit/states.tsx'
import { ConclusionSentence, SectionTitle } from '../../../kit/text.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { call } from '../../../shell/api.ts'
import { useFilters } from '../../../shell/list.ts'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { usePage } from '../../../shell/page.tsx'
import { Refused } from '../../../shell/refused.tsx'
import { useSession } from '../../../shell/session.ts'
import { useSettled } from '../../../shell/use-settled.ts'
import { useWrite } from '../../../shell/write.ts'
import { policiesContract, sourceQuery, type TextRead, textQuery, triedQuery } from '../queries.ts'
import { AddCondition } from './add-condition.tsx'
import { blankText } from './condition.ts'
import { Editor } from './editor.tsx'
import { useFindingWords } from './finding-words.ts'
import { Publish } from './publish.tsx'
import { Effects, Findings } from './trial.tsx'
import '../policies.css'
import './writing.css'

/** A text of a policy: a new one, the next version of one, or one that was begun or published before. */
export function PolicyTextPage(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const session = useSession()
  const { id } = useParams({ strict: false }) as { id: string }
  const policy = useFilters().value('policy')
  const isNew = id === 'new'
  const read = useQuery({ ...textQuery(id), enabled: !isNew })
  const source = useQuery({ ...sourceQuery(policy ?? ''), enabled: isNew && policy !== undefined })
  usePage([
    { text: t('policy.title'), to: '/policies' },
    { text: t('policy.write.texts'), to: '/policies/texts' },
    { text: isNew ? t('policy.write.begin') : (read.data?.policy ?? '') },
  ])
  if (!isNew) {
    if (read.error || !read.data)
      return <PageWaiting of={read} rows={12} widths={['30%', '60%', '40%', '50%']} />
    return <Desk key={read.data.id} read={read.data} first={read.data.text} />
  }
  if (policy !== undefined) {
    if (source.error || !source.data)
      return <PageWaiting of={source} rows={12} widths={['30%', '60%', '40%', '50%']} />
    return <Desk key={policy} first={source.data.text} />
  }
  const first = blankText({
    office: session.person.office ?? pack.offices[0]?.id ?? '',
    of: pack.kinds.find(({ role }) => role === 'party')?.id ?? '',
    from: addDays(format.today as never, 1),
  })
  return <Desk key="new" first={first} />
}

/** Whoever types has paused for so long before what he wrote is checked. */
const PAUSE_MS = 500

function Desk(props: { read?: TextRead; first: string }): ReactNode {
  const { read, first } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const navigate = useNavigate()
  const words = useFindingWords()
  const [text, setText] = useState(first)
  const [part, setPart] = useState<'add' | 'publish'>()
  const [asked, setAsked] = useState<string>()
  const settled = useSettled(text, PAUSE_MS)
  const tried = useQuery({ ...triedQuery(settled, false), placeholderData: keepPreviousData })
  const effects = useQuery({ ...triedQuery(asked ?? '', true), enabled: asked !== undefined })
  const may = (ability: string) => read === undefined || read.abilities.includes(ability)
  const isOpen = read === undefined || read.state === 'draft'
  const findings = tried.data?.findings ?? []
  const marks = useMemo(
    () => (isOpen ? findings.map((one) => ({ line: one.line, text: words(one) })) : []),
    [findings, words, isOpen],
  )
  const of = /^of:\s*([\w-]+)/m.exec(text)?.[1] ?? ''
  const isKept = read !== undefined && text === read.text
  const keep = useWrite({
    write: (): Promise<{ id: string; version: string }> =>
      read === undefined
        ? call(policiesContract.writeText, { body: { text } })
        : call(policiesContract.changeText, {
            params: { id: read.id },
            body: { text },
            ifMatch: read.version,
          }),
    done: () => t('policy.write.kept'),
    after: ({ id }) => {
      if (read === undefined) void navigate({ to: '/policies/texts/$id', params: { id }, replace: true })
    },
  })
  const drop = useWrite({
    write: () =>
      call(policiesContract.dropText, { params: { id: read?.id ?? '' }, ifMatch: read?.version ?? '' }),
    done: () => t('policy.write.dropped'),
  })
  const stale = asked !== undefined && asked !== text
  return (
    <div className="q-page q-writing">
      <div className="q-row wrap">
        <h1 className="q-h1">{read ? label(read.label, read.policy) : t('policy.write.begin')}</h1>
        {read && (
          <Tag tone={read.state === 'published' ? 'good' : 'unknown'}>
            {t(`policy.write.state.${read.state}`)}
          </Tag>
        )}
        <span className="q-push q-row wrap">
          {isOpen && (
            <>
              <Button onClick={() => setPart('add')}>{t('policy.write.add')}</Button>
              <Button busy={effects.isFetching} disabled={findings.length > 0} onClick={() => setAsked(text)}>
                {t('policy.write.try')}
              </Button>
              <Button
                busy={keep.isPending}
                disabled={isKept || !may('policy.draft')}
                onClick={() => keep.mutate(undefined)}
              >
                {t('policy.write.keep')}
              </Button>
              <Button
                kind="primary"
                disabled={!isKept || findings.length > 0 || tried.isFetching || !may('policy.publish')}
                onClick={() => setPart('publish')}
              >
                {t('policy.write.publish')}
              </Button>
            </>
          )}
        </span>
      </div>
      <ConclusionSentence>
        {isOpen
          ? tried.data === undefined
            ? t('policy.write.checking')
            : findings.length > 0
              ? t('policy.write.wrong', { n: findings.length })
              : tried.data.is &&
                t('policy.write.fine', {
                  n: tried.data.is.number,
                  day: format.day(tried.data.is.from),
                  golden: tried.data.is.golden,
                })
          : read &&
            t(`policy.write.closed.${read.state === 'dropped' ? 'dropped' : 'published'}`, {
              n: read.number,
              day: format.day(read.from ?? read.lastDay),
              by: read.by,
            })}
      </ConclusionSentence>
      <Refused error={keep.error ?? drop.error} />
      <div className="q-desk">
        <Editor
          label={t('policy.write.text')}
          value={text}
          readOnly={!isOpen}
          marks={marks}
          onChange={setText}
        />
        <div className="q-desk-beside">
          {tried.error && <ErrorState error={tried.error} again={() => void tried.refetch()} />}
          {isOpen && findings.length > 0 && <Findings findings={findings} />}
          {isOpen && findings.length === 0 && asked === undefined && (
            <p className="q-second">{t('policy.write.tryHint')}</p>
          )}
          {effects.error && <ErrorState error={effects.error} again={() => void effects.refetch()} />}
          {stale && <p className="q-source">{t('policy.write.stale')}</p>}
          {isOpen && asked !== undefined && effects.data && <Effects tried={effects.data} of={of} />}
          {read && read.answers.length > 0 && (
            <section className="q-section">
              <SectionTitle>{t('review.title')}</SectionTitle>
              <ul className="q-verify">
                {read.answers.map((one) => (
                  <li key={one.sentence}>
                    {label(one.label)} “{one.sentence}” {t('review.answered', { answer: one.answer })}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {isOpen && read && may('policy.draft') && (
            <p>
              <Button kind="link" busy={drop.isPending} onClick={() => drop.mutate(undefined)}>
                {t('policy.write.drop')}
              </Button>
            </p>
          )}
        </div>
      </div>
      {part === 'add' && (
        <AddCondition
          text={text}
          of={of}
          onClose={() => setPart(undefined)}
          onDone={(next) => {
            setText(next)
            setPart(undefined)
          }}
        />
      )}
      {part === 'publish' && read && tried.data && (
        <Publish read={read} tried={tried.data} onClose={() => setPart(undefined)} />
      )}
    </div>
  )
}

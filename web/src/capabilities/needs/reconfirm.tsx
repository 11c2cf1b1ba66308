import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Verdict } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { CodeField, LinkPage } from '../../shell/link-page.tsx'
import { useLabel } from '../../shell/pack.ts'
import { AnswerFields, type Draft, daysAfter, EMPTY_DRAFT, saidBy } from './answer-form.tsx'
import { answerAsked, askedQuery, type Said } from './queries.ts'
import './needs.css'
import { Refused } from '../../shell/refused.tsx'

type Asked = OutputOf<
  typeof import('@qiongding/server/spine/registry/needs/contract')['needsContract']['asked']
>
type Ask = NonNullable<Asked['ask']>

/** Behind the address of a request: the enterprise says which of its needs still stand. No sign-in, no shell, nothing personal. */
export function Reconfirm(): ReactNode {
  const { token } = useParams({ strict: false }) as { token: string }
  const asked = useQuery(askedQuery(token))
  return (
    <LinkPage className="q-reconfirm" query={asked} closed={<Closed state="broken" />}>
      {({ ask, state, triesLeft }) =>
        ask ? <Answers token={token} ask={ask} triesLeft={triesLeft} /> : <Closed state={state} />
      }
    </LinkPage>
  )
}

function Closed(props: { state: string }): ReactNode {
  const { t } = useTranslation()
  return (
    <section>
      <h1 className="q-h1">{t(`confirm.closed.${props.state}.title`)}</h1>
      <p className="q-second">{t(`confirm.closed.${props.state}.cure`)}</p>
    </section>
  )
}

function Answers(props: { token: string; ask: Ask; triesLeft: number }): ReactNode {
  const { ask, token } = props
  const { t } = useTranslation()
  const label = useLabel()
  const client = useQueryClient()
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const [code, setCode] = useState('')
  const open = ask.needs.filter((need) => need.answered === undefined)
  const said = open.flatMap((need): (Said & { needId: string })[] => {
    const one = saidBy(drafts[need.id] ?? EMPTY_DRAFT)
    return one ? [{ ...one, needId: need.id }] : []
  })
  const begun = open.filter((need) => drafts[need.id]?.answer !== undefined).length
  const answer = useMutation({
    mutationFn: (answers: readonly (Said & { needId: string })[]) =>
      answerAsked(token, { ...(ask.code ? { code } : {}), answers }),
    onSuccess: (output) => {
      // An address that is used up shows nothing any more: what was said stays on the screen.
      if (output.left > 0) void client.invalidateQueries(askedQuery(token))
    },
    onError: () => client.invalidateQueries(askedQuery(token)),
  })
  if (answer.data && answer.data.left === 0)
    return (
      <section role="status">
        <h1 className="q-h1">{t('need.public.thanks')}</h1>
        <ul>
          {ask.needs.map((need) => {
            const one = answer.data.answered.find((row) => row.needId === need.id)?.answer ?? need.answered
            return (
              <li key={need.id} className="q-list-row">
                <span className="q-grow">{need.name}</span>
                <Verdict verdict="yes" word={t(`need.answer.${one ?? 'still'}`)} />
              </li>
            )
          })}
        </ul>
      </section>
    )
  function submit(event: FormEvent): void {
    event.preventDefault()
    answer.mutate(said)
  }
  const ready = !ask.code || code.length === 6
  return (
    <form onSubmit={submit}>
      <h1 className="q-h1">{t('need.public.title', { party: ask.party })}</h1>
      <p className="q-conclusion" style={{ margin: '6px 0' }}>
        {t('need.public.sentence', { n: open.length, kind: label(ask.kindLabel) })}{' '}
        {ask.demonstration && <DemoLabel />}
      </p>
      {ask.code && (
        <CodeField hint={t('confirm.codeHint', { n: props.triesLeft })} value={code} onChange={setCode} />
      )}
      <Refused error={answer.error} />
      {open.length > 0 && (
        <div className="q-row wrap" style={{ margin: '8px 0' }}>
          <Button
            kind="primary"
            block
            busy={answer.isPending}
            disabled={!ready || begun > 0}
            onClick={() => answer.mutate(open.map((need) => ({ needId: need.id, answer: 'still' })))}
          >
            {t('need.public.all', { n: open.length, days: ask.validDays })}
          </Button>
        </div>
      )}
      <p className="q-source">{t('need.public.each')}</p>
      {ask.needs.map((need) => (
        <Need
          key={need.id}
          need={need}
          ask={ask}
          draft={drafts[need.id] ?? EMPTY_DRAFT}
          onChange={(draft) => setDrafts({ ...drafts, [need.id]: draft })}
        />
      ))}
      {begun > 0 && (
        <div style={{ marginTop: 12 }}>
          <Button
            kind="primary"
            submit
            block
            busy={answer.isPending}
            disabled={!ready || said.length !== begun}
          >
            {t('need.public.send', { n: said.length })}
          </Button>
        </div>
      )}
      <p className="q-source" style={{ marginTop: 12 }}>
        {t('need.public.once', { office: label(ask.officeLabel, t('need.public.district')) })}
      </p>
    </form>
  )
}

function Need(props: {
  need: Ask['needs'][number]
  ask: Ask
  draft: Draft
  onChange: (draft: Draft) => void
}): ReactNode {
  const { need, ask } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  return (
    <section className="q-ask-need">
      <h2 className="q-h2">{need.name}</h2>
      <p className="q-second q-small">
        {need.quantity !== undefined && `${label(ask.quantityLabel)} ${format.figure(need.quantity)} · `}
        {t(`need.standing.${need.standing}`)}{' '}
        {need.until !== undefined && t('need.to', { day: format.day(need.until) })}
      </p>
      {need.answered === undefined ? (
        <AnswerFields
          draft={props.draft}
          onChange={props.onChange}
          min={ask.today}
          max={daysAfter(ask.today, ask.longestDays)}
          validDays={ask.validDays}
        />
      ) : (
        <Verdict verdict="yes" word={t(`need.answer.${need.answered}`)} />
      )}
    </section>
  )
}

import type { Answer, Line } from '@qiongding/server/spine/policies/contract'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Tag, Verdict } from '../../kit/marks.tsx'
import { ConclusionSentence, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { Apply } from '../../shell/apply.tsx'
import { useClauseWords } from '../../shell/clause-words.ts'
import { type Message, useMessage } from '../../shell/messages.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { useStep } from '../../shell/policy-step.ts'
import { Propose } from '../../shell/propose.tsx'
import type { Answers } from './queries.ts'
import { useStanding, useWorth } from './words.ts'

type Facts = Answers['facts']
type Subject = { readonly kind: string; readonly id: string }

/** One answer, to be read out: the conclusion, line by line, where the facts come from. */
export function AnswerPane(props: {
  answer: Answer
  facts: Facts
  onBack: () => void
  /** Whose answer it is, where it is read by himself and he may add to it. */
  own?: Subject
  /** Facts that were sent in and wait for an office. */
  pending: ReadonlySet<string>
  /** For whom one may apply, where one may. */
  apply?: Subject
}): ReactNode {
  const { answer } = props
  const { t } = useTranslation()
  const label = useLabel()
  const standing = useStanding()
  const worth = useWorth()
  const { verdict, verify, terms } = answer
  const count = (one: Line['verdict']) => answer.lines.filter((line) => line.verdict === one).length
  return (
    <article className="q-answer" aria-label={label(answer.label)}>
      <div className="q-answer-back">
        <Button onClick={props.onBack}>{t('policy.backToList')}</Button>
      </div>
      <div className="q-row wrap">
        <h2 className="q-h1">{label(answer.label)}</h2>
        {verdict && <Verdict verdict={verdict} word={t(`policy.verdict.${verdict}`)} />}
        <span className="q-push q-row q-no-print">
          {props.apply && verdict !== undefined && verdict !== 'no' && (
            <Apply policy={answer.id} subject={props.apply} />
          )}
          <Button onClick={() => window.print()}>
            <Icon name="print" small /> {t('policy.print')}
          </Button>
        </span>
      </div>
      <p className="q-small q-second">
        {answer.standing.cite}
        {answer.standing.version !== undefined && (
          <>
            {t('policy.stop')}
            {t('policy.version', { n: answer.standing.version })}
          </>
        )}
        {t('policy.stop')}
        {standing(answer.standing)}
        {t('policy.stop')}
        <Link to="/policies/$policy" params={{ policy: answer.id }}>
          {t('policy.whoLink')}
        </Link>
      </p>
      <Conclusion answer={answer} pending={props.pending} {...(props.own && { own: props.own })} />
      {answer.worth && (
        <p>
          {label(answer.gives, t('policy.worth.title'))}
          {t('policy.colon')}
          <b>{worth(answer.worth)}</b>
          {answer.worth.capped && <span className="q-source"> {t('policy.worth.capped')}</span>}
        </p>
      )}
      {terms.map((term) => (
        <p key={term.id} className="q-small q-second">
          {label(term.label)}
          {t('policy.colon')}
          {label(term.value)}
        </p>
      ))}
      {answer.lines.length > 0 && (
        <section className="q-section">
          <SectionTitle
            beside={t('policy.lineCounts', {
              yes: count('yes'),
              no: count('no'),
              unknown: count('unknown'),
              review: count('review'),
            })}
          >
            {t('policy.lines')}
          </SectionTitle>
          <Lines lines={answer.lines} facts={props.facts} />
        </section>
      )}
      {verify.length > 0 && (
        <section className="q-section">
          <SectionTitle>
            <Tag tone="caution">{t('policy.verifyCount', { n: verify.length })}</Tag>
          </SectionTitle>
          <ul className="q-verify">
            {verify.map((note) => (
              <li key={note.en}>{label(note)}</li>
            ))}
          </ul>
        </section>
      )}
      {answer.note && <p className="q-small q-second">{label(answer.note)}</p>}
    </article>
  )
}

/** The sentence to be said: the least change, the one missing paper, or what people have to look at. */
function Conclusion(props: { answer: Answer; own?: Subject; pending: ReadonlySet<string> }): ReactNode {
  const { answer, own } = props
  const [wanted, setWanted] = useState<string>()
  const { t } = useTranslation()
  const step = useStep()
  const pack = usePack()
  const label = useLabel()
  const message = useMessage()
  const { verdict, steps, missing, messages } = answer
  if (verdict === undefined)
    return <ConclusionSentence>{messages.map(message).join(t('policy.stop'))}</ConclusionSentence>
  if (verdict === 'unknown')
    return (
      <>
        <ConclusionSentence>{t('policy.says.unknown', { n: missing.length })}</ConclusionSentence>
        <dl className="q-missing">
          {missing.map((key) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>{label(pack.fact(key)?.label, key)}</dt>
              <dd>
                {label(pack.fact(key)?.proof, t('policy.noPaper'))}{' '}
                {props.pending.has(key) ? (
                  <Tag tone="caution">{t('policy.pending')}</Tag>
                ) : (
                  own && (
                    <Button kind="link" small onClick={() => setWanted(key)}>
                      {t('policy.supply')}
                    </Button>
                  )
                )}
              </dd>
            </div>
          ))}
        </dl>
        {own && wanted !== undefined && (
          <Propose
            subject={{ kind: own.kind, id: own.id }}
            fact={wanted}
            onClose={() => setWanted(undefined)}
          />
        )}
      </>
    )
  if (verdict === 'no') {
    const [first, ...others] = steps
    return (
      <>
        <ConclusionSentence>
          {first
            ? t('policy.says.step', { step: step(first) })
            : t('policy.says.no', { n: answer.lines.filter((line) => line.verdict === 'no').length })}
        </ConclusionSentence>
        {others.length > 0 && (
          <details className="q-small">
            <summary>{t('policy.otherSteps', { n: others.length })}</summary>
            <ul className="q-verify">
              {others.map((one) => (
                <li key={`${one.fact ?? one.until} ${one.to ?? ''}`}>{step(one)}</li>
              ))}
            </ul>
          </details>
        )}
      </>
    )
  }
  return <ConclusionSentence>{t(`policy.says.${verdict}`)}</ConclusionSentence>
}

function Lines(props: { lines: readonly Line[]; facts: Facts }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const words = useClauseWords()
  const message = useMessage()
  return (
    <table className="q-table q-stacked q-blocks q-lines">
      <thead>
        <tr>
          <th scope="col">{t('policy.lineVerdict')}</th>
          <th scope="col">{t('policy.line')}</th>
          <th scope="col">{t('policy.lineFacts')}</th>
          <th scope="col">{t('policy.cite')}</th>
          <th scope="col">{t('policy.lineSource')}</th>
        </tr>
      </thead>
      <tbody>
        {props.lines.map((line, at) => {
          const sources = sourcesOf(line, props.facts)
          return (
            <tr key={line.id ?? at} className={line.verdict === 'no' ? 'selected' : ''}>
              <td className="q-nowrap">
                <Verdict verdict={line.verdict} />
              </td>
              <td className="wrap">
                {line.label
                  ? label(line.label)
                  : line.text === undefined
                    ? t('policy.oneOf')
                    : words(line.text)}
              </td>
              <td className="wrap">
                {line.messages.map((said, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: what is said has no identity but its place
                  <div key={index} className={tone(said)}>
                    {message(said)}
                  </div>
                ))}
              </td>
              <td className="q-source wrap">{line.cite}</td>
              <td className="q-source wrap">
                {sources.map((source) => (
                  <div key={source.key}>
                    {source.source} {format.day(source.asOf)}
                    {source.conflict && <Tag tone="caution">{t('policy.conflict')}</Tag>}
                  </div>
                ))}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function tone({ key }: Message): string {
  if (key.startsWith('clause.gap') || key === 'policy.score.no') return 'q-bad'
  return key.startsWith('clause.unknown') || key === 'policy.score.unknown' ? 'q-unknown-word' : ''
}

/** Where the facts of a line come from, each source once. */
function sourcesOf(line: Line, facts: Facts): Facts {
  const text = line.messages.map(({ params }) => `${params.text ?? ''} ${params.fact ?? ''}`).join(' ')
  const named = new Set(`${text} ${line.text ?? ''}`.match(/[A-Za-z_]\w*/g))
  const seen = new Set<string>()
  return facts.filter(({ key, source, asOf }) => {
    const name = `${source} ${asOf}`
    if (!named.has(key) || seen.has(name)) return false
    seen.add(name)
    return true
  })
}

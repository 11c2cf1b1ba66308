import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { DemoLabel, Tag } from '../../../kit/marks.tsx'
import { type Pair, pairId } from './queries.ts'
import { useTraceText } from './words.ts'

/** Pairs that may be one, the most certain first; each says in a line why. */
export function PairList(props: {
  kind: string
  rows: readonly Pair[]
  current: string | undefined
  onChoose: (pair: string) => void
  more: boolean
  busy: boolean
  onMore: () => void
}): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="q-pairs-list">
      <ul aria-label={t('duplicates.title')}>
        {props.rows.map((row, index) => (
          <Row
            key={pairId(row)}
            pair={row}
            isCurrent={pairId(row) === props.current}
            demonstration={row.demonstration && !props.rows[index - 1]?.demonstration}
            onChoose={() => props.onChoose(pairId(row))}
          />
        ))}
      </ul>
      {props.more && (
        <Button kind="link" busy={props.busy} onClick={props.onMore}>
          {t('action.more')}
        </Button>
      )}
    </div>
  )
}

function Row(props: {
  pair: Pair
  isCurrent: boolean
  demonstration: boolean
  onChoose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const traceText = useTraceText()
  const { pair, isCurrent } = props
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  return (
    <li>
      <button
        ref={row}
        type="button"
        className="q-list-row q-pair-row"
        aria-current={isCurrent}
        onClick={props.onChoose}
      >
        <span className="q-grow">
          <span className="q-clip name">
            {pair.left.name}
            {props.demonstration && <DemoLabel />}
          </span>
          <span className="q-clip name">{pair.right.name}</span>
          <span className="q-source">
            {pair.state === 'open' && pair.decision !== undefined && pair.decision.since.length > 0 && (
              <>
                <Tag tone="warm">{t('duplicates.again')}</Tag>{' '}
              </>
            )}
            {pair.state === 'open' && pair.trace.verdict === 'same' && (
              <>
                <Tag tone="sea">{t('duplicates.verdict.same')}</Tag>{' '}
              </>
            )}
            {traceText(pair.trace)}
          </span>
        </span>
      </button>
    </li>
  )
}

import type { Pair } from '@qiongding/server/spine/matches/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFactText } from '../../shell/facts.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel, usePack } from '../../shell/pack.ts'

/** What decided one requirement of a pair: values as they are stated, and the words that were found. */
export function WhatDecided(props: { item: Pair['requirements'][number] }): ReactNode {
  const { item } = props
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const sentence = useMessage()
  return (
    <>
      {item.facts.length === 0 && item.because.map(sentence).join(t('fact.semicolon'))}
      {item.facts.map((fact) => (
        <span key={fact.key} className="value">
          {item.facts.length > 1 && (
            <span className="q-third">{label(pack.fact(fact.key)?.label, fact.key)} </span>
          )}
          {fact.masked ? (
            <span className="q-third">{t('fact.masked')}</span>
          ) : fact.value === undefined ? (
            <span className="q-unknown-word">{t('match.notStated')}</span>
          ) : (
            factText(fact.key, fact.value)
          )}
        </span>
      ))}
      {item.words.length > 0 && (
        <span className="value">
          {item.words.map((word) => (
            <span key={word} className="q-mark-word" style={{ marginRight: 6 }}>
              {word}
            </span>
          ))}
        </span>
      )}
    </>
  )
}

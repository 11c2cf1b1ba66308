import type { NeedRow } from '@qiongding/server/spine/registry/needs/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { useMay } from '../../shell/session.ts'
import { useWrite } from '../../shell/write.ts'
import { confirmNeed, needListQuery } from './queries.ts'
import { SayForm } from './say-form.tsx'
import './needs.css'

/** An enterprise's own needs that run out or have run out: still needed, in one step, or what became of them. */
export function OwnNeeds(): ReactNode {
  const pack = usePack()
  const may = useMay()
  if (!may('need.confirm')) return null
  const kinds = pack.navigation.flatMap((group) => group.items).filter((item) => item.screen === 'needs')
  return kinds.map((item) => <OfKind key={item.of} kind={item.of ?? ''} />)
}

function OfKind(props: { kind: string }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const query = useInfiniteQuery(needListQuery(props.kind, 'due', {}))
  const first = query.data?.pages[0]
  if (!first || first.rows.length === 0) return null
  return (
    <section className="q-own-needs">
      <h2 className="q-h2">
        {t('need.own.title', { kind: label(pack.kind(props.kind)?.label), n: first.total })}
      </h2>
      {first.rows.map((need) => (
        <Need key={need.id} kind={props.kind} need={need} rule={first} />
      ))}
    </section>
  )
}

function Need(props: {
  kind: string
  need: NeedRow
  rule: { validDays: number; longestDays: number }
}): ReactNode {
  const { kind, need, rule } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [saying, setSaying] = useState(false)
  const write = useWrite({
    write: () => confirmNeed(kind, need, { answer: 'still' }),
    done: () => t('need.saidDone', { name: need.name }),
  })
  return (
    <div className="q-note warm" style={{ marginTop: 8 }}>
      <Icon name="hand" className="q-warm" />
      <div className="q-grow">
        <b>{need.name}</b> {need.demonstration && <DemoLabel />}
        <p className="q-second">
          {need.until === undefined
            ? t('need.own.noEnd')
            : t(need.standing === 'expired' ? 'need.own.ended' : 'need.own.ends', {
                day: format.day(need.until),
              })}
        </p>
        <div className="q-row wrap" style={{ marginTop: 6 }}>
          <Button kind="primary" busy={write.isPending} onClick={() => write.mutate(undefined)}>
            {t('need.own.still', { n: rule.validDays })}
          </Button>
          <Button onClick={() => setSaying(true)}>{t('need.own.other')}</Button>
        </div>
      </div>
      {saying && (
        <SayForm kind={kind} need={need} rule={rule} told={false} onClose={() => setSaying(false)} />
      )}
    </div>
  )
}

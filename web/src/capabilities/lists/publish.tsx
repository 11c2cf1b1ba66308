import type { ListVersion } from '@qiongding/server/spine/registry/lists/contract'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { useVersionName } from './badges.tsx'
import { DiffRows } from './diff-rows.tsx'
import type { ListRead } from './list.tsx'
import { listVerbs } from './queries.ts'

/** A draft before it is reviewed or published: exactly what changes against the version that stands. */
export function PublishDialog(props: { list: ListRead; draft: ListVersion; onClose: () => void }): ReactNode {
  const { list, draft } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const nameOf = useVersionName()
  const [note, setNote] = useState('')
  const [reason, setReason] = useState<string>()
  const review = useWrite({
    write: (agreed: boolean) => listVerbs.review(draft, { agreed, note }),
    done: () => t('list.reviewed'),
    after: props.onClose,
  })
  const publish = useWrite({
    write: () => listVerbs.publish(draft),
    done: (output) => t('list.publishedDone', { no: output.no ?? '' }),
    after: props.onClose,
  })
  const discard = useWrite({
    write: () => listVerbs.discard(draft, reason ?? ''),
    done: () => t('list.discarded'),
    after: props.onClose,
  })
  const error = review.error ?? publish.error ?? discard.error
  const may = (ability: string) => draft.abilities.includes(ability)
  return (
    <Dialog
      wide
      title={t('list.draft.of', { list: label(list.label), on: format.day(draft.on) })}
      onClose={props.onClose}
    >
      <p className="q-second">
        {list.published
          ? t('list.draft.against', { version: nameOf(list.published), on: format.day(list.published.on) })
          : t('list.draft.first', { n: format.figure(draft.rows ?? 0) })}{' '}
        {(draft.unknown ?? 0) > 0 && t('list.unknown', { n: format.figure(draft.unknown ?? 0) })}{' '}
        {(draft.ended ?? 0) > 0 && t('list.ended', { n: format.figure(draft.ended ?? 0) })}
      </p>
      <div className="q-draft-diff">
        <DiffRows
          list={list.id}
          kind={list.kind}
          ends={{ from: list.published?.id ?? 'nothing', to: draft.id }}
        />
      </div>
      <Refused error={error} />
      {may('list.review') && (
        <>
          <Field label={t('list.reviewNote')} hint={t('list.reviewHint')}>
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={2}
                maxLength={500}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
          <div className="q-row wrap">
            <Button
              kind="primary"
              busy={review.isPending}
              disabled={note.trim() === ''}
              onClick={() => review.mutate(true)}
            >
              {t('list.agree')}
            </Button>
            <Button disabled={note.trim() === ''} onClick={() => review.mutate(false)}>
              {t('list.return')}
            </Button>
          </div>
        </>
      )}
      {may('list.publish') && (
        <div className="q-row wrap">
          <Button kind="warm" busy={publish.isPending} onClick={() => publish.mutate(undefined)}>
            {t('list.publishWrite', { n: format.figure(draft.rows ?? 0) })}
          </Button>
          <span className="q-source">{t('list.publishMeans')}</span>
        </div>
      )}
      {may('list.discard') &&
        (reason === undefined ? (
          <Button kind="link" onClick={() => setReason('')}>
            {t('list.discard')}
          </Button>
        ) : (
          <Field label={t('list.discardReason')}>
            {(ids) => (
              <span className="q-row">
                <Input
                  {...ids}
                  maxLength={500}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
                <Button disabled={reason.trim() === ''} onClick={() => discard.mutate(undefined)}>
                  {t('list.discard')}
                </Button>
              </span>
            )}
          </Field>
        ))}
    </Dialog>
  )
}

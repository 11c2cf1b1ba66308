import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { Link } from '@tanstack/react-router'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Verdict } from '../../kit/marks.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { problemOf } from '../../shell/problem.ts'
import { cancelImport, commitImport, isMoving, withdrawImport } from './queries.ts'
import { useImportWrite } from './use-import-write.ts'

/** Says exactly what will and will not be written, and holds the verbs of the list. */
export function CommitBar(props: { view: ImportView }): ReactNode {
  const { view } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [withdrawing, setWithdrawing] = useState(false)
  const { counts } = view
  const writes = counts.created + counts.updated
  const commit = useImportWrite({ write: () => commitImport(view.id) })
  const cancel = useImportWrite({ write: () => cancelImport(view.id), done: () => t('import.cancelled') })
  const may = view.abilities.includes('registry.import')
  const error = commit.error ?? cancel.error
  return (
    <footer className="q-import-bar">
      {view.state === 'committed' ? (
        <>
          <Verdict
            verdict="yes"
            word={t('import.written', {
              n: format.figure(writes),
              created: counts.created,
              updated: counts.updated,
            })}
          />
          <Link to="/registry/$kind" params={{ kind: view.kind }}>
            {t('import.seeList')}
          </Link>
        </>
      ) : (
        (view.state === 'review' || view.state === 'committing') && (
          <span>
            <Trans
              t={t}
              i18nKey="import.willWrite"
              values={{
                n: format.figure(writes),
                created: format.figure(counts.created),
                updated: format.figure(counts.updated),
                held: format.figure(counts.held + counts.duplicates),
                unchanged: format.figure(counts.unchanged),
              }}
              components={{ b: <b /> }}
            />{' '}
            {view.state === 'review' && (counts.undecided ?? 0) > 0 && (
              <span className="q-second">
                {t('import.likely.atCommit', { n: format.figure(counts.undecided ?? 0) })}{' '}
              </span>
            )}
            <span className="q-source">{t('import.nothingBefore')}</span>
          </span>
        )
      )}
      {error !== null && <RefusalNotice problem={problemOf(error)} />}
      <span className="q-row q-push">
        {may && view.state === 'review' && (
          <>
            <Button busy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
              {t('import.drop')}
            </Button>
            <Button
              kind="primary"
              busy={commit.isPending}
              disabled={writes === 0}
              onClick={() => commit.mutate(undefined)}
            >
              {t('import.commit', { n: format.figure(writes) })}
            </Button>
          </>
        )}
        {may &&
          !isMoving(view) &&
          (view.state === 'committed' || view.heldBack || (view.state === 'cancelled' && writes > 0)) && (
            <Button onClick={() => setWithdrawing(true)}>
              {t(view.heldBack ? 'import.withdrawAgain' : 'import.withdraw')}
            </Button>
          )}
      </span>
      {withdrawing && <Withdraw view={view} onClose={() => setWithdrawing(false)} />}
    </footer>
  )
}

function Withdraw(props: { view: ImportView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const write = useImportWrite({
    write: () => withdrawImport(props.view.id, reason),
    done: () => t('import.withdrawing'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('import.withdraw')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('order.form.reason')} hint={t('import.withdrawHint')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              required
            />
          )}
        </Field>
        {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
        <Button kind="danger" submit busy={write.isPending}>
          {t('import.withdraw')}
        </Button>
      </form>
    </Dialog>
  )
}

import { type ReactNode, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { RefusalNotice } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { problemOf } from '../../../shell/problem.ts'
import { cancelImport, commitImport } from '../queries.ts'
import { useImportWrite } from '../use-import-write.ts'
import type { ReturnedView } from './queries.ts'
import type { DecisionsHere } from './use-decisions.ts'

/** Says what approval writes and what it leaves, and asks again before whole records go. */
export function ApproveBar(props: { view: ReturnedView; here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { view, here } = props
  const { counts } = view
  const [asking, setAsking] = useState(false)
  const removed = counts.removed ?? 0
  const writes = counts.created + counts.updated + removed
  const commit = useImportWrite({ write: () => commitImport(view.id), after: () => setAsking(false) })
  const cancel = useImportWrite({ write: () => cancelImport(view.id), done: () => t('import.cancelled') })
  const open = (counts.conflicts ?? 0) + (counts.cleared ?? 0)
  const left = [
    open > 0 ? t('returned.left.open', { n: format.figure(open) }) : undefined,
    counts.absent ? t('returned.left.missing', { n: format.figure(counts.absent) }) : undefined,
    counts.held + counts.duplicates > 0
      ? t('returned.left.held', { n: format.figure(counts.held + counts.duplicates) })
      : undefined,
  ].filter((text) => text !== undefined)
  const stale = (view.returned.changedMeanwhile ?? 0) > 0
  const error = commit.error ?? cancel.error
  const may = view.abilities.includes('registry.import')
  return (
    <footer className="q-import-bar">
      <span className="q-grow">
        <Trans
          t={t}
          i18nKey={removed > 0 ? 'returned.willWriteAndRemove' : 'returned.willWrite'}
          values={{
            n: format.figure(writes),
            updated: format.figure(counts.updated),
            created: format.figure(counts.created),
            removed: format.figure(removed),
          }}
          components={{ b: <b /> }}
        />{' '}
        {left.length > 0 && t('returned.leaves', { what: left.join(t('fact.and')) })}{' '}
        <span className="q-source">{t('import.nothingBefore')}</span>
      </span>
      {error !== null && <RefusalNotice problem={problemOf(error)} />}
      {may && (
        <span className="q-row">
          <Button busy={cancel.isPending} disabled={here.pending} onClick={() => cancel.mutate(undefined)}>
            {t('returned.drop')}
          </Button>
          <Button
            kind="primary"
            busy={commit.isPending}
            disabled={writes === 0 || here.pending || stale}
            onClick={() => (removed > 0 ? setAsking(true) : commit.mutate(undefined))}
          >
            {t('import.commit', { n: format.figure(writes) })}
          </Button>
        </span>
      )}
      {asking && (
        <Dialog
          title={t('returned.removing.title', { n: format.figure(removed) })}
          onClose={() => setAsking(false)}
        >
          <p style={{ marginBottom: 12 }}>{t('returned.removing.what', { n: format.figure(removed) })}</p>
          <div className="q-row wrap">
            <Button kind="danger" busy={commit.isPending} onClick={() => commit.mutate(undefined)}>
              {t('returned.removing.do', { n: format.figure(removed) })}
            </Button>
            <Button onClick={() => setAsking(false)}>{t('returned.removing.back')}</Button>
          </div>
        </Dialog>
      )}
    </footer>
  )
}

import type { ExportView } from '@qiongding/server/spine/registry/exports/contract'
import type { ListVersion } from '@qiongding/server/spine/registry/lists/contract'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { PageWaiting, RefusalNotice } from '../../kit/states.tsx'
import { FactLine } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { Making } from '../../shell/export-making.tsx'
import { useFilters } from '../../shell/list.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { problemOf } from '../../shell/problem.ts'
import { useMay } from '../../shell/session.ts'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { useWrite } from '../../shell/write.ts'
import { FreshnessBadge, useVersionName } from './badges.tsx'
import { Diff } from './diff.tsx'
import { PrepareForm } from './forms.tsx'
import { PublishDialog } from './publish.tsx'
import { exportList, listQuery } from './queries.ts'
import { ListRows } from './rows.tsx'
import { Versions } from './versions.tsx'
import './lists.css'

export type ListRead = OutputOf<
  typeof import('@qiongding/server/spine/registry/lists/contract')['listsContract']['read']
>

/** One list: its rows now or in a version, what differs between two ends, and its versions. */
export function ListPage(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { list: id } = useParams({ strict: false }) as { list: string }
  const list = useQuery(listQuery(id, useAsOf()))
  usePage([{ text: t('list.title'), to: '/lists' }, { text: label(list.data?.label, id) }])
  if (list.error || !list.data) return <PageWaiting of={list} rows={12} />
  return <Read list={list.data} />
}

function Read(props: { list: ListRead }): ReactNode {
  const { list } = props
  const { t, i18n } = useTranslation()
  const label = useLabel()
  const format = useFormat()
  const may = useMay()
  const filters = useFilters()
  const nameOf = useVersionName()
  const [preparing, setPreparing] = useState(false)
  const [taken, setTaken] = useState<ExportView>()
  const view = filters.value('view') ?? 'rows'
  const version = list.versions.find((one) => one.id === filters.value('version'))
  const taking = useWrite({
    write: () => exportList(list.id, version?.id, i18n.language),
    after: setTaken,
  })
  return (
    <div className="q-list">
      <div className="q-list-main">
        <header style={{ padding: '12px 0 8px' }}>
          <div className="q-row wrap">
            <h1 className="q-h1">{label(list.label)}</h1>
            <FreshnessBadge list={list} />
            {list.demonstration && <DemoLabel />}
            <span className="q-push q-row wrap">
              {may('registry.export') && (
                <Button busy={taking.isPending} onClick={() => taking.mutate(undefined)}>
                  {t('list.export')}
                </Button>
              )}
              {list.abilities.includes('list.prepare') && (
                <Button kind={list.draft ? 'link' : 'primary'} onClick={() => setPreparing(true)}>
                  {t(list.draft ? 'list.prepareAgain' : 'list.prepare')}
                </Button>
              )}
            </span>
          </div>
          <FactLine
            facts={[
              { name: t('list.owner'), value: label(list.ownerLabel) },
              {
                name: t('list.published'),
                value: list.published
                  ? `${nameOf(list.published)} · ${t('asOf', { when: format.day(list.published.on) })}`
                  : t('list.neverPublished'),
              },
              { name: t('list.refresh'), value: t('list.days', { n: list.refreshDays }) },
              {
                name: t('list.reviewers'),
                value: list.reviewers.map((one) => label(one)).join(t('fact.and')),
              },
            ]}
          />
          {taking.error !== null && <RefusalNotice problem={problemOf(taking.error)} />}
          {list.note && <p className="q-source">{label(list.note)}</p>}
        </header>
        {list.draft && <DraftNote list={list} draft={list.draft} />}
        <ViewTabs
          label={t('list.views')}
          current={view}
          views={[
            { id: 'rows', text: t('list.view.rows'), count: format.figure(list.rows) },
            { id: 'diff', text: t('list.view.diff') },
            { id: 'versions', text: t('list.view.versions'), count: format.figure(list.versions.length) },
          ]}
          onChoose={(next) => filters.set({ view: next === 'rows' ? undefined : next })}
        />
        {view === 'rows' && <ListRows list={list} version={version} />}
        {view === 'diff' && <Diff list={list} />}
        {view === 'versions' && <Versions list={list} />}
      </div>
      {taken && (
        <Dialog title={t('export.title', { kind: label(list.label) })} onClose={() => setTaken(undefined)}>
          <Making started={taken} onClose={() => setTaken(undefined)} />
        </Dialog>
      )}
      {preparing && <PrepareForm list={list} onClose={() => setPreparing(false)} />}
    </div>
  )
}

/** What waits for somebody at a draft: gathering, review, publication. */
function DraftNote(props: { list: ListRead; draft: ListVersion }): ReactNode {
  const { list, draft } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const [open, setOpen] = useState(false)
  const waits = draft.abilities.includes('list.review') || draft.abilities.includes('list.publish')
  const said = draft.review
    ? t(draft.review.agreed ? 'list.draft.agreed' : 'list.draft.returned', {
        office: label(draft.review.officeLabel),
        note: draft.review.note,
      })
    : t('list.draft.waits', { offices: list.reviewers.map((one) => label(one)).join(t('fact.or')) })
  return (
    <div className={`q-note ${waits ? 'warm' : 'sea'}`} style={{ marginBottom: 6 }}>
      <div className="q-grow">
        {draft.state === 'preparing' ? (
          t('list.draft.preparing')
        ) : (
          <>
            <b>
              {t('list.draft.title', {
                on: format.day(draft.on),
                n: format.figure(draft.rows ?? 0),
                by: draft.preparedBy,
              })}
            </b>{' '}
            {said}
          </>
        )}
      </div>
      {draft.state === 'draft' && (
        <Button kind={waits ? 'warm' : 'link'} onClick={() => setOpen(true)}>
          {t(
            draft.abilities.includes('list.publish')
              ? 'list.draft.toPublish'
              : draft.abilities.includes('list.review')
                ? 'list.draft.toReview'
                : 'list.draft.look',
          )}
        </Button>
      )}
      {open && <PublishDialog list={list} draft={draft} onClose={() => setOpen(false)} />}
    </div>
  )
}

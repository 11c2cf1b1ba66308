import { FILE_LIMIT } from '@qiongding/server/platform/files/contract'
import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { DemoLabel, Tag, type TagTone } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, ProgressJob, RefusalNotice, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { ProblemError, problemFrom, problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { pastedSheet } from './paste.ts'
import { Profiles } from './profiles.tsx'
import { importsQuery, samplesQuery, uploadSheet } from './queries.ts'
import './imports.css'

const TONES: Readonly<Partial<Record<ImportView['state'], TagTone>>> = {
  review: 'warm',
  committed: 'good',
  failed: 'bad',
}

/** A file that would be refused is not sent first: a hundred megabytes over the line of an office take minutes. */
function refuseTooLarge({ size }: File): void {
  if (size > FILE_LIMIT) throw new ProblemError(problemFrom(413, { code: 'too-large', limit: FILE_LIMIT }))
}

/** Every list that was brought in, and the door for the next one. */
export function ImportList(): ReactNode {
  const { t } = useTranslation()
  const query = useInfiniteQuery(importsQuery)
  const rows = useRows(query.data?.pages)
  usePage([{ text: t('import.title') }])
  const waiting = rows.filter((row) => row.state === 'review').length
  return (
    <div className="q-page">
      <h1 className="q-hidden">{t('import.title')}</h1>
      {query.data && rows.length > 0 && (
        <ConclusionSentence>
          {waiting > 0 ? t('import.waiting', { n: waiting }) : t('import.nothingWaits')}
        </ConclusionSentence>
      )}
      <Upload />
      <Profiles />
      <section className="q-section">
        <SectionTitle beside={<Link to="/exports">{t('export.records')}</Link>}>
          {t('import.batches')}
        </SectionTitle>
        {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
        {query.isPending && <Skeleton rows={6} widths={['30%', '10%', '10%', '20%']} />}
        {query.data && rows.length === 0 && (
          <EmptyState title={t('import.empty.title')}>{t('import.empty.step')}</EmptyState>
        )}
        {rows.length > 0 && <Batches rows={rows} />}
        <More of={query} />
      </section>
    </div>
  )
}

/** Takes one workbook by choice or by dropping it; reading it writes nothing. */
function Upload(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<string>()
  const [over, setOver] = useState(false)
  const samples = useQuery(samplesQuery)
  const write = useWrite({
    write: async (file: File) => {
      refuseTooLarge(file)
      return uploadSheet(file, kind)
    },
    after: (made) => void navigate({ to: '/imports/$id', params: { id: made.id } }),
  })
  function take(files: FileList | null): void {
    const file = files?.[0]
    if (file) write.mutate(file)
  }
  async function takeSample(sample: { name: string; href: string }): Promise<void> {
    const response = await fetch(sample.href, { credentials: 'same-origin' })
    write.mutate(new File([await response.blob()], sample.name))
  }
  const { mutate, isPending } = write
  const pastedName = t('import.pastedName')
  // Cells copied in Excel or WPS come in wherever the page is, but not while somebody types.
  useEffect(() => {
    function paste(event: ClipboardEvent): void {
      const target = event.target as HTMLElement | null
      if (isPending || target?.closest('input, textarea, [contenteditable]')) return
      const sheet = event.clipboardData && pastedSheet(event.clipboardData, pastedName)
      if (!sheet) return
      event.preventDefault()
      mutate(sheet)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [mutate, isPending, pastedName])
  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <section
      className={over ? 'q-drop over' : 'q-drop'}
      aria-label={t('import.upload')}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="q-row wide wrap">
        <Button kind="primary" busy={write.isPending} onClick={() => input.current?.click()}>
          <Icon name="up" small />
          {t('import.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".xlsx,.xls,.csv,.tsv,.txt,.html"
          aria-label={t('import.choose')}
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <Select
          aria-label={t('import.kind')}
          allowClear
          style={{ minWidth: 180 }}
          placeholder={t('import.kindGuess')}
          value={kind ?? null}
          options={pack.kinds.map((item) => ({ value: item.id, label: label(item.label) }))}
          onChange={(value) => setKind(value ?? undefined)}
        />
        <span className="q-second">{t('import.dropHint')}</span>
      </div>
      {write.isPending && (
        <div style={{ marginTop: 12 }}>
          <ProgressJob title={t('import.reading')} done={0} note={t('import.readingNote')} />
        </div>
      )}
      {write.error !== null && (
        <div className="q-note caution" style={{ marginTop: 12 }}>
          <RefusalNotice problem={problemOf(write.error)} />
        </div>
      )}
      {samples.data && samples.data.rows.length > 0 && (
        <div className="q-row wrap q-small" style={{ marginTop: 10 }}>
          <span className="q-third">{t('import.samples')}</span>
          <DemoLabel />
          {samples.data.rows.map((sample) => (
            <span key={sample.name} className="q-row tight">
              <a href={sample.href} download={sample.name}>
                {t('import.sample', { name: sample.name, n: sample.rows })}
              </a>
              <button
                type="button"
                className="q-plain-button q-second"
                aria-label={t('import.takeSampleOf', { name: sample.name })}
                onClick={() => void takeSample(sample)}
              >
                {t('import.takeSample')}
              </button>
            </span>
          ))}
        </div>
      )}
    </section>
  )
}

function Batches(props: { rows: readonly ImportView[] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  return (
    <table className="q-table q-stack">
      <colgroup>
        <col style={{ width: 92 }} />
        <col />
        <col style={{ width: 120 }} />
        <col style={{ width: 70 }} />
        <col style={{ width: 70 }} />
        <col style={{ width: 70 }} />
        <col style={{ width: 90 }} />
        <col style={{ width: 220 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('import.state')}</th>
          <th scope="col">{t('import.file')}</th>
          <th scope="col">{t('import.kind')}</th>
          <th scope="col" className="q-right">
            {t('import.rows')}
          </th>
          <th scope="col" className="q-right">
            {t('import.created')}
          </th>
          <th scope="col" className="q-right">
            {t('import.updated')}
          </th>
          <th scope="col" className="q-right">
            {t('import.errors')}
          </th>
          <th scope="col">{t('import.by')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => {
          const tone = TONES[row.state]
          return (
            <tr key={row.id}>
              <td>
                <Tag {...(tone === undefined ? {} : { tone })}>{t(`import.states.${row.state}`)}</Tag>
              </td>
              <td className="headline">
                <Link to="/imports/$id" params={{ id: row.id }} title={row.fileName}>
                  {row.fileName}
                </Link>{' '}
                {row.demonstration && <DemoLabel />}
              </td>
              <td>{label(pack.kind(row.kind)?.label, row.kind)}</td>
              <td className="q-right" data-label={t('import.rows')}>
                {format.figure(row.counts.rows)}
              </td>
              <td className="q-right" data-label={t('import.created')}>
                {format.figure(row.counts.created)}
              </td>
              <td className="q-right" data-label={t('import.updated')}>
                {format.figure(row.counts.updated)}
              </td>
              <td
                className={row.counts.errors > 0 ? 'q-right q-bad' : 'q-right q-third'}
                data-label={t('import.errors')}
              >
                {format.figure(row.counts.errors)}
              </td>
              <td className="q-source">
                {row.by} {format.moment(row.recordedAt)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

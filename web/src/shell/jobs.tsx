import type { ListedJob } from '@qiongding/server/platform/jobs/contract'
import { jobsContract } from '@qiongding/server/platform/jobs/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../kit/icons.tsx'
import { Tag, type TagTone } from '../kit/marks.tsx'
import { RefusalNotice } from '../kit/states.tsx'
import { useToast } from '../kit/toast.tsx'
import { useFormat } from '../kit/use-format.ts'
import { call } from './api.ts'
import { Go } from './go.tsx'
import { Popup } from './popup.tsx'
import { problemOf } from './problem.ts'
import { jobsQuery } from './queries.ts'
import { useWrite } from './write.ts'

const TONES: Readonly<Partial<Record<ListedJob['state'], TagTone>>> = { done: 'good', failed: 'bad' }

/** Where what a job is about has its page. */
const PAGES: Readonly<Record<string, string>> = {
  import: '/imports',
  amendment: '/amendments',
}
/** Things that share one page. */
const LISTS: Readonly<Record<string, string>> = { export: '/exports' }

function addressOf({ about, title }: ListedJob): string | undefined {
  // A search for duplicates is called by the kind it searches.
  if (about?.kind === 'duplicates') return title && `/registry/${title}/duplicates`
  if (about && LISTS[about.kind]) return LISTS[about.kind]
  const page = about && PAGES[about.kind]
  return page && `${page}/${about.id}`
}

const isUnderWay = (job: ListedJob) => job.state === 'queued' || job.state === 'running'

function useJobName(): (job: ListedJob) => string {
  const { t } = useTranslation()
  return (job) => t(`jobs.name.${job.name}`, { defaultValue: job.name })
}

/** Says once how a job of mine ended, and has everything read again: what it wrote stands in lists that may be open. */
function useEndings(jobs: readonly ListedJob[] | undefined): void {
  const { t } = useTranslation()
  const nameOf = useJobName()
  const toast = useToast()
  const client = useQueryClient()
  const running = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (!jobs) return
    const ended = jobs.filter((job) => running.current.has(job.id) && !isUnderWay(job))
    running.current = new Set(jobs.filter(isUnderWay).map((job) => job.id))
    const last = ended.find((job) => job.mine)
    if (last)
      toast({
        text: t(`jobs.ended.${last.state}`, { what: nameOf(last), title: last.title ?? '' }),
        tone: last.state === 'done' ? 'yes' : 'no',
      })
    if (ended.length > 0) void client.invalidateQueries()
  }, [jobs, t, nameOf, toast, client])
}

/** Long work of whoever is signed in: how far, how it ended, and how to stop it. It goes on with the page closed. */
export function JobsTray(): ReactNode {
  const { t } = useTranslation()
  const query = useQuery(jobsQuery)
  const jobs = query.data?.rows ?? []
  useEndings(query.data?.rows)
  const open = jobs.filter(isUnderWay).length
  if (jobs.length === 0) return null
  return (
    <Popup
      label={t('jobs.tray', { n: open })}
      width={340}
      button={
        <>
          <Icon name="tray" />
          {open > 0 && <span className="q-badge quiet">{open}</span>}
        </>
      }
    >
      {(close) => (
        <>
          <ul>
            {jobs.map((job) => (
              <Job key={job.id} job={job} onGo={close} />
            ))}
          </ul>
          <p className="q-source" style={{ marginTop: 8 }}>
            {t('jobs.closable')}
          </p>
        </>
      )}
    </Popup>
  )
}

/** Roughly how long a job still takes, from what it has done so far; nothing before it has done a tenth. */
function useLeft(): (job: ListedJob) => string | undefined {
  const { t } = useTranslation()
  return ({ done, total, startedAt, changedAt }) => {
    if (total === undefined || startedAt === undefined || changedAt === undefined || done * 10 < total)
      return undefined
    const spent = (Date.parse(changedAt) - Date.parse(startedAt)) / 1000
    const seconds = Math.ceil((spent * (total - done)) / done)
    const time =
      seconds < 90 ? t('jobs.seconds', { n: seconds }) : t('jobs.minutes', { n: Math.ceil(seconds / 60) })
    return t('jobs.left', { time })
  }
}

function Job(props: { job: ListedJob; onGo: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useJobName()
  const leftOf = useLeft()
  const { job } = props
  const write = useWrite({ write: () => call(jobsContract.cancel, { params: { id: job.id } }) })
  const to = addressOf(job)
  const title = job.title ?? nameOf(job)
  const tone = TONES[job.state]
  const share = job.total === undefined || job.total === 0 ? undefined : Math.min(1, job.done / job.total)
  const left = leftOf(job)
  return (
    <li className="q-job">
      <div className="q-row">
        <span className="q-second q-nowrap">{nameOf(job)}</span>
        {to === undefined ? (
          <span className="q-clip q-grow" title={title}>
            {job.title}
          </span>
        ) : (
          <Go className="q-clip q-grow" to={to} onGo={props.onGo}>
            {title}
          </Go>
        )}
        {isUnderWay(job) ? (
          <span className="q-nowrap">
            {share === undefined ? t(`jobs.state.${job.state}`) : format.share(share, 0)}
          </span>
        ) : (
          <Tag {...(tone === undefined ? {} : { tone })}>{t(`jobs.state.${job.state}`)}</Tag>
        )}
      </div>
      {isUnderWay(job) && (
        <>
          <div
            className="q-bar"
            role="progressbar"
            aria-label={title}
            aria-valuemin={0}
            aria-valuemax={100}
            {...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
          >
            <i style={{ width: `${(share ?? 0.04) * 100}%` }} />
          </div>
          <div className="q-row q-source">
            <span>
              {job.total === undefined
                ? job.done > 0 && t('jobs.rowsSoFar', { done: format.figure(job.done) })
                : t('jobs.rows', { done: format.figure(job.done), total: format.figure(job.total) })}
            </span>
            <span>{left}</span>
            {job.mine && (
              <button
                type="button"
                className="q-plain-button q-push"
                aria-label={t('jobs.cancel', { title })}
                disabled={write.isPending}
                onClick={() => write.mutate(undefined)}
              >
                {t('action.cancel')}
              </button>
            )}
          </div>
        </>
      )}
      {!isUnderWay(job) && (
        <div className="q-source">
          {typeof job.result?.file === 'string' && (
            <a href={job.result.file} download={job.title} aria-label={t('jobs.downloadOf', { title })}>
              {t('jobs.download')}
            </a>
          )}{' '}
          {job.refusal !== undefined &&
            `${t(`refusal.${job.refusal}.title`, { defaultValue: job.refusal })} `}
          {job.changedAt !== undefined && format.moment(job.changedAt)}
        </div>
      )}
      {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
    </li>
  )
}

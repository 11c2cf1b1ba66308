import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { ErrorState, ProgressJob, RefusalNotice } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { type Problem, problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { cancelCorrection, correctionsQuery, makeCorrection, sendCorrection } from './queries.ts'

const CORRECTABLE: ReadonlySet<ImportView['state']> = new Set(['review', 'committed', 'cancelled'])

/** Whether anything of a list can be mended in a file, and by this reader. */
const isCorrectable = ({ state, counts, abilities }: ImportView) =>
  CORRECTABLE.has(state) &&
  abilities.includes('registry.import') &&
  counts.errors + counts.remarks + counts.duplicates > 0

/** The sheet to take away and mend, and the door by which it comes back. */
export function Correction(props: { view: ImportView }): ReactNode {
  return isCorrectable(props.view) ? <Workbook view={props.view} /> : null
}

function Workbook(props: { view: ImportView }): ReactNode {
  const { t, i18n } = useTranslation()
  const { id } = props.view
  const client = useQueryClient()
  const query = useQuery(correctionsQuery(id))
  const file = query.data?.file
  // What was asked for on this page is handed over when it is ready; what lies there from before waits for a click.
  const asked = useRef<string>(undefined)
  const link = useRef<HTMLAnchorElement>(null)
  const again = () => void client.invalidateQueries({ queryKey: correctionsQuery(id).queryKey })
  const make = useWrite({
    write: () => makeCorrection(id, i18n.language.startsWith('en') ? 'en' : 'zh'),
    after: (made) => {
      asked.current = made.id
      again()
    },
  })
  const cancel = useWrite({ write: cancelCorrection, after: again })
  const isReady = file?.state === 'ready'
  useEffect(() => {
    if (!isReady || file?.id !== asked.current) return
    asked.current = undefined
    link.current?.click()
  }, [isReady, file?.id])
  const error = make.error ?? cancel.error
  return (
    <section className="q-section q-correction">
      <SectionTitle>{t('import.correction.title')}</SectionTitle>
      <p className="q-second">{t('import.correction.note')}</p>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {file?.state === 'making' && (
        <ProgressJob
          title={t('import.correction.making')}
          done={file.job?.done ?? 0}
          total={file.job?.total}
          note={t('import.correction.makingNote')}
          onCancel={() => cancel.mutate(file.id)}
        />
      )}
      {file?.state === 'failed' && (
        <div className="q-note bad">
          <RefusalNotice problem={failedBy(file.refusal)} reading />
        </div>
      )}
      {error !== null && <RefusalNotice problem={problemOf(error)} />}
      {isReady && (
        <p>
          <a ref={link} href={file.href} download={file.fileName}>
            {file.fileName}
          </a>{' '}
          <When at={file.recordedAt} />
        </p>
      )}
      <div className="q-row wrap">
        {file?.state !== 'making' && (
          <Button busy={make.isPending} disabled={query.isPending} onClick={() => make.mutate(undefined)}>
            {t(isReady ? 'import.correction.anew' : 'import.correction.download')}
          </Button>
        )}
        <SendBack id={id} />
      </div>
      {query.data && query.data.returned.length > 0 && (
        <ul className="q-correction-back">
          {query.data.returned.map((one) => (
            <li key={one.id}>
              <Link to="/imports/$id" params={{ id: one.id }}>
                {t('import.correction.back', { by: one.by })}
              </Link>{' '}
              <When at={one.recordedAt} />
              <span className="q-third"> · {t(`import.states.${one.state}`)}</span>
              {one.errors > 0 && (
                <span className="q-third"> · {t('import.correction.left', { n: one.errors })}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function When(props: { at: string }): ReactNode {
  const format = useFormat()
  return <span className="q-source">{format.moment(props.at)}</span>
}

/** Takes the corrected file of this list, and of no other. */
function SendBack(props: { id: string }): ReactNode {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const write = useWrite({
    write: (file: File) => sendCorrection(file, props.id),
    after: (made) => void navigate({ to: '/imports/$id', params: { id: made.id } }),
  })
  return (
    <>
      <Button busy={write.isPending} onClick={() => input.current?.click()}>
        <Icon name="up" small />
        {t('import.correction.send')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.xls,.csv"
        aria-label={t('import.correction.send')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) write.mutate(file)
          event.target.value = ''
        }}
      />
      {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
    </>
  )
}

/** Of which list this one is the correction, when that came in and from whom; and what is still open. */
export function Corrects(props: {
  view: ImportView
  corrects: NonNullable<ImportView['corrects']>
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const { view, corrects } = props
  const office = pack.offices.find((one) => one.id === corrects.office)
  const { errors, remarks } = view.counts
  return (
    <p className="q-note sea" style={{ marginTop: 6 }}>
      <span>
        <Trans
          t={t}
          i18nKey={office ? 'import.correction.ofOffice' : 'import.correction.of'}
          values={{
            file: corrects.fileName,
            when: format.moment(corrects.recordedAt),
            office: office ? label(office.label) : '',
            by: corrects.by,
          }}
          components={{ to: <Link to="/imports/$id" params={{ id: corrects.id }} /> }}
        />{' '}
        {view.state === 'review' &&
          (errors + remarks === 0
            ? t('import.correction.clean')
            : t('import.correction.open', {
                errors: format.figure(errors),
                remarks: format.figure(remarks),
              }))}
      </span>
    </p>
  )
}

const failedBy = (code: string | undefined): Problem => ({
  kind: 'refusal',
  code: code ?? 'other',
  status: 422,
  facts: {},
  at: new Date().toISOString(),
})

import type { ExportView } from '@qiongding/server/spine/registry/exports/contract'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { DemoLabel } from '../../../kit/marks.tsx'
import { RefusalNotice } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useAsOf } from '../../../shell/as-of.ts'
import { Making } from '../../../shell/export-making.tsx'
import { useFactHeader } from '../../../shell/facts.ts'
import { type FactView, type TemplateView, useLabel, usePack } from '../../../shell/pack.ts'
import { problemOf } from '../../../shell/problem.ts'
import { useMay, useSession } from '../../../shell/session.ts'
import { useWrite } from '../../../shell/write.ts'
import type { ListFilter } from '../queries.ts'
import { type Format, startExport } from './queries.ts'
import { templateFacts } from './templates.ts'
import './exports.css'

/** A list as it stands on screen. */
export type Exportable = {
  readonly kind: string
  /** Columns shown, in their order. */
  readonly columns: readonly string[]
  readonly filter: ListFilter
  readonly total: number | undefined
}

/** What goes into the file is said before it is written; then how far it is. The page may be closed meanwhile. */
export function ExportDialog(props: Exportable & { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const kind = usePack().kind(props.kind)
  const [started, setStarted] = useState<ExportView>()
  return (
    <Dialog title={t('export.title', { kind: label(kind?.label, props.kind) })} onClose={props.onClose} wide>
      {started ? (
        <Making started={started} onClose={props.onClose} />
      ) : (
        <Asking {...props} onStarted={setStarted} />
      )}
    </Dialog>
  )
}

const isClosed = (fact: FactView | undefined) => fact !== undefined && (fact.sensitivity ?? 'open') !== 'open'

/** Whether a form is in force on a day. */
const holds = ({ effective }: TemplateView, on: string) =>
  (effective?.from === undefined || effective.from <= on) &&
  (effective?.to === undefined || on <= effective.to)

function Asking(props: Exportable & { onStarted: (view: ExportView) => void }): ReactNode {
  const { t, i18n } = useTranslation()
  const pack = usePack()
  const session = useSession()
  const asOf = useAsOf()
  const on = asOf.on ?? session.today
  const templates = pack.templates.filter((one) => one.kind === props.kind)
  const [template, setTemplate] = useState<string>()
  const [format, setFormat] = useState<Format>('xlsx')
  const [returnable, setReturnable] = useState(true)
  const [unknownMarks, setUnknownMarks] = useState(true)
  const { q, filter, sort } = props.filter
  const chosen = templates.find((one) => one.id === template)
  const kind = pack.kind(props.kind)
  // Columns of the page that are no facts of the list (its name, the day of a row) are not asked for.
  const columns = props.columns.filter((key) => {
    const fact = pack.fact(key)
    return fact?.of === props.kind && fact.ageOf === undefined
  })
  const facts = chosen ? templateFacts(chosen) : [...new Set([...(kind ? [kind.nameFact] : []), ...columns])]
  const write = useWrite({
    write: () =>
      startExport({
        kind: props.kind,
        ...(template === undefined
          ? {
              format,
              sort,
              language: i18n.language.startsWith('en') ? ('en' as const) : ('zh' as const),
              ...(columns.length > 0 && { columns: [...columns] }),
            }
          : { template }),
        ...(q !== undefined && { q }),
        ...(filter !== undefined && { filter }),
        ...asOf,
        returnable,
        unknownMarks,
      }),
    after: props.onStarted,
  })
  return (
    <form
      className="q-export"
      onSubmit={(event) => {
        event.preventDefault()
        write.mutate(undefined)
      }}
    >
      <Scope {...props} on={on} known={asOf.known} template={chosen} />
      <fieldset>
        <legend className="q-label">{t('export.columns')}</legend>
        <Way
          name="template"
          checked={template === undefined}
          onChoose={() => setTemplate(undefined)}
          title={t('export.own')}
          note={<OwnColumns keys={facts} />}
          noted={template === undefined}
        />
        {templates.map((one) => (
          <Way
            key={one.id}
            name="template"
            checked={template === one.id}
            disabled={!holds(one, on)}
            onChoose={() => setTemplate(one.id)}
            title={<TemplateName of={one} />}
            note={<TemplateNote of={one} on={on} />}
            noted
          />
        ))}
      </fieldset>
      {template === undefined && (
        <fieldset>
          <legend className="q-label">{t('export.format')}</legend>
          {(['xlsx', 'csv'] as const).map((one) => (
            <Way
              key={one}
              name="format"
              checked={format === one}
              onChoose={() => setFormat(one)}
              title={t(`export.formats.${one}.name`)}
              note={t(`export.formats.${one}.note`)}
              noted
            />
          ))}
        </fieldset>
      )}
      <fieldset>
        <legend className="q-label">{t('export.more')}</legend>
        <Tick checked={returnable} onChange={setReturnable} title={t('export.returnable')}>
          {t(format === 'csv' && template === undefined ? 'export.returnableText' : 'export.returnableNote')}
        </Tick>
        <Tick checked={unknownMarks} onChange={setUnknownMarks} title={t('export.unknownMarks')}>
          {t('export.unknownNote')}
        </Tick>
      </fieldset>
      <Persons keys={facts} />
      {write.error !== null && (
        <div className="q-note caution">
          <RefusalNotice problem={problemOf(write.error)} />
        </div>
      )}
      <div className="q-row wrap">
        <Button kind="primary" submit busy={write.isPending}>
          {t('export.start')}
        </Button>
        <span className="q-source">{t('export.closable')}</span>
      </div>
    </form>
  )
}

/** Which records, of which days: what the file will say of itself. */
function Scope(props: {
  filter: ListFilter
  total: number | undefined
  on: string
  known: string | undefined
  template: TemplateView | undefined
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const header = useFactHeader()
  const { q, filter, sort } = props.filter
  const descending = sort.startsWith('-')
  const key = descending ? sort.slice(1) : sort
  const narrowed = q !== undefined || filter !== undefined
  const where = props.template?.where
  return (
    <dl className="q-pairs">
      <dt>{t('export.rows')}</dt>
      <dd>
        {props.total === undefined
          ? t('unknown')
          : t(narrowed ? 'export.narrowed' : 'export.all', { n: format.figure(props.total) })}
        {where !== undefined && <div className="q-source">{t('export.templateNarrows')}</div>}
      </dd>
      {narrowed && (
        <>
          <dt>{t('export.filter')}</dt>
          <dd>
            {[q === undefined ? undefined : t('export.search', { q }), filter]
              .filter((text) => text !== undefined)
              .join(t('fact.and'))}
          </dd>
        </>
      )}
      <dt>{t('export.asOf')}</dt>
      <dd>
        {format.day(props.on)}
        {props.known !== undefined && ` · ${t('export.known', { when: format.day(props.known) })}`}
      </dd>
      <dt>{t('export.order')}</dt>
      <dd>
        {props.template === undefined
          ? `${key === 'name' ? t('registry.name') : header(key)}${descending ? t('export.descending') : ''}`
          : t('export.templateOrder')}
      </dd>
    </dl>
  )
}

function Way(props: {
  name: string
  checked: boolean
  disabled?: boolean
  onChoose: () => void
  title: ReactNode
  note: ReactNode
  noted: boolean
}): ReactNode {
  const id = useId()
  return (
    <label className="q-way">
      <input
        type="radio"
        name={props.name}
        checked={props.checked}
        disabled={props.disabled ?? false}
        aria-describedby={id}
        onChange={props.onChoose}
      />
      <span>
        <span className="title">{props.title}</span>
        <span id={id} className="q-source">
          {props.noted && props.note}
        </span>
      </span>
    </label>
  )
}

function Tick(props: {
  checked: boolean
  onChange: (on: boolean) => void
  title: string
  children: ReactNode
}): ReactNode {
  return (
    <label className="q-way">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span>
        <span className="title">{props.title}</span>
        <span className="q-source">{props.children}</span>
      </span>
    </label>
  )
}

function OwnColumns(props: { keys: readonly string[] }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  return (
    <>
      {t('export.ownNote', { n: props.keys.length })}{' '}
      {props.keys.map((key) => label(pack.fact(key)?.label, key)).join(t('fact.and'))}
    </>
  )
}

function TemplateName(props: { of: TemplateView }): ReactNode {
  const label = useLabel()
  return (
    <>
      {label(props.of.label)} {props.of.demonstration && <DemoLabel />}
    </>
  )
}

function TemplateNote(props: { of: TemplateView; on: string }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const format = useFormat()
  const { issuer, version, effective, note } = props.of
  if (!holds(props.of, props.on))
    return t('export.notInForce', {
      from: effective?.from === undefined ? '' : format.day(effective.from),
      to: effective?.to === undefined ? '' : format.day(effective.to),
    })
  return [label(issuer), t('export.version', { version }), label(note)]
    .filter((text) => text !== '')
    .join(' · ')
}

/** What of the file concerns persons: who may see it, or that it stays closed. */
function Persons(props: { keys: readonly string[] }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const may = useMay()
  const closed = props.keys.filter((key) => isClosed(pack.fact(key)))
  if (closed.length === 0) return <p className="q-source">{t('export.noPersons')}</p>
  const facts = closed.map((key) => label(pack.fact(key)?.label, key)).join(t('fact.and'))
  const mayRead = may('personal.read')
  return (
    <div className={mayRead ? 'q-note warm' : 'q-note'}>
      <span>{t(mayRead ? 'export.persons' : 'export.personsClosed', { facts })}</span>
    </div>
  )
}

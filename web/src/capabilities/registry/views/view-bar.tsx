import { useQueries } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Icon } from '../../../kit/icons.tsx'
import { useToast } from '../../../kit/toast.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useAsOf } from '../../../shell/as-of.ts'
import { Popup } from '../../../shell/popup.tsx'
import { Refused } from '../../../shell/refused.tsx'
import { ViewTabs } from '../../../shell/view-tabs.tsx'
import { useWrite } from '../../../shell/write.ts'
import { subjectCountQuery } from '../queries.ts'
import { NameForm } from './name-form.tsx'
import { changeView, removeView, type Shows, saveView, type View, type ViewChange } from './queries.ts'
import type { ListViews } from './use-views.ts'

/** Views whose rows are counted beside their names; further ones only have names. */
const COUNTED = 8

/** The views of a list as tabs, and what can be done with what it shows now. */
export function ViewBar(props: {
  kind: string
  views: ListViews
  /** How many the whole list has, where that is what it shows. */
  total: number | undefined
  /** Columns as they are shown now, where they are not the list's own. */
  columns: readonly string[] | undefined
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const asOf = useAsOf()
  const { kind, views } = props
  const { rows, current, changed } = views
  const [naming, setNaming] = useState<'save' | 'rename'>()
  const shows: Shows = { ...views.shows, columns: props.columns }
  const narrowed = shows.q !== undefined || shows.filter !== undefined
  const counts = useQueries({
    queries: rows
      .slice(0, COUNTED)
      .map(({ q, filter }) => subjectCountQuery(kind, { q, filter, sort: 'name' }, asOf)),
  })
  const update = useWrite({
    write: (view: View) => changeView(kind, view.id, { shows }),
    done: (view) => t('views.updated', { name: view.name }),
    after: views.open,
  })
  const whole = narrowed || current ? undefined : props.total
  return (
    <>
      <ViewTabs
        label={t('views.label')}
        views={[
          {
            id: 'all',
            text: t('views.all'),
            count: whole === undefined ? undefined : format.figure(whole),
          },
          ...rows.map((view, at) => {
            const n = counts[at]?.data?.total
            return {
              id: view.id,
              text: view.name,
              count: n === undefined ? undefined : format.figure(n),
              ...(view.shared && { note: t('views.sharedBy', { by: view.by }) }),
            }
          }),
        ]}
        current={current?.id ?? (narrowed ? '' : 'all')}
        onChoose={(id) => views.open(rows.find((view) => view.id === id))}
        aside={
          <>
            {current && changed && <span className="q-third q-nowrap">{t('views.changed')}</span>}
            {current?.mine && changed && (
              <Button kind="link" busy={update.isPending} onClick={() => update.mutate(current)}>
                {t('views.update')}
              </Button>
            )}
            {current && changed && (
              <Button kind="link" onClick={() => views.open(current)}>
                {t('views.restore')}
              </Button>
            )}
            {(changed || (!current && narrowed)) && (
              <Button kind="link" onClick={() => setNaming('save')}>
                {t(current ? 'views.saveAs' : 'views.save')}
              </Button>
            )}
            {current?.mine && (
              <ViewMenu
                kind={kind}
                view={current}
                mayShare={views.mayShare}
                onRename={() => setNaming('rename')}
                onGone={() => views.open(undefined)}
              />
            )}
          </>
        }
      />
      <Refused error={update.error} />
      {naming === 'save' && (
        <NameForm
          title={t('views.save')}
          button={t('views.saveWrite')}
          name=""
          mayShare={views.mayShare}
          write={(named) => saveView(kind, { ...named, shows })}
          done={(name) => t('views.saved', { name })}
          after={views.open}
          onClose={() => setNaming(undefined)}
        />
      )}
      {naming === 'rename' && current && (
        <NameForm
          title={t('views.rename')}
          button={t('views.renameWrite')}
          name={current.name}
          write={({ name }) => changeView(kind, current.id, { name })}
          done={(name) => t('views.renamed', { name })}
          after={() => undefined}
          onClose={() => setNaming(undefined)}
        />
      )}
    </>
  )
}

/** What can be done with a view of one's own. */
function ViewMenu(props: {
  kind: string
  view: View
  mayShare: boolean
  onRename: () => void
  onGone: () => void
}): ReactNode {
  const { t } = useTranslation()
  const toast = useToast()
  const { kind, view } = props
  const change = useWrite({
    write: (to: ViewChange) => changeView(kind, view.id, to),
    done: (after) => t('views.updated', { name: after.name }),
  })
  const again = useWrite({
    write: () => saveView(kind, { name: view.name, shared: view.shared, shows: view }),
    done: (after) => t('views.saved', { name: after.name }),
  })
  const remove = useWrite({
    write: () => removeView(kind, view.id),
    after: () => {
      props.onGone()
      toast({ text: t('views.removed', { name: view.name }), undo: () => again.mutate(undefined) })
    },
  })
  return (
    <Popup label={t('views.menu', { name: view.name })} width={230} button={<Icon name="more" />}>
      {(close) => {
        const item = (text: string, act: () => void) => (
          <li>
            <button
              type="button"
              className="q-list-row"
              onClick={() => {
                act()
                close()
              }}
            >
              {text}
            </button>
          </li>
        )
        return (
          <>
            <ul>
              {item(t('views.rename'), props.onRename)}
              {item(t(view.standard ? 'views.notStandard' : 'views.standard'), () =>
                change.mutate({ standard: !view.standard }),
              )}
              {(props.mayShare || view.shared) &&
                item(t(view.shared ? 'views.unshare' : 'views.share'), () =>
                  change.mutate({ shared: !view.shared }),
                )}
              {item(t('views.remove'), () => remove.mutate(undefined))}
            </ul>
            <Refused error={change.error ?? remove.error ?? again.error} />
          </>
        )
      }}
    </Popup>
  )
}

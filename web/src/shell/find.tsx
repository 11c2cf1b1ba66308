import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../kit/icons.tsx'
import { useNavigation } from './navigation.ts'
import { useLabel, usePack } from './pack.ts'
import { searchQuery } from './queries.ts'

type Choice = { key: string; title: string; hint?: string | undefined; to: string; group: string }

/** Find anything or go anywhere: enterprises, journeys, orders, and the pages of the workbench. */
export function Find(props: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const deferred = useDeferredValue(text.trim())
  const found = useQuery(searchQuery(deferred))
  const navigation = useNavigation()
  const pack = usePack()
  const label = useLabel()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])

  const pages: Choice[] = [
    ...navigation.flatMap((group) => group.items),
    { id: 'password', text: t('password.title'), to: '/password' },
  ]
    .filter((item) => deferred === '' || item.text.toLowerCase().includes(deferred.toLowerCase()))
    .slice(0, deferred === '' ? 20 : 5)
    .map((item) => ({ key: `page-${item.id}`, title: item.text, to: item.to, group: t('find.pages') }))
  const rows: Choice[] = (found.data?.groups ?? []).flatMap((group) =>
    group.rows.map((row) => ({
      key: `${group.kind}-${row.id}`,
      title: row.title,
      hint: row.hint,
      to: row.to,
      group: label(pack.kind(group.kind)?.label, t(`find.kind.${group.kind}`, { defaultValue: group.kind })),
    })),
  )
  const choices = [...rows, ...pages]
  const active = Math.min(at, Math.max(0, choices.length - 1))

  function go(choice: Choice): void {
    dialog.current?.close()
    void navigate({ href: choice.to })
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') setAt(Math.min(choices.length - 1, active + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, active - 1))
    else if (event.key === 'Enter' && choices[active]) go(choices[active])
    else return
    event.preventDefault()
  }

  return (
    <dialog ref={dialog} className="q-find" aria-label={t('find.label')} onClose={props.onClose}>
      <div className="q-find-box">
        <Icon name="find" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="q-find-list"
          aria-activedescendant={choices[active] ? `q-find-${active}` : ''}
          aria-label={t('find.label')}
          placeholder={t('find.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
          autoFocus
        />
        <kbd className="q-kbd">Esc</kbd>
      </div>
      <div id="q-find-list" role="listbox" aria-label={t('find.label')}>
        {choices.map((choice, index) => (
          <div key={choice.key}>
            {choices[index - 1]?.group !== choice.group && <div className="q-find-group">{choice.group}</div>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above moves through the list */}
            <div
              id={`q-find-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="q-find-row"
              onClick={() => go(choice)}
              onPointerMove={() => setAt(index)}
            >
              <span className="q-clip">{choice.title}</span>
              {choice.hint && <span className="q-source q-push q-nowrap">{choice.hint}</span>}
            </div>
          </div>
        ))}
      </div>
      {choices.length === 0 && deferred !== '' && !found.isFetching && (
        <p className="q-find-group" role="status">
          {t('find.nothing', { text: deferred })}
        </p>
      )}
    </dialog>
  )
}

import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { Refused } from '../../../shell/refused.tsx'
import { useWrite } from '../../../shell/write.ts'
import type { View } from './queries.ts'

/** Gives a view its name, and says whether colleagues see it. */
export function NameForm(props: {
  title: string
  button: string
  name: string
  /** Sharing is asked about where it is possible. */
  mayShare?: boolean
  write: (named: { name: string; shared: boolean }) => Promise<View>
  done: (name: string) => string
  after: (view: View) => void
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const [name, setName] = useState(props.name)
  const [shared, setShared] = useState(false)
  const write = useWrite({
    write: () => props.write({ name: name.trim(), shared }),
    done: (view) => props.done(view.name),
    after: (view) => {
      props.onClose()
      props.after(view)
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('views.name')} hint={t('views.nameHint')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.target.value)}
              required
              autoFocus
            />
          )}
        </Field>
        {props.mayShare && (
          <label className="q-row" style={{ marginBottom: 14 }}>
            <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
            {t('views.shareHint')}
          </label>
        )}
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {props.button}
        </Button>
      </form>
    </Dialog>
  )
}

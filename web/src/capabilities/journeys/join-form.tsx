import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { Select } from 'antd'
import { type FormEvent, type ReactNode, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { joinParty, partiesQuery } from './queries.ts'
import type { Journey } from './record.tsx'

/** Names the registered party of a journey that began before it was known: from then on that party confirms what its orders bring. */
export function JoinForm(props: { journey: Journey; onClose: () => void }): ReactNode {
  const { journey } = props
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<{ kind: string; id: string; name: string }>()
  const typed = useDeferredValue(text.trim())
  const kinds = pack.kinds.filter((kind) => kind.role === 'party')
  const found = useQueries({
    queries: kinds.map((kind) => ({ ...partiesQuery(kind.id, typed), placeholderData: keepPreviousData })),
  })
  const options = kinds
    .map((kind, at) => ({
      label: label(kind.label),
      options: (typed === '' ? [] : (found[at]?.data?.rows ?? [])).map((row) => ({
        value: `${kind.id}/${row.id}`,
        label: row.name,
      })),
    }))
    .filter((group) => group.options.length > 0)
  const busy = typed !== '' && found.some((one) => one.isFetching)
  const write = useWrite({
    write: (party: { kind: string; id: string }) => joinParty(journey, party.kind, party.id),
    done: () => t('journey.joined', { name: chosen?.name ?? '' }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (chosen) write.mutate(chosen)
  }
  return (
    <Dialog title={t('journey.join')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <p className="q-second">{t('journey.joinHint')}</p>
        <Field label={t('journey.joinParty')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
              value={chosen ? `${chosen.kind}/${chosen.id}` : null}
              {...(chosen && { labelRender: () => chosen.name })}
              placeholder={t('registry.find')}
              options={options}
              notFoundContent={typed === '' || busy ? null : t('journey.joinNobody', { text: typed })}
              onChange={(value: string | null) => {
                const [kind, id] = (value ?? '').split('/')
                const name = options
                  .flatMap((group) => group.options)
                  .find((one) => one.value === value)?.label
                setChosen(kind && id ? { kind, id, name: name ?? '' } : undefined)
              }}
            />
          )}
        </Field>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={!chosen}>
          {t('journey.joinWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

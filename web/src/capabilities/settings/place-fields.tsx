import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { partiesQuery } from './queries.ts'

export type Place = { role?: string | undefined; office?: string | undefined; partyId?: string | undefined }

/** The role, and the office or the enterprise it is held for. */
export function PlaceFields(props: {
  place: Place
  onChange: (place: Place) => void
  /** Only roles of offices (true) or of enterprises (false); either where a person is new. */
  ofOffice?: boolean
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { place, onChange, ofOffice } = props
  const roles = pack.roles.filter((role) => ofOffice === undefined || (role.party !== true) === ofOffice)
  const role = pack.roles.find((item) => item.id === place.role)
  return (
    <>
      <Field label={t('settings.people.role')} hint={label(role?.note)}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={place.role ?? null}
            options={roles.map((item) => ({ value: item.id, label: label(item.label) }))}
            onChange={(next) => onChange({ role: next ?? undefined, office: undefined, partyId: undefined })}
          />
        )}
      </Field>
      {role && role.party !== true && (
        <Field label={t('settings.people.office')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              showSearch={{ optionFilterProp: 'label' }}
              value={place.office ?? role.office ?? null}
              options={pack.offices.map((item) => ({ value: item.id, label: label(item.label) }))}
              onChange={(office) => onChange({ ...place, office: office ?? undefined })}
            />
          )}
        </Field>
      )}
      {role?.party === true && ofOffice === undefined && (
        <Party value={place.partyId} onChange={(partyId) => onChange({ ...place, partyId })} />
      )}
    </>
  )
}

function Party(props: { value: string | undefined; onChange: (id: string | undefined) => void }): ReactNode {
  const { t } = useTranslation()
  const pack = usePack()
  const [text, setText] = useState('')
  const kind = pack.kinds.find((item) => item.role === 'party')?.id ?? ''
  const found = useQuery(partiesQuery(kind, text.trim()))
  return (
    <Field label={t('settings.people.party')} hint={t('settings.people.partyHint')}>
      {(ids) => (
        <Select
          {...ids}
          style={{ width: '100%' }}
          showSearch={{ filterOption: false, onSearch: setText }}
          value={props.value ?? null}
          options={(found.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }))}
          onChange={(id) => props.onChange(id ?? undefined)}
        />
      )}
    </Field>
  )
}

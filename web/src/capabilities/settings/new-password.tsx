import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'

export const PASSWORD_LEAST = 8
export const PASSWORD_MOST = 128

/** A password that its owner chooses, typed twice. */
export function useNewPassword() {
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  return {
    password,
    again,
    setPassword,
    setAgain,
    differs: again !== '' && again !== password,
    ready: password.length >= PASSWORD_LEAST && again === password,
    clear: () => {
      setPassword('')
      setAgain('')
    },
  }
}

export function NewPassword(props: { choice: ReturnType<typeof useNewPassword> }): ReactNode {
  const { t } = useTranslation()
  const { choice } = props
  return (
    <>
      <Field label={t('password.new')} hint={t('password.hint')}>
        {(ids) => (
          <PasswordBox
            ids={ids}
            name="new-password"
            value={choice.password}
            least={PASSWORD_LEAST}
            onChange={choice.setPassword}
          />
        )}
      </Field>
      <Field label={t('password.again')} error={choice.differs ? t('password.differs') : undefined}>
        {(ids) => (
          <PasswordBox
            ids={ids}
            name="new-password"
            value={choice.again}
            least={PASSWORD_LEAST}
            onChange={choice.setAgain}
          />
        )}
      </Field>
    </>
  )
}

export function PasswordBox(props: {
  ids: object
  name: 'new-password' | 'current-password'
  value: string
  least?: number
  onChange: (text: string) => void
}): ReactNode {
  return (
    <Input.Password
      {...props.ids}
      size="large"
      autoComplete={props.name}
      {...(props.least !== undefined && { minLength: props.least })}
      maxLength={PASSWORD_MOST}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      required
    />
  )
}

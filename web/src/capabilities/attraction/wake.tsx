import { Checkbox } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { useWrite } from '../../shell/write.ts'
import { type Project, wake } from './queries.ts'

/** Takes up a project that rested. Where another office has the enterprise by now, whoever goes on says that it is another project. */
export function Wake(props: { project: Project }): ReactNode {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const [other, setOther] = useState(false)
  const { id } = props.project
  const write = useWrite({
    write: (reason: string) => wake(id, reason, other ? reason : undefined),
    done: () => t('attraction.wake.done'),
    after: () => setAsking(false),
  })
  return (
    <p className="q-note sea">
      {t('attraction.wake.rests')}{' '}
      <Button small kind="primary" onClick={() => setAsking(true)}>
        {t('attraction.wake.verb')}
      </Button>
      {asking && (
        <ReasonForm
          title={t('attraction.wake.verb')}
          hint={t('attraction.wake.hint')}
          button={t('attraction.wake.verb')}
          kind="primary"
          write={write}
          onClose={() => setAsking(false)}
        >
          <Checkbox checked={other} onChange={(event) => setOther(event.target.checked)}>
            {t('attraction.wake.distinct')}
          </Checkbox>
        </ReasonForm>
      )}
    </p>
  )
}

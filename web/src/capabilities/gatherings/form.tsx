import { type GatheringPage, MOST_ROUNDS } from '@qiongding/server/capabilities/gatherings/contract'
import { useNavigate } from '@tanstack/react-router'
import { Input, InputNumber, Segmented, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { gatheringVerbs } from './queries.ts'

type Way = GatheringPage['gathering']['way']

const ROUNDS = 5

/** Opens a gathering, or changes when and where one is. Who meets whom is arranged afterwards. */
export function GatheringForm(props: { of?: GatheringPage['gathering']; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const { of, onClose } = props
  const [title, setTitle] = useState(of?.title ?? '')
  const [day, setDay] = useState(of?.day ?? format.today)
  const [place, setPlace] = useState(of?.place ?? '')
  const [profile, setProfile] = useState(of?.profile ?? pack.matchings[0]?.id ?? '')
  const [way, setWay] = useState<Way>(of?.way ?? 'rounds')
  const [rounds, setRounds] = useState(of?.rounds ?? ROUNDS)
  const write = useWrite({
    write: async () => {
      const when = { title: title.trim(), day, place: place.trim() }
      if (of) return gatheringVerbs.change(of, { ...when, ...(way === 'rounds' && { rounds }) })
      return gatheringVerbs.open({ ...when, profile, way, rounds: way === 'rounds' ? rounds : 1, needs: [] })
    },
    done: () => t(of ? 'gathering.changed' : 'gathering.opened'),
    after: ({ id }) => {
      onClose()
      if (!of) void navigate({ to: '/gatherings/$id', params: { id }, search: { view: 'needs' } as never })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t(of ? 'gathering.changeOf' : 'gathering.new')} onClose={onClose}>
      <form onSubmit={submit}>
        <Field label={t('gathering.name')}>
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={100}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <div className="q-two-fields">
          <Field label={t('gathering.day')}>
            {(ids) => (
              <Input
                {...ids}
                type="date"
                required
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('gathering.place')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={100}
                value={place}
                onChange={(event) => setPlace(event.target.value)}
              />
            )}
          </Field>
        </div>
        {!of && (
          <>
            <Field label={t('gathering.profile')}>
              {(ids) => (
                <Select
                  {...ids}
                  style={{ width: '100%' }}
                  value={profile}
                  options={pack.matchings.map((one) => ({ value: one.id, label: label(one.label) }))}
                  onChange={setProfile}
                />
              )}
            </Field>
            <Field label={t('gathering.way.title')} hint={t(`gathering.way.${way}Hint`)}>
              {(ids) => (
                <Segmented<Way>
                  {...ids}
                  block
                  value={way}
                  options={(['rounds', 'places'] as const).map((value) => ({
                    value,
                    label: t(`gathering.way.${value}`),
                  }))}
                  onChange={setWay}
                />
              )}
            </Field>
          </>
        )}
        {way === 'rounds' && (
          <Field label={t('gathering.rounds')} hint={t('gathering.roundsHint')}>
            {(ids) => (
              <InputNumber
                {...ids}
                min={1}
                max={MOST_ROUNDS}
                precision={0}
                value={rounds}
                onChange={(next) => setRounds(next ?? 1)}
              />
            )}
          </Field>
        )}
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t(of ? 'action.save' : 'gathering.open')}
        </Button>
      </form>
    </Dialog>
  )
}

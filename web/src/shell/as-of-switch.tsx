import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { Icon } from '../kit/icons.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useAsOf, useGoTo } from './as-of.ts'
import { Popup } from './popup.tsx'
import { useSession } from './session.ts'

function monthOf(day: string, step: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 + step, 1)).toISOString().slice(0, 10)
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Six weeks from the Monday on or before the first of the month. */
function weeksOf(first: string): string[][] {
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const start = addDays(first, -weekday)
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day)),
  ).filter((week) => week.some((day) => day.slice(0, 7) === first.slice(0, 7)))
}

/** Days people ask for: last Monday, the end of last month, the start of the year. */
function favourites(today: string): readonly { key: string; day: string }[] {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
  return [
    { key: 'lastMonday', day: addDays(today, -weekday - 7) },
    { key: 'lastMonthEnd', day: addDays(`${today.slice(0, 7)}-01`, -1) },
    { key: 'yearStart', day: `${today.slice(0, 4)}-01-01` },
    { key: 'lastYearEnd', day: `${Number(today.slice(0, 4)) - 1}-12-31` },
  ]
}

function Calendar(props: { chosen: string; today: string; onChoose: (day: string) => void }): ReactNode {
  const { t } = useTranslation()
  const [first, setFirst] = useState(`${props.chosen.slice(0, 7)}-01`)
  const [year, month] = first.split('-').map(Number) as [number, number]
  return (
    <div className="q-calendar">
      <div className="q-row">
        <b className="q-grow" aria-live="polite">
          {t('asOfSwitch.month', { year, month, name: t(`month.${month}`) })}
        </b>
        <button
          type="button"
          className="q-icon-button"
          aria-label={t('asOfSwitch.earlier')}
          onClick={() => setFirst(monthOf(first, -1))}
        >
          <Icon name="left" small />
        </button>
        <button
          type="button"
          className="q-icon-button"
          aria-label={t('asOfSwitch.later')}
          disabled={monthOf(first, 1) > props.today}
          onClick={() => setFirst(monthOf(first, 1))}
        >
          <Icon name="right" small />
        </button>
      </div>
      <table>
        <thead>
          <tr>
            {[1, 2, 3, 4, 5, 6, 0].map((day) => (
              <th key={day} scope="col" abbr={t(`weekday.${day}`)}>
                {t(`weekdayShort.${day}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(first).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  <button
                    type="button"
                    disabled={day > props.today}
                    className={[
                      day.slice(0, 7) === first.slice(0, 7) ? '' : 'other',
                      day === props.chosen ? 'chosen' : '',
                      day === props.today ? 'today' : '',
                    ].join(' ')}
                    aria-label={day}
                    {...(day === props.chosen ? { 'aria-current': 'date' as const } : {})}
                    onClick={() => props.onChoose(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Turns every figure of the workbench to one day; known until that day as well, or with what is known now. */
export function AsOfSwitch(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { today } = useSession()
  const asOf = useAsOf()
  const goTo = useGoTo()
  const [alsoKnown, setAlsoKnown] = useState(asOf.known !== undefined)
  const chosen = asOf.on ?? today
  const past = asOf.on !== undefined || asOf.known !== undefined
  return (
    <Popup
      className="q-as-of"
      named
      width={238}
      label={t('asOfSwitch.label')}
      button={
        <>
          <Icon name="back" small />
          <span className="q-third">{t('asOfSwitch.word')}</span>
          <span className={past ? 'q-strong q-caution' : ''}>
            {past ? chosen : t('asOfSwitch.today', { day: today })}
          </span>
          <Icon name="below" small />
        </>
      }
    >
      {(close) => {
        const choose = (day: string) => {
          if (day === today && !alsoKnown) goTo({})
          else goTo({ on: day, ...(alsoKnown ? { known: day } : {}) })
          close()
        }
        return (
          <>
            <Calendar chosen={chosen} today={today} onChoose={choose} />
            <label className="q-row tight q-small" style={{ margin: '8px 0' }}>
              <input
                type="checkbox"
                checked={alsoKnown}
                onChange={(event) => setAlsoKnown(event.target.checked)}
              />
              {t('asOfSwitch.known')}
            </label>
            <hr />
            <div className="q-favourites">
              {favourites(today).map((favourite) => (
                <button
                  key={favourite.key}
                  type="button"
                  className="q-plain-button q-small"
                  onClick={() => choose(favourite.day)}
                >
                  {t(`asOfSwitch.${favourite.key}`)} {format.day(favourite.day)}
                </button>
              ))}
            </div>
          </>
        )
      }}
    </Popup>
  )
}

/** The strip under the top bar while a past day is shown. */
export function PastStrip(): ReactNode {
  const { t } = useTranslation()
  const { today } = useSession()
  const { on, known } = useAsOf()
  const goTo = useGoTo()
  if (on === undefined && known === undefined) return null
  const day = on ?? today
  return (
    <div className="q-note caution q-past" role="status">
      <Icon name="back" className="q-caution" />
      <span className="q-grow">
        {t(known === undefined ? 'asOfSwitch.readOnlyKnownNow' : 'asOfSwitch.readOnly', {
          day,
          known: known ?? '',
        })}
      </span>
      <Button small onClick={() => goTo({})}>
        {t('asOfSwitch.back')}
      </Button>
    </div>
  )
}

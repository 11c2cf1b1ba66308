import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PromiseAxis, PromiseBar, PromiseLegend, PromiseStrip } from '../../kit/promise-strip.tsx'
import { SectionTitle, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useIsPast } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import type { Dome } from './desk.tsx'

/** Element orders by kind: how many are open and late, when they are promised, how long they take, what they hold. */
export function Flow(props: { dome: Dome }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const isPast = useIsPast()
  const { dome } = props
  const most = Math.max(...dome.flow.map((flow) => flow.marks.length), 1)
  return (
    <section>
      <SectionTitle
        beside={<PromiseLegend />}
        aside={
          <SourceNote asOf={dome.on} demo={dome.demonstration}>
            {t('dome.flow.unit')}
          </SourceNote>
        }
      >
        {t('dome.flow.title')}
      </SectionTitle>
      <table className="q-table q-flow">
        <colgroup>
          <col style={{ width: 74 }} />
          <col style={{ width: 52 }} />
          <col style={{ width: 52 }} />
          <col className="strip" />
          <col style={{ width: 144 }} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('dome.flow.element')}</th>
            <th scope="col" className="q-right">
              {t('dome.flow.open')}
            </th>
            <th scope="col" className="q-right">
              {t('dome.flow.late')}
            </th>
            <th scope="col" className="strip">
              <span className="q-hidden">{t('dome.flow.strip')}</span>
              <PromiseAxis past={isPast} />
            </th>
            <th scope="col" className="q-right" title={t('dome.flow.medianMeans', { n: dome.enough })}>
              {t('dome.flow.median')}
            </th>
            <th scope="col" className="q-right">
              {t('dome.flow.blocks')}
            </th>
          </tr>
        </thead>
        <tbody>
          {dome.flow.map((flow) => {
            const unpromised = flow.marks.filter((mark) => mark.day === undefined).length
            const name = label(flow.label)
            const said = t('dome.flow.said', { name, open: flow.open, late: flow.late, unpromised })
            return (
              <tr key={flow.element}>
                <th scope="row">
                  <Link to="/orders" search={{ element: flow.element, open: 'true' } as never}>
                    {name}
                  </Link>
                </th>
                <td className="q-right">{format.figure(flow.open)}</td>
                <td className={flow.late > 0 ? 'q-right q-warm q-strong' : 'q-right q-third'}>
                  {format.figure(flow.late)}
                </td>
                <td className="strip">
                  <span className="wide-strip">
                    <PromiseStrip
                      marks={flow.marks}
                      label={said}
                      {...(dome.first?.order.element === flow.element ? { ringed: dome.first.order.id } : {})}
                    />
                  </span>
                  <span className="phone-strip">
                    <PromiseBar marks={flow.marks} most={most} label={said} />
                  </span>
                </td>
                <td className="q-right">
                  <Median days={flow.medianDays} n={flow.n} />
                </td>
                <td className={flow.blocks === 0 ? 'q-right q-third' : 'q-right'}>
                  {format.figure(flow.blocks)}
                </td>
              </tr>
            )
          })}
          <tr className="total">
            <th scope="row">{t('dome.flow.total')}</th>
            <td className="q-right">{format.figure(dome.total.open)}</td>
            <td className={dome.total.late > 0 ? 'q-right warm' : 'q-right'}>
              {format.figure(dome.total.late)}
            </td>
            <td className="strip q-small q-third wrap" style={{ fontWeight: 400 }}>
              {t('dome.flow.deduplicated')}
            </td>
            <td className="q-right">
              <Median days={dome.total.medianDays} n={dome.total.n} />
            </td>
            <td className="q-right">{format.figure(dome.total.blocks)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

/** A median with its sample; too small a sample says so instead of a figure. */
function Median(props: { days: number | undefined; n: number }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      {props.days === undefined ? (
        <span className="q-unknown-word">{t('dome.flow.tooFew')}</span>
      ) : (
        format.figure(props.days, 0)
      )}
      <span className="q-sample">n {format.figure(props.n)}</span>
    </>
  )
}

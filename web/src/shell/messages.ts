import { useTranslation } from 'react-i18next'
import { besideBound } from '../kit/format.ts'
import { useFormat } from '../kit/use-format.ts'
import { measuredIn, useClauseWords } from './clause-words.ts'
import { useFactText, type Value } from './facts.ts'
import { labelIn, useLabel, usePack } from './pack.ts'

export type Message = { readonly key: string; readonly params: Readonly<Record<string, Value>> }

/** Parameters that name a fact, and those that hold days. */
const DAYS = new Set(['until', 'on', 'day', 'since', 'from', 'promised'])

const isDay = (value: Value): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

/** A side of a comparison of numbers comes as a decimal. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/

/** Days in the units that ages are told in. */
const DAYS_IN: Readonly<Record<string, number>> = { 年: 365.25, 月: 30.4375 }

/** Says a message of an engine: looks its key up, and writes facts, days and units the way the reader knows them. */
export function useMessage(): (message: Message) => string {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const label = useLabel()
  const factText = useFactText()
  const words = useClauseWords()

  function factName(key: string): string {
    return label(pack.fact(key.replace(/^\$/, ''))?.label, key)
  }

  function paramText(name: string, value: Value, fact: string | undefined): string {
    if (name === 'fact') return factName(String(value))
    if (name === 'facts' && Array.isArray(value))
      return value.map((key) => factName(String(key))).join(t('fact.and'))
    if (name === 'unit') return format.unitWord(String(value))
    // Amounts of policies are yuan.
    if (name === 'amount' || (name === 'to' && fact === undefined)) return format.money(Number(value))
    if (name === 'from' && typeof value === 'string' && /^\d+(\.\d+)?$/.test(value))
      return format.money(Number(value))
    if (name === 'evidence' || name === 'kind')
      return label(labelIn(pack.evidence, String(value)), String(value))
    if (name === 'element') return label(labelIn(pack.elements, String(value)), String(value))
    if (name === 'stage')
      return label(
        pack.journeys.flatMap((journey) => journey.stages).find((stage) => stage.id === value)?.label,
        String(value),
      )
    if (name === 'operator') return t(`operator.${String(value)}`, { defaultValue: String(value) })
    if (DAYS.has(name) && isDay(value)) return format.day(value)
    if (name === 'value' && fact !== undefined) return factText(fact, value)
    if ((name === 'actual' || name === 'required' || name === 'is') && fact !== undefined)
      return sideText(value, fact)
    if (typeof value === 'number') return format.figure(value)
    if (typeof value === 'boolean') return t(value ? 'fact.yes' : 'fact.no')
    if (typeof value !== 'string') return value.join(t('fact.and'))
    return value
  }

  /** Sides of a comparison come as decimals of the shown unit, also the years since a day; everything else as the fact's own value. */
  function sideText(value: Value, fact: string): string {
    const definition = pack.fact(fact)
    if (definition?.type === 'number' || (definition?.type === 'day' && !isDay(value))) return String(value)
    return Array.isArray(value)
      ? value.map((item) => factText(fact, item)).join(t('fact.and'))
      : factText(fact, value)
  }

  return ({ key, params }) => {
    const fact = typeof params.fact === 'string' ? params.fact : undefined
    const unit = typeof params.unit === 'string' ? params.unit : ''
    const texts = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, paramText(name, value, fact)]),
    )
    const { low, high, by, actualDays } = params
    if (typeof actualDays === 'number')
      texts.actual = format.figure(Math.floor(actualDays / (DAYS_IN[unit] ?? 1)))
    else if (typeof params.actual === 'string' && DECIMAL.test(params.actual))
      texts.actual = besideBound(
        params.actual,
        typeof params.required === 'string' ? params.required : undefined,
      )
    const less = typeof by === 'string' && by.startsWith('-')
    const negated = params.negated === true && i18n.exists(`message.${key}-negated`)
    return t(`message.${key}${negated ? '-negated' : ''}`, {
      ...texts,
      fact:
        texts.fact ?? texts.label ?? (typeof params.text === 'string' ? words(measuredIn(params.text)) : ''),
      name:
        typeof params.zh === 'string' && typeof params.en === 'string'
          ? label({ zh: params.zh, en: params.en })
          : '',
      range: low === high ? (texts.low ?? '') : `${texts.low}—${texts.high}`,
      bound: `${params.exclusive === true ? '>' : '≥'} ${texts.required ?? ''}`,
      lack: typeof by === 'number' && by > 0 ? t('policy.lack', { by: texts.by }) : '',
      change: t(less ? 'policy.less' : 'policy.plus', { by: less ? by.slice(1) : (texts.by ?? '') }),
      unit: unit === '' ? '' : unit === '%' ? '%' : ` ${format.unitWord(unit)}`.trimEnd(),
      operator: texts.operator ?? '',
      defaultValue: key,
    })
  }
}

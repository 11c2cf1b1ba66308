/** Looks up a sentence of the locale by key. */
export type Words = (key: string, params?: Record<string, string | number>) => string

export type Language = 'zh' | 'en'

/** How figures, days and sums are written, per the visual guide §6. Amounts come in base units: yuan, persons, 1 for ratios. */
export type Format = ReturnType<typeof formatOf>

/** A real minus sign, not a hyphen. */
const MINUS = '\u2212'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Yuan in one unit of money. */
const MONEY_UNITS = { 元: 1, 万元: 10_000, 百万元: 1_000_000, 亿元: 100_000_000 } as const

/** Writers of figures by their decimals: making one costs more than writing a screen of figures with it. */
const WRITERS = new Map<number, Intl.NumberFormat>()

function writerOf(decimals: number): Intl.NumberFormat {
  const known = WRITERS.get(decimals)
  if (known) return known
  const made = new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals })
  WRITERS.set(decimals, made)
  return made
}

/** Digits with thousand separators and at most `decimals` places, no trailing zeros, a real minus. */
export function figure(value: number, decimals = 2): string {
  const rounded = Number(value.toFixed(decimals))
  const text = writerOf(decimals).format(Math.abs(rounded))
  return rounded < 0 ? `${MINUS}${text}` : text
}

/**
 * A measured decimal in as few decimals, two at least, as tell it from the bound it is held against: 72.39051696 beside 60 is 72.39, and
 * 59.9996 stays apart from 60.
 */
export function besideBound(measured: string, bound: string | undefined): string {
  const [value, other] = [Number(measured), Number(bound)]
  if (!Number.isFinite(value)) return measured
  for (let decimals = 2; decimals < 10; decimals++) {
    const rounded = Number(value.toFixed(decimals))
    if (bound === undefined || Number.isNaN(other) || Math.sign(rounded - other) === Math.sign(value - other))
      return figure(rounded, decimals)
  }
  return measured
}

/** A figure with its sign: `+25`, `−14`, `0`. */
export function signed(value: number, decimals = 1): string {
  const text = figure(value, decimals)
  return value > 0 && text !== '0' ? `+${text}` : text
}

/** Whole days from one day to another, both `YYYY-MM-DD`. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

function parts(day: string): { year: number; month: number; date: number } {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number) as [number, number, number]
  return { year, month, date }
}

/** ISO 8601 week number of a day. */
export function weekOf(day: string): number {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7))
  const start = Date.UTC(at.getUTCFullYear(), 0, 1)
  return Math.ceil(((at.getTime() - start) / 86_400_000 + 1) / 7)
}

/** The writer of figures for one language, on one day (the day decides which year needs no mention). */
export function formatOf(words: Words, language: Language, today: string) {
  const zh = language === 'zh'

  /** `11-06` this year, `2025-12-31` otherwise; `6 Nov`, `31 Dec 2025`. A month alone: `2025-12`, `Dec 2025`. */
  function day(value: string): string {
    const { year, month, date } = parts(value)
    if (value.length === 7) return zh ? value : `${MONTHS[month - 1]} ${year}`
    const sameYear = year === parts(today).year
    if (zh) return sameYear ? value.slice(5, 10) : value.slice(0, 10)
    const short = `${date} ${MONTHS[month - 1]}`
    return sameYear ? short : `${short} ${year}`
  }

  /** `11月23日 周一`; `Mon 23 Nov`. */
  function sentenceDay(value: string): string {
    const { month, date } = parts(value)
    const weekday = words(`weekday.${new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDay()}`)
    return words('format.sentenceDay', { month: zh ? month : (MONTHS[month - 1] ?? month), date, weekday })
  }

  /** Instants are shown on the clock of the reader. */
  function moment(value: string): string {
    const at = new Date(value)
    const two = (part: number) => String(part).padStart(2, '0')
    const local = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
    return `${day(local)} ${two(at.getHours())}:${two(at.getMinutes())}`
  }

  /** Yuan in the unit that reads best: 亿元 from 1 亿, 万元 from 1 万, 元 below; CNY bn, M and plain in English. */
  function money(value: number): string {
    const size = Math.abs(value)
    if (zh) {
      if (size >= 1e8) return words('format.amount', { figure: figure(value / 1e8), unit: '亿元' })
      if (size >= 1e4) return words('format.amount', { figure: figure(value / 1e4), unit: '万元' })
      return words('format.amount', { figure: figure(value), unit: '元' })
    }
    if (size >= 1e9) return `CNY ${figure(value / 1e9)} bn`
    if (size >= 1e6) return `CNY ${figure(value / 1e6)} M`
    return `CNY ${figure(value)}`
  }

  /** Yuan as a bare figure in the unit its column header names. */
  function moneyIn(value: number, unit: keyof typeof MONEY_UNITS): string {
    return figure(value / MONEY_UNITS[unit])
  }

  /** A ratio as percent: 0.042 is `4.2%`. */
  function share(value: number, decimals = 1): string {
    return `${figure(value * 100, decimals)}%`
  }

  /** A difference of two ratios, in points: 0.008 is `0.8 个百分点`, `0.8 pp`. */
  function points(value: number): string {
    return words('format.points', { figure: figure(value * 100, 1) })
  }

  /** The word of a unit; count words that a language does not say (`#` in its locale) are left out. */
  function unitWord(unit: string, count?: number): string {
    const many = words(`unit.${unit}`, { defaultValue: unit })
    if (many === '#') return ''
    return count === 1 ? words(`unitOfOne.${unit}`, { defaultValue: many }) : many
  }

  /** A figure with its unit: one space before the unit, none before a percent sign. */
  function amount(value: number, unit: string): string {
    if (unit === '%' || unit === '‰') return `${figure(value)}${unit}`
    const word = unit === '' ? '' : unitWord(unit, value)
    return word === '' ? figure(value) : words('format.amount', { figure: figure(value), unit: word })
  }

  /** What is left of a clock, in minutes; negative is over. */
  function remaining(minutes: number): string {
    const size = Math.abs(minutes)
    const over = minutes < 0
    if (size >= 24 * 60) {
      return words(over ? 'format.overDays' : 'format.leftDays', { days: Math.floor(size / (24 * 60)) })
    }
    const params = { hours: Math.floor(size / 60), minutes: Math.round(size % 60) }
    return words(over ? 'format.overHours' : 'format.leftHours', params)
  }

  return {
    language,
    today,
    figure,
    signed,
    day,
    sentenceDay,
    moment,
    money,
    moneyIn,
    share,
    points,
    unitWord,
    amount,
    remaining,
  }
}

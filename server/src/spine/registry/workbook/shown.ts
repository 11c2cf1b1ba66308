import * as XLSX from '@e965/xlsx'

/**
 * Parts of number formats that Chinese Excel and WPS write and the formatter of the parser does not know: `!` before a sign to
 * show, `G/通用格式` for General, numerals by `[DBNum1]`, a bare `¥`. It then answers nothing, or shows the escape itself.
 */
const UNKNOWN_TO_FORMATTER = /!|G\/通用格式|\[DBNum|[¥￥]|General\s*["\\]|["\\][^"]*"?\s*General/
const GENERAL_WITH_WORDS = /^(?:"([^"]*)"|\\(.))?\s*(?:\[[^\]]*\])*General(?:"([^"]*)"|\\(.))?(?:;.*)?$/i

/** `0!.0,` and its like: a point put between digits, so that yuan show as ten thousands (`0!.0,"万"`: 35000 is 3.5万). */
const POINT_PUT_IN = /(?:#,##)?0!\.(0+)(,*)/

/** The part of a format that holds for a number: `[>=10000]0!.0,"万";0` has one for large numbers and one for the rest. */
function sectionFor(format: string, value: number): string {
  const sections = format.split(';')
  const bound = /^\[>=?(\d+)\]/.exec(sections[0]!)
  if (bound && value < Number(bound[1]) && sections.length > 1) return sections[1]!
  return (!bound && value < 0 && sections.length > 1 ? sections[1]! : sections[0]!).replace(
    /^\[[<>=]+\d+\]/,
    '',
  )
}

function withPointPutIn(section: string, value: number): string {
  const [whole, decimals, scale] = POINT_PUT_IN.exec(section)!
  const steps = Math.round(Math.abs(value) / 1000 ** scale!.length)
  const digits = (steps / 10 ** decimals!.length).toFixed(decimals!.length)
  const shown = section
    .replace(whole, digits)
    .replace(/"([^"]*)"/g, '$1')
    .replace(/\\(.)/g, '$1')
  return `${value < 0 ? '-' : ''}${shown}`
}

const MADE = new Map<string, (value: number) => string | undefined>()

function maker(format: string): (value: number) => string | undefined {
  const plain = format
    .replace(/G\/通用格式/g, 'General')
    .replace(/\[DBNum\d\]/g, '')
    .replace(/!(.)/g, '\\$1')
    .replace(/(?<!["\\])[¥￥](?!")/g, '"¥"')
  const general = GENERAL_WITH_WORDS.exec(plain)
  return (value) => {
    try {
      const section = sectionFor(format, value)
      if (POINT_PUT_IN.test(section)) return withPointPutIn(section, value)
      if (general) {
        const [, before, sign, after, mark] = general
        return `${before ?? sign ?? ''}${XLSX.SSF.format('General', value)}${after ?? mark ?? ''}`
      }
      return String(XLSX.SSF.format(plain, value))
    } catch {
      return undefined
    }
  }
}

/** What a number looks like under its format, where the parser's own answer is not to be relied on; otherwise undefined. */
export function shownNumber(format: string, value: number): string | undefined {
  if (!UNKNOWN_TO_FORMATTER.test(format)) return undefined
  let make = MADE.get(format)
  if (!make) {
    // A workbook has at most some hundred formats; a file made to have millions does not fill the memory.
    if (MADE.size > 2000) MADE.clear()
    make = maker(format)
    MADE.set(format, make)
  }
  return make(value)
}

import * as XLSX from '@e965/xlsx'
import { shownNumber } from '../shown.ts'
import { attributeOf, tagsOf } from './scan.ts'

/**
 * Formats without a text of their own in the file. Those below 50 are everybody's (ECMA-376 18.8.30); the Chinese ones are what a
 * Chinese Excel means by them: 57 is what it gives a typed `2019年3月`.
 */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm/d/yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  34: 'h"时"mm"分"',
  35: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  37: '#,##0;-#,##0',
  38: '#,##0;-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;-#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  55: 'h"时"mm"分"',
  56: 'h"时"mm"分"ss"秒"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
}

/** How the numbers of one style look. */
export type NumberStyle = { readonly isDate: boolean; readonly show: (value: number) => string }

/** Whole numbers up to this show all their digits under General. */
const GENERAL_DIGITS = 1e11

function general(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < GENERAL_DIGITS) return String(value)
  return XLSX.SSF.format('General', value)
}

function styleOf(format: string, is1904: boolean): NumberStyle {
  if (/^general$/i.test(format) || format === '' || format === '@') return { isDate: false, show: general }
  const isDate = XLSX.SSF.is_date(format)
  return {
    isDate,
    show: (value) => {
      const own = isDate ? undefined : shownNumber(format, value)
      if (own !== undefined) return own
      try {
        return String(XLSX.SSF.format(format, value, { date1904: is1904 }))
      } catch {
        return String(value)
      }
    },
  }
}

/** The number styles of a workbook by the index that cells name. */
export function numberStyles(styles: string, is1904: boolean): readonly NumberStyle[] {
  const own = new Map(
    tagsOf(styles, 'numFmt').map((tag) => [
      Number(attributeOf(tag, 'numFmtId')),
      attributeOf(tag, 'formatCode') ?? '',
    ]),
  )
  const made = new Map<number, NumberStyle>()
  const cells = /<cellXfs[\s>][\s\S]*?<\/cellXfs>/.exec(styles)?.[0] ?? ''
  return tagsOf(cells, 'xf').map((tag) => {
    const id = Number(attributeOf(tag, 'numFmtId') ?? 0)
    let style = made.get(id)
    if (!style) {
      style = styleOf(own.get(id) ?? BUILT_IN[id] ?? 'General', is1904)
      made.set(id, style)
    }
    return style
  })
}

import { attribute, Odd, withAttribute } from './xml.ts'

export type Level = 'error' | 'remark'

/** Quiet fills that differ in lightness too: the darker of the two stays the darker in a print without colours. */
const COLOURS: Record<Level, string> = { error: 'FFF7D3D3', remark: 'FFFCF1CF' }
const LEVELS: readonly Level[] = ['error', 'remark']
const fillXml = (level: Level) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${COLOURS[level]}"/><bgColor indexed="64"/></patternFill></fill>`

/** Other programs write a background beside it, which may be any colour of ours. */
const isFill = (fill: string, level: Level) => new RegExp(`<fgColor\\s[^>]*"${COLOURS[level]}"`).test(fill)

type GuideLook = 'title' | 'head' | 'line'

function listIn(xml: string, name: string): { from: number; to: number; inner: string; open: string } {
  const match = new RegExp(`<${name}(\\s[^>]*)?>([\\s\\S]*?)</${name}>`).exec(xml)
  if (!match) throw new Odd(name)
  return { from: match.index, to: match.index + match[0].length, inner: match[2] ?? '', open: match[1] ?? '' }
}
const piecesOf = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}(?=[\\s/>])[^>]*?(?:/>|>[\\s\\S]*?</${name}>)`, 'g'))].map(
    ([found]) => found,
  )
const headOf = (xf: string) => xf.slice(0, xf.indexOf('>') + 1)

/** What a look is but for its fill: two looks that agree in it differ in nothing else. */
const withoutFill = (xf: string) =>
  xf.replace(/\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')/g, '').replace(/\s+(?=\/?>)/, '')

/**
 * The looks of a workbook with those of marked cells added: each a copy of the look the cell had, with another fill. What a workbook
 * has already keeps its place.
 */
export function addedLooks(styles: string) {
  const fills = listIn(styles, 'fills')
  const xfs = listIn(styles, 'cellXfs')
  const fonts = listIn(styles, 'fonts')
  const ownFills = piecesOf(fills.inner, 'fill')
  const fontCount = piecesOf(fonts.inner, 'font').length
  const looks = piecesOf(xfs.inner, 'xf')
  const addedFills: string[] = []
  const fillOf = Object.fromEntries(
    LEVELS.map((level) => {
      const there = ownFills.findIndex((fill) => isFill(fill, level))
      return [level, there >= 0 ? there : ownFills.length + addedFills.push(fillXml(level)) - 1]
    }),
  ) as Record<Level, number>
  const marking = new Set(
    ownFills.flatMap((fill, at) => (LEVELS.some((one) => isFill(fill, one)) ? [at] : [])),
  )
  const fillAt = (xf: string) => Number(attribute(headOf(xf), 'fillId') ?? 0)
  // Of two looks that differ in nothing but the fill, the one without any is the likelier.
  const plainOf = new Map<string, number>()
  for (const [at, xf] of looks.entries()) {
    const key = withoutFill(xf)
    if (marking.has(fillAt(xf))) continue
    if (!plainOf.has(key) || fillAt(xf) === 0) plainOf.set(key, at)
  }
  const made = new Map<string, number>()
  const added: string[] = []
  const add = (key: string, xf: string) => {
    const known = made.get(key)
    if (known !== undefined) return known
    added.push(xf)
    made.set(key, looks.length + added.length - 1)
    return looks.length + added.length - 1
  }
  const refilled = (style: number, fill: number, key: string) => {
    const base = looks[style] ?? looks[0]
    if (base === undefined) throw new Odd('cellXfs')
    const tag = withAttribute(withAttribute(headOf(base), 'fillId', String(fill)), 'applyFill', '1')
    return add(key, tag + base.slice(headOf(base).length))
  }
  const guide = (alignment: string, font: number) =>
    `<xf numFmtId="0" fontId="${font}" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" ${alignment}/></xf>`
  return {
    /** The look of a marked cell that had this one. */
    of: (style: number, level: Level) => refilled(style, fillOf[level], `${style} ${level}`),
    /** The look a cell had before it was marked; its own where it is not. */
    before(style: number): number {
      const xf = looks[style]
      if (xf === undefined || !marking.has(fillAt(xf))) return style
      return plainOf.get(withoutFill(xf)) ?? refilled(style, 0, `${style} plain`)
    },
    /** Whether any cell may bear a mark of an earlier time. */
    marked: marking.size > 0,
    guide: (look: GuideLook) =>
      add(
        `guide ${look}`,
        guide(look === 'title' ? '' : 'wrapText="1"', look === 'line' ? fontCount : fontCount + 1),
      ),
    xml(): string {
      const replaced = (xml: string, name: string, pieces: { inner: string; count: number }) => {
        const list = listIn(xml, name)
        const open =
          attribute(`<${name}${list.open}>`, 'count') === undefined
            ? list.open
            : list.open.replace(/(\scount\s*=\s*)(?:"[^"]*"|'[^']*')/, `$1"${pieces.count}"`)
        return `${xml.slice(0, list.from)}<${name}${open}>${pieces.inner}</${name}>${xml.slice(list.to)}`
      }
      const font = (bold: boolean) =>
        `<font>${bold ? '<b/>' : ''}<sz val="${bold ? 12 : 11}"/><color rgb="FF182125"/><name val="宋体"/><charset val="134"/></font>`
      const withFonts = replaced(styles, 'fonts', {
        inner: fonts.inner + font(false) + font(true),
        count: fontCount + 2,
      })
      const withFills = replaced(withFonts, 'fills', {
        inner: fills.inner + addedFills.join(''),
        count: ownFills.length + addedFills.length,
      })
      return replaced(withFills, 'cellXfs', {
        inner: xfs.inner + added.join(''),
        count: looks.length + added.length,
      })
    },
  }
}
export type Looks = ReturnType<typeof addedLooks>

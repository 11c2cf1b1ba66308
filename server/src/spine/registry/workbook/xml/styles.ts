import { escapeXml, XML_HEAD } from './text.ts'

/** How a cell looks. Colours are ARGB. */
export type Look = {
  readonly bold?: true
  readonly italic?: true
  readonly size?: number
  readonly colour?: string
  readonly fill?: string
  /** A hatched fill in this colour: it shows in a print without colours. */
  readonly hatch?: string
  readonly border?: true
  readonly format?: string
  readonly horizontal?: 'left' | 'center' | 'right'
  readonly wrap?: true
}

const LINE = 'FFC9D1D4'
/** Number formats below this are Excel's own (ECMA-376 part 1, 18.8.30). */
const OWN_FORMATS = 164

/** The looks of a workbook, each once; a look is named by its place. */
export function styleBook(): { of(look: Look): number; xml(): string } {
  const looks = new Map<string, number>()
  const all: Look[] = []
  const of = (look: Look) => {
    const key = JSON.stringify(look)
    const known = looks.get(key)
    if (known !== undefined) return known
    looks.set(key, all.length)
    all.push(look)
    return all.length - 1
  }
  of({})
  return { of, xml: () => stylesXml(all) }
}

/** Pieces of XML kept once each; `at` answers the place of one. */
function shelf(...first: readonly string[]): { at(piece: string): number; readonly pieces: string[] } {
  const pieces = [...first]
  return {
    pieces,
    at(piece) {
      const found = pieces.indexOf(piece)
      return found >= 0 ? found : pieces.push(piece) - 1
    },
  }
}

function fillXml({ fill, hatch }: Look): string {
  if (hatch)
    return `<fill><patternFill patternType="lightUp"><fgColor rgb="${hatch}"/><bgColor rgb="${fill ?? 'FFFFFFFF'}"/></patternFill></fill>`
  if (fill)
    return `<fill><patternFill patternType="solid"><fgColor rgb="${fill}"/><bgColor indexed="64"/></patternFill></fill>`
  return '<fill><patternFill patternType="none"/></fill>'
}

function fontXml({ bold, italic, size = 11, colour = 'FF000000' }: Look): string {
  return `<font>${bold ? '<b/>' : ''}${italic ? '<i/>' : ''}<sz val="${size}"/><color rgb="${colour}"/><name val="宋体"/><charset val="134"/></font>`
}

const side = (name: string) => `<${name} style="thin"><color rgb="${LINE}"/></${name}>`
const NO_BORDER = '<border><left/><right/><top/><bottom/><diagonal/></border>'
const BORDER = `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`

function stylesXml(all: readonly Look[]): string {
  const fonts = shelf(fontXml({}))
  // The first two fills are fixed (ECMA-376 part 1, 18.8.21).
  const fills = shelf(
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  )
  const borders = shelf(NO_BORDER)
  const formats = shelf()
  const xfs = all.map((look) => {
    const format =
      look.format === undefined || look.format === 'General'
        ? 0
        : look.format === '@'
          ? 49
          : OWN_FORMATS + formats.at(look.format)
    const aligned = look.horizontal || look.wrap
    const alignment = `<alignment${look.horizontal ? ` horizontal="${look.horizontal}"` : ''} vertical="center"${look.wrap ? ' wrapText="1"' : ''}/>`
    return `<xf numFmtId="${format}" fontId="${fonts.at(fontXml(look))}" fillId="${fills.at(fillXml(look))}" borderId="${borders.at(look.border ? BORDER : NO_BORDER)}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${aligned ? alignment : ''}</xf>`
  })
  const list = (name: string, pieces: readonly string[]) =>
    pieces.length === 0 ? '' : `<${name} count="${pieces.length}">${pieces.join('')}</${name}>`
  const numFmts = formats.pieces.map(
    (code, index) => `<numFmt numFmtId="${OWN_FORMATS + index}" formatCode="${escapeXml(code)}"/>`,
  )
  return `${XML_HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${list('numFmts', numFmts)}${list('fonts', fonts.pieces)}${list('fills', fills.pieces)}${list('borders', borders.pieces)}<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>${list('cellXfs', xfs)}<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

import { addressOf, cellXml } from '../xml/text.ts'
import { type Choice, columnOf, withChoices } from './choices.ts'
import type { CellMark } from './index.ts'
import type { Looks } from './looks.ts'
import { attribute, Odd, withAttribute } from './xml.ts'

/** Columns of a worksheet (Excel specifications and limits). */
const COLUMNS = 16_384
/** Elements that follow drop-downs, and the drawing of comments, in a worksheet (ECMA-376 part 1, 18.3.1.99). */
const AFTER_CHOICES =
  /<(hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)(?=[\s/>])|<\/worksheet>/
const AFTER_DRAWING =
  /<(legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)(?=[\s/>])|<\/worksheet>/

function before(text: string, pattern: RegExp, added: string): string {
  const match = pattern.exec(text)
  if (!match) throw new Odd('worksheet')
  return text.slice(0, match.index) + added + text.slice(match.index)
}

type Cell = { column: number; xml: string }
const CELL = /<c(?=[\s/>])[^>]*?(?:\/>|>[\s\S]*?<\/c>)/g
const tagOf = (xml: string) => xml.slice(0, xml.indexOf('>') + 1)

function cellsOf(row: string): Cell[] {
  return [...row.matchAll(CELL)].map(([xml]) => {
    const address = attribute(tagOf(xml), 'r')
    if (address === undefined) throw new Odd('cells without an address')
    return { column: columnOf(address.replace(/\d+$/, '')), xml }
  })
}

/** The look of a cell that is not there: that of its row, or of its column. */
function lookOf(
  rowTag: string,
  columns: readonly { min: number; max: number; style: number }[],
  column: number,
): number {
  if (attribute(rowTag, 'customFormat') === '1') return Number(attribute(rowTag, 's') ?? 0)
  return columns.find(({ min, max }) => min <= column && column <= max)?.style ?? 0
}

/** `<cols>` with one hidden column more; a stretch that covers it is cut in two. */
function withHidden(cols: string, hidden: number): string {
  const stretches = [...cols.matchAll(/<col\s[^>]*>/g)].flatMap(([tag]) => {
    const [min, max] = [Number(attribute(tag, 'min')), Number(attribute(tag, 'max'))]
    if (hidden < min || hidden > max) return [{ min, tag }]
    return [
      ...(min < hidden ? [{ min, tag: withAttribute(tag, 'max', String(hidden - 1)) }] : []),
      ...(max > hidden ? [{ min: hidden + 1, tag: withAttribute(tag, 'min', String(hidden + 1)) }] : []),
    ]
  })
  stretches.push({
    min: hidden,
    tag: `<col min="${hidden}" max="${hidden}" width="0" hidden="1" customWidth="1"/>`,
  })
  return `<cols>${stretches
    .toSorted((a, b) => a.min - b.min)
    .map(({ tag }) => (tag.endsWith('/>') ? tag : tag.replace(/>$/, '/>')))
    .join('')}</cols>`
}

/** The first column that nothing of the sheet reaches: no cell, no merged area. Where a sheet is formatted to its edge, no cell that holds something. */
function freeColumn(xml: string): number {
  let last = 0
  for (const [, letters = ''] of xml.matchAll(/<mergeCell\s[^>]*?ref="[A-Z]+\d+:([A-Z]+)\d+"/g))
    last = Math.max(last, columnOf(letters))
  const reach = (pattern: RegExp) => {
    let most = last
    for (const [, letters = ''] of xml.matchAll(pattern)) most = Math.max(most, columnOf(letters))
    return most + 1
  }
  const free = reach(/<c\s[^>]*?\br="([A-Z]+)\d+"/g)
  return free <= COLUMNS ? free : reach(/<c\s(?=[^>]*[^/]>)[^>]*?\br="([A-Z]+)\d+"/g)
}

export type SheetPatch = {
  readonly marks: readonly CellMark[]
  readonly choices: readonly Choice[]
  /** Texts of a hidden column, by row; `markColumn` where it has one already. */
  readonly hidden: ReadonlyMap<number, string>
  readonly markColumn?: number
}

/** One worksheet with its marks. Throws `Odd` where they find no place. */
export function patchSheet(
  xml: string,
  question: SheetPatch,
  looks: Looks,
  drawing: string | undefined,
): string {
  const open = xml.indexOf('<sheetData')
  const close = xml.indexOf('</sheetData>')
  if (open < 0 || close < 0 || !/<worksheet(?=[\s>])/.test(xml)) throw new Odd('sheetData')
  const start = xml.indexOf('>', open) + 1
  const hidden = question.markColumn ?? freeColumn(xml)
  if (question.hidden.size > 0 && hidden > COLUMNS) throw new Odd('no free column')
  const columnTags = /<cols>[\s\S]*?<\/cols>/.exec(xml.slice(0, open))?.[0] ?? ''
  const columns = [...columnTags.matchAll(/<col\s[^>]*>/g)].map(([tag]) => ({
    min: Number(attribute(tag, 'min')),
    max: Number(attribute(tag, 'max')),
    style: Number(attribute(tag, 'style') ?? 0),
  }))
  const marksOf = Map.groupBy(question.marks, (mark) => mark.row)
  const everyRow = looks.marked || question.markColumn !== undefined
  const pieces: string[] = []
  let kept = start
  let at = start
  let number = 0
  let written = 0
  for (;;) {
    const from = xml.indexOf('<row', at)
    if (from < 0 || from >= close) break
    const tagEnd = xml.indexOf('>', from)
    const tag = xml.slice(from, tagEnd + 1)
    const isEmpty = tag.endsWith('/>')
    const inner = isEmpty ? tagEnd + 1 : xml.indexOf('</row>', tagEnd)
    if (inner < 0) throw new Odd('row')
    at = isEmpty ? inner : inner + '</row>'.length
    number = Number(attribute(tag, 'r') ?? number + 1)
    const marks = marksOf.get(number) ?? []
    const text = question.hidden.get(number)
    if (marks.length === 0 && text === undefined && !everyRow) continue
    let cells = isEmpty ? [] : cellsOf(xml.slice(tagEnd + 1, inner))
    if (looks.marked) for (const cell of cells) unmark(cell, looks)
    for (const { column, level } of marks)
      mark(cells, {
        row: number,
        column,
        look: (style) => looks.of(style, level),
        missing: lookOf(tag, columns, column),
      })
    if (text !== undefined || question.markColumn !== undefined)
      cells = cells.filter((cell) => cell.column !== hidden)
    if (text !== undefined) {
      written += 1
      const place = cells.findIndex((cell) => cell.column > hidden)
      cells.splice(place < 0 ? cells.length : place, 0, {
        column: hidden,
        xml: `<c r="${addressOf(number, hidden)}" t="inlineStr"><is><t>${cellXml(text)}</t></is></c>`,
      })
    }
    const bare = tag.replace(/\sspans\s*=\s*"[^"]*"/, '').replace(/\s*\/>$/, '>')
    pieces.push(xml.slice(kept, from), `${bare}${cells.map((cell) => cell.xml).join('')}</row>`)
    kept = at
  }
  if (written < question.hidden.size) throw new Odd('rows that are not there')
  const middle = pieces.join('') + xml.slice(kept, close)
  const head = headWith(xml.slice(0, start), columnTags, question.hidden.size > 0 ? hidden : undefined)
  return head + middle + tailWith(xml.slice(close), question.choices, drawing)
}

const styleOf = (cell: Cell) => Number(attribute(tagOf(cell.xml), 's') ?? 0)
const restyle = (cell: Cell, style: number) => {
  const tag = tagOf(cell.xml)
  cell.xml = withAttribute(tag, 's', String(style)) + cell.xml.slice(tag.length)
}

function unmark(cell: Cell, looks: Looks): void {
  const style = styleOf(cell)
  const former = looks.before(style)
  if (former !== style) restyle(cell, former)
}

function mark(
  cells: Cell[],
  at: { row: number; column: number; look: (style: number) => number; missing: number },
): void {
  const place = cells.findIndex((cell) => cell.column >= at.column)
  const there = cells[place]
  if (there?.column === at.column) {
    restyle(there, at.look(styleOf(there)))
    return
  }
  const fresh = {
    column: at.column,
    xml: `<c r="${addressOf(at.row, at.column)}" s="${at.look(at.missing)}"/>`,
  }
  if (place < 0) cells.push(fresh)
  else cells.splice(place, 0, fresh)
}

function headWith(head: string, columnTags: string, hidden: number | undefined): string {
  // The stated dimension would be too small: it is optional, and a wrong one is worse than none.
  const plain = head.replace(/<dimension\s[^>]*\/>/, '')
  if (hidden === undefined) return plain
  const cols = withHidden(columnTags, hidden)
  return columnTags === ''
    ? plain.replace('<sheetData', () => `${cols}<sheetData`)
    : plain.replace(columnTags, () => cols)
}

function tailWith(tail: string, choices: readonly Choice[], drawing: string | undefined): string {
  const text = withChoices(tail, choices, (rest, added) => before(rest, AFTER_CHOICES, added))
  if (drawing === undefined || /<legacyDrawing\s/.test(text)) return text
  return before(
    text,
    AFTER_DRAWING,
    `<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="${drawing}"/>`,
  )
}

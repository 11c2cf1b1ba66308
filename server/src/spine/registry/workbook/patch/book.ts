import { quotedSheet } from '../xml/book.ts'
import { escapeXml } from '../xml/text.ts'
import { attribute, Odd, targetOf, withAttribute, withRelation } from './xml.ts'

/** Sheets of ours in the workbook of an office: what to do, in front, and words of long drop-downs, hidden at the end. */
const NAMES = { guide: 'qd_guide', words: 'qd_words' } as const
type Own = keyof typeof NAMES

const sheetTags = (workbook: string) =>
  [...workbook.matchAll(/<sheet\s[^>]*?\/?>/g)].map(([tag]) => ({
    tag,
    name: attribute(tag, 'name') ?? '',
    id: attribute(tag, 'r:id') ?? '',
  }))

/** The part of a sheet by its name. */
export function sheetPart(workbook: string, relations: string, name: string): string | undefined {
  const id = sheetTags(workbook).find((one) => one.name === name)?.id
  return id === undefined ? undefined : targetOf(relations, id, 'xl')
}

/** The sheet that was put there at an earlier time, by the hidden name that tells it through whatever it is called. */
function ownSheet(workbook: string, which: Own): string | undefined {
  const match = new RegExp(`<definedName\\s[^>]*?name="${NAMES[which]}"[^>]*>([^<]*)<`).exec(workbook)
  const text = match?.[1]?.replaceAll('&apos;', "'").replaceAll('&amp;', '&') ?? ''
  const found = /^(?:'((?:[^']|'')+)'|([^'!]+))!/.exec(text)
  return found?.[1]?.replaceAll("''", "'") ?? found?.[2]
}

/** A sheet name that the workbook does not have yet. */
function freeName(workbook: string, wanted: string): string {
  const taken = new Set(sheetTags(workbook).map((one) => one.name.toLowerCase()))
  for (let copy = 1; ; copy += 1) {
    const name = copy === 1 ? wanted : `${wanted.slice(0, 26)} ${copy}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** Elements that follow names in a workbook (ECMA-376 part 1, 18.2.27). */
const AFTER_NAMES =
  /<(calcPr|oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr|webPublishObjects|extLst)(?=[\s/>])|<\/workbook>/

function named(workbook: string, which: Own, sheet: string): string {
  const one = `<definedName name="${NAMES[which]}" hidden="1">${escapeXml(quotedSheet(sheet))}!$A$1</definedName>`
  if (workbook.includes('</definedNames>'))
    return workbook.replace('</definedNames>', () => `${one}</definedNames>`)
  const place = AFTER_NAMES.exec(workbook)
  if (!place) throw new Odd('workbook')
  return `${workbook.slice(0, place.index)}<definedNames>${one}</definedNames>${workbook.slice(place.index)}`
}

/** Everything that names a sheet by its place, moved on by one. */
function movedOn(workbook: string): string {
  const moved = (tag: string, name: string) => {
    const place = attribute(tag, name)
    return place === undefined ? tag : withAttribute(tag, name, String(Number(place) + 1))
  }
  const viewed = /<workbookView(?=[\s/>])/.test(workbook)
    ? workbook
    : workbook.replace('<sheets>', '<bookViews><workbookView/></bookViews><sheets>')
  return viewed
    .replace(/<definedName\s[^>]*>/g, (tag) => moved(tag, 'localSheetId'))
    .replace(/<workbookView(?=[\s/>])[^>]*>/g, (tag) =>
      // The marked sheet stays the one that is open.
      withAttribute(
        moved(tag, 'firstSheet'),
        'activeTab',
        String(Number(attribute(tag, 'activeTab') ?? 0) + 1),
      ),
    )
}

export type Book = { readonly workbook: string; readonly relations: string }
export type Added = Book & { readonly name: string; readonly path: string; readonly isNew: boolean }

/** A workbook with one of our sheets: the one it has from an earlier time, or a new one under a free name. */
export function withSheet(
  book: Book,
  which: Own,
  given: { readonly name: string; readonly path: string },
): Added {
  const there = ownSheet(book.workbook, which)
  const part = there === undefined ? undefined : sheetPart(book.workbook, book.relations, there)
  if (there !== undefined && part !== undefined) return { ...book, name: there, path: part, isNew: false }
  if (!/<sheets>/.test(book.workbook)) throw new Odd('sheets')
  const { relations, id } = withRelation(book.relations, 'worksheet', given.path.replace(/^xl\//, ''))
  const ids = sheetTags(book.workbook).map(({ tag }) => Number(attribute(tag, 'sheetId') ?? 0))
  const name = freeName(book.workbook, given.name)
  const added = `<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="${escapeXml(name)}" sheetId="${Math.max(0, ...ids) + 1}"${which === 'words' ? ' state="veryHidden"' : ''} r:id="${id}"/>`
  const workbook =
    which === 'guide'
      ? movedOn(book.workbook).replace('<sheets>', () => `<sheets>${added}`)
      : book.workbook.replace('</sheets>', () => `${added}</sheets>`)
  return { workbook: named(workbook, which, name), relations, name, path: given.path, isNew: true }
}

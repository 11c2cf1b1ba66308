import { quotedSheet } from '../xml/book.ts'
import { openSheet } from '../xml/sheet.ts'
import { lettersOf } from '../xml/text.ts'
import { zipWriter } from '../xml/zip-writer.ts'
import { unpack, whole, zipEntries } from '../zip.ts'
import { sheetPart, withSheet } from './book.ts'
import type { Choice } from './choices.ts'
import { addedLooks, type Level, type Looks } from './looks.ts'
import { type Note, withNotes } from './notes.ts'
import { patchSheet } from './sheet.ts'
import { Odd, relationsOf, typesWith } from './xml.ts'

export { Odd } from './xml.ts'

/** A cell to be marked, and what is said of it. */
export type CellMark = {
  readonly row: number
  readonly column: number
  readonly level: Level
  readonly note?: string
}

/** Words that a stretch of a column may hold. */
export type WordChoice = {
  readonly column: number
  readonly from: number
  readonly to: number
  readonly words: readonly string[]
}

export type PatchQuestion = {
  readonly bytes: Uint8Array
  /** The sheet that is marked; all others stay as they are. */
  readonly sheet: string
  readonly marks: readonly CellMark[]
  readonly choices: readonly WordChoice[]
  /** Texts of a hidden column beside everything else, by row; `markColumn` where the sheet has it already. */
  readonly hidden: ReadonlyMap<number, string>
  readonly markColumn?: number
  /** A sheet in front that says what to do: rows of texts, the first a title, the first of several texts a header. */
  readonly guide: {
    readonly name: string
    readonly rows: readonly (readonly string[])[]
    readonly widths: readonly number[]
  }
  /** Who signs the notes. */
  readonly author: string
}

type Parts = Map<string, string>

async function textsOf(bytes: Uint8Array, names: ReadonlySet<string>): Promise<Parts> {
  const parts: Parts = new Map()
  for (const entry of zipEntries(bytes))
    if (names.has(entry.name))
      parts.set(entry.name, (await whole(unpack(bytes, entry), () => {})).toString('utf8'))
  return parts
}

const relsOf = (part: string) => part.replace(/([^/]+)$/, '_rels/$1.rels')

/** Where the parts of one sheet are. Throws `Odd` for a workbook that is written in another way than Excel, WPS and the common libraries do. */
async function locate(bytes: Uint8Array, sheet: string) {
  const names = new Set(zipEntries(bytes).map((entry) => entry.name))
  const book = await textsOf(
    bytes,
    new Set(['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', '[Content_Types].xml', 'xl/styles.xml']),
  )
  const workbook = book.get('xl/workbook.xml')
  const relations = book.get('xl/_rels/workbook.xml.rels')
  const styles = book.get('xl/styles.xml')
  const types = book.get('[Content_Types].xml')
  if (!workbook || !relations || !styles || !types) throw new Odd('a part is missing')
  // A file with macros may not be called .xlsx, and the strict form of the format names its parts in another way.
  if (types.includes('macroEnabled') || workbook.includes('purl.oclc.org')) throw new Odd('another form')
  const path = sheetPart(workbook, relations, sheet)
  if (!path || !names.has(path)) throw new Odd('the sheet is not found')
  return { names, workbook, relations, styles, types, path }
}

/** Longer lists stand on a hidden sheet: a rule holds 255 characters with its quotes (Excel specifications). */
const INLINE = 250
const inline = (words: readonly string[]) => {
  const text = words.join(',')
  return words.some((word) => /[,"]/.test(word)) || text.length > INLINE ? undefined : `"${text}"`
}

/** Drop-downs as their rules, and the lists that stand on a sheet of their own, each once. */
function rulesOf(choices: readonly WordChoice[]): {
  lists: (readonly string[])[]
  rules(sheet: string): Choice[]
} {
  const lists: (readonly string[])[] = []
  const placeOf = new Map<string, number>()
  for (const { words } of choices) {
    const key = words.join('\n')
    if (inline(words) === undefined && !placeOf.has(key)) placeOf.set(key, lists.push(words))
  }
  return {
    lists,
    rules: (sheet) =>
      choices.map(({ column, from, to, words }) => {
        const letters = lettersOf(placeOf.get(words.join('\n')) ?? 1)
        return {
          column,
          from,
          to,
          source: inline(words) ?? `${quotedSheet(sheet)}!$${letters}$1:$${letters}$${words.length}`,
        }
      }),
  }
}

type Zip = ReturnType<typeof zipWriter>

async function writeGuide(
  zip: Zip,
  path: string,
  guide: PatchQuestion['guide'],
  looks: Looks,
): Promise<void> {
  const [title, head, line] = [looks.guide('title'), looks.guide('head'), looks.guide('line')]
  const header = guide.rows.findIndex((row) => row.length > 1)
  const sheet = await openSheet(zip.part(path), { columns: guide.widths.map((width) => ({ width })) })
  for (const [index, texts] of guide.rows.entries())
    await sheet.row(
      index + 1,
      texts.map((value) => ({ style: index === 0 ? title : index === header ? head : line, value })),
    )
  await sheet.end({})
}

async function writeWords(zip: Zip, path: string, lists: readonly (readonly string[])[]): Promise<void> {
  const sheet = await openSheet(zip.part(path), { columns: lists.map(() => ({ width: 20 })) })
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let row = 0; row < longest; row += 1)
    await sheet.row(
      row + 1,
      lists.map((list) => (list[row] === undefined ? undefined : { style: 0, value: list[row] as string })),
    )
  await sheet.end({})
}

/**
 * A workbook with one of its sheets marked: bad cells filled and commented, drop-downs, a hidden column, and a sheet in front that says
 * what to do. Nothing else is touched: every other part, with its pictures, charts, widths and formats, is copied as it is. Marked a
 * second time, it bears the marks of the second time only.
 */
export async function patchWorkbook(question: PatchQuestion): Promise<Uint8Array> {
  const { bytes } = question
  const { names, workbook, relations, styles, types, path } = await locate(bytes, question.sheet)
  const own = await textsOf(bytes, new Set([path, relsOf(path)]))
  const free = (stem: string, ending: string) => {
    for (let n = 1; ; n += 1)
      if (!names.has(`${stem}${n}${ending}`)) {
        names.add(`${stem}${n}${ending}`)
        return `${stem}${n}${ending}`
      }
  }
  const looks = addedLooks(styles)
  const changed: Parts = new Map()
  const notes: Note[] = question.marks.flatMap(({ row, column, note }) =>
    note === undefined ? [] : [{ row, column, text: note }],
  )
  const noted = await withNotes({
    notes,
    author: question.author,
    sheet: path,
    relations: relationsOf(own.get(relsOf(path)) ?? ''),
    read: async (name) => (await textsOf(bytes, new Set([name]))).get(name),
    free,
  })
  for (const [name, text] of noted.parts) changed.set(name, text)
  changed.set(relsOf(path), noted.relations)
  const { lists, rules } = rulesOf(question.choices)
  const sheets = 'xl/worksheets/sheet'
  const guided = withSheet({ workbook, relations }, 'guide', {
    name: question.guide.name,
    path: free(sheets, '.xml'),
  })
  const worded =
    lists.length === 0
      ? undefined
      : withSheet(guided, 'words', { name: 'qd_words', path: free(sheets, '.xml') })
  const patch = { ...question, choices: rules(worded?.name ?? '') }
  changed.set(path, patchSheet(own.get(path) as string, patch, looks, noted.drawing))
  const book = worded ?? guided
  changed.set('xl/workbook.xml', book.workbook)
  changed.set('xl/_rels/workbook.xml.rels', book.relations)
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'
  const fresh = [guided, ...(worded ? [worded] : [])]
  changed.set(
    '[Content_Types].xml',
    typesWith(types, [...noted.types, ...fresh.map((one) => ({ part: one.path, type }))]),
  )

  const zip = zipWriter()
  await writeGuide(zip, guided.path, question.guide, looks)
  if (worded) await writeWords(zip, worded.path, lists)
  changed.set('xl/styles.xml', looks.xml())
  const written = new Set(fresh.flatMap((one) => [one.path, ...(one.isNew ? [] : [relsOf(one.path)])]))
  for (const entry of zipEntries(bytes)) {
    // A folder's own entry holds nothing; a sheet of ours from an earlier time has been written anew.
    if (entry.name.endsWith('/') || written.has(entry.name)) continue
    const part = zip.part(entry.name)
    const text = changed.get(entry.name)
    if (text !== undefined) {
      await part.write(text)
      changed.delete(entry.name)
    } else for await (const chunk of unpack(bytes, entry)) await part.write(chunk)
    await part.end()
  }
  for (const [name, text] of changed) {
    const part = zip.part(name)
    await part.write(text)
    await part.end()
  }
  return zip.finish()
}

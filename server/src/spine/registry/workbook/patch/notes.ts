import { addressOf, cellXml, escapeXml, XML_HEAD } from '../xml/text.ts'
import { attribute, targetOfType, withRelation } from './xml.ts'

export type Note = { readonly row: number; readonly column: number; readonly text: string }

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
/** More notes on one sheet make Excel slow to open it; the guide names every finding all the same. */
const MOST = 5_000
/** Begins what we say in a note: programs rename its author, and it is found by this again. */
const OURS = '【穹顶】'

const commentXml = ({ row, column, text }: Note, author: number) =>
  `<comment ref="${addressOf(row, column)}" authorId="${author}"><text><r><t xml:space="preserve">${OURS}${cellXml(text)}</t></r></text></comment>`

/** The box that shows a note when the pointer is over its cell. */
function shapeXml({ row, column, text }: Note, id: number): string {
  const lines = Math.min(12, 2 + Math.ceil([...text].length / 16) + text.split('\n').length)
  return `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:180pt;height:${lines * 14}pt;z-index:1;visibility:hidden" fillcolor="#fffbe6" o:insetmode="auto"><v:fill color2="#fffbe6"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${column}, 12, ${Math.max(0, row - 2)}, 4, ${column + 3}, 20, ${row + lines - 2}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column - 1}</x:Column></x:ClientData></v:shape>`
}

/** Ids of shapes come in blocks of 1,024 that the drawing names. */
const FIRST_BLOCK = 9
const blocks = (count: number) =>
  Array.from({ length: Math.ceil(count / 1_024) + 1 }, (_, index) => FIRST_BLOCK + index).join(',')
const drawingHead = (count: number) =>
  `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${blocks(count)}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`

type Question = {
  readonly notes: readonly Note[]
  readonly author: string
  readonly sheet: string
  readonly relations: string
  readonly read: (name: string) => Promise<string | undefined>
  readonly free: (stem: string, ending: string) => string
}
type Answer = {
  readonly relations: string
  readonly parts: ReadonlyMap<string, string>
  readonly types: readonly ({ part: string; type: string } | { extension: string; type: string })[]
  /** The relation of the drawing that the sheet must name, where it is new. */
  readonly drawing: string | undefined
}

/** Notes of a sheet without what we said in them at an earlier time, and where nothing is left of one. */
function officeNotes(comments: string): { text: string; gone: ReadonlySet<string> } {
  const gone = new Set<string>()
  const text = comments.replace(/<comment\s[^>]*>[\s\S]*?<\/comment>/g, (whole) => {
    const at = whole.indexOf(OURS)
    if (at < 0) return whole
    const said = whole.slice(0, at).replace(/<[^>]*>/g, '')
    if (said.trim() === '') {
      gone.add(attribute(whole.slice(0, whole.indexOf('>') + 1), 'ref') ?? '')
      return ''
    }
    // Ours is the last that is said in it, in one run or, as other programs save it, in several.
    const rest = whole.slice(whole.indexOf('</t>', at))
    const run = rest.startsWith('</t></r>') ? '</t></r>' : '</t>'
    return whole.slice(0, at).trimEnd() + run + rest.slice(rest.indexOf('</text>'))
  })
  return { text, gone }
}

/** A drawing without the boxes of notes that are gone. */
function withoutShapes(drawing: string, gone: ReadonlySet<string>): string {
  if (gone.size === 0) return drawing
  return drawing.replace(/<v:shape(?=\s)[^>]*>[\s\S]*?<\/v:shape>/g, (shape) => {
    const row = /<x:Row>(\d+)<\/x:Row>/.exec(shape)
    const column = /<x:Column>(\d+)<\/x:Column>/.exec(shape)
    return row && column && gone.has(addressOf(Number(row[1]) + 1, Number(column[1]) + 1)) ? '' : shape
  })
}

/** Adds ours below what the office says of the same cell; answers which notes found no place. */
function addBelow(comments: string, notes: readonly Note[]): { text: string; rest: readonly Note[] } {
  const texts = new Map(notes.map((note) => [addressOf(note.row, note.column), note]))
  const placed = new Set<Note>()
  const threads = new Set(
    [...comments.matchAll(/<author(?:\s[^>]*)?>([\s\S]*?)<\/author>/g)].flatMap((match, at) =>
      match[1]?.startsWith('tc=') ? [String(at)] : [],
    ),
  )
  const text = comments.replace(/<comment\s[^>]*>[\s\S]*?<\/comment>/g, (whole) => {
    const tag = whole.slice(0, whole.indexOf('>') + 1)
    const note = texts.get(attribute(tag, 'ref') ?? '')
    if (!note) return whole
    placed.add(note)
    // Excel writes the text of a thread anew from another part; the guide says what was found.
    if (threads.has(attribute(tag, 'authorId') ?? '')) return whole
    return whole.replace(
      /<\/text>/,
      () => `<r><t xml:space="preserve">\n${OURS}${cellXml(note.text)}</t></r></text>`,
    )
  })
  return { text, rest: notes.filter((note) => !placed.has(note)) }
}

/** Notes put beside those a sheet has: an office's own stay, and one on the same cell gets ours below. Those we put there before go. */
export async function withNotes({
  notes: all,
  author,
  sheet,
  relations,
  read,
  free,
}: Question): Promise<Answer> {
  const notes = all.slice(0, MOST)
  const folder = sheet.replace(/\/[^/]+$/, '')
  const parts = new Map<string, string>()
  const types: Answer['types'][number][] = [
    { extension: 'vml', type: 'application/vnd.openxmlformats-officedocument.vmlDrawing' },
  ]
  let linked = relations
  const ownComments = targetOfType(linked, '/comments', folder)
  const ownDrawing = targetOfType(linked, '/vmlDrawing', folder)
  const comments = ownComments === undefined ? undefined : await read(ownComments)
  let fresh: readonly Note[] = notes
  let gone: ReadonlySet<string> = new Set()
  if (ownComments !== undefined && comments?.includes('</commentList>') && comments.includes('</authors>')) {
    const office = officeNotes(comments)
    gone = office.gone
    const { text, rest } = addBelow(office.text, notes)
    fresh = rest
    const authors = (text.match(/<author(?=[\s/>])/g) ?? []).length
    parts.set(
      ownComments,
      text
        .replace('</authors>', () => `<author>${escapeXml(author)}</author></authors>`)
        .replace(
          '</commentList>',
          () => `${fresh.map((note) => commentXml(note, authors)).join('')}</commentList>`,
        ),
    )
  } else if (notes.length > 0) {
    const name = free('xl/comments', '.xml')
    parts.set(
      name,
      `${XML_HEAD}<comments xmlns="${MAIN}"><authors><author>${escapeXml(author)}</author></authors><commentList>${fresh.map((note) => commentXml(note, 0)).join('')}</commentList></comments>`,
    )
    types.push({
      part: name,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml',
    })
    linked = withRelation(linked, 'comments', name.replace(/^xl\//, '../')).relations
  }
  if (fresh.length === 0 && gone.size === 0) return { relations: linked, parts, types, drawing: undefined }
  const drawing = ownDrawing === undefined ? undefined : await read(ownDrawing)
  const ids = [...(drawing ?? '').matchAll(/_x0000_s(\d+)"/g)].map((match) => Number(match[1]))
  const first = ids.reduce((most, id) => Math.max(most, id), FIRST_BLOCK * 1_024) + 1
  const shapes = fresh.map((note, index) => shapeXml(note, first + index)).join('')
  if (ownDrawing !== undefined && drawing?.includes('</xml>')) {
    parts.set(
      ownDrawing,
      withoutShapes(drawing, gone).replace(/<\/xml>\s*$/, () => `${shapes}</xml>`),
    )
    return { relations: linked, parts, types, drawing: undefined }
  }
  const name = free('xl/drawings/vmlDrawing', '.vml')
  parts.set(name, `${drawingHead(fresh.length)}${shapes}</xml>`)
  const related = withRelation(linked, 'vmlDrawing', name.replace(/^xl\//, '../'))
  return { relations: related.relations, parts, types, drawing: related.id }
}

import type { Grid } from '@qiongding/sheets'
import { WORKBOOK_LIMITS } from '../limits.ts'
import { ArchiveProblem, unpack, type ZipEntry } from '../zip.ts'
import { bookOf } from './book.ts'
import { OddlyWritten } from './scan.ts'
import { sheetReader } from './sheet.ts'
import { sharedTexts } from './strings.ts'
import { numberStyles } from './styles.ts'

export { OddlyWritten }

type Watched = {
  readonly onBytes: (bytes: number) => void
  readonly onSheet: (done: number, total: number) => void
}

async function* watched(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.byteLength)
    yield chunk
  }
}

/**
 * The grids of an .xlsx, sheet by sheet and row by row as it unpacks: nothing is held but the cells themselves, and texts that repeat
 * are held once. Throws `OddlyWritten` where a part is not written as Excel, WPS and the common libraries write it.
 */
export async function readParts(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
  { onBytes, onSheet }: Watched,
): Promise<Grid[]> {
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const chunksOf = (name: string) => {
    const entry = byName.get(name.toLowerCase())
    return entry && watched(unpack(bytes, entry), onBytes)
  }
  const textOf = async (name: string): Promise<string> => {
    const chunks = chunksOf(name)
    if (!chunks) return ''
    const kept: Buffer[] = []
    let size = 0
    for await (const chunk of chunks) {
      size += chunk.byteLength
      if (size > WORKBOOK_LIMITS.partBytes) throw new ArchiveProblem('part too large', 'partBytes')
      kept.push(chunk)
    }
    return Buffer.concat(kept).toString('utf8')
  }
  const book = bookOf(await textOf('xl/workbook.xml'), await textOf('xl/_rels/workbook.xml.rels'))
  const texts = chunksOf('xl/sharedStrings.xml')
  const read = sheetReader({
    texts: texts ? await sharedTexts(texts) : [],
    styles: numberStyles(await textOf('xl/styles.xml'), book.is1904),
    is1904: book.is1904,
    budget: { cells: 0 },
  })
  const shown = book.sheets.filter((sheet) => !sheet.hidden)
  const wanted = shown.length > 0 ? shown : book.sheets
  if (wanted.length > WORKBOOK_LIMITS.sheets) throw new ArchiveProblem('too many sheets', 'sheets')
  const grids: Grid[] = []
  for (const sheet of wanted) {
    const chunks = chunksOf(sheet.path)
    if (!chunks) throw new OddlyWritten('a sheet without its part')
    grids.push(await read(sheet.name, chunks))
    onSheet(grids.length, wanted.length)
  }
  return grids
}

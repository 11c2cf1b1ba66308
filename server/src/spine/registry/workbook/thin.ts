import { WORKBOOK_LIMITS } from './limits.ts'
import { ArchiveProblem } from './zip.ts'

const EMPTY_CELLS = /<c(?:\s[^<>]*)?(?:\/>|><\/c>)/g
const EMPTY_ROWS = /<row(?:\s[^<>]*)?(?:\/>|>\s*<\/row>)/g

/**
 * Worksheet XML without cells that hold nothing but a format, and without the rows that are left empty by it. A sheet whose
 * million rows are merely coloured shrinks to its data before the parser sees it. Works row by row on what has been unpacked.
 */
export async function thinned(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<Buffer> {
  const kept: Buffer[] = []
  let size = 0
  let rest = ''
  const keep = (text: string) => {
    const piece = Buffer.from(text, 'latin1')
    size += piece.byteLength
    if (size > WORKBOOK_LIMITS.partBytes) throw new ArchiveProblem('sheet too large', 'partBytes')
    kept.push(piece)
  }
  const thin = (text: string) => text.replace(EMPTY_CELLS, '').replace(EMPTY_ROWS, '')
  for await (const chunk of chunks) {
    onBytes(chunk.byteLength)
    // latin1 keeps every byte; the tags are ASCII, so texts pass through untouched.
    rest += chunk.toString('latin1')
    const whole = rest.lastIndexOf('</row>')
    const emptyRow = /<row(?:\s[^<>]*)?\/>(?![\s\S]*<row)/.test(rest.slice(Math.max(0, whole)))
      ? rest.lastIndexOf('/>')
      : -1
    const cut = whole >= 0 ? whole + 6 : emptyRow >= 0 ? emptyRow + 2 : -1
    if (cut > 0) {
      keep(thin(rest.slice(0, cut)))
      rest = rest.slice(cut)
    }
    if (rest.length > WORKBOOK_LIMITS.partBytes) throw new ArchiveProblem('row too large', 'partBytes')
  }
  keep(thin(rest))
  return Buffer.concat(kept)
}

/** A part as one buffer. */
export async function whole(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<Buffer> {
  const kept: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    onBytes(chunk.byteLength)
    size += chunk.byteLength
    if (size > WORKBOOK_LIMITS.partBytes) throw new ArchiveProblem('part too large', 'partBytes')
    kept.push(chunk)
  }
  return Buffer.concat(kept)
}

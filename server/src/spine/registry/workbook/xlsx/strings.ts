import type { Cell } from '@qiongding/sheets'
import { WORKBOOK_LIMITS } from '../limits.ts'
import { ArchiveProblem } from '../zip.ts'
import { OddlyWritten, piecesOf, wordsOf } from './scan.ts'

/** The shared texts of a workbook, each as the one cell that stands wherever the text stands. */
export async function sharedTexts(chunks: AsyncIterable<Buffer>): Promise<readonly Cell[]> {
  const texts: Cell[] = []
  let size = 0
  for await (const piece of piecesOf(chunks, '<si')) {
    size += piece.length
    if (size > WORKBOOK_LIMITS.partBytes) throw new ArchiveProblem('texts too large', 'partBytes')
    let at = piece.indexOf('<si')
    while (at >= 0) {
      const open = piece.indexOf('>', at)
      if (open < 0) break
      if (piece[open - 1] === '/') {
        texts.push({ text: '' })
        at = piece.indexOf('<si', open)
        continue
      }
      const close = piece.indexOf('</si>', open)
      if (close < 0) throw new OddlyWritten('a text without its end')
      texts.push({ text: wordsOf(piece.slice(open + 1, close)) })
      at = piece.indexOf('<si', close)
    }
  }
  return texts
}

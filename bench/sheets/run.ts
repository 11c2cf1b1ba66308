// Draws books until enough cells are written, reads them through the product's own reader, and judges.
import { readWorkbookTables } from '../../server/src/spine/registry/workbook/index.ts'
import { drawBook, type Family } from './book.ts'
import { bytesOf } from './files.ts'
import { type Judged, judge } from './judge.ts'

export type Run = {
  readonly judged: readonly Judged[]
  readonly books: number
  readonly refused: readonly string[]
}

/** `from` is the first seed. */
export async function runFamilies(
  families: readonly Family[],
  setting: { from: number; cells: number; rows: number },
): Promise<Run> {
  const judged: Judged[] = []
  const refused: string[] = []
  let books = 0
  for (let seed = setting.from; judged.length < setting.cells; seed += 1) {
    const family = families[seed % families.length]!
    const book = drawBook(seed, family, setting.rows)
    const { facts, trees, nameFact } = family.dictionary
    const reading = await readWorkbookTables({
      bytes: await bytesOf(book),
      fileName: book.name,
      facts,
      trees,
    })
    books += 1
    if (!reading.ok) {
      refused.push(`${book.name} ${book.encoding ?? ''}: ${reading.refusal}`)
      continue
    }
    for (const one of judge(book, reading.tables, nameFact))
      judged.push({ ...one, place: `${book.name} ${one.place}` })
  }
  return { judged, books, refused }
}

import { attributeOf, OddlyWritten, tagsOf } from './scan.ts'

export type SheetPart = { readonly name: string; readonly path: string; readonly hidden: boolean }
export type Book = { readonly sheets: readonly SheetPart[]; readonly is1904: boolean }

/** A path as a relation names it, from the root of the archive. */
function fromRoot(target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : `xl/${target}`).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** The worksheets of a workbook in order, from `xl/workbook.xml` and its relations. */
export function bookOf(workbook: string, relations: string): Book {
  const targets = new Map(
    tagsOf(relations, 'Relationship').map((tag) => [
      attributeOf(tag, 'Id'),
      { path: fromRoot(attributeOf(tag, 'Target') ?? ''), type: attributeOf(tag, 'Type') ?? '' },
    ]),
  )
  const sheets = tagsOf(workbook, 'sheet').flatMap((tag): SheetPart[] => {
    const target = targets.get(attributeOf(tag, 'r:id') ?? attributeOf(tag, 'id'))
    const name = attributeOf(tag, 'name')
    if (!target || name === undefined) throw new OddlyWritten('a sheet without its part')
    // Charts and dialogs are sheets without cells.
    if (!/\/worksheet$/.test(target.type)) return []
    return [{ name, path: target.path, hidden: /^(h|veryH)idden$/.test(attributeOf(tag, 'state') ?? '') }]
  })
  if (sheets.length === 0 && !workbook.includes('<sheets')) throw new OddlyWritten('no sheets')
  const is1904 = /^(1|true)$/.test(attributeOf(tagsOf(workbook, 'workbookPr')[0] ?? '', 'date1904') ?? '')
  return { sheets, is1904 }
}

import type { Finding } from '@qiongding/kernel'
import { neutralText, type SheetFact, type TreeEntry, writeCell } from '@qiongding/sheets'
import { choiceWords } from '../../exports/choices.ts'
import type { Language } from '../../exports/words.ts'
import type { CellMark, PatchQuestion, WordChoice } from '../../workbook/patch/index.ts'
import { addressOf, lettersOf } from '../../workbook/xml/text.ts'
import { blocksOf, columnAt } from '../columns.ts'
import type { FileTwins } from '../plan.ts'
import type { Sheet } from '../sheet.ts'
import { correctionWords, findingWords, noteOf } from './sentences.ts'

/** What is marked in a sheet that goes back, and the page in front that lists it. */
export type Marking = Pick<PatchQuestion, 'marks' | 'choices' | 'guide'>

type Question = {
  readonly sheet: Sheet
  readonly fileName: string
  readonly language: Language
  readonly facts: ReadonlyMap<string, SheetFact>
  readonly trees: Readonly<Record<string, readonly TreeEntry[]>>
  readonly twins: FileTwins
  readonly nameFact: string
  /** What is said of a row that repeats another. */
  readonly twinSentence: (row: number) => string
}

/** Findings listed on the page in front: whoever has more of them does not go by a list. */
const LISTED = 20_000

const levelOf = (findings: readonly Finding[]) =>
  findings.some((finding) => finding.level === 'error') ? 'error' : 'remark'

/** Everything that is said of the cells of a sheet, errors first where a cell has both. */
export function markingOf(question: Question): Marking {
  const { sheet, language, facts, trees } = question
  const words = correctionWords(language)
  const at = columnAt(sheet.columns)
  const blocks = blocksOf(sheet.columns)
  const nameColumns = new Map(
    sheet.columns
      .filter(({ fact }) => fact === question.nameFact)
      .flatMap(({ below, column }) => below.map((header) => [header, column] as const)),
  )
  const nameColumn = (row: number) => nameColumns.get(blocks.findLast((header) => header <= row) ?? 0)
  const columnOf = ({ row, column }: Finding['at']) =>
    column === undefined ? undefined : at(row ?? 0, column)
  const wordOf = (place: Finding['at']) => (value: string | number | boolean) => {
    const fact = facts.get(columnOf(place)?.fact ?? '')
    if (!fact) return String(value)
    return writeCell(value, fact, {}, fact.tree === undefined ? undefined : trees[fact.tree]).cell.text
  }
  const said = (finding: Finding) => findingWords(finding, language, wordOf(finding.at))
  const findings = [...sheet.findings].toSorted(
    (one, other) =>
      (one.at.row ?? 0) - (other.at.row ?? 0) ||
      (one.at.column ?? 0) - (other.at.column ?? 0) ||
      Number(other.level === 'error') - Number(one.level === 'error'),
  )
  // A finding of a whole row is told where its name stands.
  const placeOf = ({ at }: Finding) =>
    at.row === undefined ? undefined : { row: at.row, column: at.column ?? nameColumn(at.row) ?? 1 }
  const byCell = Map.groupBy(findings, (finding) => {
    const place = placeOf(finding)
    return place ? addressOf(place.row, place.column) : ''
  })
  const marks: CellMark[] = []
  for (const [address, here] of byCell) {
    const place = placeOf(here[0] as Finding)
    if (address === '' || !place) continue
    const notes = here.map((finding) => noteOf(finding, said(finding), language))
    marks.push({ ...place, level: levelOf(here), note: [...new Set(notes)].join('\n') })
  }
  const twinNotes = [...question.twins].flatMap(([row, twin]): CellMark[] => {
    const column = nameColumn(row)
    if (column === undefined || byCell.has(addressOf(row, column))) return []
    const note = words.said(words.level.remark, question.twinSentence(twin.row))
    return [{ row, column, level: 'remark', note }]
  })
  // Of more notes than a sheet takes, those of errors come first.
  const all = [...marks, ...twinNotes].toSorted(
    (one, other) => Number(other.level === 'error') - Number(one.level === 'error'),
  )
  const listed = findings.slice(0, LISTED).map((finding) => {
    const { at } = finding
    const place =
      at.row === undefined
        ? at.column === undefined
          ? ''
          : lettersOf(at.column)
        : at.column === undefined
          ? String(at.row)
          : addressOf(at.row, at.column)
    const { sentence, likely } = said(finding)
    return [
      place,
      neutralText(columnOf(at)?.header ?? ''),
      neutralText(finding.value ?? ''),
      words.said(words.level[finding.level], sentence),
      neutralText(likely),
    ]
  })
  const rest = findings.length - listed.length
  return {
    marks: all,
    choices: choicesOf(question),
    guide: {
      name: words.guide,
      rows: [
        [neutralText(words.title(question.fileName))],
        ...words.steps.map((step) => [step]),
        [...words.head],
        ...listed,
        ...(rest > 0 ? [[words.more(rest)]] : []),
      ],
      widths: [12, 20, 28, 46, 28],
    },
  }
}

/** Drop-downs of the columns whose words are enumerated, down to the last row of data in each block. */
function choicesOf({ sheet, facts, trees }: Question): WordChoice[] {
  const blocks = blocksOf(sheet.columns)
  const rowsOf = new Map<number, { from: number; to: number }>()
  for (const { row } of sheet.rows) {
    const header = blocks.findLast((one) => one <= row) ?? 0
    rowsOf.set(header, { from: rowsOf.get(header)?.from ?? row, to: row })
  }
  return sheet.columns.flatMap(({ column, fact, below }): WordChoice[] => {
    const definition = fact === undefined ? undefined : facts.get(fact)
    const words = definition && choiceWords(definition, {}, trees)
    if (!words || words.length === 0) return []
    return below.flatMap((header) => {
      const rows = rowsOf.get(header)
      return rows ? [{ column, ...rows, words }] : []
    })
  })
}

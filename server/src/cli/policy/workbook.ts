import type { Day } from '@qiongding/kernel'
import { standingOn } from '@qiongding/policy'
import type { DistrictPack } from '../../spine/pack.ts'
import {
  type SheetColumn,
  type SheetToWrite,
  type SheetValue,
  writeWorkbook,
} from '../../spine/registry/index.ts'
import type { Asked, Judged, RowAnswer, Ruled } from './judged.ts'
import { becauseOf, type Language, nameOf, papersOf, stepsOf, TEXTS } from './words.ts'

const text = (header: string, width?: number): SheetColumn => ({
  header,
  type: 'text',
  ...(width && { width }),
})
const number = (header: string): SheetColumn => ({ header, type: 'number', decimals: 0 })

const VERDICTS = ['yes', 'review', 'unknown', 'no'] as const

/** One row a policy: its rule on the day, and to how many it says what. Those that judge nobody stand below. */
function policies(
  { judged, others }: Asked,
  rows: readonly RowAnswer[],
  { on, language }: { on: Day; language: Language },
): SheetToWrite {
  const texts = TEXTS[language]
  const head = ({ definition, policy }: Ruled): SheetValue[] => {
    const standing = standingOn(policy, on)
    const version = 'version' in standing ? standing.version : undefined
    const notes = definition.versions?.find((one) => one.version === version?.version)?.verify ?? []
    return [
      definition.label[language],
      texts.notJudged[standing.is],
      version?.cite,
      version?.version,
      notes.map((note) => note[language]).join(texts.end),
    ]
  }
  return {
    name: texts.policies,
    title: `${texts.title} ${on}`,
    columns: [
      text(texts.policy, 24),
      text(texts.standing, 14),
      text(texts.cite, 36),
      number(texts.version),
      text(texts.verify, 40),
      ...VERDICTS.map((verdict) => number(texts.is[verdict])),
    ],
    rows: [
      ...judged.map((one, at) => [
        ...head(one),
        ...VERDICTS.map((verdict) => rows.filter((row) => row.answers[at]?.verdict === verdict).length),
      ]),
      ...others.map((one) => [...head(one), ...VERDICTS.map(() => undefined)]),
    ],
  }
}

/** One row a record, one column a policy. */
function verdicts({ judged }: Asked, rows: readonly RowAnswer[], language: Language): SheetToWrite {
  const texts = TEXTS[language]
  return {
    name: texts.verdicts,
    columns: [
      number(texts.row),
      text(texts.name, 30),
      ...judged.map((one) => text(nameOf(one, language), 16)),
    ],
    rows: rows.map(({ row, answers }) => [
      row.row,
      row.name,
      ...answers.map(({ verdict }) => texts.is[verdict]),
    ]),
  }
}

/** One row an answer: what is short by how much, what is missing, which paper proves it, what alone would turn it. */
function reasons(
  pack: DistrictPack,
  { judged }: Asked,
  rows: readonly RowAnswer[],
  language: Language,
): SheetToWrite {
  const texts = TEXTS[language]
  // What a no or an unknown would be worth is no amount anybody has been told.
  const amount = ({ verdict, worth }: Judged, end: 'from' | 'to') =>
    (verdict === 'yes' || verdict === 'review') && worth?.[end] !== undefined ? Number(worth[end]) : undefined
  return {
    name: texts.why,
    columns: [
      number(texts.row),
      text(texts.name, 30),
      text(texts.policy, 22),
      text(texts.verdict, 12),
      text(texts.because, 60),
      text(texts.papers, 30),
      text(texts.step, 34),
      number(texts.from),
      number(texts.to),
    ],
    rows: rows.flatMap(({ row, answers }) =>
      answers.map((answer, at): SheetValue[] => [
        row.row,
        row.name,
        nameOf(judged[at] as Ruled, language),
        texts.is[answer.verdict],
        becauseOf(pack, answer, language),
        papersOf(pack, answer, language),
        stepsOf(pack, answer, language),
        amount(answer, 'from'),
        amount(answer, 'to'),
      ]),
    ),
  }
}

/** The answers as a workbook: policies, verdicts, reasons. The same answers give the same bytes. */
export function policyWorkbook(
  pack: DistrictPack,
  asked: Asked,
  rows: readonly RowAnswer[],
  options: { readonly on: Day; readonly language: Language },
): Promise<Uint8Array> {
  const sheets = [
    policies(asked, rows, options),
    verdicts(asked, rows, options.language),
    reasons(pack, asked, rows, options.language),
  ]
  return writeWorkbook(sheets, { on: options.on })
}

import type { Day } from '@qiongding/kernel'
import type { DistrictPack } from '../../spine/pack.ts'
import {
  type SheetColumn,
  type SheetToWrite,
  type SheetValue,
  writeWorkbook,
} from '../../spine/registry/index.ts'
import type { ListRow } from '../rows.ts'
import { type Assigned, needId } from './assigned.ts'
import type { Candidate, Matching, NeedAnswer } from './judged.ts'
import { because, type Language, TEXTS, verdictText } from './words.ts'

const text = (header: string, width?: number): SheetColumn => ({
  header,
  type: 'text',
  ...(width && { width }),
})
const number = (header: string): SheetColumn => ({ header, type: 'number', decimals: 0 })

function overview(answers: readonly NeedAnswer[], language: Language): SheetToWrite {
  const texts = TEXTS[language]
  return {
    name: texts.summary,
    title: texts.title,
    columns: [
      number(texts.row),
      text(texts.need, 24),
      text(texts.holder, 24),
      number(texts.stated),
      number(texts.groups['all-met']),
      number(texts.groups.unknown),
      number(texts.groups.missed),
      text(texts.best, 18),
      text(texts.group, 12),
    ],
    rows: answers.map(({ need, stated, groups, best: [first] }): SheetValue[] => [
      need.row,
      need.name,
      need.holder,
      stated.length,
      groups['all-met'],
      groups.unknown,
      groups.missed,
      first?.offer.name,
      first && texts.groups[first.ranked.group],
    ]),
  }
}

/** One row a pair: the result, a column for every requirement, and the words and values that decided. */
function pairs(
  pack: DistrictPack,
  matching: Matching,
  answers: readonly NeedAnswer[],
  language: Language,
): SheetToWrite {
  const texts = TEXTS[language]
  const requirements = matching.profile.requirements.map((one) => one.id)
  const rowOf = (
    { need }: NeedAnswer,
    { offer, place, ranked, requirements: judged }: Candidate,
  ): SheetValue[] => [
    need.row,
    need.name,
    need.holder,
    place,
    offer.row,
    offer.name,
    texts.groups[ranked.group],
    ranked.met,
    ranked.missed,
    ranked.unknown,
    ...requirements.map((id) => verdictText(ranked.verdicts[id], language)),
    ranked.order.words.slice(0, 8).join(texts.list),
    judged.map((one) => because(pack, one, { need: need.facts, offer: offer.facts }, language)).join('\n'),
  ]
  return {
    name: texts.pairs,
    columns: [
      number(texts.row),
      text(texts.need, 24),
      text(texts.holder, 24),
      number(texts.rank),
      number(texts.offerRow),
      text(texts.offer, 18),
      text(texts.group, 12),
      number(texts.met),
      number(texts.missed),
      number(texts.unknown),
      ...requirements.map((id) => text(matching.labels.get(id)?.[language] ?? id, 10)),
      text(texts.words, 24),
      text(texts.why, 60),
    ],
    rows: answers.flatMap((answer) => answer.best.map((one) => rowOf(answer, one))),
  }
}

type Shown = {
  readonly answers: readonly NeedAnswer[]
  readonly assigned?: Assigned & { readonly byId: ReadonlyMap<string, ListRow> }
}

/** One row a need: whom it is given in each of three ways. */
function assignment(
  answers: readonly NeedAnswer[],
  { byId, ...assigned }: NonNullable<Shown['assigned']>,
  language: Language,
): SheetToWrite {
  const texts = TEXTS[language]
  const ways = [assigned.stable, assigned.forOffers, assigned.optimal].map(
    (way) => way && Map.groupBy(way.pairs, ({ need }) => need),
  )
  const open = new Map(assigned.stable.open.map(({ need, places }) => [need, places]))
  const named = (id: string) => {
    const offer = byId.get(id)
    return offer ? `${offer.name}（${offer.row}）` : id
  }
  return {
    name: texts.assigned,
    columns: [
      number(texts.row),
      text(texts.need, 24),
      text(texts.holder, 24),
      number(texts.seats),
      text(texts.stable, 32),
      text(texts.forOffers, 32),
      text(texts.optimal, 32),
    ],
    rows: answers.map(({ need }): SheetValue[] => {
      const id = needId(need)
      const given = ways.map(
        (way) => way && (way.get(id) ?? []).map(({ offer }) => named(offer)).join(texts.list),
      )
      const taken = ways[0]?.get(id)?.length ?? 0
      return [
        need.row,
        need.name,
        need.holder,
        taken + (open.get(id) ?? 0),
        given[0],
        given[1],
        given[2] ?? texts.notInTime,
      ]
    }),
  }
}

/** The answer as a workbook: an overview of the needs, one list of pairs that can be filtered, and who goes where if all go at once. */
export function matchWorkbook(
  pack: DistrictPack,
  matching: Matching,
  { answers, assigned }: Shown,
  { on, language }: { readonly on: Day; readonly language: Language },
): Promise<Uint8Array> {
  const sheets = [overview(answers, language), pairs(pack, matching, answers, language)]
  if (assigned) sheets.push(assignment(answers, assigned, language))
  return writeWorkbook(sheets, { on })
}

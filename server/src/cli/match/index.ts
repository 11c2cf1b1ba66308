import { existsSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Day, parseDay } from '@qiongding/kernel'
import { clockIn } from '../../platform/clock.ts'
import { readPack } from '../../workbench.ts'
import { Stop } from '../explain.ts'
import { settingsFor } from '../opening.ts'
import { progressOf, say } from '../output.ts'
import { type ReadList, readRows } from '../rows.ts'
import { type Assigned, assignAll } from './assigned.ts'
import {
  judgeNeed,
  matchingFor,
  type NeedAnswer,
  namedMatching,
  readyMatching,
  readyOffers,
} from './judged.ts'
import type { Language } from './words.ts'
import { matchWorkbook } from './workbook.ts'

export type MatchFlags = {
  readonly needs: string
  readonly offers: string
  readonly out: string
  readonly pack?: string
  readonly profile?: string
  readonly top: string
  readonly on?: string
  readonly language: string
  readonly assign?: boolean
  readonly json?: boolean
}

/** Rows of one sheet of a workbook, header and title left out. */
const SHEET_ROWS = 1_048_000

/** Today where the pack's calendar is. */
const todayIn = (calendar: string): Day => clockIn(calendar === 'china' ? 'Asia/Shanghai' : 'UTC').today()

const listOf = ({ file, sheet, rows, nameless, leftOut, consentKnown, findings }: ReadList) => ({
  file,
  sheet,
  rows: rows.length,
  nameless,
  leftOut,
  consentKnown,
  findings,
})

const pairOf = ({ need, stated, groups, best }: NeedAnswer) => ({
  need: { row: need.row, name: need.name, holder: need.holder ?? null },
  stated,
  groups,
  best: best.map(({ offer, ranked, requirements }) => ({
    offer: { row: offer.row, name: offer.name },
    group: ranked.group,
    met: ranked.met,
    missed: ranked.missed,
    unknown: ranked.unknown,
    verdicts: ranked.verdicts,
    words: ranked.order.words,
    because: requirements.map(({ id, verdict, hits, lacking, missing }) => ({
      requirement: id,
      verdict,
      found: hits.map((hit) => hit.found),
      lacking,
      missing,
    })),
  })),
})

const assignedOf = ({ stable, forOffers, optimal, rather, seats }: Assigned) => ({
  seats,
  stable,
  forOffers,
  optimal: optimal ?? null,
  rather,
})

/** `qiongding match --needs A --offers B --out C.xlsx`: two files in, one out; no server and no database. */
export async function matchCommand(flags: MatchFlags): Promise<void> {
  const top = Number(flags.top)
  if (!Number.isInteger(top) || top < 1)
    throw new Stop(`--top must be a whole number from 1, not ${flags.top}.`)
  if (flags.language !== 'zh' && flags.language !== 'en')
    throw new Stop(`--language must be zh or en, not ${flags.language}.`)
  const language: Language = flags.language
  if (!existsSync(dirname(resolve(flags.out)))) throw new Stop(`the folder of ${flags.out} is not there.`)
  const pack = await readPack(settingsFor(flags).packFolder)
  const on = flags.on === undefined ? todayIn(pack.pack.calendar) : parseDay(flags.on)
  if (!on) throw new Stop(`--on must be a day like 2025-06-30, not ${flags.on}.`)
  const named = namedMatching(pack, flags.profile)
  const needs = await readRows(pack, flags.needs, { kind: named?.need })
  const matching = readyMatching(pack, named ?? matchingFor(pack, needs.kind))
  const offers = await readRows(pack, flags.offers, { kind: matching.offer, offeredOn: on })
  if (needs.rows.length * Math.min(top, offers.rows.length) > SHEET_ROWS)
    throw new Stop(
      `${needs.rows.length} needs with ${top} offers each do not fit into one sheet: lower --top.`,
    )
  const taking = progressOf('编入供给 / taking offers in')
  const ready = readyOffers(pack, matching, offers.rows, taking.at)
  taking.end()
  const progress = progressOf('匹配 / matching')
  const answers: NeedAnswer[] = []
  for (const need of needs.rows) {
    answers.push(judgeNeed(pack, matching, need, ready, { on, top }))
    progress.at(answers.length, needs.rows.length)
  }
  progress.end()
  const assigned = flags.assign ? await assignAll(pack, matching, needs.rows, { ...ready, on }) : undefined
  const shown = { answers, ...(assigned && { assigned: { ...assigned, byId: ready.byId } }) }
  writeFileSync(flags.out, await matchWorkbook(pack, matching, shown, { on, language }))
  const { id, version } = matching.profile
  if (flags.json) {
    say(
      JSON.stringify({
        profile: id,
        version,
        on,
        out: flags.out,
        needs: listOf(needs),
        offers: listOf(offers),
        rows: answers.map(pairOf),
        ...(assigned && { assigned: assignedOf(assigned) }),
      }),
    )
    return
  }
  for (const [name, list] of [
    ['需求 needs', needs],
    ['供给 offers', offers],
  ] as const)
    say(
      `${name}: ${list.rows.length} 行 rows, ${list.findings} 条问题 findings${list.leftOut > 0 ? `, ${list.leftOut} 行未同意或过期，未参加 left out without consent or expired` : ''}`,
    )
  if (!offers.consentKnown)
    say('供给表没有“同意”一列，未核对同意 / the offers have no column of consent: it was not looked at')
  const met = answers.filter((answer) => answer.groups['all-met'] > 0).length
  say(`${met} / ${answers.length} 条需求有全部符合的供给 / needs have an offer that meets everything`)
  if (assigned) {
    const { stable, optimal, rather, seats } = assigned
    say(`分配 assigned: ${stable.pairs.length} / ${seats} 个名额 places`)
    say(
      optimal
        ? `总体最优 optimal: ${optimal.pairs.length}，其中 ${rather} 对双方更愿意换到一起 pairs would rather be together`
        : '总体最优：限时内没有算出 / no optimum was found in time',
    )
  }
  say(flags.out)
}

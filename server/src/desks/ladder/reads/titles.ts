import { setImmediate } from 'node:timers/promises'
import { daysBetween } from '@qiongding/kernel'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { answerOf, judgeMany, type Ruled } from '../../../spine/policies/index.ts'
import type { KindSubject } from '../../../spine/registry/index.ts'
import type { LadderFirm, LadderTitle, ladderContract } from '../contract.ts'
import { cheapestFirst, type Stand } from '../rules.ts'
import { certificateView, type Known, knownLadder, titleLabels } from './known.ts'

/** Up to so many are put in order of how near they are; more stand as in the register. */
const ORDERED = 500

type Title = Known['ladder']['titles'][number]
type Judged = {
  readonly ready: readonly KindSubject[]
  readonly short: readonly KindSubject[]
  readonly missing: readonly KindSubject[]
}

/** Of those who do not hold a title: whom nothing stands against, whom exactly one criterion does, of whom too little is known. */
function judgedOf(known: Known, title: Title): Judged | undefined {
  const ruled = title.policy === undefined ? undefined : known.ruled.get(title.policy)
  const without = known.firms.filter(({ id }) => known.stand(id, title.id).held === undefined)
  const many = ruled && judgeMany(ruled.policy, without, known.on)
  return (
    many && {
      ready: [...many.having('yes'), ...many.having('review')],
      short: many.oneLineShort(),
      missing: many.having('unknown'),
    }
  )
}

function titleView(ctx: Context, known: Known, title: Title, judged: Judged | undefined): LadderTitle {
  const stands = known.firms.map(({ id }) => known.stand(id, title.id))
  const count = (of: (stand: Stand) => boolean) => stands.filter(of).length
  const ruled = title.policy === undefined ? undefined : known.ruled.get(title.policy)
  return {
    id: title.id,
    label: titleLabels(ctx, known.ladder).get(title.id) ?? { zh: title.id, en: title.id },
    rung: title.rung,
    ...(title.note && { note: title.note }),
    ...(ruled && {
      policy: { id: ruled.definition.id, label: ruled.definition.label, inForce: judged !== undefined },
    }),
    held: count(({ held }) => held !== undefined),
    first: count(({ granted }) => granted?.how === 'first'),
    again: count(({ granted }) => granted?.how === 'again'),
    lapsed: count(({ lapsed }) => lapsed !== undefined),
    due: count(({ due }) => due !== undefined),
    doubt: count(({ doubts }) => doubts.length > 0),
    ...(judged && {
      ready: judged.ready.length,
      short: judged.short.length,
      missing: judged.missing.length,
    }),
  }
}

export async function readLadder(
  ctx: Context,
  query: InputOf<typeof ladderContract.read>,
): Promise<OutputOf<typeof ladderContract.read>> {
  const known = await knownLadder(ctx, query)
  const titles: LadderTitle[] = []
  for (const title of known.ladder.titles) {
    titles.push(titleView(ctx, known, title, judgedOf(known, title)))
    // A district of many enterprises takes a while: others get a turn between two titles.
    await setImmediate()
  }
  return {
    on: known.asOf.on,
    known: known.asOf.known,
    since: known.since,
    dueDays: known.ladder.dueDays,
    ...(known.ladder.source && { source: known.ladder.source }),
    subjects: known.firms.length,
    holders: known.firms.filter(({ id }) => known.holds(id)).length,
    strangers: known.strangers,
    titles: titles.toSorted((a, b) => a.rung - b.rung),
  }
}

type Query = InputOf<typeof ladderContract.firms>

/** What of a stand answers to a view; nothing where it does not. */
function ofView(view: Query['view'], stand: Stand, known: Known): Partial<LadderFirm> | undefined {
  switch (view) {
    case 'held':
      return stand.held && { certificate: certificateView(stand.held) }
    case 'due':
      return (
        stand.due && {
          certificate: certificateView(stand.due),
          ...(stand.due.validTo && { days: daysBetween(known.on, stand.due.validTo) }),
        }
      )
    case 'lapsed':
      return (
        stand.lapsed && {
          certificate: certificateView(stand.lapsed),
          ...(stand.lapsed.validTo && { days: daysBetween(stand.lapsed.validTo, known.on) }),
        }
      )
    case 'first':
    case 'again':
      return stand.granted?.how === view
        ? {
            certificate: certificateView(stand.granted.certificate),
            ...(stand.granted.before && { before: certificateView(stand.granted.before) }),
          }
        : undefined
    case 'doubt': {
      const [first] = stand.doubts
      return first && { certificate: certificateView(first.certificate), doubt: first.doubt }
    }
    default:
      return undefined
  }
}

const bare = ({ id, name, demonstration }: KindSubject) => ({
  id,
  name,
  demonstration,
  steps: [],
  missing: [],
})

export async function readFirms(ctx: Context, query: Query): Promise<OutputOf<typeof ladderContract.firms>> {
  const known = await knownLadder(ctx, query)
  const title = known.ladder.titles.find(({ id }) => id === query.title)
  if (!title) throw refuse('not-found', { title: query.title })
  const judged = judgedOf(known, title)
  const base = {
    on: known.asOf.on,
    known: known.asOf.known,
    title: titleView(ctx, known, title, judged),
  }
  const { view } = query
  if (view === 'ready' || view === 'short' || view === 'missing') {
    const ruled = known.ruled.get(title.policy ?? '')
    const chosen = (ruled && judged?.[view]) ?? []
    const { page, ...more } = pageOf(
      view === 'short' && ruled ? nearestFirst(ruled, chosen, known) : chosen,
      query,
    )
    return {
      ...base,
      rows: page.map((subject) => judgedView(ruled, subject, known)),
      ...more,
      total: chosen.length,
    }
  }
  const rows = known.firms
    .flatMap((firm): LadderFirm[] => {
      const shown = ofView(view, known.stand(firm.id, title.id), known)
      return shown ? [{ ...bare(firm), ...shown }] : []
    })
    .toSorted((a, b) => byEnd(a) - byEnd(b))
  const { page, ...more } = pageOf(rows, query)
  return { ...base, rows: page, ...more, total: rows.length }
}

const byEnd = ({ certificate }: LadderFirm) => Number(certificate?.validTo?.replaceAll('-', '') ?? 99_999_999)

/** Those whom a single number would turn come first; otherwise, and where there are many, as in the register. */
function nearestFirst(ruled: Ruled, subjects: readonly KindSubject[], known: Known): KindSubject[] {
  if (subjects.length > ORDERED) return [...subjects]
  const turns = new Map(
    subjects.map((subject) => [subject.id, answerOf(ruled, subject.facts, known.on).steps.length > 0]),
  )
  return subjects.toSorted((a, b) => Number(turns.get(b.id)) - Number(turns.get(a.id)))
}

function judgedView(ruled: Ruled | undefined, subject: KindSubject, known: Known): LadderFirm {
  if (!ruled) return bare(subject)
  const { verdict, steps, missing, lines } = answerOf(ruled, subject.facts, known.on)
  const failing = lines.filter((one) => one.verdict === 'no')
  const [only] = failing.length === 1 ? failing : []
  return {
    ...bare(subject),
    ...(verdict && { verdict }),
    ...(only && {
      criterion: {
        ...(only.label && { label: only.label }),
        ...(only.text !== undefined && { text: only.text }),
        ...(only.cite !== undefined && { cite: only.cite }),
        messages: only.messages,
      },
    }),
    steps: cheapestFirst(steps),
    missing,
  }
}

import type { FunnelStep } from './contract.ts'
import type { IntroductionRow } from './tables.ts'

type Label = { readonly zh: string; readonly en: string }

/** An introduction with what became of it elsewhere: whether the pair was accepted, and how far its journey came. */
export type Followed = Pick<IntroductionRow, 'needId' | 'offerId' | 'outcome' | 'needWish' | 'offerWish'> & {
  readonly accepted: boolean
  /** An office decided against the pair. */
  readonly declined?: boolean
  /** Stages its journey has entered, whatever became of it later. */
  readonly reached?: ReadonlySet<string>
  /** Its journey has left by an exit, so no further stage will come. */
  readonly ended?: boolean
}

/** A stage of the profile's journey after the one it opens in. */
export type FunnelStage = { readonly id: string; readonly label: Label }

type Answer = 'yes' | 'no' | 'unknown'

/** Whether both would go on. One no is enough for no; a yes of one alone is not known yet. */
export function bothWish({ needWish, offerWish }: Pick<Followed, 'needWish' | 'offerWish'>): Answer {
  if (needWish === false || offerWish === false) return 'no'
  return needWish && offerWish ? 'yes' : 'unknown'
}

const met = ({ outcome }: Followed): Answer =>
  outcome === undefined ? 'unknown' : outcome === 'met' ? 'yes' : 'no'

/** What is true of an introduction by something later: whoever was accepted met and wished to, whether or not somebody noted so. */
const atLeast = (answer: Answer, later: boolean): Answer => (later ? 'yes' : answer)

/**
 * How far introductions came, step by step, in numbers of introductions. Each step counts those that reached the one before it: did, did
 * not, and not known. A stage that a journey may still enter is unknown; one that it ended before is a no.
 */
export function funnelOf(introductions: readonly Followed[], stages: readonly FunnelStage[]): FunnelStep[] {
  const steps: FunnelStep[] = []
  const step = (
    name: FunnelStep['step'],
    from: readonly Followed[],
    answer: (one: Followed) => Answer,
    label?: Label,
  ): Followed[] => {
    const answers = from.map(answer)
    const yes = from.filter((_, at) => answers[at] === 'yes')
    const of = (wanted: Answer) => answers.filter((one) => one === wanted).length
    steps.push({
      step: name,
      ...(label && { label }),
      of: from.length,
      yes: yes.length,
      no: of('no'),
      unknown: of('unknown'),
      needs: new Set(yes.map(({ needId }) => needId)).size,
      offers: new Set(yes.map(({ offerId }) => offerId)).size,
    })
    return yes
  }
  const introduced = step('introduced', introductions, () => 'yes')
  const came = step('met', introduced, (one) => atLeast(met(one), one.accepted || bothWish(one) === 'yes'))
  const wished = step('wished', came, (one) => atLeast(bothWish(one), one.accepted))
  let there = step('accepted', wished, ({ accepted, declined }) =>
    accepted ? 'yes' : declined ? 'no' : 'unknown',
  )
  stages.forEach((stage, at) => {
    const later = stages.slice(at).map(({ id }) => id)
    there = step(
      'stage',
      there,
      ({ reached, ended }) => (later.some((id) => reached?.has(id)) ? 'yes' : ended ? 'no' : 'unknown'),
      stage.label,
    )
  })
  return steps
}

type Seat = { readonly needId: string; readonly offerId: string; readonly round?: number }

export const keyOf = ({ needId, offerId }: Pick<Seat, 'needId' | 'offerId'>): string => `${needId} ${offerId}`

/** The first round in which both are free; none where every round has one of them. */
export function firstRound(
  taken: readonly Seat[],
  pair: Omit<Seat, 'round'>,
  rounds: number,
): number | undefined {
  const busy = new Set(
    taken.flatMap(({ needId, offerId, round }) =>
      needId === pair.needId || offerId === pair.offerId ? [round] : [],
    ),
  )
  return Array.from({ length: rounds }, (_, at) => at + 1).find((round) => !busy.has(round))
}

/**
 * Whether a meeting that was noted still takes up room. In rounds it was held, and its round is gone. Where places are filled it does as
 * long as something may come of it: not once somebody did not come or would not go on, nor once it was decided, for then the need itself
 * says how many it still seeks.
 */
export function takesRoom(
  way: 'rounds' | 'places',
  { outcome, needWish, offerWish }: Pick<Followed, 'outcome' | 'needWish' | 'offerWish'>,
  decided: boolean,
): boolean {
  if (way === 'rounds') return true
  return !decided && (outcome === undefined || outcome === 'met') && needWish !== false && offerWish !== false
}

/** How many meetings each side can have, and those it has already that take room. */
export type Room = {
  readonly of: (side: 'needId' | 'offerId', id: string) => number
  readonly holding: readonly Seat[]
}

/** The room of a gathering: its rounds for everybody, or what each need still seeks and one place an offer. */
export function roomIn(
  { way, rounds }: { readonly way: 'rounds' | 'places'; readonly rounds: number },
  needs: ReadonlyMap<
    string,
    { readonly seeks?: number; readonly decisions: { has: (offerId: string) => boolean } }
  >,
  arranged: readonly (Seat & Pick<Followed, 'outcome' | 'needWish' | 'offerWish'>)[],
): Room {
  return {
    // A need that does not say how many it seeks seeks one at least.
    of: (side, id) => (way === 'places' && side === 'needId' ? (needs.get(id)?.seeks ?? 1) : rounds),
    holding: arranged.filter((row) =>
      takesRoom(way, row, needs.get(row.needId)?.decisions.has(row.offerId) ?? false),
    ),
  }
}

/** How many meetings there is room for yet. */
export const roomLeft = ({ of, holding }: Room, side: 'needId' | 'offerId', id: string): number =>
  Math.max(0, of(side, id) - holding.filter((row) => row[side] === id).length)

/** A need or offer for which these pairs are more than there is room for, if there is one. */
export function overfull(
  pairs: readonly Seat[],
  { of, holding }: Room,
): { readonly id: string; readonly most: number } | undefined {
  const full = (side: 'needId' | 'offerId') =>
    [...Map.groupBy([...holding, ...pairs], (pair) => pair[side])]
      .map(([id, own]) => ({ id, n: own.length, most: of(side, id) }))
      .find(({ n, most }) => n > most)
  return full('needId') ?? full('offerId')
}

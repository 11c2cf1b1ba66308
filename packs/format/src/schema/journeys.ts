import { z } from 'zod'
import { Choice, ClauseSource, DayText, Id, Label } from './common.ts'

/** What one gate asks: a clause over facts, a kind of evidence, or orders confirmed by the enterprise. */
export const GateRequirement = z.union([
  z.strictObject({ id: Id, label: Label, clause: ClauseSource }),
  /** At least `count` (one, unless said) pieces of evidence of the kind. */
  z.strictObject({ id: Id, label: Label, evidence: Id, count: z.int().positive().exactOptional() }),
  z.strictObject({
    id: Id,
    label: Label,
    /**
     * `confirmed`: the enterprise confirmed every order that blocks this gate; none need be there. `{ element }`: it confirmed those
     * of one element, whatever they block, and at least one: nobody having asked for the element is not enough.
     */
    orders: z.union([z.literal('confirmed'), z.strictObject({ element: Id })]),
  }),
])
export type GateRequirement = z.infer<typeof GateRequirement>

export const PackGate = z.strictObject({
  from: Id,
  to: Id,
  label: Label.exactOptional(),
  require: z.array(GateRequirement),
  /** Longest sensible stay in `from` before this gate; later than this is late. */
  limit: z
    .strictObject({
      days: z.int().positive(),
      calendar: z.enum(['working', 'natural']),
      source: Label.exactOptional(),
    })
    .exactOptional(),
})
export type PackGate = z.infer<typeof PackGate>

const Within = z.strictObject({ days: z.int().positive(), calendar: z.enum(['working', 'natural']) })

/** A time that runs while a journey is in some stages, until evidence of a kind is on file; a repeating one starts anew with each piece. */
const ClockDefinition = z.strictObject({
  id: Id,
  label: Label,
  during: z.array(Id).min(1),
  within: Within,
  stopsAt: z.strictObject({ evidence: Id }),
  repeats: z.boolean().exactOptional(),
  source: Label.exactOptional(),
})

const Threshold = z.union([
  z.strictObject({ atLeast: z.number().nonnegative() }),
  z.strictObject({ over: z.number().nonnegative() }),
])
const lightParts = { id: Id, label: Label, yellow: Threshold, red: Threshold, source: Label.exactOptional() }

/** One written rule of the light of a journey. */
const LightDefinition = z.union([
  /** Ends of calendar months since the month of a planned day, while a stage is not reached. */
  z.strictObject({ ...lightParts, monthEnds: z.strictObject({ planned: Id, stage: Id }) }),
  /** Whole months since a stage was reached, while a day has not been stated. */
  z.strictObject({ ...lightParts, months: z.strictObject({ since: Id, stated: Id }) }),
  /** Percentage points by which what is done is behind the time gone between two days. */
  z.strictObject({
    ...lightParts,
    points: z.strictObject({ done: Id, of: Id, from: Id, to: Id, during: z.array(Id).min(1) }),
  }),
])

/** Words to be shown with a journey where a clause over its facts holds. */
const NoticeDefinition = z.strictObject({
  id: Id,
  when: ClauseSource,
  text: Label,
  source: Label.exactOptional(),
})

/** How a journey is drafted from a form or a pasted text: which of its facts hold what is found there. */
const IntakeDefinition = z.strictObject({
  facts: z.strictObject({
    company: Id,
    contact: Id.exactOptional(),
    phone: Id.exactOptional(),
    amount: Id.exactOptional(),
    amountTo: Id.exactOptional(),
    space: Id.exactOptional(),
    land: Id.exactOptional(),
    power: Id.exactOptional(),
    visitOn: Id.exactOptional(),
    startOn: Id.exactOptional(),
    asks: Id.exactOptional(),
  }),
  /** The fact whose values are the ways in which such a case is won. */
  mode: Id.exactOptional(),
  /** Facts that a form offers besides, in order. */
  also: z.array(Id).exactOptional(),
  /** Facts by which two cases are compared without either being shown: names are normalised, codes checked. */
  comparedBy: z.array(Id).min(1),
})

/** What counts as one more of a journey, and its money: the same thing signed twice is one. Rules are those in force on the day of the event. */
const CountingDefinition = z.strictObject({
  /** Reached once, it is an event that may count. */
  stage: Id,
  /** What must be on file; nothing counts by its word alone. */
  evidence: Id,
  /** The fact that says what the event is to an earlier one; its values are what the rules speak of. */
  relation: Id,
  /** The fact that names the earlier one by its number. */
  follows: Id,
  /** The fact that holds its money. */
  amount: Id,
  /** Exits that take it out of the count. */
  without: z.array(Id),
  /** What an event without an earlier one is, where nothing is said. */
  first: Id,
  versions: z
    .array(
      z.strictObject({
        from: DayText,
        source: Label,
        rules: z
          .array(
            z.strictObject({
              is: Id,
              project: z.enum(['counts', 'not', 'replaces']),
              money: z.enum(['counts', 'not']),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
})

/** Wording of an agreement that the law does not allow, or only on grounds: each warning asks for an answer. */
const ReviewDefinition = z.strictObject({
  /** The fact that says that the text was looked at. */
  fact: Id,
  source: Label,
  patterns: z
    .array(
      z.strictObject({
        id: Id,
        label: Label,
        /** A sentence with a word of every group, within so many characters of each other. */
        all: z.array(z.array(z.string().min(1)).min(1)).min(1),
        within: z.int().positive(),
        /** Words that turn it into its opposite. */
        unless: z.array(z.string().min(1)).exactOptional(),
        article: Label,
      }),
    )
    .min(1),
})

/** The columns in which a superior office wants its journeys reported. */
const ReportDefinition = z.strictObject({
  label: Label,
  source: Label,
  columns: z
    .array(
      z.union([
        z.strictObject({ header: Label, fact: Id }),
        /** The day on which a stage was first reached. */
        z.strictObject({ header: Label, reached: Id }),
        z.strictObject({
          header: Label,
          part: z.enum(['no', 'title', 'stage', 'since', 'opened', 'light', 'office', 'late', 'open-orders']),
        }),
      ]),
    )
    .min(1),
})

/** A journey's stages and gates, clauses still as written; `compilePack` gives what the lifecycle engine takes. */
export const PackJourney = z.strictObject({
  id: Id,
  label: Label,
  subjectKinds: z.array(Id).min(1),
  stages: z
    .array(
      z.strictObject({
        id: Id,
        label: Label,
        terminal: z.boolean().exactOptional(),
        note: Label.exactOptional(),
      }),
    )
    .min(2),
  gates: z.array(PackGate).min(1),
  exits: z.array(
    z.strictObject({
      id: Id,
      label: Label,
      reasonRequired: z.boolean(),
      /** It only rests: it may be taken up again where it stood. */
      wakes: z.boolean().exactOptional(),
    }),
  ),
  /** Reasons offered when a journey ends early. */
  exitReasons: z.array(Choice).exactOptional(),
  clocks: z.array(ClockDefinition).exactOptional(),
  lights: z.array(LightDefinition).exactOptional(),
  notices: z.array(NoticeDefinition).exactOptional(),
  /** Until it reaches this stage it is open only to the office in whose care it is, its own party, and who may read what is confidential. */
  confidential: z.strictObject({ until: Id }).exactOptional(),
  intake: IntakeDefinition.exactOptional(),
  counting: CountingDefinition.exactOptional(),
  report: ReportDefinition.exactOptional(),
  review: ReviewDefinition.exactOptional(),
  /** From which stage on its enterprise has settled, and how often somebody is to come by. */
  care: z.strictObject({ from: Id, everyDays: z.int().positive(), source: Label }).exactOptional(),
  /** It is the road of an application for what a policy gives: facts of it that are stated on the way, and the stage from which it is paid. */
  application: z
    .strictObject({
      policy: Id,
      version: Id,
      opinion: Id,
      amount: Id,
      paid: Id,
      /** An application that nobody had to make opens at this stage, once the list is approved. */
      approved: Id,
      payable: Id,
    })
    .exactOptional(),
  note: Label.exactOptional(),
})
export type PackJourney = z.infer<typeof PackJourney>

export const MatchRequirement = z.strictObject({
  id: Id,
  label: Label,
  /** `must`: a miss puts the offer below; `may`: preferred, never excludes. */
  level: z.enum(['must', 'may']),
  /** Over the need's facts: the requirement is stated only where this holds. */
  when: ClauseSource.exactOptional(),
  /** Over the offer's facts, with the need's facts as `$name`. */
  test: ClauseSource.exactOptional(),
  /** Words of the need that must be found among words of the offer. */
  words: z
    .strictObject({
      need: Id,
      offer: z.array(Id).min(1),
      synonyms: Id.exactOptional(),
      /** How many of the need's words are enough; all of them unless said. */
      atLeast: z.int().positive().exactOptional(),
    })
    .exactOptional(),
  /** The facts of each side shown beside the verdict. */
  shows: z.strictObject({ need: z.array(Id), offer: z.array(Id) }).exactOptional(),
})
export type MatchRequirement = z.infer<typeof MatchRequirement>

/** How offers of one kind are judged against needs of another. A change raises the version; old results keep theirs. */
export const PackProfile = z.strictObject({
  id: Id,
  version: z.int().positive(),
  label: Label,
  need: Id,
  offer: Id,
  /** The journey that opens when a person accepts a match. */
  journey: Id,
  /** The stage it opens in; the first one unless said. */
  opensAt: Id.exactOptional(),
  requirements: z.array(MatchRequirement).min(1),
  /** List facts of the need that name requirements it only prefers, or insists on, whatever level they have here. */
  levels: z.strictObject({ may: Id.exactOptional(), must: Id.exactOptional() }).exactOptional(),
  /** Facts whose words order offers within a group. */
  text: z.strictObject({ need: z.array(Id), offer: z.array(Id) }),
  declineReasons: z.array(Choice).exactOptional(),
})
export type PackProfile = z.infer<typeof PackProfile>

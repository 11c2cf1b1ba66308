import { z } from 'zod'
import { DayText, Id, Label } from './common.ts'

const known = z.number().min(0).max(1).exactOptional()
const amount = z.number()

/**
 * How one made-up fact is drawn; numbers in the fact's display unit. `known` is the share of rows that have it at all:
 * the rest stay unknown. `by` picks another recipe by an earlier fact of the same row.
 */
export type Recipe =
  | { is: string | number | boolean; known?: number }
  | { pattern: string; known?: number }
  | { creditCode: string; known?: number }
  | { pick: (string | number)[]; weights?: number[]; known?: number }
  | { some: string[]; least: number; most: number; known?: number }
  | { between: [number, number]; step?: number; known?: number }
  | { plus: { fact: string; between: [number, number] }; step?: number; known?: number }
  | { share: { of: string; between: [number, number] }; step?: number; known?: number }
  | { day: [number, number]; known?: number }
  | { after: { fact: string; days: number }; known?: number }
  | { born: [number, number]; known?: number }
  | { chance: number; known?: number }
  | { row: string; fact: string; known?: number }
  | { by: string; cases: { [value: string]: Recipe }; otherwise?: Recipe; known?: number }

export const Recipe: z.ZodType<Recipe> = z.lazy(() =>
  z.union([
    z.strictObject({ is: z.union([z.string(), z.number(), z.boolean()]), known }),
    /** Text with `{n}` (number of the row, from the recipe's `first`), `{n4}` (padded to four) or `{fact}` of the row. */
    z.strictObject({ pattern: z.string(), known }),
    /** The first eight characters of a unified social credit code; the rest is the row's number and the check digit. */
    z.strictObject({ creditCode: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{8,12}$/), known }),
    z.strictObject({
      pick: z.array(z.union([z.string(), z.number()])).min(1),
      weights: z.array(z.number().nonnegative()).exactOptional(),
      known,
    }),
    z.strictObject({ some: z.array(z.string()).min(1), least: z.int().min(0), most: z.int().min(0), known }),
    z.strictObject({
      between: z.tuple([amount, amount]),
      step: z.number().positive().exactOptional(),
      known,
    }),
    z.strictObject({
      plus: z.strictObject({ fact: Id, between: z.tuple([amount, amount]) }),
      step: z.number().positive().exactOptional(),
      known,
    }),
    z.strictObject({
      share: z.strictObject({ of: Id, between: z.tuple([amount, amount]) }),
      step: z.number().positive().exactOptional(),
      known,
    }),
    /** Days from today. */
    z.strictObject({ day: z.tuple([z.int(), z.int()]), known }),
    /** So many days after a day of the row. */
    z.strictObject({ after: z.strictObject({ fact: Id, days: z.int() }), known }),
    /** A month YYYY-MM of birth: ages from and to. */
    z.strictObject({ born: z.tuple([z.int(), z.int()]), known }),
    z.strictObject({ chance: z.number().min(0).max(1), known }),
    /** The fact of a row drawn earlier, of that kind. */
    z.strictObject({ row: Id, fact: Id, known }),
    z.strictObject({
      by: Id,
      cases: z.record(z.string(), Recipe),
      otherwise: Recipe.exactOptional(),
      known,
    }),
  ]),
) as z.ZodType<Recipe>

/** One journey or order names a row as `kind 12`: the twelfth made-up row of that kind. */
export const RowName = z.string().regex(/^[a-z][a-z0-9_-]* [1-9][0-9]*$/)

const Offset = z.int().meta({ description: 'Days from the day of loading; negative is past' })

export const DemoPerson = z.strictObject({
  id: Id,
  email: z.email(),
  password: z.string().min(8),
  label: Label,
  role: Id,
  office: Id.exactOptional(),
  /** The party a party role acts for. */
  party: RowName.exactOptional(),
})
export type DemoPerson = z.infer<typeof DemoPerson>

export const DemoRecipe = z.strictObject({
  kind: Id,
  rows: z.int().positive(),
  /** Number of the first row, for names. */
  first: z.int().nonnegative().exactOptional(),
  /** Facts stated together as of one day. */
  statements: z
    .array(
      z.strictObject({
        /** As-of day: days from today, or the end of the last full year. */
        asOf: z.union([Offset, z.literal('year-end')]),
        facts: z.record(z.string(), Recipe),
      }),
    )
    .min(1),
})

/** A made-up row once more, as another office wrote it: what a search for duplicates should find. */
export const DemoTwin = z.strictObject({
  of: RowName,
  asOf: Offset,
  /** Whose list it stood in. */
  source: z.string().min(1),
  /** Facts that it repeats as they stand. */
  same: z.array(Id).exactOptional(),
  /** Facts as the other office has them, in the fact's display unit. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})

export const DemoJourney = z.strictObject({
  id: Id,
  journey: Id,
  /** None where the journey is drafted from what somebody said: then it has a title. */
  subjects: z.array(RowName),
  title: z.string().min(1).exactOptional(),
  /** Facts stated when it opened, in display units; a number after `day:` is days from today. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  /** Facts stated later without a move. */
  later: z
    .array(
      z.strictObject({
        day: Offset,
        facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      }),
    )
    .exactOptional(),
  /** The match it came from, when it came from one: the profile. */
  profile: Id.exactOptional(),
  office: Id.exactOptional(),
  opened: Offset,
  moves: z.array(
    z.strictObject({
      to: Id,
      day: Offset,
      evidence: z.array(Id).exactOptional(),
      /** Facts of the journey stated with this move; a number after `day:` is days from today. */
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
    }),
  ),
  exit: z.strictObject({ exit: Id, day: Offset, reason: z.string().min(1).exactOptional() }).exactOptional(),
})

export const DemoOrder = z.strictObject({
  id: Id,
  element: Id,
  /** The made-up journey it belongs to, and the stage it keeps that journey from. */
  journey: Id.exactOptional(),
  blocks: Id.exactOptional(),
  /** The party that needs it, when no journey says so. */
  party: RowName.exactOptional(),
  office: Id.exactOptional(),
  what: Label,
  quantity: z.number().positive().exactOptional(),
  /** When it is needed. */
  needed: Offset,
  steps: z
    .array(
      z.strictObject({
        do: z.enum(['raise', 'accept', 'commit', 'deliver', 'confirm', 'dispute']),
        day: Offset,
        /** With `commit`: the promised day. */
        promise: Offset.exactOptional(),
        note: z.string().exactOptional(),
      }),
    )
    .min(1),
})

export const DemoReading = z.strictObject({
  indicator: Id,
  /** Days from the day of loading, or a day of the calendar. */
  day: z.union([Offset, DayText]),
  value: z.number().nullable(),
  /** One of the pack's sources; a note stands as it is written, in every language. */
  source: Id.exactOptional(),
  note: z.string().exactOptional(),
})

/** A published version of a list, with who reviewed it. */
export const DemoVersion = z.strictObject({
  list: Id,
  day: Offset,
  note: z.string().min(1).exactOptional(),
  /** What the reviewing office said; the first one that the list names. */
  review: z.string().min(1),
})

/** Made-up rows, apart from everything sourced; each is labelled so wherever it shows. */
export const DemoDefinition = z.strictObject({
  seed: z.int().nonnegative(),
  people: z.array(DemoPerson),
  recipes: z.array(DemoRecipe),
  twins: z.array(DemoTwin),
  journeys: z.array(DemoJourney),
  orders: z.array(DemoOrder),
  readings: z.array(DemoReading),
  versions: z.array(DemoVersion),
})
export type DemoDefinition = z.infer<typeof DemoDefinition>

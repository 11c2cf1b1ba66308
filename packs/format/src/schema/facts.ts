import { z } from 'zod'
import { Choice, Id, Label } from './common.ts'

/** The rule by which a need ends unless whoever has it says that it still stands. */
export const DemandRule = z.strictObject({
  /** A number fact: how many are wanted. */
  quantity: Id.exactOptional(),
  /** Days a need stands from the newest as-of day where no end was stated, and after a re-confirmation that names none. */
  validDays: z.int().positive(),
  /** Furthest a re-confirmation reaches, in days. */
  longestDays: z.int().positive(),
  /** Days before its end from which it is shown as running out, and its holder is to be asked. */
  askDays: z.int().positive(),
  /** Whether holders who have given a contact are asked by themselves when a need runs out. */
  automatic: z.boolean().exactOptional(),
  /** The enum fact that says what became of it, which of its values say what, and the text fact for the reason. */
  outcome: z.strictObject({
    fact: Id,
    open: z.string().min(1),
    filled: z.string().min(1),
    dropped: z.string().min(1),
    reason: Id.exactOptional(),
  }),
  /** Where the days come from. */
  source: Label.exactOptional(),
})
export type DemandRule = z.infer<typeof DemandRule>

/** One subject of the registry: a party, a need, an offer, or something else lists are kept of. */
export const KindDefinition = z.strictObject({
  id: Id,
  label: Label,
  role: z.enum(['party', 'need', 'offer', 'other']),
  /** The fact that names a subject of this kind in lists. */
  nameFact: Id,
  /** How a row finds its subject: each entry is a set of facts that together identify one, tried in order. */
  identity: z.array(z.array(Id).min(1)).min(1),
  /** Facts besides the identity that speak for or against two records being one and the same: a founding day, an address, a telephone. */
  comparedBy: z.array(Id).min(1).exactOptional(),
  /** Facts shown in a list by default, in order. */
  columns: z.array(Id).min(1),
  /** Facts asked of whoever writes one by hand, in this order; the columns where it is left out. */
  form: z.array(Id).min(1).exactOptional(),
  /** The fact naming the party this belongs to (a post's enterprise). */
  holder: Id.exactOptional(),
  /** The kind of that party. */
  holderKind: Id.exactOptional(),
  /** Subjects are natural persons: personal facts are kept under a key of their own, so that erasure is possible. */
  person: z.boolean().exactOptional(),
  /** What the person is called where he speaks for himself; the kind's own name unless given. */
  selfLabel: Label.exactOptional(),
  /** A yes/no fact: only a yes lets the subject be matched. */
  consentFact: Id.exactOptional(),
  /** A day fact: the subject left the lists of its kind on it. */
  exitFact: Id.exactOptional(),
  /** A day fact: after it the subject is no longer open for matching until confirmed again. */
  expiresFact: Id.exactOptional(),
  /** How a need of this kind is kept alive, and what may become of it. Needs `expiresFact`. */
  demand: DemandRule.exactOptional(),
  note: Label.exactOptional(),
})
export type KindDefinition = z.infer<typeof KindDefinition>

export const FactType = z.enum(['number', 'text', 'day', 'boolean', 'enum', 'tree', 'list'])
export type FactType = z.infer<typeof FactType>

/** One entry of the fact dictionary. Keys are unique in the whole pack, so facts of several subjects may be judged together. */
export const PackFact = z.strictObject({
  key: Id,
  label: Label,
  type: FactType,
  /** The kind, or the journey, whose subjects state it. */
  of: Id,
  /** Display unit; gives the dimension. Numbers are stored in base units. */
  unit: z.string().min(1).exactOptional(),
  /** Values of an enum, or the words a list usually holds. */
  values: z.array(Choice).min(1).exactOptional(),
  /** Enum values stand from lowest to highest, so that >= means something. */
  ordered: z.boolean().exactOptional(),
  /** The tree a `tree` fact, or the items of a list, take their codes from. */
  tree: Id.exactOptional(),
  /** Names the age of a day fact, in a unit of duration: it is worked out on the day of judging, never stated. */
  ageOf: Id.exactOptional(),
  sensitivity: z.enum(['open', 'personal', 'secret']).exactOptional(),
  /** Days after which a value should have been refreshed. */
  refresh: z.int().positive().exactOptional(),
  /** Header words that offices use for this column. */
  aliases: z.array(z.string().min(1)).exactOptional(),
  /** Lowest and highest sensible value, in the display unit. */
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
  decimals: z.int().min(0).max(6).exactOptional(),
  /** Text of a special sort: a unified social credit code (GB 32100-2015), checked when it is read; where codes and letters are sent. */
  format: z.enum(['credit-code', 'contact']).exactOptional(),
  /** A text of several lines, as a problem or a duty is told. */
  long: z.boolean().exactOptional(),
  /** The value holds for a year: a column named by a year states it as of that year's end. */
  yearly: z.boolean().exactOptional(),
  /** A cell holding a range (`20-30`) states its high end here and its low end in that fact. */
  lowEnd: Id.exactOptional(),
  /** Heading under which a record shows it. */
  group: Label.exactOptional(),
  /** The paper that proves it: what is asked for where the fact is missing. */
  proof: Label.exactOptional(),
  note: Label.exactOptional(),
})
export type PackFact = z.infer<typeof PackFact>

/** A taxonomy: codes with parents. Several may classify the same subject. */
export const TreeDefinition = z.strictObject({
  id: Id,
  label: Label,
  version: z.string().min(1),
  source: Id.exactOptional(),
  note: Label.exactOptional(),
  nodes: z
    .array(
      z.strictObject({
        code: z.string().min(1),
        parent: z.string().min(1).exactOptional(),
        label: Label,
        aliases: z.array(z.string().min(1)).exactOptional(),
        /** The text of this entry is not known yet; it must say so and never be invented. */
        placeholder: z.boolean().exactOptional(),
      }),
    )
    .min(1),
})
export type TreeDefinition = z.infer<typeof TreeDefinition>

import { z } from 'zod'
import { Id, Label } from './common.ts'

/** Titles that enterprises climb by, and the register of certificates that says who holds which. */
export const LadderDefinition = z.strictObject({
  /** The kind that climbs. */
  of: Id,
  /** The kind of record that certifies a title; its holder is of the kind that climbs. */
  certificates: z.strictObject({
    kind: Id,
    /** An enum fact: which title. */
    title: Id,
    number: Id,
    grantedOn: Id,
    /** A day fact: its last day; a certificate without one has no known end. */
    validTo: Id,
    /** An enum fact with the values `first` and `again`: what the certificate says of itself. */
    way: Id.exactOptional(),
    /** A text fact: the document that it rests on. */
    source: Id.exactOptional(),
  }),
  /** Days before its end from which a certificate is called due. */
  dueDays: z.int().positive(),
  titles: z
    .array(
      z.strictObject({
        /** A value of the enum fact. */
        id: Id,
        /** The lowest is 1; several may stand on one rung. */
        rung: z.int().positive(),
        /** The policy that judges who may have it; without one nobody is judged. */
        policy: Id.exactOptional(),
        note: Label.exactOptional(),
      }),
    )
    .min(1),
  /** What research an enterprise brings in: its expense against its revenue, and its patents by kind. */
  research: z.strictObject({ expense: Id, revenue: Id, patents: z.array(Id).min(1) }).exactOptional(),
  /** Where the days come from. */
  source: Label.exactOptional(),
})
export type LadderDefinition = z.infer<typeof LadderDefinition>

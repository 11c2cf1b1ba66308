import { z } from 'zod'
import { ClauseSource, Id, Label } from './common.ts'

/** A list that the district keeps and publishes: who is on it, what is shown of each, who owns it, and how fresh it is to be. */
export const ListDefinition = z.strictObject({
  id: Id,
  label: Label,
  /** The kind of subject it lists. */
  kind: Id,
  /** Who is on it: a clause over open facts of the kind. Without one, every subject of the kind. Whoever it says unknown of is not on it, and is counted apart. */
  where: ClauseSource.exactOptional(),
  /** Only needs that still stand on the day, by the demand rule of their kind. */
  open: z.boolean().exactOptional(),
  /** Facts shown of each row, in order. */
  columns: z.array(Id).min(1),
  /** The office that keeps it up. */
  owner: Id,
  /** Offices whose people may prepare and publish a version. */
  publishers: z.array(Id).min(1),
  /** Offices whose people may review a version before it is published; never the person who prepared it. */
  reviewers: z.array(Id).min(1),
  /** Days within which a new version is expected. */
  refresh: z.int().positive(),
  /** Days within which something new is to be heard of each row; the same as `refresh` unless said. */
  rowRefresh: z.int().positive().exactOptional(),
  /** What counts and what does not, in words. */
  note: Label.exactOptional(),
})
export type ListDefinition = z.infer<typeof ListDefinition>

/** One side of a balance: subjects of a kind, and the fact that places each on a node. */
const BalanceSide = z.strictObject({
  kind: Id,
  /** A `tree` fact: the node. */
  node: Id,
  /** A text fact that names a place within the node. */
  part: Id.exactOptional(),
  /** A text or enum fact that says where, of the subject itself or of the party that holds it. */
  place: z.strictObject({ fact: Id, of: z.enum(['self', 'holder']) }).exactOptional(),
})
export type BalanceSide = z.infer<typeof BalanceSide>

/** Demand against supply over the nodes of a tree. What cannot be placed or counted stands apart and is never taken for zero. */
export const BalanceDefinition = z.strictObject({
  id: Id,
  label: Label,
  tree: Id,
  /** Needs of a kind with a demand rule. */
  demand: BalanceSide,
  /** Offers that may meet them. */
  supply: BalanceSide,
  note: Label.exactOptional(),
})
export type BalanceDefinition = z.infer<typeof BalanceDefinition>

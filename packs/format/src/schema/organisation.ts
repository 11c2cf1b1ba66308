import { z } from 'zod'
import { Id, Label } from './common.ts'

/** Everything a role may be allowed to do. The server's verbs and reads name exactly these. */
export const ABILITIES = [
  'registry.read',
  'registry.write',
  'registry.import',
  'registry.export',
  'registry.merge',
  'match.read',
  'match.accept',
  'match.decline',
  'gathering.hold',
  'journey.read',
  'journey.open',
  'journey.advance',
  'journey.confidential',
  'evidence.attach',
  'order.read',
  'order.raise',
  'order.accept',
  'order.commit',
  'order.deliver',
  'order.confirm',
  'order.dispute',
  'order.link',
  'order.paper',
  'list.read',
  'list.prepare',
  'list.review',
  'list.publish',
  'person.invite',
  'need.ask',
  'need.confirm',
  'dispatch.read',
  'dispatch.hold',
  'task.report',
  'visit.read',
  'visit.write',
  'fact.propose',
  'fact.accept',
  'application.make',
  'application.decide',
  'policy.draft',
  'policy.publish',
  'target.read',
  'target.record',
  'ledger.read',
  'settings.read',
  'settings.people',
  'personal.read',
  'personal.erase',
] as const
export const Ability = z.enum(ABILITIES).meta({ id: 'ability' })
export type Ability = z.infer<typeof Ability>

/**
 * When a grant holds only sometimes: `own-office` the thing is in the actor's office's care, `owing-office` the actor's
 * office owes the order, `own-party` the thing belongs to the actor's own enterprise, `not-issuer` the actor did not
 * issue it (who makes a one-time link may not confirm through it).
 */
export const CONDITIONS = ['own-office', 'owing-office', 'own-party', 'not-issuer'] as const
export const Condition = z.enum(CONDITIONS)
export type Condition = z.infer<typeof Condition>

/** An ability, always or only on a condition. What no role grants is refused. */
export const Grant = z
  .union([Ability, z.strictObject({ ability: Ability, if: Condition.exactOptional() })])
  .transform((grant): { ability: Ability; if?: Condition } =>
    typeof grant === 'string' ? { ability: grant } : grant,
  )
export type Grant = z.infer<typeof Grant>

export const OfficeDefinition = z.strictObject({ id: Id, label: Label, note: Label.exactOptional() })
export type OfficeDefinition = z.infer<typeof OfficeDefinition>

export const RoleDefinition = z.strictObject({
  id: Id,
  label: Label,
  /** The office its holders sit in, unless a person's own entry says otherwise. */
  office: Id.exactOptional(),
  /** Holders act for one party (an enterprise), never for an office. */
  party: z.boolean().exactOptional(),
  grants: z.array(Grant),
  note: Label.exactOptional(),
})
export type RoleDefinition = z.infer<typeof RoleDefinition>

/** A level at which what is late is talked about, from the lowest up: what stays undone climbs by the calendar. */
export const ForumDefinition = z.strictObject({
  id: Id,
  label: Label,
  /** Working or natural days late from which a matter is taken there. */
  after: z.strictObject({ days: z.int().positive(), calendar: z.enum(['working', 'natural']) }),
  /** What comes here can only be moved by whoever leads the district. */
  leader: z.boolean().exactOptional(),
  source: Label,
})
export type ForumDefinition = z.infer<typeof ForumDefinition>

/** A kind of thing that can be ordered from an office. */
export const ElementDefinition = z.strictObject({
  id: Id,
  label: Label,
  /** The office that owes it unless an order names another. */
  office: Id,
  unit: z.string().min(1).exactOptional(),
  note: Label.exactOptional(),
})
export type ElementDefinition = z.infer<typeof ElementDefinition>

/** A kind of paper or fact that makes a gate true. */
export const EvidenceDefinition = z.strictObject({
  id: Id,
  label: Label,
  /** How it may be given: a file, or a stated fact. */
  accepts: z.array(z.enum(['file', 'fact'])).min(1),
  /** The fact that states it, when a fact is accepted. */
  fact: Id.exactOptional(),
  note: Label.exactOptional(),
})
export type EvidenceDefinition = z.infer<typeof EvidenceDefinition>

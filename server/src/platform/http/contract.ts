import { parseDay } from '@qiongding/kernel'
import { z } from 'zod'

/** One operation of the HTTP surface, as plain data. The server mounts it, OpenAPI and the browser's client derive from it. */
export type Endpoint = {
  /** Dotted name of the operation, e.g. `order.confirm`. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Path with `{parameters}`. */
  readonly path: string
  /** The ability it needs; `public` needs none, `signed-in` any session. */
  readonly ability: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** `multipart` bodies carry one file in the field `file`. */
  readonly encoding?: 'json' | 'multipart'
  readonly output: z.ZodType
  /** A write; writes take Idempotency-Key, and If-Match where `matches` is set. */
  readonly writes?: boolean
  readonly matches?: boolean
  /** A read that shows each asker his own part. Any other read is refused to whoever holds its ability under a condition only. */
  readonly narrows?: boolean
  /** The answer is given once and kept nowhere: it holds a secret. A repeated Idempotency-Key is refused instead of answered again. */
  readonly once?: boolean
}

/** Keeps the literal types of a contract while checking its shape. */
export function contractOf<const C extends Readonly<Record<string, Endpoint>>>(contract: C): C {
  return contract
}

/** A calendar day `YYYY-MM-DD` that exists. */
export const zDay = z
  .string()
  .refine((text) => parseDay(text) !== undefined, { error: 'not-a-day' })
  .meta({ format: 'date' })
export const zId = z.uuid()
export const zLabel = z.object({ zh: z.string(), en: z.string() })
export const zValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()])
export const zTri = z.enum(['yes', 'no', 'unknown'])
/** A sentence to be: locales hold the words. */
export const zMessage = z.object({ key: z.string(), params: z.record(z.string(), zValue) })
/** The two axes of every read: what was true on a day, as known by the end of a day. Both default to today. */
export const zAsOf = z.object({ on: zDay.optional(), known: zDay.optional() })
export const zPage = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
/** A page of records in the order of their ids. */
export const zIdPage = zPage.extend({ cursor: zId.optional() })
/** A page of rows in a given order: the cursor counts them. */
export const zCountPage = zPage.extend({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
})
export const zById = z.object({ id: zId })
/** A record after a write: its id, and the version to send back as If-Match. */
export const zIdVersion = z.object({ id: zId, version: z.string() })
/** A flag in a query: `true` or `false`. */
export const zFlag = z.enum(['true', 'false']).transform((text) => text === 'true')

export type Label = z.infer<typeof zLabel>

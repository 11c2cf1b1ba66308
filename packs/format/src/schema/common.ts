import { parseDay } from '@qiongding/kernel'
import { z } from 'zod'

/** A thing's own name inside a pack: lower-case ASCII words joined by `-` or `_`. */
export const Id = z
  .string()
  .regex(/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/)

  .meta({ id: 'id', description: 'Lower-case ASCII words joined by - or _' })

/** Words for people, in both languages of the workbench. */
export const Label = z
  .strictObject({ zh: z.string().min(1), en: z.string().min(1) })
  .meta({ id: 'label', description: 'Words for people, in Chinese and English' })
export type Label = z.infer<typeof Label>

export const DayText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => parseDay(text) !== undefined)

  .meta({ id: 'day', description: 'A calendar day, YYYY-MM-DD' })

/** A time zone by its name in the IANA database, as far as this machine knows it. */
export const TimeZone = z
  .string()
  .regex(/^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/)
  .refine(isTimeZone)
  .meta({ id: 'timezone', description: 'A time zone by its IANA name: Asia/Shanghai' })

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** A choice with words: an enum value, an exit, a reason. */
export const Choice = z.strictObject({
  id: z.string().min(1),
  label: Label,
  aliases: z.array(z.string().min(1)).exactOptional(),
})
export type Choice = z.infer<typeof Choice>

/**
 * One clause as written: a bare test (`degree >= master`) or a tree of all / any / not / test / review.
 * Its inside is checked by the clause engine against the pack's fact dictionary.
 */
export const ClauseSource = z
  .union([z.string().min(1), z.record(z.string(), z.unknown())])
  .meta({ id: 'clause', description: 'A test, or a tree of all / any / not / test / review' })
export type ClauseSource = string | { [part: string]: unknown }

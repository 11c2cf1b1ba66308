import { z } from 'zod'
import { ClauseSource, DayText, Id, Label } from './common.ts'

/** What a template may put into its own lines: `{office}` of the person who exports, `{person}`, parts of the as-of day, rows written. */
export const PLACEHOLDERS = [
  'office',
  'person',
  'district',
  'on',
  'year',
  'quarter',
  'month',
  'day',
  'rows',
] as const

const Line = z
  .string()
  .max(200)
  .meta({ description: `Text of the form; may name ${PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}` })

/** A column of the form: a fact, a running number, the same words in each row, or a blank to be filled in by hand. */
export const TemplateColumn = z.strictObject({
  /** The header as the form prints it. */
  header: z.string().min(1).max(60),
  fact: Id.exactOptional(),
  /** Counts the rows. */
  number: z.literal(true).exactOptional(),
  /** The same words in every row. */
  text: z.string().min(1).exactOptional(),
  /** Unit the form wants its numbers in; otherwise that of the fact. */
  unit: z.string().min(1).exactOptional(),
  decimals: z.int().min(0).max(6).exactOptional(),
  day: z
    .enum(['yyyy-mm-dd', 'yyyy/m/d', 'yyyy.m.d', 'yyyymmdd', 'yyyy年m月d日', 'yyyy年m月', 'yyyy.m'])
    .exactOptional(),
  /** Enumerated values and codes by their Chinese label, their English one, or their code. */
  choice: z.enum(['label', 'english', 'code']).exactOptional(),
  /** Words for yes and no. */
  yes: z.string().exactOptional(),
  no: z.string().exactOptional(),
  /** Between the words of a list. */
  separator: z.string().min(1).max(3).exactOptional(),
  /** Characters wide. */
  width: z.number().min(3).max(80).exactOptional(),
  /** Adds up in the total row. */
  total: z.literal(true).exactOptional(),
})
export type TemplateColumn = z.infer<typeof TemplateColumn>

/** Columns under one header cell; at most three rows of header in all. */
export type TemplateGroup = { group: string; columns: TemplatePart[] }
export type TemplatePart = TemplateColumn | TemplateGroup
export const TemplateGroup: z.ZodType<TemplateGroup> = z.strictObject({
  group: z.string().min(1).max(60),
  get columns() {
    return z.array(TemplatePart).min(1)
  },
})
const TemplatePart = z.union([TemplateColumn, TemplateGroup]).meta({ id: 'part' })

/** The form a superior office wants a list in. */
export const TemplateDefinition = z.strictObject({
  id: Id,
  label: Label,
  /** Who asks for it. */
  issuer: Label,
  version: z.string().min(1),
  /** The form is made up, not one that an office has issued. */
  demonstration: z.boolean().exactOptional(),
  source: Id.exactOptional(),
  effective: z.strictObject({ from: DayText.exactOptional(), to: DayText.exactOptional() }).exactOptional(),
  note: Label.exactOptional(),
  /** Subjects it lists. */
  kind: Id,
  /** Only those for which the clause says yes. */
  where: ClauseSource.exactOptional(),
  /** Fact to order by; a leading `-` turns it round. Otherwise by name. */
  sort: z
    .string()
    .regex(/^-?[a-z][a-z0-9_-]*$/)
    .exactOptional(),
  sheet: z
    .string()
    .min(1)
    .max(31)
    .regex(/^[^[\]:*?/\\]+$/),
  fileName: Line.exactOptional(),
  title: z.array(Line.min(1)).min(1).max(3),
  /** Lines between title and header: filled in by, as of, unit. */
  lines: z
    .array(
      z.strictObject({
        left: Line.exactOptional(),
        middle: Line.exactOptional(),
        right: Line.exactOptional(),
      }),
    )
    .max(4)
    .exactOptional(),
  columns: z.array(TemplatePart).min(1),
  /** What the form writes where nothing is known. */
  unknown: z.string().max(10).exactOptional(),
  total: z.strictObject({ label: z.string().min(1).max(20) }).exactOptional(),
  notes: z.array(Line.min(1)).max(10).exactOptional(),
  paper: z.enum(['a4', 'a3']).exactOptional(),
  portrait: z.boolean().exactOptional(),
})
export type TemplateDefinition = z.infer<typeof TemplateDefinition>

/** A column as it stands in the sheet, with the header cells above it. */
export type TemplateLeaf = TemplateColumn & {
  readonly path: readonly string[]
  readonly at: readonly (string | number)[]
}

/** The columns of a form from left to right. */
export function leavesOf(
  parts: readonly TemplatePart[],
  above: readonly string[] = [],
  at: readonly (string | number)[] = ['columns'],
): TemplateLeaf[] {
  return parts.flatMap((part, index) =>
    'group' in part
      ? leavesOf(part.columns, [...above, part.group], [...at, index, 'columns'])
      : [{ ...part, path: [...above, part.header], at: [...at, index] }],
  )
}

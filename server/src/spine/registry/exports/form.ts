import {
  type KindDefinition,
  leavesOf,
  type PackFact,
  type TemplateDefinition,
  type TemplateLeaf,
} from '@qiongding/pack-format'
import type { Writing } from '@qiongding/sheets'
import { type Language, wordsOf } from './words.ts'

/** A column of an exported sheet, kept with the export so that the file is known again when it comes back. */
export type ExportColumn = {
  /** Header cells from the top down. */
  readonly header: readonly string[]
  readonly fact?: string
  readonly number?: true
  readonly text?: string
  readonly writing: Writing
  readonly width: number
  readonly total?: true
}

/** A sheet as it is to be drawn. */
export type Form = {
  readonly sheet: string
  readonly titles: readonly string[]
  readonly lines: readonly { readonly left?: string; readonly middle?: string; readonly right?: string }[]
  readonly columns: readonly ExportColumn[]
  /** Stands where nothing is known; empty leaves the cell blank. */
  readonly unknown: string
  readonly masked: string
  readonly total?: string
  readonly notes: readonly string[]
  readonly paper: 'a4' | 'a3'
  readonly landscape: boolean
  readonly language: Language
}

/** Who exports what of which day: what the lines of a form are filled with. */
export type FormFacts = {
  readonly district: string
  readonly office: string
  readonly person: string
  readonly on: string
  readonly known: string
  readonly filter?: string
  readonly rows: number
}

const WIDTHS: Readonly<Record<PackFact['type'], number>> = {
  number: 13,
  text: 22,
  day: 12,
  boolean: 8,
  enum: 14,
  tree: 18,
  list: 28,
}

/** A form's own text with its `{names}` filled in. */
export function filled(text: string, facts: FormFacts): string {
  const [year = '', month = '', day = ''] = facts.on.split('-')
  const values: Readonly<Record<string, string>> = {
    office: facts.office,
    person: facts.person,
    district: facts.district,
    on: `${year}年${Number(month)}月${Number(day)}日`,
    year,
    quarter: String(Math.ceil(Number(month) / 3)),
    month: String(Number(month)),
    day: String(Number(day)),
    rows: String(facts.rows),
  }
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole)
}

const wide = (text: string) => [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 255 ? 2 : 1), 0)

function writingOf({ unit, decimals, day, choice, yes, no, separator }: TemplateLeaf): Writing {
  return {
    ...(unit !== undefined && { unit }),
    ...(decimals !== undefined && { decimals }),
    ...(day !== undefined && { day }),
    ...(choice !== undefined && { choice }),
    ...(yes !== undefined && { yes }),
    ...(no !== undefined && { no }),
    ...(separator !== undefined && { separator }),
  }
}

export function templateColumns(
  template: TemplateDefinition,
  facts: ReadonlyMap<string, PackFact>,
): ExportColumn[] {
  return leavesOf(template.columns).map((leaf) => {
    const type = leaf.fact === undefined ? undefined : facts.get(leaf.fact)?.type
    return {
      header: leaf.path,
      ...(leaf.fact !== undefined && { fact: leaf.fact }),
      ...(leaf.number && { number: true as const }),
      ...(leaf.text !== undefined && { text: leaf.text }),
      writing: writingOf(leaf),
      width: leaf.width ?? Math.max(wide(leaf.header) + 2, type ? WIDTHS[type] : 8),
      ...(leaf.total && { total: true as const }),
    }
  })
}

/** The columns of a list under their own labels, with the unit in the header as the reader of sheets looks for it. */
export function ownColumns(
  keys: readonly string[],
  facts: ReadonlyMap<string, PackFact>,
  language: Language,
): ExportColumn[] {
  const words = wordsOf(language)
  return keys.flatMap((key) => {
    const fact = facts.get(key)
    if (!fact) return []
    const label = fact.label[language]
    const header = fact.unit === undefined ? label : words.header(label, fact.unit)
    return [
      {
        header: [header],
        fact: key,
        writing: language === 'en' ? { choice: 'english' as const } : {},
        width: Math.max(wide(header) + 2, WIDTHS[fact.type]),
      },
    ]
  })
}

export function templateForm(
  template: TemplateDefinition,
  columns: readonly ExportColumn[],
  facts: FormFacts,
  unknownMarks: boolean,
): Form {
  const fill = (text: string) => filled(text, facts)
  return {
    sheet: template.sheet,
    titles: template.title.map(fill),
    lines: (template.lines ?? []).map((line) =>
      Object.fromEntries(Object.entries(line).map(([side, text]) => [side, fill(text)])),
    ),
    columns,
    unknown: unknownMarks ? (template.unknown ?? wordsOf('zh').unknown) : '',
    masked: wordsOf('zh').masked,
    ...(template.total && { total: template.total.label }),
    notes: (template.notes ?? []).map(fill),
    paper: template.paper ?? 'a4',
    landscape: template.portrait !== true,
    language: 'zh',
  }
}

export function ownForm(
  kind: KindDefinition,
  columns: readonly ExportColumn[],
  facts: FormFacts,
  setting: { readonly language: Language; readonly unknownMarks: boolean },
): Form {
  const words = wordsOf(setting.language)
  const label = kind.label[setting.language]
  return {
    sheet: label.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31),
    titles: [words.list(label)],
    lines: [
      {
        left: words.office(facts.office),
        middle: [words.on(facts.on), ...(facts.known === facts.on ? [] : [words.known(facts.known)])].join(
          words.and,
        ),
        ...(facts.filter !== undefined && { right: words.filter(facts.filter) }),
      },
    ],
    columns,
    unknown: setting.unknownMarks ? words.unknown : '',
    masked: words.masked,
    notes: [],
    paper: 'a4',
    landscape: true,
    language: setting.language,
  }
}

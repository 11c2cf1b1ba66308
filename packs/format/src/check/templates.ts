import { unitOf } from '@qiongding/kernel'
import type { PackFact } from '../schema/facts.ts'
import { leavesOf, PLACEHOLDERS, type TemplateDefinition, type TemplateLeaf } from '../schema/templates.ts'
import type { Located } from './assemble.ts'
import type { Context } from './references.ts'
import type { Path } from './source.ts'

/** Rows of header and of lines above it that a reader of sheets looks through: what a form prints must come back. */
const HEADER_ROWS_MOST = 3
const ABOVE_MOST = 8

/** How the values of each type may be written. */
const WRITINGS: Readonly<Record<string, readonly PackFact['type'][]>> = {
  unit: ['number'],
  decimals: ['number'],
  total: ['number'],
  day: ['day'],
  choice: ['enum', 'tree', 'list'],
  yes: ['boolean'],
  no: ['boolean'],
  separator: ['list'],
}

export function checkTemplates(context: Context): void {
  const { lists, report, known, factsOf } = context
  report.unique(lists.templates, (template) => template.id, ['id'])
  for (const item of lists.templates) {
    const template = item.value
    report.refer(item, ['kind'], template.kind, known('kinds'))
    if (template.source) report.refer(item, ['source'], template.source, known('sources'))
    const { from, to } = template.effective ?? {}
    if (from && to && from > to) report.error(item, ['effective'], 'pack.range', `${from}..${to}`)
    if (template.demonstration && !/^演示/.test(template.label.zh))
      report.error(item, ['label', 'zh'], 'pack.demo-unmarked', template.label.zh)
    const own = factsOf(template.kind)
    if (template.sort && template.sort !== 'name' && template.sort !== '-name')
      report.refer(item, ['sort'], template.sort.replace(/^-/, ''), own)
    const above = template.title.length + (template.lines?.length ?? 0)
    if (above > ABOVE_MOST)
      report.error(item, ['title'], 'pack.template-above', String(above), { most: ABOVE_MOST })
    checkLines(context, item)
    const leaves = leavesOf(template.columns)
    const stated = new Set<string>()
    for (const leaf of leaves) {
      if (leaf.path.length > HEADER_ROWS_MOST)
        report.error(item, leaf.at, 'pack.template-header', String(leaf.path.length), {
          most: HEADER_ROWS_MOST,
        })
      if ([leaf.fact, leaf.number, leaf.text].filter((one) => one !== undefined).length > 1)
        report.error(item, leaf.at, 'pack.template-column', leaf.header)
      if (leaf.fact === undefined) {
        for (const key of Object.keys(WRITINGS))
          if (key in leaf)
            report.error(item, [...leaf.at, key], 'pack.template-writing', key, { type: 'none' })
        continue
      }
      report.refer(item, [...leaf.at, 'fact'], leaf.fact, own)
      if (stated.has(leaf.fact)) report.error(item, [...leaf.at, 'fact'], 'pack.duplicate', leaf.fact)
      stated.add(leaf.fact)
      checkColumn(context, item, leaf)
    }
    if (template.total && !leaves.some((leaf) => leaf.total))
      report.error(item, ['total'], 'pack.template-total', template.total.label)
    if (!template.total && leaves.some((leaf) => leaf.total))
      report.error(item, ['columns'], 'pack.template-total', 'total')
  }
}

function checkColumn({ lists, report }: Context, item: Located<unknown>, leaf: TemplateLeaf): void {
  const fact = lists.facts.find((entry) => entry.value.key === leaf.fact)?.value
  if (!fact) return
  for (const [key, types] of Object.entries(WRITINGS))
    if (key in leaf && !types.includes(fact.type))
      report.error(item, [...leaf.at, key], 'pack.template-writing', key, { type: fact.type })
  if (leaf.unit === undefined || fact.type !== 'number') return
  const [wanted, held] = [unitOf(leaf.unit), fact.unit === undefined ? undefined : unitOf(fact.unit)]
  if (!wanted) report.error(item, [...leaf.at, 'unit'], 'pack.unit', leaf.unit)
  else if (held && held.dimension !== wanted.dimension)
    report.error(item, [...leaf.at, 'unit'], 'pack.unit', leaf.unit, { expected: held.dimension })
}

/** Every `{name}` of a form's own lines is one that can be filled in. */
function checkLines({ report }: Context, item: Located<TemplateDefinition>): void {
  const names: ReadonlySet<string> = new Set(PLACEHOLDERS)
  const check = (path: Path, text: string | undefined) => {
    for (const [, name = ''] of (text ?? '').matchAll(/\{([^{}]*)\}/g))
      if (!names.has(name)) report.error(item, path, 'pack.template-placeholder', name, { known: [...names] })
  }
  const { title, lines, notes, fileName } = item.value
  check(['fileName'], fileName)
  for (const [index, text] of title.entries()) check(['title', index], text)
  for (const [index, text] of (notes ?? []).entries()) check(['notes', index], text)
  for (const [index, line] of (lines ?? []).entries())
    for (const part of ['left', 'middle', 'right'] as const) check(['lines', index, part], line[part])
}

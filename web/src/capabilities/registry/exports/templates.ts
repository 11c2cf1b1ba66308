import type { TemplatePart, TemplateView } from '../../../shell/pack.ts'

/** Facts of a form, in the order of its columns. */
export function templateFacts(template: TemplateView): string[] {
  const inside = (part: TemplatePart): string[] =>
    part.columns ? part.columns.flatMap(inside) : part.fact === undefined ? [] : [part.fact]
  return [...new Set(template.columns.flatMap(inside))]
}

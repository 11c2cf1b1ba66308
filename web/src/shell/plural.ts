/**
 * The form of a word that goes with a figure: `{{n}} {{n, plural(one: row; other: rows)}}`. The figure may be written out already, with
 * its thousands set apart.
 */
export function plural(
  value: unknown,
  language: string | undefined,
  forms: Readonly<Record<string, unknown>>,
): string {
  const n = typeof value === 'number' ? value : Number(String(value).replaceAll(',', '').replace('−', '-'))
  const form = forms[new Intl.PluralRules(language).select(n)] ?? forms.other
  return typeof form === 'string' ? form : ''
}

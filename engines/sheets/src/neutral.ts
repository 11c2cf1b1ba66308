import { fold, trimmed } from './grid.ts'

/**
 * A text that no program takes for a formula, also after export to text formats where the type of the cell is lost (OWASP, CSV
 * injection): `=`, `+`, `-`, `@`, tab and carriage return at its start get a mark before them. Signed numbers and telephone
 * numbers stay as they are. `readCell` takes the mark away again; a text that begins like a marked one gets a mark of its own.
 */
export function neutralText(text: string): string {
  // The reader of cells folds wide signs and looks past every kind of space, so this does too.
  const first = fold(text)
  if (first === '') return ''
  if (/^[=@]/.test(first) || /^[\t\r]/.test(text) || isMarked(text)) return `'${text}`
  return /^[+-]/.test(first) && !/^[+-][\d\s.,%()-]*$/.test(first) ? `'${text}` : text
}

/** True for a text with the mark of `neutralText`, or with what would be taken for one. */
export function isMarked(text: string): boolean {
  let rest = trimmed(text)
  if (!rest.startsWith("'")) return false
  while (rest.startsWith("'")) {
    if (/^'[\t\r]/.test(rest)) return true
    rest = trimmed(rest.slice(1))
  }
  return /^[=@+-]/.test(fold(rest))
}

/** The text as it was before it was marked; the same text where it bears no mark. */
export function withoutMark(text: string): string {
  return isMarked(text) ? text.slice(1) : text
}

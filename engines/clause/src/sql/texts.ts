import type { Test } from '../definition.ts'
import { folded } from '../kinds/shared.ts'
import { fixed, joined, type Setting, type SqlPart, stored, typed } from './pieces.ts'

/** What `trim` takes off: white space and line ends of ECMAScript (ECMA-262, 12.2 and 12.3). */
export const WHITE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

/** A stored text against written ones. */
export function textsSql(line: Test & { readonly kind: 'text' | 'text-in' }, setting: Setting): SqlPart[] {
  const wanted = fixed(line.kind === 'text' ? line.than : line.values).map(folded)
  const own: SqlPart[] = [
    'nullif(btrim(',
    ...typed(line.of, 'string', '', setting),
    ', ',
    { value: WHITE },
    "), '')",
  ]
  const isNot = line.kind === 'text' && line.operator === '!='
  return [...foldedSql(own, wanted), isNot ? ' <> all(' : ' = any(', { value: wanted }, '::text[])']
}

/** A stored list of free words against written ones. */
export function wordsSql(line: Test & { readonly kind: 'has' }, setting: Setting): SqlPart[] {
  const wanted = fixed(line.values).map(folded)
  const isList: SqlPart[] = ['jsonb_typeof(', ...stored(line.of, setting), ") = 'array'"]
  const groups = line.mode === 'all' ? wanted.map((want) => [want]) : [wanted]
  const each = groups.map((words): SqlPart[] => [
    'exists (select from jsonb_array_elements_text(case when ',
    ...isList,
    ' then ',
    ...stored(line.of, setting),
    ' end) as listed (item) where ',
    ...foldedSql(['item'], words),
    ' = any(',
    { value: words },
    '::text[]))',
  ])
  return ['(case when ', ...isList, ' then (', ...joined(each, ' and '), ') end)']
}

/**
 * A text folded far enough to be compared with folded ones. PostgreSQL lowers the letters of ASCII alike under every locale; of all
 * others only those that can become a letter of the written words matter, and these are named.
 */
function foldedSql(of: readonly SqlPart[], wanted: readonly string[]): SqlPart[] {
  const { singles, others } = capitalsOf(wanted)
  let text: SqlPart[] = ['btrim(normalize(', ...of, ', NFKC), ', { value: WHITE }, ')']
  if (singles.length > 0)
    text = [
      'translate(',
      ...text,
      ', ',
      { value: singles.map(([capital]) => capital).join('') },
      ', ',
      { value: singles.map(([, small]) => small).join('') },
      ')',
    ]
  for (const [capital, small] of others)
    text = ['replace(', ...text, ', ', { value: capital }, ', ', { value: small }, ')']
  return ['lower((', ...text, ') collate "C")']
}

type Capital = readonly [capital: string, small: string]

/** The letters outside ASCII that fold to something in these words: to one letter each, and to several. */
function capitalsOf(wanted: readonly string[]): { singles: Capital[]; others: Capital[] } {
  const text = wanted.join('\n')
  if (!FOLDS_TO.test(text)) return { singles: [], others: [] }
  const found = allCapitals().filter(([, small]) => text.includes(small))
  return {
    singles: found.filter(([, small]) => isSingle(small)),
    others: found.filter(([, small]) => !isSingle(small)),
  }
}

const isSingle = (text: string) => [...text].length === 1
/** What a letter outside ASCII can fold to: small letters, and marks that stay behind. */
const FOLDS_TO = /(?!\p{ASCII})[\p{Lowercase}\p{Mark}]/u
/** Letters with case stand in the first two planes of Unicode. */
const LAST_CAPITAL = 0x1ffff

let capitals: readonly Capital[] | undefined
function allCapitals(): readonly Capital[] {
  if (capitals) return capitals
  const found: Capital[] = []
  for (let code = 0x80; code <= LAST_CAPITAL; code++) {
    const letter = String.fromCodePoint(code)
    // What normalising takes away never reaches the fold.
    if (letter.normalize('NFKC') !== letter) continue
    const small = folded(letter)
    if (small !== letter && small !== '') found.push([letter, small])
  }
  capitals = found
  return found
}

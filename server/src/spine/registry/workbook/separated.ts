import { type Cell, type Grid, gridOf } from '@qiongding/sheets'
import { WORKBOOK_LIMITS } from './limits.ts'
import { ArchiveProblem } from './zip.ts'

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/**
 * The encoding of a text: a byte order mark, otherwise UTF-16 where zeros tell it, otherwise UTF-8 where every byte fits it, otherwise GB18030 where every byte fits
 * that. Undefined for bytes that are no text. Chinese GB18030 text is practically never valid UTF-8, so strictness decides.
 */
export function encodingOf(bytes: Uint8Array): TextEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.includes(0)) return bareUtf16(bytes)
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const text = decoded(bytes, encoding)
    if (text === undefined) continue
    // Control characters other than tab and line ends are no sheet.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return /[\u0001-\u0008\u000e-\u001f]/.test(text.slice(0, 100_000)) ? undefined : encoding
  }
  return undefined
}

/** Bytes looked at to tell the order of UTF-16 without its mark. */
const LOOKED_AT = 20_000
/** Of the characters of a text, this share is ASCII, Chinese or full-width; swapped bytes give a random plane of scripts. */
const SHARE_USUAL = 0.95

function usualShare(text: string): number {
  const usual = text.replace(
    /[^\t\n\r\x20-\x7e\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/g,
    '',
  ).length
  return text.length === 0 ? 0 : usual / text.length
}

/** UTF-16 without a byte order mark: separators and line ends leave a zero in every second byte, on one side. */
function bareUtf16(bytes: Uint8Array): TextEncoding | undefined {
  const head = bytes.subarray(0, Math.min(bytes.length, LOOKED_AT) & ~1)
  const orders = (['utf-16le', 'utf-16be'] as const).map((encoding) => ({
    encoding,
    share: usualShare(new TextDecoder(encoding).decode(head)),
  }))
  orders.sort((left, right) => right.share - left.share)
  const best = orders[0]!
  return best.share >= SHARE_USUAL && decoded(bytes, best.encoding) !== undefined ? best.encoding : undefined
}

/** The text in an encoding, or undefined where a byte does not fit it. */
export function decoded(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The separator the first lines use most evenly, outside quotes. */
export function separatorOf(text: string): ',' | '\t' | ';' {
  const lines = text
    .slice(0, 20_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, 20)
  const count = (separator: string) => lines.reduce((sum, line) => sum + line.split(separator).length - 1, 0)
  const counts = ([',', '\t', ';'] as const).map((separator) => ({ separator, count: count(separator) }))
  counts.sort((left, right) => right.count - left.count)
  return counts[0]!.count > 0 ? counts[0]!.separator : ','
}

/** Rows of separated text after RFC 4180; a quote not closed ends with the text. All cells are texts, as they stand. */
export function separatedGrid(text: string, separator: string, sheet: string): Grid {
  const rows: Cell[][] = []
  let row: Cell[] = []
  let cells = 0
  let at = 0
  let field = ''
  const endField = () => {
    row.push({ text: field })
    if (field !== '') cells += 1
    field = ''
  }
  const endRow = () => {
    endField()
    if (row.length > WORKBOOK_LIMITS.columns) throw new ArchiveProblem('too many columns', 'columns')
    rows.push(row.length === 1 && row[0]!.text === '' ? [] : row)
    row = []
    if (rows.length > WORKBOOK_LIMITS.rows) throw new ArchiveProblem('too many rows', 'rows')
    if (cells > WORKBOOK_LIMITS.cells) throw new ArchiveProblem('too many cells', 'cells')
  }
  while (at < text.length) {
    const char = text[at]!
    if (char === '"' && field === '') {
      const [quoted, next] = quotedField(text, at + 1)
      field = quoted
      at = next
      continue
    }
    if (char === separator) endField()
    else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[at + 1] === '\n') at += 1
      endRow()
    } else {
      const next = nextBreak(text, at, separator)
      field += text.slice(at, next)
      at = next
      continue
    }
    at += 1
  }
  if (field !== '' || row.length > 0) endRow()
  return gridOf(sheet, rows)
}

function quotedField(text: string, from: number): [string, number] {
  let field = ''
  let at = from
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return [field + text.slice(at), text.length]
    field += text.slice(at, quote)
    if (text[quote + 1] !== '"') return [field, quote + 1]
    field += '"'
    at = quote + 2
  }
  return [field, at]
}

function nextBreak(text: string, from: number, separator: string): number {
  let at = from
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1
  return at
}

/** The few pieces of XML that the parts of a workbook are made of. Whoever writes them otherwise is left to the library. */

/** Said where a part is not written as Excel, WPS and the common libraries write it: the library reads the whole file then. */
export class OddlyWritten extends Error {}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text of XML as it is meant: entities, and the escapes of control characters of ECMA-376 (`_x000D_`). */
export function unescaped(text: string): string {
  let plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (plain.includes('&'))
    plain = plain.replace(/&(#x[\da-fA-F]+|#\d+|\w+);/g, (whole, name: string) => {
      if (name[0] !== '#') return ENTITIES[name] ?? whole
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
  if (!plain.includes('_x')) return plain
  return plain
    .replace(/_x([\da-fA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r\n?/g, '\n')
}

/** Value of an attribute inside the text of a tag; undefined where it is not there. */
export function attributeOf(tag: string, name: string): string | undefined {
  let from = tag.indexOf(`${name}="`)
  while (from > 0 && !/\s/.test(tag[from - 1]!)) from = tag.indexOf(`${name}="`, from + 1)
  if (from < 0) return undefined
  const start = from + name.length + 2
  const end = tag.indexOf('"', start)
  return end < 0 ? undefined : unescaped(tag.slice(start, end))
}

/** The texts of all tags of a name, each from its name to its end bracket. */
export function tagsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?=[\\s/>])([^>]*)>`, 'g'))].map((match) => ` ${match[1]!}`)
}

/** The words of `<t>` elements inside a text item, those of readings beside Chinese (`rPh`) left out. */
export function wordsOf(item: string): string {
  const plain = item.includes('<rPh') ? item.replace(/<rPh[\s\S]*?<\/rPh>/g, '') : item
  let words = ''
  let at = plain.indexOf('<t')
  while (at >= 0) {
    const next = plain[at + 2]
    const open = plain.indexOf('>', at)
    if (open < 0) break
    if ((next === '>' || next === ' ' || next === '\n') && plain[open - 1] !== '/') {
      const close = plain.indexOf('</t>', open)
      if (close < 0) break
      words += plain.slice(open + 1, close)
      at = plain.indexOf('<t', close)
    } else at = plain.indexOf('<t', open)
  }
  return fromBytes(words)
}

/**
 * The text that a stretch of a piece means. Pieces hold one character a byte; what is kept of them is made anew from its bytes, so
 * that a short text does not hold the whole piece it was cut from in memory.
 */
export function fromBytes(stretch: string): string {
  return unescaped(Buffer.from(stretch, 'latin1').toString('utf8'))
}

/** A part of this many characters without an end in sight is nobody's row or text. */
const LONGEST = 50_000_000

/**
 * Bytes of a part piece by piece as text of one character a byte, cut before the last element of a name in each piece: what stands
 * before it is whole. Other encodings than UTF-8, comments and CDATA are left to the library.
 */
export async function* piecesOf(chunks: AsyncIterable<Buffer>, element: string): AsyncGenerator<string> {
  let rest = ''
  let begun = false
  for await (const chunk of chunks) {
    const from = Math.max(0, rest.length - 1)
    rest += chunk.toString('latin1')
    if (!begun) checkBeginning(rest)
    begun = true
    if (rest.indexOf('<!', from) >= 0) throw new OddlyWritten('comment or CDATA')
    const cut = rest.lastIndexOf(element)
    if (cut > 0) {
      yield rest.slice(0, cut)
      rest = rest.slice(cut)
    } else if (rest.length > LONGEST) throw new OddlyWritten('no end in sight')
  }
  if (rest !== '') yield rest
}

/** Prefixed names and other encodings than UTF-8 show at the beginning. */
function checkBeginning(text: string): void {
  const head = text.slice(0, 2000)
  if (/^(\xff\xfe|\xfe\xff)/.test(head) || /encoding=["'](?!utf-8)/i.test(head))
    throw new OddlyWritten('not UTF-8')
  if (/<\w+:(worksheet|sst)[\s>]/.test(head)) throw new OddlyWritten('prefixed names')
}

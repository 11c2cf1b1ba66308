/** A stretch of the text as it was pasted. */
export type Span = { readonly from: number; readonly to: number }

/** A part of a chat that speaks for itself: a sentence, a message, a cell with its heading. */
export type Part = Span & {
  readonly text: string
  /** What stood before a colon at its beginning, or above it in a table. */
  readonly label?: string
  /** The unit that a heading gives. */
  readonly unit?: string
}

/** Full-width letters, digits and spaces as half-width ones: every character stays at its place. */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (char) =>
    // Chinese punctuation keeps its width: it ends sentences, and brackets belong to names.
    /[！（），：；？]/.test(char)
      ? char
      : char === '\u3000'
        ? ' '
        : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  )
}

/** Who said it and when, as chat programs copy it: nothing of what was said. */
const SPEAKER = /^\s*.{1,16}?\s+(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*$/

const LABELLED = /^\s*(?:\d{1,2}[、.．)]\s*)?([^：:\n，。；]{2,14})[：:]\s*(\S.*)$/

/** The parts of a chat, in order; speaker lines are left out, and rows under a heading line are cells with their headings. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let heads: string[] | undefined
  let at = 0
  for (const line of text.split('\n')) {
    const from = at
    at += line.length + 1
    if (SPEAKER.test(line)) continue
    const cells = line.split('\t')
    if (cells.length > 1) {
      if (heads?.length !== cells.length) {
        heads = cells.map((cell) => cell.trim())
        continue
      }
      parts.push(...cellsOf(cells, heads, from))
      continue
    }
    heads = undefined
    parts.push(...sentencesOf(line, from))
  }
  return parts
}

function cellsOf(cells: readonly string[], heads: readonly string[], start: number): Part[] {
  let from = start
  return cells.flatMap((cell, index) => {
    const span = { from, to: from + cell.length }
    from += cell.length + 1
    const head = /^([^(（]+)(?:[(（]([^)）]+)[)）])?$/.exec(heads[index] ?? '')
    if (cell.trim() === '') return []
    return [
      {
        ...span,
        text: cell,
        label: head?.[1]?.trim() ?? heads[index] ?? '',
        ...(head?.[2] !== undefined && { unit: head[2].trim() }),
      },
    ]
  })
}

/** Sentences of a line. Half-width dots stay: they stand in numbers and names. */
function sentencesOf(line: string, start: number): Part[] {
  const parts: Part[] = []
  for (const match of line.matchAll(/[^。；;！!？?]+[。；;！!？?]*/g)) {
    for (const piece of labelledPieces(match[0])) {
      const from = start + match.index + piece.at
      const labelled = LABELLED.exec(piece.text)
      const value = labelled?.[2]
      if (labelled?.[1] !== undefined && value !== undefined && isLabel(labelled[1])) {
        const offset = piece.text.lastIndexOf(value)
        parts.push({
          from: from + offset,
          to: from + piece.text.length,
          text: value,
          label: labelled[1].trim(),
        })
      } else parts.push({ from, to: from + piece.text.length, text: piece.text })
    }
  }
  return parts
}

/** A line may hold several labelled values, one after the other with spaces between. */
function labelledPieces(text: string): { readonly text: string; readonly at: number }[] {
  const starts = [...text.matchAll(/(?<=\s)[\u4e00-\u9fa5]{2,8}[：:]/g)].map((match) => match.index)
  if (starts.length === 0) return [{ text, at: 0 }]
  return [0, ...starts].map((from, index, all) => ({
    text: text.slice(from, all[index + 1] ?? text.length),
    at: from,
  }))
}

const LABEL =
  /企业|公司|单位|投资|主体|客户|联系|对接人|电话|手机|方式|金额|总投|用地|土地|占地|面积|厂房|办公|载体|用电|容量|开工|时间|来访|到访|诉求|需求|项目|内容/
/** Whether a text before a colon names what follows; anything else before a colon is part of what was said. */
function isLabel(text: string): boolean {
  return LABEL.test(text) && !/(?:有限公司|集团|Ltd)/.test(text)
}

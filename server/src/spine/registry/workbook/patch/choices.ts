import { choicesXml, columnArea } from '../xml/sheet.ts'

/** Allowed words of a stretch of a column, as the rule of a drop-down says them. */
export type Choice = {
  readonly column: number
  readonly from: number
  readonly to: number
  readonly source: string
}

const ADDRESS = /^\$?([A-Z]+)\$?(\d+)$/
/** The last row of a worksheet (Excel specifications and limits). */
const ROWS = 1_048_576

export const columnOf = (letters: string) =>
  [...letters].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0)

type Area = { left: number; right: number; top: number; bottom: number }

function areaOf(text: string): Area | undefined {
  const [first = '', last = first] = text.split(':')
  const [from, to] = [ADDRESS.exec(first), ADDRESS.exec(last)]
  if (!from || !to) {
    const columns = /^\$?([A-Z]+):\$?([A-Z]+)$/.exec(text)
    return columns
      ? { left: columnOf(columns[1] as string), right: columnOf(columns[2] as string), top: 1, bottom: ROWS }
      : undefined
  }
  return {
    left: columnOf(from[1] as string),
    right: columnOf(to[1] as string),
    top: Number(from[2]),
    bottom: Number(to[2]),
  }
}

/** Stretches of a column that no rule reaches yet: a cell may not have two. */
function free(choice: Choice, taken: readonly Area[]): Choice[] {
  let open = [choice]
  for (const area of taken) {
    if (choice.column < area.left || choice.column > area.right) continue
    open = open.flatMap((one) =>
      area.bottom < one.from || area.top > one.to
        ? [one]
        : [
            ...(area.top > one.from ? [{ ...one, to: area.top - 1 }] : []),
            ...(area.bottom < one.to ? [{ ...one, from: area.bottom + 1 }] : []),
          ],
    )
  }
  return open
}

/** The rest of a worksheet with drop-downs added. What the office set itself stays as it is. */
export function withChoices(
  text: string,
  choices: readonly Choice[],
  put: (text: string, added: string) => string,
): string {
  if (choices.length === 0) return text
  // Rules that name another sheet may stand in the extension of later versions.
  const taken = [
    ...[...text.matchAll(/<dataValidation\s[^>]*?\bsqref\s*=\s*["']([^"']*)["']/g)].map((match) => match[1]),
    ...[...text.matchAll(/<xm:sqref>([^<]*)<\/xm:sqref>/g)].map((match) => match[1]),
  ].flatMap((areas) => (areas ?? '').split(/\s+/).flatMap((one) => areaOf(one) ?? []))
  const added = choices
    .flatMap((choice) => free(choice, taken))
    .map(({ column, from, to, source }) => ({ area: columnArea(column, from, to), source }))
  if (added.length === 0) return text
  const xml = choicesXml(added)
  const existing = /<dataValidations(\s[^>]*)?>([\s\S]*?)<\/dataValidations>/.exec(text)
  if (!existing) return put(text, xml)
  const all = (existing[2] ?? '') + xml.replace(/^<dataValidations[^>]*>|<\/dataValidations>$/g, '')
  const count = (all.match(/<dataValidation(?=[\s>])/g) ?? []).length
  const attributes = (existing[1] ?? '').replace(/\scount\s*=\s*(?:"[^"]*"|'[^']*')/, '')
  return text.replace(
    existing[0],
    () => `<dataValidations count="${count}"${attributes}>${all}</dataValidations>`,
  )
}

import { unescapeXml } from './xml/text.ts'
import { unpack, whole, zipEntries } from './zip.ts'

/** A column that the workbook has a name for, by the column itself or the one cell of its header. */
export type NamedColumn = { readonly name: string; readonly sheet: string; readonly column: number }

const COLUMN = /^(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})(?:\$\d+)?(?::\$([A-Z]{1,3})(?:\$\d+)?)?$/
const numberOf = (letters: string) =>
  [...letters].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0)

/** Names of an .xlsx that stand for a column, wherever it has been moved to; none of any other file. */
export async function namedColumns(bytes: Uint8Array): Promise<NamedColumn[]> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return []
  const entry = zipEntries(bytes).find((one) => one.name.toLowerCase() === 'xl/workbook.xml')
  if (!entry) return []
  const text = (await whole(unpack(bytes, entry), () => {})).toString('utf8')
  return [...text.matchAll(/<(?:\w+:)?definedName\s[^>]*?\bname="([^"]+)"[^>]*>([^<]*)</g)].flatMap(
    ([, name = '', refersTo = '']) => {
      const match = COLUMN.exec(unescapeXml(refersTo))
      if (!match || (match[4] !== undefined && match[3] !== match[4])) return []
      return [
        {
          name: unescapeXml(name),
          sheet: match[1]?.replaceAll("''", "'") ?? match[2] ?? '',
          column: numberOf(match[3] as string),
        },
      ]
    },
  )
}

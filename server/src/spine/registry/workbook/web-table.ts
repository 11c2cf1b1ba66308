import { type Cell, type Grid, gridOf, type Merge } from '@qiongding/sheets'
import { WORKBOOK_LIMITS } from './limits.ts'
import { ArchiveProblem } from './zip.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** The words of a cell: breaks as line ends, every other tag as nothing, white space as one space. Nothing of it is ever run. */
function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/[\s]+/g, ' ')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
      if (name[0] !== '#') return ENTITIES[name.toLowerCase()] ?? whole
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    })
    .trim()
}

function spanOf(tag: string, name: 'rowspan' | 'colspan'): number {
  const found = new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,5})`, 'i').exec(tag)
  return Math.max(1, Math.min(Number(found?.[1] ?? 1), WORKBOOK_LIMITS.columns))
}

function gridOfTable(sheet: string, html: string): Grid {
  const rows: (Cell | undefined)[][] = []
  const merges: Merge[] = []
  const taken = new Set<string>()
  let cells = 0
  for (const [, inside = ''] of html.matchAll(/<tr(?=[\s>])[^>]*>([\s\S]*?)(?=<tr[\s>]|<\/table|$)/gi)) {
    const top = rows.length + 1
    if (top > WORKBOOK_LIMITS.rows) throw new ArchiveProblem('too many rows', 'rows')
    const row: (Cell | undefined)[] = []
    let column = 1
    for (const [, tag = '', content = ''] of inside.matchAll(
      /<t[dh](?=[\s>])([^>]*)>([\s\S]*?)(?=<t[dh][\s>]|<\/tr|$)/gi,
    )) {
      while (taken.has(`${top} ${column}`)) column += 1
      if (column > WORKBOOK_LIMITS.columns) throw new ArchiveProblem('too many columns', 'columns')
      const down = spanOf(tag, 'rowspan')
      const across = spanOf(tag, 'colspan')
      const text = wordsOf(content)
      if (text !== '') {
        row[column - 1] = { text }
        cells += 1
        if (cells > WORKBOOK_LIMITS.cells) throw new ArchiveProblem('too many cells', 'cells')
      }
      if (down > 1 || across > 1) {
        merges.push({ top, left: column, bottom: top + down - 1, right: column + across - 1 })
        for (let below = top + 1; below < top + down; below += 1)
          for (let beside = column; beside < column + across; beside += 1) taken.add(`${below} ${beside}`)
        if (taken.size > WORKBOOK_LIMITS.cells) throw new ArchiveProblem('too many cells', 'cells')
      }
      column += across
    }
    rows.push(Array.from(row))
  }
  return gridOf(
    sheet,
    rows,
    merges.filter((merge) => merge.top <= rows.length),
  )
}

/** The tables of a web page as grids, merged cells kept: what Excel and WPS put on the clipboard, and what many systems call .xls. */
export function tableGrids(html: string, name: string): Grid[] {
  const tables = [...html.matchAll(/<table(?=[\s>])[\s\S]*?(?:<\/table\s*>|$)/gi)].map(([table]) => table)
  if (tables.length > WORKBOOK_LIMITS.sheets) throw new ArchiveProblem('too many sheets', 'sheets')
  return tables.map((table, index) => gridOfTable(tables.length === 1 ? name : `${name} ${index + 1}`, table))
}

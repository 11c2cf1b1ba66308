import { day } from '@qiongding/kernel'
import type { Cell } from '@qiongding/sheets'
import { describe, expect, it } from 'vitest'
import { demonstrationSheets, readWorkbook } from '../index.ts'
import { gridsOf, parseSpreadsheet } from '../spreadsheet.ts'
import { storedZip } from '../zip.ts'

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

type Book = {
  /** Worksheet XML inside `<worksheet>`, by sheet name. */
  sheets: Record<string, string>
  strings?: string
  styles?: string
  properties?: string
  hidden?: readonly string[]
}

function partsOf({ sheets, strings, styles, properties = '', hidden = [] }: Book): Record<string, string> {
  const names = Object.keys(sheets)
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${names.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook ${MAIN} xmlns:r="${RELATION}"><workbookPr ${properties}/><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${RELATION}/worksheet" Target="${index % 2 === 0 ? '' : '/xl/'}worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="rId90" Type="${RELATION}/styles" Target="styles.xml"/><Relationship Id="rId91" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet ${MAIN}>${styles ?? '<cellXfs count="1"><xf numFmtId="0"/></cellXfs>'}</styleSheet>`,
    'xl/sharedStrings.xml': `${HEAD}<sst ${MAIN}>${strings ?? ''}</sst>`,
    ...Object.fromEntries(
      Object.values(sheets).map((xml, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `${HEAD}<worksheet ${MAIN}>${xml}</worksheet>`,
      ]),
    ),
  }
}

const zipped = (parts: Record<string, string | Uint8Array>) =>
  storedZip(
    Object.entries(parts).map(([name, content]) => ({
      name,
      content: typeof content === 'string' ? Buffer.from(content) : content,
    })),
  )

async function gridsIn(bytes: Uint8Array) {
  const reading = await readWorkbook(bytes, 'a.xlsx')
  if (!reading.ok) throw new Error(reading.refusal)
  return reading.grids
}

async function cellsOf(book: Book): Promise<(Cell | undefined)[][]> {
  const [grid] = await gridsIn(zipped(partsOf(book)))
  return grid!.rows.map((row) => [...(row ?? [])])
}

const sheet = (rows: string, after = '') => ({ 清单: `<sheetData>${rows}</sheetData>${after}` })

describe('cells as Excel and WPS write them', () => {
  it('texts: shared, partly coloured, with a reading beside them, inline, escaped', async () => {
    const strings = [
      '<si><t>演示甲</t></si>',
      '<si><r><rPr><color rgb="FFFF0000"/></rPr><t>红</t></r><r><t xml:space="preserve"> 黑</t></r></si>',
      '<si><t>演示</t><rPh sb="0" eb="2"><t>yanshi</t></rPh><phoneticPr fontId="1"/></si>',
      '<si><t>一_x000D_\r\n二&amp;&#x4E09;&lt;b&gt;</t></si>',
      '<si/>',
      '<si><t></t></si>',
    ].join('')
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>' +
      '<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" t="s"><v>4</v></c><c r="C3" t="s"><v>5</v></c><c r="D3" t="inlineStr"><is><t>里</t></is></c><c r="E3" t="str"><f>A1&amp;"x"</f><v>演示甲x</v></c></row>'
    expect(await cellsOf({ sheets: sheet(rows), strings })).toEqual([
      [{ text: '演示甲' }, { text: '红 黑' }, { text: '演示' }],
      [],
      [
        { text: '一\n二&三<b>' },
        undefined,
        undefined,
        { text: '里' },
        { text: '演示甲x', formula: 'A1&"x"' },
      ],
    ])
  })

  it('numbers under their formats, the Chinese built-in ones too', async () => {
    const styles =
      '<numFmts count="2"><numFmt numFmtId="176" formatCode="0!.0,&quot;万&quot;"/><numFmt numFmtId="177" formatCode="#,##0.00"/></numFmts>' +
      '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="57"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="10"/></cellXfs>'
    const rows =
      '<row><c><v>3500</v></c><c s="1"><v>43525</v></c><c s="2"><v>43529</v></c><c s="3"><v>35000</v></c><c s="4"><v>3499.996</v></c><c s="5"><v>0.053</v></c><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c><c><f>SUM(A1:A9)</f></c></row>'
    expect(await cellsOf({ sheets: sheet(rows), styles })).toEqual([
      [
        { text: '3500', value: 3500 },
        { text: '2019年3月', value: 43525, isDate: true },
        { text: '2019/3/5', value: 43529, isDate: true },
        { text: '3.5万', value: 35000 },
        { text: '3,500.00', value: 3499.996 },
        { text: '5.30%', value: 0.053 },
        { text: 'TRUE', value: true },
        { text: '#DIV/0!' },
        { text: '', formula: 'SUM(A1:A9)' },
      ],
    ])
  })

  it('days of the 1904 system', async () => {
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    const rows = '<row r="1"><c r="A1" s="1"><v>42067</v></c></row>'
    const [[cell]] = (await cellsOf({ sheets: sheet(rows), styles, properties: 'date1904="1"' })) as [[Cell]]
    expect(cell).toEqual({ text: '2019/3/5', value: 43529, isDate: true })
  })

  it('merges, hidden sheets, sheets named from the root of the archive', async () => {
    const book: Book = {
      sheets: {
        甲: '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row></sheetData><mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A9:B1048576"/></mergeCells>',
        乙: '<sheetData><row r="1"><c r="A1"><v>3</v></c></row></sheetData>',
        丙: '<sheetData/>',
      },
      hidden: ['甲'],
    }
    const grids = await gridsIn(zipped(partsOf(book)))
    expect(grids.map((grid) => grid.sheet)).toEqual(['乙', '丙'])
    const all = await gridsIn(zipped(partsOf({ ...book, hidden: ['甲', '乙', '丙'] })))
    expect(all[0]).toMatchObject({ sheet: '甲', merges: [{ top: 1, left: 1, bottom: 1, right: 2 }] })
  })
})

describe('files written otherwise', () => {
  const rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>企业名称</t></is></c><c r="B1"><v>5</v></c></row>'
  const wanted = [[{ text: '企业名称' }, { text: '5', value: 5 }]]

  it('with prefixed names, comments or in UTF-16 are read by the library', async () => {
    const parts = partsOf({ sheets: sheet(rows) })
    const path = 'xl/worksheets/sheet1.xml'
    const plain = parts[path]!
    const prefixed = plain
      .replace(/<(\/?)(worksheet|sheetData|row|c|v|is|t)(?=[\s>/])/g, '<$1x:$2')
      .replace('xmlns=', 'xmlns:x=')
    const commented = plain.replace('<sheetData>', '<!-- made by a program --><sheetData>')
    const wide = Buffer.from(`\ufeff${plain.replace('UTF-8', 'UTF-16')}`, 'utf16le')
    for (const content of [prefixed, commented, wide]) {
      const [grid] = await gridsIn(zipped({ ...parts, [path]: content }))
      expect(grid!.rows.map((row) => row?.map((cell) => cell))).toEqual(wanted)
    }
  })

  it('are a refusal and no answer where a part is missing or broken', async () => {
    const parts = partsOf({ sheets: sheet(rows) })
    const { 'xl/worksheets/sheet1.xml': one, ...without } = parts
    for (const broken of [without, { ...parts, 'xl/workbook.xml': '<workbook><sheets>' }]) {
      const reading = await readWorkbook(zipped(broken), 'a.xlsx')
      expect(reading.ok).toBe(false)
    }
    // Cut inside of a row: what was whole before is not taken for the whole.
    const cut = one!.slice(0, one!.indexOf('</c>'))
    const reading = await readWorkbook(zipped({ ...parts, 'xl/worksheets/sheet1.xml': cut }), 'a.xlsx')
    expect(reading.ok && reading.grids[0]!.rows.length > 0).toBe(false)
  })
})

it('reads what the library reads, cell by cell', async () => {
  for (const { bytes } of await demonstrationSheets({ seed: 3, today: day('2026-11-23') })) {
    const own = await gridsIn(bytes)
    const others = gridsOf(parseSpreadsheet(bytes), () => {})
    expect(own.map((grid) => [grid.sheet, grid.merges])).toEqual(
      others.map((grid) => [grid.sheet, grid.merges]),
    )
    const cells = (grids: typeof own) => grids.map((grid) => grid.rows.map((row) => row?.map((cell) => cell)))
    expect(cells(own)).toEqual(cells(others))
  }
})

it('texts longer than a piece of the archive stay whole', async () => {
  const long = `${'长'.repeat(32_000)}&amp;`
  const rows = Array.from(
    { length: 40 },
    (_, index) =>
      `<row r="${index + 1}"><c r="A${index + 1}" t="inlineStr"><is><t>${long}${index}</t></is></c></row>`,
  ).join('')
  const cells = await cellsOf({ sheets: sheet(rows) })
  expect(cells.map((row) => row[0]!.text)).toEqual(
    Array.from({ length: 40 }, (_, index) => `${'长'.repeat(32_000)}&${index}`),
  )
})

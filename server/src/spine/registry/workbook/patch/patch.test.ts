import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { readWorkbook } from '../read.ts'
import { unpack, whole, zipEntries } from '../zip.ts'
import { Odd, patchWorkbook } from './index.ts'

/** A sheet as an office draws it: merges, widths, colours, a note, a rule, a picture, another sheet. */
async function drawn(): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('清单')
  sheet.addRow(['演示清单'])
  sheet.mergeCells('A1:D1')
  sheet.addRow(['企业名称', '产业链', '成立时间', '营业收入'])
  sheet.addRow(['演示甲', '虚拟现实', new Date('2019-03-05T00:00:00Z'), 12.5])
  sheet.addRow(['演示乙', null, '2031-02-30', '约5'])
  sheet.addRow(['演示丙', '人工智能', null, { formula: 'D3*2', result: 25 }])
  sheet.mergeCells('B3:B4')
  sheet.getColumn(1).width = 31.5
  sheet.getColumn(3).numFmt = 'yyyy/m/d'
  sheet.getCell('A4').fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF00FF00' } }
  sheet.getCell('A4').font = { bold: true, name: '仿宋', size: 13 }
  sheet.getCell('C4').note = '科室自己的批注'
  sheet.getCell('D3').dataValidation = {
    type: 'decimal',
    operator: 'greaterThan',
    formulae: [0],
    allowBlank: true,
  }
  sheet.views = [{ state: 'frozen', ySplit: 2 }]
  const picture = workbook.addImage({
    extension: 'png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ) as never,
  })
  sheet.addImage(picture, 'F2:G4')
  const other = workbook.addWorksheet('说明')
  other.addRow(['别的表'])
  other.getColumn(1).width = 44
  workbook.definedNames.add('清单!$A$3:$A$5', '企业')
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}
const opened = async (bytes: Uint8Array) => {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes.slice().buffer as never)
  return workbook
}
const patched = async (bytes: Uint8Array) =>
  patchWorkbook({
    bytes,
    sheet: '清单',
    marks: [
      { row: 4, column: 3, level: 'error', note: '没有这一天' },
      { row: 4, column: 4, level: 'remark', note: '约数，按所写的数记' },
      { row: 5, column: 3, level: 'error', note: '没有填' },
    ],
    choices: [{ column: 2, from: 3, to: 5, words: ['虚拟现实', '人工智能'] }],
    hidden: new Map([
      [2, 'QD1.head'],
      [3, 'qd1.r3'],
      [4, 'qd1.r4'],
      [5, 'qd1.r5'],
    ]),
    guide: { name: '更正说明', rows: [['怎么改'], ['位置', '问题'], ['C4', '没有这一天']], widths: [12, 40] },
    author: '穹顶',
  })

describe('a workbook with marks', () => {
  it('comes back as it was: merges, widths, formats, own notes and rules, pictures, formulas, other sheets', async () => {
    const before = await drawn()
    const after = await opened(await patched(before))
    expect(after.worksheets.map((sheet) => sheet.name)).toEqual(['更正说明', '清单', '说明'])
    const [guide, sheet, other] = after.worksheets as [
      ExcelJS.Worksheet,
      ExcelJS.Worksheet,
      ExcelJS.Worksheet,
    ]
    expect(guide.getCell('B3').text).toBe('没有这一天')
    expect(sheet.getCell('B4').isMerged && sheet.getCell('A1').isMerged).toBe(true)
    expect(sheet.getColumn(1).width).toBeCloseTo(31.5)
    expect(sheet.getCell('C3').numFmt).toBe('yyyy/m/d')
    expect(sheet.getCell('C3').value).toEqual(new Date('2019-03-05T00:00:00Z'))
    expect(sheet.getCell('D5').value).toMatchObject({ formula: 'D3*2', result: 25 })
    expect(sheet.getCell('A4').font).toMatchObject({ bold: true, name: '仿宋', size: 13 })
    expect(sheet.getCell('A4').fill).toMatchObject({ pattern: 'solid', fgColor: { argb: 'FF00FF00' } })
    expect(sheet.getImages()).toHaveLength(1)
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 })
    expect(sheet.getCell('D3').dataValidation).toMatchObject({ type: 'decimal' })
    expect([other.getCell('A1').text, other.getColumn(1).width]).toEqual(['别的表', 44])
    expect(after.definedNames.getNames('清单!$A$3')).toEqual(['企业'])
    // What was not to be touched is the same to the byte.
    const parts = async (bytes: Uint8Array) =>
      new Map(
        await Promise.all(
          zipEntries(bytes).map(
            async (entry) =>
              [entry.name, (await whole(unpack(bytes, entry), () => {})).toString('latin1')] as const,
          ),
        ),
      )
    const [was, is] = [await parts(before), await parts(await patched(before))]
    // A folder's own entry holds nothing, and is left out.
    for (const [name, text] of was)
      if (!/\/$|workbook\.xml|Content_Types|styles\.xml|sheet1\.xml|comments|vmlDrawing/.test(name))
        expect(is.get(name) === text, name).toBe(true)
  })

  it('marks cells by a quiet colour, keeps their look otherwise, and says why in a note', async () => {
    const after = await opened(await patched(await drawn()))
    const sheet = after.getWorksheet('清单') as ExcelJS.Worksheet
    expect(sheet.getCell('C4').fill).toMatchObject({ pattern: 'solid', fgColor: { argb: 'FFF7D3D3' } })
    expect(sheet.getCell('D4').fill).toMatchObject({ fgColor: { argb: 'FFFCF1CF' } })
    expect(sheet.getCell('C5').fill).toMatchObject({ fgColor: { argb: 'FFF7D3D3' } })
    expect(sheet.getCell('C5').numFmt).toBe('yyyy/m/d')
    const noteOf = (address: string) => {
      const note = sheet.getCell(address).note
      return typeof note === 'string' ? note : (note?.texts ?? []).map(({ text }) => text).join('')
    }
    expect(noteOf('C4')).toBe('科室自己的批注\n【穹顶】没有这一天')
    expect(noteOf('D4')).toBe('【穹顶】约数，按所写的数记')
    expect(sheet.getCell('B4').dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"虚拟现实,人工智能"'],
    })
    const hidden = sheet.getColumn(5)
    expect([hidden.hidden, sheet.getCell('E2').text, sheet.getCell('E5').text]).toEqual([
      true,
      'QD1.head',
      'qd1.r5',
    ])
  })

  it('is read by ourselves', async () => {
    const reading = await readWorkbook(await patched(await drawn()), '清单.xlsx')
    if (!reading.ok) throw new Error(reading.refusal)
    const sheet = reading.grids.find((grid) => grid.sheet === '清单')
    expect(sheet?.rows[3]?.map((cell) => cell?.text)).toEqual(
      expect.arrayContaining(['演示乙', '2031-02-30', '约5', 'qd1.r4']),
    )
  })

  it('marked again after it was mended, bears the marks of the second time only', async () => {
    const once = await opened(await patched(await drawn()))
    const mended = once.getWorksheet('清单') as ExcelJS.Worksheet
    mended.getCell('C4').value = '2031-02-28'
    const saved = new Uint8Array(await once.xlsx.writeBuffer())
    const again = await patchWorkbook({
      bytes: saved,
      sheet: '清单',
      marks: [{ row: 4, column: 4, level: 'error', note: '读不出数' }],
      choices: [{ column: 2, from: 3, to: 5, words: ['虚拟现实', '人工智能'] }],
      hidden: new Map([[2, 'QD1.other']]),
      markColumn: 5,
      guide: { name: '更正说明', rows: [['再改'], ['位置', '问题'], ['D4', '读不出数']], widths: [12, 40] },
      author: '穹顶',
    })
    const after = await opened(again)
    expect(after.worksheets.map((one) => one.name)).toEqual(['更正说明', '清单', '说明'])
    expect(after.getWorksheet('更正说明')?.getCell('A3').text).toBe('D4')
    const sheet = after.getWorksheet('清单') as ExcelJS.Worksheet
    const fillOf = (address: string) => {
      const fill = sheet.getCell(address).fill as ExcelJS.FillPattern | undefined
      return fill?.pattern === 'solid' ? fill.fgColor?.argb : undefined
    }
    expect([fillOf('C4'), fillOf('C5'), fillOf('D4'), fillOf('A4')]).toEqual([
      undefined,
      undefined,
      'FFF7D3D3',
      'FF00FF00',
    ])
    expect(sheet.getCell('C5').numFmt).toBe('yyyy/m/d')
    const texts = (address: string) => JSON.stringify(sheet.getCell(address).note ?? '')
    expect(texts('C4')).toContain('科室自己的批注')
    expect(texts('C4')).not.toContain('没有这一天')
    expect([texts('C5'), texts('D4').includes('约数'), texts('D4').includes('读不出数')]).toEqual([
      '""',
      false,
      true,
    ])
    expect([sheet.getCell('E2').text, sheet.getCell('E4').text]).toEqual(['QD1.other', ''])
    // One rule a cell, however often the file goes out.
    const sheets = zipEntries(again).filter((entry) => entry.name.startsWith('xl/worksheets/sheet'))
    const xml = await Promise.all(
      sheets.map(async (entry) => (await whole(unpack(again, entry), () => {})).toString('utf8')),
    )
    expect(xml.join('').match(/<dataValidation [^>]*sqref="[^"]*B/g)).toHaveLength(1)
  })

  it('puts long lists of words on a hidden sheet, once for all the columns that hold them', async () => {
    const words = Array.from({ length: 300 }, (_, index) => `演示产业链${index}`)
    const marked = await patchWorkbook({
      bytes: await drawn(),
      sheet: '清单',
      marks: [],
      choices: [
        { column: 2, from: 3, to: 5, words },
        { column: 1, from: 3, to: 5, words },
      ],
      hidden: new Map(),
      guide: { name: '更正说明', rows: [['x']], widths: [10] },
      author: '穹顶',
    })
    const after = await opened(marked)
    const list = after.getWorksheet('qd_words') as ExcelJS.Worksheet
    expect([list.state, list.rowCount, list.columnCount]).toEqual(['veryHidden', 300, 1])
    const sheet = after.getWorksheet('清单') as ExcelJS.Worksheet
    for (const address of ['A3', 'B5'])
      expect(sheet.getCell(address).dataValidation.formulae).toEqual(["'qd_words'!$A$1:$A$300"])
  })

  it('says of a workbook that is written in another way that it is, and of no sheet of that name', async () => {
    const question = {
      marks: [],
      choices: [],
      hidden: new Map(),
      guide: { name: 'x', rows: [['x']], widths: [10] },
      author: 'x',
    }
    await expect(patchWorkbook({ ...question, bytes: await drawn(), sheet: '没有' })).rejects.toThrow(Odd)
  })
})

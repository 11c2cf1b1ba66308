import { crc32, deflateRawSync } from 'node:zlib'
import * as XLSX from '@e965/xlsx'
import { day } from '@qiongding/kernel'
import { neutralText, type SheetFact } from '@qiongding/sheets'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  demonstrationSheets,
  readWorkbook,
  readWorkbookTables,
  type WorkbookReading,
  writeWorkbook,
} from './index.ts'
import { storedZip, unpack, whole, zipEntries } from './zip.ts'

const on = day('2026-11-23')
const facts: readonly SheetFact[] = [
  { key: 'name', label: { zh: '企业名称', en: 'Name' }, type: 'text', of: 'enterprise' },
  { key: 'credit_code', label: { zh: '统一社会信用代码', en: 'Code' }, type: 'text', of: 'enterprise' },
  { key: 'founded', label: { zh: '成立时间', en: 'Founded' }, type: 'day', of: 'enterprise' },
  {
    key: 'revenue',
    label: { zh: '营业收入', en: 'Revenue' },
    type: 'number',
    unit: '万元',
    min: 0,
    of: 'enterprise',
  },
  {
    key: 'share',
    label: { zh: '研发投入占比', en: 'Share' },
    type: 'number',
    unit: '%',
    max: 100,
    of: 'enterprise',
  },
]

/** A packed archive; `claim` lets its directory lie about the unpacked size. */
function packed(parts: Record<string, Uint8Array>, claim?: number): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const body = deflateRawSync(content)
    const nameBytes = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc32(content), 14)
    head.writeUInt32LE(body.byteLength, 18)
    head.writeUInt32LE(claim ?? content.byteLength, 22)
    head.writeUInt16LE(nameBytes.byteLength, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    head.copy(central, 6, 4, 30)
    central.writeUInt32LE(at, 42)
    pieces.push(head, nameBytes, body)
    directory.push(central, nameBytes)
    at += 30 + nameBytes.byteLength + body.byteLength
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(list.byteLength, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, list, end])
}

let plain: Uint8Array
let parts: Record<string, Buffer>

beforeAll(async () => {
  plain = await writeWorkbook(
    [{ name: '清单', columns: [{ header: '企业名称', type: 'text' }], rows: [['演示甲'], ['演示乙']] }],
    { on },
  )
  parts = {}
  for (const entry of zipEntries(plain)) parts[entry.name] = await whole(unpack(plain, entry), () => {})
})

function refusalOf(reading: WorkbookReading): string | undefined {
  return reading.ok ? undefined : reading.refusal
}

describe('what is refused', () => {
  it('is told by content, not by name', async () => {
    expect(refusalOf(await readWorkbook(new Uint8Array(0), 'a.xlsx'))).toBe('empty-file')
    expect(refusalOf(await readWorkbook(Buffer.from('MZ\0\0renamed'), 'a.xlsx'))).toBe('not-a-workbook')
    expect(refusalOf(await readWorkbook(Buffer.from('%PDF-1.7 some text'), 'a.xlsx'))).toBe('not-a-workbook')
    expect(refusalOf(await readWorkbook(Buffer.from('<html><p>no list</p></html>'), 'a.xls'))).toBe(
      'not-a-workbook',
    )
    expect(refusalOf(await readWorkbook(Buffer.from('<html><table></table></html>'), 'a.xls'))).toBe(
      'empty-file',
    )
    expect(refusalOf(await readWorkbook(Buffer.from(' \n\n'), 'a.csv'))).toBe('empty-file')
    expect(
      refusalOf(
        await readWorkbook(storedZip([{ name: 'word/document.xml', content: Buffer.from('x') }]), 'a.xlsx'),
      ),
    ).toBe('not-a-workbook')
  })

  it('a workbook cut off, at any length', async () => {
    for (const share of [0.05, 0.3, 0.6, 0.9, 0.999]) {
      const cut = plain.subarray(0, Math.floor(plain.byteLength * share))
      expect(refusalOf(await readWorkbook(cut, 'a.xlsx'))).toBe('not-a-workbook')
    }
  })

  it('a workbook with nothing in it', async () => {
    const empty = await writeWorkbook([], { on })
    expect(refusalOf(await readWorkbook(empty, 'a.xlsx'))).toBe('empty-file')
  })

  it('a workbook with a password: a compound file with the encrypted package in it (MS-OFFCRYPTO 2.3)', async () => {
    const file = XLSX.CFB.utils.cfb_new()
    // Version 4.4 is agile encryption, which Excel and WPS write; its description is XML.
    const info = Buffer.concat([Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]), Buffer.from('<encryption/>')])
    XLSX.CFB.utils.cfb_add(file, '/EncryptionInfo', info)
    XLSX.CFB.utils.cfb_add(file, '/EncryptedPackage', Buffer.alloc(9_000, 0x5a))
    XLSX.CFB.utils.cfb_add(file, '/\u0006DataSpaces/Version', Buffer.alloc(76, 1))
    const bytes = XLSX.CFB.write(file, { type: 'buffer' }) as Buffer
    expect(bytes.subarray(0, 4).toString('hex')).toBe('d0cf11e0')
    expect(refusalOf(await readWorkbook(bytes, '清单.xlsx'))).toBe('password-protected')
    for (const share of [0.2, 0.6])
      expect(
        refusalOf(await readWorkbook(bytes.subarray(0, Math.floor(bytes.length * share)), 'a.xlsx')),
      ).toBe('not-a-workbook')
  })

  it('an old workbook with a password, and none that only speaks of one', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([['企业名称'], ['EncryptedPackage'], ['password']])
    const book = XLSX.utils.book_new(sheet, '清单')
    const old = XLSX.write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer
    expect((await readWorkbook(old, '清单.xls')).ok).toBe(true)
    const file = XLSX.CFB.read(old, { type: 'buffer' })
    const stream = XLSX.CFB.find(file, '/Workbook').content as Uint8Array
    // FILEPASS (MS-XLS 2.4.117) right behind the beginning of the workbook: the rest is encrypted by RC4.
    const begun = 4 + (stream[2]! | (stream[3]! << 8))
    const pass = Buffer.concat([Buffer.from([0x2f, 0, 54, 0, 1, 0, 1, 0, 1, 0]), Buffer.alloc(48, 7)])
    const locked = Buffer.concat([stream.slice(0, begun), pass, stream.slice(begun)])
    const made = XLSX.CFB.utils.cfb_new()
    XLSX.CFB.utils.cfb_add(made, '/Workbook', locked)
    const bytes = XLSX.CFB.write(made, { type: 'buffer' }) as Buffer
    expect(refusalOf(await readWorkbook(bytes, '清单.xls'))).toBe('password-protected')
  })

  it('an archive that says it unpacks to gigabytes, before anything is unpacked', async () => {
    const reading = await readWorkbook(packed(parts, 3_000_000_000), 'a.xlsx')
    expect(reading).toMatchObject({
      ok: false,
      refusal: 'workbook-too-large',
      facts: { limit: 'unpackedBytes' },
    })
  })

  it('an archive that unpacks to more than it says', async () => {
    const bomb = packed({ ...parts, 'xl/worksheets/sheet1.xml': Buffer.alloc(40_000_000, 'a') }, 5_000)
    expect(refusalOf(await readWorkbook(bomb, 'a.xlsx'))).toBe('workbook-too-large')
  })
})

describe('large and odd files', () => {
  it('reads two rows under a million formatted empty ones within seconds', async () => {
    const source = parts['xl/worksheets/sheet1.xml']!.toString()
    const rows: string[] = []
    for (let row = 4; row <= 1_048_576; row += 1)
      rows.push(`<row r="${row}"><c r="A${row}" s="1"/><c r="B${row}" s="1"/></row>`)
    const cut = source.indexOf('</sheetData>')
    const swollen = Buffer.from(source.slice(0, cut) + rows.join('') + source.slice(cut))
    const bytes = packed({ ...parts, 'xl/worksheets/sheet1.xml': swollen })
    const from = performance.now()
    const reading = await readWorkbook(bytes, 'a.xlsx')
    const took = performance.now() - from
    if (!reading.ok) throw new Error(reading.refusal)
    expect(reading.grids[0]!.rows).toHaveLength(3)
    // 0.4 s where it was measured; the parser alone takes ten times as long.
    expect(took).toBeLessThan(10_000)
  })

  it('keeps every cell while thinning: texts with tags in them, empty texts, rows across chunks', async () => {
    const long = 'x<c/></row>&y'.repeat(2000)
    const rows = Array.from({ length: 400 }, (_, index) => [
      index % 3 === 0 ? undefined : `${long}${index}`,
      index,
    ])
    const columns = [
      { header: '甲', type: 'text' },
      { header: '乙', type: 'number' },
    ] as const
    const reading = await readWorkbook(await writeWorkbook([{ name: 's', columns, rows }], { on }), 'a.xlsx')
    if (!reading.ok) throw new Error(reading.refusal)
    const read = reading.grids[0]!.rows.slice(1).map((row) => [row?.[0]?.text, row?.[1]?.value])
    expect(read).toEqual(rows)
  })

  it('leaves hidden sheets and pictures aside', async () => {
    const swollen = packed({ ...parts, 'xl/media/image1.png': Buffer.alloc(1_000_000) })
    expect((await readWorkbook(swollen, 'a.xlsx')).ok).toBe(true)
  })
})

describe('sheets of odd measure', () => {
  it('a sheet of only pictures is empty', async () => {
    const empty = await writeWorkbook([{ name: '图', columns: [], rows: [] }], { on })
    const pictured: Record<string, Buffer> = { 'xl/media/image1.png': Buffer.alloc(300_000, 7) }
    for (const entry of zipEntries(empty)) pictured[entry.name] = await whole(unpack(empty, entry), () => {})
    const path = 'xl/worksheets/sheet1.xml'
    pictured[path] = Buffer.from(
      pictured[path]!.toString().replace('</worksheet>', '<drawing r:id="rId1"/></worksheet>'),
    )
    expect(refusalOf(await readWorkbook(packed(pictured), 'a.xlsx'))).toBe('empty-file')
  })

  it('500 columns and cells of 32,767 characters come in whole; more columns than a list has are refused', async () => {
    const wide = Array.from({ length: 500 }, (_, index) => ({
      header: `列${index + 1}`,
      type: 'text' as const,
    }))
    const long = '长'.repeat(32_767)
    const bytes = await writeWorkbook(
      [{ name: '宽', columns: wide, rows: [wide.map((_, index) => (index === 499 ? long : `值${index}`))] }],
      { on },
    )
    const reading = await readWorkbook(bytes, 'a.xlsx')
    if (!reading.ok) throw new Error(reading.refusal)
    expect(reading.grids[0]!.rows[1]).toHaveLength(500)
    expect(reading.grids[0]!.rows[1]![499]!.text).toBe(long)
    const tooWide = Buffer.from(`${Array.from({ length: 2_500 }, (_, index) => `c${index}`).join(',')}\n`)
    expect(refusalOf(await readWorkbook(tooWide, 'a.csv'))).toBe('workbook-too-large')
  })

  it('more bytes than a file may have are refused before anything else is done', async () => {
    const reading = await readWorkbook(new Uint8Array(100_000_000), 'a.xlsx')
    expect(reading).toMatchObject({ refusal: 'workbook-too-large', facts: { limit: 'fileBytes' } })
  })
})

describe('cells that were pasted', () => {
  it('keep their merges, their line ends and their entities, and run nothing', async () => {
    const html =
      '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td{mso-x:y}</style></head><body><table>' +
      '<tr><td rowspan="2">产业链</td><td colspan=2>企业&nbsp;情况</td></tr><tr><td>名称</td><td>人数</td></tr>' +
      '<tr><td>人工智能</td><td>演示甲<br>二厂<script>alert(1)</script></td><td x:num="3500">3,500</td></tr></table></body></html>'
    const reading = await readWorkbook(Buffer.from(html), '粘贴.html')
    if (!reading.ok) throw new Error(reading.refusal)
    expect(reading.format).toBe('table')
    expect(reading.grids[0]!.rows.map((row) => row?.map((cell) => cell?.text))).toEqual([
      ['产业链', '企业 情况'],
      [undefined, '名称', '人数'],
      ['人工智能', '演示甲\n二厂', '3,500'],
    ])
    expect(reading.grids[0]!.merges).toEqual([
      { top: 1, left: 1, bottom: 2, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 3 },
    ])
  })
})

describe('separated text', () => {
  const text = '企业名称,营业收入（万元）\n"演示""甲"", 一",3500\r\n演示乙,"1,234"\n'
  const writings = {
    'utf-8': Buffer.from(text),
    'utf-8 with mark': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
    gb18030: iconv.encode(text, 'gb18030'),
    'utf-16le': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    'utf-16le without mark': Buffer.from(text, 'utf16le'),
    'utf-16be': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    'utf-16be without mark': Buffer.from(text, 'utf16le').swap16(),
  }
  for (const [name, bytes] of Object.entries(writings)) {
    it(`reads ${name}`, async () => {
      const reading = await readWorkbook(bytes, '演示.csv')
      if (!reading.ok) throw new Error(reading.refusal)
      expect(reading.encoding).toBe(name.split(' ')[0])
      expect(reading.grids[0]!.sheet).toBe('演示')
      expect(reading.grids[0]!.rows.map((row) => row?.map((cell) => cell?.text))).toEqual([
        ['企业名称', '营业收入（万元）'],
        ['演示"甲", 一', '3500'],
        ['演示乙', '1,234'],
      ])
    })
  }

  it('is read in the encoding a person says, or refused where a byte does not fit it', async () => {
    const bytes = iconv.encode(text, 'gb18030')
    expect(await readWorkbook(bytes, 'a.csv', { encoding: 'gb18030' })).toMatchObject({ ok: true })
    expect(refusalOf(await readWorkbook(bytes, 'a.csv', { encoding: 'utf-8' }))).toBe('wrong-encoding')
  })

  it('tells tabs from commas', async () => {
    const reading = await readWorkbook(Buffer.from('企业名称\t地址\n演示甲\t演示路1号，2楼, 东\n'), 'a.txt')
    expect(reading).toMatchObject({ ok: true, format: 'tsv' })
  })
})

describe('writing', () => {
  const sheet = {
    name: '企业/清单',
    title: '演示企业清单',
    columns: [
      { header: '企业名称', type: 'text' },
      { header: '成立时间', type: 'day' },
      { header: '营业收入', type: 'number', unit: '万元', decimals: 2 },
      { header: '研发投入占比', type: 'number', unit: '%', decimals: 1 },
    ],
    rows: [
      ['演示甲', '2019-03-05', 3500.25, 5.3],
      ['=HYPERLINK("http://example.invalid","x")', undefined, undefined, 0.5],
      ['演示丙', '1949-10-01', 0, 99],
    ],
  } as const

  it('comes back as it was, with days and numbers typed and formulas as text', async () => {
    const bytes = await writeWorkbook([sheet], { on })
    const reading = await readWorkbookTables({ bytes, fileName: 'a.xlsx', facts })
    if (!reading.ok) throw new Error(reading.refusal)
    const [table] = reading.tables
    expect(table!.rows.map((row) => row.cells.map((cell) => cell.reading.value))).toEqual([
      ['演示甲', '2019-03-05', 35_002_500, 0.053],
      ['=HYPERLINK("http://example.invalid","x")', undefined, undefined, 0.005],
      ['演示丙', '1949-10-01', 0, 0.99],
    ])
    const cells = reading.grids[0]!.rows.flatMap((row) => row ?? [])
    expect(cells.filter((cell) => cell?.formula !== undefined || cell?.text.startsWith('='))).toEqual([])
    expect(reading.grids[0]!.rows[2]![1]).toMatchObject({ isDate: true, value: 43529 })
    expect(reading.grids[0]!.rows[2]![2]).toMatchObject({ value: 3500.25 })
  })

  it('gives the same bytes for the same list', async () => {
    const [one, other] = [await writeWorkbook([sheet], { on }), await writeWorkbook([sheet], { on })]
    expect(Buffer.compare(one, other)).toBe(0)
  })

  it('neutralises what a program would run, and nothing else', () => {
    for (const bad of ['=1', '@SUM(A1)', '+cmd|x', '-2+3+cmd|x!A0', '\t=1', ' =1'])
      expect(neutralText(bad)).toBe(`'${bad}`)
    for (const good of ['演示', '-500', '+86 532-8888', '-5%', 'a=b']) expect(neutralText(good)).toBe(good)
  })
})

describe('to tables', () => {
  it('tells how far it is, and checks credit codes', async () => {
    const [sheet] = await demonstrationSheets({ seed: 1, today: on })
    const steps = new Set<string>()
    const reading = await readWorkbookTables(
      { bytes: sheet!.bytes, fileName: sheet!.fileName, facts },
      ({ step }) => steps.add(step),
    )
    if (!reading.ok) throw new Error(reading.refusal)
    expect([...steps]).toEqual(['unpack', 'sheets', 'tables'])
    const codes = reading.tables[0]!.findings.filter(({ level }) => level === 'error').map(({ code }) => code)
    expect(codes).toEqual(['credit-code-check', 'no-such-day', 'negative', 'above-hundred-percent'])
  })
})

describe('demonstration sheets', () => {
  it('are the same for the same seed and day, made up throughout, and wrong where they say', async () => {
    const one = await demonstrationSheets({ seed: 7, today: on })
    const other = await demonstrationSheets({ seed: 7, today: on })
    expect(one.map(({ fileName }) => fileName)).toEqual([
      '演示企业清单.xlsx',
      '演示岗位清单.xlsx',
      '演示人才清单.xlsx',
    ])
    for (const [index, sheet] of one.entries()) {
      expect(Buffer.compare(sheet.bytes, other[index]!.bytes)).toBe(0)
      const reading = await readWorkbook(sheet.bytes, sheet.fileName)
      if (!reading.ok) throw new Error(reading.refusal)
      const rows = reading.grids[0]!.rows.slice(4, 4 + sheet.rows)
      expect(rows).toHaveLength(sheet.rows)
      expect(rows.every((row) => row?.some((cell) => cell?.text.startsWith('演示')))).toBe(true)
      expect(reading.grids[0]!.merges.some((merge) => merge.bottom > merge.top && merge.top > 4)).toBe(true)
      expect(sheet.planted.length).toBeGreaterThanOrEqual(2)
    }
  })
})

import {
  AlignmentType,
  Document,
  Footer,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Block } from './blocks.ts'

/**
 * The look of an official paper after GB/T 9704-2012: A4 with 37, 26, 35 and 28 mm of margin, a title of two, a text of three (16 pt) in
 * lines of 28 pt, headings in boldface, the number of the page between two dashes. The typefaces are named, not embedded: an office has
 * them, and a machine without them takes its own.
 */
const FONT = { title: '方正小标宋简体', heading: '黑体', text: '仿宋_GB2312', number: '宋体' } as const
const [MILLIMETRE, POINT] = [1440 / 25.4, 20]
/** Sizes in half points. */
const SIZE = { title: 44, text: 32, table: 24, number: 28 } as const
const LINE = { line: 28 * POINT, lineRule: LineRuleType.EXACT }

const run = (text: string, font: string, size: number, bold = false) =>
  new TextRun({
    text,
    size,
    bold,
    font: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: font },
  })

const indent = { firstLine: 2 * 16 * POINT }

function paragraphOf(block: Exclude<Block, { kind: 'table' }>): Paragraph {
  const font = block.kind === 'heading' ? FONT.heading : FONT.text
  return new Paragraph({ spacing: LINE, indent, children: [run(block.text, font, SIZE.text)] })
}

function tableOf(block: Extract<Block, { kind: 'table' }>): Table {
  const row = (cells: readonly string[], head: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: cells.map(
        (text, index) =>
          new TableCell({
            children: [
              new Paragraph({
                alignment: index === 0 ? AlignmentType.LEFT : AlignmentType.CENTER,
                children: [run(text, head ? FONT.heading : FONT.text, SIZE.table)],
              }),
            ],
          }),
      ),
    })
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [row(block.head, true), ...block.rows.map((cells) => row(cells, false))],
  })
}

/** The paper as a file of a word processor. */
export function paperFile(paper: {
  readonly title: string
  readonly subtitle: string
  readonly blocks: readonly Block[]
}): Promise<Blob> {
  const number = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      run('— ', FONT.number, SIZE.number),
      new TextRun({ children: [PageNumber.CURRENT], size: SIZE.number, font: FONT.number }),
      run(' —', FONT.number, SIZE.number),
    ],
  })
  const section: ISectionOptions = {
    properties: {
      page: {
        size: { width: 210 * MILLIMETRE, height: 297 * MILLIMETRE },
        margin: {
          top: 37 * MILLIMETRE,
          right: 26 * MILLIMETRE,
          bottom: 35 * MILLIMETRE,
          left: 28 * MILLIMETRE,
        },
      },
    },
    footers: { default: new Footer({ children: [number] }) },
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { line: 36 * POINT, lineRule: LineRuleType.EXACT },
        children: [run(paper.title, FONT.title, SIZE.title)],
      }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { ...LINE, after: 14 * POINT },
        children: [run(paper.subtitle, FONT.text, SIZE.text)],
      }),
      ...paper.blocks.map((block) => (block.kind === 'table' ? tableOf(block) : paragraphOf(block))),
    ],
  }
  return Packer.toBlob(new Document({ title: paper.title, sections: [section] }))
}

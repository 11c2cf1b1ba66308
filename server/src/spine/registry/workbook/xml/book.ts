import { escapeXml, XML_HEAD } from './text.ts'

export type BookSheet = { readonly name: string; readonly hidden?: true }
/** A name of the workbook; `sheet` (0-based) makes it a name of that sheet alone. */
export type BookName = {
  readonly name: string
  readonly refersTo: string
  readonly sheet?: number
  readonly hidden?: true
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A sheet's name in a reference. */
export const quotedSheet = (name: string) => `'${name.replaceAll("'", "''")}'`

/** The parts of a workbook beside its sheets and styles, as path and text. `xl/worksheets/sheetN.xml` hold the sheets in order. */
export function bookParts(
  sheets: readonly BookSheet[],
  names: readonly BookName[],
  about: { readonly title: string; readonly at: string },
): [string, string][] {
  const sheetTypes = sheets
    .map(
      (_, index) =>
        `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
    )
    .join('')
  const entries = sheets
    .map(
      ({ name, hidden }, index) =>
        `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${hidden ? ' state="veryHidden"' : ''} r:id="rId${index + 1}"/>`,
    )
    .join('')
  const named = names
    .map(
      ({ name, refersTo, sheet, hidden }) =>
        `<definedName name="${name}"${sheet === undefined ? '' : ` localSheetId="${sheet}"`}${hidden ? ' hidden="1"' : ''}>${escapeXml(refersTo)}</definedName>`,
    )
    .join('')
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `${XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  return [
    [
      '[Content_Types].xml',
      `${XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${sheetTypes}<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      relations(
        relation('rId1', `${RELATIONS}/officeDocument`, 'xl/workbook.xml') +
          relation(
            'rId2',
            'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
            'docProps/core.xml',
          ),
      ),
    ],
    [
      'xl/workbook.xml',
      `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr/><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000"/></bookViews><sheets>${entries}</sheets>${named ? `<definedNames>${named}</definedNames>` : ''}<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        sheets
          .map((_, index) =>
            relation(`rId${index + 1}`, `${RELATIONS}/worksheet`, `worksheets/sheet${index + 1}.xml`),
          )
          .join('') + relation(`rId${sheets.length + 1}`, `${RELATIONS}/styles`, 'styles.xml'),
      ),
    ],
    [
      'docProps/core.xml',
      `${XML_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(about.title)}</dc:title><dc:creator>Qiongding</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${about.at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${about.at}</dcterms:modified></cp:coreProperties>`,
    ],
  ]
}

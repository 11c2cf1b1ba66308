// `sheets`: what the reader makes of drawn sheets, and how fast it is beside readers that merely open a file.
import { join } from 'node:path'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { temporaryFolder } from './measure/stage.ts'
import { asideFamilies, openFamilies } from './sheets/families.ts'
import { scoreOf } from './sheets/judge.ts'
import { COLUMNS, type Opened, open, READERS, type Reader, writeLarge } from './sheets/large.ts'
import { runFamilies } from './sheets/run.ts'

const CELLS = 100_000
const ROWS_A_BOOK = 60
/** First seeds: the reader was mended on others; what it gets wrong in these, nobody has looked at. */
const SEEDS = { open: 5_000, aside: 950_000 } as const

async function readRight(name: string, kept: keyof typeof SEEDS): Promise<Result[]> {
  const families = kept === 'open' ? await openFamilies() : await asideFamilies()
  const run = await runFamilies(families, { from: SEEDS[kept], cells: CELLS, rows: ROWS_A_BOOK })
  const score = scoreOf(run.judged)
  const share = (count: number, of = score.cells) => rounded(count / of)
  const result = (what: string, value: number, unit = ''): Result => ({
    name: `${name}.${what}`,
    value,
    unit,
  })
  return [
    result('cells', score.cells, 'cells'),
    result('right_share', share(score.right)),
    result('finding_share', share(score.found)),
    // Plain cells that end as a finding: the price of care.
    result('plain_finding_share', share(score.plainFound, score.plain)),
    // Another value was read, with a remark beside it.
    result('remarked_wrong', score.remarked, 'cells'),
    result('silent_wrong', score.silent, 'cells'),
    result('refused_files', run.refused.length, 'files'),
  ]
}

const PEER_NAMES: Record<Reader, string> = {
  reader: '',
  xlsx: '@e965/xlsx',
  exceljs: 'exceljs',
  'exceljs-stream': 'exceljs, streaming',
}

async function readFast(rows: number, say: (text: string) => void): Promise<Result[]> {
  const folder = temporaryFolder()
  try {
    const path = join(folder.path, 'large.xlsx')
    say(`Writing ${rows} rows …`)
    await writeLarge(path, rows)
    const opened = new Map<Reader, Opened>()
    for (const reader of READERS) {
      say(`Opening with ${PEER_NAMES[reader] || 'the reader'} …`)
      const one = await open(reader, path)
      if (one && one.rows !== rows) throw new Error(`${reader} saw ${one.rows} of ${rows} rows`)
      if (one) opened.set(reader, one)
      else say(`${reader} ran out of memory.`)
    }
    const cellsPerSecond = (one: Opened) => (rows * COLUMNS) / one.seconds
    const own = opened.get('reader')
    if (!own) throw new Error('the reader ran out of memory')
    const named = (name: string) => (rows === LARGE[0] ? `sheets.${name}` : `sheets.${rows}.${name}`)
    const results: Result[] = [
      { name: named('cells_per_s'), value: rounded(cellsPerSecond(own)), unit: 'cells/s' },
      { name: named('peak_mb'), value: rounded(own.peak_mb), unit: 'MB' },
    ]
    for (const [reader, peer] of opened) {
      if (reader === 'reader') continue
      const of = `${PEER_NAMES[reader]} merely opening`
      results.push(
        {
          name: named(`${reader}.cells_per_s`),
          value: rounded(cellsPerSecond(peer)),
          unit: 'cells/s',
          of,
          ratio: rounded(cellsPerSecond(own) / cellsPerSecond(peer)),
        },
        {
          name: named(`${reader}.peak_mb`),
          value: rounded(peer.peak_mb),
          unit: 'MB',
          of,
          ratio: rounded(own.peak_mb / peer.peak_mb),
        },
      )
    }
    return results
  } finally {
    folder.remove()
  }
}

const LARGE = [50_000, 500_000] as const

export const sheets: Benchmark = async ({ say }) => {
  say(`Drawing and reading ${CELLS} cells …`)
  const results = await readRight('sheets', 'open')
  say(`The same of the family kept aside …`)
  results.push(...(await readRight('sheets.aside', 'aside')))
  for (const rows of LARGE) results.push(...(await readFast(rows, say)))
  return results
}

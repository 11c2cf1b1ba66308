import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Day, Value } from '@qiongding/kernel'
import { mayBeMatched } from '../spine/matches/index.ts'
import type { DistrictPack } from '../spine/pack.ts'
import { readList } from '../spine/registry/index.ts'
import { Stop } from './explain.ts'
import { progressOf } from './output.ts'

/** One row of a list as the engines take it. */
export type ListRow = {
  /** Its row in the sheet. */
  readonly row: number
  readonly name: string
  /** Whose it is, where the kind has a holder. */
  readonly holder?: string
  readonly facts: Readonly<Record<string, Value>>
}

export type ReadList = {
  readonly file: string
  readonly sheet: string
  /** What it is a list of. */
  readonly kind: string
  readonly rows: readonly ListRow[]
  /** Rows with no name, so nobody could say what a match is with. */
  readonly nameless: number
  /** Rows left out: their person has not consented, or they have expired. */
  readonly leftOut: number
  /** False when the kind asks for consent and the sheet has no column for it: then it could not be looked at. */
  readonly consentKnown: boolean
  readonly findings: number
}

/**
 * Reads a list of a kind, or of the one that its columns fit best where none is said. Offers that may not be matched on the day are left out, as the workbench leaves them out of its rankings.
 * Cells that could not be read are unknown.
 */
export async function readRows(
  pack: DistrictPack,
  file: string,
  { kind: wanted, offeredOn }: { readonly kind?: string | undefined; readonly offeredOn?: Day },
): Promise<ReadList> {
  const progress = progressOf(`读取 / reading ${basename(file)}`)
  const sheet = await readList(
    pack,
    { fileName: basename(file), kind: wanted ?? '', columns: {} },
    new Uint8Array(readFileSync(file)),
    { onProgress: progress.at },
  )
  progress.end()
  const kind = pack.kinds.get(sheet.kind)
  if (!kind) throw new Stop(`the pack has no kind ${sheet.kind}.`)
  const consentKnown =
    kind.consentFact === undefined || sheet.columns.some((column) => column.fact === kind.consentFact)
  const { consentFact: _, ...withoutConsent } = kind
  const rule = consentKnown ? kind : withoutConsent
  const rows: ListRow[] = []
  let [nameless, leftOut] = [0, 0]
  for (const { row, values } of sheet.rows) {
    const name = values[kind.nameFact]
    if (typeof name !== 'string' || name === '') nameless++
    else if (offeredOn !== undefined && !mayBeMatched(rule, values, offeredOn)) leftOut++
    else {
      const holder = kind.holder === undefined ? undefined : values[kind.holder]
      rows.push({ row, name, facts: values, ...(typeof holder === 'string' && { holder }) })
    }
  }
  return {
    file,
    sheet: sheet.sheet,
    kind: kind.id,
    rows,
    nameless,
    leftOut,
    consentKnown,
    findings: sheet.findings.length,
  }
}

import { existsSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Day, parseDay } from '@qiongding/kernel'
import { type Policy, standingOn } from '@qiongding/policy'
import { clockIn } from '../../platform/clock.ts'
import { readPack } from '../../workbench.ts'
import { Stop } from '../explain.ts'
import { settingsFor } from '../opening.ts'
import { columnsOf, progressOf, say } from '../output.ts'
import { readRows } from '../rows.ts'
import { askedOf, judgeRow, type RowAnswer } from './judged.ts'
import { type Language, nameOf, TEXTS } from './words.ts'
import { policyWorkbook } from './workbook.ts'

export type PolicyFlags = {
  readonly out: string
  readonly pack?: string
  readonly as?: string
  readonly policy?: readonly string[]
  readonly on?: string
  readonly language: string
  readonly json?: boolean
}

/** Rows of one sheet of a workbook, header and title left out. */
const SHEET_ROWS = 1_048_000

/** The version that is the rule on a day, of a policy in force then. */
function versionOn(policy: Policy, on: Day): number | null {
  const standing = standingOn(policy, on)
  return 'version' in standing ? standing.version.version : null
}

const VERDICTS = ['yes', 'review', 'unknown', 'no'] as const

/** `qiongding policy check FIRMS.xlsx --out RESULT.xlsx`: a list in, what every policy says to each row out; no server and no database. */
export async function policyCheckCommand(file: string, flags: PolicyFlags): Promise<void> {
  if (flags.language !== 'zh' && flags.language !== 'en')
    throw new Stop(`--language must be zh or en, not ${flags.language}.`)
  const language: Language = flags.language
  if (!existsSync(dirname(resolve(flags.out)))) throw new Stop(`the folder of ${flags.out} is not there.`)
  const pack = await readPack(settingsFor(flags).packFolder)
  const on: Day | undefined =
    flags.on === undefined ? clockIn(pack.pack.timezone).today() : parseDay(flags.on)
  if (!on) throw new Stop(`--on must be a day like 2025-06-30, not ${flags.on}.`)
  const asked = askedOf(pack, {
    on,
    ...(flags.as !== undefined && { as: flags.as }),
    ...(flags.policy && { policies: flags.policy }),
  })
  const list = await readRows(pack, file, { kind: asked.kind })
  const stated = new Set(list.rows.flatMap((row) => Object.keys(row.facts)))
  const read = new Set(asked.judged.flatMap(({ policy }) => policy.versions.flatMap((one) => one.facts)))
  if (list.rows.length > 0 && asked.judged.length > 0 && ![...stated].some((key) => read.has(key)))
    throw new Stop(`${file} has no column that any of these policies asks for.`)
  if (list.rows.length * asked.judged.length > SHEET_ROWS)
    throw new Stop(
      `${list.rows.length} rows by ${asked.judged.length} policies do not fit into one sheet: choose some with --policy.`,
    )
  const progress = progressOf('判定 / judging')
  const rows: RowAnswer[] = []
  for (const row of list.rows) {
    rows.push(judgeRow(row, asked.judged, on))
    progress.at(rows.length, list.rows.length)
  }
  progress.end()
  writeFileSync(flags.out, await policyWorkbook(pack, asked, rows, { on, language }))
  const counts = asked.judged.map(({ definition, policy }, at) => ({
    policy: definition.id,
    version: versionOn(policy, on),
    ...Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, rows.filter((row) => row.answers[at]?.verdict === verdict).length]),
    ),
  }))
  if (flags.json) {
    say(
      JSON.stringify({
        on,
        kind: asked.kind,
        out: flags.out,
        sheet: list.sheet,
        rows: list.rows.length,
        nameless: list.nameless,
        findings: list.findings,
        notJudged: asked.others.map(({ definition }) => definition.id),
        policies: counts,
        answers: rows.map(({ row, answers }) => ({
          row: row.row,
          name: row.name,
          policies: Object.fromEntries(
            answers.map(({ verdict, missing, steps, worth }, at) => [
              asked.judged[at]?.definition.id,
              { verdict, missing, steps: steps.length, ...(worth && { worth }) },
            ]),
          ),
        })),
      }),
    )
    return
  }
  say(`${list.sheet}: ${list.rows.length} 行 rows, ${list.findings} 条问题 findings · ${on}`)
  for (const line of columnsOf(
    asked.judged.map((one, at) => [
      nameOf(one, language),
      ...VERDICTS.map(
        (verdict) =>
          `${TEXTS[language].is[verdict]} ${rows.filter((row) => row.answers[at]?.verdict === verdict).length}`,
      ),
    ]),
  ))
    say(`  ${line}`)
  if (asked.others.length > 0)
    say(`不判定 not judged: ${asked.others.map((one) => nameOf(one, language)).join(TEXTS[language].list)}`)
  say(flags.out)
}

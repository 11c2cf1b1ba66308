// Solves one assignment program with HiGHS, in a thread of its own: a solver cannot be interrupted, a thread can be ended.
import { parentPort, workerData } from 'node:worker_threads'
import type { AssignmentProgram } from '@qiongding/matching/assign'
import loadHighs from 'highs'
import type { ThreadReply } from '../../../platform/threads/run.ts'

export type SolveQuestion = AssignmentProgram & { readonly seconds: number }
/** Positions of the chosen pairs; nothing where no optimum was found in time. */
export type SolveAnswer = { readonly chosen?: readonly number[] }

/** Terms on a line of the LP format: readers of it have a longest line. */
const TERMS = 20

function sumOf(terms: readonly string[]): string {
  const lines: string[] = []
  for (let at = 0; at < terms.length; at += TERMS) lines.push(terms.slice(at, at + TERMS).join(' '))
  return lines.join('\n  ')
}

function programText({ pairs, rooms }: AssignmentProgram): string {
  const cost = pairs.map(({ cost }, at) => `${cost < 0 ? '-' : '+'} ${Math.abs(cost)} x${at}`)
  const limits = rooms.flatMap(({ pairs: of, most }, at) =>
    of.length === 0 ? [] : [` r${at}: ${sumOf(of.map((pair) => `+ x${pair}`))} <= ${most}`],
  )
  const bounds = pairs.map((_, at) => ` 0 <= x${at} <= 1`)
  return ['Minimize', ` all: ${sumOf(cost)}`, 'Subject To', ...limits, 'Bounds', ...bounds, 'End'].join('\n')
}

const { seconds, ...program } = workerData as SolveQuestion
// The types are those of the CommonJS form, where the loader is a property; in this form it is the default export itself.
const load = loadHighs as unknown as typeof loadHighs.default
const highs = await load()
// Simplex ends in a corner, where every pair is chosen whole or not at all.
const found = highs.solve(programText(program), {
  time_limit: seconds,
  solver: 'simplex',
  output_flag: false,
})
const answer: SolveAnswer =
  found.Status === 'Optimal'
    ? { chosen: program.pairs.flatMap((_, at) => ((found.Columns[`x${at}`]?.Primal ?? 0) > 0.5 ? [at] : [])) }
    : {}
parentPort?.postMessage({ result: answer } satisfies ThreadReply<SolveAnswer>)

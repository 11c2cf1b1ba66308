import { type Assignment, assignmentOf, assignmentProgram, type Market } from '@qiongding/matching/assign'
import { runInThread } from '../../../platform/threads/run.ts'
import type { SolveAnswer, SolveQuestion } from './solve-thread.ts'

/** Beyond its own time limit a solver is given so long to say that it ended. */
const GRACE_SECONDS = 5

/**
 * The assignment that places most, and among those has the least sum of places on both sides; undefined where a solver finds none in the
 * time given. It may hold needs and offers that would rather be together: `blockingPairs` names them.
 */
export async function optimalAssignment(
  market: Market,
  { seconds }: { readonly seconds: number },
): Promise<Assignment | undefined> {
  const program = assignmentProgram(market)
  if (program.pairs.length === 0) return assignmentOf(market, [])
  const module = new URL('./solve-thread.ts', import.meta.url)
  const question: SolveQuestion = { ...program, seconds }
  const signal = AbortSignal.timeout((seconds + GRACE_SECONDS) * 1000)
  const { chosen } = await runInThread<SolveAnswer>(module, question, { signal }).catch(
    (error): SolveAnswer => {
      if (signal.aborted) return {}
      throw error
    },
  )
  return (
    chosen &&
    assignmentOf(
      market,
      chosen.flatMap((at) => program.pairs[at] ?? []),
    )
  )
}

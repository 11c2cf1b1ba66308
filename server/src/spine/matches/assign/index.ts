import {
  type Assignment,
  assignmentOf,
  assignmentProgram,
  assignStably,
  blockingPairs,
  type Market,
} from '@qiongding/matching/assign'
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

/** All needs served at once from the same offers, in three ways: a person decides. */
export type Assigned = {
  /** Best for needs among all in which no need and offer would rather be together. */
  readonly stable: Assignment
  /** The same, best for offers. */
  readonly forOffers: Assignment
  /** Most placed, then the least sum of places; nothing where none was found in time. */
  readonly optimal: Assignment | undefined
  /** Pairs that would rather be together than as the optimal one has them. */
  readonly rather: number
  /** Places of all needs. */
  readonly seats: number
}

/** Assigns the offers of a market to all of its needs at once, in three ways side by side. */
export async function assignInWays(
  market: Market,
  { seconds }: { readonly seconds: number },
): Promise<Assigned> {
  const optimal = await optimalAssignment(market, { seconds })
  return {
    stable: assignStably(market, { asking: 'needs' }),
    forOffers: assignStably(market, { asking: 'offers' }),
    optimal,
    rather: optimal ? blockingPairs(market, optimal).length : 0,
    seats: market.needs.reduce((sum, { capacity }) => sum + capacity, 0),
  }
}

import { setImmediate } from 'node:timers/promises'
import { columnsOf, countVerdicts, verdictIn } from '@qiongding/clause/columns'
import type { Day } from '@qiongding/kernel'
import { judgePolicy, type Policy, stepsTo } from '@qiongding/policy'
import { judgeLines, judgePolicies } from '@qiongding/policy/columns'
import type { KindSubject } from '../registry/index.ts'
import { sumOf } from './rules.ts'

/** Subjects judged with their record before others get a turn. */
const STRETCH = 200

export type Counts = {
  readonly yes: number
  readonly review: number
  readonly unknown: number
  readonly no: number
}
type Told = keyof Counts

/** What a policy says to many subjects: in columns all at once; what is asked of single ones, one by one. */
export type Many = {
  readonly counts: Counts
  verdictAt(at: number): Told
  having(verdict: Told): KindSubject[]
  /** What those who have a yes are worth together, in yuan. */
  cost(): { from: string; to?: string } | undefined
  /** Those whom one change alone would turn: each no is judged again, some at a time. */
  oneStepShort(): Promise<KindSubject[]>
  /** Those whom exactly one line keeps out, every other known to hold or for people to look at. */
  oneLineShort(): KindSubject[]
}

/** Nothing where the policy is not in force on the day. */
export function judgeMany(policy: Policy, subjects: readonly KindSubject[], on: Day): Many | undefined {
  const keys = policy.versions.flatMap((version) => version.facts)
  const columns = columnsOf(
    keys,
    subjects.map((subject) => subject.facts),
  )
  const [answer] = judgePolicies([policy], columns, { on })
  if (!answer) return undefined
  const verdictAt = (at: number) => verdictIn(answer, at) as Told
  const having = (verdict: Told) => subjects.filter((_, at) => verdictAt(at) === verdict)
  const { yes, review, unknown, no } = countVerdicts(answer)
  return {
    counts: { yes, review, unknown, no },
    verdictAt,
    having,
    cost: () => {
      const worths = having('yes').flatMap(({ facts }) => judgePolicy(policy, facts, { on }).worth ?? [])
      return worths.length > 0 ? sumOf(worths) : undefined
    },
    oneStepShort: async () => {
      const found: KindSubject[] = []
      for (const [at, subject] of having('no').entries()) {
        if (at % STRETCH === STRETCH - 1) await setImmediate()
        if (stepsTo(policy, subject.facts, { on }).length > 0) found.push(subject)
      }
      return found
    },
    oneLineShort: () => {
      const lines = judgeLines(policy, columns, { on })
      return subjects.filter((_, at) => {
        let failing = 0
        for (const line of lines) {
          const verdict = verdictIn(line, at)
          if (verdict === 'unknown') return false
          if (verdict === 'no') failing += 1
        }
        return failing === 1
      })
    },
  }
}

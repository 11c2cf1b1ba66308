import type { Clause } from '@qiongding/clause'
import { type ClauseColumn, type Columns, judgeColumns } from '@qiongding/clause/columns'
import type { Day, Facts, Value } from '@qiongding/kernel'
import { clausesIn } from '../clauses.ts'
import type { Condition, Policy, Version } from '../definition.ts'
import { traceOf } from '../judge.ts'
import { standingOn } from '../standing.ts'
import { both, pointsStep, type Sources, type Step, type Word } from './points.ts'

/** What one policy says of many subjects, in the bits of `ClauseColumn`: `verdictIn` and `countVerdicts` of the clause language read it. */
export type PolicyColumn = ClauseColumn & { readonly policy: string; readonly version: number }

type Options = { readonly on: Day; readonly from?: number; readonly to?: number }

/**
 * Judges many subjects by every policy that is in force on a day: the same verdicts as `judgePolicy`. What policies share, across their
 * clauses, bands and scores, is judged once. Ranges (`from` a multiple of 32, `to`) are for a pool of workers, as for `judgeColumns`.
 *
 * ```ts
 * const columns = columnsOf(keys, subjects)
 * const [answer] = judgePolicies(policies, columns, { on: day('2026-06-01') })
 * verdictIn(answer, 0) // 'no'
 * ```
 */
export function judgePolicies(
  policies: readonly Policy[],
  columns: Columns,
  options: Options,
): PolicyColumn[] {
  const { on, from = 0, to = columns.subjects } = options
  const inForce = policies.flatMap((policy) => {
    const standing = standingOn(policy, on)
    return standing.is === 'in-force' ? [{ id: policy.id, version: standing.version }] : []
  })
  const clauses = inForce.flatMap(({ version }) => clausesIn(version.require))
  const answers = new Map(
    judgeColumns(clauses, columns, { on, from, to }).map((answer, at) => [clauses[at]!, answer] as const),
  )
  const sources: Sources = {
    answer: (clause) => answers.get(clause as Clause)!,
    column: (fact) => columns.facts.get(fact),
    from,
    to,
  }
  return inForce.map(({ id, version }) => ({
    policy: id,
    version: version.version,
    ...columnOf(version, columns, { sources, on }),
  }))
}

function columnOf(
  version: Version,
  columns: Columns,
  { sources, on }: { readonly sources: Sources; readonly on: Day },
): ClauseColumn {
  const { require } = version
  if (require.kind === 'clause') return sources.answer(require.clause)
  const { from, to } = sources
  const subjects = to - from
  const words = Math.ceil(subjects / 32)
  const answer = { from, subjects, yes: new Uint32Array(words), known: new Uint32Array(words) }
  const step = conditionStep(require, sources)
  for (let word = 0; word < words; word++) {
    const { yes, known, odd } = step(word)
    const left = subjects - word * 32
    const mask = left >= 32 ? -1 : 2 ** left - 1
    answer.yes[word] = yes & mask
    answer.known[word] = known & mask
    for (let bit = 0; odd !== 0 && bit < Math.min(32, left); bit++) {
      if (((odd >>> bit) & 1) === 0) continue
      const { verdict } = traceOf(require, factsAt(version, columns, from + word * 32 + bit), { on })
      const one = 1 << bit
      answer.yes[word] =
        verdict === 'yes' || verdict === 'review' ? answer.yes[word]! | one : answer.yes[word]! & ~one
      answer.known[word] =
        verdict === 'yes' || verdict === 'no' ? answer.known[word]! | one : answer.known[word]! & ~one
    }
  }
  return answer
}

type Verdicts = Word & { odd: number }

function conditionStep(part: Condition, sources: Sources): Step<Verdicts> {
  const out: Verdicts = { yes: 0, known: 0, odd: 0 }
  const set = (yes: number, known: number, odd: number): Verdicts => {
    out.yes = yes
    out.known = known
    out.odd = odd
    return out
  }
  switch (part.kind) {
    case 'clause': {
      const { yes, known } = sources.answer(part.clause)
      return (word) => set(yes[word]! | 0, known[word]! | 0, 0)
    }
    case 'score': {
      const step = pointsStep(part.points, sources)
      return (word) => {
        const { yes, known, odd } = step(word)
        return set(yes, known, odd)
      }
    }
    case 'not': {
      const step = conditionStep(part.part, sources)
      return (word) => {
        const { yes, known, odd } = step(word)
        return set(yes ^ known, known, odd)
      }
    }
    default: {
      const steps = part.parts.map((each) => conditionStep(each, sources))
      const turned = part.kind === 'any'
      return (word) => {
        set(-1, -1, 0)
        for (const step of steps) {
          const { yes, known, odd } = step(word)
          // The disjunction is the conjunction of the opposites.
          both(out, turned ? { yes: yes ^ known, known } : { yes, known })
          out.odd |= odd
        }
        return turned ? set(out.yes ^ out.known, out.known, out.odd) : out
      }
    }
  }
}

/** What a subject states of the facts that a version reads. */
function factsAt({ facts }: Version, columns: Columns, subject: number): Facts {
  return Object.fromEntries(
    facts.flatMap((key): [string, Value][] => {
      const column = columns.facts.get(key)
      const code = column?.codes?.[subject] ?? 0
      const value = code > 0 ? column!.values[code - 1] : column?.numbers?.[subject]
      return value === undefined || Number.isNaN(value) ? [] : [[key, value]]
    }),
  )
}

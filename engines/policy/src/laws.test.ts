import { readFileSync } from 'node:fs'
import { checkClause, dictionaryOf, judge, missingOf } from '@qiongding/clause'
import { columnsOf, verdictIn } from '@qiongding/clause/columns'
import { Decimal, day, type Facts, type Trace } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { judgeLines, judgePolicies } from './columns/index.ts'
import {
  checkPolicy,
  combine,
  explainPolicy,
  judgePolicy,
  linesOf,
  missingFor,
  type Policy,
  payFrom,
  policiesReading,
  stepsTo,
} from './index.ts'

const ON = day('2031-03-01')
const dictionary = dictionaryOf(
  parse(readFileSync(new URL('../cases/dictionary.yaml', import.meta.url), 'utf8')),
)
const label = { zh: '演示', en: 'Demonstration' }

const WHEN = [
  'ip_one >= 1件',
  'certified',
  'rd_expense / revenue >= 5%',
  { any: ['ip_two >= 3件', 'awarded'] },
  { not: 'staff <= 100人' },
]
const pointsArb = fc.integer({ min: 0, max: 20 })
const bandsArb = fc
  .record({
    by: fc.constantFrom('rd_staff / staff', 'rd_expense / revenue', 'debt_ratio', 'growth'),
    edges: fc.uniqueArray(fc.constantFrom(2, 5, 10, 30, 60), { minLength: 1, maxLength: 3 }),
    points: fc.array(pointsArb, { minLength: 4, maxLength: 4 }),
    strict: fc.boolean(),
  })
  .map(({ by, edges, points, strict }) => {
    const [low, high] = strict ? (['above', 'upTo'] as const) : (['from', 'below'] as const)
    const down = edges.toSorted((a, b) => b - a)
    return {
      by,
      bands: [
        ...down.map((edge, at) => ({ [low]: `${edge}%`, points: points[at] })),
        { [high]: `${down.at(-1)}%`, points: points[3] },
      ],
    }
  })
const casesArb = fc.record({
  cases: fc.array(fc.record({ when: fc.constantFrom(...WHEN), points: pointsArb }), {
    minLength: 1,
    maxLength: 3,
  }),
  otherwise: pointsArb,
})
const expertArb = fc.constant({ expert: 'jury', most: 30 })
const leafArb = fc.oneof(
  { weight: 4, arbitrary: bandsArb },
  { weight: 3, arbitrary: casesArb },
  { weight: 1, arbitrary: expertArb },
)
const treeArb: fc.Arbitrary<object> = fc.letrec<{ points: object }>((tie) => ({
  points: fc.oneof(
    { maxDepth: 2 },
    leafArb,
    fc.array(tie('points'), { minLength: 1, maxLength: 3 }).map((sum) => ({ sum })),
    fc.array(leafArb, { minLength: 1, maxLength: 3 }).map((best) => ({ best })),
    fc
      .tuple(fc.array(leafArb, { minLength: 1, maxLength: 3 }), pointsArb)
      .map(([sum, most]) => ({ sum, most })),
  ),
})).points
const scoreArb = fc
  .tuple(treeArb, fc.integer({ min: 1, max: 40 }), fc.constantFrom('least', 'above'))
  .map(([points, wanted, how]) => ({ score: { sum: [points], [how]: wanted } }))
const requireArb: fc.Arbitrary<object> = fc.oneof(
  scoreArb,
  fc.tuple(scoreArb, fc.constantFrom(...WHEN)).map(([score, when]) => ({ all: [when, score] })),
  fc
    .tuple(scoreArb, fc.constantFrom(...WHEN))
    .map(([score, when]) => ({ any: [score, when, { review: label }] })),
  fc.tuple(scoreArb, scoreArb).map(([one, other]) => ({ any: [{ not: one }, other] })),
)
/** Policies that check; a score that is out of reach is not one. */
const policyArb = requireArb.map((require) => policyOf(require)).filter((policy) => policy !== undefined)

function policyOf(require: unknown, amount?: unknown): Policy | undefined {
  const version = { version: 1, cite: '演示', effective: { from: '2020-01-01' }, require }
  const { policy, findings } = checkPolicy(
    { id: 'any', label, versions: [amount === undefined ? version : { ...version, amount }] },
    dictionary,
  )
  for (const { code } of findings) expect(code).toBe('policy.out-of-reach')
  return policy
}

const VALUES: Record<string, fc.Arbitrary<string | number | boolean>> = {
  revenue: fc.constantFrom(0, 1e6, 2e7, 1e8),
  rd_expense: fc.constantFrom(0, 1e6, 2e6),
  staff: fc.constantFrom(0, 10, 100, 300),
  rd_staff: fc.constantFrom(0, 5, 30),
  debt_ratio: fc.constantFrom(0, 0.05, 0.3, 0.7),
  growth: fc.constantFrom(-0.1, 0.05, 0.1, 0.6),
  ip_one: fc.constantFrom(0, 1),
  ip_two: fc.constantFrom(0, 3),
  certified: fc.boolean(),
  awarded: fc.boolean(),
  jury: fc.constantFrom(0, 12, 12.5, 30, 31),
}
const fullArb = fc.record(VALUES) as fc.Arbitrary<Facts>
const partArb = fc.record(VALUES, { requiredKeys: [] }) as fc.Arbitrary<Facts>
const scoreOf = (policy: Policy, facts: Facts) => {
  const found: { low: number; high: number }[] = []
  const visit = (trace: Trace): void => {
    const { low, high } = trace.params
    if (trace.kind === 'points.sum') found.push({ low: low as number, high: high as number })
    trace.parts.forEach(visit)
  }
  visit(judgePolicy(policy, facts, { on: ON }).trace!)
  return found
}

describe('laws of judging', () => {
  it('the interval of a score holds the points of every completion', () => {
    fc.assert(
      fc.property(policyArb, partArb, fullArb, (policy, known, more) => {
        const before = scoreOf(policy, known)
        const after = scoreOf(policy, { ...more, ...known })
        for (const [at, { low, high }] of after.entries()) {
          expect(low).toBeGreaterThanOrEqual(before[at]!.low)
          expect(high).toBeLessThanOrEqual(before[at]!.high)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('filling unknowns never contradicts a decided answer', () => {
    fc.assert(
      fc.property(policyArb, partArb, fullArb, (policy, known, more) => {
        const { verdict } = judgePolicy(policy, known, { on: ON })
        if (verdict !== 'yes' && verdict !== 'no') return
        expect(judgePolicy(policy, { ...more, ...known }, { on: ON }).verdict).toBe(verdict)
      }),
      { numRuns: 200 },
    )
  })

  it('once the facts that still matter are known it is no longer open to facts', () => {
    fc.assert(
      fc.property(policyArb, partArb, fullArb, (policy, stated, more) => {
        // Of a quotient whose divisor is zero first what is missing is asked for, then the divisor again.
        const known = Object.fromEntries(
          Object.entries(stated).map(([key, value]) => [key, usable(key, value)]),
        )
        const answer = judgePolicy(policy, known, { on: ON })
        const sure = missingFor(answer.trace!, 'sure')
        const learned = Object.fromEntries(sure.map((key) => [key, usable(key, more[key])]))
        const { verdict } = judgePolicy(policy, { ...known, ...learned }, { on: ON })
        expect(verdict).not.toBe('unknown')
      }),
      { numRuns: 200 },
    )
  })

  it('with fewer facts than the fewest it can never be a yes', () => {
    fc.assert(
      fc.property(
        policyArb,
        partArb,
        fc.array(fullArb, { minLength: 5, maxLength: 5 }),
        (policy, known, worlds) => {
          const answer = judgePolicy(policy, known, { on: ON })
          if (answer.verdict !== 'unknown') return
          const { length } = missingFor(answer.trace!)
          const all = missingFor(answer.trace!, 'sure')
          expect(length).toBeGreaterThan(0)
          for (const some of smaller(all, length))
            for (const world of worlds) {
              const learned = Object.fromEntries(some.map((key) => [key, usable(key, world[key])]))
              expect(judgePolicy(policy, { ...known, ...learned }, { on: ON }).verdict).not.toBe('yes')
            }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('of a clause alone it asks for as few as the clause language does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...WHEN), { minLength: 1, maxLength: 4 }),
        partArb,
        fc.boolean(),
        (parts, known, all) => {
          const source = { [all ? 'all' : 'any']: parts }
          const { clause } = checkClause(source, dictionary)
          const { trace } = judge(clause!, known, { on: ON })
          const answer = judgePolicy(policyOf(source)!, known, { on: ON })
          expect(missingFor(answer.trace!)).toEqual(missingOf(trace))
          expect(missingFor(answer.trace!, 'sure')).toEqual(missingOf(trace, 'sure'))
        },
      ),
    )
  })

  it('many at once have the verdicts of one by one', () => {
    fc.assert(
      fc.property(
        fc.array(policyArb, { minLength: 1, maxLength: 3 }),
        fc.array(partArb, { minLength: 1, maxLength: 70 }),
        (policies, subjects) => {
          const keys = policies.flatMap((policy) => policy.versions[0]!.facts)
          const columns = columnsOf(keys, subjects)
          const answers = judgePolicies(policies, columns, { on: ON })
          for (const [at, policy] of policies.entries())
            for (const [subject, facts] of subjects.entries())
              expect(verdictIn(answers[at]!, subject)).toBe(judgePolicy(policy, facts, { on: ON }).verdict)
          if (subjects.length <= 32) return
          const last = judgePolicies(policies, columns, { on: ON, from: 32 })
          for (const [at, answer] of last.entries())
            for (let subject = 32; subject < subjects.length; subject++)
              expect(verdictIn(answer, subject - 32)).toBe(verdictIn(answers[at]!, subject))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('many at once have the lines of one by one', () => {
    fc.assert(
      fc.property(policyArb, fc.array(partArb, { minLength: 1, maxLength: 40 }), (policy, subjects) => {
        const columns = columnsOf(policy.versions[0]!.facts, subjects)
        const lines = judgeLines(policy, columns, { on: ON })
        for (const [subject, facts] of subjects.entries()) {
          const { trace } = judgePolicy(policy, facts, { on: ON })
          expect(lines.map((line) => verdictIn(line, subject))).toEqual(
            linesOf(trace!).map(({ verdict }) => verdict),
          )
        }
      }),
      { numRuns: 200 },
    )
  })

  it('every step offered turns the answer, and every answer can be explained', () => {
    fc.assert(
      fc.property(policyArb, fullArb, (policy, facts) => {
        const answer = judgePolicy(policy, facts, { on: ON })
        expect(explainPolicy(answer).length).toBeGreaterThan(0)
        const steps = stepsTo(policy, facts, { on: ON })
        if (answer.verdict !== 'no') expect(steps).toEqual([])
        for (const step of steps) expect(['yes', 'review']).toContain(step.verdict)
      }),
      { numRuns: 150 },
    )
  })

  it('a changed fact that a policy does not read leaves its answer as it is', () => {
    fc.assert(
      fc.property(policyArb, fullArb, fullArb, (policy, facts, other) => {
        const read = policiesReading([policy], ON)
        const unread = Object.fromEntries(Object.entries(other).filter(([key]) => !read.has(key)))
        expect(judgePolicy(policy, { ...facts, ...unread }, { on: ON })).toEqual(
          judgePolicy(policy, facts, { on: ON }),
        )
      }),
    )
  })
})

/** A value that can be used: denominators are not zero, points of experts within their range. */
function usable(key: string, value: Facts[string]): Facts[string] {
  return (key === 'revenue' || key === 'staff') && value === 0 ? 100 : value
}

function smaller(all: readonly string[], than: number): string[][] {
  const sets: string[][] = [[]]
  for (const key of all) for (const set of [...sets]) if (set.length + 1 < than) sets.push([...set, key])
  return sets
}

describe('laws of amounts', () => {
  const AMOUNTS = [
    { rate: 10, of: 'contract' },
    { rate: 3, of: 'revenue' },
  ] as const
  const baseArb = fc.constantFrom(...AMOUNTS).map(({ rate, of }) => ({ rate: `${rate}%`, of }))
  const moneyArb = fc.option(fc.integer({ min: 0, max: 1_000_000_000 }), { nil: undefined })
  const worth = (amount: unknown, facts: Facts) =>
    judgePolicy(
      policyOf({ any: ['certified', { not: 'certified' }] }, amount)!,
      { certified: true, ...facts },
      { on: ON },
    ).worth!

  it('the best of several is worth what each of them is, or more', () => {
    fc.assert(
      fc.property(
        fc.array(baseArb, { minLength: 1, maxLength: 3 }),
        moneyArb,
        moneyArb,
        (best, contract, revenue) => {
          const facts = { contract, revenue }
          const whole = worth({ best }, facts)
          for (const one of best)
            expect(Number(whole.from)).toBeGreaterThanOrEqual(Number(worth(one, facts).from))
        },
      ),
    )
  })

  it('a higher limit never gives less', () => {
    fc.assert(
      fc.property(baseArb, moneyArb, fc.nat(500), fc.nat(500), (base, contract, limit, more) => {
        const facts = { contract, revenue: contract }
        const one = worth({ ...base, atMost: `${limit}万元` }, facts)
        const other = worth({ ...base, atMost: `${limit + more}万元` }, facts)
        expect(Number(other.from)).toBeGreaterThanOrEqual(Number(one.from))
        expect(Number(other.to)).toBeGreaterThanOrEqual(Number(one.to))
        expect(Number(one.to)).toBeLessThanOrEqual(limit * 10_000)
      }),
    )
  })

  it('what is unknown lies between the bounds', () => {
    fc.assert(
      fc.property(baseArb, fc.nat(1_000_000_000), fc.nat(500), (base, value, limit) => {
        const amount = { ...base, atMost: `${limit}万元` }
        const open = worth(amount, {})
        const settled = worth(amount, { contract: value, revenue: value })
        expect(Number(settled.from)).toBeGreaterThanOrEqual(Number(open.from))
        expect(Number(settled.from)).toBeLessThanOrEqual(Number(open.to))
      }),
    )
  })
})

describe('laws of combining', () => {
  const claimsArb = fc
    .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 7 })
    .map((amounts) => amounts.map((amount, at) => ({ policy: `p${at}`, amount: String(amount) })))
  const pairArb = fc.tuple(fc.nat(6), fc.nat(6)).map(([a, b]) => [`p${a}`, `p${b}`] as const)
  const limitsArb = fc
    .tuple(fc.nat(100), fc.nat(200), fc.boolean())
    .map(([narrow, wide, both]) => [
      { id: 'narrow', policies: ['p0', 'p1'], atMost: String(narrow) },
      ...(both ? [{ id: 'wide', policies: ['p0', 'p1', 'p2', 'p3'], atMost: String(wide) }] : []),
    ])

  it('is legal, and the best by trying all', () => {
    fc.assert(
      fc.property(claimsArb, fc.array(pairArb, { maxLength: 8 }), limitsArb, (claims, excludes, limits) => {
        const found = combine(claims, { excludes, limits })
        expect(found.proven).toBe(true)
        const excluded = (set: readonly string[]) =>
          excludes.some(([a, b]) => a !== b && set.includes(a) && set.includes(b))
        const taken = found.taken.map(({ policy }) => policy)
        expect(excluded(taken)).toBe(false)
        for (const { policies, atMost } of limits) {
          const sum = found.taken
            .filter(({ policy }) => policies.includes(policy))
            .reduce((all, { amount }) => all + Number(amount), 0)
          expect(sum).toBeLessThanOrEqual(Number(atMost))
        }
        let best = 0
        for (let bits = 0; bits < 2 ** claims.length; bits++) {
          const set = claims.filter((_, at) => (bits >> at) & 1)
          if (excluded(set.map(({ policy }) => policy))) continue
          best = Math.max(best, totalUnder(set, limits))
        }
        expect(Number(found.total)).toBe(best)
        for (const { because, instead } of found.left) {
          expect(because.length).toBeGreaterThan(0)
          expect(Number(instead)).toBeLessThanOrEqual(best)
        }
      }),
      { numRuns: 200 },
    )
  })

  /** The most under limits that hold one another: whatever passes the narrow one, cut by the wide one. */
  function totalUnder(
    set: readonly { policy: string; amount: string }[],
    limits: readonly { policies: readonly string[]; atMost: string }[],
  ): number {
    const sum = (policies: readonly string[]) =>
      set
        .filter(({ policy }) => policies.includes(policy))
        .reduce((all, { amount }) => all + Number(amount), 0)
    const [narrow, wide] = limits
    const inner = Math.min(sum(['p0', 'p1']), Number(narrow!.atMost))
    const rest = sum(['p4', 'p5', 'p6'])
    const middle = inner + sum(['p2', 'p3'])
    return rest + (wide ? Math.min(middle, Number(wide.atMost)) : middle)
  }
})

describe('laws of budgets', () => {
  const duesArb = fc
    .array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 12 })
    .map((fen) => fen.map((each, at) => ({ id: `d${at}`, amount: new Decimal(each).div(100).toFixed() })))
  const wholeArb = fc.integer({ min: 0, max: 3_000_000 }).map((fen) => new Decimal(fen).div(100).toFixed())
  const sum = (list: readonly { amount: string }[]) =>
    list.reduce((all, { amount }) => all.plus(amount), new Decimal(0))

  it('gives out no more than there is, to nobody more than is due, and leaves nothing while somebody lacks', () => {
    fc.assert(
      fc.property(
        duesArb,
        wholeArb,
        fc.constantFrom('arrival' as const, 'pro-rata' as const),
        (dues, amount, by) => {
          const payments = payFrom({ amount, by }, dues)
          expect(sum(payments).toFixed()).toBe(Decimal.min(sum(dues), amount).toFixed())
          for (const [at, payment] of payments.entries()) {
            expect(Number(payment.amount)).toBeLessThanOrEqual(Number(dues[at]!.amount))
            expect(new Decimal(payment.amount).plus(payment.short).toFixed()).toBe(
              new Decimal(dues[at]!.amount).toFixed(),
            )
          }
        },
      ),
    )
  })

  it('by arrival those behind change nothing for those before', () => {
    fc.assert(
      fc.property(duesArb, wholeArb, (dues, amount) => {
        const whole = payFrom({ amount, by: 'arrival' }, dues)
        const some = payFrom({ amount, by: 'arrival' }, dues.slice(0, 3))
        expect(whole.slice(0, 3)).toEqual(some)
      }),
    )
  })
})

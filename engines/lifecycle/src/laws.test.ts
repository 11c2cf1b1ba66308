import { checkClause, dictionaryOf } from '@qiongding/clause'
import { addDays, day, type Facts } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Requirement } from './definition.ts'
import {
  checkJourney,
  type Decision,
  decideGate,
  explainGate,
  type JourneyDefinition,
  type JourneyState,
  lateOn,
  mayOrder,
  type OrderAction,
  type OrderState,
} from './index.ts'

const ON = day('2031-03-03')
const label = { zh: '演示', en: 'Demonstration' }
const dictionary = dictionaryOf({
  facts: [
    { key: 'letters', label: { zh: '意向书', en: 'Letters' }, type: 'number', unit: '个', of: 'project' },
    { key: 'invested', label: { zh: '投资', en: 'Invested' }, type: 'number', unit: '元', of: 'project' },
    { key: 'checked', label: { zh: '审查', en: 'Checked' }, type: 'boolean', of: 'project' },
  ],
})
const CLAUSES = [
  'letters >= 2个',
  'checked = true',
  { not: 'invested < 100元' },
  { any: ['letters >= 3个', 'checked = true'] },
  { all: ['invested >= 50元', { review: label }] },
].map((source) => {
  const { clause } = checkClause(source, dictionary)
  if (!clause) throw new Error('a clause of the laws does not check')
  return clause
})

const requirementArb: fc.Arbitrary<Omit<Requirement, 'id' | 'label'>> = fc.oneof(
  fc.constantFrom(...CLAUSES).map((clause) => ({ clause })),
  fc.record({ evidence: fc.constantFrom('minutes', 'contract'), count: fc.integer({ min: 1, max: 3 }) }),
  fc
    .constantFrom('confirmed' as const, { element: 'land' }, { element: 'power' })
    .map((orders) => ({ orders })),
)
const definitionArb: fc.Arbitrary<JourneyDefinition> = fc
  .array(requirementArb, { maxLength: 5 })
  .map((require) => ({
    id: 'any',
    label,
    subjectKinds: ['project'],
    stages: [
      { id: 'a', label },
      { id: 'b', label, terminal: true },
    ],
    gates: [
      {
        from: 'a',
        to: 'b',
        require: require.map((one, index) => ({ id: `r${index}`, label, ...one }) as Requirement),
        limit: { days: 5, calendar: 'working' },
      },
    ],
    exits: [{ id: 'stopped', label, reasonRequired: true }],
  }))
const factsArb: fc.Arbitrary<Facts> = fc.record(
  { letters: fc.integer({ min: 0, max: 4 }), invested: fc.constantFrom(0, 50, 100), checked: fc.boolean() },
  { requiredKeys: [] },
)
const evidenceArb = fc.record({
  kind: fc.constantFrom('minutes', 'contract', 'letter'),
  id: fc.constantFrom('e1', 'e2', 'e3', 'e4'),
  day: fc.integer({ min: -9, max: 9 }).map((days) => addDays(ON, days)),
})
const STATES: readonly OrderState[] = [
  'raised',
  'accepted',
  'committed',
  'delivered',
  'confirmed',
  'disputed',
  'withdrawn',
]
const ordersArb = fc.array(
  fc.record(
    {
      element: fc.constantFrom('land', 'power', 'permit'),
      blocks: fc.constantFrom('b', 'a->b', 'elsewhere'),
      state: fc.constantFrom(...STATES),
    },
    { requiredKeys: ['element', 'state'] },
  ),
  { maxLength: 4 },
)
const reviewsArb = fc.array(
  fc.record({
    requirement: fc.constantFrom('r0', 'r1', 'r2', 'r3', 'r4'),
    answer: fc.constantFrom('yes' as const, 'no' as const),
    day: fc.integer({ min: -9, max: 9 }).map((days) => addDays(ON, days)),
  }),
  { maxLength: 4 },
)
const stateArb: fc.Arbitrary<JourneyState> = fc
  .record({ evidence: fc.array(evidenceArb, { maxLength: 6 }), orders: ordersArb, reviews: reviewsArb })
  .map(({ evidence, orders, reviews }) => ({
    stage: 'a',
    since: day('2031-02-20'),
    evidence,
    orders: orders.map((order, index) => ({ id: `o${index}`, ...order })),
    reviews,
  }))

function unmetOf(decision: Decision): string[] {
  return decision.kind === 'hold' ? decision.unmet.map((one) => JSON.stringify(one)) : []
}

describe('laws of the gate', () => {
  it('another piece of evidence never turns a pass into a hold, nor adds anything unmet', () => {
    fc.assert(
      fc.property(definitionArb, stateArb, factsArb, evidenceArb, (definition, state, facts, piece) => {
        const before = decideGate(definition, state, facts, { on: ON })
        const more = { ...state, evidence: [...state.evidence, piece] }
        const after = decideGate(definition, more, facts, { on: ON })
        if (before.kind === 'pass') expect(after.kind).toBe('pass')
        expect(unmetOf(after).length).toBeLessThanOrEqual(unmetOf(before).length)
      }),
    )
  })

  it('unknown never passes: a pass has every requirement at yes, a hold names at least one thing', () => {
    fc.assert(
      fc.property(definitionArb, stateArb, factsArb, (definition, state, facts) => {
        const decision = decideGate(definition, state, facts, { on: ON })
        if (decision.kind === 'pass') {
          expect(decision.requirements.map((one) => one.verdict)).toEqual(
            decision.requirements.map(() => 'yes'),
          )
          expect(decision.trace.verdict).toBe('yes')
        } else {
          expect(decision.unmet.length + decision.unknown.length).toBeGreaterThan(0)
          expect(decision.trace.verdict).toBe(decision.unmet.length > 0 ? 'no' : 'unknown')
        }
        expect(explainGate(decision.trace).length).toBeGreaterThan(decision.requirements.length)
      }),
    )
  })

  it('learning facts never takes back what was decided: a pass stays, an unmet requirement stays unmet', () => {
    fc.assert(
      fc.property(definitionArb, stateArb, factsArb, factsArb, (definition, state, facts, more) => {
        const before = decideGate(definition, state, facts, { on: ON })
        const after = decideGate(definition, state, { ...more, ...facts }, { on: ON })
        before.requirements.forEach(({ verdict }, index) => {
          const now = after.requirements[index]?.verdict
          if (verdict === 'yes' || verdict === 'no') expect(now).toBe(verdict)
        })
        if (before.kind === 'pass') expect(after.kind).toBe('pass')
      }),
    )
  })

  it('an enterprise that confirms an order never turns a pass into a hold', () => {
    fc.assert(
      fc.property(definitionArb, stateArb, factsArb, fc.nat(3), (definition, state, facts, at) => {
        const before = decideGate(definition, state, facts, { on: ON })
        const orders = state.orders.map((order, index) =>
          index === at ? { ...order, state: 'confirmed' as const } : order,
        )
        const after = decideGate(definition, { ...state, orders }, facts, { on: ON })
        if (before.kind === 'pass') expect(after.kind).toBe('pass')
      }),
    )
  })

  it('an open order that names the gate always holds it', () => {
    fc.assert(
      fc.property(
        definitionArb,
        stateArb,
        factsArb,
        fc.constantFrom(...STATES.filter((state) => state !== 'confirmed' && state !== 'withdrawn')),
        fc.constantFrom('b', 'a->b'),
        (definition, state, facts, open, blocks) => {
          const orders = [...state.orders, { id: 'new', element: 'land', blocks, state: open }]
          const decision = decideGate(definition, { ...state, orders }, facts, { on: ON })
          expect(decision.kind).toBe('hold')
          expect(JSON.stringify(unmetOf(decision))).toContain('new')
        },
      ),
    )
  })

  it('what happened after the day changes nothing, and neither does the order of rows', () => {
    fc.assert(
      fc.property(definitionArb, stateArb, factsArb, (definition, state, facts) => {
        const past = {
          ...state,
          evidence: state.evidence.filter((piece) => piece.day <= ON).reverse(),
          reviews: (state.reviews ?? []).filter((review) => review.day <= ON),
        }
        expect(decideGate(definition, state, facts, { on: ON })).toEqual(
          decideGate(definition, past, facts, { on: ON }),
        )
      }),
    )
  })

  it('has only definitions that check', () => {
    fc.assert(
      fc.property(definitionArb, (definition) => {
        expect(checkJourney(definition).filter((finding) => finding.level === 'error')).toEqual([])
      }),
    )
  })
})

const ACTIONS: readonly OrderAction[] = ['accept', 'commit', 'deliver', 'confirm', 'dispute', 'withdraw']

describe('laws of the order', () => {
  it('is confirmed only after it was delivered, whatever was tried before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 30 }), (actions) => {
        let state: OrderState = 'raised'
        for (const action of actions) {
          const answer = mayOrder(state, action)
          if (!answer.ok) continue
          if (answer.to === 'confirmed' || answer.to === 'disputed') expect(state).toBe('delivered')
          if (answer.to === 'delivered') expect(state).toBe('committed')
          state = answer.to
        }
      }),
    )
  })

  it('every open state leads on, and a settled one refuses everything with one reason', () => {
    for (const state of STATES) {
      const answers = ACTIONS.map((action) => mayOrder(state, action))
      const settled = state === 'confirmed' || state === 'withdrawn'
      expect(answers.some((answer) => answer.ok)).toBe(!settled)
      if (settled) expect(new Set(answers.map((answer) => (answer.ok ? '' : answer.code))).size).toBe(1)
    }
  })
})

describe('laws of the deadline', () => {
  it('what is late stays late, and days left fall by at most one a day', () => {
    fc.assert(
      fc.property(definitionArb, stateArb, fc.integer({ min: 0, max: 40 }), (definition, state, days) => {
        const weekdays = (after: string, upTo: string) => {
          let count = 0
          for (let on = addDays(day(after), 1); on <= upTo; on = addDays(on, 1))
            if (new Date(`${on}T00:00:00Z`).getUTCDay() % 6 !== 0) count++
          return count
        }
        const today = addDays(state.since, days)
        const [now] = lateOn(definition, state, today, weekdays)
        const [next] = lateOn(definition, state, addDays(today, 1), weekdays)
        if (now?.late === 'yes') expect(next?.late).toBe('yes')
        const fallen = (now?.left ?? 0) - (next?.left ?? 0)
        expect(fallen === 0 || fallen === 1).toBe(true)
      }),
    )
  })
})

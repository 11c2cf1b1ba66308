import { readdirSync, readFileSync } from 'node:fs'
import { type Day, day } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { COUNTING_REASONS, type CountedEvent, type Counting, countEvents, tally } from './counting.ts'

type Written = Partial<CountedEvent> & Pick<CountedEvent, 'id' | 'day'>
type File = {
  readonly rules: Counting
  readonly cases: readonly {
    readonly name: string
    readonly events: readonly Written[]
    readonly span?: { readonly from: Day; readonly to: Day }
    readonly expect: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly total: Readonly<Record<string, number>>
  }[]
}

const eventOf = (written: Written): CountedEvent => ({
  verdict: 'yes',
  evidenced: true,
  lost: false,
  keys: [],
  ...written,
})
const whole = { to: day('2999-12-31') }
const folder = new URL('../cases/counting/', import.meta.url)
const seen = new Set<string>()

for (const file of readdirSync(folder)) {
  const { rules, cases }: File = parse(readFileSync(new URL(file, folder), 'utf8'))
  describe(file, () => {
    for (const example of cases)
      it(example.name, () => {
        const counted = countEvents(example.events.map(eventOf), rules)
        for (const [id, wanted] of Object.entries(example.expect))
          expect(counted.get(id)).toMatchObject(wanted)
        for (const { because } of counted.values()) seen.add(because)
        const total = tally(counted.values(), example.span ?? whole)
        expect({ ...total, money: total.money.toNumber() }).toEqual({
          moneyUnknown: 0,
          doubtful: 0,
          ...example.total,
        })
      })
  })
}

it('the cases show every reason', () => {
  expect([...seen].sort()).toEqual([...COUNTING_REASONS].sort())
})

const sanming: File = parse(readFileSync(new URL('sanming.yaml', folder), 'utf8'))
const events = fc
  .array(
    fc.record({
      month: fc.integer({ min: 1, max: 12 }),
      amount: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
      is: fc.constantFrom(undefined, 'new', 'upgrade', 'increase', 'owner-change'),
      follows: fc.option(fc.integer({ min: 0, max: 11 }), { nil: undefined }),
      key: fc.integer({ min: 0, max: 5 }),
      verdict: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      evidenced: fc.boolean(),
      lost: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(
      ({ month, amount, is, follows, key, ...rest }, at): CountedEvent => ({
        id: `p${String(at).padStart(2, '0')}`,
        day: day(`2026-${String(month).padStart(2, '0')}-01`),
        keys: [`k${key}`],
        ...rest,
        ...(amount !== undefined && { amount }),
        ...(is !== undefined && { is }),
        ...(follows !== undefined && { follows: `p${String(follows).padStart(2, '0')}` }),
      }),
    ),
  )

it('says the same in whatever order the events come, and of each exactly once', () => {
  fc.assert(
    fc.property(events, fc.integer(), (given, turn) => {
      const one = countEvents(given, sanming.rules)
      const turned = given.toSorted((a, b) => (a.id + turn < b.id + turn ? 1 : -1))
      expect([...countEvents(turned, sanming.rules)].sort()).toEqual([...one].sort())
      expect(one.size).toBe(given.length)
    }),
  )
})

it('never counts more projects than were signed by different investors or said to be new', () => {
  fc.assert(
    fc.property(events, (given) => {
      const { projects } = tally(countEvents(given, sanming.rules).values(), whole)
      const able = given.filter((one) => one.evidenced && !one.lost && one.verdict === 'yes')
      const said = able.filter((one) => one.is !== undefined).length
      expect(projects).toBeLessThanOrEqual(said + new Set(able.flatMap((one) => one.keys)).size)
    }),
  )
})

it('a change of owner never raises the number', () => {
  fc.assert(
    fc.property(events, (given) => {
      const changes = given.filter((one) => one.is === 'owner-change').map((one) => one.id)
      const counted = countEvents(given, sanming.rules)
      for (const id of changes) {
        const one = counted.get(id)
        if (one?.because !== 'replaces') continue
        expect(counted.get(one.other as string)?.project).not.toBe('yes')
      }
    }),
  )
})

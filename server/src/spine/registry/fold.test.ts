import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retractedIds, type Statement, standing } from './fold.ts'

const statement = (id: number, retracts: number | null): Statement => ({
  id: String(id).padStart(4, '0'),
  subjectId: 's',
  source: 'x',
  asOf: '2026-01-01',
  recordedAt: `2026-01-01T00:00:${String(Math.floor(id / 3)).padStart(2, '0')}.000Z`,
  by: 'x',
  retracts: retracts === null ? null : String(retracts).padStart(4, '0'),
  demonstration: false,
  facts: {},
  sealed: null,
})

/** Each statement retracts an earlier one or none. */
const histories = fc
  .array(fc.option(fc.nat(), { freq: 2 }), { maxLength: 30 })
  .map((choices) =>
    choices.map((choice, index) => statement(index, choice === null || index === 0 ? null : choice % index)),
  )

describe('laws of retraction', () => {
  it('a retraction counts unless it is itself taken back, and the order of reading does not matter', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, turn) => {
        const retracted = retractedIds(history)
        for (const one of history)
          expect(retracted.has(one.id)).toBe(
            history.some((other) => other.retracts === one.id && !retracted.has(other.id)),
          )
        const turned = [
          ...history.slice(turn % (history.length || 1)),
          ...history.slice(0, turn % (history.length || 1)),
        ]
        expect(retractedIds(turned)).toEqual(retracted)
        expect(standing(history).every((one) => one.retracts === null && !retracted.has(one.id))).toBe(true)
      }),
    )
  })

  it('taken back twice, a statement stands again', () => {
    const [said, gone, back] = [statement(0, null), statement(1, 0), statement(2, 1)]
    expect(standing([said, gone]).map((one) => one.id)).toEqual([])
    expect(standing([said, gone, back]).map((one) => one.id)).toEqual(['0000'])
  })
})

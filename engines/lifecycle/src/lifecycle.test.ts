import { type Day, day } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { readCases } from '../test/written.ts'
import {
  checkJourney,
  type JourneyDefinition,
  type JourneyState,
  lateOn,
  mayExit,
  mayOrder,
} from './index.ts'

const { definition } = readCases('investment.yaml')
const at = (stage: string, more: Partial<JourneyState> = {}): JourneyState => ({
  stage,
  since: day('2031-03-03'),
  evidence: [],
  orders: [],
  ...more,
})

describe('checkJourney', () => {
  const codes = (change: Partial<JourneyDefinition>, known?: Parameters<typeof checkJourney>[1]) =>
    checkJourney({ ...definition, ...change }, known).map((finding) => `${finding.at.path}:${finding.code}`)

  it('finds stages that are not there, not reached, or lead nowhere', () => {
    const stages = [...definition.stages, { id: 'lost', label: { zh: '失落', en: 'Lost' } }]
    expect(codes({ stages })).toEqual(['stages[6]:dead-end', 'stages[6]:unreachable'])
    expect(codes({ stages: definition.stages.slice(0, 5) })).toEqual(['gates[4].to:no-such-stage'])
    const [first, ...rest] = definition.stages
    if (!first) throw new Error('no first stage')
    expect(codes({ stages: [{ ...first, terminal: true }, ...rest] })).toEqual(['stages[0]:terminal-goes-on'])
    expect(codes({ stages: [], gates: [] })).toEqual(['stages:no-stages'])
  })

  it('finds what stands twice', () => {
    const [first] = definition.gates
    const [exit] = definition.exits
    const [stage] = definition.stages
    if (!first || !exit || !stage) throw new Error('the definition is empty')
    expect(codes({ gates: [...definition.gates, first] })).toEqual(['gates[5]:twice'])
    expect(codes({ exits: [exit, exit] })).toEqual(['exits[1].id:twice'])
    expect(codes({ stages: [...definition.stages, stage] })).toContain('stages[6].id:twice')
    const doubled = { ...first, require: [...first.require, ...first.require] }
    expect(codes({ gates: [doubled, ...definition.gates.slice(1)] })).toEqual([
      'gates[0].require[1].id:twice',
    ])
  })

  it('finds gates that cannot be meant', () => {
    const [first, ...rest] = definition.gates
    if (!first) throw new Error('no first gate')
    const loop = { ...first, to: first.from, require: [] }
    expect(codes({ gates: [...definition.gates, loop] })).toEqual([
      'gates[5]:gate-to-itself',
      'gates[5].require:asks-nothing',
    ])
    const never = { ...first, limit: { days: 0, calendar: 'natural' as const } }
    expect(codes({ gates: [never, ...rest] })).toEqual(['gates[0].limit.days:not-positive'])
    expect(codes({ exits: [] })).toEqual(['exits:no-exit'])
  })

  it('looks up kinds of evidence and elements where their lists are given', () => {
    expect(codes({}, { evidence: ['owner-named'], elements: ['land'] })).toEqual([
      'gates[2].require[2].evidence:no-such-evidence',
      'gates[4].require[0].orders.element:no-such-element',
    ])
    expect(codes({}, { evidence: ['owner-named', 'signature'], elements: ['power'] })).toEqual([])
  })
})

describe('lateOn', () => {
  const unknown = () => undefined

  it('counts in the calendar of the limit and passes both ends to the counter', () => {
    const asked: Day[][] = []
    const two = (after: Day, upTo: Day) => {
      asked.push([after, upTo])
      return 2
    }
    expect(lateOn(definition, at('lead'), day('2031-03-05'), two)).toEqual([
      { gate: 'lead->judged', to: 'judged', calendar: 'working', days: 1, used: 2, left: -1, late: 'yes' },
    ])
    expect(asked).toEqual([['2031-03-03', '2031-03-05']])
    expect(lateOn(definition, at('signed'), day('2031-05-02'), unknown)[0]).toMatchObject({
      used: 60,
      late: 'no',
    })
    expect(lateOn(definition, at('signed'), day('2031-05-03'), unknown)[0]).toMatchObject({
      left: -1,
      late: 'yes',
    })
  })

  it('does not know what is late where the holidays of the year are not known, unless the calendar settles it', () => {
    expect(lateOn(definition, at('judged'), day('2031-03-06'), unknown)[0]).toMatchObject({ late: 'no' })
    const [row] = lateOn(definition, at('judged'), day('2031-03-07'), unknown)
    expect(row).toEqual({
      gate: 'judged->negotiation',
      to: 'negotiation',
      calendar: 'working',
      days: 3,
      late: 'unknown',
    })
  })

  it('has nothing to say of a journey that ended, has no limit, or is not in its stage yet', () => {
    const closed = { exit: 'stopped', day: day('2031-03-04') }
    expect(lateOn(definition, at('signed', { closed }), day('2031-09-01'), unknown)).toEqual([])
    expect(lateOn(definition, at('signed', { closed }), day('2031-03-03'), unknown)).toHaveLength(1)
    expect(lateOn(definition, at('negotiation'), day('2031-09-01'), unknown)).toEqual([])
    expect(lateOn(definition, at('signed'), day('2031-03-02'), unknown)).toEqual([])
  })
})

describe('mayExit', () => {
  it('asks for a reason, an exit of the definition, and a journey that still runs', () => {
    const closed = { exit: 'stopped', day: day('2031-03-04') }
    const exit = (state: JourneyState, to: string, reason?: string) =>
      mayExit(definition, state, { exit: to, ...(reason !== undefined && { reason }) })
    expect(exit(at('lead'), 'stopped', '投资方撤回')).toEqual({ ok: true, exit: 'stopped' })
    expect(exit(at('lead'), 'stopped', '  ')).toEqual({ ok: false, code: 'reason-required' })
    expect(exit(at('lead'), 'stopped')).toEqual({ ok: false, code: 'reason-required' })
    expect(exit(at('lead'), 'elsewhere', '有')).toEqual({ ok: false, code: 'no-such-exit' })
    expect(exit(at('producing'), 'stopped', '有')).toEqual({ ok: false, code: 'journey-ended' })
    expect(exit(at('lead', { closed }), 'stopped', '有')).toEqual({ ok: false, code: 'journey-closed' })
  })
})

describe('mayOrder', () => {
  it('re-opens a disputed order by a new promise', () => {
    expect(mayOrder('disputed', 'commit')).toEqual({ ok: true, to: 'committed' })
    expect(mayOrder('disputed', 'confirm')).toEqual({ ok: false, code: 'order-not-delivered' })
  })

  it('takes back an order only before it was delivered or after it was disputed', () => {
    expect(mayOrder('delivered', 'withdraw')).toEqual({ ok: false, code: 'order-delivered-already' })
    expect(mayOrder('committed', 'withdraw')).toEqual({ ok: true, to: 'withdrawn' })
    expect(mayOrder('confirmed', 'dispute')).toEqual({ ok: false, code: 'order-confirmed-already' })
  })

  it('moves a promise without skipping acceptance', () => {
    expect(mayOrder('committed', 'commit')).toEqual({ ok: true, to: 'committed' })
    expect(mayOrder('raised', 'commit')).toEqual({ ok: false, code: 'order-not-accepted' })
  })
})

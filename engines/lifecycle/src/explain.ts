import { explainClause } from '@qiongding/clause'
import type { Message, Trace, Value } from '@qiongding/kernel'

/** Message keys of this engine; what a clause has to say comes with the keys of the clause language. */
export const LIFECYCLE_MESSAGES = [
  'lifecycle.pass',
  'lifecycle.hold',
  'lifecycle.closed',
  'lifecycle.last-stage',
  'lifecycle.no-such-gate',
  'lifecycle.clause.yes',
  'lifecycle.clause.no',
  'lifecycle.clause.unknown',
  'lifecycle.clause.review',
  'lifecycle.clause.answered',
  'lifecycle.evidence.yes',
  'lifecycle.evidence.no',
  'lifecycle.orders.yes',
  'lifecycle.orders.no',
  'lifecycle.order.open',
  'lifecycle.no-order',
  'lifecycle.light.unknown',
  'lifecycle.light.month-ends.late',
  'lifecycle.light.month-ends.kept',
  'lifecycle.light.months.late',
  'lifecycle.light.months.kept',
  'lifecycle.light.points.late',
  'lifecycle.light.points.kept',
] as const

type LifecycleMessage = (typeof LIFECYCLE_MESSAGES)[number]

/**
 * Why a gate passes or holds, as message keys with parameters; sentences live in locales. Takes the trace of a whole decision, or that
 * of one of its requirements.
 */
export function explainGate(trace: Trace): Message[] {
  const { kind, verdict, params } = trace
  switch (kind) {
    case 'gate':
      return [
        message(verdict === 'yes' ? 'lifecycle.pass' : 'lifecycle.hold', params),
        ...trace.parts.flatMap(explainGate),
      ]
    case 'gate.none':
      return [message(noWayKey(params.why), params)]
    case 'gate.clause':
      return [message(clauseKey(trace), params), ...trace.parts.flatMap((part) => explainClause(part))]
    case 'gate.evidence':
      return [message(verdict === 'yes' ? 'lifecycle.evidence.yes' : 'lifecycle.evidence.no', params)]
    case 'gate.orders':
      return [
        message(verdict === 'yes' ? 'lifecycle.orders.yes' : 'lifecycle.orders.no', params),
        ...trace.parts.flatMap(explainGate),
      ]
    case 'gate.order':
      return [message('lifecycle.order.open', params)]
    case 'gate.no-order':
      return [message('lifecycle.no-order', params)]
    default:
      return []
  }
}

function noWayKey(why: Value | undefined): LifecycleMessage {
  return LIFECYCLE_MESSAGES.find((key) => key === `lifecycle.${why}`) ?? 'lifecycle.hold'
}

function clauseKey({ verdict, params }: Trace): LifecycleMessage {
  return params.answered === undefined ? `lifecycle.clause.${verdict}` : 'lifecycle.clause.answered'
}

function message(key: LifecycleMessage, params: Trace['params']): Message {
  const known: Record<string, Value> = {}
  for (const [name, value] of Object.entries(params)) if (value !== undefined) known[name] = value
  return { key, params: known }
}

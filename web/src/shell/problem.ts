/** Why a call failed. A refusal is an expected no; a fault is ours; offline is the line. */
export type Problem = {
  kind: 'refusal' | 'fault' | 'offline' | 'signed-out'
  code: string
  status: number
  /** What the sentence of the locale needs. */
  facts: Readonly<Record<string, unknown>>
  detail?: string
  /** Number of a fault, for the log. */
  id?: string
  at: string
}

export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

type Details = Readonly<Record<string, unknown>>

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** RFC 9457 problem details as a problem; members besides the standard ones are the facts of its sentence. */
export function problemFrom(status: number, details: Details): Problem {
  const { type, title, status: _, detail, instance, code, id, facts, ...rest } = details
  const named = textOf(code) ?? textOf(type)?.split(/[:/#]/).at(-1) ?? `status-${status}`
  const nested = typeof facts === 'object' && facts !== null ? (facts as Details) : {}
  const number = textOf(id) ?? textOf(instance)
  return {
    kind: status === 401 ? 'signed-out' : status >= 500 ? 'fault' : 'refusal',
    code: named,
    status,
    facts: { ...rest, ...nested },
    ...(textOf(detail) === undefined ? {} : { detail: textOf(detail) as string }),
    ...(number === undefined ? {} : { id: number }),
    at: new Date().toISOString(),
  }
}

/** The problem inside whatever was thrown; anything else is a fault of ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  const detail = error instanceof Error ? error.message : String(error)
  return { kind: 'fault', code: 'browser', status: 0, facts: {}, detail, at: new Date().toISOString() }
}

import { REFUSALS, type Refusal, type RefusalCode, type RefusalFacts } from '../refusals.ts'

/** An RFC 9457 problem: the code decides the sentence, the facts fill it. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly facts?: RefusalFacts
  readonly instance?: string
}

export function problemOf(refusal: Refusal): Problem {
  return {
    type: `/docs/refusals#${refusal.code}`,
    title: refusal.code,
    status: REFUSALS[refusal.code as RefusalCode],
    code: refusal.code,
    facts: refusal.facts,
  }
}

export function problemResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
  })
}

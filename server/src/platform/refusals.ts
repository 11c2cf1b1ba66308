import type { Value } from '@qiongding/kernel'

/**
 * Every expected no, with its HTTP status. One map: a code without a status does not compile, and locales are tested
 * to hold a sentence for each.
 */
export const REFUSALS = {
  'not-signed-in': 401,
  'not-allowed': 403,
  'own-issue': 403,
  'own-account': 403,
  'foreign-account': 409,
  'account-exists': 409,
  'last-administrator': 409,
  'member-state': 409,
  'no-such-role': 422,
  'role-kind': 422,
  'weak-password': 422,
  'wrong-password': 403,
  'no-password': 409,
  'not-found': 404,
  'bad-input': 422,
  'bad-filter': 422,
  'unknown-kind': 404,
  'unknown-fact': 422,
  'bad-value': 422,
  stale: 412,
  'version-needed': 428,
  'repeated-key': 409,
  'read-only-past': 409,
  'too-large': 413,
  'too-many': 429,
  'slow-down': 429,
  'not-a-workbook': 415,
  'empty-file': 422,
  'workbook-too-large': 413,
  'password-protected': 415,
  'wrong-encoding': 422,
  'no-table': 422,
  'no-name-column': 422,
  'import-state': 409,
  'import-changed': 409,
  'import-errors': 422,
  'unknown-template': 404,
  'template-not-in-force': 422,
  'template-needs-workbook': 422,
  'export-state': 409,
  'export-broken': 409,
  'return-not-ours': 422,
  'return-of-another': 422,
  'no-findings': 409,
  'correction-of-another': 422,
  'correction-unmarked': 422,
  'correction-withdrawn': 409,
  'name-needed': 422,
  'twin-exists': 409,
  'merge-kind': 422,
  'already-merged': 409,
  'merge-choice': 422,
  'merge-demonstration': 409,
  'merge-identity': 409,
  'identity-taken': 409,
  'day-in-future': 422,
  'day-before-last': 422,
  'not-ready': 409,
  'no-such-stage': 422,
  'journey-closed': 409,
  'journey-confidential': 409,
  'journey-paused': 409,
  'journey-not-paused': 409,
  'stage-not-behind': 409,
  'no-light': 409,
  'already-open': 409,
  'lead-collides': 409,
  'lead-held': 409,
  'hand-over-state': 409,
  'no-intake': 404,
  'opens-by-intake': 409,
  'probe-needed': 409,
  'text-too-long': 413,
  'order-state': 409,
  'no-office': 422,
  'no-party': 422,
  'no-contact': 422,
  'evidence-needed': 422,
  'no-such-evidence': 422,
  'link-used': 410,
  'link-expired': 410,
  'link-locked': 423,
  'link-revoked': 410,
  'wrong-code': 403,
  'already-decided': 409,
  'no-consent': 409,
  'need-expired': 409,
  'need-closed': 409,
  'need-withdrawn': 410,
  'offer-expired': 409,
  erased: 410,
  'not-a-need': 404,
  'not-a-person': 404,
  'no-own-contact': 422,
  'settled-with-office': 409,
  'nobody-to-ask': 409,
  'unknown-list': 404,
  'list-office': 403,
  'list-state': 409,
  'list-not-reviewed': 409,
  'list-older': 409,
  'not-a-series': 409,
  'no-conflict': 409,
  'amendment-fact': 422,
  'amendment-empty': 422,
  'amendment-large': 422,
  'amendment-nothing': 422,
  'amendment-state': 409,
  'amendment-of-another': 403,
  'view-name': 409,
  'view-many': 409,
  'view-office': 403,
  'view-of-another': 403,
  'view-names-person': 422,
  'job-ended': 409,
  'shutting-down': 503,
} as const satisfies Record<
  string,
  401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 423 | 428 | 429 | 503
>

export type RefusalCode = keyof typeof REFUSALS
export type RefusalFacts = Readonly<Record<string, Value | readonly unknown[] | undefined>>

/** An expected no: a code with its facts. Sentences live in locales. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: RefusalFacts
  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code)
    this.code = code
    this.facts = facts
  }
}

/** Refuses: `throw refuse('not-ready', { unmet })`. */
export function refuse(code: RefusalCode, facts?: RefusalFacts): Refusal {
  return new Refusal(code, facts)
}

import { gatesOut, type JourneyDefinition, type JourneyState } from './definition.ts'

/** Why a journey may not leave by an exit. */
export type ExitRefusal = 'journey-closed' | 'journey-ended' | 'no-such-exit' | 'reason-required'

/**
 * Whether a journey may end early by an exit: it must still run, the exit must be one of the definition, and the reason must be
 * given where the exit asks for one.
 *
 * @example
 * mayExit(definition, state, { exit: 'stopped', reason: '' }) // { ok: false, code: 'reason-required' }
 */
export function mayExit(
  definition: JourneyDefinition,
  state: JourneyState,
  given: { readonly exit: string; readonly reason?: string },
): { readonly ok: true; readonly exit: string } | { readonly ok: false; readonly code: ExitRefusal } {
  if (state.closed) return { ok: false, code: 'journey-closed' }
  if (gatesOut(definition, state.stage).length === 0) return { ok: false, code: 'journey-ended' }
  const exit = definition.exits.find((one) => one.id === given.exit)
  if (!exit) return { ok: false, code: 'no-such-exit' }
  if (exit.reasonRequired && !given.reason?.trim()) return { ok: false, code: 'reason-required' }
  return { ok: true, exit: exit.id }
}

/**
 * Whether a journey may be set back to a stage, because what made a later one true turned out not to be so: it must still run, and the
 * stage must be one that it has left behind. Its record keeps that it was further.
 *
 * @example
 * maySetBack(definition, { stage: 'signed', ... }, { to: 'negotiation', reason: '' }) // { ok: false, code: 'reason-required' }
 */
export function maySetBack(
  definition: JourneyDefinition,
  state: JourneyState,
  given: { readonly to: string; readonly reason: string },
): { readonly ok: true } | { readonly ok: false; readonly code: ExitRefusal | 'not-behind' } {
  if (state.closed) return { ok: false, code: 'journey-closed' }
  const at = (stage: string) => definition.stages.findIndex((one) => one.id === stage)
  if (at(given.to) < 0 || at(given.to) >= at(state.stage)) return { ok: false, code: 'not-behind' }
  return given.reason.trim() ? { ok: true } : { ok: false, code: 'reason-required' }
}

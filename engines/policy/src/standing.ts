import type { Day } from '@qiongding/kernel'
import type { Period, Policy, Version } from './definition.ts'

/**
 * Where a policy stands on a day. Being made known, being the rule, and taking applications are three different things: a policy may
 * be announced and not yet in force, or in force with its window closed.
 */
export type Standing =
  | { readonly is: 'not-entered' }
  | { readonly is: 'not-announced' | 'not-yet'; readonly version: Version }
  | { readonly is: 'lapsed'; readonly version: Version; readonly on: Day }
  | { readonly is: 'in-force'; readonly version: Version; readonly window: Window }

/** `always`: in force without a window. Of `open` the day it closes, of `later` the day it opens, of `past` the day it closed. */
export type Window =
  | { readonly is: 'always' }
  | { readonly is: 'open'; readonly on?: Day }
  | { readonly is: 'later' | 'past'; readonly on: Day }

/**
 * Which version of a policy is the rule on a day, and whether one may apply.
 *
 * ```ts
 * standingOn(policy, day('2026-03-31')).version.version // 1; on 2026-04-01 it is 2
 * ```
 */
export function standingOn(policy: Policy, on: Day): Standing {
  const { versions } = policy
  const now = versions.find(({ effective }) => holds(effective, on))
  if (now) return { is: 'in-force', version: now, window: windowOn(now.windows, on) }
  const next = versions.find(({ effective }) => effective.from > on)
  if (next) {
    const isKnown = next.announced === undefined || next.announced <= on
    return { is: isKnown ? 'not-yet' : 'not-announced', version: next }
  }
  const last = versions.at(-1)
  return last ? { is: 'lapsed', version: last, on: last.effective.to! } : { is: 'not-entered' }
}

function holds({ from, to }: Period, on: Day): boolean {
  return from <= on && (to === undefined || on <= to)
}

function windowOn(windows: readonly Period[] | undefined, on: Day): Window {
  if (!windows || windows.length === 0) return { is: 'always' }
  const open = windows.find((window) => holds(window, on))
  if (open) return { is: 'open', ...(open.to && { on: open.to }) }
  const next = windows
    .map(({ from }) => from)
    .filter((from) => from > on)
    .sort()[0]
  if (next) return { is: 'later', on: next }
  const last = windows
    .map(({ from, to }) => to ?? from)
    .sort()
    .at(-1)
  return { is: 'past', on: last! }
}

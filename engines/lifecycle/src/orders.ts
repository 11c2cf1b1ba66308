import type { OrderState } from './definition.ts'

/** What can be done to an order. */
export type OrderAction = 'accept' | 'commit' | 'deliver' | 'confirm' | 'dispute' | 'withdraw'

/** Why an action on an order is refused. */
export type OrderRefusal =
  | 'order-accepted-already'
  | 'order-not-accepted'
  | 'order-not-committed'
  | 'order-delivered-already'
  | 'order-not-delivered'
  | 'order-disputed-already'
  | 'order-confirmed-already'
  | 'order-withdrawn-already'

type Row = Readonly<Record<OrderAction, { to: OrderState } | { code: OrderRefusal }>>

const to = (state: OrderState) => ({ to: state })
const no = (code: OrderRefusal) => ({ code })
const closed = (code: OrderRefusal): Row => ({
  accept: no(code),
  commit: no(code),
  deliver: no(code),
  confirm: no(code),
  dispute: no(code),
  withdraw: no(code),
})

/** A committed order may be committed again: the promise moves, the ledger keeps both. A disputed one re-opens by a new promise. */
const TABLE: Readonly<Record<OrderState, Row>> = {
  raised: {
    accept: to('accepted'),
    commit: no('order-not-accepted'),
    deliver: no('order-not-accepted'),
    confirm: no('order-not-delivered'),
    dispute: no('order-not-delivered'),
    withdraw: to('withdrawn'),
  },
  accepted: {
    accept: no('order-accepted-already'),
    commit: to('committed'),
    deliver: no('order-not-committed'),
    confirm: no('order-not-delivered'),
    dispute: no('order-not-delivered'),
    withdraw: to('withdrawn'),
  },
  committed: {
    accept: no('order-accepted-already'),
    commit: to('committed'),
    deliver: to('delivered'),
    confirm: no('order-not-delivered'),
    dispute: no('order-not-delivered'),
    withdraw: to('withdrawn'),
  },
  delivered: {
    accept: no('order-accepted-already'),
    commit: no('order-delivered-already'),
    deliver: no('order-delivered-already'),
    confirm: to('confirmed'),
    dispute: to('disputed'),
    withdraw: no('order-delivered-already'),
  },
  disputed: {
    accept: no('order-accepted-already'),
    commit: to('committed'),
    deliver: no('order-not-committed'),
    confirm: no('order-not-delivered'),
    dispute: no('order-disputed-already'),
    withdraw: to('withdrawn'),
  },
  confirmed: closed('order-confirmed-already'),
  withdrawn: closed('order-withdrawn-already'),
}

/** An order that nobody waits for any more. */
export function isSettled(state: OrderState): boolean {
  return state === 'confirmed' || state === 'withdrawn'
}

/**
 * Whether an action is open to an order in a state, and where it leads. Who may take it is not decided here: confirming and
 * disputing are the enterprise's alone.
 *
 * @example
 * mayOrder('committed', 'confirm') // { ok: false, code: 'order-not-delivered' }
 */
export function mayOrder(
  state: OrderState,
  action: OrderAction,
): { readonly ok: true; readonly to: OrderState } | { readonly ok: false; readonly code: OrderRefusal } {
  const cell = TABLE[state][action]
  return 'to' in cell ? { ok: true, to: cell.to } : { ok: false, code: cell.code }
}

/** A need or an offer with where its facts place it. What is absent nobody has said. */
export type Placed = {
  readonly id: string
  readonly node: string | undefined
  readonly part: string | undefined
  readonly place: string | undefined
  readonly asOf: string
  readonly demonstration: boolean
}
export type Standing = 'open' | 'expiring' | 'expired' | 'unknown' | 'filled' | 'dropped'
export type Demanded = Placed & { readonly standing: Standing; readonly quantity?: number }
export type Supplied = Placed & { readonly consent: boolean | undefined }

/** Needs of one sort: how many, how many heads of those that say, and how many do not say. */
export type Heads = { readonly needs: number; readonly heads: number; readonly unsaid: number }
export type Demand = {
  /** Those that stand, the ones that run out soon included. */
  readonly open: Heads
  readonly expired: Heads
  readonly unknown: Heads
  readonly filled: Heads
  readonly dropped: Heads
}
export type Supply = {
  readonly known: number
  readonly consenting: number
  readonly refusing: number
  readonly unknownConsent: number
}

function headsOf(rows: readonly Demanded[]): Heads {
  return {
    needs: rows.length,
    heads: rows.reduce((sum, row) => sum + (row.quantity ?? 0), 0),
    unsaid: rows.filter((row) => row.quantity === undefined).length,
  }
}

/** Demand by how it stands. Needs whose number nobody said are counted as needs and never as zero heads. */
export function demandOf(rows: readonly Demanded[]): Demand {
  const of = (...standings: Standing[]) => headsOf(rows.filter((row) => standings.includes(row.standing)))
  return {
    open: of('open', 'expiring'),
    expired: of('expired'),
    unknown: of('unknown'),
    filled: of('filled'),
    dropped: of('dropped'),
  }
}

export function supplyOf(rows: readonly Supplied[]): Supply {
  const of = (consent: boolean | undefined) => rows.filter((row) => row.consent === consent).length
  return { known: rows.length, consenting: of(true), refusing: of(false), unknownConsent: of(undefined) }
}

/**
 * What can be said of demand against supply on one node. `short`: even if everybody whose node is unknown were here, so many would be
 * missing at least. `covered`: those known to be here who agree to be matched are as many as all that is wanted. Anything else is
 * unknown: supply was not surveyed far enough to say. Nothing wanted is `none`.
 */
export type Balance = {
  readonly is: 'short' | 'covered' | 'none' | 'unknown'
  /** How many are missing at least, of `short`. */
  readonly atLeast?: number
}

export function balanceOf(demand: Demand, supply: Supply, unplaced: Supply): Balance {
  const { heads, needs, unsaid } = demand.open
  // Needs that do not say how many, and needs of which nobody knows whether they stand, may want more.
  const more = unsaid + demand.unknown.needs
  if (needs === 0 && more === 0) return { is: 'none' }
  const most = supply.known - supply.refusing + unplaced.known - unplaced.refusing
  // A need that does not say how many wants one at least.
  const atLeast = heads + unsaid - most
  if (atLeast > 0) return { is: 'short', atLeast }
  return more === 0 && heads <= supply.consenting ? { is: 'covered' } : { is: 'unknown' }
}

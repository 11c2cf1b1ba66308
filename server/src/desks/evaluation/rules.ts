/** The smallest of sorted values that a share of all does not exceed (nearest rank); undefined of none. */
export function rankOf(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** Fewest cases of which a share is said: of three signed from four nobody can say three in four. */
export const ENOUGH = 10

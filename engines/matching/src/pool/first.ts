/** One offer among the first of its class. */
export type Placed = { readonly slot: number; readonly near: number }

/** Keeps the first so many of what it is shown, in a stated order. */
export type First = {
  add(slot: number, near: number): void
  rows(): readonly Placed[]
}

/** The closest `most` offers; equally close ones by id. */
export function firstOf(most: number, ids: readonly (string | undefined)[]): First {
  let kept: Placed[] = []
  // What stands below this is not among the first.
  let bar: Placed | undefined
  const order = (a: Placed, b: Placed) =>
    b.near - a.near || (ids[a.slot]! < ids[b.slot]! ? -1 : ids[a.slot]! > ids[b.slot]! ? 1 : 0)
  const cut = () => {
    kept.sort(order)
    kept = kept.slice(0, most)
    if (kept.length === most) bar = kept[most - 1]
  }
  return {
    add(slot, near) {
      if (bar && (near < bar.near || (near === bar.near && ids[slot]! > ids[bar.slot]!))) return
      kept.push({ slot, near })
      if (kept.length >= 2 * most + 64) cut()
    },
    rows() {
      cut()
      return kept
    },
  }
}

/** @module A timetable of meetings: rounds in which nobody sits twice. */

type Pair = { readonly need: string; readonly offer: string }

/**
 * The round of each pair, from 1, position by position: in no round does a need or an offer meet twice. There are as many rounds as the
 * busiest of them has meetings, and fewer cannot be (König 1916: a bipartite graph takes as many colours as its greatest degree). Pairs are
 * taken in the order given; the same pairs give the same rounds. Throws RangeError for a pair that stands twice.
 *
 * @example
 * roundsOf([{ need: 'a', offer: 'x' }, { need: 'a', offer: 'y' }, { need: 'b', offer: 'x' }]) // [2, 1, 1]
 */
export function roundsOf(pairs: readonly Pair[]): number[] {
  const rounds: number[] = []
  /** Of everybody, the pair he sits in, by round. */
  const seats = new Map<string, Map<number, number>>()
  const seatsOf = (party: string) => {
    const own = seats.get(party) ?? new Map<number, number>()
    seats.set(party, own)
    return own
  }
  const sides = ({ need, offer }: Pair) => [`n ${need}`, `o ${offer}`] as const
  const seen = new Set<string>()
  pairs.forEach((pair, at) => {
    const key = JSON.stringify([pair.need, pair.offer])
    if (seen.has(key)) throw new RangeError(`the pair of ${pair.need} and ${pair.offer} stands twice`)
    seen.add(key)
    const [need, offer] = sides(pair)
    const [own, other] = [seatsOf(need), seatsOf(offer)]
    const [round, instead] = [firstFree(own), firstFree(other)]
    if (other.has(round)) swap(offer, round, instead)
    rounds[at] = round
    own.set(round, at)
    other.set(round, at)
  })
  return rounds

  /** Frees a round for somebody: along the chain of meetings in this round and the other, each moves to the one of the two it is not in. */
  function swap(from: string, round: number, instead: number): void {
    const chain: number[] = []
    let [party, wanted] = [from, round]
    for (let at = seatsOf(party).get(wanted); at !== undefined; at = seatsOf(party).get(wanted)) {
      chain.push(at)
      const [need, offer] = sides(pairs[at]!)
      party = party === need ? offer : need
      wanted = wanted === round ? instead : round
    }
    for (const at of chain) for (const side of sides(pairs[at]!)) seatsOf(side).delete(rounds[at]!)
    for (const at of chain) {
      rounds[at] = rounds[at] === round ? instead : round
      for (const side of sides(pairs[at]!)) seatsOf(side).set(rounds[at], at)
    }
  }
}

function firstFree(seats: ReadonlyMap<number, number>): number {
  let round = 1
  while (seats.has(round)) round++
  return round
}

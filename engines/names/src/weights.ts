/**
 * How much each character tells of a name among those held: ln(1 + names / (1 + names with it)), the inverse document frequency of
 * Spärck Jones 1972, never below zero. Characters (UTF-16 units) are numbered as they come, so that the tables stay small.
 */
export type Weights = {
  readonly names: number
  /** The number of a character. */
  numberOf(unit: number): number
  add(text: string): void
  remove(text: string): void
  /** What the character with the number weighs. */
  of(number: number): number
  /** Names that have the character with the number. */
  having(number: number): number
}

export function weightsOf(): Weights {
  const numbers = new Uint16Array(65_536)
  let numbered = 0
  const having = new Uint32Array(65_536)
  const kept = new Float64Array(65_536)
  // A kept weight holds as long as nothing was added or removed.
  const keptAt = new Float64Array(65_536)
  let names = 0
  let changes = 1
  const numberOf = (unit: number) => {
    // 0 stands for not numbered yet, and for the last of 65,536 if ever all of them come.
    if (numbers[unit] === 0 && numbered < 65_535) numbers[unit] = ++numbered
    return numbers[unit]!
  }
  const change = (text: string, by: 1 | -1) => {
    names += by
    changes += 1
    for (let at = 0; at < text.length; at++) {
      // Each name counts once for a character, however often it has it.
      if (text.indexOf(text[at]!) === at) having[numberOf(text.charCodeAt(at))]! += by
    }
  }
  return {
    get names() {
      return names
    },
    numberOf,
    add: (text) => change(text, 1),
    remove: (text) => change(text, -1),
    of(number) {
      if (keptAt[number] !== changes) {
        kept[number] = Math.log(1 + names / (1 + having[number]!))
        keptAt[number] = changes
      }
      return kept[number]!
    },
    having: (number) => having[number]!,
  }
}

import { pinyin } from './pinyin.ts'

/** What folding leaves as it is: most names and codes of a list, which has hundreds of thousands of them. */
const SETTLED = /^[\u4e00-\u9fa50-9a-z]*$/

/** Full width to half width, lower case, no spaces: how names are searched. */
export function searchText(text: string): string {
  if (SETTLED.test(text)) return text
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

const syllables = new Map<string, string>()

function syllable(character: string): string {
  const known = syllables.get(character)
  if (known !== undefined) return known
  const read = /\p{Script=Han}/u.test(character)
    ? `${pinyin(character, { toneType: 'num' })} ${character}`
    : character
  syllables.set(character, read)
  return read
}

/** A key whose bytes order names as a Chinese reader expects: by sound, then by character; numbers by size. (PGlite carries no ICU collation.) */
export function sortKey(name: string): string {
  let key = ''
  for (const part of name
    .normalize('NFKC')
    .toLowerCase()
    .match(/\d+|[^\d]/gu) ?? [])
    key += /^\d/.test(part) ? part.padStart(10, '0') : `${syllable(part)} `
  return key
}

const PRIME = 16_777_619

/** One more UTF-16 unit hashed onto what came before it. */
export const hashOn = (value: number, unit: number) => Math.imul(value ^ unit, PRIME)

/** FNV-1a over UTF-16 units, as a signed 32-bit number (Fowler, Noll, Vo; offset 2166136261, prime 16777619). Collisions only cost a recheck. */
function hash(seed: number, text: string): number {
  let value = seed
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), PRIME)
  return value | 0
}

const seeds = new Map<string, number>()

/** Tokens of different districts and kinds differ, so that one index serves them all. */
export function seedOf(district: number, kind: string): number {
  const name = `${district}:${kind}:`
  const known = seeds.get(name)
  if (known !== undefined) return known
  const seed = hash(2_166_136_261 | 0, name)
  seeds.set(name, seed)
  return seed
}

/** Any text as a token of a seed. */
export const tokenOf = hash

/** Adds the character pairs of a text to the tokens of a record. */
export function addWordTokens(tokens: Set<number>, seed: number, text: string): void {
  // Each pair as `tokenOf` would hash it, without cutting it out: a list has millions of them.
  for (let index = 0; index + 1 < text.length; index++)
    tokens.add(hashOn(hashOn(seed, text.charCodeAt(index)), text.charCodeAt(index + 1)))
}

/** Tokens of a search word: its character pairs. A single character has none and must be looked for otherwise. */
export function wordTokens(district: number, kind: string, text: string): number[] {
  const tokens = new Set<number>()
  addWordTokens(tokens, seedOf(district, kind), text)
  return [...tokens]
}

/** The token of a value that lists are filtered by (`chain=vr`). */
export function valueToken(
  district: number,
  kind: string,
  key: string,
  value: string | number | boolean,
): number {
  return hash(seedOf(district, kind), `${key}=${value}`)
}

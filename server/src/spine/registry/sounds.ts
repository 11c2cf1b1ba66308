import { pinyin } from './pinyin.ts'
import { hashOn, searchText, seedOf, tokenOf } from './words.ts'

/**
 * Every syllable of the Chinese phonetic alphabet (GB/T 16159-2012, without tones; ü is written v), by its first sound: what a typed
 * run of letters can be cut into.
 */
const SYLLABLES = new Set(
  `a ai an ang ao
  ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu
  ca cai can cang cao ce cen ceng ci cong cou cu cuan cui cun cuo
  cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo
  da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo
  e ei en eng er
  fa fan fang fei fen feng fo fou fu
  ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo
  ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo
  ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun
  ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo
  la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve
  ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu
  na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nv nve
  o ou
  pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
  qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
  ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo
  sa sai san sang sao se sen seng si song sou su suan sui sun suo
  sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo
  ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo
  wa wai wan wang wei wen weng wo wu
  xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun
  ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun
  za zai zan zang zao ze zei zen zeng zi zong zou zu zuan zui zun zuo
  zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo`
    .split(/\s+/)
    .filter(Boolean),
)
const LONGEST = 6

/** Beginnings of syllables: what somebody has typed of the last one so far. */
const BEGINNINGS = new Set(
  [...SYLLABLES].flatMap((one) => Array.from({ length: one.length }, (_, at) => one.slice(0, at + 1))),
)

const known = new Map<string, string>()

/** All readings of a character, parted by `/`; a Latin letter or a digit reads as itself; nothing for signs. */
function readingsOf(character: string): string {
  const there = known.get(character)
  if (there !== undefined) return there
  let read = ''
  if (/^[a-z0-9]$/.test(character)) read = character
  else if (/\p{Script=Han}/u.test(character)) {
    const all = pinyin(character, { toneType: 'none', multiple: true, type: 'array', v: true })
    read = [...new Set(all)].filter((one) => /^[a-z]+$/.test(one)).join('/')
  }
  known.set(character, read)
  return read
}

/**
 * How a name sounds, character by character with every reading: ` chong/zhong qing chang/zhang an `. Signs are passed over. Sounds of
 * several names stand behind one another; the two blanks between them are heard as the end of a name.
 */
export function soundOf(name: string): string {
  return soundFrom(heardIn(name))
}

export const soundFrom = (heard: readonly string[]) => (heard.length === 0 ? '' : ` ${heard.join(' ')} `)

/** A name character by character, each with its readings as `soundOf` writes them; signs are passed over. */
export function heardIn(name: string): readonly string[] {
  const heard: string[] = []
  for (const character of name.normalize('NFKC').toLowerCase()) {
    const readings = readingsOf(character)
    if (readings !== '') heard.push(readings)
  }
  return heard
}

/** Pairs of first letters, and whole syllables, stand in the same index as pairs of characters; the signs before keep them apart. */
const pairToken = (seed: number, first: string, second: string) =>
  hashOn(hashOn(hashOn(seed, 1), first.charCodeAt(0)), second.charCodeAt(0))
const syllableToken = (seed: number, syllable: string) => tokenOf(seed, `\u0002${syllable}`)

/** A reading of a character: its first letter, and the token of the whole syllable under one seed where it has more. */
type Sounded = readonly { readonly letter: number; readonly token: number | undefined }[]
const sounded = new Map<number, Map<string, Sounded>>()

function soundedOf(seed: number, text: string): Sounded {
  let bySeed = sounded.get(seed)
  if (!bySeed) {
    bySeed = new Map()
    sounded.set(seed, bySeed)
  }
  const there = bySeed.get(text)
  if (there) return there
  const made: Sounded = text.split('/').map((reading) => ({
    letter: reading.charCodeAt(0),
    token: reading.length > 1 ? syllableToken(seed, reading) : undefined,
  }))
  bySeed.set(text, made)
  return made
}

const NOTHING: Sounded = []

/** Adds the tokens of what is heard, character by character: every pair of neighbouring first letters in every reading, and every syllable. */
export function addHeardTokens(tokens: Set<number>, seed: number, heard: Iterable<string>): void {
  // As `pairToken` would hash it, without taking letters out of texts: a list has millions of them.
  const paired = hashOn(seed, 1)
  let before = NOTHING
  for (const text of heard) {
    const here = text === '' ? NOTHING : soundedOf(seed, text)
    for (const { letter, token } of here) {
      if (token !== undefined) tokens.add(token)
      for (const { letter: first } of before) tokens.add(hashOn(hashOn(paired, first), letter))
    }
    before = here
  }
}

/** Adds the tokens of a sound to those of a record. */
export function addSoundTokens(tokens: Set<number>, seed: number, sound: string): void {
  addHeardTokens(tokens, seed, sound.split(' '))
}

/** Tokens of a sound by itself. */
export function soundTokens(district: number, kind: string, sound: string): Set<number> {
  const tokens = new Set<number>()
  addSoundTokens(tokens, seedOf(district, kind), sound)
  return tokens
}

/** A piece of what was typed, for one character: the beginning of a syllable, or all of it. The last piece is never taken for all. */
type Cut = { readonly from: number; readonly to: number }

/** Ways into which a run of letters is cut at most where no cut is common to all of them. */
const WAYS = 12

/** How many ways lead from each place of the run to its end, by whole syllables, the last of which may be still in the typing. */
function waysToEnd(letters: string): number[] {
  const ways = new Array<number>(letters.length + 1).fill(0)
  ways[letters.length] = 1
  for (let from = letters.length - 1; from >= 0; from--)
    for (const { to } of cutsFrom(letters, from)) ways[from] = (ways[from] ?? 0) + (ways[to] ?? 0)
  return ways
}

function cutsFrom(letters: string, from: number): Cut[] {
  const cuts: Cut[] = []
  for (let to = from + 1; to <= Math.min(letters.length, from + LONGEST); to++) {
    const text = letters.slice(from, to)
    if (SYLLABLES.has(text) || (to === letters.length && from > 0 && BEGINNINGS.has(text)))
      cuts.push({ from, to })
  }
  return cuts
}

/** The cuts that every way takes: they narrow the names down however the rest is cut. */
function cutsOfAll(letters: string, toEnd: readonly number[]): Cut[] {
  const toHere = new Array<number>(letters.length + 1).fill(0)
  toHere[0] = 1
  const all: Cut[] = []
  for (let from = 0; from < letters.length; from++)
    for (const cut of cutsFrom(letters, from)) {
      toHere[cut.to] = (toHere[cut.to] ?? 0) + (toHere[from] ?? 0)
      if ((toHere[from] ?? 0) * (toEnd[cut.to] ?? 0) === toEnd[0]) all.push(cut)
    }
  return all
}

function everyWay(letters: string): Cut[][] {
  const found: Cut[][] = []
  const go = (from: number, cuts: readonly Cut[]): void => {
    if (found.length >= WAYS) return
    if (from === letters.length) found.push([...cuts])
    // The longest syllable first: what most names mean.
    else for (const cut of cutsFrom(letters, from).toReversed()) go(cut.to, [...cuts, cut])
  }
  go(0, [])
  return found
}

/** Syllables where there are any, single letters between them: `qdhaier`. */
function mixedWay(letters: string): Cut[] {
  const cuts: Cut[] = []
  for (let from = 0; from < letters.length; from = cuts.at(-1)?.to ?? letters.length) {
    let to = Math.min(letters.length, from + LONGEST)
    while (to > from + 1 && !SYLLABLES.has(letters.slice(from, to))) to--
    cuts.push({ from, to })
  }
  return cuts
}

/** The first so many syllables of a mixed way, then every letter for a character: `qingdaohe`. None of them: letters only. */
function letterWays(letters: string): Cut[][] {
  const mixed = mixedWay(letters)
  const syllables = mixed.findIndex((cut) => cut.to - cut.from === 1)
  const most = Math.min(WAYS / 2, syllables === -1 ? mixed.length - 1 : syllables)
  return Array.from({ length: Math.max(0, most) + 1 }, (_, count) => {
    const rest = mixed[count - 1]?.to ?? 0
    const single = Array.from({ length: letters.length - rest }, (_, at) => ({
      from: rest + at,
      to: rest + at + 1,
    }))
    return [...mixed.slice(0, count), ...single]
  })
}

/** A way to hear what was typed: the tokens a name must have, and the pattern its sound must match. */
export type Heard = { readonly tokens: readonly number[]; readonly pattern: string }

/** Other readings of a character, before and behind the one that was typed. */
const BEFORE = '(?:[^ /]+/)*'
const BEHIND = '(?:/[^ ]*)?'

/** The first cut of a way begins a character; a whole syllable ends one, a letter or the last piece leaves the rest of it open. */
function patternOf(letters: string, cuts: readonly Cut[]): string {
  const only = cuts.length === 1
  const parts = cuts.map((cut, at) => {
    const text = letters.slice(cut.from, cut.to)
    const whole = SYLLABLES.has(text) && text.length > 1 && (only || at < cuts.length - 1)
    return `${BEFORE}${text}${whole ? BEHIND : '[^ ]*'}`
  })
  return ` ${parts.join(' ')}${only ? ' ' : ''}`
}

function tokensOf(seed: number, letters: string, cuts: readonly Cut[]): number[] {
  const tokens = new Set<number>()
  for (const [at, cut] of cuts.entries()) {
    const text = letters.slice(cut.from, cut.to)
    const next = cuts[at + 1]
    if (next && next.from === cut.to) tokens.add(pairToken(seed, text, letters.slice(next.from, next.to)))
    if (text.length > 1 && SYLLABLES.has(text) && (cut.to < letters.length || cut.from === 0))
      tokens.add(syllableToken(seed, text))
  }
  return [...tokens]
}

/** All ways to cut a run into syllables at once: between any two letters a character may end. */
function hearSyllables(seed: number, letters: string): Heard[] {
  const toEnd = waysToEnd(letters)
  if (toEnd[0] === 0) return []
  const tokens = tokensOf(seed, letters, cutsOfAll(letters, toEnd))
  const pattern = ` ${BEFORE}${[...letters].join(`(?:${BEHIND} ${BEFORE})?`)}`
  // One whole syllable alone ends with its character: `qi` would be the beginning of too many.
  if (tokens.length > 0 && !SYLLABLES.has(letters)) return [{ tokens, pattern }]
  return everyWay(letters).map((cuts) => ({
    tokens: tokensOf(seed, letters, cuts),
    pattern: patternOf(letters, cuts),
  }))
}

/**
 * Ways to hear a search word as sounds: `qdhe`, `qingdao`, `qingdaohe` and `qdhaier` all find 青岛海尔, and 重庆 is found under either
 * reading. None for words with Chinese characters, and for single letters, which half of all names hold.
 */
export function hear(district: number, kind: string, word: string): Heard[] {
  // An apostrophe parts syllables (`xi'an`) and is not needed: every way to cut is tried.
  const letters = searchText(word).replaceAll("'", '')
  if (!/^[a-z0-9]{2,}$/.test(letters) || !/[a-z]/.test(letters)) return []
  const seed = seedOf(district, kind)
  const whole = hearSyllables(seed, letters)
  // No syllable begins with i, u or v: such a letter stands for itself, in a name with Latin letters, where syllables make no sense.
  const possible = (cuts: readonly Cut[]) =>
    whole.length === 0 || cuts.every(({ from, to }) => to - from > 1 || !'iuv'.includes(letters[from] ?? ''))
  const pieces = [...(whole.length === 0 ? [mixedWay(letters)] : []), ...letterWays(letters).filter(possible)]
  const heard = [
    ...whole,
    ...pieces.map((cuts) => ({
      tokens: tokensOf(seed, letters, cuts),
      pattern: patternOf(letters, cuts),
    })),
  ].filter((one) => one.tokens.length > 0)
  return [...new Map(heard.map((one) => [one.pattern, one])).values()]
}

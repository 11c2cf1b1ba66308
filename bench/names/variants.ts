// Made-up enterprise names of the shape of real ones, and other writings of the same name; the same for the same seed.
import { dice } from '../measure/rows.ts'

export type Clustered = {
  readonly names: readonly string[]
  /** Names with the same number are one enterprise. */
  readonly cluster: Uint32Array
}

type Parts = { region: string; brand: string; tail: string; form: string; bracket: boolean }

const FORMS = ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司']
const TRADES = ['科技', '技术', '实业', '发展', '贸易', '智能', '信息', '工程', '材料', '装备']

/**
 * So many names of which a fifth are other writings of one that is there. Regions, tails and single characters of brands are drawn
 * from the names given, so that common words are as common as in a real register; the brands themselves are made up.
 */
export function variants({
  real,
  regions,
  count,
  seed,
}: {
  readonly real: readonly string[]
  readonly regions: readonly string[]
  readonly count: number
  readonly seed: number
}): Clustered {
  const random = dice(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const pick = <T>(list: readonly T[]): T => list[whole(list.length)] as T
  const longest = [...regions].sort((left, right) => right.length - left.length)
  const pool = real.map((name) => {
    const region = longest.find((one) => name.startsWith(one)) ?? ''
    const core = name.slice(region.length).replace(/(集团)?(股份)?(有限)?(责任)?公司$|[()（）]/g, '')
    return { region, first: core[0]!, second: core[1] ?? '', tail: core.slice(2) }
  })
  const made = new Set<string>()
  const parts: Parts[] = []
  const names: string[] = []
  const originals = count - Math.floor(count / 5)
  while (parts.length < originals) {
    const one: Parts = {
      region: pick(pool).region,
      brand: pick(pool).first + pick(pool).second + (random() < 0.15 ? pick(pool).second : ''),
      tail: pick(pool).tail,
      form: pick(FORMS),
      bracket: random() < 0.1,
    }
    const name = written(one)
    if (one.brand.length < 2 || made.has(name)) continue
    made.add(name)
    parts.push(one)
    names.push(name)
  }
  const cluster = Uint32Array.from({ length: count }, (_, at) => at)
  const chars = pool.map(({ second }) => second).filter((char) => char !== '')
  while (names.length < count) {
    const of = whole(originals)
    const other = otherWriting(parts[of]!, { random, whole, pick, chars })
    if (made.has(other)) continue
    made.add(other)
    cluster[names.length] = of
    names.push(other)
  }
  return { names, cluster }
}

function written({ region, brand, tail, form, bracket }: Parts): string {
  return bracket && region !== '' ? `${brand}${tail}（${region}）${form}` : `${region}${brand}${tail}${form}`
}

type Draw = {
  random: () => number
  whole: (below: number) => number
  pick: <T>(list: readonly T[]) => T
  chars: readonly string[]
}

/** One to three changes: what offices leave out, move, mistype or put in other words. */
function otherWriting(one: Parts, { random, whole, pick, chars }: Draw): string {
  const other = { ...one }
  const slip = (text: string): string => {
    const at = whole(text.length)
    const way = random()
    if (way < 0.5) return text.slice(0, at) + pick(chars) + text.slice(at + 1)
    if (way < 0.75 && text.length > 2) return text.slice(0, at) + text.slice(at + 1)
    return at + 1 < text.length ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2) : text
  }
  const changes: (() => void)[] = [
    () => {
      other.region = other.region === '' ? one.region : ''
    },
    () => {
      other.bracket = !other.bracket
    },
    () => {
      other.form = pick(['', ...FORMS])
    },
    () => {
      other.tail = slip(other.tail || '科技')
    },
    () => {
      other.brand = slip(other.brand)
    },
    // The short form: the brand and two characters of the rest.
    () => {
      other.tail = other.tail.slice(random() < 0.5 ? 0 : -2).slice(0, 2)
      other.form = ''
    },
    () => {
      other.tail = other.tail.slice(0, -2) + pick(TRADES)
    },
    () => {
      other.tail += pick(TRADES)
    },
  ]
  const times = 1 + whole(3)
  for (let time = 0; time < times; time++) pick(changes)()
  return written(other)
}

import fc from 'fast-check'
import { pinyin } from 'pinyin-pro'
import { describe, expect, it } from 'vitest'
import { hear, soundOf, soundTokens } from './sounds.ts'

/** Whether a name is found by a word, as the list finds it: by its tokens, then by its sound. */
function finds(word: string, name: string): boolean {
  const sound = soundOf(name)
  const tokens = soundTokens(1, 'enterprise', sound)
  return hear(1, 'enterprise', word).some(
    (heard) => heard.tokens.every((token) => tokens.has(token)) && new RegExp(heard.pattern).test(sound),
  )
}

const readings = (character: string) => [
  ...new Set(pinyin(character, { toneType: 'none', multiple: true, type: 'array', v: true })),
]

/** The 3,000 most used characters all stand here; rarer ones too. */
const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code))
/** A name, and a stretch of it in one of its readings. */
const heardStretch = fc
  .array(han, { minLength: 2, maxLength: 14 })
  .chain((name) =>
    fc.tuple(
      fc.constant(name),
      fc.nat(name.length - 2),
      fc.integer({ min: 2, max: 6 }),
      fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
    ),
  )
  .map(([name, from, length, picks]) => ({
    name: name.join(''),
    syllables: name.slice(from, from + length).map((character, at) => {
      // Interjections without a vowel (嗯 ng, 呣 m) are nobody's name.
      const all = readings(character).filter((one) => /^[a-z]*[aeiouv][a-z]*$/.test(one))
      return all[(picks[at] ?? 0) % Math.max(1, all.length)] ?? ''
    }),
  }))
  .filter(({ syllables }) => syllables.every((one) => one !== ''))

describe('how names sound', () => {
  it('finds a name by its first letters, its syllables, both mixed, and while they are typed', () => {
    const name = '青岛海尔股份有限公司'
    for (const word of [
      'qdhe',
      'QDHE',
      'hegf',
      'qd',
      'qing',
      'hai',
      'qingdao',
      'haier',
      'qingdaohaier',
      'qingdaoha',
      'qingdaoh',
      'qdhaier',
      'qingdhe',
      'qingdaohe',
      'qingdaohegf',
      "qing'dao",
      'qingdaohaiergufenyouxiangongsi',
    ])
      expect(finds(word, name), word).toBe(true)
    for (const word of ['hd', 'qh', 'ingdao', 'daoqing', 'qindao', 'qidao', 'q', 'xyz', 'qdhf'])
      expect(finds(word, name), word).toBe(false)
  })

  it('takes both readings of a character, and letters and figures of a name as they are', () => {
    for (const word of ['cqca', 'zqca', 'chongqing', 'zhongqing', 'changan', 'zhangan'])
      expect(finds(word, '重庆长安（集团）'), word).toBe(true)
    for (const word of ['xian', 'xa', "xi'an", 'xianf', 'xiangao'])
      expect(finds(word, '西安高新'), word).toBe(word !== 'xianf')
    for (const word of ['ysmems', 'memsfc', 'mems', 'yanshimems', '3dyx']) {
      expect(finds(word, '演示 MEMS 封测'), word).toBe(word !== '3dyx')
    }
    expect(finds('3dxs', '演示3D显示')).toBe(true)
    expect(finds('haierqd', '海尔（青岛）')).toBe(true)
    expect(finds('nvren', '女人')).toBe(true)
  })

  it('has no sound for signs, and hears none in Chinese, signs and single letters', () => {
    expect(soundOf('（）·')).toBe('')
    for (const word of ['青岛', 'a', '12', "'", 'qd%', 'qd青'])
      expect(hear(1, 'enterprise', word), word).toEqual([])
  })

  it('law: every stretch of a name is found by first letters and by syllables, in every reading', () => {
    fc.assert(
      fc.property(heardStretch, ({ name, syllables }) => {
        expect(finds(syllables.map((one) => one.charAt(0)).join(''), name)).toBe(true)
        expect(finds(syllables.join(''), name)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('law: what is found holds its first letters in order, in some reading', () => {
    fc.assert(
      fc.property(
        fc.array(han, { minLength: 1, maxLength: 10 }),
        fc.string({ unit: fc.constantFrom(...'abcdghjlnqxyz'), minLength: 2, maxLength: 5 }),
        (name, word) => {
          if (!finds(word, name.join(''))) return
          const at = (from: number, left: string): boolean =>
            left === '' ||
            (from < name.length &&
              readings(name[from] as string).some((one) =>
                Array.from({ length: one.length }, (_, length) => one.slice(0, length + 1)).some(
                  (part) => left.startsWith(part) && at(from + 1, left.slice(part.length)),
                ),
              ))
          expect(name.some((_, from) => at(from, word))).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('hears a long word in few ways, quickly', () => {
    for (const word of ['xian'.repeat(25), 'a'.repeat(100), 'qingdaohaier'.repeat(8), 'z'.repeat(100)]) {
      const ways = hear(1, 'enterprise', word)
      expect(ways.length, word).toBeLessThanOrEqual(20)
      expect(finds(word, '演示')).toBe(false)
    }
  })
})

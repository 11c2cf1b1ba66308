import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack } from '@qiongding/pack-format'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { warningsOf } from './rules.ts'

const folder = join(import.meta.dirname, '../../../../packs')
const packs = await Promise.all(
  readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'pack.yaml')))
    .map((name) => loadPack(join(folder, name))),
)
/** What the packs of this repository warn of. */
const patterns = packs
  .flatMap(({ pack }) => pack?.journeys ?? [])
  .flatMap(({ review }) => review?.patterns ?? [])
const found = (text: string) => warningsOf(text, patterns).map(({ pattern }) => pattern)

describe('wording that the law does not allow', () => {
  it.each([
    ['甲方按乙方当年缴纳增值税地方留成部分的 50% 给予奖励。', ['tax-break']],
    ['甲方给予乙方一次性奖励 500 万元用于厂房装修。', ['selective-subsidy']],
    ['乙方摘地后，甲方将土地出让金的 30% 以基础设施补贴形式返还乙方。', ['land-refund']],
    ['乙方承诺十年内不得迁出本区。', ['must-register']],
    ['项目施工由甲方指定施工单位承担。', ['named-operator']],
    ['甲方承诺在本区范围内不再引进同类项目，乙方享有独家运营。', ['exclusive']],
    ['外地企业不得参与本项目配套采购。', ['local-preference']],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(expect.arrayContaining(wanted))
  })

  it.each([
    '甲方不得以任何形式向乙方返还税收。',
    '乙方依法享受高新技术企业所得税减免。',
    '乙方按公开发布的政策申请财政补贴。',
    '甲方协助乙方办理施工许可，用电容量 2000 kVA。',
    '双方应当对商业秘密保密。',
    '乙方自主决定是否设立分支机构。',
    '',
    '😀😀😀',
  ])('says nothing of: %s', (text) => {
    expect(found(text)).toEqual([])
  })
})

it('points at the words, wherever in the text they are', () => {
  const before = '第一条 合作内容。\n'
  const text = `${before}甲方将土地出让金的三成返还乙方。`
  const [warning] = warningsOf(text, patterns)
  expect(text.slice(warning?.from, warning?.to)).toBe('土地出让金的三成返还')
})

it('reads any text in little time and finds each place once', () => {
  const word = fc.constantFrom('税收', '返还', '乙方', '。', '，', '必须', '迁出', '\n', 'x', '土地出让金')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 400 }), (words) => {
      const text = words.join('')
      const warnings = warningsOf(text, patterns)
      expect(warnings.length).toBeLessThanOrEqual(100)
      for (const { from, to } of warnings) expect(from < to && to <= text.length).toBe(true)
    }),
  )
  // A megabyte without a full stop ends, and ends at the most that is told.
  expect(warningsOf('税收返还乙方必须迁出'.repeat(40_000), patterns)).toHaveLength(100)
})

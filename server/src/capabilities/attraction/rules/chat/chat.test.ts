import { day } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChat } from './index.ts'
import { masked } from './people.ts'

const ASKS = ['land', 'space', 'funds', 'people', 'scenes']
const read = (text: string) => readChat(text, { today: day('2026-03-04'), asks: ASKS })
const value = (text: string, field: string) => read(text).read.find((one) => one.field === field)?.value
const why = (text: string, field: string) => read(text).unread.find((one) => one.field === field)?.why

describe('reading a chat', () => {
  it('reads amounts in every writing, as whole yuan', () => {
    for (const [written, yuan] of [
      ['总投资2.3亿元', 230_000_000],
      ['拟投资两千万元', 20_000_000],
      ['投资3000w', 30_000_000],
      ['计划投资1,500万', 15_000_000],
      ['想投三个亿', 300_000_000],
    ] as const)
      expect(value(`演示甲乙科技有限公司${written}`, 'amount'), written).toBe(yuan)
  })

  it('takes no other money for the investment', () => {
    for (const other of ['注册资本5000万元', '去年营收3亿元', '年税收600万元', '想贷款2000万', '估值20亿'])
      expect(value(`演示甲乙科技有限公司，${other}`, 'amount'), other).toBeUndefined()
  })

  it('leaves unknown what is vague, foreign or said twice, with the reason', () => {
    expect(why('演示甲乙科技有限公司想投好几个亿', 'amount')).toBe('vague')
    expect(why('演示甲乙科技有限公司拟投资2000万美元', 'amount')).toBe('foreign-currency')
    expect(why('投资3000万。另一处说投资5000万', 'amount')).toBe('several')
    expect(why('演示甲乙科技有限公司和演示丙丁科技有限公司都要投资', 'company')).toBe('several')
    expect(why('收到', 'company')).toBe('not-said')
  })

  it('never makes a contact of whoever writes', () => {
    expect(value('有事找我，招商局小林，13900011319', 'phone')).toBeUndefined()
    expect(value('李总您好，材料收到', 'contact')).toBeUndefined()
  })

  it('says where it read what, in the text as it was pasted', () => {
    const text = '企业：演示甲乙科技有限公司；投资：３０００万元'
    const amount = read(text).read.find((one) => one.field === 'amount')
    expect(amount && text.slice(amount.span.from, amount.span.to)).toBe('３０００万')
  })

  it('asks for nothing that is declined, and only for elements of the pack', () => {
    expect(read('不要地，只要厂房2000平').asks.map((one) => one.id)).toEqual(['space'])
    expect(readChat('要土地30亩', { today: day('2026-03-04'), asks: [] }).asks).toEqual([])
  })

  it('reads any text in time and within it', () => {
    const pieces = fc.constantFrom(
      '投资',
      '3亿',
      '有限公司',
      '演示',
      '，',
      '。',
      '\n',
      '平',
      '亩',
      '😀',
      '\t',
      '13900011301',
      '总',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        const text = parts.join('')
        for (const { span } of read(text).read) {
          expect(span.from).toBeGreaterThanOrEqual(0)
          expect(span.to).toBeLessThanOrEqual(text.length)
          expect(span.from).toBeLessThan(span.to)
        }
      }),
      { numRuns: 100 },
    )
    const began = performance.now()
    read('投资'.repeat(5_000))
    read('演'.repeat(20_000))
    read('1'.repeat(20_000))
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it('masks a number but for what it is known by', () => {
    expect(masked('13900011301')).toBe('139****1301')
    expect(masked('110')).toBe('****')
  })
})

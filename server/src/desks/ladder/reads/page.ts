import { packOf } from '../../../spine/pack.ts'
import { pageSource } from '../../../spine/registry/index.ts'
import { type LadderFirm, ladderContract } from '../contract.ts'
import { readFirms } from './titles.ts'

/** Enterprises of one title as a sheet: who is one criterion short, which, by how much, and the smallest change that turns it. */
export const ladderPage = pageSource({
  id: 'ladder',
  label: { zh: '培育梯度', en: 'Ladder' },
  operation: ladderContract.firms,
  read: readFirms,
  subjects: ({ id }: LadderFirm) => [id],
  columns: (ctx) => {
    const { facts } = packOf(ctx)
    const named = (key: string, language: 'zh' | 'en') => facts.get(key)?.label[language] ?? key
    const change = ({ steps: [first] }: LadderFirm, language: 'zh' | 'en') => {
      if (!first) return undefined
      if (first.until !== undefined) return first.until
      return `${named(first.fact ?? '', language)} ${first.by?.startsWith('-') ? '' : '+'}${first.by ?? ''}${first.unit ?? ''}`
    }
    return [
      { header: { zh: '名称', en: 'Name' }, type: 'text', width: 32, of: ({ name }) => name },
      {
        header: { zh: '证书编号', en: 'Certificate' },
        type: 'text',
        width: 18,
        of: ({ certificate }) => certificate?.number,
      },
      {
        header: { zh: '认定日期', en: 'Granted on' },
        type: 'day',
        width: 12,
        of: ({ certificate }) => certificate?.grantedOn,
      },
      {
        header: { zh: '有效期至', en: 'Valid to' },
        type: 'day',
        width: 12,
        of: ({ certificate }) => certificate?.validTo,
      },
      { header: { zh: '天数', en: 'Days' }, type: 'number', width: 8, of: ({ days }) => days },
      {
        header: { zh: '差的一条', en: 'Criterion not met' },
        type: 'text',
        width: 28,
        of: ({ criterion }, language) => criterion && (criterion.label?.[language] ?? criterion.text),
      },
      { header: { zh: '出处', en: 'Text' }, type: 'text', width: 18, of: ({ criterion }) => criterion?.cite },
      { header: { zh: '最小的一步', en: 'Smallest change' }, type: 'text', width: 26, of: change },
      {
        header: { zh: '缺的事实', en: 'Missing facts' },
        type: 'text',
        width: 30,
        of: ({ missing }, language) => missing.map((key) => named(key, language)).join('、') || undefined,
      },
      {
        header: { zh: '演示', en: 'Demonstration' },
        type: 'text',
        width: 8,
        of: ({ demonstration }, language) =>
          demonstration ? (language === 'zh' ? '演示' : 'Made up') : undefined,
      },
    ]
  },
})

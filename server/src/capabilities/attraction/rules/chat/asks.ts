import type { Part, Span } from './text.ts'

type Ask = { readonly id: string; readonly span: Span }

/** Words by which elements are asked for, by the ids that a pack may give to them. */
const WORDS: readonly (readonly [id: string, words: RegExp])[] = [
  ['land', /用地|土地|(?<!不)要地|占地|拿地|看地|供地|地块|[\d一二两三四五六七八九十百]\s*(?:亩|公顷)/g],
  [
    'space',
    /厂房|车间|办公(?!室主任|厅)|写字楼|载体|楼层|楼宇|展厅|实验室|机房|场地|仓库|租赁?|\d\s*(?:㎡|平方米|平米|平(?![台均时面原价衡方米]))|[百千万]平(?![台均时面原价衡])|workshop|factory space|office space/g,
  ],
  ['funds', /贷款|融资|基金|注资|股权投资|(?:缺|(?<!不)要|找)资金/g],
  [
    'people',
    /招[^，。；]{0,6}(?:工程师|人才|博士|硕士|技术员|研发)|人才(?!公寓|住房|家园)|(?:介绍|推荐|找)[^，。；]{0,6}的人/g,
  ],
  ['labour', /用工|招工|普工|工人/g],
  ['scenes', /场景/g],
  ['permits', /施工许可|环评|能评|审批|许可|立项/g],
  ['compute', /算力|\d\s*P(?![a-zA-Z])/g],
  ['electricity', /用电|供电|双回路|变压器|电力|千伏安|[kK][vV][aA]/g],
  ['housing', /人才公寓|宿舍|住房|公租房/g],
  ['policy', /政策|补贴|奖补/g],
]
const NOT = /(?:不要|不需要|无需|不用|不缺|不谈|没有?提|不涉及)[^，。；、]{0,5}$/

/** Elements that the enterprise asks for, each with where it is said first. What it says it does not want is none. */
export function readAsks(parts: readonly Part[], known: readonly string[]): Ask[] {
  const found = new Map<string, Ask>()
  for (const part of parts) {
    const label = part.label ?? ''
    // A heading speaks for its value: 用地：30亩.
    const text = `${label}：${part.text}`
    for (const [id, words] of WORDS) {
      if (!known.includes(id) || found.has(id)) continue
      for (const match of text.matchAll(words)) {
        if (NOT.test(text.slice(0, match.index))) continue
        const from = Math.max(part.from, part.from + match.index - label.length - 1)
        found.set(id, { id, span: { from, to: Math.min(part.to, from + match[0].length) } })
        break
      }
    }
  }
  return [...found.values()]
}

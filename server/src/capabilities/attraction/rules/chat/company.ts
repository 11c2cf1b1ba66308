import type { Part, Span } from './text.ts'

export type Named = { readonly value: string; readonly span: Span }
export type CompanyFound =
  | { readonly found: Named; readonly others: readonly string[] }
  | { readonly why: 'not-said' | 'several'; readonly others: readonly string[] }

const LABEL = /^(?:.*(?:企业|单位|公司|主体|客户)(?:名称|全称)?|投资方|投资人|项目方|意向方)$/
const HAN =
  /[\u4e00-\u9fa5A-Za-z0-9·（）()]{2,40}?(?:有限责任公司|股份有限公司|集团有限公司|有限公司|有限合伙企业?|股份公司|集团公司|研究院|研究所)/g
const LATIN =
  /(?:[A-Z][A-Za-z&'-]*\s+){1,6}?(?:Co\.?,?\s*Ltd\.?|Company Limited|Limited|Ltd\.?|Inc\.?|GmbH|LLC|Corporation)/g
/** What people say right before a name. The last one cuts; a name may hold any of these words only after its first two characters. */
const LEAD =
  /(?:关于|对方是|对方叫|客户是|客户叫|名字叫|叫做|企业叫|公司叫|家叫|就是|是叫|他是|她是|这是|我是|我们是|项目是|企业是|单位是|来自|介绍了?|推荐了?|拜访了?|走访了?|对接了?|联系了?|接待了?|约了|见了|跟|找|和|与|同|给|为|由|请|让|被|到|向|在|把|了|的|叫|是|企业|链主|客户|公司|线索|项目|转发|通知|领导|各位)(?=[\u4e00-\u9fa5])/g
/** Who is spoken of beside the one that comes: who recommends it, or whom it supplies. */
const BESIDE_BEFORE = /(?:链主(?:企业)?|给|为|替|由|经|通过|像|类似|竞争对手|客户包括|供应商)$/
const BESIDE_AFTER = /^(?:那边)?(?:推荐|介绍|引荐|牵线|做配套|的配套|配套|旗下|的供应商|也在)/
const COMES = /(?:拟|计划|打算|想|希望|要|有意向?|意向|总投资|投资|落地|来访|来谈|租|找|确定|决定|融资|缺)/

type Candidate = Named & { readonly labelled: boolean; readonly beside: boolean; readonly comes: boolean }

/** Which enterprise the chat is about. Two that may both be it leave it unknown: the wrong one would be an invention. */
export function readCompany(parts: readonly Part[]): CompanyFound {
  const found = parts.flatMap(candidatesIn)
  const names = [...new Set(found.map((one) => one.value))]
  const pick = (group: readonly Candidate[]) => {
    const of = [...new Set(group.map((one) => one.value))]
    return of.length === 1 ? group[0] : undefined
  }
  const main = found.filter((one) => !one.beside)
  const chosen =
    pick(found.filter((one) => one.labelled)) ?? pick(main) ?? pick(main.filter((one) => one.comes))
  if (!chosen) return { why: names.length === 0 ? 'not-said' : 'several', others: names }
  const { value, span } = chosen
  return { found: { value, span }, others: names.filter((name) => name !== value) }
}

function candidatesIn(part: Part): Candidate[] {
  const labelled = part.label !== undefined && LABEL.test(part.label)
  const found: Candidate[] = []
  for (const pattern of [HAN, LATIN])
    for (const match of part.text.matchAll(pattern)) {
      const cut = pattern === HAN ? startOf(match[0]) : 0
      const value = match[0].slice(cut).trim()
      if (value.length < 6 || /^[（(]/.test(value)) continue
      const at = match.index + match[0].indexOf(value, cut)
      const before = part.text.slice(0, at)
      const after = part.text.slice(at + value.length)
      found.push({
        value,
        span: { from: part.from + at, to: part.from + at + value.length },
        labelled,
        beside: !labelled && (BESIDE_BEFORE.test(before) || BESIDE_AFTER.test(after)),
        comes: COMES.test(after.slice(0, 30)),
      })
    }
  return found
}

/** Where a name begins in a run of characters that ends with its legal form. */
function startOf(run: string): number {
  const open = run.search(/[（(]/)
  // Words of a bracket are a region or an aside of the name itself.
  const head = open >= 0 ? run.slice(0, open) : run
  let start = 0
  for (const match of head.matchAll(LEAD)) {
    const end = match.index + match[0].length
    // At least two characters of a name must be left before its form.
    if (/^(?:.{0,2})(?:有限|股份|集团|研究)/.test(run.slice(end))) break
    if (match[0].length > 1 || match.index < 12) start = end
  }
  return start
}

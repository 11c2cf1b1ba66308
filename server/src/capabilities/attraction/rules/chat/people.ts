import type { Part, Span } from './text.ts'

type Said = { readonly value: string; readonly span: Span }
export type SaidFound = { readonly found: Said } | { readonly why: 'not-said' | 'several' }

/** Surnames in the order of how many bear them (Ministry of Public Security, list of 2020), with some compound ones. */
const SURNAMES =
  '欧阳|上官|司马|诸葛|王|李|张|刘|陈|杨|黄|赵|吴|周|徐|孙|马|朱|胡|郭|何|林|高|罗|郑|梁|谢|宋|唐|许|韩|邓|冯|曹|彭|曾|肖|田|董|潘|袁|蔡|蒋|余|于|杜|叶|程|魏|苏|吕|丁|任|卢|姚|沈|钟|姜|崔|谭|陆|范|汪|廖|石|金|韦|贾|夏|付|方|邹|熊|白|孟|秦|邱|侯|江|尹|薛|闫|段|雷|龙|黎|史|陶|贺|毛|郝|顾|龚|邵|万|覃|武|钱|戴|严|莫|孔|向|常|汤|施|齐|柳|岳|梅|庄|章|鲁|倪|殷|洪|柯|翁|俞|路|裴|安|温|季|康|葛|牛|尤|伍|易|乔|赖|樊|兰|辛|管|左|祝|霍|焦|舒|耿|关|古|焉|凌|甘|包|单|裘|凤'
/** A title that enterprises use; 总 only where no longer word goes on from it. */
const TITLE =
  '总监|总工|经理|董事长|部长|先生|女士|小姐|博士|教授|(?<!施)工(?=[，,。；;、\\s\\d（(:：]|说|想|电|$)|董(?!事)|总(?![投共结体额部数量值用产监经裁统公理司要的额])'
const PERSON = new RegExp(`(?:${SURNAMES})(?:[\\u4e00-\\u9fa5]{0,2}?)(?:${TITLE})`, 'g')
const FULL = new RegExp(`^(?:${SURNAMES})[\\u4e00-\\u9fa5]{1,2}$`)
const LATIN = /\b(?:Mr|Ms|Mrs|Dr)\.?\s+[A-Z][a-z]+/g
const LABEL = /^(?:.*联系人|.*对接人|.*负责人|经办人?)$/
/** Who speaks or is spoken to is not who comes. */
const ADDRESSED = /(?:@|^|转给?|发给|告诉)$/
const OWN = /找我|联系我|我的(?:电话|手机|微信)|我(?:电话|手机)|招商(?:局|办|专员|中心|科)|有事/

function one(found: readonly Said[]): SaidFound {
  const [first] = found
  if (!first) return { why: 'not-said' }
  return found.every((said) => said.value === first.value) ? { found: first } : { why: 'several' }
}

/** Whom to ask for at the enterprise. */
export function readContact(parts: readonly Part[]): SaidFound {
  const labelled: Said[] = []
  const said: Said[] = []
  for (const part of parts) {
    if (OWN.test(part.text)) continue
    const isLabelled = part.label !== undefined && LABEL.test(part.label)
    const name = /^\s*([\u4e00-\u9fa5]{2,4})/.exec(part.text)?.[1]
    const people = [...part.text.matchAll(PERSON), ...part.text.matchAll(LATIN)]
    if (isLabelled && people.length === 0 && name !== undefined && FULL.test(name)) {
      const from = part.from + part.text.indexOf(name)
      labelled.push({ value: name, span: { from, to: from + name.length } })
    }
    for (const match of people) {
      const before = part.text.slice(0, match.index).trim()
      const after = part.text.slice(match.index + match[0].length)
      if (ADDRESSED.test(before) && /^(?:您好|你好|好|早|，|,|：|:|！|\s|」)/.test(after) && !isLabelled)
        continue
      if (/@$/.test(before)) continue
      const from = part.from + match.index
      const value = { value: match[0].trim(), span: { from, to: from + match[0].length } }
      const named =
        isLabelled ||
        /(?:联系人|对接人|负责人|Contact:?)\s*[是为：:]?\s*(?:[\u4e00-\u9fa5]{0,8}的)?$/.test(before)
      ;(named ? labelled : said).push(value)
    }
  }
  return labelled.length > 0 ? one(labelled) : one(said)
}

const PHONE = /(?<!\d)(?:1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|0\d{2,3}[-\s]\d{7,8})(?!\d)/g

/** The number at which the enterprise is reached, digits only; a number of the officer who writes is not it. */
export function readPhone(parts: readonly Part[]): SaidFound {
  return one(
    parts.flatMap((part) =>
      OWN.test(part.text)
        ? []
        : [...part.text.matchAll(PHONE)].map((match) => ({
            value: match[0].replace(/\D/g, ''),
            span: { from: part.from + match.index, to: part.from + match.index + match[0].length },
          })),
    ),
  )
}

/** A number as it may be shown: enough to know it again. */
export function masked(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`
}

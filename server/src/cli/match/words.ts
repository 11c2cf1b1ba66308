import { fromBase, type Tri, type Value } from '@qiongding/kernel'
import type { DistrictPack } from '../../spine/pack.ts'
import type { PairRequirement } from './judged.ts'

export type Language = 'zh' | 'en'

/** The words of the answer's own columns; everything else is named by the pack. */
export const TEXTS = {
  zh: {
    summary: '总览',
    pairs: '对接',
    row: '行',
    need: '需求',
    holder: '所属',
    rank: '序',
    offer: '供给',
    offerRow: '供给行',
    group: '结论',
    met: '符合',
    missed: '不符合',
    unknown: '未知',
    why: '依据',
    words: '共同词',
    asked: '要求',
    has: '写明',
    found: '找到',
    lacking: '没有找到',
    open: '未写明',
    title: '需求与供给对接',
    best: '首位',
    stated: '要求数',
    groups: { 'all-met': '全部符合', unknown: '有未知', missed: '有不符合' },
    verdicts: { yes: '符合', no: '不符合', unknown: '未知', review: '需人工判断' },
    yes: '是',
    no: '否',
    list: '、',
    of: '：',
    end: '；',
    assigned: '同时分配',
    seats: '名额',
    stable: '稳定方案（需求优先）',
    forOffers: '稳定方案（供给优先）',
    optimal: '总体最优方案',
    notInTime: '限时内没有算出',
  },
  en: {
    summary: 'Overview',
    pairs: 'Matches',
    row: 'Row',
    need: 'Need',
    holder: 'Holder',
    rank: 'Place',
    offer: 'Offer',
    offerRow: 'Offer row',
    group: 'Result',
    met: 'Met',
    missed: 'Missed',
    unknown: 'Unknown',
    why: 'Because',
    words: 'Shared words',
    asked: 'asks',
    has: 'has',
    found: 'found',
    lacking: 'not found',
    open: 'not stated',
    title: 'Needs and offers',
    best: 'First',
    stated: 'Requirements',
    groups: { 'all-met': 'All met', unknown: 'Some unknown', missed: 'Some missed' },
    verdicts: { yes: 'Met', no: 'Missed', unknown: 'Unknown', review: 'For a person' },
    yes: 'yes',
    no: 'no',
    list: ', ',
    of: ': ',
    end: '; ',
    assigned: 'All at once',
    seats: 'Places',
    stable: 'Stable, needs first',
    forOffers: 'Stable, offers first',
    optimal: 'Optimal over all',
    notInTime: 'Not found in time',
  },
} as const

/** A value as people write it: choices by their label, numbers in the fact's unit. */
export function writtenValue(pack: DistrictPack, key: string, value: Value, language: Language): string {
  const texts = TEXTS[language]
  const fact = pack.facts.get(key)
  if (Array.isArray(value)) return value.join(texts.list)
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'number') {
    const { unit } = fact ?? {}
    const shown = unit === undefined ? value : (fromBase(value, unit) ?? value)
    return `${fact?.decimals === undefined ? shown : Number(shown.toFixed(fact.decimals))}${unit ?? ''}`
  }
  return fact?.values?.find((choice) => choice.id === value)?.label[language] ?? String(value)
}

/** What decided one requirement, as words: terms found and not found, or what is asked and what is stated. */
export function because(
  pack: DistrictPack,
  one: PairRequirement,
  facts: { need: Readonly<Record<string, Value>>; offer: Readonly<Record<string, Value>> },
  language: Language,
): string {
  const texts = TEXTS[language]
  const labelOf = (key: string) => pack.facts.get(key)?.label[language] ?? key
  const stated = (keys: readonly string[], of: Readonly<Record<string, Value>>) =>
    keys
      .flatMap((key) => {
        const value = of[key]
        return value === undefined ? [] : [`${labelOf(key)} ${writtenValue(pack, key, value, language)}`]
      })
      .join(texts.list)
  const parts: string[] = []
  if (one.hits.length > 0)
    parts.push(
      `${texts.found} ${one.hits.map((hit) => (hit.found === hit.wanted ? hit.found : `${hit.found}（${hit.wanted}）`)).join(texts.list)}`,
    )
  if (one.lacking.length > 0) parts.push(`${texts.lacking} ${one.lacking.join(texts.list)}`)
  if (one.hits.length === 0 && one.lacking.length === 0) {
    const asks = stated(one.shows.need, facts.need)
    const has = stated(one.shows.offer, facts.offer)
    if (asks) parts.push(`${texts.asked} ${asks}`)
    if (has) parts.push(`${texts.has} ${has}`)
  }
  if (one.missing.length > 0) parts.push(`${texts.open} ${one.missing.map(labelOf).join(texts.list)}`)
  return `${one.label[language]} ${texts.verdicts[one.verdict]}${parts.length > 0 ? `${texts.of}${parts.join(texts.end)}` : ''}`
}

export const verdictText = (verdict: Tri | undefined, language: Language) =>
  verdict === undefined ? '' : TEXTS[language].verdicts[verdict]

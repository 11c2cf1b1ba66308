/**
 * Version of the stop list. Cutting common words changes answers, so the list is fixed and named, never worked out from the texts at
 * hand: the same texts give the same order for ever.
 */
export const STOP_WORDS_VERSION = '1'

/** Words without a subject of their own, in requirements and descriptions of offices. Longest first, so that 以及 goes before 及. */
export const STOP_WORDS: readonly string[] = [
  ...['以上学历', '优先考虑', '具有较强', '能够独立', '有限公司', '股份公司'],
  ...[
    '以上',
    '以下',
    '以及',
    '或者',
    '并且',
    '相关',
    '有关',
    '具有',
    '具备',
    '负责',
    '能够',
    '进行',
    '优先',
    '熟悉',
    '了解',
    '不限',
  ],
  ...[
    '的',
    '了',
    '和',
    '与',
    '及',
    '或',
    '等',
    '在',
    '对',
    '为',
    '以',
    '于',
    '之',
    '其',
    '是',
    '并',
    '从',
    '由',
    '至',
    '被',
    '将',
  ],
]

// Inside a run of characters only longer words are cut: 等 and 对 also begin 等离子 and 对接. A segmenter tells them apart.
const CUT = new RegExp(STOP_WORDS.filter((word) => word.length > 1 || word === '的').join('|'), 'g')

/** A normalised text with its stop words replaced by breaks. */
export function withoutStopWords(text: string): string {
  return text.replace(CUT, ' ')
}

/** Whether a whole word is on the list. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.includes(word)
}

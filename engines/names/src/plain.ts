/** ASCII that folding would only lower, and Chinese characters that it leaves as they are. */
const SETTLED = /^[\u4e00-\u9fa50-9a-z()]*$/

/** Width, case, brackets, dots and spaces settled, so that two writings of the same name become the same text. */
export function plainName(text: string): string {
  if (SETTLED.test(text)) return text
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff]/g, '')
    .replace(/[〔【[「『<《]/g, '(')
    .replace(/[〕】\]」』>》]/g, ')')
    .replace(/[·•‧・]/g, '·')
    .replace(/[“”"'‘’`]/g, '')
    .replace(/[－—–‐‑]/g, '-')
}

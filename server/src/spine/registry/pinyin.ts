import { createRequire } from 'node:module'
import type { pinyin as Pinyin } from 'pinyin-pro'

let loaded: typeof Pinyin | undefined

/** How characters sound. The library is loaded with the first of them: its dictionary takes 34 MB, which a process at rest does without. */
export const pinyin = ((...asked: Parameters<typeof Pinyin>) => {
  loaded ??= (createRequire(import.meta.url)('pinyin-pro') as { pinyin: typeof Pinyin }).pinyin
  return loaded(...asked)
}) as typeof Pinyin

import type { Plugin } from 'vite'
import { tokenCss } from '../src/kit/tokens.ts'

/**
 * Puts the colour tokens in front of the base style sheet, so that a page has its colours before any script runs and the
 * tokens are written down once.
 */
export function tokenSheet(): Plugin {
  return {
    name: 'qiongding:token-sheet',
    enforce: 'pre',
    transform: (code, id) => (id.endsWith('/kit/base.css') ? `${tokenCss()}\n${code}` : undefined),
  }
}

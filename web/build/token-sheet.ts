import type { Plugin } from 'vite'
import { tokenCss } from '../src/kit/tokens.ts'

const NAME = 'virtual:tokens.css'

/** Serves the colour tokens as a static style sheet, so that a page has its colours before any script runs. */
export function tokenSheet(): Plugin {
  return {
    name: 'qiongding:token-sheet',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? tokenCss() : undefined),
  }
}

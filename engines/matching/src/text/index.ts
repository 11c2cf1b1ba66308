export { closenessOf, impactsOf, type WantedToken, wantedTokens } from './closeness.ts'
export { type CutText, cutText, innerTokens, type TokenTable, tokenTable } from './cut.ts'
export { readyShared, type SharedWordsReady, sharedWords } from './shared.ts'

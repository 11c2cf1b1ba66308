export { closenessOf, impactsOf, type WantedToken, wantedTokens } from './closeness.ts'
export { cutText, innerTokens, type TokenTable, tokenTable } from './cut.ts'
export { readyShared, sharedWords } from './shared.ts'

/** @module The same enterprise or person under two writings. */
export { compareNames, type NameComparison, type NamePoint } from './compare.ts'
export { type CreditCodeReading, creditCheckCharacter, readCreditCode } from './credit-code.ts'
export { identityKey } from './identity.ts'
export { type NameOptions, type NameParts, normaliseName, sameName } from './normalise.ts'

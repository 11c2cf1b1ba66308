import type { FactDefinition } from '@qiongding/clause'

/** A fact as a sheet reader sees it: `yearly` values hold for a year, so their column should name one. */
export type SheetFact = FactDefinition & { readonly yearly?: boolean }
export type { FactDefinition }

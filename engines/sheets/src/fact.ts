/** A definition of the dictionary, as far as reading a sheet needs it. */
export type FactDefinition = {
  readonly key: string
  readonly label: { readonly zh: string; readonly en: string }
  readonly type: 'number' | 'text' | 'day' | 'boolean' | 'enum' | 'tree' | 'list'
  readonly unit?: string
  readonly values?: readonly {
    readonly id: string
    readonly label: { readonly zh: string; readonly en: string }
    readonly aliases?: readonly string[]
  }[]
  readonly tree?: string
  readonly of: string
  readonly aliases?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly decimals?: number
}

/** A fact as a sheet reader sees it: `yearly` values hold for a year, so their column should name one. */
export type SheetFact = FactDefinition & { readonly yearly?: boolean }

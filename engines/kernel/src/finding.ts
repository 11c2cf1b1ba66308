/** Where a finding points: a place in a file, a sheet, or a tree. Rows and columns are 1-based, as Excel shows them. */
export type Place = {
  readonly file?: string
  readonly line?: number
  readonly path?: string
  readonly sheet?: string
  readonly row?: number
  readonly column?: number
}

/**
 * Something to tell whoever wrote the input. A finding is data in a list: a code with its facts; sentences live in locales.
 * `error` stops the thing it points at; `remark` does not.
 */
export type Finding = {
  readonly code: string
  readonly level: 'error' | 'remark'
  readonly at: Place
  /** What was found, as it stood. */
  readonly value?: string
  /** What the sentence needs besides: expected unit, nearest word, limit. */
  readonly facts?: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

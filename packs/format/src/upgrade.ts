import type { PackSource } from './check/source.ts'

/**
 * The formats packs were ever written in, oldest first. A step turns the files of one format into those of the next, so that an
 * old pack always opens; it is pure and never edits what is on disk. `pack/1` is the first, so there is no step yet.
 */
export const FORMATS: readonly { readonly id: `pack/${number}`; readonly upgrade?: Upgrade }[] = [
  { id: 'pack/1' },
]
export type Upgrade = (sources: readonly PackSource[]) => readonly PackSource[]

export const NEWEST_FORMAT = FORMATS.length

/** The files in the newest format. `format` is what `pack.yaml` says. */
export function upgraded(sources: readonly PackSource[], format: number): readonly PackSource[] {
  return FORMATS.slice(format - 1).reduce((files, step) => step.upgrade?.(files) ?? files, sources)
}

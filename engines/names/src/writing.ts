import { type NameOptions, type NameParts, normaliseName } from './normalise.ts'

/** Longest writing that is looked at; a longer one is no name (the register's longest has about 60 characters). */
export const LONGEST = 64

/**
 * A name as it is matched: regions first, then core, then what stood in brackets, without the legal form (but 集团 and 控股, which tell a group from its members). Numbers stand apart,
 * because names with different numbers are never one.
 */
export type Writing = {
  readonly text: string
  /** Where the core begins in `text`. */
  readonly core: number
  readonly digits: string
}

/** The numbers in a name, as written: `41004`, and Chinese numerals after 第 or before 号, 厂, 期, 部, 院, 所. */
export function digitsOf(text: string): string {
  return (text.match(/\d+|第[一二三四五六七八九十]+|[一二三四五六七八九十]+(?=[号厂期部院所])/g) ?? []).join(
    ' ',
  )
}

export function writingOf(name: string, options: NameOptions = {}): Writing {
  return writingOfParts(normaliseName(name, options))
}

export function writingOfParts({ core, form, regions, asides }: NameParts): Writing {
  const before = regions.join('')
  const holding = (form ?? '').match(/集团|控股/g) ?? []
  return {
    text: (before + core + holding.join('') + asides.join('')).slice(0, LONGEST),
    core: before.length < LONGEST - 1 ? before.length : 0,
    digits: digitsOf(core),
  }
}

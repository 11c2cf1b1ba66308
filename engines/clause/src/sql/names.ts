import type { Tri } from '@qiongding/kernel'
import type { Ladder, Source, Test } from '../definition.ts'
import { codeVerdicts } from '../kinds/sets.ts'
import { holds, placeOf } from '../kinds/shared.ts'
import { fixed, joined, type Setting, type SqlPart, stored, typed } from './pieces.ts'

/** What a stored name comes to: the names that say yes and those that say no; any other leaves it open. */
export type Sides = { readonly yes: readonly string[]; readonly no: readonly string[] }

type Named = Test & { readonly kind: 'enum' | 'enum-in' | 'tree' }

/** Both sides of a test over names. Judged in memory, once for each name that can be listed, so that both answers are one. */
export function sidesOf(line: Named, { trees }: Setting): Sides {
  if (line.kind === 'tree') {
    const parents = trees[line.tree] ?? {}
    const verdict = codeVerdicts(parents)
    const asked = fixed(line.codes)
    const codes = Object.keys(parents)
    const saying = (wanted: Tri) => codes.filter((code) => verdict(code, asked) === wanted)
    return { yes: saying('yes'), no: saying('no') }
  }
  const names = Object.keys(line.ladder)
  if (line.kind === 'enum') {
    const than = placeOf(line.ladder, fixed(line.than)[0])
    if (than === undefined) return { yes: [], no: [] }
    return parted(names, (name) => holds(line.operator, (line.ladder[name] as number) - than))
  }
  const places = fixed(line.values).map((value) => placeOf(line.ladder, value))
  const { yes, no } = parted(names, (name) => places.includes(line.ladder[name]))
  return { yes, no: places.includes(undefined) ? [] : no }
}

/** For each value that a list of enumerated items should have: the names it goes by, and all others. Undefined for what no list can show. */
export function wantedSides(line: Test & { readonly kind: 'has' }, ladder: Ladder): (Sides | undefined)[] {
  return fixed(line.values).map((want) => {
    const place = placeOf(ladder, want)
    return place === undefined
      ? undefined
      : parted(Object.keys(ladder), (name) => placeOf(ladder, name) === place)
  })
}

function parted(names: readonly string[], isYes: (name: string) => boolean): Sides {
  return { yes: names.filter(isYes), no: names.filter((name) => !isYes(name)) }
}

/** A single stored name. Blank text is nothing, whatever a list may call it. */
export function placedSql(source: Source, { yes, no }: Sides, setting: Setting): SqlPart[] {
  const spoken = (names: readonly string[]) => names.filter((name) => name.trim() !== '')
  const name = typed(source, 'string', '', setting)
  return [
    '(case when ',
    ...name,
    ' = any(',
    { value: spoken(yes) },
    '::text[]) then true when ',
    ...name,
    ' = any(',
    { value: spoken(no) },
    '::text[]) then false end)',
  ]
}

/** A stored list, held against each of several sides: one item that says yes is enough, a no takes all of them. */
export function listedSql(
  source: Source,
  wanted: readonly (Sides | undefined)[],
  mode: 'one' | 'any' | 'all',
  setting: Setting,
): SqlPart[] {
  const list = stored(source, setting)
  const each = wanted.map((sides): SqlPart[] =>
    sides
      ? [
          '(case when ',
          ...list,
          ' ?| ',
          { value: sides.yes },
          '::text[] then true when ',
          ...list,
          ' <@ ',
          { value: JSON.stringify(sides.no) },
          '::text::jsonb then false end)',
        ]
      : ['null::boolean'],
  )
  const combined = joined(each, mode === 'all' ? ' and ' : ' or ')
  return ['(case when jsonb_typeof(', ...list, ") = 'array' then (", ...combined, ') end)']
}

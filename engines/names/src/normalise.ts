import { plainName } from './plain.ts'
import { isRegion, withoutRegions } from './regions.ts'
import { simplify } from './traditional.ts'

/** What may be left out of a name when it is compared. Region names are an argument: engines know no district. */
export type NameOptions = {
  /** Regions that may stand before a name or in brackets: `['山东省', '青岛市', '青岛']`. */
  readonly regions?: readonly string[]
}

/** A name taken apart. `core` is what tells two enterprises of one form and region apart. */
export type NameParts = {
  /** Width, case, brackets and spaces settled; nothing left out. */
  readonly plain: string
  /** In simplified characters, as are region, form and asides. */
  readonly core: string
  readonly form?: string
  readonly regions: readonly string[]
  /** What stood in brackets, without regions. */
  readonly asides: readonly string[]
}

/** Legal forms, longest first: Company Law of the PRC art. 7-8 and the partnership, cooperative and branch forms in use. */
const FORMS = [
  '股份有限责任公司',
  '有限责任公司',
  '股份有限公司',
  '有限合伙企业',
  '普通合伙企业',
  '特殊普通合伙',
  '个人独资企业',
  '专业合作社',
  '股份公司',
  '有限公司',
  '有限合伙',
  '普通合伙',
  '合伙企业',
  '合作社',
  '分公司',
  '总公司',
  '子公司',
  '事务所',
  '公司',
  '股份',
]
/** What may stand before a legal form or alone, and belongs to it: 控股集团有限公司. */
const HOLDING = ['集团', '控股']

/** The legal form at the end of a name; empty where the name would be nothing but form. */
function formOf(text: string): string {
  let length = FORMS.find((form) => text.endsWith(form))?.length ?? 0
  for (;;) {
    const before = text.slice(0, text.length - length)
    const holding = HOLDING.find((word) => before.endsWith(word))
    if (holding === undefined) return length === text.length ? '' : text.slice(text.length - length)
    if (before.length === holding.length) return length === 0 ? '' : text.slice(text.length - length)
    length += holding.length
  }
}

/**
 * A name taken into plain text, regions, legal form, asides in brackets and core.
 *
 * ```ts
 * normaliseName(' 演示企业41004(青岛)有限公司　', { regions: ['青岛'] }).core
 * // '演示企业41004'
 * ```
 */
export function normaliseName(text: string, options: NameOptions = {}): NameParts {
  const plain = plainName(text)
  const asides: string[] = []
  const found: string[] = []
  let rest = simplify(plain)
  if (rest.includes('('))
    rest = rest.replace(/\(([^()]*)\)/g, (_whole, inside: string) => {
      if (isRegion(options.regions, inside)) found.push(inside)
      else if (inside !== '' && formOf(`.${inside}`) !== inside) asides.push(inside)
      else if (inside !== '') return inside
      return ''
    })
  const form = formOf(rest)
  if (form !== '') rest = rest.slice(0, -form.length)
  const before = withoutRegions(options.regions, rest)
  found.unshift(...before.found)
  const core = before.rest === '' ? rest : before.rest
  return { plain, core, ...(form === '' ? {} : { form }), regions: [...new Set(found)], asides }
}

/** True where two texts are one name under two writings: brackets, width, case and spaces aside, every character agrees. */
export function sameName(one: string, other: string): boolean {
  const left = plainName(one)
  return left !== '' && left === plainName(other)
}

/** What may be left out of a name when it is compared. Region names are an argument: engines know no district. */
export type NameOptions = {
  /** Regions that may stand before a name or in brackets: `['山东省', '青岛市', '青岛']`. */
  readonly regions?: readonly string[]
}

/** A name taken apart. `core` is what tells two enterprises of one form and region apart. */
export type NameParts = {
  /** Width, case, brackets and spaces settled; nothing left out. */
  readonly plain: string
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
  '集团有限公司',
  '控股有限公司',
  '集团股份公司',
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
  '集团',
  '公司',
]

/** Width, case, brackets, dots and spaces settled, so that two writings of the same name become the same text. */
export function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff]/g, '')
    .replace(/[〔【[「『<《]/g, '(')
    .replace(/[〕】\]」』>》]/g, ')')
    .replace(/[·•‧・]/g, '·')
    .replace(/[“”"'‘’`]/g, '')
    .replace(/[－—–‐‑]/g, '-')
}

function withoutRegion(text: string, regions: readonly string[]): { rest: string; found: string[] } {
  const found: string[] = []
  let rest = text
  let again = true
  while (again) {
    again = false
    for (const region of regions) {
      // A name is more than its region: `青岛市` alone stays.
      if (rest.startsWith(region) && rest.length >= region.length + 2) {
        rest = rest.slice(region.length)
        found.push(region)
        again = true
        break
      }
    }
  }
  return { rest, found }
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
  const regions = [...(options.regions ?? [])]
    .map(plainName)
    .sort((left, right) => right.length - left.length)
  const asides: string[] = []
  const found: string[] = []
  let rest = plain.replace(/\(([^()]*)\)/g, (_whole, inside: string) => {
    if (regions.includes(inside)) found.push(inside)
    else if (inside !== '' && !FORMS.includes(inside)) asides.push(inside)
    else if (inside !== '') return inside
    return ''
  })
  let form: string | undefined
  for (const candidate of FORMS) {
    if (FORMS.includes(rest)) break
    if (!rest.endsWith(candidate)) continue
    form = candidate
    rest = rest.slice(0, -candidate.length)
    break
  }
  const before = withoutRegion(rest, regions)
  found.unshift(...before.found)
  const core = before.rest === '' ? rest : before.rest
  return { plain, core, ...(form === undefined ? {} : { form }), regions: [...new Set(found)], asides }
}

/** True where two texts are one name under two writings: brackets, width, case and spaces aside, every character agrees. */
export function sameName(one: string, other: string): boolean {
  const left = plainName(one)
  return left !== '' && left === plainName(other)
}

import type { Context } from './references.ts'

/** The ladder: its kinds, facts, titles and policies must be there, and a certificate must say whose it is. */
export function checkLadder({ lists, report, known, factsOf }: Context): void {
  for (const item of lists.ladders) {
    const { of, certificates, titles, research } = item.value
    report.refer(item, ['of'], of, known('kinds'))
    report.refer(item, ['certificates', 'kind'], certificates.kind, known('kinds'))
    const own = factsOf(certificates.kind)
    for (const part of ['title', 'number', 'grantedOn', 'validTo'] as const)
      report.refer(item, ['certificates', part], certificates[part], own)
    for (const part of ['way', 'source'] as const) {
      const key = certificates[part]
      if (key !== undefined) report.refer(item, ['certificates', part], key, own)
    }
    const kind = lists.kinds.find(({ value }) => value.id === certificates.kind)?.value
    if (kind && kind.holderKind !== of)
      report.error(item, ['certificates', 'kind'], 'pack.certificate-without-holder', certificates.kind)
    const title = lists.facts.find(
      ({ value }) => value.key === certificates.title && value.of === certificates.kind,
    )?.value
    const values = title && {
      what: `values of ${title.key}`,
      ids: new Set((title.values ?? []).map(({ id }) => id)),
    }
    titles.forEach(({ id, policy }, at) => {
      report.refer(item, ['titles', at, 'id'], id, values)
      if (policy !== undefined) report.refer(item, ['titles', at, 'policy'], policy, known('policies'))
    })
    const facts = factsOf(of)
    if (!research) continue
    report.refer(item, ['research', 'expense'], research.expense, facts)
    report.refer(item, ['research', 'revenue'], research.revenue, facts)
    research.patents.forEach((key, at) => {
      report.refer(item, ['research', 'patents', at], key, facts)
    })
  }
}

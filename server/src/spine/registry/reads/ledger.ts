import { mayAtAll, reachOf } from '../../../platform/abilities.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { packOf } from '../../pack.ts'
import { amendmentKind } from '../amendments/tables.ts'
import { mergeKind } from '../duplicates/merge-object.ts'
import { pairKind } from '../duplicates/pair-object.ts'
import { exportKind } from '../exports/tables.ts'
import { importKind } from '../import-object.ts'
import { isMasked } from '../values.ts'
import { viewKind } from '../views/tables.ts'

const RECORDS = new Set([mergeKind.kind, pairKind.kind, 'duplicates', 'holder-links', 'amendment-batch'])
const IMPORTS = new Set([importKind.kind, 'import-batch'])

/** What is said of records: for those who may read them. Personal values are in no event, and of a fact closed since nothing is shown any more. */
export const recordLedger: LedgerOwner = {
  owns: (ctx, kind) => packOf(ctx).kinds.has(kind) || RECORDS.has(kind),
  mayRead: (ctx, said) => {
    const reach = reachOf(ctx.actor, 'registry.read')
    return reach.all || reach.parties.includes(said.id)
  },
  closes: (ctx, field) => isMasked(packOf(ctx).facts.get(field)),
}

/** What is said of lists brought in: for those who bring lists in. */
const importLedger: LedgerOwner = {
  owns: (_, kind) => IMPORTS.has(kind),
  mayRead: (ctx) => mayAtAll(ctx.actor, 'registry.import') === 'yes',
}

/** What is said of lists taken out: for those who take lists out. What somebody looked for may be a person's name. */
const exportLedger: LedgerOwner = {
  owns: (_, kind) => kind === exportKind.kind,
  mayRead: (ctx) => mayAtAll(ctx.actor, 'registry.export') === 'yes',
  closes: (_, field) => field === 'q',
}

/** What is said of changes in bulk: for whoever made one, and for those who may write any record. */
const amendmentLedger: LedgerOwner = {
  owns: (_, kind) => kind === amendmentKind.kind,
  mayRead: (ctx, { after }) => after.byId === ctx.actor.id || mayAtAll(ctx.actor, 'registry.write') === 'yes',
  closes: (_, field) => field === 'q',
}

/** What is said of saved views: for their maker, and for the office that a view is shared with. */
const viewLedger: LedgerOwner = {
  owns: (_, kind) => kind === viewKind.kind,
  mayRead: (ctx, { after }) =>
    after.byId === ctx.actor.id ||
    (after.shared === true && ctx.actor.kind === 'person' && ctx.actor.office === after.office),
  closes: (_, field) => field === 'q',
}

export const registryLedger: readonly LedgerOwner[] = [
  recordLedger,
  importLedger,
  exportLedger,
  amendmentLedger,
  viewLedger,
]

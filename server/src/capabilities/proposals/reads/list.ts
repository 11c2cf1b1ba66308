import { sql } from 'kysely'
import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { FileHolder } from '../../../platform/files/routes.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { packOf } from '../../../spine/pack.ts'
import { factsOf } from '../../../spine/registry/index.ts'
import type { Proposal, proposalsContract } from '../contract.ts'
import { type ProposalRow, proposalKind } from '../tables.ts'

/** Rows of proposals that somebody may see: those of his own party, or all. */
function seenSql(ctx: Context) {
  const { all, parties } = reachOf(ctx.actor, 'registry.read')
  return all ? sql`true` : sql`party = any(${[...parties]}::uuid[])`
}

export function listProposals(
  ctx: Context,
  query: InputOf<typeof proposalsContract.list>,
): Promise<OutputOf<typeof proposalsContract.list>> {
  const from = Math.max(0, Number.parseInt(query.cursor ?? '0', 10) || 0)
  return reading(ctx, async (read) => {
    const where = sql`district_id = ${read.district} and ${seenSql(ctx)}
      ${query.state ? sql`and state = ${query.state}` : sql``}
      ${query.subject ? sql`and subject_id = ${query.subject}::uuid` : sql``}`
    const [found, counted] = await Promise.all([
      sql<{ row: ProposalRow }>`
        select row from fact_proposal where ${where} order by id desc offset ${from} limit ${query.limit + 1}
      `.execute(read.query),
      sql<{ total: number }>`select count(*)::integer as total from fact_proposal where ${where}`.execute(
        read.query,
      ),
    ])
    const rows = found.rows.slice(0, query.limit).map(({ row }) => row)
    const files = await ctx.district.files.about(
      read,
      rows.flatMap(({ fileId }) => fileId ?? []),
    )
    const profiles = await factsOf(
      ctx,
      read,
      rows.map(({ subjectId }) => subjectId),
    )
    const reach = reachOf(ctx.actor, 'registry.read')
    /** What stands now, beside what still waits, for whoever may see the record as it is held now. */
    const nowOf = (row: ProposalRow) => {
      const profile = profiles.get(row.subjectId)
      if (!profile || row.state !== 'open') return {}
      return reach.all || reach.parties.includes(profile.holderId ?? row.subjectId) ? profile.facts : {}
    }
    return {
      rows: rows.map((row) => proposalView(ctx, row, { files, facts: nowOf(row) })),
      ...(found.rows.length > query.limit && { next: String(from + query.limit) }),
      total: counted.rows[0]?.total ?? 0,
    }
  })
}

type Files = ReadonlyMap<string, { readonly id: string; readonly name: string; readonly size: number }>

function proposalView(
  ctx: Context,
  row: ProposalRow,
  beside: { readonly files: Files; readonly facts: Readonly<Record<string, unknown>> },
): Proposal {
  const { facts } = packOf(ctx)
  const file = row.fileId === undefined ? undefined : beside.files.get(row.fileId)
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    subjectId: row.subjectId,
    name: row.name,
    facts: Object.entries(row.values).map(([key, value]) => {
      const fact = facts.get(key)
      const was = beside.facts[key] as Proposal['facts'][number]['value'] | null | undefined
      return {
        key,
        label: fact?.label ?? { zh: key, en: key },
        ...(was !== undefined && was !== null && { was }),
        value: value as Proposal['facts'][number]['value'],
        ...(fact?.proof && { proof: fact.proof }),
      }
    }),
    source: row.source,
    asOf: row.asOf,
    ...(file && { file: { id: file.id, name: file.name, size: file.size } }),
    state: row.state,
    by: row.by,
    day: row.day,
    ...(row.decided && { decided: { ...row.decided } }),
    demonstration: row.demonstration,
    abilities:
      row.state === 'open'
        ? abilitiesOn(ctx.actor, ['fact.propose', 'fact.accept'], { party: row.party })
        : [],
  }
}

/** The paper of a proposal is for those who decide. */
export const proposalFiles: FileHolder = async (ctx, read, fileId) => {
  const found = await sql`
    select 1 from fact_proposal where district_id = ${read.district} and file_id = ${fileId}::uuid and ${seenSql(ctx)} limit 1
  `.execute(read.query)
  return found.rows.length > 0
}

export const proposalsLedger: LedgerOwner = {
  owns: (_, kind) => kind === proposalKind.kind,
  mayRead: (ctx, { after }) => {
    const { all, parties } = reachOf(ctx.actor, 'registry.read')
    return all || parties.includes((after as Partial<ProposalRow>).party ?? '')
  },
}

import { sql } from 'kysely'
import { rebuild } from '../../rebuild.ts'
import type { Workbench } from '../../workbench.ts'

/** What was answered with yes, and so must be there for ever: events of the ledger by name and record. */
export type Promised = { readonly name: string; readonly about: string }

export type Wholeness = {
  /** A sentence for each thing that is lost, half there or counted wrongly. */
  readonly wrong: readonly string[]
  /** Imports that stand between two of their batches. */
  readonly midway: number
}

/** What must hold of a district at any moment, whatever was cut off and wherever. */
export async function wholeness(workbench: Workbench, promised: readonly Promised[]): Promise<Wholeness> {
  const found = await workbench.database.readDistrict(workbench.district.id, async (read) => {
    const rows = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(read.query)).rows
    const { district } = read
    return {
      lost: await rows(sql<Promised>`
        select p.name, p.about from jsonb_to_recordset(${JSON.stringify(promised)}::text::jsonb) as p(name text, about uuid)
        where not exists (select 1 from ledger l where l.district_id = ${district} and l.about_id = p.about and l.name = p.name)
      `),
      // A batch and its statements came in one transaction: as many as it says, and none without it.
      halves: await rows(sql<{ id: string; said: number | null; there: number | null }>`
        select coalesce(b.id, s.id) as id, b.n::integer as said, s.n::integer as there from
          (select about_id as id, sum((after->>'statements')::integer) as n from ledger where district_id = ${district} and name = 'registry.imported' group by 1) b
          full join (select import_id as id, count(*) as n from statement where district_id = ${district} and import_id is not null group by 1) s on s.id = b.id
        where coalesce(b.n, 0) <> coalesce(s.n, 0)
      `),
      // An accepted match and its journey came in one transaction too, a sealed value and its key, a file and what is said of it.
      alone: await rows(sql<{ what: string; id: string }>`
        select 'match without its journey' as what, m.id from match m where m.district_id = ${district} and m.state = 'accepted'
          and not exists (select 1 from journey j where j.district_id = ${district} and j.id = (m.row->>'journeyId')::uuid)
        union all select 'sealed value without its key', s.id from statement s where s.district_id = ${district} and s.sealed is not null
          and not exists (select 1 from subject_key k where k.district_id = ${district} and k.subject_id = s.subject_id)
        union all select 'file that is not what was filed', f.id from file f where f.district_id = ${district}
          and (length(f.bytes) <> f.size or encode(sha256(f.bytes), 'hex') <> f.sha256)
        union all select 'export said to be ready without its file', e.id from export e where e.district_id = ${district} and e.state = 'ready'
          and not exists (select 1 from file f where f.district_id = ${district} and f.id = e.file_id)
        union all select 'stored file that is not there', l.about_id from ledger l where l.district_id = ${district} and l.name = 'file.stored'
          and not exists (select 1 from file f where f.district_id = ${district} and f.id = l.about_id)
      `),
      midway: await rows(sql<{ n: number }>`
        select count(*)::integer as n from import i where i.district_id = ${district} and i.state = 'committing'
          and exists (select 1 from ledger b where b.district_id = i.district_id and b.about_id = i.id and b.name = 'registry.imported')
      `),
    }
  })
  const report = await rebuild(workbench, { replace: false })
  return {
    wrong: [
      ...found.lost.map((one) => `answered and lost: ${one.name} of ${one.about}`),
      ...found.halves.map((one) => `import ${one.id} says ${one.said} statements, ${one.there} are there`),
      ...found.alone.map((one) => `${one.what}: ${one.id}`),
      ...report.tables
        .filter((table) => table.differences > 0)
        .map((table) => `rebuild: ${table.table} ${JSON.stringify(table.first.slice(0, 3))}`),
    ],
    midway: found.midway[0]?.n ?? 0,
  }
}

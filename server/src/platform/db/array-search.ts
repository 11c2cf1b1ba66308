import type { Engine } from './engine.ts'

/**
 * Under row-level security PostgreSQL looks rows up in an index only by operators that are marked leakproof: they tell nothing of a row
 * that the policy hides, by an error or otherwise. Containment and overlap of arrays of numbers are of that kind and not marked, so a
 * search by tokens would read the whole table (60 ms at 100,000 rows instead of 1). Only a superuser may mark them; where we are none,
 * searching stays right and slow. It belongs to the database, is not carried over by a dump, and is looked at on every start.
 */
const MARK = `
do $$ begin
  if exists (
    select 1 from pg_catalog.pg_proc where not proleakproof
      and oid in ('pg_catalog.arraycontains(anyarray,anyarray)'::regprocedure, 'pg_catalog.arrayoverlap(anyarray,anyarray)'::regprocedure)
  ) then
    alter function pg_catalog.arraycontains(anyarray, anyarray) leakproof;
    alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof;
  end if;
exception when others then null; end $$`

/** Lets searches use their index. Answers whether they do. */
export async function markArraySearch(engine: Engine): Promise<boolean> {
  const session = await engine.acquire()
  try {
    await session.script(MARK)
    const found = await session.query(
      `select proleakproof as marked from pg_catalog.pg_proc where oid = 'pg_catalog.arraycontains(anyarray,anyarray)'::regprocedure`,
      [],
    )
    return found.rows[0]?.marked === true
  } finally {
    session.release()
  }
}

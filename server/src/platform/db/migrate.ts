import { APP_ROLE } from './database.ts'
import type { Engine } from './engine.ts'
import type { Migration } from './tables.ts'

/** Any two processes that start at once must not both migrate; the number is arbitrary and ours. */
const MIGRATION_LOCK = 4_600_2026

/** Steps of one capability must be named 1, 2, 3 without a hole. */
export function checkSequence(migrations: readonly Migration[]): void {
  const last = new Map<string, number>()
  for (const { id } of migrations) {
    const [owner = '', step] = id.split('/')
    if (Number(step) !== (last.get(owner) ?? 0) + 1)
      throw new Error(`migration ${id} does not follow ${owner}/${last.get(owner) ?? 0}`)
    last.set(owner, Number(step))
  }
}

/**
 * Applies what is missing, all in one transaction, as the owner. Answers the names applied.
 * On a database that is up to date this is one query.
 */
export async function migrate(engine: Engine, migrations: readonly Migration[]): Promise<string[]> {
  checkSequence(migrations)
  const session = await engine.acquire()
  try {
    const known = await session.query(`select to_regclass('public.migration') is not null as there`, [])
    if (known.rows[0]?.there) {
      const done = new Set((await session.query('select id from migration', [])).rows.map((row) => row.id))
      if (migrations.every(({ id }) => done.has(id))) return []
    }
    await session.script('begin')
    await session.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`, [])
    await session.script(
      'create table if not exists migration (id text primary key, applied_at timestamptz not null)',
    )
    // Where somebody else administers roles, he makes this one and grants it before the first start; then nothing is asked of us here.
    await session.script(
      `do $$ begin
        if not exists (select 1 from pg_roles where rolname = '${APP_ROLE}') then
          create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
        end if;
      exception when duplicate_object then null; when unique_violation then null; end $$`,
    )
    await session.script(`grant usage on schema public to ${APP_ROLE}`)
    // A role belongs to the whole server: granting it twice at once from two databases would fail, so it is granted only where it is not yet.
    await session.script(
      `do $$ begin if not pg_has_role(current_user, '${APP_ROLE}', 'member') then grant ${APP_ROLE} to current_user; end if; end $$`,
    )
    const done = new Set((await session.query('select id from migration', [])).rows.map((row) => row.id))
    const applied: string[] = []
    for (const migration of migrations) {
      if (done.has(migration.id)) continue
      for (const statement of migration.statements) await session.script(statement)
      await session.query('insert into migration (id, applied_at) values ($1, $2)', [
        migration.id,
        new Date().toISOString(),
      ])
      applied.push(migration.id)
    }
    await session.script('commit')
    return applied
  } catch (error) {
    await session.script('rollback').catch(() => {})
    throw error
  } finally {
    session.release()
  }
}

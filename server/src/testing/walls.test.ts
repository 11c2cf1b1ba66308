import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_ROLE } from '../platform/db/database.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

/** Tables of the sign-in library, the queue and the migrations: the process's own. Everything else in the public schema is a tenant's. */
const LOCAL = [
  'migration',
  'auth_user',
  'auth_session',
  'auth_account',
  'auth_verification',
  'auth_rate_limit',
  'auth_attempt',
  'auth_home',
]

describe.each(TIERS)('the walls between districts on %s', (tier) => {
  let stage: Stage
  let tenants: string[]
  const rows = async <Row>(query: ReturnType<typeof sql<Row>>) =>
    (await query.execute(stage.workbench.database.local)).rows
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
    tenants = (
      await rows(sql<{ name: string }>`
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`)
    )
      .map((row) => row.name)
      .filter((name) => !LOCAL.includes(name))
  })
  afterAll(() => stage.close())

  const counts = async (prologue: readonly string[]) => {
    const session = await stage.workbench.database.engine.acquire()
    try {
      await session.script('begin')
      for (const line of prologue) await session.script(line)
      const found: Record<string, unknown> = {}
      for (const name of tenants)
        found[name] = (await session.query(`select count(*)::integer as n from "${name}"`, [])).rows[0]?.n
      return found
    } finally {
      await session.script('rollback')
      session.release()
    }
  }
  const none = () => Object.fromEntries(tenants.map((name) => [name, 0]))

  it('count to nothing from a foreign district and from none, and hold rows of their own', async () => {
    expect(tenants).toEqual(
      expect.arrayContaining([
        'statement',
        'profile',
        'ledger',
        'member',
        'subject_key',
        'element_order',
        'journey',
        'match',
        'file',
      ]),
    )
    expect(await counts([`set local role ${APP_ROLE}`, "set local app.district = '2'"])).toEqual(none())
    expect(await counts([`set local role ${APP_ROLE}`])).toEqual(none())
    expect(await counts([`set local role ${APP_ROLE}`, "set local app.district = ''"])).toEqual(none())
    const own = await counts([`set local role ${APP_ROLE}`, "set local app.district = '1'"])
    for (const name of ['statement', 'profile', 'ledger', 'member', 'element_order', 'journey'])
      expect(own[name], name).toBeGreaterThan(0)
  })

  it('let nobody write into another district', async () => {
    const insert = stage.workbench.database.withDistrict(2, (tx) =>
      sql`insert into counter (district_id, name, value) values (1, 'stolen', 1)`.execute(tx.query),
    )
    await expect(insert).rejects.toMatchObject({ code: '42501' })
    const update = await stage.workbench.database.withDistrict(2, (tx) =>
      sql`update member set role = 'administrator'`.execute(tx.query),
    )
    expect(update.numAffectedRows ?? 0n).toBe(0n)
  })

  it('refuse the working role to change or delete what is only ever appended, and to look at sign-ins', async () => {
    for (const statement of [
      'update statement set source = source',
      'delete from statement',
      'truncate statement',
      'update ledger set name = name',
      'delete from ledger',
      'truncate ledger',
      'delete from file',
      'update list_member set sort_key = sort_key',
      'delete from list_member',
      "update file set name = 'x'",
      'select * from auth_user',
      'select * from auth_session',
      'select * from migration',
      'alter table ledger disable row level security',
      'drop table ledger',
      'create table mine (id integer)',
    ])
      await expect(
        stage.workbench.database.withDistrict(1, (tx) => sql.raw(statement).execute(tx.query)),
        statement,
      ).rejects.toMatchObject({ code: '42501' })
    await expect(
      stage.workbench.database.readDistrict(1, (read) =>
        sql`insert into counter (district_id, name, value) values (1, 'x', 1)`.execute(read.query),
      ),
    ).rejects.toMatchObject({ code: '25006' })
  })

  it('take a district number for digits only', async () => {
    for (const district of [0, -1, 1.5, Number.NaN, '1; drop table ledger' as unknown as number])
      await expect(stage.workbench.database.readDistrict(district, async () => 1)).rejects.toThrow(RangeError)
  })

  it('stand on a role without powers', async () => {
    expect(
      await rows(
        sql`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = ${APP_ROLE}`,
      ),
    ).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolcanlogin: false },
    ])
    expect(
      await rows(
        sql`select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = ${APP_ROLE}`,
      ),
    ).toEqual([])
  })

  it('are built by the rules that let the same tables be sharded', async () => {
    const breaches = await rows(sql<{ table_name: string; rule: string }>`
      with tenant as (
        select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relname = any(${tenants}::text[])
      ), district as (
        select t.oid, a.attnum, a.attnotnull, format_type(a.atttypid, null) as type from tenant t join pg_attribute a on a.attrelid = t.oid and a.attname = 'district_id'
      )
      select t.relname as table_name, 'district_id bigint not null' as rule from tenant t left join district d on d.oid = t.oid where d.type is distinct from 'bigint' or not d.attnotnull
      union all select t.relname, 'row-level security forced' from tenant t where not (t.relrowsecurity and t.relforcerowsecurity)
      union all select t.relname, 'a policy that reads and checks the district' from tenant t where not exists (
        select 1 from pg_policies p where p.tablename = t.relname and p.qual like '%app.district%' and p.with_check like '%app.district%' and p.cmd = 'ALL')
      union all select t.relname, 'only one policy' from tenant t where (select count(*) from pg_policies p where p.tablename = t.relname) <> 1
      union all select t.relname, 'primary key begins with district_id' from tenant t where not exists (
        select 1 from pg_index i join district d on d.oid = i.indrelid where i.indrelid = t.oid and i.indisprimary and i.indkey[0] = d.attnum)
      union all select t.relname, 'unique index begins with district_id' from tenant t join pg_index i on i.indrelid = t.oid join district d on d.oid = t.oid where i.indisunique and i.indkey[0] <> d.attnum
      union all select t.relname, 'foreign key begins with district_id' from tenant t join pg_constraint f on f.conrelid = t.oid and f.contype = 'f' join district d on d.oid = t.oid where f.conkey[1] <> d.attnum
      union all select t.relname, 'foreign key to a tenant table' from tenant t join pg_constraint f on f.conrelid = t.oid and f.contype = 'f' where not exists (select 1 from tenant o where o.oid = f.confrelid)
      union all select t.relname, 'no ON DELETE SET NULL' from tenant t join pg_constraint f on f.conrelid = t.oid and f.contype = 'f' where f.confdeltype in ('n', 'd')
      union all select t.relname, 'no trigger' from tenant t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
      union all select t.relname, 'no sequence or identity column' from tenant t join pg_attribute a on a.attrelid = t.oid where a.attidentity <> '' or exists (select 1 from pg_attrdef v where v.adrelid = t.oid and v.adnum = a.attnum and pg_get_expr(v.adbin, v.adrelid) like 'nextval%')
    `)
    expect(breaches).toEqual([])
  })
})

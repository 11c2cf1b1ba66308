import { APP_ROLE } from './database.ts'

/**
 * Where a table belongs. `tenant`: rows of one district, behind row-level security. `shared`: the same for all districts, read only
 * to the working role. `local`: the process's own (queue, sign-in, migrations); never joined with the others.
 */
export type Scope = 'tenant' | 'shared' | 'local'

export type TableDeclaration = {
  readonly name: string
  readonly scope: Scope
  /** Column lines of CREATE TABLE. A tenant table gets `district_id bigint not null` in front by itself. */
  readonly columns: readonly string[]
  /** Columns of the primary key; a tenant table gets district_id in front. */
  readonly key: readonly string[]
  /** Further index statements. */
  readonly indexes?: readonly string[]
  /** What the working role may do; append-only tables leave out update and delete. */
  readonly may: readonly ('select' | 'insert' | 'update' | 'delete')[]
}

/** A step of a capability's schema, named `registry/1`, `registry/2`, ... and applied once, in order. */
export type Migration = { readonly id: string; readonly statements: readonly string[] }

/** The statements that make a declared table with its policy and grants. */
export function createTable(table: TableDeclaration): string[] {
  const tenant = table.scope === 'tenant'
  const lines = [
    ...(tenant ? ['district_id bigint not null'] : []),
    ...table.columns,
    `primary key (${[...(tenant ? ['district_id'] : []), ...table.key].join(', ')})`,
  ]
  const statements = [`create table ${table.name} (\n  ${lines.join(',\n  ')}\n)`, ...(table.indexes ?? [])]
  if (table.may.length > 0) statements.push(`grant ${table.may.join(', ')} on ${table.name} to ${APP_ROLE}`)
  if (tenant) {
    const own = `district_id = nullif(current_setting('app.district', true), '')::bigint`
    statements.push(
      `alter table ${table.name} enable row level security`,
      `alter table ${table.name} force row level security`,
      `create policy own_district on ${table.name} using (${own}) with check (${own})`,
    )
  }
  return statements
}

import type { Value } from '@qiongding/kernel'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { SubjectKey } from '../../../../platform/keys.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { kindOf } from '../../../pack.ts'
import { groupsOf } from '../../duplicates/joined.ts'
import { type Group, groupsFrom, mayBeMerged, passesOf } from '../../duplicates/rules.ts'
import { fold, type Statement, standing, type Winner } from '../../fold.ts'
import { statementsOf } from '../../projection.ts'

/** What a record says at some time: of each fact who stated it and what. */
export type Said = {
  readonly winners: ReadonlyMap<string, Winner>
  readonly valueOf: (fact: string) => Value | undefined
}

/** A record as it was written into a file, and as it stands. */
export type States = {
  readonly subjectId: string
  /** When the record was last spoken of, as a statement's id: whoever reviewed an earlier one has not seen this. */
  readonly version: string
  /** Nothing stands of it any more. */
  readonly gone: boolean
  readonly base: Said
  readonly now: Said
}

const upTo = (one: Pick<Statement, 'recordedAt' | 'id'>, last: Pick<Statement, 'recordedAt' | 'id'>) =>
  one.recordedAt < last.recordedAt || (one.recordedAt === last.recordedAt && one.id <= last.id)

/** A record as it was when it had a version: its statements until then, and those it stood together with. */
function before(
  id: string,
  version: string,
  statements: readonly Statement[],
  group: Group | undefined,
): { statements: Statement[]; group: Group | undefined } {
  const last = [...statements, ...(group?.merges ?? [])].find((one) => one.id === version)
  // The version of a merge that has been undone since is found nowhere: ids are in the order of time.
  const was = (one: Pick<Statement, 'recordedAt' | 'id'>) => (last ? upTo(one, last) : one.id <= version)
  const then = groupsFrom((group?.merges ?? []).filter(was)).find((one) => one.members.includes(id))
  const members = new Set(then?.members ?? [id])
  return { statements: statements.filter((one) => members.has(one.subjectId) && was(one)), group: then }
}

function saidBy(
  statements: readonly Statement[],
  group: Group | undefined,
  keys: ReadonlyMap<string, SubjectKey>,
): Said {
  const winners = fold(statements, group && passesOf(group))
  return {
    winners,
    valueOf(fact) {
      const winner = winners.get(fact)
      if (winner?.sealed === undefined) return winner?.value
      return keys.get(winner.statement.subjectId)?.open(winner.sealed) as Value | undefined
    },
  }
}

/**
 * Records as they stood at the versions that a file names, and as they stand now; of a past day both as of that day. Everything comes
 * from statements: what a file said is known exactly, without having been kept.
 */
export async function statesOf(
  ctx: Context,
  read: ReadDb,
  asked: { readonly kind: string; readonly on?: string; readonly versions: ReadonlyMap<string, string> },
): Promise<Map<string, States>> {
  const { kind, on, versions } = asked
  const ids = [...versions.keys()]
  const groups = mayBeMerged(kindOf(ctx, kind)) ? await groupsOf(read, ids) : new Map<string, Group>()
  const membersOf = (id: string) => groups.get(id)?.members ?? [id]
  const all = [...new Set(ids.flatMap(membersOf))]
  const spoken = await statementsOf(read, all)
  const keys = await ctx.district.keys.forReading(read, all)
  return new Map(
    ids.map((id) => {
      const group = groups.get(id)
      const statements = membersOf(id)
        .flatMap((member) => spoken.get(member) ?? [])
        .filter((one) => on === undefined || one.asOf <= on)
      const last = [...statements, ...(group?.merges ?? [])].reduce<
        Pick<Statement, 'id' | 'recordedAt'> | undefined
      >((latest, one) => (latest && upTo(one, latest) ? latest : one), undefined)
      const then = before(id, versions.get(id) ?? '', statements, group)
      return [
        id,
        {
          subjectId: id,
          version: last?.id ?? '',
          gone: standing(statements).length === 0,
          base: saidBy(then.statements, then.group, keys),
          now: saidBy(statements, group, keys),
        },
      ]
    }),
  )
}

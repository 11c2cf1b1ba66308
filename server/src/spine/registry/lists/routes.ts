import { type Route, read, write } from '../../../platform/http/route.ts'
import { refuse } from '../../../platform/refusals.ts'
import { reading } from '../../../platform/verb/context.ts'
import { listsContract } from './contract.ts'
import { exportList } from './edition.ts'
import { digestsOf } from './fill.ts'
import { allLists, diffLists, findVersion, listRows, readList } from './reads/index.ts'
import { discardVersion, prepareVersion, publishVersion, reviewVersion } from './verbs.ts'

export const listRoutes: readonly Route[] = [
  read(listsContract.all, allLists),
  read(listsContract.read, readList),
  read(listsContract.rows, listRows),
  read(listsContract.diff, diffLists),
  read(listsContract.check, (ctx, { id }) =>
    reading(ctx, async (db) => {
      const version = await findVersion(db, id)
      if (!version) throw refuse('not-found')
      if (version.digest === undefined) throw refuse('list-state', { state: version.state })
      const { followed, replayed, rows } = await digestsOf(ctx, db, version)
      const same = followed === version.digest && (replayed === undefined || replayed === version.digest)
      return { kept: version.digest, followed, ...(replayed !== undefined && { replayed }), same, rows }
    }),
  ),
  write(exportList),
  write(prepareVersion),
  write(reviewVersion),
  write(publishVersion),
  write(discardVersion),
]

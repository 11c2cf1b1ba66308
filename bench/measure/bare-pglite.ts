// What `start` is held against: PGlite alone, in its thread, opening the data folder it is given.
import { pgliteEngine } from '../../server/src/platform/db/pglite.ts'

const [, , folder] = process.argv
const engine = await pgliteEngine({ folder: folder as string })
const session = await engine.acquire()
await session.query('select count(*) from ledger', [])
session.release()
process.send?.('answered')
process.once('disconnect', () => void engine.close().then(() => process.exit(0)))

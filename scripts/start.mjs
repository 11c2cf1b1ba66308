// `npm start`: installs what is missing, builds the pages when they are older than their sources, then
// becomes the server. Runs on any Node >= 20.19; the server runs on the pinned Node.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { handOver, root } from './setup/handover.mjs'
import { ensureInstalled } from './setup/installed.mjs'
import { ensureWebBuilt } from './setup/web-build.mjs'

ensureInstalled(root)
ensureWebBuilt(root)
// A young generation of 4 MB instead of 16: at rest the process keeps 100 MB less, and a small office never fills it.
const small = !process.env.DATABASE_URL
const memory = small ? ['--max-semi-space-size=4'] : []
// Elsewhere than glibc these say nothing. There each thread would keep what it once needed (8 pools on 2 cores), 70 MB at rest of a small
// office; two pools that give back what is free do for the few threads of one process.
const allocator = small ? { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' } : {}
handOver(
  [...memory, '--conditions=source', join(root, 'server', 'src', 'main.ts'), ...process.argv.slice(2)],
  {
    // The district that a plain `npm start` opens; the server itself knows no district.
    QIONGDING_PACK: join(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.pack),
    NODE_ENV: 'production',
    // Compiled modules are kept between starts: a few tenths of a second of every start but the first.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    ...allocator,
    ...process.env,
  },
)

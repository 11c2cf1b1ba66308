// `node scripts/run.mjs FILE [ARGUMENTS]`: installs what is missing, then becomes FILE (TypeScript) on the pinned Node.
import { resolve } from 'node:path'
import { handOver, root } from './setup/handover.mjs'
import { ensureInstalled } from './setup/installed.mjs'

const [file, ...rest] = process.argv.slice(2)
if (!file) {
  console.error('Usage: node scripts/run.mjs FILE [ARGUMENTS]')
  process.exit(2)
}
ensureInstalled(root)
handOver(['--conditions=source', resolve(root, file), ...rest])

#!/usr/bin/env node
// Plain JavaScript on purpose: it runs on whatever Node (>= 20.19) the machine has, and becomes cli.ts on the pinned one.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const server = fileURLToPath(new URL('..', import.meta.url))
const root = join(server, '..')
// The Node that the npm package `node` pins for everybody.
const pinned = join(
  dirname(createRequire(import.meta.url).resolve('node/package.json')),
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)
const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const child = spawn(
  pinned,
  ['--conditions=source', join(server, 'src', 'cli.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: {
      QIONGDING_PACK: join(root, config.pack),
      NODE_ENV: 'production',
      // Compiled modules are kept between calls, in the same place as those of `npm start`.
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
      ...process.env,
    },
  },
)
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
// A terminal already sends Ctrl+C to the child; kill() on a child that is gone is a no-op.
for (const signal of signals) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`Could not start ${pinned}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1)
  for (const name of signals) process.removeAllListeners(name)
  process.kill(process.pid, signal)
})

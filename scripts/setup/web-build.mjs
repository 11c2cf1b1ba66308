import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'

const skipped = new Set(['node_modules', 'dist', 'coverage'])
const isTest = (name) => /\.test\.[cm]?tsx?$/.test(name)

const filesUnder = (folder) => {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (skipped.has(entry.name) || entry.name.startsWith('.')) return []
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesUnder(path) : [path]
    })
}

/** All that the built page is made of: web itself, the contracts it reads, the engines, the lockfile. */
export const webSources = (root) => [
  ...filesUnder(join(root, 'web')).filter((path) => !isTest(path)),
  ...filesUnder(join(root, 'server', 'src')).filter((path) =>
    /[\\/]contract(\.ts|[\\/][^\\/]+\.ts)$/.test(path),
  ),
  ...filesUnder(join(root, 'engines')).filter((path) => path.endsWith('.ts') && !isTest(path)),
  join(root, 'tsconfig.base.json'),
  join(root, 'package-lock.json'),
]

/** One hash over names and bytes of the sources: a checkout that only touches dates builds nothing. */
export const sourcesHash = (root) => {
  const hash = createHash('sha256')
  for (const path of webSources(root))
    hash.update(relative(root, path)).update('\0').update(readFileSync(path))
  return hash.digest('hex')
}

/** Builds web/dist when it is missing or older than its sources. Returns whether it built. */
export const ensureWebBuilt = (root, run = spawnSync) => {
  const stamp = join(root, 'web', 'dist', '.sources')
  const hash = sourcesHash(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  const began = Date.now()
  process.stderr.write('Building the pages … ')
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  const result = run('npm', ['run', '--silent', 'build', '--workspace', 'web'], {
    cwd: root,
    env: { ...process.env, PATH: path, NO_COLOR: '1' },
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status !== 0) {
    process.stderr.write(`failed\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}\n`)
    process.exit(result.status ?? 1)
  }
  writeFileSync(stamp, hash)
  process.stderr.write(`${((Date.now() - began) / 1000).toFixed(0)} s\n`)
  return true
}

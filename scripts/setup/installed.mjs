import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const stampFile = (root) => join(root, 'node_modules', '.qiongding-lock')
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** Every package of the lockfile stands in node_modules at the same version (optional ones may be absent). */
const treeMatchesLock = (root, lock) => {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = JSON.parse(lock).packages
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true
    const there = found[path]
    if (!there) return Boolean(entry.optional || entry.devOptional || entry.peer)
    return entry.link ? there.link === true : there.version === entry.version
  })
}

/** Whether node_modules is what package-lock.json asks for. Reads one stamp when nothing has changed. */
export const isInstalled = (root) => {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const hash = hashOf(lock)
  const stamp = stampFile(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true
  if (!treeMatchesLock(root, lock.toString())) return false
  writeFileSync(stamp, hash)
  return true
}

/** `PATH` without this repository's own programs: they are about to be replaced. */
const outerPath = (root, path = '') =>
  path
    .split(delimiter)
    .filter((part) => !part.startsWith(join(root, 'node_modules')))
    .join(delimiter)

/** Runs `npm ci` when something is missing; one line while it runs, the whole output only when it fails. */
export const ensureInstalled = (root, run = spawnSync) => {
  if (isInstalled(root)) return false
  const began = Date.now()
  process.stderr.write('Installing what is missing (npm ci) … ')
  const env = { ...process.env, PATH: outerPath(root, process.env.PATH), NODE_ENV: 'development' }
  const windows = process.platform === 'win32'
  const result = run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    encoding: 'utf8',
    shell: windows,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status !== 0) {
    process.stderr.write(`failed\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}\n`)
    process.exit(result.status ?? 1)
  }
  writeFileSync(stampFile(root), hashOf(readFileSync(join(root, 'package-lock.json'))))
  process.stderr.write(`${((Date.now() - began) / 1000).toFixed(0)} s\n`)
  return true
}

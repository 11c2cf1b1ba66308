// The lockfile works on every system: a package's builds for other systems have their entries too. Where a registry
// lacks one of them, npm leaves it out without a word, and `npm ci` fails or the program does not start elsewhere.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMain, repository } from './main.ts'

type Entry = {
  version?: string
  link?: boolean
  optional?: boolean
  optionalDependencies?: Record<string, string>
}
export type Lockfile = { packages: Record<string, Entry> }

/** Optional dependencies that no entry stands for, as `package lacks dependency`. */
export function lackingEntries({ packages }: Lockfile): string[] {
  const places = new Set(Object.keys(packages))
  // Node looks beside a package and in every folder above it.
  const found = (from: string, name: string): boolean => {
    if (places.has(`${from === '' ? '' : `${from}/`}node_modules/${name}`)) return true
    if (from === '') return false
    const above = from.lastIndexOf('/node_modules/')
    return found(above === -1 ? '' : from.slice(0, above), name)
  }
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !found(path, name))
      .map((name) => `${path} lacks ${name}`),
  )
}

if (isMain(import.meta)) {
  const lockfile: Lockfile = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'))
  const lacking = lackingEntries(lockfile)
  for (const line of lacking) console.log(line)
  console.log(`${Object.keys(lockfile.packages).length} packages, ${lacking.length} lacking`)
  process.exitCode = lacking.length > 0 ? 1 : 0
}

import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type CheckResult, checkPack, type PackSource } from './check/index.ts'

/** Reads the YAML files of a pack's folder and checks them. The only place of this package that touches the disk. */
export async function loadPack(directory: string): Promise<CheckResult> {
  return checkPack(await readSources(directory))
}

/** Every YAML file under a folder (or those whose name answers to `wanted`), named relative to it with `/`, in order of name. */
export async function readSources(directory: string, wanted = /\.yaml$/): Promise<PackSource[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
  return Promise.all(
    files.map(async (file) => ({ file, text: await readFile(join(directory, file), 'utf8') })),
  )
}

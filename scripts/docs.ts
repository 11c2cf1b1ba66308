// `npm run docs` writes what is generated from the product's own definitions; `--check` fails when it is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isMain, repository } from './checks/main.ts'

/** One generated file: its path from the root of the repository and its whole text. */
export type ReferencePage = { path: string; text: string }
type ReferenceModule = { referencePages: () => Promise<ReferencePage[]> | ReferencePage[] }

const folder = 'docs/reference'

const filesUnder = (root: string, path: string): string[] =>
  existsSync(join(root, path))
    ? readdirSync(join(root, path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    : []

/** What would have to change: pages that differ or are missing, and files of docs/reference that nothing generates. */
export function stalePages(root: string, pages: readonly ReferencePage[]): string[] {
  const wanted = new Set(pages.map(({ path }) => path))
  const differing = pages
    .filter(
      ({ path, text }) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text,
    )
    .map(({ path }) => path)
  return [...differing, ...filesUnder(root, folder).filter((path) => !wanted.has(path))].sort()
}

export function writePages(root: string, pages: readonly ReferencePage[]): void {
  for (const path of stalePages(root, pages)) {
    const page = pages.find((candidate) => candidate.path === path)
    if (!page) {
      rmSync(join(root, path))
      continue
    }
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), page.text)
  }
}

if (isMain(import.meta)) {
  const source = pathToFileURL(join(repository, 'server/src/reference.ts'))
  const { referencePages }: ReferenceModule = await import(source.href)
  const pages = await referencePages()
  const stale = stalePages(repository, pages)
  if (process.argv.includes('--check')) {
    for (const path of stale) console.log(`${path} is stale: npm run docs`)
    process.exitCode = stale.length > 0 ? 1 : 0
  } else writePages(repository, pages)
  console.log(`${pages.length} pages, ${stale.length} stale`)
}

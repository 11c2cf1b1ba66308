// Paths that the documents cite exist.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { isMain, repository } from './main.ts'
import { trackedFiles } from './tracked.ts'

const link = /\]\(([^)\s]+)\)/g
const code = /`([^`\n]+)`/g
const ours = /^\.?\/?(engines|packs|server|web|bench|docs|e2e|scripts|\.ci)\//
const generated = /(^|\/)(dist|node_modules|\.data|\.out|docs\/reference)(\/|$)/
const pattern = /[*<>{}$…\s:]|NAME|PATH/

export type Cited = { document: string; line: number; path: string }

/** Relative links, and code spans that begin with a folder of this repository. */
export function citedPaths(document: string, text: string): Cited[] {
  return text.split('\n').flatMap((row, index) => {
    const links = [...row.matchAll(link)]
      .map((match) => (match[1] as string).replace(/#.*$/, ''))
      .filter((target) => target !== '' && !/^[a-z]+:/i.test(target))
      .map((target) => normalize(join(dirname(document), target)))
    const spans = [...row.matchAll(code)]
      .map((match) => match[1] as string)
      .filter((span) => ours.test(span) && !pattern.test(span))
    return [...links, ...spans]
      .filter((path) => !generated.test(path))
      .map((path) => ({ document, line: index + 1, path }))
  })
}

export const missingPaths = (root: string, cited: readonly Cited[]) =>
  cited.filter(({ path }) => !existsSync(join(root, path)))

/** Decisions are history: what they cite may be gone. */
const documents = (root: string) =>
  trackedFiles(root, '*.md').filter((path) => !/^docs\/(decisions|reference)\//.test(path))

if (isMain(import.meta)) {
  const cited = documents(repository).flatMap((path) =>
    citedPaths(path, readFileSync(join(repository, path), 'utf8')),
  )
  const missing = missingPaths(repository, cited)
  for (const { document, line, path } of missing)
    console.log(`${document}:${line} cites ${path}, which does not exist`)
  console.log(`${cited.length} citations, ${missing.length} missing`)
  process.exitCode = missing.length > 0 ? 1 : 0
}

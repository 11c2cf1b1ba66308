// One district is one pack of data: no word of a real district stands in engines, server or web.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMain, repository } from './main.ts'
import { trackedFiles } from './tracked.ts'

const districtWord = /崂山|laoshan/i

export type Place = { path: string; line: number; text: string }

/** Lines that name the district, and paths that do (line 0). Binary files are read as text: a name in them counts. */
export function findDistrictWords(root: string, paths: readonly string[]): Place[] {
  return paths.flatMap((path) => {
    const named = districtWord.test(path) ? [{ path, line: 0, text: path }] : []
    const lines = readFileSync(join(root, path), 'utf8').split('\n')
    const found = lines.flatMap((text, index) =>
      districtWord.test(text) ? [{ path, line: index + 1, text: text.trim().slice(0, 120) }] : [],
    )
    return [...named, ...found]
  })
}

if (isMain(import.meta)) {
  const paths = trackedFiles(repository, 'engines', 'server', 'web')
  const places = findDistrictWords(repository, paths)
  for (const { path, line, text } of places) console.log(`${path}:${line} names a district: ${text}`)
  console.log(`${paths.length} files, ${places.length} places`)
  process.exitCode = places.length > 0 ? 1 : 0
}

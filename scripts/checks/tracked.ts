import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Files that git tracks or would track (new and not ignored), and that still stand in the work tree. */
export function trackedFiles(root: string, ...patterns: string[]): string[] {
  const text = execFileSync(
    'git',
    [
      '-c',
      'core.quotePath=off',
      'ls-files',
      '-z',
      '--cached',
      '--others',
      '--exclude-standard',
      '--',
      ...patterns,
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  return [...new Set(text.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path))).sort()
}

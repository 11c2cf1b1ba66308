import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stalePages, writePages } from './docs.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'qiongding-docs-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('changed, missing and left-over pages are stale; writing mends all three', () => {
  mkdirSync(join(root, 'docs/reference'), { recursive: true })
  writeFileSync(join(root, 'docs/reference/changed.md'), 'old')
  writeFileSync(join(root, 'docs/reference/left-over.md'), 'old')
  writeFileSync(join(root, 'docs/reference/same.md'), 'same')
  const pages = [
    { path: 'docs/reference/changed.md', text: 'new' },
    { path: 'docs/reference/deep/missing.json', text: '{}' },
    { path: 'docs/reference/same.md', text: 'same' },
  ]
  expect(stalePages(root, pages)).toEqual([
    'docs/reference/changed.md',
    'docs/reference/deep/missing.json',
    'docs/reference/left-over.md',
  ])
  writePages(root, pages)
  expect(stalePages(root, pages)).toEqual([])
  expect(readFileSync(join(root, 'docs/reference/changed.md'), 'utf8')).toBe('new')
})

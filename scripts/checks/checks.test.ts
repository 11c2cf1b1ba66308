import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { citedPaths, missingPaths } from './cited.ts'
import { lackingEntries } from './lockfile.ts'
import { offencesIn } from './style.ts'
import { findDistrictWords } from './words.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'qiongding-checks-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('district words', () => {
  test.each([
    ['engines/clause/src/a.ts', "const place = '崂山区'", 1],
    ['server/src/app.ts', "\nimport 'packs/LaoShan'", 2],
    ['web/src/laoshan-page.tsx', 'export const a = 1', 0],
  ])('a planted word is found in %s', (path, text, line) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
    expect(findDistrictWords(root, [path])).toMatchObject([{ path, line }])
  })

  test('a mountain that is not the district passes', () => {
    writeFileSync(join(root, 'a.ts'), "const sea = '山海之间'")
    expect(findDistrictWords(root, ['a.ts'])).toEqual([])
  })
})

describe('cited paths', () => {
  const text =
    'See [the page](docs/gone.md#part) and `server/src/gone.ts`, `npm run x`, `engines/*/cases`, [web](https://a.b/c).'
  test('links and code spans are read; patterns, commands and addresses are not', () => {
    expect(citedPaths('README.md', text).map(({ path }) => path)).toEqual([
      'docs/gone.md',
      'server/src/gone.ts',
    ])
  })
  test('what does not exist is named, relative to its document', () => {
    mkdirSync(join(root, 'docs/guide'), { recursive: true })
    writeFileSync(join(root, 'docs/guide/there.md'), '')
    const cited = citedPaths('docs/guide/a.md', '[a](there.md) [b](../gone.md)')
    expect(missingPaths(root, cited).map(({ path }) => path)).toEqual(['docs/gone.md'])
  })
})

describe('style', () => {
  const rules = (path: string, text: string) => offencesIn(path, text).map(({ rule }) => rule)

  test.each([
    ['server/src/app.ts', 'const a = b as any', 'no "as any"'],
    ['web/src/a.ts', '// the same as any other', undefined],
    ['web/src/a.ts', '// @ts-ignore', 'no @ts-ignore, no @ts-nocheck'],
    [
      'server/src/spine/orders/verbs.ts',
      'f(read as unknown as WriteTx)',
      'a WriteTx comes only from the verb of the platform',
    ],
    ['server/src/platform/verb/verb.ts', 'f(read as WriteTx)', undefined],
    ['web/src/a.test.ts', "test.only('a', f)", 'no .only in a test'],
    [
      'engines/pacing/src/pace.ts',
      'const now = Date.now()',
      'engines have no clock and no dice: the day and the seed are arguments',
    ],
    ['engines/pacing/src/pace.test.ts', 'const now = Date.now()', undefined],
    ['vitest.config.ts', 'export default {}', undefined],
    ['web/src/a.ts', 'export default {}', 'no default export'],
    ['web/src/utils.ts', '', 'name the file after what it is about'],
    ['engines/names/src/名称.ts', '', 'paths of code are ASCII'],
    ['server/src/capabilities/talent/reads.ts', '', undefined],
    ['server/src/capabilities/talent/verbs/place.ts', '', undefined],
  ])('%s: %s', (path, text, rule) => {
    expect(rules(path, text)).toEqual(rule === undefined ? [] : [rule])
  })

  test('a capability holds only its roles', () => {
    expect(rules('server/src/capabilities/talent/engine.ts', '')).toHaveLength(1)
    expect(rules('server/src/capabilities/talent/talent.test.ts', '')).toEqual([])
  })

  test('long files are named, and so is a listed one that became short', () => {
    const long = 'const a = 1\n'.repeat(401)
    expect(rules('web/src/a.ts', long)).toHaveLength(1)
    expect(offencesIn('web/src/a.ts', long, new Map([['web/src/a.ts', 'one table']]))).toEqual([])
    expect(offencesIn('web/src/a.ts', '', new Map([['web/src/a.ts', 'one table']]))).toHaveLength(1)
    expect(rules('CONTRIBUTING.md', 'a\n'.repeat(61))).toHaveLength(1)
  })
})

describe('lockfile', () => {
  const packages = {
    '': {},
    'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-windows': '1' } },
    'node_modules/a-linux': { optional: true },
    'node_modules/b': {},
    'node_modules/b/node_modules/c': { optionalDependencies: { 'c-linux': '1', 'a-linux': '1' } },
    'node_modules/b/node_modules/c-linux': { optional: true },
  }
  test('a build for another system that has no entry is named', () => {
    expect(lackingEntries({ packages })).toEqual(['node_modules/a lacks a-windows'])
  })
})

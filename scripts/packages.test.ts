// The published packages as a stranger gets them: built, packed, installed into an empty folder without a network, and run there.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from './checks/main.ts'
import { inRows, type Packed, packPackages, publishedPackages, run, tarballsOf } from './packages.ts'

/** The Node of the machine, not the one this repository brings; that one where there is no other. */
function systemNode(): string {
  const own = join(repository, 'node_modules')
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.startsWith(own))
    .map((folder) => join(folder, name))
    .find(existsSync)
  return found ?? process.execPath
}

/** A README's examples as a program: `expression // → value` becomes a check. Each stands in a block, under the imports of all. */
function programOf(readme: string): { program: string; checks: number } {
  const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const imported = new Map<string, Set<string>>()
  let checks = 0
  const blocks = examples.map((example) =>
    example
      .replace(/^import \{(.*?)\} from '(.*?)'$/gms, (_, names: string, from: string) => {
        const known = imported.get(from) ?? new Set()
        for (const name of names.split(',')) if (name.trim() !== '') known.add(name.trim())
        imported.set(from, known)
        return ''
      })
      .replace(/^(.+) \/\/ → (.+)$/gm, (_, found: string, wanted: string) => {
        checks++
        return `deepStrictEqual(${found}, ${wanted})`
      }),
  )
  const imports = [...imported].map(([from, names]) => `import { ${[...names].join(', ')} } from '${from}'`)
  return {
    program: [
      `import { deepStrictEqual } from 'node:assert'`,
      ...imports,
      ...blocks.map((block) => `{\n${block}}`),
    ].join('\n'),
    checks,
  }
}

const packages = publishedPackages()
const folder = mkdtempSync(join(tmpdir(), 'qiongding-packages-'))
const empty = join(folder, 'empty')
let packed: readonly Packed[] = []

beforeAll(async () => {
  packed = await packPackages(join(folder, 'tarballs'))
  // What they need from the registry is packed again from where it is installed.
  const names = new Set(packages.flatMap((one) => Object.keys(one.manifest.dependencies ?? {})))
  const outside = [...names].filter((name) => !packages.some((one) => one.name === name))
  const others = await tarballsOf(
    outside.map((name) => join(repository, 'node_modules', name)),
    join(folder, 'tarballs'),
  )
  const tarballs = [
    ...packed.map((one) => [one.name, one.tarball]),
    ...outside.map((name, index) => [name, others[index]]),
  ]
  mkdirSync(empty)
  writeFileSync(
    join(empty, 'package.json'),
    JSON.stringify({
      name: 'empty',
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(tarballs.map(([name, tarball]) => [name, `file:${tarball}`])),
    }),
  )
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], empty)
  cpSync(join(repository, 'packs/blank'), join(empty, 'packs/blank'), { recursive: true })
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every engine and the pack format are published', () => {
  const engines = readdirSync(join(repository, 'engines'))
  expect(packages.map((one) => basename(one.folder)).toSorted()).toEqual([...engines, 'format'].toSorted())
})

test('they are built in the order in which they need each other', () => {
  const built = new Set<string>()
  for (const row of inRows(packages)) {
    for (const { manifest } of row)
      for (const name of Object.keys(manifest.dependencies ?? {}))
        if (name.startsWith('@qiongding/')) expect(built).toContain(name)
    for (const { name } of row) built.add(name)
  }
  const circle = packages.map((one) => ({
    ...one,
    manifest: { ...one.manifest, dependencies: { [one.name]: '*' } },
  }))
  expect(() => inRows(circle)).toThrow('need each other')
})

describe.each(packages)('$name', ({ name, folder: source, manifest }) => {
  const installed = join(empty, 'node_modules', name)

  test('holds what it needs and nothing of its making', () => {
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as typeof manifest
    expect(Object.keys(exports)).toEqual(Object.keys(manifest.exports))
    for (const door of Object.values(exports))
      for (const path of Object.values(door)) expect(existsSync(join(installed, path)), path).toBe(true)
    const files = readdirSync(installed, { recursive: true }).map(String)
    expect(files).toContain('README.md')
    expect(files.filter((file) => /\.test\.|(^|\/)(src|cases)(\/|$)|(?<!\.d)\.ts$/.test(file))).toEqual([])
  })

  test('runs the examples of its README on the Node of the machine', async () => {
    const { program, checks } = programOf(readFileSync(join(source, 'README.md'), 'utf8'))
    expect(checks).toBeGreaterThan(1)
    const file = join(empty, `${basename(source)}.js`)
    writeFileSync(file, program)
    await run(systemNode(), [file], empty)
  })
})

test('a false example would be seen', async () => {
  const file = join(empty, 'false.js')
  writeFileSync(
    file,
    programOf("```js\nimport { notOf } from '@qiongding/kernel'\n\nnotOf('yes') // → 'yes'\n```").program,
  )
  await expect(run(systemNode(), [file], empty)).rejects.toThrow('deepStrictEqual')
})

test('their types are found and hold together', async () => {
  const doors = packages.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports).map((door) => name + door.slice(1)),
  )
  expect(doors).toContain('@qiongding/clause/sql')
  const uses = doors.map((door, index) => `export * as door${index} from '${door}'`)
  const wrong =
    "import { day } from '@qiongding/kernel'\n// @ts-expect-error a number is no day\nexport const on = day(5)"
  writeFileSync(join(empty, 'uses.ts'), [...uses, wrong].join('\n'))
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024']
  await run(
    process.execPath,
    [join(repository, 'node_modules/typescript/bin/tsc'), ...options, 'uses.ts'],
    empty,
  )
})

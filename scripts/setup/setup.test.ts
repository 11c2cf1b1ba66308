import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from '../checks/main.ts'

const node = join(repository, 'node_modules/.bin/node')
const here = (name: string) => JSON.stringify(join(repository, 'scripts/setup', name))
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qiongding-setup-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (root: string, path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const evaluate = (code: string) =>
  spawnSync(node, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })

describe('what is installed', () => {
  const lock = (packages: object) => JSON.stringify({ packages })
  const installed = (root: string) =>
    evaluate(
      `import { isInstalled } from ${here('installed.mjs')}; console.log(isInstalled(${JSON.stringify(root)}))`,
    ).stdout.trim()

  test.each([
    ['nothing is there', { 'node_modules/a': { version: '1.0.0' } }, undefined, 'false'],
    [
      'the same versions',
      { '': {}, 'node_modules/a': { version: '1.0.0' } },
      { 'node_modules/a': { version: '1.0.0' } },
      'true',
    ],
    [
      'another version',
      { 'node_modules/a': { version: '2.0.0' } },
      { 'node_modules/a': { version: '1.0.0' } },
      'false',
    ],
    ['one is missing', { 'node_modules/a': { version: '1.0.0' } }, {}, 'false'],
    ['an optional one is missing', { 'node_modules/a': { version: '1.0.0', optional: true } }, {}, 'true'],
    [
      'a workspace',
      { 'node_modules/a': { link: true, resolved: 'a' } },
      { 'node_modules/a': { link: true } },
      'true',
    ],
  ])('%s', (name, wanted, found, answer) => {
    const root = join(folder, name.replaceAll(' ', '-'))
    write(root, 'package-lock.json', lock(wanted))
    if (found) write(root, 'node_modules/.package-lock.json', lock(found))
    expect(installed(root)).toBe(answer)
  })

  test('a changed lockfile is noticed after the stamp was written', () => {
    const root = join(folder, 'changed')
    write(root, 'package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }))
    write(root, 'node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }))
    expect([installed(root), installed(root)]).toEqual(['true', 'true'])
    write(root, 'package-lock.json', lock({ 'node_modules/a': { version: '1.0.1' } }))
    expect(installed(root)).toBe('false')
  })
})

describe('the pages', () => {
  test('are built when a source changes, and not when only a date does', () => {
    const root = join(folder, 'pages')
    for (const path of [
      'web/src/main.tsx',
      'web/src/a.test.ts',
      'server/src/spine/orders/contract.ts',
      'tsconfig.base.json',
      'package-lock.json',
    ])
      write(root, path, path)
    write(root, 'web/dist/index.html', '')
    const built = () =>
      evaluate(
        `import { ensureWebBuilt } from ${here('web-build.mjs')}
        console.log(ensureWebBuilt(${JSON.stringify(root)}, () => ({ status: 0 })))`,
      ).stdout.trim()
    expect([built(), built()]).toEqual(['true', 'false'])
    utimesSync(join(root, 'web/src/main.tsx'), new Date(0), new Date(0))
    write(root, 'web/src/a.test.ts', 'changed')
    write(root, 'server/src/spine/orders/verbs.ts', 'new')
    expect(built()).toBe('false')
    write(root, 'server/src/spine/orders/contract.ts', 'changed')
    expect([built(), built()]).toEqual(['true', 'false'])
  })
})

describe.each([
  ['replacing this process', ''],
  ['as a parent', 'delete process.execve;'],
])('hand over, %s', (_, before) => {
  const program = (code: string) =>
    `${before} const { handOver } = await import(${here('handover.mjs')}); handOver(['-e', ${JSON.stringify(code)}])`

  test('runs the pinned Node, and passes its exit code on', () => {
    const { status, stdout } = evaluate(program('console.log(process.version); process.exit(7)'))
    expect([status, stdout.split('.')[0]]).toEqual([7, 'v24'])
  })

  test('passes a signal on', async () => {
    const code =
      "process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000); console.log('ready')"
    const child = spawn(node, ['--input-type=module', '-e', program(code)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill('SIGTERM')
    expect(await new Promise((resolve) => child.once('exit', (status) => resolve(status)))).toBe(9)
  })
})

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDirections, expectedFiles } from './directions.ts'
import { repository } from './main.ts'

const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

/** Every rule with imports that break it: from a file of the tree to another file, or to a package. */
const planted: [rule: string, from: string, to: string][] = [
  ['kernel-stands-alone', 'engines/kernel/src/index.ts', 'engines/clause/src/index.ts'],
  ['clause-on-kernel', 'engines/clause/src/index.ts', 'engines/pacing/src/index.ts'],
  ['engines-sideways', 'engines/matching/src/index.ts', 'engines/pacing/src/index.ts'],
  ['engines-sideways', 'engines/matching/src/rank.ts', '@qiongding/pacing'],
  ['engines-sideways', 'engines/pacing/src/index.ts', 'server/src/platform/clock.ts'],
  ['engines-are-pure', 'engines/matching/src/disk.ts', 'node:fs'],
  ['packs-on-engines', 'packs/format/src/index.ts', 'server/src/platform/clock.ts'],
  ['contract-is-data', 'server/src/spine/orders/contract.ts', 'server/src/platform/clock.ts'],
  ['contract-is-data', 'server/src/capabilities/talent/contract/posts.ts', 'packs/format/src/index.ts'],
  ['contract-packages', 'server/src/spine/journeys/contract.ts', 'pg'],
  ['contract-without-node', 'server/src/spine/matches/contract.ts', 'node:crypto'],
  ['platform-knows-no-domain', 'server/src/platform/clock.ts', 'server/src/spine/registry/index.ts'],
  ['platform-knows-no-domain', 'server/src/platform/facts.ts', 'packs/format/src/index.ts'],
  ['platform-knows-no-domain', 'server/src/platform/verb.ts', 'engines/clause/src/index.ts'],
  [
    'spine-below-capabilities',
    'server/src/spine/registry/reads.ts',
    'server/src/capabilities/talent/index.ts',
  ],
  ['spine-below-capabilities', 'server/src/spine/registry/verbs.ts', 'server/src/desks/dome/index.ts'],
  ['spine-registry', 'server/src/spine/registry/index.ts', 'server/src/spine/orders/index.ts'],
  ['spine-policies', 'server/src/spine/policies/index.ts', 'server/src/spine/journeys/index.ts'],
  ['spine-orders', 'server/src/spine/orders/index.ts', 'server/src/spine/journeys/index.ts'],
  ['spine-journeys', 'server/src/spine/journeys/index.ts', 'server/src/spine/matches/index.ts'],
  ['targets-only-listens', 'server/src/spine/matches/index.ts', 'server/src/spine/targets/index.ts'],
  ['targets-only-listens', 'server/src/capabilities/talent/reacts.ts', 'server/src/spine/targets/index.ts'],
  [
    'capabilities-sideways',
    'server/src/capabilities/talent/reads.ts',
    'server/src/capabilities/scenes/index.ts',
  ],
  ['capabilities-below-desks', 'server/src/capabilities/talent/verbs.ts', 'server/src/desks/dome/index.ts'],
  ['desks-sideways', 'server/src/desks/leader/index.ts', 'server/src/desks/dome/index.ts'],
  ['front-door', 'server/src/capabilities/talent/routes.ts', 'server/src/spine/registry/reads.ts'],
  ['front-door-of-the-mount-list', 'server/src/app.ts', 'server/src/spine/registry/reads.ts'],
  ['web-sees-contracts', 'web/src/main.ts', 'server/src/spine/registry/index.ts'],
  ['web-sees-contracts', 'web/src/shell/shell.tsx', 'packs/format/src/index.ts'],
  ['pages-sideways', 'web/src/capabilities/talent/page.tsx', 'web/src/capabilities/scenes/page.tsx'],
  ['product-not-tools', 'server/src/main.ts', 'scripts/docs.ts'],
  ['server-not-pages', 'server/src/cli.ts', 'web/src/main.ts'],
  ['no-circle', 'web/src/kit/a.ts', 'web/src/kit/b.ts'],
  ['resolvable', 'web/src/kit/c.ts', 'web/src/kit/nowhere.ts'],
]

/** The way back of the planted circle; the checker names a circle once. */
const wayBack: [from: string, to: string] = ['web/src/kit/b.ts', 'web/src/kit/a.ts']

/** Imports that the rules allow, so that a checker that forbids everything is found out too. */
const allowed: [from: string, to: string][] = [
  ['engines/matching/src/good.ts', '@qiongding/clause'],
  ['engines/matching/src/good.test.ts', 'node:fs'],
  ['engines/clause/src/good.ts', 'engines/kernel/src/index.ts'],
  ['packs/format/src/good.ts', 'engines/matching/src/good.ts'],
  ['server/src/spine/targets/contract.ts', 'server/src/spine/orders/contract.ts'],
  ['server/src/spine/targets/contract.ts', 'zod'],
  ['server/src/spine/targets/reads.ts', 'server/src/spine/registry/index.ts'],
  ['server/src/capabilities/scenes/reads.ts', 'server/src/spine/matches/index.ts'],
  ['server/src/capabilities/scenes/reads.ts', 'node:fs'],
  ['server/src/desks/dome/reads.ts', 'server/src/capabilities/talent/index.ts'],
  ['server/src/mount.ts', 'server/src/desks/dome/index.ts'],
  ['web/src/shell/good.ts', 'server/src/desks/dome/contract.ts'],
  ['web/src/shell/good.ts', 'engines/matching/src/good.ts'],
]

const isFile = (place: string) => /^(engines|packs|server|web|scripts)\//.test(place)
let folder = ''

function writeTree(root: string, imports: [from: string, to: string][]) {
  const files = new Map<string, string[]>()
  for (const [from, to] of imports) {
    const lines = files.get(from) ?? []
    const near = relative(dirname(from), to)
    const source = isFile(to) ? (near.startsWith('.') ? near : `./${near}`) : to
    files.set(from, [...lines, `import '${source}'`])
    if (isFile(to) && !to.includes('nowhere') && !files.has(to)) files.set(to, [])
  }
  for (const [path, lines] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), [...lines, 'export const here = 1', ''].join('\n'))
  }
  for (const name of ['zod', 'pg']) {
    mkdirSync(join(root, 'node_modules', name), { recursive: true })
    writeFileSync(
      join(root, 'node_modules', name, 'package.json'),
      JSON.stringify({ name, main: 'index.js' }),
    )
    writeFileSync(join(root, 'node_modules', name, 'index.js'), '')
  }
  for (const engine of ['clause', 'pacing']) {
    mkdirSync(join(root, 'node_modules/@qiongding'), { recursive: true })
    mkdirSync(join(root, 'engines', engine, 'src'), { recursive: true })
    writeFileSync(
      join(root, 'engines', engine, 'package.json'),
      JSON.stringify({
        name: `@qiongding/${engine}`,
        exports: { '.': { source: './src/index.ts', default: './dist/x.js' } },
      }),
    )
    if (!files.has(`engines/${engine}/src/index.ts`))
      writeFileSync(join(root, 'engines', engine, 'src/index.ts'), 'export const here = 1\n')
    symlinkSync(join(root, 'engines', engine), join(root, 'node_modules/@qiongding', engine), 'dir')
  }
  return [...files.keys()]
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qiongding-directions-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('import directions', () => {
  test('every rule has a planted breach', () => {
    const rules = config.forbidden.map((rule: { name: string }) => rule.name)
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(rules))
  })

  test('each planted breach is found, under its own rule', async () => {
    const root = join(folder, 'breaches')
    const files = writeTree(root, [...planted.map(([, from, to]): [string, string] => [from, to]), wayBack])
    const { breaches, unread } = await checkDirections(root, files)
    expect(unread).toEqual([])
    const found = new Set(breaches.map(({ rule, from }) => `${rule} in ${from}`))
    expect(
      planted.map(([rule, from]) => `${rule} in ${from}`).filter((breach) => !found.has(breach)),
    ).toEqual([])
  })

  test('what the rules allow passes', async () => {
    const root = join(folder, 'allowed')
    const files = writeTree(root, allowed)
    expect((await checkDirections(root, files)).breaches).toEqual([])
  })

  test('a checker that reads fewer files than git tracks fails', async () => {
    const root = join(folder, 'blind')
    const files = writeTree(root, [...allowed, ['web/src/forgotten/page.tsx', 'zod']])
    const { unread } = await checkDirections(root, files, ['engines', 'packs', 'server', 'web/src/shell'])
    expect(unread).toEqual(['web/src/forgotten/page.tsx'])
  })

  test('the files to read are those that git knows, declarations aside', () => {
    const expected = expectedFiles(repository)
    expect(expected).toContain('scripts/checks/directions.ts')
    expect(expected.filter((path) => path.endsWith('.d.ts') || path.includes('node_modules'))).toEqual([])
  })
})

// `npm run packages [FOLDER]`: the published packages, built and packed; the tarballs stand in FOLDER (.out/packages).
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isMain, repository } from './checks/main.ts'

type Manifest = {
  name: string
  version: string
  exports: Record<string, Record<string, string>>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}
export type Package = { readonly name: string; readonly folder: string; readonly manifest: Manifest }
export type Packed = Package & { readonly tarball: string }

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** What is published: every engine and the pack format. */
export function publishedPackages(): Package[] {
  return globSync(['engines/*/package.json', 'packs/format/package.json'], { cwd: repository })
    .map((path) => join(repository, dirname(path)))
    .toSorted()
    .map((folder) => ({ name: manifestOf(folder).name, folder, manifest: manifestOf(folder) }))
}

/** The packages in rows: each needs only those of the rows before it. */
export function inRows(packages: readonly Package[]): Package[][] {
  const rows: Package[][] = []
  let left = packages
  while (left.length > 0) {
    const waiting = new Set(left.map((one) => one.name))
    const isReady = (one: Package) =>
      !Object.keys(one.manifest.dependencies ?? {}).some((name) => waiting.has(name))
    const row = left.filter(isReady)
    if (row.length === 0) throw new Error(`packages that need each other: ${[...waiting].join(', ')}`)
    rows.push(row)
    left = left.filter((one) => !isReady(one))
  }
  return rows
}

export async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((done, fail) => child.on('close', done).on('error', fail))
  const output = Buffer.concat(chunks).toString()
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${code}\n${output}`)
  return output
}

/** The manifest as it is published: its sources stay at home, and so does what only its tests need. */
function published({ devDependencies: _, exports, ...manifest }: Manifest): Manifest {
  const doors = Object.entries(exports).map(([door, { source: __, ...conditions }]) => [door, conditions])
  return { ...manifest, exports: Object.fromEntries(doors) }
}

/**
 * Builds and packs. The packages are laid out afresh beside each other, so that each is compiled against what the others publish and
 * not against their sources, and nothing built ever stands where sources are looked for. What they need from the registry is found
 * above them.
 */
export async function packPackages(target: string): Promise<Packed[]> {
  mkdirSync(join(repository, '.out'), { recursive: true })
  mkdirSync(target, { recursive: true })
  const stage = mkdtempSync(join(repository, '.out/stage-'))
  try {
    const packages = publishedPackages()
    const placeOf = ({ name }: Package) => join(stage, name.replace('/', '+'))
    for (const one of packages) layOut(one, placeOf(one), join(stage, 'node_modules', one.name))
    const compiler = join(repository, 'node_modules/typescript/bin/tsc')
    for (const row of inRows(packages))
      await Promise.all(row.map((one) => run(process.execPath, [compiler, '-p', '.'], placeOf(one))))
    const tarballs = await tarballsOf(packages.map(placeOf), target)
    return packages.map((one, index) => ({ ...one, tarball: tarballs[index] as string }))
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

function layOut({ folder, manifest }: Package, place: string, link: string): void {
  cpSync(join(folder, 'src'), join(place, 'src'), { recursive: true })
  for (const entry of ['README.md', 'schema'])
    if (existsSync(join(folder, entry))) cpSync(join(folder, entry), join(place, entry), { recursive: true })
  writeFileSync(join(place, 'package.json'), `${JSON.stringify(published(manifest), undefined, 2)}\n`)
  writeFileSync(
    join(place, 'tsconfig.json'),
    JSON.stringify({
      extends: join(repository, 'tsconfig.base.json'),
      compilerOptions: { customConditions: [], rootDir: 'src', outDir: 'dist', declaration: true },
      include: ['src'],
      exclude: ['src/**/*.test.ts'],
    }),
  )
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(place, link, 'junction')
}

/** Packs folders as they stand, in their order. */
export async function tarballsOf(folders: readonly string[], target: string): Promise<string[]> {
  const output = await run(
    'npm',
    ['pack', '--ignore-scripts', '--loglevel=silent', '--pack-destination', target, ...folders],
    target,
  )
  // One line a folder, in the order asked.
  return output
    .trim()
    .split(/\r?\n/)
    .map((name) => join(target, name))
}

if (isMain(import.meta)) {
  const packed = await packPackages(resolve(process.argv[2] ?? join(repository, '.out/packages')))
  for (const { name, manifest, tarball } of packed) console.log(`${name} ${manifest.version}  ${tarball}`)
}

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

type Manifest = Record<string, { file: string; imports?: string[]; dynamicImports?: string[] }>

/** Bytes of JavaScript, brotli, that one page may load in all (design: a list page in 400 kB or less). */
const MOST = 400_000

/** What each page is made of besides the entry: the chunks it asks for at run time. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'sign-in': ['src/shell/sign-in.tsx'],
  dome: ['src/capabilities/dome/home.tsx', 'src/capabilities/dome/desk.tsx'],
  'registry list': ['src/capabilities/registry/list.tsx'],
  'order list': ['src/capabilities/orders/list.tsx'],
  'journey list': ['src/capabilities/journeys/list.tsx'],
  'target list': ['src/capabilities/targets/list.tsx'],
  'import review': ['src/capabilities/imports/review.tsx'],
  'matching centre': ['src/capabilities/matching/centre.tsx'],
  confirmation: ['src/capabilities/orders/confirm.tsx'],
}

/** Every page also loads one locale of ours and one of the component library. */
const ALWAYS = ['index.html', 'src/locales/zh.json']

function chunksOf(manifest: Manifest, names: readonly string[]): Set<string> {
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const name of names) {
    if (!manifest[name]) throw new Error(`no such chunk: ${name}`)
    visit(name)
  }
  const library = Object.keys(manifest).find((name) => name.endsWith('locale/zh_CN.js'))
  if (library) visit(library)
  return files
}

const dist = join(import.meta.dirname, '../dist')
const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
let tooLarge = false
for (const [page, names] of Object.entries(PAGES)) {
  const files = [...chunksOf(manifest, [...ALWAYS, ...names])].filter((file) => file.endsWith('.js'))
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(dist, `${file}.br`))).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total > MOST) tooLarge = true
  process.stdout.write(`${page.padEnd(16)} ${String(total).padStart(7)} bytes of JavaScript, brotli\n`)
}
if (tooLarge) {
  process.stderr.write(`a page is above ${MOST} bytes\n`)
  process.exitCode = 1
}

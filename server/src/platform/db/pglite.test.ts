import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'qiongding-pglite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a program in a process of its own that collects WebAssembly code whenever it may, and says so. */
function run(program: string) {
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program)
  const flags = ['--conditions=source', '--trace-wasm-code-gc', '--stress-wasm-code-gc']
  return promisify(execFile)(process.execPath, [...flags, file])
}

it('collects no WebAssembly code, which may end the process in V8 13.6', async () => {
  const ours = await run(`
    import { pgliteEngine } from ${JSON.stringify(new URL('pglite.ts', import.meta.url).href)}
    const engine = await pgliteEngine({})
    const session = await engine.acquire()
    const { rows } = await session.query('select sum(n)::int as sum from generate_series(1, 1000) n')
    session.release()
    await engine.close()
    console.log(rows[0].sum)
  `)
  expect(ours.stdout).toBe('500500\n')
  // Without our engine the same flags do show a collection: the test above could fail.
  const plain = await run(`
    import { PGlite } from ${JSON.stringify(import.meta.resolve('@electric-sql/pglite'))}
    const database = await PGlite.create()
    await database.query('select 1')
    await database.close()
  `)
  expect(plain.stdout).toContain('[wasm-gc]')
})

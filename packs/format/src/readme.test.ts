import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as format from './index.ts'

const modules: Record<string, object> = { '@qiongding/pack-format': format }
const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...text.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '')
const Asynchronous = (async () => {}).constructor as FunctionConstructor

/** An example as a function body: imports become constants, `expression // → value` becomes a check; the packs stand two folders up. */
function runnable(example: string): string {
  return example
    .replace(/^import (\{.*?\}) from '(.*?)'$/gms, "const $1 = modules['$2']")
    .replaceAll("'packs/", `'${new URL('../../', import.meta.url).pathname}`)
    .replace(/^(.+) \/\/ → (.+)$/gm, 'check($1, $2)')
}

it('shows two examples', () => {
  expect(examples).toHaveLength(2)
})

for (const example of examples) {
  it(example.split('\n').find((line) => line.includes('// →')) ?? 'an example without a result', async () => {
    let checks = 0
    const check = (found: unknown, wanted: unknown) => {
      checks++
      expect(found).toEqual(wanted)
    }
    await new Asynchronous('modules', 'check', runnable(example))(modules, check)
    expect(checks).toBeGreaterThan(0)
  })
}

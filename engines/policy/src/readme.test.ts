import { readFileSync } from 'node:fs'
import * as clause from '@qiongding/clause'
import { expect, it } from 'vitest'
import * as policy from './index.ts'

const modules: Record<string, object> = { '@qiongding/clause': clause, '@qiongding/policy': policy }
const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...text.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '')

/** An example as a function body: imports become constants, `expression // → value` becomes a check. */
function runnable(example: string): string {
  return example
    .replace(/^import (\{.*?\}) from '(.*?)'$/gms, "const $1 = modules['$2']")
    .replace(/^(.+) \/\/ → (.+)$/gm, 'check($1, $2)')
}

it('shows three examples', () => {
  expect(examples).toHaveLength(3)
})

for (const example of examples) {
  it(example.split('\n').find((line) => line.includes('// →')) ?? 'an example without a result', () => {
    let checks = 0
    const check = (found: unknown, wanted: unknown) => {
      checks++
      expect(found).toEqual(wanted)
    }
    new Function('modules', 'check', runnable(example))(modules, check)
    expect(checks).toBeGreaterThan(0)
  })
}

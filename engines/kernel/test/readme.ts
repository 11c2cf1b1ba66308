import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const Asynchronous = (async () => {}).constructor as FunctionConstructor

/** An example as a function body: imports become constants, `expression // → value` becomes a check. */
const runnable = (example: string): string =>
  example
    .replace(/^import (\{.*?\}) from '(.*?)'$/gms, "const $1 = modules['$2']")
    .replace(/^(.+) \/\/ → (.+)$/gm, 'check($1, $2)')

/**
 * Tests that a README shows so many examples and that each holds. `modules` are what its examples import; `prepare` puts
 * right in an example what only holds where its reader stands.
 */
export function testReadme(
  readme: URL,
  options: {
    readonly examples: number
    readonly modules: Readonly<Record<string, object>>
    readonly prepare?: (example: string) => string
  },
): void {
  const { modules, prepare = (example) => example } = options
  const text = readFileSync(readme, 'utf8')
  const examples = [...text.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '')

  it(`shows ${options.examples} examples`, () => {
    expect(examples).toHaveLength(options.examples)
  })

  for (const example of examples) {
    it(
      example.split('\n').find((line) => line.includes('// →')) ?? 'an example without a result',
      async () => {
        let checks = 0
        const check = (found: unknown, wanted: unknown) => {
          checks++
          expect(found).toEqual(wanted)
        }
        await new Asynchronous('modules', 'check', runnable(prepare(example)))(modules, check)
        expect(checks).toBeGreaterThan(0)
      },
    )
  }
}

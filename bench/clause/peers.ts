// What the same rules cost elsewhere. json-rules-engine is installed only by `npm install` in the bench folder.
import { parse } from '@marcbachmann/cel-js'
import type { Facts } from '@qiongding/kernel'
import { QUOTIENTS, type Written } from './rules.ts'

export type CelVerdict = 'yes' | 'no' | 'unknown'

/** CEL: a fact that is not there is an error, which `&&` and `||` pass on unless the other side decides. */
export function celRules(rules: readonly Written[]): ((facts: Facts) => CelVerdict)[] {
  return rules.map(({ cel }) => {
    const evaluate = parse(cel)
    return (facts) => {
      try {
        return evaluate({ s: facts }) === true ? 'yes' : 'no'
      } catch {
        return 'unknown'
      }
    }
  })
}

/** The part of json-rules-engine that is used here; its own types are not installed by default. */
type Engine = {
  addRule(rule: object): void
  addOperator(name: string, evaluate: (fact: string, value: string) => boolean): void
  addFact(name: string, value: (params: object, almanac: Almanac) => Promise<number | undefined>): void
  run(facts: Facts): Promise<{ events: readonly { type: string }[] }>
}
type Almanac = { factValue(name: string): Promise<number | undefined> }
type EngineModule = {
  Engine: new (rules: readonly object[], options: { allowUndefinedFacts: boolean }) => Engine
}

/** Says which rules a subject meets; undefined where the package is not installed. */
export async function jsonRules(
  rules: readonly Written[],
): Promise<((facts: Facts) => Promise<ReadonlySet<number>>) | undefined> {
  const name = 'json-rules-engine'
  const loaded = (await import(name).catch(() => undefined)) as EngineModule | undefined
  if (!loaded) return undefined
  const engine = new loaded.Engine([], { allowUndefinedFacts: true })
  engine.addOperator('upTo', (fact, value) => typeof fact === 'string' && fact <= value)
  const worked = (fact: string, keys: readonly string[], work: (...values: number[]) => number) =>
    engine.addFact(fact, async (_, almanac) => {
      const values = await Promise.all(keys.map((key) => almanac.factValue(key)))
      return values.some((value) => typeof value !== 'number') ? undefined : work(...(values as number[]))
    })
  for (const keys of QUOTIENTS) worked(keys.join('/'), keys, (part, whole) => part / whole)
  worked('growth', ['revenue', 'revenue_before'], (now, before) => (now - before) / before)
  for (const [at, { conditions }] of rules.entries())
    engine.addRule({ conditions, event: { type: String(at) } })
  return async (facts) => {
    const { events } = await engine.run(facts)
    return new Set(events.map(({ type }) => Number(type)))
  }
}

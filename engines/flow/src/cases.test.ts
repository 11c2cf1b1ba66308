import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { bestUnblocks, checkFlow, explainUnblock, FLOW_MESSAGES, type Flow, freedBy } from './index.ts'

type Case = {
  readonly name: string
  readonly flow: Flow
  /** Orders in the order of what they free, by cases and by money. */
  readonly best: readonly string[]
  readonly byMoney?: readonly string[]
  readonly of: string
  readonly expect: Readonly<Record<string, unknown>>
  readonly freed: readonly string[]
  readonly says: readonly string[]
}

const folder = new URL('../cases/', import.meta.url)
const seen = new Set<string>()

for (const file of readdirSync(folder)) {
  describe(file, () => {
    const cases: Case[] = parse(readFileSync(new URL(file, folder), 'utf8'))
    for (const example of cases) {
      it(example.name, () => {
        expect(checkFlow(example.flow)).toEqual([])
        expect(bestUnblocks(example.flow).map((one) => one.order)).toEqual(example.best)
        if (example.byMoney)
          expect(bestUnblocks(example.flow, { by: 'money' }).map((one) => one.order)).toEqual(example.byMoney)
        const found = freedBy(example.flow, example.of)
        expect(found).toMatchObject(example.expect)
        expect(found.freed.map((one) => one.gate)).toEqual(example.freed)
        const said = explainUnblock(found).map((one) => one.key)
        expect(said).toEqual(example.says)
        for (const key of said) seen.add(key)
      })
    }
  })
}

it('the cases show every message', () => {
  expect([...seen].sort()).toEqual([...FLOW_MESSAGES].sort())
})

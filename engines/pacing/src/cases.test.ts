import { readdirSync, readFileSync } from 'node:fs'
import type { Day } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  checkTarget,
  explainPace,
  PACING_MESSAGES,
  type Pace,
  type PaceQuestion,
  pace,
  type Reading,
} from './index.ts'

type Written = { readonly day: Day; readonly value?: number; readonly part?: number; readonly whole?: number }

type Case = Omit<PaceQuestion, 'readings'> & {
  readonly name: string
  readonly readings: readonly Written[]
  readonly expect: Readonly<Record<string, unknown>>
  readonly absent?: readonly (keyof Pace)[]
}

function readingOf({ day, value, part, whole }: Written): Reading {
  return part === undefined && whole === undefined ? { day, value } : { day, part, whole }
}

const folder = new URL('../cases/', import.meta.url)
const seen = new Set<string>()

for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  describe(file, () => {
    const cases: Case[] = parse(readFileSync(new URL(file, folder), 'utf8'))
    for (const example of cases) {
      it(example.name, () => {
        expect(checkTarget(example.target).filter((finding) => finding.level === 'error')).toEqual([])
        const answer: Pace = pace({ ...example, readings: example.readings.map(readingOf) })
        for (const [key, wanted] of Object.entries(example.expect)) {
          const found = answer[key as keyof Pace]
          if (typeof wanted === 'number') expect(found, key).toBeCloseTo(wanted, 3)
          else expect(found, key).toEqual(wanted)
        }
        for (const key of example.absent ?? []) expect(answer, key).not.toHaveProperty(key)
        for (const { key } of explainPace(answer.trace)) seen.add(key)
      })
    }
  })
}

it('the cases show every message', () => {
  expect([...seen].sort()).toEqual([...PACING_MESSAGES].sort())
})

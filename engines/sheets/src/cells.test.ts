import { readFileSync } from 'node:fs'
import type { Day, Value } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Cell, type CellContext, readCell, type SheetFact } from './index.ts'

type WrittenFact = {
  readonly type: SheetFact['type']
  readonly label: string
  readonly unit?: string
  readonly min?: number
  readonly max?: number
  readonly values?: readonly { id: string; zh: string; aliases?: string[] }[]
}

type WrittenCell = {
  readonly fact: string
  readonly cell: Cell | string | number | boolean
  readonly unit?: string
  readonly ratio?: 'percent' | 'fraction' | 'mixed'
  readonly asOf?: Day
  readonly deadline?: boolean
  readonly state?: string
  readonly value?: Value
  readonly likely?: Value
  readonly codes?: readonly string[]
  readonly approximate?: boolean
  readonly range?: { from?: number; to?: number }
  readonly precision?: string
}

function factOf(key: string, { label, values, ...rest }: WrittenFact): SheetFact {
  return {
    key,
    of: 'subject',
    label: { zh: label, en: key },
    ...rest,
    ...(values
      ? {
          values: values.map(({ id, zh, aliases }) => ({
            id,
            label: { zh, en: id },
            ...(aliases ? { aliases } : {}),
          })),
        }
      : {}),
  }
}

function contextOf({ unit, ratio, asOf, deadline }: WrittenCell): CellContext {
  return {
    ...(unit ? { unit } : {}),
    ...(ratio ? { ratio } : {}),
    ...(asOf ? { asOf } : {}),
    ...(deadline ? { mayBeLater: true, monthEnd: true } : {}),
  }
}

const text = readFileSync(new URL('../cases/cells.yaml', import.meta.url), 'utf8')
const groups: { facts: Record<string, WrittenFact>; cells: WrittenCell[] }[] = parse(text)

for (const group of groups) {
  const facts = new Map(Object.entries(group.facts).map(([key, fact]) => [key, factOf(key, fact)]))
  describe('cells', () => {
    for (const [index, example] of group.cells.entries()) {
      it(`${index + 1}: ${example.fact} ${JSON.stringify(example.cell)}`, () => {
        const reading = readCell(example.cell, facts.get(example.fact)!, contextOf(example))
        const wanted = {
          state: example.state ?? 'known',
          codes: example.codes ?? [],
          value: example.value,
          likely: example.likely,
          range: example.range,
          precision: example.precision,
          approximate: example.approximate,
        }
        const { findings, ...rest } = reading
        expect({
          value: undefined,
          likely: undefined,
          range: undefined,
          precision: undefined,
          approximate: undefined,
          ...rest,
          codes: findings.map((finding) => finding.code),
        }).toEqual(wanted)
      })
    }
  })
}

import { triOf } from '@qiongding/kernel'
import { valueAt } from '../numbers.ts'
import { type CompiledTest, chosen, folded, holds, type Of, operandsOf, placeOf, sides } from './shared.ts'

export function ladder(test: Of<'enum'>): CompiledTest {
  const read = valueAt(test.of)
  const than = chosen(test.than)
  return {
    verdict: (subject) => {
      const own = placeOf(test.ladder, read(subject))
      const other = placeOf(test.ladder, than(subject)?.[0])
      return own === undefined || other === undefined ? 'unknown' : triOf(holds(test.operator, own - other))
    },
    operands: operandsOf(test.of, test.than),
    about: sides(test.operator),
  }
}

export function ladderIn(test: Of<'enum-in'>): CompiledTest {
  const read = valueAt(test.of)
  const amongstWhich = chosen(test.values)
  return {
    verdict: (subject) => {
      const own = placeOf(test.ladder, read(subject))
      const values = amongstWhich(subject)
      if (own === undefined || !values) return 'unknown'
      const places = values.map((value) => placeOf(test.ladder, value))
      return places.includes(own) ? 'yes' : places.includes(undefined) ? 'unknown' : 'no'
    },
    operands: operandsOf(test.of, test.values),
    about: sides('in'),
  }
}

export function text(test: Of<'text'> | Of<'text-in'>): CompiledTest {
  const read = valueAt(test.of)
  const choice = test.kind === 'text' ? test.than : test.values
  const than = chosen(choice)
  const operator = test.kind === 'text' ? test.operator : 'in'
  return {
    verdict: (subject) => {
      const own = read(subject)
      const values = than(subject)
      if (typeof own !== 'string' || !values) return 'unknown'
      const same = values.map(folded).includes(folded(own))
      return triOf(operator === '!=' ? !same : same)
    },
    operands: operandsOf(test.of, choice),
    about: sides(operator),
  }
}

export function flag(test: Of<'flag'>): CompiledTest {
  const read = valueAt(test.of)
  return {
    verdict: (subject) => {
      const value = read(subject)
      return typeof value === 'boolean' ? triOf(value === test.is) : 'unknown'
    },
    operands: operandsOf(test.of),
    about: (_, [own]) => ({ actual: own?.params.value, required: test.is }),
  }
}

export function known(test: Of<'known'>): CompiledTest {
  const read = valueAt(test.of)
  return {
    verdict: (subject) => triOf(read(subject) !== undefined),
    operands: operandsOf(test.of),
    about: (_, [own]) => ({ actual: own?.params.value }),
  }
}

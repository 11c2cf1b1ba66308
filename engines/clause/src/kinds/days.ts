import { addDays, daysBetween, triOf } from '@qiongding/kernel'
import { asDay, compileDay, fullOn, lastFullBy, perDay } from '../days.ts'
import { operand, valueAt } from '../numbers.ts'
import { type CompiledTest, holds, type Of, sides } from './shared.ts'

export function day(test: Of<'day'>): CompiledTest {
  const left = compileDay(test.left)
  const right = compileDay(test.right)
  return {
    verdict: (subject) => {
      const a = left.day(subject)
      const b = right.day(subject)
      if (a === undefined || b === undefined) return 'unknown'
      return triOf(holds(test.operator, a < b ? -1 : a > b ? 1 : 0))
    },
    operands: (subject) => [left.trace(subject), right.trace(subject)],
    about: sides(test.operator),
  }
}

export function age(test: Of<'age'>): CompiledTest {
  const read = valueAt(test.of)
  const { operator, span } = test
  // Of a list judged on one day only the day of birth differs: the latest birth that is old enough is worked out once.
  const limits = perDay((on) => ({
    fully: lastFullBy(on, span),
    longer: lastFullBy(addDays(on, -1), span),
  }))
  return {
    verdict: (subject) => {
      const born = asDay(read(subject))
      if (born === undefined) return 'unknown'
      const { fully, longer } = limits(subject.on)
      return holds(operator, born <= longer ? 1 : born <= fully ? 0 : -1) ? 'yes' : 'no'
    },
    operands: (subject) => {
      const own = asDay(read(subject))
      return [operand(test.of.from, { key: test.of.key, value: own }), operand('on', { value: subject.on })]
    },
    about: (subject, [own]) => {
      const born = asDay(own?.params.value)
      if (born === undefined) return { operator, required: span.amount, unit: span.unit }
      const full = fullOn(born, span)
      // The first day on which the test turns: a day later where the span must be exceeded.
      const turns = operator === '>' || operator === '<=' ? addDays(full, 1) : full
      return {
        operator,
        required: span.amount,
        unit: span.unit,
        actualDays: daysBetween(born, subject.on),
        turns,
      }
    },
  }
}

import type { Trace, Tri, Value } from '@qiongding/kernel'
import type { Choice, Ladder, Operator, Source, Test } from '../definition.ts'
import { operand, type Subject, valueAt } from '../numbers.ts'

/** A test ready to run: its verdict, and what goes into the trace besides. */
export type CompiledTest = {
  readonly verdict: (subject: Subject) => Tri
  readonly operands: (subject: Subject) => readonly Trace[]
  /** What explains the verdict: operator, what was asked, why it is unknown. */
  readonly about: (subject: Subject, operands: readonly Trace[]) => Trace['params']
}

export type Of<K extends Test['kind']> = Test & { readonly kind: K }

/** Whether an order (-1, 0, 1) fulfils an operator. */
export function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '=':
      return order === 0
    case '!=':
      return order !== 0
  }
}

/** The values a choice stands for; undefined where its parameter is not known. */
export function chosen(choice: Choice): (subject: Subject) => readonly string[] | undefined {
  if ('values' in choice) return () => choice.values
  const read = valueAt({ from: 'parameter', key: choice.parameter })
  return (subject) => {
    const value = read(subject)
    return value === undefined || typeof value === 'number' || typeof value === 'boolean'
      ? undefined
      : typeof value === 'string'
        ? [value]
        : value
  }
}

/** Traces of a source and of what it is held against. */
export function operandsOf(source: Source, choice?: Choice): (subject: Subject) => readonly Trace[] {
  const read = valueAt(source)
  const than = choice && chosen(choice)
  return (subject) => {
    const own = operand(source.from, { key: source.key, value: read(subject) })
    if (!choice || !than) return [own]
    const value = than(subject)
    return 'parameter' in choice
      ? [own, operand('parameter', { key: choice.parameter, value })]
      : [own, operand('values', { value })]
  }
}

/** What was found and what was asked, for the record. */
export const sides = (operator: string) => (_: Subject, parts: readonly Trace[]) => ({
  operator,
  actual: parts[0]?.params.value,
  required: parts[1]?.params.value,
})

/** Place of a value on the ladder; what is not listed is unknown. */
export function placeOf(places: Ladder, value: Value | undefined): number | undefined {
  return typeof value === 'string' && Object.hasOwn(places, value) ? places[value] : undefined
}

/** Texts are the same regardless of width (NFKC), letter case and surrounding blanks. A final sigma is a sigma: how a letter folds does not hang on its place. */
export function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replaceAll('ς', 'σ')
}

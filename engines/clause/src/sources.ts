import type { Expression, Source, Test } from './definition.ts'

/** Every source a test reads, in reading order. */
export function sourcesOf(test: Test): Source[] {
  const found: Source[] = []
  const expression = (of: Expression): void => {
    if (of.kind === 'source') found.push(of.source)
    else if (of.kind !== 'number') {
      expression(of.left)
      expression(of.right)
    }
  }
  switch (test.kind) {
    case 'compare':
      expression(test.left)
      expression(test.right)
      return found
    case 'amongst':
      expression(test.of)
      test.numbers.forEach(expression)
      return found
    case 'day':
      for (const { base } of [test.left, test.right]) if (base.kind === 'source') found.push(base.source)
      return found
  }
  found.push(test.of)
  const choice =
    test.kind === 'enum' || test.kind === 'text'
      ? test.than
      : test.kind === 'tree'
        ? test.codes
        : test.kind === 'enum-in' || test.kind === 'text-in' || test.kind === 'has'
          ? test.values
          : undefined
  if (choice && 'parameter' in choice) found.push({ from: 'parameter', key: choice.parameter })
  return found
}

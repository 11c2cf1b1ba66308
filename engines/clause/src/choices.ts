import type { Choice } from './definition.ts'
import { Unreadable } from './lexer.ts'
import { operandOf } from './operands.ts'
import { type Term, wordOf } from './parser.ts'
import { codeOf, isValue, type Named, type Scope, valueIdOf } from './words.ts'

/** Values of an enum, by id, label or alias; or a parameter that holds such values. */
export function enumChoice(scope: Scope, named: Named, terms: readonly Term[], several: boolean): Choice {
  const values = named.fact.values ?? []
  const parameter = parameterIn(scope, terms)
  if (!parameter) return { values: terms.map((term) => valueIdOf(values, wordOf(term), term.at)) }
  const strange = parameter.fact.values?.find((value) => !isValue(values, value.id))
  if (!parameter.fact.values || strange)
    throw new Unreadable('clause.different-values', terms[0]!.at, parameter.source.key, {
      expected: named.source.key,
    })
  if (parameter.fact.type === 'list' && !several)
    throw new Unreadable('clause.any-or-all', terms[0]!.at, parameter.source.key)
  return { parameter: parameter.source.key }
}

/** Quoted texts, or a parameter that holds them. */
export function textChoice(scope: Scope, terms: readonly Term[], several: boolean): Choice {
  const parameter = parameterIn(scope, terms)
  if (!parameter) return { values: terms.map((term) => textOf(scope, term)) }
  const { type } = parameter.fact
  if (type !== 'text' && !(several && type === 'list'))
    throw new Unreadable('clause.text-expected', terms[0]!.at, parameter.source.key)
  return { parameter: parameter.source.key }
}

/** Codes of a tree, by code or label; or a parameter that holds codes of the same tree. */
export function codeChoice(scope: Scope, tree: string, terms: readonly Term[]): Choice {
  const parameter = parameterIn(scope, terms)
  if (!parameter) return { values: terms.map((term) => codeOf(scope, tree, wordOf(term), term.at)) }
  if (parameter.fact.tree !== tree)
    throw new Unreadable('clause.different-values', terms[0]!.at, parameter.source.key, { expected: tree })
  return { parameter: parameter.source.key }
}

/** Items of a list of free words, or of codes of a tree; or a parameter that holds them. */
export function itemChoice(
  scope: Scope,
  tree: string | undefined,
  terms: readonly Term[],
  several: boolean,
): Choice {
  const parameter = parameterIn(scope, terms)
  if (parameter?.fact.type === 'list' && !several)
    throw new Unreadable('clause.any-or-all', terms[0]!.at, parameter.source.key)
  if (parameter) {
    const { type, tree: codes } = parameter.fact
    if (tree === undefined ? type !== 'text' && type !== 'list' : codes !== tree)
      throw new Unreadable(
        tree === undefined ? 'clause.text-expected' : 'clause.different-values',
        terms[0]!.at,
        parameter.source.key,
        tree === undefined ? {} : { expected: tree },
      )
    return { parameter: parameter.source.key }
  }
  const item = (term: Term) =>
    tree === undefined ? textOf(scope, term) : codeOf(scope, tree, wordOf(term), term.at)
  return { values: terms.map(item) }
}

function parameterIn(scope: Scope, terms: readonly Term[]): Named | undefined {
  const term = terms.find((each) => each.kind === 'parameter')
  if (term?.kind !== 'parameter') return undefined
  if (terms.length > 1) throw new Unreadable('clause.parameter-alone', term.at, term.text)
  const operand = operandOf(scope, term)
  if (operand.is !== 'other') throw new Unreadable('clause.different-values', term.at, term.text)
  return operand.named
}

/** A word written without quotes is a fact or a value; a text is quoted. */
function textOf(scope: Scope, term: Term): string {
  if (term.kind === 'string') return term.text
  if (term.kind === 'word' && operandOf(scope, term).is !== 'word')
    throw new Unreadable('clause.text-expected', term.at, term.text)
  throw new Unreadable('clause.quote', term.at, wordOf(term), { write: JSON.stringify(wordOf(term)) })
}

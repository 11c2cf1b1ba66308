import { useTranslation } from 'react-i18next'
import { useFormat } from '../kit/use-format.ts'
import { useLabel, usePack } from './pack.ts'

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '!=': '≠' }
const WORD = /"[^"]*"|>=|<=|!=|[A-Za-z_][A-Za-z0-9_]*(?:-[a-z0-9]+)*/g

/** A test as it is written, in the words of the pack: facts by their names, values by their labels, signs as people write them. */
export function useClauseWords(): (text: string) => string {
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  const format = useFormat()
  return (text) => {
    const facts = (text.match(WORD) ?? []).flatMap((word) => pack.fact(word) ?? [])
    const choiceOf = (word: string) =>
      facts.flatMap((fact) => fact.values ?? []).find((value) => value.id === word)?.label
    return text
      .replace(/^age of (\w+)/, (_, key) => t('policy.ageOf', { fact: label(pack.fact(key)?.label, key) }))
      .replace(WORD, (word) => {
        const fact = pack.fact(word)
        return SIGNS[word] ?? (fact ? label(fact.label) : label(choiceOf(word), word))
      })
      .replace(
        /(\d(?:\.\d+)?)(\p{Script=Han}+)/gu,
        (_, number, unit) => `${number} ${format.unitWord(unit, Number(number))}`,
      )
  }
}

/** The left side of a comparison: what is measured. */
export function measuredIn(text: string): string {
  return text.split(/ (?:>=|<=|!=|[<>=]) /)[0] ?? text
}

import { type SheetFact, type TreeEntry, type Writing, writeCell } from '@qiongding/sheets'

/** Longer lists of words help nobody in a drop-down. */
const MOST = 1_000
/** Characters of a list written into its cell's rule (Excel specifications: 255 with the quotes). */
const INLINE = 250

/** The words a column may hold, where they are enumerated. */
export function choiceWords(
  fact: SheetFact,
  writing: Writing,
  trees: Readonly<Record<string, readonly TreeEntry[]>>,
): string[] | undefined {
  const word = (value: string | boolean, tree?: readonly TreeEntry[]) =>
    writeCell(value, fact, writing, tree).cell.text
  if (fact.type === 'boolean') return [word(true), word(false)].filter((text) => text !== '')
  if (fact.type === 'enum') return (fact.values ?? []).map((choice) => word(choice.id))
  if (fact.type !== 'tree' || fact.tree === undefined) return undefined
  const tree = trees[fact.tree]
  return tree && tree.length <= MOST ? tree.map((entry) => word(entry.code, tree)) : undefined
}

/** The words as the text of a rule, where they are short and none has a comma. */
export function inlineChoices(words: readonly string[]): string | undefined {
  const text = words.join(',')
  return words.some((word) => /[,"]/.test(word)) || text.length > INLINE ? undefined : `"${text}"`
}

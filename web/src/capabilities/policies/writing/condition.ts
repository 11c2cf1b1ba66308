import { isMap, isSeq, parseDocument } from 'yaml'

/** One condition as a form gives it. */
export type Condition = {
  readonly fact: string
  /** An operator and a value (`>= 500万元`), `known`, or nothing where the fact itself is the condition. */
  readonly asks: string
  readonly cite: string
}

/** A text with one more condition that must hold, the rest as it was written; nothing where the text has no list to add it to. */
export function withCondition(text: string, { fact, asks, cite }: Condition): string | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0) return undefined
  const path = ['versions', 0, 'require', 'all']
  if (!isMap(document.getIn(['versions', 0]))) return undefined
  if (!isSeq(document.getIn(path))) {
    const required = document.getIn(['versions', 0, 'require'])
    // Another rule than a list of lines: to put it under one is for whoever writes to decide.
    if (isMap(required) && required.items.length > 0) return undefined
    document.setIn(['versions', 0, 'require'], document.createNode({ all: [] }))
  }
  const test = asks === '' ? fact : `${fact} ${asks}`
  const node = document.createNode({
    id: freeId(document.getIn(path), fact),
    test,
    ...(cite !== '' && { cite }),
  })
  node.flow = true
  const list = document.getIn(path)
  if (isSeq(list)) list.flow = false
  document.addIn(path, node)
  return document.toString({ lineWidth: 0 })
}

/** A name for the line that no other line bears. */
function freeId(list: unknown, fact: string): string {
  const base = fact.replaceAll('_', '-')
  const taken = new Set(
    (isSeq(list) ? list.items : []).map((item) => (isMap(item) ? String(item.get('id') ?? '') : '')),
  )
  let id = base
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`
  return id
}

/** The text of a policy that nobody has written yet. */
export function blankText(words: {
  readonly office: string
  readonly of: string
  readonly from: string
}): string {
  return `id: new-policy
label: { zh: 政策名称, en: Name of the policy }
kind: reward
of: ${words.of}
office: ${words.office}
versions:
  - version: 1
    cite: 文号
    effective: { from: ${words.from} }
    require:
      all: []
golden:
  - { name: 演示甲企业, on: ${words.from}, facts: {}, expect: { verdict: unknown } }
`
}

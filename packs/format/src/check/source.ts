import type { Finding, Place } from '@qiongding/kernel'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** One file of a pack: its name relative to the pack's folder, and its text. */
export type PackSource = { readonly file: string; readonly text: string }

/** Where inside a file's tree. */
export type Path = readonly (string | number)[]

/** A parsed file that can say on which line any part of it stands. */
export type OpenSource = {
  readonly file: string
  readonly data: unknown
  /** The place of a part; of the nearest part above it where that part is missing. */
  place(path: Path): Place
  /** The place of a key itself, for a key that should not be there. */
  placeOfKey(path: Path, key: string): Place
}

/** `journeys[0].gates[1].from` for a path. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')
}

/** A path written as text, taken apart again. */
export function pathOf(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key as string) : Number(index),
  )
}

/** Parses one file. Mistakes of YAML itself come back as findings, each with its line. */
export function openSource(source: PackSource): { open?: OpenSource; findings: Finding[] } {
  const counter = new LineCounter()
  const document = parseDocument(source.text, { lineCounter: counter, prettyErrors: false })
  const lineAt = (offset: number) => counter.linePos(offset).line
  const findings = [...document.errors, ...document.warnings].map(
    (problem): Finding => ({
      code: 'pack.yaml',
      level: 'error',
      at: { file: source.file, line: lineAt(problem.pos[0]) },
      value: problem.message,
      facts: { rule: problem.code },
    }),
  )
  if (findings.length > 0) return { findings }
  let data: unknown
  try {
    data = document.toJS()
    // What names itself has no end; what is nested too deep is no text of anybody.
    JSON.stringify(data)
  } catch (error) {
    // Aliases of aliases, that would unfold to more than anybody wrote.
    const at = { file: source.file, line: 1 }
    return { findings: [{ code: 'pack.yaml', level: 'error', at, value: (error as Error).message }] }
  }

  const find = (path: Path): { offset: number } => {
    let node: unknown = document.contents
    let offset = offsetOf(node) ?? 0
    for (const step of path) {
      const [key, value] = childOf(node, step)
      const next = offsetOf(key) ?? offsetOf(value)
      if (next === undefined) break
      offset = next
      node = value
    }
    return { offset }
  }
  return {
    open: {
      file: source.file,
      data,
      place: (path) => ({ file: source.file, line: lineAt(find(path).offset), path: pathText(path) }),
      placeOfKey: (path, key) => ({
        file: source.file,
        line: lineAt(find([...path, key]).offset),
        path: pathText([...path, key]),
      }),
    },
    findings: [],
  }
}

function childOf(node: unknown, step: string | number): [unknown, unknown] {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
    return [pair?.key, pair?.value]
  }
  if (isSeq(node)) return [undefined, node.items[Number(step)]]
  return [undefined, undefined]
}

function offsetOf(node: unknown): number | undefined {
  const range = (node as { range?: [number, number, number] } | null | undefined)?.range
  return range?.[0]
}

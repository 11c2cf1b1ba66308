import type { Finding } from '@qiongding/kernel'
import type { z } from 'zod'
import { FILES, type FileKind } from '../schema/pack.ts'
import type { OpenSource, Path } from './source.ts'

type Issue = z.core.$ZodIssue

const NAMES: readonly (readonly [RegExp, FileKind])[] = [
  [/^pack\.yaml$/, 'pack'],
  [/^kinds\.yaml$/, 'kinds'],
  [/^facts(\.yaml|\/[^/]+\.yaml)$/, 'facts'],
  [/^trees\/[^/]+\.yaml$/, 'tree'],
  [/^offices\.yaml$/, 'offices'],
  [/^roles\.yaml$/, 'roles'],
  [/^elements\.yaml$/, 'elements'],
  [/^evidence\.yaml$/, 'evidence'],
  [/^journeys\/[^/]+\.yaml$/, 'journey'],
  [/^matchings\/[^/]+\.yaml$/, 'matching'],
  [/^indicators(\.yaml|\/[^/]+\.yaml)$/, 'indicators'],
  [/^evaluations\.yaml$/, 'evaluations'],
  [/^ladder\.yaml$/, 'ladder'],
  [/^lists\.yaml$/, 'lists'],
  [/^places\.yaml$/, 'places'],
  [/^navigation\.yaml$/, 'navigation'],
  [/^words\.yaml$/, 'words'],
  [/^policies\/[^/]+\.yaml$/, 'policy'],
  [/^templates\/[^/]+\.yaml$/, 'template'],
  [/^demo\/[^/]+\.yaml$/, 'demo'],
]

/** Which schema a file answers to, by its name. */
export function kindOfFile(file: string): FileKind | undefined {
  return NAMES.find(([pattern]) => pattern.test(file))?.[1]
}

/** A file's content after its schema, or every way in which it breaks it. */
export function checkShape(open: OpenSource, kind: FileKind): { value?: unknown; findings: Finding[] } {
  const parsed = FILES[kind].safeParse(open.data ?? {})
  if (parsed.success) return { value: parsed.data, findings: [] }
  return { findings: parsed.error.issues.flatMap((issue) => findingsOf(issue, [], open)) }
}

function findingsOf(issue: Issue, above: Path, open: OpenSource): Finding[] {
  const path: Path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors)
    if (branch) return branch.flatMap((inner) => findingsOf(inner, path, open))
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      code: 'pack.unknown-key',
      level: 'error',
      at: open.placeOfKey(path, key),
      value: key,
    }))
  const missing = valueAt(open.data, path) === undefined
  return [
    {
      code: missing ? 'pack.missing' : `pack.${issue.code.replaceAll('_', '-')}`,
      level: 'error',
      at: open.place(path),
      ...(missing ? {} : { value: String(valueAt(open.data, path)) }),
      facts: factsOf(issue),
    },
  ]
}

/** Of the shapes a value might have had, the one it came closest to: the mistake lies deepest, and there are fewest. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map((issue) => issue.path.length))
  return branches
    .filter((issues) => issues.length > 0)
    .toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0]
}

function factsOf(issue: Issue): Record<string, string | number | readonly string[]> {
  switch (issue.code) {
    case 'invalid_value':
      return { expected: issue.values.map(String) }
    case 'invalid_type':
      return { expected: issue.expected }
    case 'invalid_format':
      return { expected: issue.pattern ?? issue.format }
    case 'too_small':
      return { least: Number(issue.minimum) }
    case 'too_big':
      return { most: Number(issue.maximum) }
    default:
      return { message: issue.message }
  }
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step],
    data,
  )
}

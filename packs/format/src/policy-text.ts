import { addDays, type Day, day, type Finding } from '@qiongding/kernel'
import { checkPolicy, type Policy } from '@qiongding/policy'
import { stringify } from 'yaml'
import { DEMONSTRATION, mistakesOf } from './check/policies.ts'
import { checkShape } from './check/shape.ts'
import { openSource, type Path, pathOf } from './check/source.ts'
import type { CompiledPack } from './compile.ts'
import type { Pack } from './schema/pack.ts'
import type { PolicyDefinition, PolicyVersion } from './schema/policies.ts'

/** One text of a policy as an office writes it: a file of the pack that holds a single version and its golden cases. */
export type PolicyText = PolicyDefinition & { readonly versions: readonly PolicyVersion[] }

/** The text where nothing is wrong, what it makes of the policy as it stands so far, and everything there is to say about it. */
export type CheckedText = {
  readonly text?: PolicyText
  /** The id that it gives itself, as soon as it can be read. */
  readonly id?: string
  readonly definition?: PolicyDefinition
  readonly policy?: Policy
  readonly findings: readonly Finding[]
}

/**
 * A policy with one more version. A version that had no end, or a later one, ends on the day before; its words stay as they were
 * published. What was only listed (`placeholder`) has a text from now on.
 */
export function withText(before: PolicyDefinition | undefined, text: PolicyText): PolicyDefinition {
  const [added] = text.versions
  if (!before || !added) return text
  const { placeholder: _, versions = [], ...head } = before
  const { from } = added.effective
  const ended = versions.map((version): PolicyVersion => {
    const { effective } = version
    const lasts = effective.from < from && (effective.to === undefined || effective.to >= from)
    return lasts ? { ...version, effective: { from: effective.from, to: addDays(day(from), -1) } } : version
  })
  return { ...head, versions: [...ended, added], golden: [...(before.golden ?? []), ...(text.golden ?? [])] }
}

/**
 * Checks a text against the pack and the policy as it stands so far: `policyNamed` finds that by the id that the text gives, and none means
 * that it is a new one. Findings carry the line in the text. Golden cases are judged, and a text without one is refused, as it is in a pack.
 */
export function checkPolicyText(
  written: string,
  {
    pack,
    compiled,
    policyNamed,
  }: PackSoFar & { readonly policyNamed: (id: string) => PolicyDefinition | undefined },
): CheckedText {
  const { open, findings: broken } = openSource({ file: 'policy.yaml', text: written })
  if (!open) return { findings: broken }
  const shape = checkShape(open, 'policy')
  if (shape.value === undefined) return { findings: shape.findings }
  // The schema of policy files made it.
  const value = shape.value as PolicyDefinition
  const before = policyNamed(value.id)
  const findings: Finding[] = []
  const say = (path: Path, code: string, named?: string, facts?: Finding['facts']) =>
    findings.push({
      code,
      level: 'error',
      at: open.place(path),
      ...(named !== undefined && { value: named }),
      ...(facts && { facts }),
    })

  const known = (path: Path, id: string, what: string, ids: readonly { readonly id: string }[]) => {
    if (!ids.some((one) => one.id === id)) say(path, 'pack.reference', id, { what })
  }
  known(['of'], value.of, 'kinds', pack.kinds)
  known(['office'], value.office, 'offices', pack.offices)
  value.excludes?.forEach((other, at) => {
    known(['excludes', at], other, 'policies', pack.policies)
  })
  value.golden?.forEach(({ name }, at) => {
    if (!DEMONSTRATION.test(name)) say(['golden', at, 'name'], 'pack.demo-name', name)
  })
  if (value.placeholder || value.versions?.length !== 1)
    say(['versions'], 'policy.one-version', String(value.versions?.length ?? 0))
  for (const key of ['kind', 'of', 'office'] as const)
    if (before && before[key] !== value[key])
      say([key], 'policy.head-changed', value[key], { before: before[key] })
  const [added] = value.versions ?? []
  const last = Math.max(0, ...(before?.versions ?? []).map(({ version }) => version))
  if (added && added.version <= last)
    say(['versions', 0, 'version'], 'policy.version-taken', String(added.version), { least: last + 1 })
  if (findings.length > 0 || !added) return { id: value.id, findings }

  const text: PolicyText = { ...value, versions: [added] }
  const definition = withText(before, text)
  const own = (definition.versions ?? []).length - 1
  const { policy, findings: said } = checkPolicy(definition, compiled.dictionary, { scope: [value.of] })
  for (const finding of said) {
    const path = pathOf(finding.at.path ?? '')
    // The new version is the last of the whole and the only one of the text.
    const [list, at, ...rest] = path
    const here = list === 'versions' ? (at === own ? ['versions', 0, ...rest] : ['versions', 0]) : path
    findings.push({ ...finding, at: open.place(here) })
  }
  if (!policy) return { id: value.id, findings }
  const facts = pack.facts.filter(({ of }) => of === value.of)
  for (const mistake of mistakesOf(policy, text, facts))
    say(mistake.path, mistake.code, mistake.value, mistake.facts)
  return { id: value.id, findings, ...(findings.length === 0 && { text, definition, policy }) }
}

type PackSoFar = { readonly pack: Pack; readonly compiled: CompiledPack }

/** What a policy says now as a text to go on from: the next version, from the day given, with what was wrong to carry over left out. */
export function nextText(before: PolicyDefinition, from: Day): string {
  const { placeholder: _, versions = [], golden = [], ...head } = before
  const last = versions.at(-1)
  const number = Math.max(0, ...versions.map(({ version }) => version)) + 1
  const {
    announced: _announced,
    windows: _windows,
    ...rest
  } = last ?? {
    cite: '',
    require: { all: [] },
  }
  const cases = last
    ? golden.filter(({ on }) => on >= last.effective.from && on <= (last.effective.to ?? '9999-12-31'))
    : []
  return stringify(
    {
      ...head,
      versions: [{ ...rest, version: number, effective: { from } }],
      golden: cases.map((one) => ({
        ...one,
        on: from,
        expect: { ...one.expect, ...('version' in one.expect && { version: number }) },
      })),
    },
    { lineWidth: 0, aliasDuplicateObjects: false, flowCollectionPadding: true },
  )
}

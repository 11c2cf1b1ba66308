import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLAUSE_MESSAGES } from '@qiongding/clause'
import { LIFECYCLE_MESSAGES } from '@qiongding/lifecycle'
import { MATCHING_MESSAGES } from '@qiongding/matching'
import { PACING_MESSAGES } from '@qiongding/pacing'
import { POLICY_MESSAGES } from '@qiongding/policy'
import { SHEET_FINDINGS } from '@qiongding/sheets'
import { describe, expect, it } from 'vitest'
import { REFUSALS } from '../../../server/src/platform/refusals.ts'
import { FINDING_SENTENCES as findingEn } from '../../../server/src/spine/registry/imports/sentences/en/contract.ts'
import { FINDING_SENTENCES as findingZh } from '../../../server/src/spine/registry/imports/sentences/zh/contract.ts'
import en from './en.json' with { type: 'json' }
import zh from './zh.json' with { type: 'json' }

const SOURCE = join(import.meta.dirname, '..')
const HAN = /\p{Script=Han}/u

type Flat = ReadonlyMap<string, string>

function flatten(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) =>
    flatten(value, path === '' ? key : `${path}.${key}`),
  )
}

const inZh: Flat = new Map(flatten({ ...zh, finding: findingZh }))
const inEn: Flat = new Map(flatten({ ...en, finding: findingEn }))

function sources(ending: RegExp): { name: string; text: string }[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('.test.'))
    .map((name) => ({ name, text: readFileSync(join(SOURCE, name), 'utf8') }))
}

function holes(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] as string).sort()
}

describe('locales', () => {
  it('hold the same keys', () => {
    expect([...inEn.keys()].sort()).toEqual([...inZh.keys()].sort())
  })

  it('say one and several wherever they count', () => {
    const counting = [...inEn.keys()].filter((key) => /_(one|other)$/.test(key))
    const lone = counting.filter(
      (key) => !inEn.has(key.replace(/_(one|other)$/, key.endsWith('_one') ? '_other' : '_one')),
    )
    expect(lone).toEqual([])
  })

  it('leave no parameter of a sentence behind, but for names of months', () => {
    const own = new Set(['format.month', 'asOfSwitch.month'])
    const differing = [...inZh].filter(
      ([key, text]) => !own.has(key) && holes(text).join() !== holes(inEn.get(key) ?? '').join(),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it('hold every key that the source names as a literal', () => {
    const used = sources(/\.tsx?$/).flatMap(({ text }) =>
      [...text.matchAll(/\bt\(\s*'([\w.~-]+)'/g)].map((match) => match[1] as string),
    )
    expect(used.length).toBeGreaterThan(50)
    // What counts things has a sentence for one and for several (i18next picks by Intl.PluralRules).
    expect(used.filter((key) => !inZh.has(key) && !inZh.has(`${key}_other`))).toEqual([])
  })

  it('hold a sentence and a cure for every refusal', () => {
    const missing = Object.keys(REFUSALS).filter(
      (code) => !inZh.has(`refusal.${code}.title`) || !inZh.has(`refusal.${code}.cure`),
    )
    expect(missing).toEqual([])
  })

  it('hold a sentence for every message of the engines', () => {
    const keys = [
      ...CLAUSE_MESSAGES,
      ...LIFECYCLE_MESSAGES,
      ...MATCHING_MESSAGES,
      ...PACING_MESSAGES,
      ...POLICY_MESSAGES,
    ]
    expect(keys.filter((key) => !inZh.has(`message.${key}`))).toEqual([])
  })

  it('hold a sentence for everything that is found in a sheet', () => {
    expect(SHEET_FINDINGS.filter((code) => !inZh.has(`finding.${code}`))).toEqual([])
  })

  it('are the only place for Chinese words on screen', () => {
    const offenders = sources(/\.tsx$/).filter(({ text }) => HAN.test(text))
    expect(offenders.map(({ name }) => name)).toEqual([])
  })

  it('write words, not templates of marketing', () => {
    const forbidden = /智能|赋能|一键/
    expect([...inZh.values()].filter((text) => forbidden.test(text))).toEqual([])
  })
})

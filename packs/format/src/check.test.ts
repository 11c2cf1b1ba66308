import { describe, expect, it } from 'vitest'
import { checkPack, type PackSource } from './index.ts'
import { readSources } from './load.ts'

const laid = await readSources(new URL('../../laoshan/', import.meta.url).pathname)

/** The pack with one passage of one file replaced; the passage must be there. */
function planted(file: string, from: string, to: string): { sources: PackSource[]; line: number } {
  const text = laid.find((source) => source.file === file)!.text
  const at = text.indexOf(from)
  expect(at, `${file}: ${from}`).toBeGreaterThanOrEqual(0)
  const changed = text.slice(0, at) + to + text.slice(at + from.length)
  const offset = to.length === 0 ? at : at + to.length - to.trimStart().length
  return {
    sources: laid.map((source) => (source.file === file ? { file, text: changed } : source)),
    line: changed.slice(0, offset).split('\n').length,
  }
}

const text = (file: string) => laid.find((source) => source.file === file)!.text

describe('a planted mistake is found at its file and line', () => {
  it.each<[string, string, string, string, string]>([
    [
      'a policy over an unknown fact',
      'policies/tech-sme.yaml',
      'employees <= 500人',
      'employes <= 500人',
      'clause.unknown-fact',
    ],
    [
      'a band without its percent',
      'policies/tech-sme.yaml',
      '{ from: 25%, points: 16 }',
      '{ from: 25, points: 16 }',
      'clause.missing-percent',
    ],
    [
      'a hole between bands',
      'policies/innovative-sme.yaml',
      '{ above: 55%, upTo: 75%, points: 5 }',
      '{ above: 60%, upTo: 75%, points: 5 }',
      'policy.band-hole',
    ],
    [
      'a golden case that comes out otherwise',
      'policies/tech-sme.yaml',
      'expect: { verdict: review, low: 64, high: 64 }',
      'expect: { verdict: review, low: 65, high: 64 }',
      'pack.golden',
    ],
    [
      'a golden case of a real name',
      'policies/talent-loan.yaml',
      'name: 演示甲公司',
      'name: 海洋公司',
      'pack.demo-name',
    ],
    [
      'a text that is called a placeholder',
      'policies/stars-plan.yaml',
      'placeholder: true',
      'placeholder: false',
      'pack.placeholder-or-text',
    ],
    [
      'versions in force on one day',
      'policies/specialised-sme.yaml',
      'effective: { from: 2026-04-01 }',
      'effective: { from: 2026-03-01 }',
      'policy.versions-overlap',
    ],
    [
      'an amount of people',
      'policies/contract-reward.yaml',
      'rate: 10%, of: contract_receipts',
      'rate: 10%, of: institution_graduates',
      'clause.dimension',
    ],
    [
      'an office that is none',
      'policies/talent-loan.yaml',
      'office: talent-office',
      'office: talents',
      'pack.reference',
    ],
    ['a time zone of nowhere', 'pack.yaml', 'Asia/Shanghai', 'Asia/Laoshan', 'pack.custom'],
    ['an offset for a time zone', 'pack.yaml', 'Asia/Shanghai', "'+08:00'", 'pack.invalid-format'],
    ['an unknown key', 'kinds.yaml', 'nameFact: name\n', 'nameFakt: name\n', 'pack.unknown-key'],
    [
      'a name fact that is not there',
      'kinds.yaml',
      'nameFact: talent_name',
      'nameFact: talent_nam',
      'pack.reference',
    ],
    [
      'a comparison by a fact that is not there',
      'kinds.yaml',
      'comparedBy: [registered_on,',
      'comparedBy: [founded_on,',
      'pack.reference',
    ],
    ['a kind of no known role', 'kinds.yaml', 'role: offer', 'role: offr', 'pack.invalid-value'],
    [
      'a need that ends nowhere',
      'kinds.yaml',
      'expiresFact: post_expires_on\n    demand:',
      'demand:',
      'pack.demand-without-end',
    ],
    ['a number of no fact', 'kinds.yaml', 'quantity: headcount', 'quantity: headcuont', 'pack.reference'],
    [
      'a number that is a text',
      'kinds.yaml',
      'quantity: headcount',
      'quantity: post_title',
      'pack.fact-type',
    ],
    ['an outcome that is none', 'kinds.yaml', 'filled: filled', 'filled: full', 'pack.reference'],
    ['a need that outlives its rule', 'kinds.yaml', 'validDays: 90', 'validDays: 900', 'pack.range'],
    [
      'a fact of nobody',
      'facts/post.yaml',
      'key: headcount, of: post',
      'key: headcount, of: posts',
      'pack.reference',
    ],
    ['a unit that is none', 'facts/post.yaml', 'unit: 人, min: 1', 'unit: 个人, min: 1', 'pack.unit'],
    ['a fact twice', 'facts/talent.yaml', '{ key: patents,', '{ key: english,', 'pack.duplicate'],
    ['a tree that is not there', 'facts/post.yaml', 'tree: chains', 'tree: chain', 'pack.reference'],
    [
      'one header word for two facts',
      'facts/post.yaml',
      'aliases: [人数,',
      'aliases: [岗位,',
      'pack.ambiguous-header',
    ],
    [
      'a parent that is not there',
      'trees/chains.yaml',
      'code: key-ai, parent: key',
      'code: key-ai, parent: keys',
      'pack.reference',
    ],
    ['a role in no office', 'roles.yaml', 'office: attraction', 'office: atraction', 'pack.reference'],
    [
      'a grant of no known ability',
      'roles.yaml',
      'ability: order.link',
      'ability: order.links',
      'pack.invalid-value',
    ],
    [
      'an enterprise that sees all orders',
      'roles.yaml',
      '{ ability: order.confirm, if: own-party }',
      'order.confirm',
      'pack.party-open-grant',
    ],
    [
      'an element nobody owes',
      'elements.yaml',
      'office: natural-resources',
      'office: nature',
      'pack.reference',
    ],
    ['a gate to no stage', 'journeys/placement.yaml', 'to: checked', 'to: chcked', 'pack.reference'],
    [
      'evidence of no known kind',
      'journeys/placement.yaml',
      'evidence: recommendation ',
      'evidence: letter ',
      'pack.reference',
    ],
    [
      'a requirement id twice',
      'journeys/placement.yaml',
      'id: interview-held',
      'id: recommendation-sent',
      'pack.duplicate',
    ],
    [
      'a clause over an unknown fact',
      'journeys/placement.yaml',
      'clause: post_expires_on >= on',
      'clause: post_expires >= on',
      'clause.unknown-fact',
    ],
    [
      'a clause with the wrong unit',
      'journeys/placement.yaml',
      'clause: age of arrived_on >= 30天',
      'clause: age of arrived_on >= 30人',
      'clause.',
    ],
    [
      'a test against an unknown value',
      'matchings/post-talent.yaml',
      '"degree_min in {associate, bachelor, master, doctor}"',
      '"degree_min in {associate, magister}"',
      'clause.',
    ],
    [
      'people against money',
      'matchings/post-talent.yaml',
      'test: salary_from <= $salary_max',
      'test: salary_from <= $headcount',
      'clause.',
    ],
    [
      'a test and words at once',
      'matchings/post-talent.yaml',
      'id: experience\n',
      'id: experience\n    words: { need: majors, offer: [major] }\n',
      'pack.test-or-words',
    ],
    [
      'a synonym set that is not there',
      'matchings/post-talent.yaml',
      'synonyms: majors',
      'synonyms: major',
      'pack.reference',
    ],
    ['a list of nothing', 'lists.yaml', 'kind: enterprise\n', 'kind: enterprises\n', 'pack.reference'],
    ['a list nobody owns', 'lists.yaml', 'owner: science', 'owner: sciences', 'pack.reference'],
    [
      'a list published by no office',
      'lists.yaml',
      'publishers: [science,',
      'publishers: [sciences,',
      'pack.reference',
    ],
    [
      'a list that tells what is closed',
      'lists.yaml',
      'chain in tree key,',
      'contact_phone known,',
      'pack.closed-fact',
    ],
    [
      'a list by a fact of another kind',
      'lists.yaml',
      'chain in tree key,',
      'post_chain in tree key,',
      'clause.',
    ],
    [
      'a list without its names',
      'lists.yaml',
      'columns: [institution_name,',
      'columns: [',
      'pack.list-without-name',
    ],
    [
      'a list that shows an age',
      'lists.yaml',
      'columns: [name, credit_code,',
      'columns: [name, registered_for,',
      'pack.list-of-age',
    ],
    [
      'open ones of what never ends',
      'lists.yaml',
      'kind: talent\n',
      'kind: talent\n    open: true\n',
      'pack.demand-without-end',
    ],
    [
      'a balance over another tree',
      'lists.yaml',
      'node: post_chain\n',
      'node: post_chain_node\n',
      'pack.balance-of-another-tree',
    ],
    [
      'a balance of no needs',
      'lists.yaml',
      'demand:\n      kind: post\n',
      'demand:\n      kind: scene\n',
      'pack.balance-without-demand',
    ],
    [
      'a place of a holder that is none',
      'lists.yaml',
      'part: talent_chain_node\n',
      'part: talent_chain_node\n      place: { fact: school, of: holder }\n',
      'pack.half-holder',
    ],
    ['an indicator nobody owns', 'indicators.yaml', 'owner: commerce', 'owner: comerce', 'pack.reference'],
    [
      'a source that is not there',
      'indicators.yaml',
      'source: interview-2025',
      'source: interview-2024',
      'pack.reference',
    ],
    ['a count of no known stage', 'indicators.yaml', 'reached: arrived', 'reached: arived', 'pack.reference'],
    ['a unit of measure that is none', 'indicators.yaml', 'unit: 亩', 'unit: 畝', 'pack.unit'],
    [
      'a day that does not exist',
      'indicators.yaml',
      'to: "2025-12-31" }',
      'to: "2025-12-32" }',
      'pack.custom',
    ],
    [
      'a target below where it starts',
      'indicators.yaml',
      'value: 1000\n    unit: 套',
      'value: -1000\n    unit: 套',
      'pack.',
    ],
    [
      'a gate to itself',
      'journeys/key-project-works.yaml',
      'to: building',
      'to: started',
      'pack.gate-to-itself',
    ],
    [
      'a form of a kind that is not there',
      'templates/chain-quarterly.yaml',
      'kind: enterprise',
      'kind: enterprises',
      'pack.reference',
    ],
    [
      'a column of a fact of others',
      'templates/chain-quarterly.yaml',
      'fact: chain_node',
      'fact: post_chain_node',
      'pack.reference',
    ],
    [
      'one fact in two columns',
      'templates/chain-quarterly.yaml',
      'fact: chain_node',
      'fact: chain',
      'pack.duplicate',
    ],
    [
      'people in money',
      'templates/chain-quarterly.yaml',
      'fact: employees, unit: 人',
      'fact: employees, unit: 万元',
      'pack.unit',
    ],
    [
      'a day written as a number',
      'templates/chain-quarterly.yaml',
      'fact: hnte_valid_to, day: yyyy年m月d日',
      'fact: hnte_valid_to, decimals: 2',
      'pack.template-writing',
    ],
    [
      'a writing of a blank column',
      'templates/chain-quarterly.yaml',
      'header: 区县意见, width: 16',
      'header: 区县意见, unit: 万元',
      'pack.template-writing',
    ],
    [
      'a fact and a running number at once',
      'templates/chain-quarterly.yaml',
      'header: 序号, number: true',
      'header: 序号, number: true, fact: street',
      'pack.template-column',
    ],
    [
      'words that nobody fills in',
      'templates/chain-quarterly.yaml',
      '填报单位：{office}',
      '填报单位：{ofice}',
      'pack.template-placeholder',
    ],
    [
      'a clause with no such code',
      'templates/chain-quarterly.yaml',
      'where: chain in tree key',
      'where: chain in tree keys',
      'clause.',
    ],
    [
      'an order by nothing',
      'templates/chain-quarterly.yaml',
      'sort: chain',
      'sort: chains',
      'pack.reference',
    ],
    [
      'a made-up form that could pass for real',
      'templates/chain-quarterly.yaml',
      'zh: 演示 市级产业链企业季报',
      'zh: 市级产业链企业季报',
      'pack.demo-unmarked',
    ],
    [
      'a sheet name that Excel refuses',
      'templates/chain-quarterly.yaml',
      'sheet: 产业链企业季报',
      'sheet: 产业链/企业季报',
      'pack.invalid-format',
    ],
    ['English that is Chinese', 'offices.yaml', 'en: Talent office', 'en: 人才办', 'pack.label-language'],
    [
      'a label without English',
      'offices.yaml',
      '{ zh: 科技局, en: Science and technology }',
      '{ zh: 科技局 }',
      'pack.missing',
    ],
    [
      'a place within nowhere',
      'places.yaml',
      'within: international-innovation-park',
      'within: innovation-park',
      'pack.reference',
    ],
    [
      'a screen of no kind',
      'navigation.yaml',
      'screen: registry, of: post ',
      'screen: registry, of: posts ',
      'pack.reference',
    ],
    [
      'a made-up row that could pass for real',
      'demo/rows.yaml',
      '"演示企业 {n}（青岛）有限公司"',
      '"海天企业 {n}（青岛）有限公司"',
      'pack.demo-unmarked',
    ],
    [
      'a made-up value that is none',
      'demo/rows.yaml',
      'pick: [private, state, foreign]',
      'pick: [private, state, alien]',
      'pack.reference',
    ],
    [
      'a made-up move where there is no gate',
      'demo/journeys.yaml',
      'to: recommended, day',
      'to: arrived, day',
      'pack.demo-no-gate',
    ],
    [
      'a made-up order confirmed before delivery',
      'demo/orders.yaml',
      '{ do: deliver, day: -44 }',
      '{ do: confirm, day: -44 }',
      'pack.demo-order',
    ],
    ['YAML that is none', 'words.yaml', 'synonyms:\n', 'synonyms: [\n', 'pack.yaml'],
  ])('%s', (_, file, from, to, code) => {
    const { sources, line } = planted(file, from, to)
    const { pack, findings } = checkPack(sources)
    expect(pack).toBeUndefined()
    const found = findings.filter((finding) => finding.code.startsWith(code) && finding.at.file === file)
    const lines = found.map((finding) => finding.at.line!)
    if (code === 'pack.yaml') expect(lines.length).toBeGreaterThan(0)
    else
      expect(
        lines.some((at) => Math.abs(at - line) <= (to.includes('\n    ') ? 1 : 0)),
        JSON.stringify({ line, findings }),
      ).toBe(true)
  })

  it('a file no pack has', () => {
    const { findings } = checkPack([...laid, { file: 'polices.yaml', text: 'a: 1' }])
    expect(findings).toEqual([
      { code: 'pack.unknown-file', level: 'error', at: { file: 'polices.yaml', line: 1 } },
    ])
  })

  it('no pack.yaml', () => {
    const { findings } = checkPack(laid.filter((source) => source.file !== 'pack.yaml'))
    expect(
      findings.some((finding) => finding.code === 'pack.missing-file' && finding.at.file === 'pack.yaml'),
    ).toBe(true)
  })

  it('a format of the future', () => {
    const { sources } = planted('pack.yaml', 'format: 1', 'format: 2')
    expect(checkPack(sources).findings).toContainEqual(
      expect.objectContaining({
        code: 'pack.format',
        value: '2',
        at: expect.objectContaining({ file: 'pack.yaml' }),
      }),
    )
  })
})

it('a pack that names no time zone has that of its calendar', () => {
  const zone = (to: string) =>
    checkPack(planted('pack.yaml', 'calendar: china\ntimezone: Asia/Shanghai\n', to).sources)
  expect(zone('calendar: china\n').pack?.timezone).toBe('Asia/Shanghai')
  expect(zone('calendar: weekdays\n').pack?.timezone).toBe('UTC')
  expect(zone('calendar: weekdays\ntimezone: Europe/Lisbon\n').pack?.timezone).toBe('Europe/Lisbon')
})

describe('findings help', () => {
  it('name the nearest known word', () => {
    const { sources } = planted('journeys/placement.yaml', 'to: checked', 'to: chcked')
    expect(checkPack(sources).findings).toContainEqual(
      expect.objectContaining({ value: 'chcked', facts: { what: 'stages', near: 'checked' } }),
    )
  })

  it('do not blame a file for another that cannot be read', () => {
    const { sources } = planted('offices.yaml', 'offices:\n', 'offices: [\n')
    const { findings } = checkPack(sources)
    expect(new Set(findings.map((finding) => finding.at.file))).toEqual(new Set(['offices.yaml']))
  })

  it('come all at once, in order of file and line', () => {
    const one = planted('roles.yaml', 'office: attraction', 'office: atraction').sources
    const two = one.map((source) =>
      source.file === 'elements.yaml'
        ? { ...source, text: source.text.replace('office: finance', 'office: finances') }
        : source,
    )
    expect(checkPack(two).findings.map((finding) => finding.at.file)).toEqual(['elements.yaml', 'roles.yaml'])
  })
})

it('the fingerprint changes with any byte but not with the order of files or their line ends', () => {
  const print = (sources: readonly PackSource[]) => checkPack(sources).pack?.fingerprint
  const own = print(laid)
  expect(own).toBeDefined()
  expect(print(laid.toReversed())).toBe(own)
  expect(print(laid.map((source) => ({ ...source, text: source.text.replaceAll('\n', '\r\n') })))).toBe(own)
  expect(
    print(
      laid.map((source) =>
        source.file === 'words.yaml' ? { ...source, text: `${text('words.yaml')}\n` } : source,
      ),
    ),
  ).not.toBe(own)
})

it('the format knows no district', async () => {
  const own = await readSources(new URL('../', import.meta.url).pathname, /\.(ts|json|md)$/)
  expect(own.length).toBeGreaterThan(20)
  const names = /laoshan|崂山/i
  for (const { file, text } of own)
    if (!file.endsWith('.test.ts') && !file.startsWith('node_modules'))
      expect(names.test(text), file).toBe(false)
})

it('asks for a golden case of every version', () => {
  const { sources } = planted('policies/innovative-sme.yaml', 'on: 2025-06-10', 'on: 2026-06-11')
  const { findings } = checkPack(sources)
  expect(findings).toContainEqual(
    expect.objectContaining({
      code: 'pack.no-golden',
      at: expect.objectContaining({
        file: 'policies/innovative-sme.yaml',
        line: text('policies/innovative-sme.yaml').split('\n').indexOf('  - version: 1') + 1,
      }),
    }),
  )
})

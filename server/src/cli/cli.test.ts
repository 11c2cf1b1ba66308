import { execFile, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprintOf } from '../platform/secret.ts'
import { settingsOf } from '../settings.ts'
import { demonstrationSheets, readWorkbook } from '../spine/registry/workbook/index.ts'
import { databaseName, databaseUrl, onServer, sweepDatabases } from '../testing/places.ts'
import { openWorkbench } from '../workbench.ts'

const repository = join(import.meta.dirname, '../../..')
const usual = join(
  repository,
  (JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { config: { pack: string } }).config
    .pack,
)
const harbour = join(repository, 'packs/harbour')
const postgres = process.env.QIONGDING_TEST_PG === 'none' ? undefined : process.env.QIONGDING_TEST_PG
const folder = mkdtempSync(join(tmpdir(), 'qiongding-cli-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Answer = { code: number; out: string; err: string }
/** Runs a command as a user would, in a process of its own. */
function run(words: readonly string[], env: Record<string, string> = {}, input = ''): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=source', join(repository, 'server/src/cli.ts'), ...words],
      {
        env: {
          ...process.env,
          QIONGDING_PACK: usual,
          QIONGDING_DATA: at('data'),
          DATABASE_URL: '',
          NODE_ENV: 'production',
          ...env,
        },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
    )
    child.stdin?.end(input)
  })
}
const json = (answer: Answer) => JSON.parse(answer.out)

beforeAll(async () => {
  for (const sheet of await demonstrationSheets({ seed: 7, today: '2025-11-20' as never }))
    writeFileSync(at(`${sheet.list}.xlsx`), sheet.bytes)
})

describe('how it is called', () => {
  it('tells what there is, and what is wrong, with its exit code', async () => {
    const [help, nothing, unknown] = await Promise.all([
      run(['--help']),
      run(['import', 'x.xlsx']),
      run(['improt']),
    ])
    expect(help.code).toBe(0)
    for (const word of [
      'serve',
      'pack',
      'import',
      'match',
      'replay',
      'rebuild',
      'backup',
      'restore',
      'people',
    ])
      expect(help.out).toContain(word)
    expect(nothing).toMatchObject({ code: 2, out: '' })
    expect(nothing.err).toContain('--as')
    expect(unknown).toMatchObject({ code: 2 })
    expect(unknown.err).toContain('import')
  })

  it('says in one sentence what the operator can mend, before it opens anything', async () => {
    const answers = await Promise.all([
      run(['import', at('none.xlsx'), '--as', 'enterprise', '--preview']),
      run(['import', at('posts.xlsx'), '--as', 'enterprise']),
      run(['pack', 'check', folder]),
      run(['replay', '--on', 'yesterday']),
      run(['rebuild', '--check'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
      run(['people', 'add', 'nobody', '--role', 'x']),
    ])
    for (const { code, out, err } of answers) {
      expect(code, err).toBe(1)
      expect(out).toBe('')
      expect(err.trim().split('\n'), err).toHaveLength(1)
      expect(err).not.toContain('    at ')
    }
    expect(existsSync(at('data/pglite'))).toBe(false)
  })

  it('starts by its own name on the pinned Node', async () => {
    const answer = await new Promise<string>((resolve) => {
      const child = spawn(process.execPath, [
        join(repository, 'server/bin/qiongding.js'),
        'pack',
        'check',
        harbour,
      ])
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
      child.on('close', (code) => resolve(`${code} ${said}`))
    })
    expect(answer).toMatch(/^0 .*no mistakes/)
  })
})

describe('pack check', () => {
  it('names file and line of every mistake', async () => {
    const copy = at('pack')
    cpSync(harbour, copy, { recursive: true })
    const file = join(copy, 'elements.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('office: customs', 'office: custms'))
    const answer = await run(['pack', 'check', copy])
    expect(answer.code).toBe(1)
    expect(answer.out).toMatch(/elements\.yaml:5(:\d+)?: pack\.reference "custms" .*customs/)
    expect(answer.out).toContain('1 mistakes')
    expect(json(await run(['pack', 'check', copy, '--json'])).mistakes).toBe(1)
  })
})

describe('match', () => {
  it('makes a third list of two, with no database', async () => {
    const words = [
      'match',
      '--needs',
      at('posts.xlsx'),
      '--offers',
      at('talents.xlsx'),
      '--on',
      '2025-11-20',
      '--out',
    ]
    const answer = await run([...words, at('matches.xlsx'), '--top', '3', '--json'])
    expect(answer.code, answer.err).toBe(0)
    const found = json(answer)
    expect(found).toMatchObject({ on: '2025-11-20', needs: { rows: 30 }, offers: { consentKnown: true } })
    expect(found.offers.leftOut + found.offers.rows).toBe(60)
    const one = found.rows.find((row: { groups: Record<string, number> }) => (row.groups['all-met'] ?? 0) > 0)
    expect(one.best[0].group).toBe('all-met')
    expect(Object.values(one.best[0].verdicts)).not.toContain('no')
    expect(one.best).toHaveLength(3)
    expect(JSON.stringify(found)).not.toContain('score')
    expect(existsSync(at('data/pglite'))).toBe(false)

    const read = await readWorkbook(new Uint8Array(readFileSync(at('matches.xlsx'))), 'matches.xlsx')
    if (!read.ok) throw new Error(read.refusal)
    const [overview, pairs] = read.grids.map((grid) =>
      grid.rows.map((row) => row?.map((cell) => cell?.text ?? '') ?? []),
    )
    expect(overview).toHaveLength(2 + 30)
    expect(pairs).toHaveLength(1 + 30 * 3)
    expect(pairs?.[0]).toEqual(expect.arrayContaining(['结论', '学历', '技能', '依据']))
    expect(pairs?.flat().some((text) => /技能 符合：找到 .+/.test(text))).toBe(true)
    expect(pairs?.flat().some((text) => /学历 (符合|不符合)：要求 .+写明 .+/.test(text))).toBe(true)

    // The same two files give the same bytes.
    await run([...words, at('again.xlsx'), '--top', '3'])
    expect(readFileSync(at('again.xlsx')).equals(readFileSync(at('matches.xlsx')))).toBe(true)
  })

  it('assigns all at once under capacity, in three ways side by side', async () => {
    const out = at('assigned.xlsx')
    const words = ['match', '--needs', at('posts.xlsx'), '--offers', at('talents.xlsx'), '--on', '2025-11-20']
    const answer = await run([...words, '--assign', '--out', out, '--json'])
    expect(answer.code, answer.err).toBe(0)
    const { assigned, rows } = json(answer)
    type Pair = { need: string; offer: string }
    const ways: Pair[][] = [assigned.stable.pairs, assigned.forOffers.pairs, assigned.optimal.pairs]
    const groups = new Map<string, Record<string, number>>(
      rows.map((row: { need: { row: number }; groups: Record<string, number> }) => [
        String(row.need.row).padStart(7, '0'),
        row.groups,
      ]),
    )
    for (const pairs of ways) {
      expect(pairs.length).toBeGreaterThan(0)
      expect(pairs.length).toBeLessThanOrEqual(assigned.seats)
      expect(new Set(pairs.map(({ offer }) => offer)).size).toBe(pairs.length)
      // Nobody is sent where he misses what must be.
      for (const { need } of pairs)
        expect((groups.get(need)?.['all-met'] ?? 0) + (groups.get(need)?.unknown ?? 0)).toBeGreaterThan(0)
    }
    expect(ways[2]?.length).toBeGreaterThanOrEqual(ways[0]?.length ?? 0)
    const read = await readWorkbook(new Uint8Array(readFileSync(out)), 'assigned.xlsx')
    if (!read.ok) throw new Error(read.refusal)
    expect(read.grids).toHaveLength(3)
    expect(read.grids[2]?.rows).toHaveLength(1 + 30)
  })
})

describe('policy check', () => {
  const firms = `企业名称,职工人数,营业收入（万元）,资产总额（万元）,研发费用（万元）,科技人员数,Ⅰ类知识产权数,中国境内注册的居民企业,上一年及当年无重大事故、严重环境违法和科研严重失信,未列入经营异常和严重失信
演示甲有限公司,100,5000,6000,400,30,2,是,是,是
演示乙有限公司,600,5000,6000,400,30,2,是,是,是
演示丙有限公司,100,5000,6000,400,30,2,是,是,
`
  it('judges every row of a list by every policy in force, with no database', async () => {
    writeFileSync(at('firms.csv'), firms)
    const words = ['policy', 'check', at('firms.csv'), '--on', '2026-06-30', '--out', at('judged.xlsx')]
    const answer = await run([...words, '--json'])
    expect(answer.code, answer.err).toBe(0)
    const found = json(answer)
    expect(found).toMatchObject({ on: '2026-06-30', kind: 'enterprise', rows: 3, nameless: 0 })
    expect(found.notJudged).toEqual(expect.arrayContaining(['little-giant', 'industry-policy-01']))
    const saysOf = (id: string) =>
      found.answers.map(
        ({ policies }: { policies: Record<string, { verdict: string }> }) => policies[id]?.verdict,
      )
    // Too many people; a paper that is missing; the rest is for people to judge.
    expect(saysOf('tech-sme')).toEqual(['review', 'no', 'unknown'])
    expect(found.answers[2].policies['tech-sme'].missing).toContain('not_listed_abnormal')
    expect(existsSync(at('data/pglite'))).toBe(false)

    const read = await readWorkbook(new Uint8Array(readFileSync(at('judged.xlsx'))), 'judged.xlsx')
    if (!read.ok) throw new Error(read.refusal)
    const [policies, verdicts, why] = read.grids.map((grid) =>
      grid.rows.map((row) => row?.map((cell) => cell?.text ?? '') ?? []),
    )
    expect(policies?.flat()).toEqual(expect.arrayContaining(['科技型中小企业', '规则未录入', '已失效']))
    expect(verdicts).toHaveLength(1 + 3)
    expect(why?.find((row) => row.includes('演示乙有限公司') && row.includes('科技型中小企业'))).toEqual(
      expect.arrayContaining(['还不行', '未满足 职工人数 ≤ 500人（现为 600人）']),
    )
    // The same list gives the same bytes.
    await run([...words.slice(0, -1), at('judged-again.xlsx')])
    expect(readFileSync(at('judged-again.xlsx')).equals(readFileSync(at('judged.xlsx')))).toBe(true)
  })

  it('says what is wrong with a list that no policy can read, and writes nothing', async () => {
    writeFileSync(at('nothing.csv'), '企业名称,备注\n演示甲有限公司,无\n')
    const words = ['policy', 'check', at('nothing.csv'), '--out', at('none.xlsx')]
    const [unread, missing] = await Promise.all([run(words), run([...words, '--policy', 'no-such'])])
    expect(unread.code).toBe(1)
    expect(unread.err).toContain('no column that any of these policies asks for')
    expect(missing.err).toContain('no policy no-such')
    expect(existsSync(at('none.xlsx'))).toBe(false)
  })
})

describe.each(['pglite', ...(postgres ? (['postgres'] as const) : [])] as const)(
  'on a district of %s',
  (tier) => {
    const name = databaseName('cli')
    const [data, restored] = [at(`data-${tier}`), at(`restored-${tier}`)]
    const address = (database: string) =>
      tier === 'postgres' && postgres ? databaseUrl(postgres, database) : ''
    const here = { QIONGDING_DATA: data, DATABASE_URL: address(name) }
    const there = { QIONGDING_DATA: restored, DATABASE_URL: address(`${name}_restored`) }
    beforeAll(async () => {
      if (!(tier === 'postgres' && postgres)) return
      await sweepDatabases(postgres)
      for (const database of [name, `${name}_restored`])
        await onServer(postgres, `create database "${database}"`)
    })
    afterAll(async () => {
      if (!(tier === 'postgres' && postgres)) return
      for (const database of [name, `${name}_restored`])
        await onServer(postgres, `drop database if exists "${database}" with (force)`)
    })
    /** What the ledger says of an export: the event, by whom, and whether the file holds personal values. */
    async function noted(id: string): Promise<string[]> {
      const settings = settingsOf({ data, pack: usual }, { ...process.env, ...here })
      const workbench = await openWorkbench(settings, { logger: pino({ level: 'silent' }) })
      try {
        return await workbench.database.readDistrict(workbench.district.id, async (read) => {
          const found = await sql<{ said: string }>`
            select name || ' ' || actor_name || ' ' || (after->>'personal') as said
            from ledger where district_id = ${read.district} and about_id = ${id}::uuid order by id
          `.execute(read.query)
          return found.rows.map((row) => row.said)
        })
      } finally {
        await workbench.close()
      }
    }
    const enterprises = (how: string) =>
      run(['import', at('enterprises.xlsx'), '--as', 'enterprise', how, '--json'], here)

    it('looks at a list and writes nothing, then writes it once', async () => {
      const seen = json(await enterprises('--preview'))
      expect(seen).toMatchObject({
        rows: 30,
        created: 26,
        updated: 0,
        unchanged: 0,
        held: 4,
        committed: false,
      })
      expect(seen.findings).toContainEqual({
        row: 9,
        column: 6,
        code: 'no-such-day',
        level: 'error',
        value: '2025-02-30',
      })
      const written = await enterprises('--commit')
      expect(json(written)).toMatchObject({ rows: 30, created: 26, held: 4, committed: true })
      expect(written.out.trim().split('\n')).toHaveLength(1)
      expect(json(await enterprises('--commit'))).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: 26,
        held: 4,
      })
      const refused = await run(['import', at('enterprises.xlsx'), '--as', 'ship', '--commit'], here)
      expect(refused).toMatchObject({ code: 1, out: '' })
      expect(refused.err).toContain('enterprise')
    })

    it('writes a list as a workbook that comes back unchanged', async () => {
      const out = at(`out-${tier}.xlsx`)
      const made = await run(['export', 'enterprise', '--out', out, '--json'], here)
      expect(made.err).toBe('')
      expect(json(made)).toMatchObject({ kind: 'enterprise', rows: 26, template: null })
      const again = await run(['export', 'enterprise', '--out', out], here)
      expect(again).toMatchObject({ code: 1, out: '' })
      expect(again.err).toContain('--overwrite')
      const back = json(await run(['import', out, '--as', 'enterprise', '--preview', '--json'], here))
      expect(back).toMatchObject({ rows: 26, created: 0, updated: 0, unchanged: 26, findings: [] })
      const bad = await run(['export', 'enterprise', '--out', at('n.xlsx'), '--filter', '没有 = 1'], here)
      expect(bad).toMatchObject({ code: 1, out: '' })
      expect(existsSync(at('n.xlsx'))).toBe(false)
      const unknown = await run(['export', 'ship', '--out', at('n.xlsx')], here)
      expect(unknown.err).toContain('enterprise')
    })

    it('makes sign-ins, each with a password of its own', async () => {
      const made = await run(['people', 'add', 'list@example.test', '--role', 'list-officer', '--json'], here)
      expect(json(made).password).toMatch(/^[a-z2-9]{16}$/)
      const given = await run(
        [
          'people',
          'add',
          'firm@example.test',
          '--role',
          'enterprise-user',
          '--party',
          '演示企业002有限公司',
          '--password-stdin',
        ],
        here,
        'a password of my own\n',
      )
      expect(given.code, given.err).toBe(0)
      expect(given.out).not.toContain('a password of my own')
      const short = await run(
        ['people', 'add', 'b@example.test', '--role', 'list-officer', '--password-stdin'],
        here,
        'short',
      )
      expect(short.err).toContain('8 characters')
      const noParty = await run(['people', 'add', 'c@example.test', '--role', 'enterprise-user'], here)
      expect(noParty.err).toContain('--party')
      expect(json(await run(['people', 'list', '--json'], here))).toMatchObject([
        { account: 'firm@example.test', party: '演示企业002有限公司', office: null },
        { account: 'list@example.test', role: 'list-officer', office: 'chain-office' },
      ])
    })

    it('answers the same bytes for the same two days', async () => {
      const today = json(await run(['replay', '--on', '2025-12-31', '--json'], here)).known
      const before = await run(['replay', '--on', '2025-11-30', '--known', '2026-01-01', '--json'], here)
      const first = await run(['replay', '--on', '2025-12-31', '--known', today, '--json'], here)
      await run(['import', at('posts.xlsx'), '--as', 'post', '--commit'], here)
      expect(
        (await run(['replay', '--on', '2025-12-31', '--known', today, '--json'], here)).out.length,
      ).toBeGreaterThan(1000)
      expect((await run(['replay', '--on', '2025-11-30', '--known', '2026-01-01', '--json'], here)).out).toBe(
        before.out,
      )
      expect(Object.keys(json(first))).toEqual(['indicators', 'journeys', 'known', 'on', 'orders', 'pack'])
    })

    it('backs up and restores into an empty place only, and asks for the secret it was made under', async () => {
      const file = at(`${tier}.backup`)
      const made = await run(['backup', file], here)
      expect(made.code, made.err).toBe(0)
      const secret = readFileSync(join(data, 'secret'))
      expect(made.out).toContain(fingerprintOf(secret))
      expect(readFileSync(file).includes(secret)).toBe(false)
      expect(await run(['backup', file], here)).toMatchObject({ code: 1 })
      expect((await run(['restore', file], here)).err).toContain('not empty')

      expect((await run(['restore', file], there)).code).toBe(0)
      const early = await run(['rebuild', '--check'], there)
      expect(early).toMatchObject({ code: 1, out: '' })
      expect(early.err).toContain(fingerprintOf(secret))
      writeFileSync(join(restored, 'secret'), secret)
      const checked = await run(['rebuild', '--check', '--json'], there)
      expect(checked.code, checked.err).toBe(0)
      expect(json(checked).tables.find((one: { table: string }) => one.table === 'profile').rows).toBe(54)
      expect(json(await run(['people', 'list', '--json'], there))).toHaveLength(2)

      // A file that was cut short or changed is no backup.
      const bytes = readFileSync(file)
      const broken = at(`${tier}.broken`)
      mkdirSync(at('empty'), { recursive: true })
      writeFileSync(broken, bytes.subarray(0, bytes.length / 2))
      expect((await run(['restore', broken], { ...there, QIONGDING_DATA: at('empty') })).err).toContain(
        'cut short',
      )
      bytes[bytes.length - 2_000] = (bytes[bytes.length - 2_000] ?? 0) ^ 1
      writeFileSync(broken, bytes)
      expect((await run(['restore', broken], { ...there, QIONGDING_DATA: at('empty') })).err).toContain(
        'damaged',
      )
    })

    it('takes personal values out only where it is told to, and the ledger says so', async () => {
      const columns = 'contact_name,contact_phone'
      const out = at(`closed-${tier}.csv`)
      writeFileSync(at('contacts.csv'), '企业名称,联系人,联系电话\n演示联络企业,演示联系人甲,13900000000\n')
      const taken = await run(
        ['import', at('contacts.csv'), '--as', 'enterprise', '--commit', '--json'],
        here,
      )
      expect(json(taken)).toMatchObject({ created: 1 })
      const ask = ['export', 'enterprise', '--columns', columns, '--out', out]
      const closed = json(await run([...ask, '--json'], here))
      expect(closed).toMatchObject({ masked: ['contact_name', 'contact_phone'], opened: [] })
      expect(readFileSync(out, 'utf8')).not.toContain('演示联系人')
      expect((await run([...ask, '--overwrite'], here)).out).toContain('--personal')
      const open = json(await run([...ask, '--overwrite', '--personal', '--json'], here))
      expect(open).toMatchObject({ masked: [], opened: ['contact_name', 'contact_phone'] })
      expect(readFileSync(out, 'utf8')).toContain('演示联系人')
      expect(await noted(open.id)).toEqual(['export.started 命令行 true', 'export.ready 命令行 true'])
      expect(await noted(closed.id)).toEqual(['export.started 命令行 false', 'export.ready 命令行 false'])
    })
  },
)

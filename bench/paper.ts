// `paper`: the weekly paper of a district with 400 projects and 36 offices, from the question over HTTP to the file of a word processor.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountNamed } from '../e2e/stage/accounts.ts'
import { startServer } from '../e2e/stage/server.ts'
import { loadPack } from '../packs/format/src/index.ts'
import { repository } from '../scripts/checks/main.ts'
import type { Paper } from '../server/src/desks/briefing/contract.ts'
import { percentile } from './measure/load.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { buildPages, pack, temporaryDatabase, temporaryFolder } from './measure/stage.ts'

const [PROJECTS, OFFICES, RUNS] = [400, 36, 9]

/** What the page makes of a paper. Its modules are of the browser, so their types are not looked at here. */
type Maker = {
  blocks: (paper: Paper, words: unknown) => unknown[]
  file: (paper: { title: string; subtitle: string; blocks: unknown[] }) => Promise<Blob>
  format: (words: unknown, language: 'zh', today: string) => unknown
}

async function makerOf(): Promise<Maker> {
  const of = async (path: string) => import(join(repository, 'web/src', path))
  const { paperBlocks } = await of('capabilities/briefing/blocks.ts')
  const { paperFile } = await of('capabilities/briefing/document.ts')
  const { formatOf } = await of('kit/format.ts')
  return { blocks: paperBlocks, file: paperFile, format: formatOf }
}

/** The pack with as many made-up projects and offices: those of the demonstration over and over, each of an investor of its own. */
async function packWith(folder: string): Promise<string> {
  const made = join(folder, 'pack')
  cpSync(pack, made, { recursive: true })
  const { pack: read } = await loadPack(pack)
  if (!read?.demo) throw new Error('The pack has no demonstration.')
  const { demo, forums } = read
  const offices = [...read.offices]
  while (offices.length < OFFICES) {
    const n = offices.length + 1
    offices.push({ id: `made-up-${n}`, label: { zh: `演示单位${n}`, en: `Made-up office ${n}` } })
  }
  const ours = demo.journeys.filter(({ journey }) => journey === 'investment')
  const journeys = Array.from({ length: PROJECTS }, (_, at) => {
    const one = ours[at % ours.length] as (typeof ours)[number]
    return {
      ...one,
      id: `${one.id}-${at}`,
      title: `${one.title}（${at}）`,
      office: offices[at % OFFICES]?.id ?? one.office,
      facts: { ...one.facts, investor: `演示投资方${at}科技有限公司` },
    }
  })
  const orders = journeys.flatMap(({ id }, at) =>
    demo.orders
      .filter(({ journey }) => journey === ours[at % ours.length]?.id)
      .map((order) => ({ ...order, id: `${order.id}-${at}`, journey: id })),
  )
  // What is JSON is YAML.
  writeFileSync(join(made, 'offices.yaml'), JSON.stringify({ offices, forums }))
  writeFileSync(join(made, 'demo/investment.yaml'), JSON.stringify({ journeys, orders }))
  return made
}

/** Sentences of a locale with their figures; enough to write a paper with. */
function wordsOf(language: 'zh'): (key: string, params?: Record<string, string | number>) => string {
  const locale = JSON.parse(readFileSync(join(repository, `web/src/locales/${language}.json`), 'utf8'))
  return (key, params = {}) => {
    const text = key
      .split('.')
      .reduce<unknown>((node, step) => (node as Record<string, unknown>)?.[step], locale)
    return String(text ?? key).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
  }
}

export const paper: Benchmark = async ({ say }) => {
  const database = await temporaryDatabase()
  if (!database) throw new Error('No PostgreSQL answers: set QIONGDING_TEST_PG.')
  const folder = temporaryFolder()
  buildPages()
  const server = await startServer({
    pack: await packWith(folder.path),
    data: folder.path,
    env: { DATABASE_URL: database.url },
  })
  try {
    const { account, password } = await accountNamed(server.base, 'dispatch')
    const signed = await fetch(`${server.base}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.base },
      body: JSON.stringify({ email: account, password }),
    })
    const authorization = `Bearer ${signed.headers.get('set-auth-token')}`
    const ask = async <Answer>(path: string): Promise<Answer> => {
      const answer = await fetch(`${server.base}${path}`, { headers: { authorization } })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as Answer
    }
    const { today } = await ask<{ today: string }>('/api/session')
    const before = (days: number) =>
      new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
    const t = wordsOf('zh')
    const maker = await makerOf()
    const results: Result[] = []
    const measured = async (name: string, once: () => Promise<string>) => {
      const took: number[] = []
      let told = ''
      for (let run = 0; run < RUNS; run++) {
        const began = performance.now()
        told = await once()
        took.push((performance.now() - began) / 1000)
      }
      took.sort((a, b) => a - b)
      results.push({ name, value: rounded(percentile(took, 0.5)), unit: 's' })
      say(
        `${name}: ${rounded(percentile(took, 0.5))} s, slowest ${rounded(took.at(-1) as number)} s; ${told}`,
      )
    }
    for (const [name, days] of [
      ['paper.s', 7],
      ['paper.month_s', 30],
    ] as const)
      await measured(name, async () => {
        const page = await ask<Paper>(
          `/api/briefing/paper?definition=investment&from=${before(days)}&to=${today}`,
        )
        const blocks = maker.blocks(page, {
          t,
          format: maker.format(t, 'zh', today),
          label: (label: { zh: string } | undefined, otherwise?: string) => label?.zh ?? otherwise ?? '',
          matter: ({ what, days }: Paper['late'][number]['matters'][number]) => `${what.zh} ${days ?? ''}`,
          light: ({ because }: { because: { key: string } }) => because.key,
        })
        const file = await maker.file({ title: '演示', subtitle: '', blocks })
        return `${page.after.n} projects under way, ${blocks.length} paragraphs, ${Math.round(file.size / 1000)} kB`
      })
    await measured('paper.board_s', async () => {
      const { total } = await ask<{ total: number }>('/api/dispatch/board?limit=10')
      return `${total} projects with something late`
    })
    return results
  } finally {
    await server.stop()
    await database.drop()
    folder.remove()
  }
}

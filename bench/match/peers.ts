// What the same question costs elsewhere, on the same texts: the best twenty for the words of a post.
import pg from 'pg'
import { temporaryDatabase } from '../measure/stage.ts'
import type { Made } from './made.ts'

/** The parts of the packages that are used here; they are installed only by `npm install` in the bench folder. */
type Jieba = { cutForSearch(text: string, unknown: boolean): string[] }
type JiebaModules = readonly [
  { readonly Jieba: { withDict(dict: Uint8Array): Jieba } },
  { readonly dict: Uint8Array },
]
type MiniSearch = {
  addAll(rows: readonly object[]): void
  search(text: string): readonly { readonly id: number }[]
}
type MiniSearchModule = { readonly default: new (options: object) => MiniSearch }

export type Peer = { readonly build_s: number; readonly posts_per_s: number; readonly mb?: number }

const load = (name: string): Promise<unknown> => import(name).catch(() => undefined)

/** Words of a text for searching; undefined where the package is not installed. */
export async function jieba(): Promise<((text: string) => string[]) | undefined> {
  const modules = await Promise.all(['@node-rs/jieba', '@node-rs/jieba/dict.js'].map(load))
  if (modules.includes(undefined)) return undefined
  const [{ Jieba }, { dict }] = modules as unknown as JiebaModules
  const words = Jieba.withDict(dict)
  return (text) => words.cutForSearch(text.toLowerCase(), true).filter((word) => /[\p{L}\p{N}]/u.test(word))
}

const textOf = ({ title, skills, work }: Made) => [title, ...skills, work].join(' ')
const now = () => performance.now() / 1000

export type Work = {
  readonly talents: readonly Made[]
  readonly posts: readonly Made[]
  readonly words: (text: string) => string[]
}

export async function miniSearch({ talents, posts, words }: Work): Promise<Peer | undefined> {
  const module = (await load('minisearch')) as MiniSearchModule | undefined
  if (!module) return undefined
  const before = process.memoryUsage().rss
  const start = now()
  const index = new module.default({ fields: ['text'], tokenize: words, processTerm: (term: string) => term })
  index.addAll(talents.map((talent, id) => ({ id, text: textOf(talent) })))
  const build_s = now() - start
  const mb = (process.memoryUsage().rss - before) / 2 ** 20
  const asked = now()
  for (const post of posts) index.search(textOf(post)).slice(0, 20)
  return { build_s, posts_per_s: posts.length / (now() - asked), mb }
}

/** Rows sent in one message while the table is filled. */
const BATCH = 10_000

export async function postgresText({ talents, posts, words }: Work): Promise<Peer | undefined> {
  const database = await temporaryDatabase()
  if (!database) return undefined
  const client = new pg.Client({ connectionString: database.url })
  try {
    await client.connect()
    await client.query('set jit = off')
    const start = now()
    await client.query('create table talent (id integer primary key, words tsvector not null)')
    for (let from = 0; from < talents.length; from += BATCH) {
      const rows = talents.slice(from, from + BATCH).map((talent) => words(textOf(talent)).join(' '))
      await client.query(
        `insert into talent select $2 + n, to_tsvector('simple', text) from unnest($1::text[]) with ordinality as t(text, n)`,
        [rows, from],
      )
    }
    await client.query('create index talent_words on talent using gin (words)')
    await client.query('analyze talent')
    const build_s = now() - start
    const asked = now()
    for (const post of posts) {
      const any = [...new Set(words(textOf(post)))]
        .map((word) => `'${word.replaceAll("'", "''")}'`)
        .join(' | ')
      await client.query(
        'select id from talent, to_tsquery($1, $2) as q where words @@ q order by ts_rank(words, q) desc, id limit 20',
        ['simple', any],
      )
    }
    return { build_s, posts_per_s: posts.length / (now() - asked) }
  } finally {
    await client.end()
    await database.drop()
  }
}

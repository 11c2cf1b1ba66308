// The five operations, as questions to the HTTP surface.
import { randomUUID } from 'node:crypto'
import { type Ask, client } from '../measure/load.ts'
import { dice, enterprise, searchWords } from '../measure/rows.ts'

export const operationNames = ['list', 'filter', 'search', 'read', 'create'] as const
export type OperationName = (typeof operationNames)[number]

/** Rows a page. */
export const page = 50
/** About one enterprise in eight. */
export const filter = 'revenue >= 2亿元'
export const filterFrom = 200_000_000

export const wordOf = (count: number) => searchWords[(count * 7) % searchWords.length] as string
/** Far above the imported ones, and another series for every run, so that a created enterprise is always new. */
const created = Number(randomUUID().replace(/\D/g, '').slice(0, 4)) * 100_000 + 1_000_000

export const newEnterprise = (count: number) => {
  const { name, code, day, capital, product, revenue } = enterprise(created + count, dice(created + count))
  return {
    name,
    credit_code: code,
    registered_on: day,
    registered_capital: capital * 10_000,
    main_product: product,
    revenue: revenue * 10_000,
  }
}

const path = '/api/registry/enterprise'
const query = (values: Record<string, string>) => `${path}?${new URLSearchParams(values)}`

/** One question of each operation; `ids` are subjects that exist. */
export const questions = (ids: readonly string[]): Record<OperationName, (count: number) => Ask> => ({
  list: () => ({ method: 'GET', path: query({ limit: String(page), sort: 'name' }) }),
  filter: () => ({ method: 'GET', path: query({ limit: String(page), filter, count: 'true' }) }),
  search: (count) => ({ method: 'GET', path: query({ limit: String(page), q: wordOf(count) }) }),
  read: (count) => ({ method: 'GET', path: `${path}/${ids[(count * 31) % ids.length]}` }),
  create: (count) => ({
    method: 'POST',
    path,
    headers: { 'idempotency-key': randomUUID() },
    body: { values: newEnterprise(count), source: '演示' },
  }),
})

/** Up to a thousand subjects, spread over the list by its pages. */
export async function someIds(base: string, token: string): Promise<string[]> {
  const { ask, close } = client(base, 1, { authorization: `Bearer ${token}` })
  const ids: string[] = []
  let cursor: string | undefined
  while (ids.length < 1000) {
    const answer = JSON.parse(
      String(await ask({ method: 'GET', path: query({ limit: '200', ...(cursor && { cursor }) }) })),
    ) as { rows: { id: string }[]; next?: string }
    ids.push(...answer.rows.map(({ id }) => id))
    if (answer.next === undefined) break
    cursor = answer.next
  }
  close()
  if (ids.length === 0) throw new Error('The server has no enterprise to read.')
  return ids
}

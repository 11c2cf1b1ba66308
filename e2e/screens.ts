// Every screen that `npm run shots` draws.
import type { APIRequestContext } from 'playwright-core'

export type Screen = {
  name: string
  /** The role whose demonstration sign-in opens it; nobody is signed in without one. */
  as?: string
  /** Its role only finds the address; the screen itself is for somebody who is not signed in. */
  signedOut?: true
  /** The address, or how to find one that has something to show; nothing when the demonstration has none. */
  path: string | ((api: APIRequestContext) => Promise<string | undefined>)
}

type Rows = { rows: Record<string, unknown>[] }

/** The first row of a list, put into an address. */
const first =
  (list: string, address: (row: Record<string, unknown>) => string) => async (api: APIRequestContext) => {
    const answer = await api.get(list)
    if (!answer.ok()) throw new Error(`GET ${list}: ${answer.status()} ${await answer.text()}`)
    const row = ((await answer.json()) as Rows).rows[0]
    return row && address(row)
  }

/** The journey of the first order that a filter finds. */
const journeyOfOrder = (filter: string) => async (api: APIRequestContext) => {
  const { rows } = (await (await api.get(`/api/orders?${filter}&limit=50`)).json()) as {
    rows: { journey?: { id: string } }[]
  }
  const found = rows.find((row) => row.journey)?.journey
  return found && `/journeys/${found.id}`
}

/** The dome as it was thirty days before the server's today. */
async function aMonthAgo(api: APIRequestContext): Promise<string> {
  const { today } = (await (await api.get('/api/session')).json()) as { today: string }
  return `/?on=${new Date(Date.parse(today) - 30 * 86_400_000).toISOString().slice(0, 10)}`
}

/** Sends a generated sheet and opens its review, as an officer would. */
async function importUnderReview(api: APIRequestContext): Promise<string | undefined> {
  const sample = ((await (await api.get('/api/imports/samples')).json()) as Rows).rows[0]
  if (!sample) return undefined
  const file = await api.get(String(sample.href))
  const name = String(sample.name)
  const sent = await api.post('/api/imports', {
    multipart: { file: { name, mimeType: file.headers()['content-type'] ?? '', buffer: await file.body() } },
    headers: { 'idempotency-key': `shots-${encodeURIComponent(name)}` },
  })
  const { id } = (await sent.json()) as { id: string }
  for (let attempt = 0; attempt < 100; attempt++) {
    const { state } = (await (await api.get(`/api/imports/${id}`)).json()) as { state: string }
    if (state !== 'reading') break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return `/imports/${id}`
}

/** The one-time link of an order that waits for its enterprise. */
async function oneTimeLink(api: APIRequestContext): Promise<string | undefined> {
  const order = ((await (await api.get('/api/orders?state=delivered&limit=1')).json()) as Rows).rows[0]
  if (!order) return undefined
  const link = await api.post(`/api/orders/${order.id}/link`, {
    headers: { 'idempotency-key': `shots-${order.id}` },
  })
  return new URL(String(((await link.json()) as { url: string }).url), 'http://localhost').pathname
}

const nowhere = '00000000-0000-7000-8000-000000000000'

export const screens: Screen[] = [
  { name: 'sign-in', path: '/signin' },
  { name: 'dome', as: 'leader', path: '/' },
  { name: 'dome-dispatcher', as: 'dispatcher', path: '/' },
  { name: 'enterprises', as: 'talent-officer', path: '/registry/enterprise' },
  {
    name: 'enterprise',
    as: 'talent-officer',
    path: first('/api/registry/enterprise?limit=1', ({ id }) => `/registry/enterprise/${id}`),
  },
  { name: 'posts', as: 'talent-officer', path: '/registry/post' },
  { name: 'talents', as: 'talent-officer', path: '/registry/talent' },
  {
    name: 'no-result',
    as: 'talent-officer',
    path: '/registry/enterprise?q=%E6%97%A0%E6%AD%A4%E4%BC%81%E4%B8%9A',
  },
  { name: 'imports', as: 'list-officer', path: '/imports' },
  { name: 'import', as: 'list-officer', path: importUnderReview },
  { name: 'matching', as: 'talent-officer', path: '/matches/post-talent' },
  {
    name: 'matching-post',
    as: 'talent-officer',
    path: first('/api/matches/post-talent/needs?limit=1', ({ id }) => `/matches/post-talent/${id}`),
  },
  { name: 'journeys', as: 'talent-officer', path: '/journeys?definition=placement' },
  {
    name: 'journey',
    as: 'talent-officer',
    path: first('/api/journeys?definition=placement&limit=1', ({ id }) => `/journeys/${id}`),
  },
  { name: 'journey-held', as: 'talent-officer', path: journeyOfOrder('element=housing&state=delivered') },
  { name: 'journey-project', as: 'dispatcher', path: journeyOfOrder('element=land') },
  { name: 'orders', as: 'element-officer', path: '/orders' },
  {
    name: 'order',
    as: 'talent-officer',
    path: first('/api/orders?element=housing&state=delivered&limit=1', ({ id }) => `/orders/${id}`),
  },
  { name: 'orders-none', as: 'talent-officer', path: '/orders?view=disputed&element=compute' },
  { name: 'orders-late', as: 'dispatcher', path: '/orders?late=true' },
  { name: 'own-page', as: 'enterprise-user', path: '/' },
  { name: 'orders-enterprise', as: 'enterprise-user', path: '/orders' },
  { name: 'targets', as: 'leader', path: '/targets' },
  { name: 'target', as: 'leader', path: '/targets/placements' },
  { name: 'target-unknown', as: 'leader', path: first('/api/targets', ({ id }) => `/targets/${id}`) },
  { name: 'past', as: 'leader', path: aMonthAgo },
  { name: 'settings-people', as: 'administrator', path: '/settings/people' },
  { name: 'settings-pack', as: 'administrator', path: '/settings/pack' },
  { name: 'settings-ledger', as: 'administrator', path: '/settings/ledger' },
  { name: 'confirm', as: 'dispatcher', signedOut: true, path: oneTimeLink },
  { name: 'confirm-spent-link', path: '/confirm/no-such-link' },
  { name: 'not-found', as: 'leader', path: `/journeys/${nowhere}` },
]

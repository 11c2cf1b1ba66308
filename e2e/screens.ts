// Every screen that `npm run shots` draws.
import type { APIRequestContext } from 'playwright-core'
import { correctionUnderWay } from './stage/corrected.ts'
import { gatheringUnderWay } from './stage/gathering.ts'
import { returnUnderReview } from './stage/returned.ts'
import { sittingHeld } from './stage/sitting.ts'
import { tripDone } from './stage/trip.ts'

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

/** One likely pair of a kind, side by side. */
const pairOf = (kind: string, view: string) => async (api: APIRequestContext) => {
  const { rows } = (await (await api.get(`/api/duplicates/${kind}?view=${view}&limit=1`)).json()) as {
    rows: { left: { id: string }; right: { id: string } }[]
  }
  const [pair] = rows
  return pair && `/registry/${kind}/duplicates?view=${view}&pair=${pair.left.id}_${pair.right.id}`
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
  await untilRead(api, id)
  return `/imports/${id}`
}

async function untilRead(api: APIRequestContext, id: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { state } = (await (await api.get(`/api/imports/${id}`)).json()) as { state: string }
    if (state !== 'reading' && state !== 'committing') break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** A list in an office's own words is corrected and approved once; the next one is read by what is remembered of it. */
async function importByMemory(api: APIRequestContext): Promise<string | undefined> {
  const send = async (rows: string, key: string) => {
    const sent = await api.post('/api/imports?kind=enterprise', {
      multipart: {
        file: {
          name: '演示街道台账.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(`企业名称,人头,去年挣的（万元）,研发投入占比\n${rows}\n`),
        },
      },
      headers: { 'idempotency-key': `shots-${key}` },
    })
    const { id } = (await sent.json()) as { id: string }
    await untilRead(api, id)
    return id
  }
  const first = await send('演示台账甲有限公司,20,600,6%', 'memory-first')
  const post = (path: string, data: unknown) =>
    api.post(`/api/imports/${first}/${path}`, {
      data,
      headers: { 'idempotency-key': `shots-memory-${path}` },
    })
  await post('mapping', {
    columns: [
      { column: 2, header: '人头', fact: 'employees' },
      { column: 3, header: '去年挣的（万元）', fact: 'revenue' },
    ],
  })
  await untilRead(api, first)
  await post('commit', {})
  await untilRead(api, first)
  return `/imports/${await send('演示台账乙有限公司,三百,"3,500",0.05\n演示台账丙有限公司,约40,0.35亿元,8', 'memory-second')}`
}

/** A list whose rows stand there already under another writing, on its way in. */
async function importWithLikely(api: APIRequestContext): Promise<string | undefined> {
  const rows: string[] = []
  for (const [place, name] of ['演示云杉仪器', '演示云柏光电科技研究开发中心', '演示云榆'].entries()) {
    const address = `演示街道演示路${place + 70}号`
    await api.post('/api/registry/enterprise', {
      data: {
        values: { name: `${name}有限公司`, registered_on: '2016-04-05', address, employees: 12 },
        source: '演示',
      },
      headers: { 'idempotency-key': `shots-likely-${place}` },
    })
    rows.push(
      place === 2 ? `${name}股份有限公司,,,30` : `${name}股份有限公司,2016-04-05,${address},${20 + place}`,
    )
  }
  const sent = await api.post('/api/imports?kind=enterprise', {
    multipart: {
      file: {
        name: '街道名单.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`企业名称,成立日期,注册地址,员工人数\n${rows.join('\n')}\n`),
      },
    },
    headers: { 'idempotency-key': 'shots-likely' },
  })
  const { id } = (await sent.json()) as { id: string }
  await untilRead(api, id)
  return `/imports/${id}`
}

/** A change of many records that waits for approval: some would change, some say so already. */
async function amendmentToApprove(api: APIRequestContext): Promise<string | undefined> {
  const drafted = await api.post('/api/amendments', {
    data: {
      kind: 'enterprise',
      rows: { all: true, filter: 'employees known' },
      fact: 'street',
      value: '演示街道 B',
      source: '演示街道核对单',
    },
    headers: { 'idempotency-key': 'shots-amendment' },
  })
  return `/amendments/${((await drafted.json()) as { id: string }).id}`
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

/** A request to confirm needs that an officer passes on: the holder of the first need that has one. */
async function reconfirmation(api: APIRequestContext): Promise<string | undefined> {
  const { rows } = (await (await api.get('/api/needs/post?view=due&limit=50')).json()) as {
    rows: { id: string; holder?: { id: string } }[]
  }
  const holder = rows.find((row) => row.holder)?.holder?.id
  const needIds = rows.filter((row) => row.holder?.id === holder).map((row) => row.id)
  if (holder === undefined) return undefined
  const asked = await api.post('/api/needs/post/asks', {
    data: { needIds, way: 'handed' },
    headers: { 'idempotency-key': `shots-ask-${holder}` },
  })
  return ((await asked.json()) as { asks: { url: string }[] }).asks[0]?.url
}

/** The first three for a post, side by side. */
async function besides(api: APIRequestContext): Promise<string | undefined> {
  type Rows = { rows: { id: string; offerId: string }[] }
  const get = async (path: string) => (await (await api.get(path)).json()) as Rows
  const need = (await get('/api/matches/post-talent/needs?limit=1')).rows[0]?.id
  if (need === undefined) return undefined
  const { rows } = await get(`/api/matches/post-talent/needs/${need}?limit=3`)
  const offers = rows.map((row) => row.offerId).join(',')
  return `/matches/post-talent/${need}?view=beside&beside=${encodeURIComponent(offers)}`
}

/** An invitation that an officer passes on: the first person of the list. */
async function invitation(api: APIRequestContext): Promise<string | undefined> {
  const { rows } = (await (await api.get('/api/registry/talent?limit=1&sort=name')).json()) as {
    rows: { id: string }[]
  }
  const id = rows[0]?.id
  if (id === undefined) return undefined
  const asked = await api.post(`/api/persons/talent/${id}/invitations`, {
    data: { way: 'handed' },
    headers: { 'idempotency-key': `shots-invitation-${id}` },
  })
  return ((await asked.json()) as { url?: string }).url
}

/** A new person and the link by which he sets his password. */
async function passwordLink(api: APIRequestContext): Promise<string | undefined> {
  const account = `shots-${Date.now()}@demo.qiongding.example`
  const made = await api.post('/api/people', { data: { account, name: '演示新人', role: 'leader' } })
  return ((await made.json()) as { link?: { url: string } }).link?.url
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
  {
    name: 'enterprises-filtered',
    as: 'list-officer',
    path: `/registry/enterprise?view=all&filter=${encodeURIComponent('revenue >= 2亿元\nchain in tree {"key-vr", "key-ai"}\nnot rd_share known')}`,
  },
  { name: 'amendment', as: 'list-officer', path: amendmentToApprove },
  { name: 'amendments', as: 'list-officer', path: '/registry/enterprise/amendments' },
  { name: 'duplicates', as: 'talent-officer', path: '/registry/enterprise/duplicates' },
  { name: 'duplicates-persons', as: 'talent-officer', path: '/registry/talent/duplicates' },
  { name: 'duplicates-pair', as: 'talent-officer', path: pairOf('enterprise', 'open') },
  { name: 'duplicates-name', as: 'talent-officer', path: pairOf('enterprise', 'name') },
  { name: 'posts', as: 'talent-officer', path: '/registry/post' },
  { name: 'talents', as: 'talent-officer', path: '/registry/talent' },
  {
    name: 'no-result',
    as: 'talent-officer',
    path: '/registry/enterprise?q=%E6%97%A0%E6%AD%A4%E4%BC%81%E4%B8%9A',
  },
  { name: 'import', as: 'list-officer', path: importUnderReview },
  { name: 'import-likely', as: 'talent-officer', path: importWithLikely },
  { name: 'import-remembered', as: 'list-officer', path: importByMemory },
  {
    name: 'import-correction',
    as: 'list-officer',
    path: async (api) => `/imports/${(await correctionUnderWay(api)).list}`,
  },
  {
    name: 'import-corrected',
    as: 'list-officer',
    path: async (api) => `/imports/${(await correctionUnderWay(api)).corrected}`,
  },
  { name: 'imports', as: 'list-officer', path: '/imports' },
  {
    name: 'returned-conflict',
    as: 'talent-officer',
    path: async (api) => `/imports/${await returnUnderReview(api)}?part=both`,
  },
  {
    name: 'returned-missing',
    as: 'talent-officer',
    path: async (api) => `/imports/${await returnUnderReview(api)}?part=missing`,
  },
  { name: 'exports', as: 'talent-officer', path: '/exports' },
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
  { name: 'lists', as: 'talent-officer', path: '/lists' },
  { name: 'list', as: 'list-officer', path: '/lists/chain-enterprises' },
  { name: 'list-diff', as: 'list-officer', path: '/lists/urgent-posts?view=diff' },
  { name: 'list-versions', as: 'list-officer', path: '/lists/urgent-posts?view=versions' },
  { name: 'needs', as: 'talent-officer', path: '/needs/post' },
  { name: 'balance', as: 'talent-officer', path: '/balance/chain-talent' },
  { name: 'policies', as: 'science-officer', path: '/policies' },
  { name: 'policy-who', as: 'science-officer', path: '/policies/tech-sme?view=unknown' },
  {
    name: 'policy-answers',
    as: 'science-officer',
    path: first(
      '/api/registry/enterprise?limit=1',
      ({ id }) => `/policies/answers/enterprise/${id}?policy=high-tech`,
    ),
  },
  { name: 'policies-own', as: 'enterprise-user', path: '/policies' },
  { name: 'attraction', as: 'dispatcher', path: '/attraction/investment' },
  { name: 'attraction-board', as: 'dispatcher', path: '/attraction/investment?as=board' },
  { name: 'attraction-new', as: 'attraction-officer', path: '/attraction/investment/new' },
  {
    name: 'attraction-red',
    as: 'attraction-officer',
    path: first(
      '/api/attraction/investment/projects?light=red&open=true&sort=-light',
      ({ id }) => `/journeys/${id}`,
    ),
  },
  {
    name: 'attraction-lead',
    as: 'attraction-officer',
    path: first('/api/attraction/investment/projects?stage=lead&open=true', ({ id }) => `/journeys/${id}`),
  },
  { name: 'dispatch', as: 'dispatcher', path: '/dispatch' },
  {
    name: 'dispatch-sittings',
    as: 'dispatcher',
    path: async (api) => {
      await sittingHeld(api)
      return '/dispatch?view=sittings'
    },
  },
  {
    name: 'dispatch-tasks',
    as: 'dispatcher',
    path: async (api) => {
      await sittingHeld(api)
      return '/dispatch?view=tasks'
    },
  },
  {
    name: 'sitting',
    as: 'dispatcher',
    path: async (api) => `/dispatch/sittings/${await sittingHeld(api)}`,
  },
  { name: 'leader-page', as: 'leader', path: '/briefing/leader' },
  { name: 'weekly-paper', as: 'dispatcher', path: '/briefing/paper/investment' },
  {
    name: 'outreach',
    as: 'attraction-officer',
    path: async (api) => {
      await tripDone(api)
      return '/outreach'
    },
  },
  {
    name: 'trip',
    as: 'attraction-officer',
    path: async (api) => `/outreach/trips/${await tripDone(api)}`,
  },
  { name: 'care', as: 'attraction-officer', path: '/outreach?view=care' },
  { name: 'evaluation', as: 'dispatcher', path: '/evaluation' },
  { name: 'evaluation-team', as: 'dispatcher', path: '/evaluation?view=team' },
  { name: 'evaluation-targets', as: 'leader', path: '/evaluation?scheme=attraction-count-amount' },
  { name: 'target-counted', as: 'dispatcher', path: '/targets/projects-over-100m' },
  { name: 'matching-beside', as: 'talent-officer', path: besides },
  { name: 'demand', as: 'talent-officer', path: '/matches/post-talent/new' },
  { name: 'technology-demand', as: 'science-officer', path: '/matches/need-result/new' },
  {
    name: 'gatherings',
    as: 'talent-officer',
    path: async (api) => {
      await gatheringUnderWay(api)
      return '/gatherings'
    },
  },
  ...['meetings', 'needs', 'arrange', 'funnel'].map((view) => ({
    name: `gathering-${view}`,
    as: 'talent-officer',
    path: async (api: APIRequestContext) => `/gatherings/${await gatheringUnderWay(api)}?view=${view}`,
  })),
  { name: 'reconfirm', as: 'talent-officer', signedOut: true, path: reconfirmation },
  { name: 'results', as: 'science-officer', path: '/registry/result' },
  { name: 'technology-needs', as: 'science-officer', path: '/matches/need-result' },
  { name: 'technology-transfer', as: 'science-officer', path: '/journeys?definition=transfer&view=all' },
  { name: 'space', as: 'park-officer', path: '/registry/space-unit' },
  { name: 'site-demand', as: 'park-officer', path: '/matches/space-need-unit/new' },
  {
    name: 'site-matching',
    as: 'park-officer',
    path: first('/api/matches/space-need-unit/needs?limit=1', ({ id }) => `/matches/space-need-unit/${id}`),
  },
  { name: 'invited', as: 'talent-officer', signedOut: true, path: invitation },
  { name: 'own-page-closed', path: '/own' },
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
  { name: 'password', as: 'leader', path: '/password' },
  { name: 'settings-people', as: 'administrator', path: '/settings/people' },
  { name: 'settings-pack', as: 'administrator', path: '/settings/pack' },
  { name: 'settings-ledger', as: 'administrator', path: '/settings/ledger' },
  { name: 'confirm', as: 'dispatcher', signedOut: true, path: oneTimeLink },
  { name: 'welcome', as: 'administrator', signedOut: true, path: passwordLink },
  { name: 'confirm-spent-link', path: '/confirm/no-such-link' },
  { name: 'not-found', as: 'leader', path: `/journeys/${nowhere}` },
]

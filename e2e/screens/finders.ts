// Addresses of screens that have something to show: found in the demonstration, or brought about.
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
export const first =
  (list: string, address: (row: Record<string, unknown>) => string) => async (api: APIRequestContext) => {
    const answer = await api.get(list)
    if (!answer.ok()) throw new Error(`GET ${list}: ${answer.status()} ${await answer.text()}`)
    const row = ((await answer.json()) as Rows).rows[0]
    return row && address(row)
  }

/** The journey of the first order that a filter finds. */
export const journeyOfOrder = (filter: string) => async (api: APIRequestContext) => {
  const { rows } = (await (await api.get(`/api/orders?${filter}&limit=50`)).json()) as {
    rows: { journey?: { id: string } }[]
  }
  const found = rows.find((row) => row.journey)?.journey
  return found && `/journeys/${found.id}`
}

/** One likely pair of a kind, side by side. */
export const pairOf = (kind: string, view: string) => async (api: APIRequestContext) => {
  const { rows } = (await (await api.get(`/api/duplicates/${kind}?view=${view}&limit=1`)).json()) as {
    rows: { left: { id: string }; right: { id: string } }[]
  }
  const [pair] = rows
  return pair && `/registry/${kind}/duplicates?view=${view}&pair=${pair.left.id}_${pair.right.id}`
}

/** The dome as it was thirty days before the server's today. */
export async function aMonthAgo(api: APIRequestContext): Promise<string> {
  const { today } = (await (await api.get('/api/session')).json()) as { today: string }
  return `/?on=${new Date(Date.parse(today) - 30 * 86_400_000).toISOString().slice(0, 10)}`
}

/** Sends a generated sheet and opens its review, as an officer would. */
export async function importUnderReview(api: APIRequestContext): Promise<string | undefined> {
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

export async function untilRead(api: APIRequestContext, id: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { state } = (await (await api.get(`/api/imports/${id}`)).json()) as { state: string }
    if (state !== 'reading' && state !== 'committing') break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** A list in an office's own words is corrected and approved once; the next one is read by what is remembered of it. */
export async function importByMemory(api: APIRequestContext): Promise<string | undefined> {
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
export async function importWithLikely(api: APIRequestContext): Promise<string | undefined> {
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
export async function amendmentToApprove(api: APIRequestContext): Promise<string | undefined> {
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
export async function oneTimeLink(api: APIRequestContext): Promise<string | undefined> {
  const order = ((await (await api.get('/api/orders?state=delivered&limit=1')).json()) as Rows).rows[0]
  if (!order) return undefined
  const link = await api.post(`/api/orders/${order.id}/link`, {
    headers: { 'idempotency-key': `shots-${order.id}` },
  })
  return new URL(String(((await link.json()) as { url: string }).url), 'http://localhost').pathname
}

/** A request to confirm needs that an officer passes on: the holder of the first need that has one. */
export async function reconfirmation(api: APIRequestContext): Promise<string | undefined> {
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
export async function besides(api: APIRequestContext): Promise<string | undefined> {
  type Rows = { rows: { id: string; offerId: string }[] }
  const get = async (path: string) => (await (await api.get(path)).json()) as Rows
  const need = (await get('/api/matches/post-talent/needs?limit=1')).rows[0]?.id
  if (need === undefined) return undefined
  const { rows } = await get(`/api/matches/post-talent/needs/${need}?limit=3`)
  const offers = rows.map((row) => row.offerId).join(',')
  return `/matches/post-talent/${need}?view=beside&beside=${encodeURIComponent(offers)}`
}

/** An invitation that an officer passes on: the first person of the list. */
export async function invitation(api: APIRequestContext): Promise<string | undefined> {
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
export async function passwordLink(api: APIRequestContext): Promise<string | undefined> {
  const account = `shots-${Date.now()}@demo.qiongding.example`
  const made = await api.post('/api/people', { data: { account, name: '演示新人', role: 'leader' } })
  return ((await made.json()) as { link?: { url: string } }).link?.url
}

export const nowhere = '00000000-0000-7000-8000-000000000000'

import { openWorkbookFile } from '../workbooks.ts'
import type { Promised } from './whole.ts'

/** The process was killed before it had answered. */
export class Cut extends Error {}

type Body = Record<string, unknown> & { rows: Record<string, string>[] }
type Written = {
  readonly who: string
  readonly path: string
  readonly body?: unknown
  readonly match?: unknown
  readonly key?: string
  /** What its being answered with yes promises. */
  readonly events: (answer: Body) => readonly Promised[]
}

/** An export when it has come to rest: the rows it says it has, and those of its file. */
type Taken = { readonly state: string; readonly rows: number; readonly inside: number }
/** Rows above the records of an exported sheet. */
const HEAD_ROWS = 3

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const about = (name: string) => (answer: Body) => [{ name, about: String(answer.id) }]
const PATIENCE_MS = 60_000

/** Rows of a list that is taken in, and of each of its batches: four of them. */
export const LIST_ROWS = 400
const BATCH_ROWS = 100

/** A list of made-up seafarers whose names are sealed. No two lists share a row. */
export function listOf(round: string, rows = LIST_ROWS): Uint8Array<ArrayBuffer> {
  const lines = Array.from(
    { length: rows },
    (_, index) => `Demo ${round} ${index},DB-${round}-${index},mate,${12 + (index % 90)},是`,
  )
  return new TextEncoder().encode(['Name,Discharge book,Rank,Sea time,Consent', ...lines, ''].join('\n'))
}

/**
 * An office at work over HTTP against a server that may be killed at any moment: seafarers join, calls are matched, journeys get
 * their papers, orders are carried to the enterprise's word, lists come in. It remembers all that was answered with yes.
 */
export function officeAt(base: () => string) {
  const promised: Promised[] = []
  /** Writes that were cut off: whoever asked does not know whether they happened, and asks again with the same key. */
  const unanswered: Written[] = []
  const tokens = new Map<string, string>()
  let calls: string[] = []
  let begun = 0
  let made = 0

  async function ask(who: string, path: string, init: RequestInit = {}) {
    const token = tokens.get(who)
    const answer = await fetch(`${base()}${path}`, {
      ...init,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...init.headers },
    }).catch(() => {
      throw new Cut()
    })
    const text = await answer.text().catch(() => {
      throw new Cut()
    })
    // A server that is dying mid-answer may say anything but yes; one that lives must not fail.
    if (answer.status >= 500) throw new Error(`${path} ${answer.status} ${text}`)
    return { answer, body: (text ? JSON.parse(text) : {}) as Body }
  }
  const get = async (who: string, path: string) => (await ask(who, path)).body

  async function signIn(who: string): Promise<void> {
    const { answer } = await ask(who, '/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base() },
      body: JSON.stringify({ email: `${who}@harbour.example`, password: `demo-${who}-01` }),
    })
    tokens.set(who, String(answer.headers.get('set-auth-token')))
  }

  /** A write that was answered with yes is a promise. A refusal is an answer too, and promises nothing. */
  async function write(written: Written): Promise<Body | undefined> {
    const { who, path, body = {}, match, key = crypto.randomUUID(), events } = written
    try {
      const { answer, body: said } = await ask(who, path, {
        method: 'POST',
        headers: {
          'idempotency-key': key,
          ...(match !== undefined && { 'if-match': `"${match}"` }),
          ...(!(body instanceof FormData) && { 'content-type': 'application/json' }),
        },
        body: body instanceof FormData ? body : JSON.stringify(body),
      })
      if (!answer.ok) return undefined
      promised.push(...events(said))
      return said
    } catch (error) {
      if (error instanceof Cut) unanswered.push({ ...written, key })
      throw error
    }
  }
  /** What was cut off is asked again under its own key: done before or done now, it is done once. */
  async function again(): Promise<void> {
    for (const written of unanswered.splice(0)) await write(written)
  }

  const form = (bytes: Uint8Array<ArrayBuffer>, name: string) => {
    const data = new FormData()
    data.set('file', new File([bytes], name, { type: 'text/plain' }))
    return data
  }

  /** The journey of one more seafarer, as far as it comes. */
  async function place(call: string): Promise<void> {
    const name = `Demo hand ${++made} ${crypto.randomUUID().slice(0, 8)}`
    const hand = await write({
      who: 'crewing',
      path: '/api/registry/seafarer',
      body: {
        values: { seafarer_name: name, discharge_book: name, seafarer_consent: true, sea_rank: 'mate' },
        source: 'demo',
      },
      events: about('subject.created'),
    })
    const match =
      hand &&
      (await write({
        who: 'crewing',
        path: `/api/matches/call-seafarer/needs/${call}/accept`,
        body: { offerId: hand.id },
        events: ({ matchId, journeyId }) => [
          { name: 'match.accepted', about: String(matchId) },
          { name: 'journey.opened', about: String(journeyId) },
        ],
      }))
    if (!match) return
    const journey = `/api/journeys/${match.journeyId}`
    const paper = await write({
      who: 'crewing',
      path: '/api/files',
      body: form(new TextEncoder().encode(`Demo medical of ${name}\n`.repeat(400)), 'medical.txt'),
      events: about('file.stored'),
    })
    const filed =
      paper &&
      (await write({
        who: 'crewing',
        path: `${journey}/evidence`,
        body: { kind: 'medical', fileId: paper.id },
        events: () => [{ name: 'evidence.attached', about: String(match.journeyId) }],
      }))
    if (filed)
      await write({
        who: 'crewing',
        path: `${journey}/advance`,
        match: filed.version,
        events: () => [{ name: 'journey.advanced', about: String(match.journeyId) }],
      })
    let order = await write({
      who: 'crewing',
      path: '/api/orders',
      body: { journeyId: match.journeyId, element: 'berth-permit', what: 'Demo permit', quantity: 1 },
      events: about('order.raised'),
    })
    for (const [who, step, event, body] of [
      ['quay', 'accept', 'order.accepted', {}],
      ['quay', 'commit', 'order.committed', { promisedOn: '2099-12-31' }],
      ['quay', 'deliver', 'order.delivered', {}],
      // Of the calls of its own enterprise the agent says whether it arrived.
      ...(made % 3 === 0
        ? ([['agent', 'dispute', 'order.disputed', { reason: 'Demo: not there' }]] as const)
        : ([['agent', 'confirm', 'order.confirmed', {}]] as const)),
    ] as const)
      order =
        order &&
        (await write({
          who,
          path: `/api/orders/${order.id}/${step}`,
          body,
          match: order.version,
          events: about(event),
        }))
  }

  /** Waits until an import has come so far. */
  async function importOf(id: string, until: (view: Body) => boolean): Promise<Body> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 40) {
      const view = await get('crewing', `/api/imports/${id}`)
      if (until(view)) return view
      await pause(40)
    }
    throw new Error(`import ${id} does not move on`)
  }

  /** Waits until an export has come to an end. */
  async function exportOf(id: string): Promise<Body> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 40) {
      const view = await get('crewing', `/api/exports/${id}`)
      if (view.state !== 'making') return view
      await pause(40)
    }
    throw new Error(`export ${id} does not move on`)
  }

  return {
    promised,
    again,
    /** Signs its people in, and finds a call of a ship among those that are there and one of the agent's own enterprise. */
    async open(): Promise<void> {
      for (const who of ['crewing', 'quay', 'agent']) await signIn(who)
      const { person } = await get('agent', '/api/session')
      const own = await write({
        who: 'crewing',
        path: '/api/registry/berth-call',
        body: {
          values: {
            call_title: 'Demo call of the agent',
            call_operator: (person as { party: { name: string } }).party.name,
            crew_needed: 4,
            rank_min: 'rating',
          },
          source: 'demo',
        },
        events: about('subject.created'),
      })
      const { rows } = await get('crewing', '/api/registry/berth-call?limit=1')
      calls = [String(own?.id), String(rows[0]?.id)]
    },
    /** How many imports have had their first batch written. */
    begun: () => begun,
    /** Journeys one after the other until the server is gone. */
    async journeys(): Promise<never> {
      await again()
      for (let turn = 0; ; turn++) await place(calls[turn % calls.length] as string)
    },
    /** Lists one after the other: taken in, read, approved, written; what is answered with yes is promised step by step. */
    async imports(round: string): Promise<never> {
      for (let turn = 0; ; turn++) {
        const taken = await write({
          who: 'crewing',
          path: '/api/imports?kind=seafarer',
          body: form(listOf(`${round}-${turn}`), `demo-${round}-${turn}.csv`),
          events: about('import.uploaded'),
        })
        if (!taken) throw new Error('the list was refused')
        const id = String(taken.id)
        await importOf(id, ({ state }) => state !== 'reading')
        await write({
          who: 'crewing',
          path: `/api/imports/${id}/commit`,
          body: { batch: BATCH_ROWS },
          events: () => [{ name: 'import.approved', about: id }],
        })
        await importOf(
          id,
          ({ state, job }) => state !== 'committing' || Number((job as { done?: number })?.done) > 0,
        )
        begun++
        await importOf(id, ({ state }) => state === 'committed')
        promised.push({ name: 'import.committed', about: id })
      }
    },
    /** Takes the list of seafarers out as a workbook, again and again. */
    async exports(): Promise<never> {
      for (;;) {
        const asked = await write({
          who: 'crewing',
          path: '/api/exports',
          body: { kind: 'seafarer', columns: ['sea_rank', 'sea_time', 'discharge_book'] },
          events: about('export.started'),
        })
        if (!asked) throw new Error('the export was refused')
        await exportOf(String(asked.id))
      }
    },
    /** What was to be written before a cut is written at the next start: every export that was answered, each with its whole file. */
    async taken(): Promise<Taken[]> {
      const ids = promised.filter(({ name }) => name === 'export.started').map((one) => one.about)
      const found: Taken[] = []
      for (const id of ids) {
        const { state, rows, href } = await exportOf(id)
        const file = await fetch(`${base()}${String(href)}`, {
          headers: { authorization: `Bearer ${tokens.get('crewing')}` },
        })
        const workbook = await openWorkbookFile(new Uint8Array(await file.arrayBuffer()))
        const sheet = workbook.worksheets[0]
        // Title, a line about the list, the header.
        const inside = (sheet?.actualRowCount ?? 0) - HEAD_ROWS
        found.push({ state: String(state), rows: Number(rows), inside })
      }
      return found
    },
    /** What was approved before a cut goes on at the next start, without anybody asking: each import when it has come to rest. */
    async rested(): Promise<Body[]> {
      const { rows } = await get('crewing', '/api/imports?limit=200')
      return Promise.all(
        rows.map(({ id }) =>
          importOf(String(id), ({ state }) => state !== 'reading' && state !== 'committing'),
        ),
      )
    },
  }
}

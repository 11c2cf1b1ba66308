import { journeysContract } from '@qiongding/server/spine/journeys/contract'
import { ordersContract } from '@qiongding/server/spine/orders/contract'
import { registryContract } from '@qiongding/server/spine/registry/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'
import type { Value } from '../../shell/facts.ts'

export type JourneyFilter = {
  definition?: string | undefined
  stage?: string | undefined
  held?: 'true' | 'false' | undefined
  open?: 'true' | undefined
}

export function journeysQuery(filter: JourneyFilter, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['journeys', filter, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(journeysContract.list, {
        query: { ...filter, ...asOf, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function journeyQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['journey', id, asOf],
    queryFn: ({ signal }) => call(journeysContract.read, { params: { id }, query: asOf, signal }),
  })
}

type Versioned = { readonly id: string; readonly version: string }

export function advance(journey: Versioned, to: string) {
  return call(journeysContract.advance, {
    params: { id: journey.id },
    ifMatch: journey.version,
    body: { to },
  })
}

export function closeJourney(journey: Versioned, exit: string, reason: string) {
  return call(journeysContract.close, {
    params: { id: journey.id },
    ifMatch: journey.version,
    body: { exit, reason },
  })
}

export type Attachment = {
  kind: string
  day?: string
  note?: string
  fileId?: string
  fact?: { key: string; value: string | number | boolean | string[] }
}

export function attachEvidence(id: string, body: Attachment) {
  return call(journeysContract.attach, { params: { id }, body })
}

/** States a fact of the journey itself, such as an agreement of both sides. */
export function stateJourneyFact(id: string, body: { key: string; value: Value; day: string }) {
  const value = typeof body.value === 'object' ? [...body.value] : body.value
  return call(journeysContract.state, { params: { id }, body: { ...body, value } })
}

/** An order of a journey: what is needed, from whom, by when, and which stage waits for it. */
type RaiseOrder = {
  journeyId: string
  element: string
  what: string
  quantity?: number
  unit?: string
  needBy?: string
  office?: string
  blocks?: string
}

export function raiseOrder(body: RaiseOrder) {
  return call(ordersContract.raise, { body })
}

export function setBack(journey: Versioned, to: string, reason: string) {
  return call(journeysContract.setBack, {
    params: { id: journey.id },
    ifMatch: journey.version,
    body: { to, reason },
  })
}

export function pause(journey: Versioned, reason: string) {
  return call(journeysContract.pause, {
    params: { id: journey.id },
    ifMatch: journey.version,
    body: { reason },
  })
}

export function resume(journey: Versioned) {
  return call(journeysContract.resume, { params: { id: journey.id }, ifMatch: journey.version, body: {} })
}

export function setLight(journey: Versioned, light: 'green' | 'yellow' | 'red', reason: string) {
  return call(journeysContract.setLight, {
    params: { id: journey.id },
    ifMatch: journey.version,
    body: { light, reason },
  })
}

export function disclose(journey: Versioned, reason: string) {
  return call(journeysContract.disclose, {
    params: { id: journey.id },
    ifMatch: journey.version,
    body: { reason },
  })
}

/** Parties of the registry whose name holds a text, the first few. */
export function partiesQuery(kind: string, text: string) {
  return queryOptions({
    queryKey: ['journey-parties', kind, text],
    enabled: text !== '',
    queryFn: ({ signal }) =>
      call(registryContract.list, { params: { kind }, query: { q: text, limit: 10 } as never, signal }),
  })
}

/** Says for which registered party a journey is that began without one. */
export function joinParty(journey: Versioned, kind: string, subject: string) {
  return call(journeysContract.join, {
    params: { id: journey.id },
    ifMatch: journey.version,
    body: { kind, subject },
  })
}

import { ordersContract } from '@qiongding/server/spine/orders/contract'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { addressOf, call } from './api.ts'
import { asOfFrom } from './as-of.ts'
import { ProblemError, problemFrom, problemOf } from './problem.ts'

function answer(status: number, body: unknown): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(async () => new Response(body === undefined ? '' : JSON.stringify(body), { status }))
  vi.stubGlobal('fetch', fetch)
  return fetch
}

afterEach(() => vi.unstubAllGlobals())

describe('addresses', () => {
  it('fill parameters, keep the query short and escape both', () => {
    const address = addressOf(
      { path: '/api/{kind}/{id}' },
      { params: { kind: 'a b', id: '1/2' }, query: { q: '演示', limit: 5, sort: undefined } },
    )
    expect(address).toBe('/api/a%20b/1%2F2?q=%E6%BC%94%E7%A4%BA&limit=5')
  })
  it('refuse a missing parameter', () => {
    expect(() => addressOf({ path: '/api/{id}' })).toThrow(TypeError)
  })
})

describe('calls', () => {
  it('send the version read and a key that makes a repeat harmless', async () => {
    const fetch = answer(200, {})
    await call(ordersContract.dispute, { params: { id: '7' }, body: { reason: 'short' }, ifMatch: 'v3' })
    const [address, init] = fetch.mock.calls[0] as [string, RequestInit]
    const headers = init.headers as Record<string, string>
    expect(address).toBe('/api/orders/7/dispute')
    expect(headers['if-match']).toBe('"v3"')
    expect(headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
    expect(init.body).toBe('{"reason":"short"}')
  })
  it('turn a problem into a refusal with its facts', async () => {
    answer(409, {
      type: '/docs/refusals#not-ready',
      title: 'not-ready',
      status: 409,
      code: 'not-ready',
      facts: { unmet: 2 },
    })
    const error = await call(ordersContract.link, { params: { id: '7' } }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProblemError)
    expect(problemOf(error)).toMatchObject({
      kind: 'refusal',
      code: 'not-ready',
      status: 409,
      facts: { unmet: 2 },
    })
  })
  it('tell a lost line from a fault', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('network'))),
    )
    const error = await call(ordersContract.link, { params: { id: '7' } }).catch((thrown: unknown) => thrown)
    expect(problemOf(error).kind).toBe('offline')
  })
})

describe('problems', () => {
  it('know a fault of ours, its number, and a session that ended', () => {
    expect(problemFrom(500, { code: 'bug', instance: 'E-7F31' })).toMatchObject({
      kind: 'fault',
      id: 'E-7F31',
    })
    expect(problemFrom(401, { code: 'not-signed-in' }).kind).toBe('signed-out')
  })
  it('read the code from the type where none is named, and from the status otherwise', () => {
    expect(problemFrom(422, { type: 'https://example.org/refusals#no-table' }).code).toBe('no-table')
    expect(problemFrom(418, {}).code).toBe('status-418')
  })
})

describe('the day asked for', () => {
  it('comes from the address, and nonsense is dropped', () => {
    expect(asOfFrom({ on: '2026-11-06', known: '2026-11-06' })).toEqual({
      on: '2026-11-06',
      known: '2026-11-06',
    })
    expect(asOfFrom({ on: 'yesterday', known: 5 })).toEqual({})
  })
})

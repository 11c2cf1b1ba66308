import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { client, loop, percentile } from './load.ts'

test('percentiles by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99)]).toEqual([50, 99, 7])
  expect(percentile([], 0.5)).toBeNaN()
})

test('a loop counts answers, and a failing answer fails it', async () => {
  const load = await loop(
    4,
    { warm: 0, measured: 0.2 },
    () => new Promise((resolve) => setTimeout(resolve, 10)),
  )
  expect(load.answers).toBeGreaterThan(20)
  expect(load.p50_ms).toBeGreaterThan(8)
  await expect(loop(2, { warm: 0, measured: 1 }, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
})

test('connections are kept, and a refusal is told', async () => {
  let connections = 0
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/refused' ? 409 : 200
    response.end('{}')
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const { ask, close } = client(`http://127.0.0.1:${port}`, 2, {})
  await Promise.all(Array.from({ length: 20 }, () => ask({ method: 'POST', path: '/', body: { a: 1 } })))
  expect(connections).toBe(2)
  await expect(ask({ method: 'GET', path: '/refused' })).rejects.toThrow('409')
  close()
  server.close()
})

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { httpEmbedder } from './embedding.ts'

let server: Server | undefined
const said: object[] = []
const logger = { warn: (what: object) => void said.push(what) } as never
afterEach(async () => {
  said.length = 0
  server?.closeAllConnections()
  await new Promise((done) => server?.close(done))
})

/** An endpoint that answers as it is told; what it was asked is kept. */
async function endpoint(answer: (texts: string[], asked: number) => unknown, hang = false) {
  const asked: { input: string[]; authorization: string | undefined }[] = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const { input } = JSON.parse(body)
      asked.push({ input, authorization: request.headers.authorization })
      if (hang) return
      const found = answer(input, asked.length)
      response.writeHead(found === undefined ? 500 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(found ?? {}))
    })
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1/embeddings`, asked }
}

const vectors = (texts: string[], dimensions = 2) => ({
  data: texts.map((text, index) => ({
    index,
    embedding: Array.from({ length: dimensions }, (_, at) => (at === 0 ? text.length : 1)),
  })),
})

it('asks in batches, takes the answers in the order of the texts, and makes them of length 1', async () => {
  const { url, asked } = await endpoint((texts) => ({ data: vectors(texts).data.toReversed() }))
  const embedder = httpEmbedder({ url, model: 'm', token: 't' }, logger)
  const texts = Array.from({ length: 70 }, (_, at) => 'x'.repeat(at + 1))
  const found = await embedder.embed(texts)
  expect(asked.map(({ input }) => input.length)).toEqual([64, 6])
  expect(asked[0]?.authorization).toBe('Bearer t')
  expect(found).toHaveLength(70)
  found?.forEach((vector, at) => {
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect((vector[0] as number) / (vector[1] as number)).toBeCloseTo(at + 1, 3)
  })
  expect(await embedder.embed([])).toEqual([])
})

it('gives up on an endpoint that hangs, and does not wait for it again at once', async () => {
  const { url, asked } = await endpoint(() => ({}), true)
  let at = 0
  const embedder = httpEmbedder({ url, model: 'm', timeoutMs: 150 }, logger, () => at)
  const began = performance.now()
  expect(await embedder.embed(['演示'])).toBeUndefined()
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(await embedder.embed(['演示'])).toBeUndefined()
  expect(asked).toHaveLength(1)
  at = 31_000
  await embedder.embed(['演示'])
  expect(asked).toHaveLength(2)
  // What people wrote is in no log.
  expect(JSON.stringify(said)).not.toContain('演示')
})

it.each([
  ['refuses', () => undefined],
  ['answers nothing', () => ({})],
  ['answers too few', (texts: string[]) => ({ data: vectors(texts).data.slice(1) })],
  [
    'answers one twice',
    (texts: string[]) => ({ data: vectors(texts).data.map((one) => ({ ...one, index: 0 })) }),
  ],
  [
    'answers no numbers',
    (texts: string[]) => ({ data: texts.map((_, index) => ({ index, embedding: ['a', {}] })) }),
  ],
  [
    'answers only zeros',
    (texts: string[]) => ({ data: texts.map((_, index) => ({ index, embedding: [0, 0] })) }),
  ],
])('takes nothing from one that %s', async (_, answer) => {
  const { url } = await endpoint(answer as never)
  expect(await httpEmbedder({ url, model: 'm' }, logger).embed(['a', 'b'])).toBeUndefined()
  expect(said).toHaveLength(1)
})

it('takes nothing of other dimensions than before', async () => {
  const { url } = await endpoint((texts, asked) => vectors(texts, asked === 1 ? 2 : 3))
  const embedder = httpEmbedder({ url, model: 'm' }, logger)
  expect(await embedder.embed(['a'])).toHaveLength(1)
  expect(await embedder.embed(['a'])).toBeUndefined()
})

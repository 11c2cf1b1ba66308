import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FILE_LIMIT } from '../platform/files/contract.ts'
import { openStage, type Stage } from './stage.ts'

const SIZE = 100 * 1024 * 1024
const PIECE = Buffer.alloc(1024 * 1024, 0x61)

describe('an upload of 100 MB', () => {
  let stage: Stage
  let server: ReturnType<typeof serve>
  beforeAll(async () => {
    stage = await openStage({ tier: 'pglite' })
    server = serve({ fetch: stage.app.fetch, hostname: '127.0.0.1', port: 0 })
    await new Promise((resolve) => server.once('listening', resolve))
  })
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve))
    await stage.close()
  })

  /** Sends it piece by piece for as long as it is taken, and answers with how much that was. */
  function send(
    more: Record<string, string>,
  ): Promise<{ status: number; body: { code: string; facts?: { limit: number } }; sent: number }> {
    return new Promise((resolve, reject) => {
      let sent = 0
      let answered = false
      const asked = request(
        {
          host: '127.0.0.1',
          port: (server.address() as AddressInfo).port,
          method: 'POST',
          path: '/api/imports?kind=enterprise',
          headers: { host: 'localhost:4600', 'content-type': 'multipart/form-data; boundary=x', ...more },
        },
        (answer) => {
          answered = true
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () => {
            asked.destroy()
            resolve({
              status: answer.statusCode ?? 0,
              body: JSON.parse(Buffer.concat(chunks).toString()),
              sent,
            })
          })
        },
      )
      // A line that is cut once the answer is there is no failure.
      asked.on('error', (error) => {
        if (!answered) reject(error)
      })
      const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
      asked.write(head)
      const pump = () => {
        while (!answered && !asked.destroyed && sent < SIZE) {
          sent += PIECE.length
          if (!asked.write(PIECE)) {
            asked.once('drain', pump)
            return
          }
        }
        if (!answered && !asked.destroyed) asked.end('\r\n--x--\r\n')
      }
      pump()
    })
  }

  it('is refused by the length it names, before it is taken in', async () => {
    const began = performance.now()
    const { status, body, sent } = await send({ 'content-length': String(SIZE) })
    expect([status, body.code, body.facts?.limit]).toEqual([413, 'too-large', FILE_LIMIT])
    // What a sender pushes into the line before it hears the answer.
    expect(sent).toBeLessThan(20 * PIECE.length)
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('is refused as soon as it is too much where it names no length', async () => {
    const { status, body, sent } = await send({ 'transfer-encoding': 'chunked' })
    expect([status, body.code]).toEqual([413, 'too-large'])
    expect(sent).toBeLessThan(SIZE)
  })
})

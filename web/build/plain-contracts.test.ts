import { join } from 'node:path'
import type { Plugin } from 'vite'
import { expect, it } from 'vitest'
import { plainContracts } from './plain-contracts.ts'

const SERVER = join(import.meta.dirname, '../../server/src')

async function loaded(path: string): Promise<unknown> {
  const load = (plainContracts() as Plugin).load
  if (typeof load !== 'function') throw new TypeError('the plugin has no load hook')
  return load.call({} as never, path)
}

it('leaves names, methods and paths of a contract, and no schema', async () => {
  const code = String(await loaded(join(SERVER, 'spine/orders/contract.ts')))
  expect(code).toContain('"name":"order.confirm","method":"POST","path":"/api/orders/{id}/confirm"')
  expect(code).not.toMatch(/import|zod|output/)
})

it('leaves every other file alone', async () => {
  expect(await loaded(join(SERVER, 'main.ts'))).toBeUndefined()
})

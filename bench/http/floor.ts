// The least that could stand in the server's place: bare node:http before the driver in the same transaction and role, in a process of
// its own. No abilities, no schema, no session, no log.
import { fork } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { client, type Load, loop } from '../measure/load.ts'
import type { OperationName } from './operations.ts'

export type Floor = {
  /** The load of one operation; `nothing` answers an empty list without asking the database. */
  load(operation: OperationName | 'nothing', count: () => number): Promise<Load>
  close(): void
}

export async function openFloor(
  databaseUrl: string,
  connections: number,
  duration: { warm: number; measured: number },
): Promise<Floor> {
  const child = fork(join(import.meta.dirname, 'floor-server.ts'), {
    execArgv: ['--conditions=source'],
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'production' },
  })
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    child.once('message', (address) => resolve(address as AddressInfo))
    child.once('exit', (code) => reject(new Error(`The floor ended with ${code}.`)))
  })
  const { ask, close } = client(`http://127.0.0.1:${port}`, connections, {})
  return {
    load: (operation, count) =>
      loop(connections, duration, async () => {
        await ask({ method: 'GET', path: `/${operation}/${count()}` })
      }),
    close() {
      close()
      child.disconnect()
    },
  }
}

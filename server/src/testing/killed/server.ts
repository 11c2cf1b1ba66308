// The server of a round that ends in a kill. Before it takes anything up again it says whether what the last kill left is whole.
import { start } from '../../main.ts'
import { settingsOf } from '../../settings.ts'
import type { Workbench } from '../../workbench.ts'
import { type Promised, wholeness } from './whole.ts'

/** What the test tells its server: the port to answer at, and what must be there. Told again, it looks again. */
export type Told = { readonly port: number; readonly promised: readonly Promised[] }

let running: Workbench | undefined
const first = await new Promise<Told>((resolve) =>
  process.on('message', async (told: Told) => {
    if (running) process.send?.(await wholeness(running, told.promised))
    else resolve(told)
  }),
)
process.channel?.unref()
await start(settingsOf({ port: String(first.port) }, process.env), async (workbench) => {
  process.send?.(await wholeness(workbench, first.promised))
  running = workbench
})

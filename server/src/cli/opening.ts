import { pino } from 'pino'
import type { Actor } from '../platform/abilities.ts'
import { type Settings, settingsOf } from '../settings.ts'
import { openWorkbench, type Workbench } from '../workbench.ts'

/** Options of every command that works on a district's data. */
export type PlaceFlags = { readonly data?: string; readonly pack?: string }

/** Settings of a command: flags, then environment. It opens no door, so made-up sign-ins are no question. */
export function settingsFor(flags: PlaceFlags): Settings {
  return settingsOf(
    {
      ...(flags.data !== undefined && { data: flags.data }),
      ...(flags.pack !== undefined && { pack: flags.pack }),
    },
    { ...process.env, QIONGDING_DEMONSTRATION: 'off' },
  )
}

/** Who the ledger names where a command wrote: whoever may open the data folder or the database may do anything. */
export const COMMAND_LINE: Actor = {
  kind: 'system',
  id: 'command-line',
  name: '命令行',
  grants: [{ ability: '*' }],
}

/** Opens the district's data, runs one piece of work on it, and closes it again whatever came of it. */
export async function withWorkbench<T>(
  flags: PlaceFlags,
  work: (workbench: Workbench, settings: Settings) => Promise<T>,
): Promise<T> {
  const settings = settingsFor(flags)
  const workbench = await openWorkbench(settings, {
    logger: pino({ level: settings.logLevel === 'info' ? 'error' : settings.logLevel }, pino.destination(2)),
  })
  try {
    return await work(workbench, settings)
  } finally {
    await workbench.close()
  }
}

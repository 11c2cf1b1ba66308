import { day, daysBetween } from '@qiongding/kernel'
import { v5 as uuidv5 } from 'uuid'
import type { WriteTx } from '../../../platform/db/database.ts'
import type { ClockJob } from '../../../platform/jobs/clocks.ts'
import type { Reaction } from '../../../platform/jobs/reactions.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type Happened, happened, record } from '../../../platform/verb/verb.ts'
import { makeExport } from '../exports/work.ts'
import { makeEdition } from './edition.ts'
import { fillVersion } from './fill.ts'
import { type ReminderRow, reminderKind } from './list-version.ts'
import { overdueLists } from './reads/index.ts'
import { waitingReminder } from './settle.ts'

export const listReacts: readonly Reaction[] = [
  {
    name: 'edition-make',
    long: 'asked',
    on: ['edition.started'],
    work: (ctx, message) => makeExport(ctx, message.about.id, makeEdition),
  },
  { name: 'list-fill', on: ['list.prepared'], work: (ctx, message) => fillVersion(ctx, message.about.id) },
]

/** Days between two reminders of the same thing: one weekly round. */
const AGAIN_DAYS = 7
/** Reminders are named by what they are about, so that the same one is never there twice. */
const REMINDERS = '6f6e1f6c-5f0d-4c77-9d7e-0b6f6d2f0a11'

/** Reminds the owner office of each list that is past its days: once when it is, and then weekly until it is published again. */
export async function remindOwners(ctx: Context, today: string): Promise<void> {
  await ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
    const events: Happened[] = []
    for (const { list, dueOn } of await overdueLists(ctx, tx)) {
      if (dueOn === undefined) continue
      const event = await reminderOf(
        tx,
        { list: list.id, title: list.label.zh, office: list.owner },
        dueOn,
        today,
      )
      if (event) events.push(event)
    }
    await record(tx, ctx, events)
  })
}

async function reminderOf(
  tx: WriteTx,
  about: Pick<ReminderRow, 'list' | 'title' | 'office'>,
  dueOn: string,
  today: string,
): Promise<Happened | undefined> {
  const before = await waitingReminder(tx, about.list)
  if (before && daysBetween(day(before.remindedOn), day(today)) < AGAIN_DAYS) return undefined
  const after: ReminderRow = {
    ...about,
    id: before?.id ?? uuidv5(`${tx.district} ${about.list} ${dueOn}`, REMINDERS),
    state: 'waiting',
    dueOn,
    remindedOn: today,
    times: (before?.times ?? 0) + 1,
    demonstration: false,
  }
  return happened(reminderKind, { name: 'list.reminded', day: today, ...(before && { before }), after })
}

export const listClocks: readonly ClockJob[] = [{ name: 'list-reminders', work: remindOwners }]

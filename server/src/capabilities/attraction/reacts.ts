import type { Reaction } from '../../platform/jobs/reactions.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import { keysChanged } from './reads/index.ts'
import { keepKeys } from './verbs/index.ts'

/** What a lead is compared by follows what is stated of it. */
export const attractionReacts: readonly Reaction[] = [
  {
    name: 'keep-lead-keys',
    on: ['journey.stated'],
    work: async (base, { about }) => {
      const grants = [{ ability: 'journey.advance' }]
      const ctx: Context = {
        ...base,
        actor: { kind: 'job', id: 'keep-lead-keys', name: 'keep-lead-keys', grants },
      }
      const isOther = await reading(ctx, (read) => keysChanged(ctx, read, about.id))
      if (isOther) await keepKeys(ctx, { id: about.id })
    },
    concerns: (_, { about }) => about.kind === 'journey',
  },
]

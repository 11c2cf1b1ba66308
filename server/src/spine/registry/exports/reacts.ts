import type { Reaction } from '../../../platform/jobs/reactions.ts'
import { makeExport } from './work.ts'

/** Exports are written outside the request; whoever asked may close the page. */
export const exportReacts: readonly Reaction[] = [
  {
    name: 'export-make',
    long: 'asked',
    on: ['export.started'],
    work: (ctx, message) => makeExport(ctx, message.about.id),
  },
]

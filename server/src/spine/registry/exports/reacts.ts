import type { Reaction } from '../../../platform/jobs/reactions.ts'
import { type PageSource, pageExports } from './page.ts'
import { makeExport } from './work.ts'

/** Exports are written outside the request; whoever asked may close the page. */
export const exportReacts = (sources: readonly PageSource[]): readonly Reaction[] => {
  const { makePage } = pageExports(sources)
  return [
    {
      name: 'export-make',
      long: 'asked',
      on: ['export.started'],
      work: (ctx, message) => makeExport(ctx, message.about.id),
    },
    {
      name: 'page-export-make',
      long: 'asked',
      on: ['page.export-started'],
      work: (ctx, message) => makeExport(ctx, message.about.id, makePage),
    },
  ]
}

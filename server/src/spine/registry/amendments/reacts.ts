import type { Reaction } from '../../../platform/jobs/reactions.ts'
import { workAmendment } from './work.ts'

/** Many rows are looked at, written and taken back outside the request; whoever asked may close the page. */
export const amendmentReacts: readonly Reaction[] = [
  {
    name: 'amendment-work',
    on: ['amendment.drafted', 'amendment.approved', 'amendment.undo-asked'],
    work: (ctx, message) => workAmendment(ctx, message.about.id),
  },
]

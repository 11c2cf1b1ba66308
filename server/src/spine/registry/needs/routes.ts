import { mayAtAll, reachOf } from '../../../platform/abilities.ts'
import { type Route, read, write } from '../../../platform/http/route.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import { askKind } from './ask.ts'
import { needsContract } from './contract.ts'
import { listNeeds, readAsked } from './reads/index.ts'
import { answerAsk, askNeeds, confirmNeed, recordNeed, revokeAsk } from './verbs.ts'

export const needRoutes: readonly Route[] = [
  read(needsContract.list, listNeeds),
  write(askNeeds),
  write(revokeAsk),
  write(confirmNeed),
  write(recordNeed),
  read(needsContract.asked, readAsked),
  {
    endpoint: needsContract.answer,
    answer: async (ctx, input) => {
      const { wrong, triesLeft, answered, left } = await answerAsk(ctx, input as never)
      if (wrong) throw refuse('wrong-code', { triesLeft })
      return { answered, left }
    },
  },
]

/** What the ledger says of requests: for those who may ask, and those who see every need. */
export const needLedger: LedgerOwner = {
  owns: (_, kind) => kind === askKind.kind || kind === 'ask-link',
  mayRead: (ctx) => mayAtAll(ctx.actor, 'need.ask') === 'yes' || reachOf(ctx.actor, 'registry.read').all,
}

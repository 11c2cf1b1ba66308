import { type Route, read, requireAbility, write } from '../http/route.ts'
import { refuse } from '../refusals.ts'
import { attemptsIn } from './attempts.ts'
import { identityContract } from './contract.ts'
import type { Organisation } from './organisation.ts'
import { listPeople, readWelcome } from './reads.ts'
import { ownAttempts, peopleVerbs } from './verbs.ts'

export function peopleRoutes(organisation: Organisation): readonly Route[] {
  const verbs = peopleVerbs(organisation)
  return [
    read(identityContract.people, listPeople(organisation)),
    write(verbs.addPerson),
    write(verbs.changePerson),
    write(verbs.stopPerson),
    write(verbs.resumePerson),
    write(verbs.linkPerson),
    write(verbs.endPersonSessions),
    read(identityContract.welcome, readWelcome(organisation)),
    {
      endpoint: identityContract.setPassword,
      answer: async (ctx, input) => {
        const used = await verbs.useLink(ctx, input as never)
        if (used.outcome === 'wrong') throw refuse('wrong-code', { triesLeft: used.triesLeft })
        const { account } = used
        const attempts = attemptsIn(ctx.district.database, ctx.district.keys, ctx.clock)
        return { account, device: attempts.remember(account, undefined) }
      },
    },
    {
      endpoint: identityContract.changePassword,
      answer: async (ctx, input) => {
        requireAbility(ctx, identityContract.changePassword)
        const admission = await ownAttempts(ctx)
        if ('waitSeconds' in admission) throw refuse('slow-down', { seconds: admission.waitSeconds })
        const changed = await verbs.changeOwnPassword(ctx, input as never)
        await admission.right()
        return changed
      },
    },
  ]
}

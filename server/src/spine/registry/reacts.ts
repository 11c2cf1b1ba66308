import type { Reaction } from '../../platform/jobs/reactions.ts'
import { linkHolders, movesHolders, sameHolders } from './holders.ts'
import { makeCorrection } from './imports/correction/make.ts'
import { retractImport } from './imports/withdraw.ts'
import { commitImport, readImportFile } from './imports/work.ts'
import { makeProfilesAnew } from './renew.ts'

/** What the registry does when its own imports move on: the long work happens outside the request. */
export const registryReacts: readonly Reaction[] = [
  {
    name: 'import-read',
    long: 'asked',
    on: ['import.uploaded', 'import.mapped', 'import.decided'],
    work: (ctx, message) => readImportFile(ctx, message.about.id),
  },
  {
    name: 'import-commit',
    long: 'asked',
    on: ['import.approved'],
    work: async (ctx, message) => void (await commitImport(ctx, message.about.id)),
  },
  {
    name: 'correction-make',
    on: ['correction.started'],
    work: (ctx, message) => makeCorrection(ctx, message.about.id),
  },
  {
    name: 'import-withdraw',
    long: 'asked',
    on: ['import.withdrawn'],
    work: (ctx, message) => retractImport(ctx, message.about.id),
  },
  {
    // Sent at the start of a process, not by anything that happened.
    name: 'registry-project',
    long: 'house',
    on: [],
    work: (ctx, message) => makeProfilesAnew(ctx, message.about.id),
  },
  {
    name: 'link-holders',
    on: [
      'subject.created',
      'subject.stated',
      'fact.settled',
      'statement.retracted',
      'import.committed',
      'import.cancelled',
      'registry.withdrawn',
    ],
    work: linkHolders,
    concerns: movesHolders,
    alike: sameHolders,
  },
]

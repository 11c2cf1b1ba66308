import {
  applicationKind,
  applicationsLedger,
  applicationsMigrations,
  applicationsRoutes,
} from './capabilities/applications/index.ts'
import {
  attractionMigrations,
  attractionReacts,
  attractionRoutes,
  leadKind,
  leadLedger,
  probeKind,
  projectPage,
  reportPage,
} from './capabilities/attraction/index.ts'
import {
  dispatchLedger,
  dispatchMigrations,
  dispatchRoutes,
  sittingKind,
  taskKind,
} from './capabilities/dispatch/index.ts'
import {
  gatheringKind,
  gatheringsLedger,
  gatheringsMigrations,
  gatheringsRoutes,
  introductionKind,
} from './capabilities/gatherings/index.ts'
import {
  outreachLedger,
  outreachMigrations,
  outreachRoutes,
  tripKind,
  visitKind,
} from './capabilities/outreach/index.ts'
import {
  invitationKind,
  invitationLedger,
  personsMigrations,
  personsRoutes,
} from './capabilities/persons/index.ts'
import { policiesLedger, policiesRoutes } from './capabilities/policies/index.ts'
import {
  proposalFiles,
  proposalKind,
  proposalsLedger,
  proposalsMigrations,
  proposalsRoutes,
} from './capabilities/proposals/index.ts'
import { talentRoutes } from './capabilities/talent/index.ts'
import { briefingRoutes } from './desks/briefing/index.ts'
import { domeRoutes } from './desks/dome/index.ts'
import { evaluationRoutes } from './desks/evaluation/index.ts'
import { ladderPage, ladderRoutes } from './desks/ladder/index.ts'
import { counterMigrations } from './platform/db/counter.ts'
import type { Migration } from './platform/db/tables.ts'
import { fileLedger, fileRoutes } from './platform/files/routes.ts'
import { fileMigrations } from './platform/files/store.ts'
import type { Route } from './platform/http/route.ts'
import { personLedger } from './platform/identity/people.ts'
import { identityMigrations } from './platform/identity/tables.ts'
import { type ClockJob, clockMigrations } from './platform/jobs/clocks.ts'
import { jobMigrations, jobRoutes } from './platform/jobs/progress.ts'
import type { Reaction } from './platform/jobs/reactions.ts'
import { keyMigrations } from './platform/keys.ts'
import type { ObjectKind } from './platform/ledger/objects.ts'
import { ledgerRoutes } from './platform/ledger/reads.ts'
import { ledgerMigrations } from './platform/ledger/tables.ts'
import {
  journeyFiles,
  journeyKind,
  journeyLedger,
  journeyLinks,
  journeyMigrations,
  journeyPage,
  journeyReacts,
  journeyRoutes,
} from './spine/journeys/index.ts'
import { matchKind, matchLedger, matchLinks, matchMigrations, matchRoutes } from './spine/matches/index.ts'
import {
  orderFiles,
  orderKind,
  orderLedger,
  orderLinks,
  orderMigrations,
  orderPage,
  orderRoutes,
} from './spine/orders/index.ts'
import { policiesMigrations, policyTextKind } from './spine/policies/index.ts'
import {
  amendmentJobs,
  amendmentKind,
  amendmentMigrations,
  amendmentReacts,
  amendmentRoutes,
  duplicatesMigrations,
  duplicatesReacts,
  duplicatesRoutes,
  exportJobs,
  exportKind,
  exportMigrations,
  exportReacts,
  exportRoutes,
  importJobs,
  importKind,
  lists,
  mergeKind,
  needs,
  type PageSource,
  pairKind,
  profileKind,
  profileMigrations,
  registryLedger,
  registryMigrations,
  registryReacts,
  registryRoutes,
  viewKind,
  viewMigrations,
  viewRoutes,
} from './spine/registry/index.ts'
import {
  readingKind,
  targetLedger,
  targetMigrations,
  targetPage,
  targetReacts,
  targetRoutes,
} from './spine/targets/index.ts'

/** The mount list: everything the workbench is made of. A new capability adds its line to each list it has something for. */
export const migrations: readonly Migration[] = [
  ...ledgerMigrations,
  ...counterMigrations,
  ...keyMigrations,
  ...fileMigrations,
  ...jobMigrations,
  ...identityMigrations,
  ...clockMigrations,
  ...registryMigrations,
  ...profileMigrations,
  ...duplicatesMigrations,
  ...exportMigrations,
  ...viewMigrations,
  ...amendmentMigrations,
  ...lists.listMigrations,
  ...needs.needMigrations,
  ...orderMigrations,
  ...journeyMigrations,
  ...matchMigrations,
  ...targetMigrations,
  ...attractionMigrations,
  ...personsMigrations,
  ...gatheringsMigrations,
  ...dispatchMigrations,
  ...outreachMigrations,
  ...policiesMigrations,
  ...proposalsMigrations,
  ...applicationsMigrations,
]

/** Pages of the workbench that may be taken out as a file. */
const pages: readonly PageSource[] = [orderPage, journeyPage, projectPage, reportPage, targetPage, ladderPage]

export const reactions: readonly Reaction[] = [
  ...registryReacts,
  ...exportReacts(pages),
  ...amendmentReacts,
  ...lists.listReacts,
  ...journeyReacts,
  ...targetReacts,
  ...attractionReacts,
  // The longest last: what follows from an event at once comes first.
  ...duplicatesReacts,
]

/** What is done because a day has come. */
export const clockJobs: readonly ClockJob[] = [...lists.listClocks, ...needs.needClocks]

/** Every kind of record that the ledger carries whole; a rebuild makes their tables anew. */
export const objects: readonly ObjectKind<never>[] = [
  importKind,
  profileKind,
  mergeKind,
  pairKind,
  exportKind,
  viewKind,
  amendmentKind,
  lists.versionKind,
  lists.reminderKind,
  needs.askKind,
  orderKind,
  journeyKind,
  matchKind,
  readingKind,
  leadKind,
  probeKind,
  invitationKind,
  gatheringKind,
  introductionKind,
  sittingKind,
  taskKind,
  tripKind,
  visitKind,
  policyTextKind,
  proposalKind,
  applicationKind,
]

export const routes: readonly Route[] = [
  ...fileRoutes([orderFiles, journeyFiles, proposalFiles]),
  ...jobRoutes([importJobs, exportJobs, amendmentJobs, lists.listJobs]),
  ...ledgerRoutes([
    fileLedger,
    personLedger,
    ...registryLedger,
    lists.listLedger,
    needs.needLedger,
    orderLedger,
    journeyLedger,
    matchLedger,
    targetLedger,
    leadLedger,
    invitationLedger,
    gatheringsLedger,
    dispatchLedger,
    outreachLedger,
    policiesLedger,
    proposalsLedger,
    applicationsLedger,
  ]),
  ...registryRoutes([journeyLinks, orderLinks, matchLinks]),
  ...duplicatesRoutes([journeyLinks]),
  ...exportRoutes(pages),
  ...viewRoutes,
  ...amendmentRoutes,
  ...lists.listRoutes,
  ...needs.needRoutes,
  ...orderRoutes,
  ...journeyRoutes,
  ...matchRoutes,
  ...targetRoutes,
  ...talentRoutes,
  ...policiesRoutes,
  ...proposalsRoutes,
  ...applicationsRoutes,
  ...attractionRoutes,
  ...personsRoutes,
  ...gatheringsRoutes,
  ...dispatchRoutes,
  ...outreachRoutes,
  ...domeRoutes,
  ...briefingRoutes,
  ...evaluationRoutes,
  ...ladderRoutes,
]

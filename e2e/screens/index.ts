// Every screen that `npm run shots` draws.
import type { APIRequestContext } from 'playwright-core'
import { applicationGranted } from '../stage/application.ts'
import { correctionUnderWay } from '../stage/corrected.ts'
import { gatheringUnderWay } from '../stage/gathering.ts'
import { factProposed, policyDrafted } from '../stage/policy-text.ts'
import { returnUnderReview } from '../stage/returned.ts'
import { sittingHeld } from '../stage/sitting.ts'
import { tripDone } from '../stage/trip.ts'
import {
  aMonthAgo,
  amendmentToApprove,
  besides,
  first,
  importByMemory,
  importUnderReview,
  importWithLikely,
  invitation,
  journeyOfOrder,
  nowhere,
  oneTimeLink,
  pairOf,
  passwordLink,
  reconfirmation,
  type Screen,
} from './finders.ts'

export type { Screen } from './finders.ts'

export const screens: Screen[] = [
  { name: 'sign-in', path: '/signin' },
  { name: 'dome', as: 'leader', path: '/' },
  { name: 'dome-dispatcher', as: 'dispatcher', path: '/' },
  { name: 'enterprises', as: 'talent-officer', path: '/registry/enterprise' },
  {
    name: 'enterprise',
    as: 'talent-officer',
    path: first('/api/registry/enterprise?limit=1', ({ id }) => `/registry/enterprise/${id}`),
  },
  {
    name: 'enterprises-filtered',
    as: 'list-officer',
    path: `/registry/enterprise?view=all&filter=${encodeURIComponent('revenue >= 2亿元\nchain in tree {"key-vr", "key-ai"}\nnot rd_share known')}`,
  },
  { name: 'amendment', as: 'list-officer', path: amendmentToApprove },
  { name: 'amendments', as: 'list-officer', path: '/registry/enterprise/amendments' },
  { name: 'duplicates', as: 'talent-officer', path: '/registry/enterprise/duplicates' },
  { name: 'duplicates-persons', as: 'talent-officer', path: '/registry/talent/duplicates' },
  { name: 'duplicates-pair', as: 'talent-officer', path: pairOf('enterprise', 'open') },
  { name: 'duplicates-name', as: 'talent-officer', path: pairOf('enterprise', 'name') },
  { name: 'posts', as: 'talent-officer', path: '/registry/post' },
  { name: 'talents', as: 'talent-officer', path: '/registry/talent' },
  {
    name: 'no-result',
    as: 'talent-officer',
    path: '/registry/enterprise?q=%E6%97%A0%E6%AD%A4%E4%BC%81%E4%B8%9A',
  },
  { name: 'import', as: 'list-officer', path: importUnderReview },
  { name: 'import-likely', as: 'talent-officer', path: importWithLikely },
  { name: 'import-remembered', as: 'list-officer', path: importByMemory },
  {
    name: 'import-correction',
    as: 'list-officer',
    path: async (api) => `/imports/${(await correctionUnderWay(api)).list}`,
  },
  {
    name: 'import-corrected',
    as: 'list-officer',
    path: async (api) => `/imports/${(await correctionUnderWay(api)).corrected}`,
  },
  { name: 'imports', as: 'list-officer', path: '/imports' },
  {
    name: 'returned-conflict',
    as: 'talent-officer',
    path: async (api) => `/imports/${await returnUnderReview(api)}?part=both`,
  },
  {
    name: 'returned-missing',
    as: 'talent-officer',
    path: async (api) => `/imports/${await returnUnderReview(api)}?part=missing`,
  },
  { name: 'exports', as: 'talent-officer', path: '/exports' },
  { name: 'matching', as: 'talent-officer', path: '/matches/post-talent' },
  {
    name: 'matching-post',
    as: 'talent-officer',
    path: first('/api/matches/post-talent/needs?limit=1', ({ id }) => `/matches/post-talent/${id}`),
  },
  { name: 'journeys', as: 'talent-officer', path: '/journeys?definition=placement' },
  {
    name: 'journey',
    as: 'talent-officer',
    path: first('/api/journeys?definition=placement&limit=1', ({ id }) => `/journeys/${id}`),
  },
  { name: 'journey-held', as: 'talent-officer', path: journeyOfOrder('element=housing&state=delivered') },
  { name: 'journey-project', as: 'dispatcher', path: journeyOfOrder('element=land') },
  { name: 'lists', as: 'talent-officer', path: '/lists' },
  { name: 'list', as: 'list-officer', path: '/lists/chain-enterprises' },
  { name: 'list-diff', as: 'list-officer', path: '/lists/urgent-posts?view=diff' },
  { name: 'list-versions', as: 'list-officer', path: '/lists/urgent-posts?view=versions' },
  { name: 'needs', as: 'talent-officer', path: '/needs/post' },
  { name: 'balance', as: 'talent-officer', path: '/balance/chain-talent' },
  { name: 'policies', as: 'science-officer', path: '/policies' },
  { name: 'policies-loans', as: 'science-officer', path: '/policies?kind=loan' },
  { name: 'policy-who', as: 'science-officer', path: '/policies/tech-sme?view=unknown' },
  {
    name: 'policy-answers',
    as: 'science-officer',
    path: first(
      '/api/registry/enterprise?limit=1',
      ({ id }) => `/policies/answers/enterprise/${id}?policy=high-tech`,
    ),
  },
  {
    name: 'policy-text',
    as: 'policy-officer',
    path: async (api) => `/policies/texts/${await policyDrafted(api)}`,
  },
  { name: 'policy-texts', as: 'policy-officer', path: '/policies/texts' },
  { name: 'policy-text-new', as: 'policy-officer', path: '/policies/texts/new' },
  { name: 'ladder', as: 'science-officer', path: '/ladder' },
  { name: 'ladder-short', as: 'science-officer', path: '/ladder/tech-sme?view=short' },
  { name: 'ladder-due', as: 'science-officer', path: '/ladder/high-tech?view=due' },
  { name: 'ladder-calendar', as: 'science-officer', path: '/ladder?part=calendar' },
  { name: 'ladder-research', as: 'leader', path: '/ladder?part=research' },
  {
    name: 'application',
    as: 'policy-officer',
    path: async (api) => `/journeys/${await applicationGranted(api)}`,
  },
  { name: 'applications', as: 'policy-officer', path: '/applications' },
  { name: 'applications-automatic', as: 'policy-officer', path: '/applications?state=automatic' },
  { name: 'proposals-own', as: 'enterprise-user', path: factProposed },
  { name: 'proposals', as: 'policy-officer', path: '/proposals' },
  { name: 'policies-own', as: 'enterprise-user', path: '/policies' },
  { name: 'attraction', as: 'dispatcher', path: '/attraction/investment' },
  { name: 'attraction-board', as: 'dispatcher', path: '/attraction/investment?as=board' },
  { name: 'attraction-new', as: 'attraction-officer', path: '/attraction/investment/new' },
  {
    name: 'attraction-red',
    as: 'attraction-officer',
    path: first(
      '/api/attraction/investment/projects?light=red&open=true&sort=-light',
      ({ id }) => `/journeys/${id}`,
    ),
  },
  {
    name: 'attraction-lead',
    as: 'attraction-officer',
    path: first('/api/attraction/investment/projects?stage=lead&open=true', ({ id }) => `/journeys/${id}`),
  },
  { name: 'dispatch', as: 'dispatcher', path: '/dispatch' },
  {
    name: 'dispatch-sittings',
    as: 'dispatcher',
    path: async (api) => {
      await sittingHeld(api)
      return '/dispatch?view=sittings'
    },
  },
  {
    name: 'dispatch-tasks',
    as: 'dispatcher',
    path: async (api) => {
      await sittingHeld(api)
      return '/dispatch?view=tasks'
    },
  },
  {
    name: 'sitting',
    as: 'dispatcher',
    path: async (api) => `/dispatch/sittings/${await sittingHeld(api)}`,
  },
  { name: 'leader-page', as: 'leader', path: '/briefing/leader' },
  { name: 'weekly-paper', as: 'dispatcher', path: '/briefing/paper/investment' },
  {
    name: 'outreach',
    as: 'attraction-officer',
    path: async (api) => {
      await tripDone(api)
      return '/outreach'
    },
  },
  {
    name: 'trip',
    as: 'attraction-officer',
    path: async (api) => `/outreach/trips/${await tripDone(api)}`,
  },
  { name: 'care', as: 'attraction-officer', path: '/outreach?view=care' },
  { name: 'evaluation', as: 'dispatcher', path: '/evaluation' },
  { name: 'evaluation-team', as: 'dispatcher', path: '/evaluation?view=team' },
  { name: 'evaluation-targets', as: 'leader', path: '/evaluation?scheme=attraction-count-amount' },
  { name: 'target-counted', as: 'dispatcher', path: '/targets/projects-over-100m' },
  { name: 'matching-beside', as: 'talent-officer', path: besides },
  { name: 'demand', as: 'talent-officer', path: '/matches/post-talent/new' },
  { name: 'technology-demand', as: 'science-officer', path: '/matches/need-result/new' },
  {
    name: 'gatherings',
    as: 'talent-officer',
    path: async (api) => {
      await gatheringUnderWay(api)
      return '/gatherings'
    },
  },
  ...['meetings', 'needs', 'arrange', 'funnel'].map((view) => ({
    name: `gathering-${view}`,
    as: 'talent-officer',
    path: async (api: APIRequestContext) => `/gatherings/${await gatheringUnderWay(api)}?view=${view}`,
  })),
  { name: 'reconfirm', as: 'talent-officer', signedOut: true, path: reconfirmation },
  { name: 'results', as: 'science-officer', path: '/registry/result' },
  { name: 'technology-needs', as: 'science-officer', path: '/matches/need-result' },
  { name: 'technology-transfer', as: 'science-officer', path: '/journeys?definition=transfer&view=all' },
  { name: 'space', as: 'park-officer', path: '/registry/space-unit' },
  { name: 'site-demand', as: 'park-officer', path: '/matches/space-need-unit/new' },
  {
    name: 'site-matching',
    as: 'park-officer',
    path: first('/api/matches/space-need-unit/needs?limit=1', ({ id }) => `/matches/space-need-unit/${id}`),
  },
  { name: 'invited', as: 'talent-officer', signedOut: true, path: invitation },
  { name: 'own-page-closed', path: '/own' },
  { name: 'orders', as: 'element-officer', path: '/orders' },
  {
    name: 'order',
    as: 'talent-officer',
    path: first('/api/orders?element=housing&state=delivered&limit=1', ({ id }) => `/orders/${id}`),
  },
  { name: 'orders-none', as: 'talent-officer', path: '/orders?view=disputed&element=compute' },
  { name: 'orders-late', as: 'dispatcher', path: '/orders?late=true' },
  { name: 'own-page', as: 'enterprise-user', path: '/' },
  { name: 'orders-enterprise', as: 'enterprise-user', path: '/orders' },
  { name: 'targets', as: 'leader', path: '/targets' },
  { name: 'target', as: 'leader', path: '/targets/placements' },
  { name: 'target-unknown', as: 'leader', path: first('/api/targets', ({ id }) => `/targets/${id}`) },
  { name: 'past', as: 'leader', path: aMonthAgo },
  { name: 'password', as: 'leader', path: '/password' },
  { name: 'settings-people', as: 'administrator', path: '/settings/people' },
  { name: 'settings-pack', as: 'administrator', path: '/settings/pack' },
  { name: 'settings-ledger', as: 'administrator', path: '/settings/ledger' },
  { name: 'confirm', as: 'dispatcher', signedOut: true, path: oneTimeLink },
  { name: 'welcome', as: 'administrator', signedOut: true, path: passwordLink },
  { name: 'confirm-spent-link', path: '/confirm/no-such-link' },
  { name: 'not-found', as: 'leader', path: `/journeys/${nowhere}` },
]

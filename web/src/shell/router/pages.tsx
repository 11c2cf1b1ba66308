import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { workbench } from './frame.tsx'

const home = createRoute({
  getParentRoute: () => workbench,
  path: '/',
  component: lazyRouteComponent(() => import('../../capabilities/dome/home.tsx'), 'Home'),
})

const registryList = createRoute({
  getParentRoute: () => workbench,
  path: '/registry/$kind',
  component: lazyRouteComponent(() => import('../../capabilities/registry/list.tsx'), 'RegistryList'),
})

const duplicates = createRoute({
  getParentRoute: () => workbench,
  path: '/registry/$kind/duplicates',
  component: lazyRouteComponent(
    () => import('../../capabilities/registry/duplicates/page.tsx'),
    'Duplicates',
  ),
})

const amendments = createRoute({
  getParentRoute: () => workbench,
  path: '/registry/$kind/amendments',
  component: lazyRouteComponent(() => import('../../capabilities/registry/amendments/all.tsx'), 'Amendments'),
})

const amendment = createRoute({
  getParentRoute: () => workbench,
  path: '/amendments/$id',
  component: lazyRouteComponent(
    () => import('../../capabilities/registry/amendments/page.tsx'),
    'AmendmentPage',
  ),
})

const registryRecord = createRoute({
  getParentRoute: () => workbench,
  path: '/registry/$kind/$id',
  component: lazyRouteComponent(() => import('../../capabilities/registry/record.tsx'), 'RegistryRecord'),
})

const exports = createRoute({
  getParentRoute: () => workbench,
  path: '/exports',
  component: lazyRouteComponent(() => import('../../capabilities/registry/exports/page.tsx'), 'Exports'),
})

const importList = createRoute({
  getParentRoute: () => workbench,
  path: '/imports',
  component: lazyRouteComponent(() => import('../../capabilities/imports/list.tsx'), 'ImportList'),
})

const importReview = createRoute({
  getParentRoute: () => workbench,
  path: '/imports/$id',
  component: lazyRouteComponent(() => import('../../capabilities/imports/review.tsx'), 'ImportReview'),
})

const needs = createRoute({
  getParentRoute: () => workbench,
  path: '/matches/$profile',
  component: lazyRouteComponent(() => import('../../capabilities/matching/needs.tsx'), 'Needs'),
})

const demand = createRoute({
  getParentRoute: () => workbench,
  path: '/matches/$profile/new',
  component: lazyRouteComponent(() => import('../../capabilities/matching/demand.tsx'), 'Demand'),
})

const centre = createRoute({
  getParentRoute: () => workbench,
  path: '/matches/$profile/$needId',
  component: lazyRouteComponent(() => import('../../capabilities/matching/centre.tsx'), 'Centre'),
})

const gatherings = createRoute({
  getParentRoute: () => workbench,
  path: '/gatherings',
  component: lazyRouteComponent(() => import('../../capabilities/gatherings/list.tsx'), 'Gatherings'),
})

const gathering = createRoute({
  getParentRoute: () => workbench,
  path: '/gatherings/$id',
  component: lazyRouteComponent(() => import('../../capabilities/gatherings/page.tsx'), 'Gathering'),
})

const journeyList = createRoute({
  getParentRoute: () => workbench,
  path: '/journeys',
  component: lazyRouteComponent(() => import('../../capabilities/journeys/list.tsx'), 'JourneyList'),
})

const journeyRecord = createRoute({
  getParentRoute: () => workbench,
  path: '/journeys/$id',
  component: lazyRouteComponent(() => import('../../capabilities/journeys/record.tsx'), 'JourneyRecord'),
})

const orders = createRoute({
  getParentRoute: () => workbench,
  path: '/orders',
  component: lazyRouteComponent(() => import('../../capabilities/orders/list.tsx'), 'OrderList'),
})

/** One order has no page of its own: it opens beside its list. */
const order = createRoute({
  getParentRoute: () => workbench,
  path: '/orders/$id',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/orders', search: { view: 'all', order: params.id } })
  },
})

const targetList = createRoute({
  getParentRoute: () => workbench,
  path: '/targets',
  component: lazyRouteComponent(() => import('../../capabilities/targets/list.tsx'), 'TargetList'),
})

const targetRecord = createRoute({
  getParentRoute: () => workbench,
  path: '/targets/$id',
  component: lazyRouteComponent(() => import('../../capabilities/targets/record.tsx'), 'TargetRecord'),
})

const lists = createRoute({
  getParentRoute: () => workbench,
  path: '/lists',
  component: lazyRouteComponent(() => import('../../capabilities/lists/all.tsx'), 'Lists'),
})

const listPage = createRoute({
  getParentRoute: () => workbench,
  path: '/lists/$list',
  component: lazyRouteComponent(() => import('../../capabilities/lists/list.tsx'), 'ListPage'),
})

const needsOf = createRoute({
  getParentRoute: () => workbench,
  path: '/needs/$kind',
  component: lazyRouteComponent(() => import('../../capabilities/needs/needs.tsx'), 'NeedsPage'),
})

const balance = createRoute({
  getParentRoute: () => workbench,
  path: '/balance/$balance',
  component: lazyRouteComponent(() => import('../../capabilities/balance/balance.tsx'), 'BalancePage'),
})

const policies = createRoute({
  getParentRoute: () => workbench,
  path: '/policies',
  component: lazyRouteComponent(() => import('../../capabilities/policies/all.tsx'), 'Policies'),
})

const policyWho = createRoute({
  getParentRoute: () => workbench,
  path: '/policies/$policy',
  component: lazyRouteComponent(() => import('../../capabilities/policies/who.tsx'), 'PolicyWho'),
})

const policyAnswers = createRoute({
  getParentRoute: () => workbench,
  path: '/policies/answers/$kind/$id',
  component: lazyRouteComponent(() => import('../../capabilities/policies/answers.tsx'), 'PolicyAnswers'),
})

const attraction = createRoute({
  getParentRoute: () => workbench,
  path: '/attraction/$definition',
  component: lazyRouteComponent(() => import('../../capabilities/attraction/projects.tsx'), 'Projects'),
})

const attractionNew = createRoute({
  getParentRoute: () => workbench,
  path: '/attraction/$definition/new',
  component: lazyRouteComponent(() => import('../../capabilities/attraction/intake.tsx'), 'Intake'),
})

const dispatch = createRoute({
  getParentRoute: () => workbench,
  path: '/dispatch',
  component: lazyRouteComponent(() => import('../../capabilities/dispatch/board.tsx'), 'DispatchBoard'),
})

const sitting = createRoute({
  getParentRoute: () => workbench,
  path: '/dispatch/sittings/$id',
  component: lazyRouteComponent(() => import('../../capabilities/dispatch/sitting.tsx'), 'SittingPage'),
})

const leaderPage = createRoute({
  getParentRoute: () => workbench,
  path: '/briefing/leader',
  component: lazyRouteComponent(() => import('../../capabilities/briefing/leader.tsx'), 'Leader'),
})

const weeklyPaper = createRoute({
  getParentRoute: () => workbench,
  path: '/briefing/paper/$definition',
  component: lazyRouteComponent(() => import('../../capabilities/briefing/paper.tsx'), 'WeeklyPaper'),
})

const outreach = createRoute({
  getParentRoute: () => workbench,
  path: '/outreach',
  component: lazyRouteComponent(() => import('../../capabilities/outreach/outreach.tsx'), 'Outreach'),
})

const trip = createRoute({
  getParentRoute: () => workbench,
  path: '/outreach/trips/$id',
  component: lazyRouteComponent(() => import('../../capabilities/outreach/trip.tsx'), 'TripPage'),
})

const evaluation = createRoute({
  getParentRoute: () => workbench,
  path: '/evaluation',
  component: lazyRouteComponent(
    () => import('../../capabilities/evaluation/evaluation.tsx'),
    'EvaluationPage',
  ),
})

const policyTexts = createRoute({
  getParentRoute: () => workbench,
  path: '/policies/texts',
  component: lazyRouteComponent(() => import('../../capabilities/policies/writing/texts.tsx'), 'PolicyTexts'),
})

const policyText = createRoute({
  getParentRoute: () => workbench,
  path: '/policies/texts/$id',
  component: lazyRouteComponent(
    () => import('../../capabilities/policies/writing/text-page.tsx'),
    'PolicyTextPage',
  ),
})

const proposals = createRoute({
  getParentRoute: () => workbench,
  path: '/proposals',
  component: lazyRouteComponent(() => import('../../capabilities/proposals/proposals.tsx'), 'Proposals'),
})

const ladder = createRoute({
  getParentRoute: () => workbench,
  path: '/ladder',
  component: lazyRouteComponent(() => import('../../capabilities/ladder/ladder.tsx'), 'Ladder'),
})

const ladderTitle = createRoute({
  getParentRoute: () => workbench,
  path: '/ladder/$title',
  component: lazyRouteComponent(() => import('../../capabilities/ladder/title.tsx'), 'LadderTitlePage'),
})

const applications = createRoute({
  getParentRoute: () => workbench,
  path: '/applications',
  component: lazyRouteComponent(
    () => import('../../capabilities/applications/applications.tsx'),
    'Applications',
  ),
})

const settings = createRoute({
  getParentRoute: () => workbench,
  path: '/settings/$part',
  component: lazyRouteComponent(() => import('../../capabilities/settings/settings.tsx'), 'Settings'),
})

const ownPassword = createRoute({
  getParentRoute: () => workbench,
  path: '/password',
  component: lazyRouteComponent(() => import('../../capabilities/settings/own-password.tsx'), 'OwnPassword'),
})

/** Pages of the workbench. */
export const pages = [
  home,
  registryList,
  duplicates,
  amendments,
  amendment,
  registryRecord,
  exports,
  importList,
  importReview,
  needs,
  demand,
  centre,
  gatherings,
  gathering,
  journeyList,
  journeyRecord,
  orders,
  order,
  targetList,
  targetRecord,
  lists,
  listPage,
  needsOf,
  balance,
  policies,
  policyWho,
  policyAnswers,
  attraction,
  attractionNew,
  dispatch,
  sitting,
  leaderPage,
  weeklyPaper,
  outreach,
  trip,
  evaluation,
  policyTexts,
  policyText,
  proposals,
  ladder,
  ladderTitle,
  applications,
  settings,
  ownPassword,
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from './frame.tsx'

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  component: lazyRouteComponent(() => import('../sign-in.tsx'), 'SignIn'),
})

const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm/$token',
  component: lazyRouteComponent(() => import('../../capabilities/orders/confirm.tsx'), 'Confirm'),
})

const reconfirm = createRoute({
  getParentRoute: () => root,
  path: '/reconfirm/$token',
  component: lazyRouteComponent(() => import('../../capabilities/needs/reconfirm.tsx'), 'Reconfirm'),
})

const invited = createRoute({
  getParentRoute: () => root,
  path: '/invited/$token',
  component: lazyRouteComponent(() => import('../../capabilities/persons/invited.tsx'), 'Invited'),
})

const own = createRoute({
  getParentRoute: () => root,
  path: '/own',
  component: lazyRouteComponent(() => import('../../capabilities/persons/own.tsx'), 'Own'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome/$token',
  component: lazyRouteComponent(() => import('../../capabilities/settings/welcome.tsx'), 'Welcome'),
})

/** Pages for whoever is not signed in: a door, or a link of his own. */
export const outside = [signIn, confirm, reconfirm, invited, own, welcome] as const

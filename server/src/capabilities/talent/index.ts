export { talentRoutes } from './routes.ts'

export { domeRoutes } from './routes.ts'

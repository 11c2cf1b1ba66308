export { policiesLedger } from './reads/index.ts'
export { policiesRoutes } from './routes.ts'

export { ladderPage } from './reads/index.ts'
export { ladderRoutes } from './routes.ts'

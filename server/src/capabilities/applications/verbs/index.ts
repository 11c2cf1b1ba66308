export { decideApplication, payApplication } from './decide.ts'
export { approveList, makeApplication } from './make.ts'

export { readLeaderPage } from './leader.ts'
export { readPaper } from './paper.ts'

export { readCalendar } from './calendar.ts'
export { ladderPage } from './page.ts'
export { readResearch } from './research.ts'
export { readFirms, readLadder } from './titles.ts'

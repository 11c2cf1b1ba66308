export { readBalance, readBalanceRows } from './balance.ts'
export { readOverview } from './overview.ts'

/** The session of an opened page: kept by this browser window alone, and never part of an address. */
const KEY = 'qiongding-own'

export const keptSession = (): string | undefined => window.sessionStorage.getItem(KEY) ?? undefined

export const keepSession = (session: string): void => window.sessionStorage.setItem(KEY, session)

export const dropSession = (): void => window.sessionStorage.removeItem(KEY)

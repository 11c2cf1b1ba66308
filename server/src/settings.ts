import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import type { EmbedderSettings } from './platform/embedding.ts'

/** How a process is started: flags win over the environment, the environment over what is usual. */
export type Settings = {
  readonly host: string
  readonly port: number
  readonly dataFolder: string
  readonly packFolder: string
  readonly databaseUrl?: string
  /** The district's number: the tenant that this process serves. */
  readonly district: number
  readonly role: 'all' | 'web' | 'worker'
  readonly baseUrl?: string
  /** How many gate-keepers of the house stand in front and name the address they ask for. */
  readonly proxies: number
  readonly deliveryUrl?: string
  readonly deliveryToken?: string
  /** Where texts become vectors; without it nothing of that is shown. */
  readonly embedding?: EmbedderSettings
  readonly oidc?: { readonly discoveryUrl: string; readonly clientId: string; readonly clientSecret: string }
  readonly demonstration: boolean
  readonly logLevel: string
  /** Hours between two snapshots of a PGlite folder, 0 for none, and how many of them are kept. */
  readonly snapshotHours: number
  readonly snapshotKeep: number
}

export class BadSettings extends Error {}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Whether a Host header names this machine by one of its own names. */
export function isLoopbackHost(host: string): boolean {
  try {
    return isLoopback(new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, ''))
  } catch {
    return false
  }
}

function hostOf(address: string): string {
  try {
    return new URL(address).hostname.replace(/^\[|\]$/g, '')
  } catch {
    throw new BadSettings(
      `QIONGDING_BASE_URL must be an address such as https://workbench.example, not ${address}`,
    )
  }
}

function wholeNumber(text: string, name: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new BadSettings(`${name} must be a whole number from ${least} to ${most}, not ${text}`)
  return value
}

function embeddingOf(env: Readonly<Record<string, string | undefined>>): EmbedderSettings | undefined {
  const url = env.QIONGDING_EMBEDDING_URL
  if (!url) return undefined
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new BadSettings(
      `QIONGDING_EMBEDDING_URL must be an address such as http://127.0.0.1:8080/v1/embeddings, not ${url}`,
    )
  const model = env.QIONGDING_EMBEDDING_MODEL
  if (!model) throw new BadSettings('QIONGDING_EMBEDDING_URL needs QIONGDING_EMBEDDING_MODEL beside it')
  const token = env.QIONGDING_EMBEDDING_TOKEN
  return { url, model, ...(token && { token }) }
}

/** Settings of flags and environment. Throws BadSettings with a sentence where they make no sense together. */
export function settingsOf(
  flags: Readonly<Record<string, string | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const host = flags.host ?? env.HOST ?? '127.0.0.1'
  const role = flags.role ?? env.QIONGDING_ROLE ?? 'all'
  if (role !== 'all' && role !== 'web' && role !== 'worker')
    throw new BadSettings(`role must be all, web or worker, not ${role}`)
  const pack = flags.pack ?? env.QIONGDING_PACK
  if (!pack) throw new BadSettings('no pack is named: give --pack or QIONGDING_PACK')
  const databaseUrl = env.DATABASE_URL
  // Behind a gate-keeper of another name the workbench is reachable from elsewhere, however it is bound.
  const outside = [host, ...(env.QIONGDING_BASE_URL ? [hostOf(env.QIONGDING_BASE_URL)] : [])].find(
    (one) => !isLoopback(one),
  )
  const demonstration = (env.QIONGDING_DEMONSTRATION ?? (outside === undefined ? 'on' : 'off')) === 'on'
  // Sign-ins that stand in a public repository must not be reachable from another machine.
  if (demonstration && outside !== undefined)
    throw new BadSettings(
      `demonstration sign-ins are refused when reachable as ${outside}: they are for 127.0.0.1 only`,
    )
  if (role === 'worker' && !databaseUrl)
    throw new BadSettings('a worker of its own needs DATABASE_URL: PGlite serves one process')
  const oidc = env.QIONGDING_OIDC_DISCOVERY_URL
  const embedding = embeddingOf(env)
  return {
    host,
    port: wholeNumber(flags.port ?? env.PORT ?? '4600', 'port', 0, 65_535),
    dataFolder: resolve(flags.data ?? env.QIONGDING_DATA ?? '.data'),
    packFolder: resolve(pack),
    ...(databaseUrl && { databaseUrl }),
    district: wholeNumber(env.QIONGDING_DISTRICT ?? '1', 'QIONGDING_DISTRICT', 1, Number.MAX_SAFE_INTEGER),
    role,
    ...(env.QIONGDING_BASE_URL && { baseUrl: env.QIONGDING_BASE_URL }),
    proxies: wholeNumber(env.QIONGDING_PROXIES ?? '0', 'QIONGDING_PROXIES', 0, 5),
    ...(env.QIONGDING_DELIVERY_URL && { deliveryUrl: env.QIONGDING_DELIVERY_URL }),
    ...(env.QIONGDING_DELIVERY_TOKEN && { deliveryToken: env.QIONGDING_DELIVERY_TOKEN }),
    ...(embedding && { embedding }),
    ...(oidc && {
      oidc: {
        discoveryUrl: oidc,
        clientId: env.QIONGDING_OIDC_CLIENT_ID ?? '',
        clientSecret: env.QIONGDING_OIDC_CLIENT_SECRET ?? '',
      },
    }),
    demonstration,
    logLevel: env.QIONGDING_LOG ?? 'info',
    snapshotHours: wholeNumber(env.QIONGDING_SNAPSHOT_HOURS ?? '24', 'QIONGDING_SNAPSHOT_HOURS', 0, 8760),
    snapshotKeep: wholeNumber(env.QIONGDING_SNAPSHOT_KEEP ?? '7', 'QIONGDING_SNAPSHOT_KEEP', 1, 1000),
  }
}

export const secretFile = (settings: Settings) => join(settings.dataFolder, 'secret')

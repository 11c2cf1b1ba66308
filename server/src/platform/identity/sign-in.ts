import { betterAuth } from 'better-auth'
import { bearer } from 'better-auth/plugins/bearer'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import type { Database } from '../db/database.ts'

/** A sign-in service of a government network (OpenID Connect), configured by its discovery address. */
export type OidcOptions = {
  readonly discoveryUrl: string
  readonly clientId: string
  readonly clientSecret: string
}

export type SignInOptions = {
  readonly database: Database
  readonly baseUrl: string
  readonly secret: string
  readonly oidc?: OidcOptions
  /** Called after a session begins, so that it stands in the ledger. */
  readonly onSignIn: (session: { userId: string }) => Promise<void>
  /** Sign-in attempts per minute and address; the library's own limit for sign-in is three in ten seconds. */
  readonly attemptsPerMinute?: number
}

/** The header in which the server itself puts the caller's address; what a client sends under this name is overwritten. */
export const CLIENT_ADDRESS = 'x-qiongding-client'

/** Sign-in by password or OpenID Connect. Nobody can register by himself: accounts are made by an administrator or the command line. */
export function signIn(options: SignInOptions) {
  return betterAuth({
    baseURL: options.baseUrl,
    basePath: '/api/auth',
    secret: options.secret,
    // Our own check compares Origin with Host before anything reaches the library; whatever address the page was opened under is its own.
    trustedOrigins: (request) => (request ? [new URL(request.url).origin] : []),
    telemetry: { enabled: false },
    database: { db: options.database.local as never, type: 'postgres' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
    user: { modelName: 'auth_user' },
    session: { modelName: 'auth_session', expiresIn: 12 * 3600, updateAge: 3600 },
    account: { modelName: 'auth_account' },
    verification: { modelName: 'auth_verification' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'auth_rate_limit',
      customRules: { '/sign-in/email': { window: 60, max: options.attemptsPerMinute ?? 10 } },
    },
    advanced: {
      cookiePrefix: 'qiongding',
      // Said aloud because the library leaves them out by itself where it thinks it is being tested.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    plugins: [
      // Signed ones only: what stands in the table of sessions opens nothing for whoever has the database alone.
      bearer({ requireSignature: true }),
      ...(options.oidc
        ? [
            genericOAuth({
              config: [
                {
                  providerId: 'district',
                  discoveryUrl: options.oidc.discoveryUrl,
                  clientId: options.oidc.clientId,
                  clientSecret: options.oidc.clientSecret,
                  pkce: true,
                  disableImplicitSignUp: true,
                },
              ],
            }),
          ]
        : []),
    ],
    databaseHooks: {
      session: {
        create: {
          after: async (session) => {
            await options.onSignIn({ userId: session.userId })
          },
        },
      },
    },
    logger: { level: 'error' },
  })
}

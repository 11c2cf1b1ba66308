import { problemOf, problemResponse } from '../http/problem.ts'
import { refuse } from '../refusals.ts'
import { type Attempts, DEVICE_HEADER, deviceCookie, devicesOf, FREE_ATTEMPTS } from './attempts.ts'

const PASSWORD_PATH = '/api/auth/sign-in/email'

const slowDown = (seconds: number) => {
  const response = problemResponse(problemOf(refuse('slow-down', { seconds })))
  response.headers.set('retry-after', String(seconds))
  return response
}

async function accountOf(request: Request): Promise<string | undefined> {
  const body = (await request
    .clone()
    .json()
    .catch(() => undefined)) as { email?: unknown } | undefined
  return typeof body?.email === 'string' && body.email.length <= 320 ? body.email : undefined
}

/**
 * The sign-in library behind a count of wrong passwords by account, beside its own by address. `onSlowed` hears once in a row of wrong
 * passwords that an account's strangers have to wait from now on.
 */
export function signInDoor(options: {
  readonly handler: (request: Request) => Promise<Response>
  readonly attempts: Attempts
  readonly secure: boolean
  readonly onSlowed: (account: string) => Promise<void>
}): (request: Request) => Promise<Response> {
  const { handler, attempts } = options
  return async (request) => {
    const account =
      request.method === 'POST' && new URL(request.url).pathname === PASSWORD_PATH
        ? await accountOf(request)
        : undefined
    if (account === undefined) return limited(await handler(request))
    // Just after a link was used the page says which browser this is; from then on the cookie does.
    const devices = [devicesOf(request.headers), request.headers.get(DEVICE_HEADER)].filter(Boolean).join('~')
    const admission = await attempts.admit(account, devices)
    if ('waitSeconds' in admission) return slowDown(admission.waitSeconds)
    let response: Response
    try {
      response = await handler(request)
    } catch (error) {
      await admission.untried()
      throw error
    }
    if (response.ok) {
      await admission.right()
      const answer = new Response(response.body, response)
      answer.headers.append('set-cookie', deviceCookie(attempts.remember(account, devices), options.secure))
      return answer
    }
    if (response.status === 401) {
      if (admission.failures === FREE_ATTEMPTS) await options.onSlowed(account)
      return response
    }
    // Turned away by the limit of the address or for its form: no password was looked at.
    await admission.untried()
    return limited(response)
  }
}

/** The library's own limit by address, in our words. */
function limited(response: Response): Response {
  if (response.status !== 429) return response
  const seconds = Number(response.headers.get('x-retry-after') ?? response.headers.get('retry-after'))
  return slowDown(Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : 60)
}

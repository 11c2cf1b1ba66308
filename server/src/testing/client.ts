import type { workbenchApp } from '../app.ts'

/** What a request came to. `body` is JSON where the answer was JSON, otherwise its text. */
export type Reply = {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers whose shape the server has checked against its contract
  readonly body: any
  readonly headers: Headers
  readonly bytes: Uint8Array
}

export type Asking = {
  /** The version sent back as If-Match. */
  readonly match?: string
  /** Idempotency-Key. */
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A browser or a script with one session. */
export type Client = {
  get(path: string, asking?: Asking): Promise<Reply>
  post(path: string, body?: unknown, asking?: Asking): Promise<Reply>
  upload(
    path: string,
    file: { name: string; bytes: Uint8Array; type?: string },
    asking?: Asking,
  ): Promise<Reply>
  send(path: string, init: RequestInit): Promise<Reply>
}

type App = Pick<ReturnType<typeof workbenchApp>['app'], 'fetch'>

const headersOf = (own: Readonly<Record<string, string>>, asking: Asking = {}) => ({
  host: 'localhost:4600',
  ...own,
  ...(asking.match !== undefined && { 'if-match': `"${asking.match}"` }),
  ...(asking.key !== undefined && { 'idempotency-key': asking.key }),
  ...asking.headers,
})

export function clientOf(app: App, baseUrl: string, own: Readonly<Record<string, string>>): Client {
  const send: Client['send'] = async (path, init) => {
    const response = await app.fetch(new Request(`${baseUrl}${path}`, init))
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      body: isJson && text !== '' ? JSON.parse(text) : text,
      headers: response.headers,
      bytes,
    }
  }
  return {
    send: (path, init) =>
      send(path, { ...init, headers: { ...own, ...(init.headers as Record<string, string>) } }),
    get: (path, asking) => send(path, { headers: headersOf(own, asking) }),
    post: (path, body, asking) =>
      send(path, {
        method: 'POST',
        headers: {
          ...headersOf(own, asking),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    upload: (path, file, asking) => {
      const form = new FormData()
      form.set(
        'file',
        new File([file.bytes as Uint8Array<ArrayBuffer>], file.name, { type: file.type ?? '' }),
      )
      return send(path, { method: 'POST', headers: headersOf(own, asking), body: form })
    },
  }
}

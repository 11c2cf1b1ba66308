import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.geojson': 'application/json',
  '.wasm': 'application/wasm',
}

/** What a page may load: only from here, styles by a nonce, no plugin, no frame, no form elsewhere. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

type Asset = {
  readonly type: string
  readonly plain: Uint8Array
  readonly br?: Uint8Array
  readonly gzip?: Uint8Array
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/**
 * The built pages, held in memory and sent as they were compressed at build time. Any address that names no file is the
 * application's own page, with a fresh nonce in it.
 */
export function builtPages(
  folder: string,
): (path: string, headers: Headers) => Promise<Response | undefined> {
  const assets = new Map<string, Asset>()
  let page: string | undefined
  if (existsSync(folder) && statSync(folder).isDirectory()) {
    for (const file of filesOf(folder)) {
      const ext = extname(file)
      if (ext === '.br' || ext === '.gz') continue
      const path = `/${relative(folder, file).split(sep).join('/')}`
      const plain = readFileSync(file)
      if (path === '/index.html') page = plain.toString('utf8')
      assets.set(path, {
        type: TYPES[ext] ?? 'application/octet-stream',
        plain,
        ...(existsSync(`${file}.br`) && { br: readFileSync(`${file}.br`) }),
        ...(existsSync(`${file}.gz`) && { gzip: readFileSync(`${file}.gz`) }),
      })
    }
  }
  return async (path, headers) => {
    const asset = path === '/index.html' ? undefined : assets.get(path)
    if (asset) {
      const accepts = headers.get('accept-encoding') ?? ''
      const encoding =
        asset.br && /\bbr\b/.test(accepts)
          ? 'br'
          : asset.gzip && /\bgzip\b/.test(accepts)
            ? 'gzip'
            : undefined
      const bytes = encoding === 'br' ? asset.br : encoding === 'gzip' ? asset.gzip : asset.plain
      return new Response(bytes as Uint8Array<ArrayBuffer>, {
        headers: {
          'content-type': asset.type,
          vary: 'accept-encoding',
          'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
          ...(encoding && { 'content-encoding': encoding }),
        },
      })
    }
    if (!page || extname(path) !== '') return undefined
    const nonce = randomBytes(16).toString('base64')
    return new Response(page.replaceAll('__NONCE__', nonce), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': contentSecurityPolicy(nonce),
      },
    })
  }
}

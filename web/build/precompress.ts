import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Kinds that shrink; fonts and pictures are compressed already. */
const SHRINKS = /\.(js|css|svg|json|map)$/

/**
 * Writes `.br` and `.gz` beside each asset of a build, so that the server only picks a file.
 * `index.html` is left out: the server writes a fresh nonce into it for every answer.
 */
export function precompress(): Plugin {
  return {
    name: 'qiongding:precompress',
    apply: 'build',
    async writeBundle(options) {
      const folder = options.dir
      if (!folder) return
      const names = await readdir(folder, { recursive: true })
      await Promise.all(
        names
          .filter((name) => SHRINKS.test(name) && !name.startsWith('.vite'))
          .map(async (name) => {
            const path = join(folder, name)
            const bytes = await readFile(path)
            const params = {
              [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
              [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
            }
            await writeFile(`${path}.br`, await brotli(bytes, { params }))
            await writeFile(`${path}.gz`, await zip(bytes, { level: 9 }))
          }),
      )
    },
  }
}

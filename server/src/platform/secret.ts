import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The server's secret: from QIONGDING_SECRET (base64, at least 32 bytes) or a file only the operator can read, made at the first start.
 * Everything sealed hangs on it: without it personal values cannot be read again.
 */
export function serverSecret(file: string, given: string | undefined): Uint8Array {
  if (given) {
    const bytes = Buffer.from(given, 'base64')
    if (bytes.byteLength < 32) throw new Error('QIONGDING_SECRET needs at least 32 bytes of base64')
    return bytes
  }
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const secret = randomBytes(32)
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' })
  return secret
}

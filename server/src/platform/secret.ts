import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The secret is missing, too short, or not the one the data was sealed under: one sentence for the operator. */
export class SecretProblem extends Error {}

/** First 16 hex digits of a digest of the secret: tells secrets apart and is of no use for opening anything. */
export const fingerprintOf = (secret: Uint8Array) =>
  createHash('sha256').update('qiongding secret\0').update(secret).digest('hex').slice(0, 16)

const wantedFile = (file: string) => `${file}.wanted`

/** Notes which secret the data of a folder was sealed under, where the secret itself is still to be brought. */
export function wantSecret(file: string, fingerprint: string): void {
  writeFileSync(wantedFile(file), `${fingerprint}\n`, { mode: 0o600 })
}

/** A new secret beside data that another one has sealed would be taken for the right one until somebody's values do not open. */
function checkWanted(file: string, secret: Uint8Array | undefined): void {
  if (!existsSync(wantedFile(file))) return
  const wanted = readFileSync(wantedFile(file), 'utf8').trim()
  if (secret && fingerprintOf(secret) === wanted) rmSync(wantedFile(file), { force: true })
  else
    throw new SecretProblem(
      `the data was restored from a backup made under the secret ${wanted}: put that secret into ${file} (or QIONGDING_SECRET) first.`,
    )
}

/**
 * The server's secret: from QIONGDING_SECRET (base64, at least 32 bytes) or a file only the operator can read, made at the first start.
 * Everything sealed hangs on it: without it personal values cannot be read again. Throws SecretProblem.
 */
export function serverSecret(file: string, given: string | undefined): Uint8Array {
  if (given) {
    const bytes = Buffer.from(given, 'base64')
    if (bytes.byteLength < 32) throw new SecretProblem('QIONGDING_SECRET needs at least 32 bytes of base64.')
    checkWanted(file, bytes)
    return bytes
  }
  try {
    const secret = readFileSync(file)
    checkWanted(file, secret)
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  checkWanted(file, undefined)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const secret = randomBytes(32)
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' })
  return secret
}

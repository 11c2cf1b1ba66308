import { execFileSync } from 'node:child_process'
import { cpus, platform, totalmem } from 'node:os'
import { repository } from '../../scripts/checks/main.ts'

/** One measured value. `of` names what it is compared with, `ratio` is this value divided by that one's. */
export type Result = { name: string; value: number; unit: string; of?: string; ratio?: number }

export type Options = {
  /** Subjects to load; 100,000 unless given. */
  rows: number
  /** Talents and posts to match; 230,000 and 1,000 unless given. */
  talents: number
  posts: number
  /** Seconds of each measured loop. */
  seconds: number
  /** A server that already runs, and its bearer token. */
  base: string | undefined
  token: string | undefined
  /** A folder of public lists to measure quality on. */
  data: string | undefined
  /** Says what is happening, on stderr. */
  say: (text: string) => void
}

export type Benchmark = (options: Options) => Promise<Result[]>

const git = (...args: string[]) => {
  try {
    return execFileSync('git', args, {
      cwd: repository,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

/** The commit measured; `+` after it when the tree has changes. */
export const commitMeasured = (): string =>
  `${git('rev-parse', '--short=12', 'HEAD') || 'unknown'}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'}`

export const machineMeasured = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memory_gb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  system: platform(),
})

/** Four digits that matter. */
export const rounded = (value: number): number => Number(value.toPrecision(4))

import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Thrown when another living process holds the data folder: a second one would lose writes. */
export class FolderInUse extends Error {
  readonly holder: number
  constructor(folder: string, holder: number) {
    super(`the data folder ${folder} is in use by process ${holder}`)
    this.holder = holder
  }
}

/** The moment a process began, in clock ticks since boot: tells a process from a later one that got its number. Empty where /proc is absent. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function alive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return !(start && now && start !== now)
}

/**
 * Takes the lock file of a data folder, or throws FolderInUse. A lock left behind by a process that died is taken over.
 * Answers what gives it back.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'qiongding.lock')
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeSync(handle, `${process.pid} ${startOf(process.pid)}\n`)
      closeSync(handle)
      // Two processes may take over the same dead lock at once; whoever wrote last holds it, so look once more after a moment.
      if (attempt > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
      if (!readFileSync(file, 'utf8').startsWith(`${process.pid} `)) continue
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const [pid, start = ''] = readFileSync(file, 'utf8').trim().split(' ')
      const holder = Number(pid)
      if (holder === process.pid || (holder > 0 && alive(holder, start)))
        throw new FolderInUse(folder, holder)
      rmSync(file, { force: true })
    }
  }
  throw new FolderInUse(folder, 0)
}

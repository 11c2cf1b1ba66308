import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const kilobytes = (text: string, key: string) =>
  Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)

/** Resident and highest resident memory of one process, in MB; nothing when it is gone. The peak needs Linux. */
export function memoryOf(pid: number): { now_mb: number; peak_mb: number } | undefined {
  const status = `/proc/${pid}/status`
  try {
    if (existsSync('/proc/self/status')) {
      const text = readFileSync(status, 'utf8')
      return { now_mb: kilobytes(text, 'VmRSS') / 1024, peak_mb: kilobytes(text, 'VmHWM') / 1024 }
    }
    const now = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
    return { now_mb: now, peak_mb: now }
  } catch {
    return undefined
  }
}

/** The children of a process and theirs, in no order. */
export function descendants(pid: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const children = new Map<number, number[]>()
  for (const line of table.trim().split('\n')) {
    const [child, parent] = line.trim().split(/\s+/).map(Number) as [number, number]
    children.set(parent, [...(children.get(parent) ?? []), child])
  }
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}

/** Processor time of one process so far, in seconds; nothing when it is gone or where the system does not tell. */
function cpuOf(pid: number): number | undefined {
  try {
    const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    // User and system time, the 14th and 15th of proc(5), in hundredths.
    return (Number(after[11]) + Number(after[12])) / 100
  } catch {
    return undefined
  }
}

/** Keeps the highest memory and the processor time that a process reaches until it is asked for. */
export function watchPeak(pid: number): () => { peak_mb: number; cpu_s: number } {
  let peak_mb = 0
  let cpu_s = 0
  const look = () => {
    peak_mb = Math.max(peak_mb, memoryOf(pid)?.peak_mb ?? 0)
    cpu_s = Math.max(cpu_s, cpuOf(pid) ?? 0)
  }
  const timer = setInterval(look, 20)
  return () => {
    clearInterval(timer)
    look()
    return { peak_mb, cpu_s }
  }
}

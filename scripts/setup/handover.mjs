// Plain JavaScript on purpose: it runs on whatever Node (>= 20.19) the machine has, before anything is installed.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The Node that the npm package `node` pins for everybody. */
export const pinnedNode =
  process.platform === 'win32'
    ? join(root, 'node_modules', 'node', 'bin', 'node.exe')
    : join(root, 'node_modules', '.bin', 'node')

/**
 * Becomes the given program on the pinned Node: this process is replaced where the system and this Node
 * allow it, otherwise it stays as a thin parent that passes signals down and the exit code up.
 */
export const handOver = (args, env = process.env) => {
  // execve tells about its experimental state on stderr; on the pinned Node its behaviour is known.
  if (process.execve && process.platform !== 'win32' && process.version.startsWith('v24.')) {
    process.removeAllListeners('warning')
    process.execve(pinnedNode, [pinnedNode, ...args], env)
  }
  const child = spawn(pinnedNode, args, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    // A terminal already sends Ctrl+C to the child; kill() on a child that is gone is a no-op.
    process.on(signal, () => child.kill(signal))
  }
  child.on('error', (error) => {
    console.error(`Could not start ${pinnedNode}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal) {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.removeAllListeners(name)
      process.kill(process.pid, signal)
    } else process.exit(code ?? 1)
  })
}

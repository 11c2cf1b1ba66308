// Programs that come from the system's package manager: found, or installed where that is allowed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Need = 'chromium' | 'fonts-noto-cjk' | 'pgbouncer'

/** The first of the given programs on the PATH (or in /usr/sbin, which a plain user's PATH may lack). */
export function findProgram(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin']
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

const chromiumNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
]
const chromiumElsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The browser of the browser stories: QIONGDING_CHROMIUM, or what the machine has. */
export const findChromium = (): string | undefined =>
  process.env.QIONGDING_CHROMIUM ?? findProgram(...chromiumNames) ?? chromiumElsewhere.find(existsSync)

function hasChineseFont(): boolean {
  const list = findProgram('fc-list')
  if (!list) return process.platform !== 'linux'
  return spawnSync(list, [':lang=zh', 'family'], { encoding: 'utf8' }).stdout.trim() !== ''
}

const present: Record<Need, () => boolean> = {
  chromium: () => findChromium() !== undefined,
  'fonts-noto-cjk': hasChineseFont,
  pgbouncer: () => findProgram('pgbouncer') !== undefined,
}

/** `apt-get` with the right to install, or nothing. */
function aptCommand(): string[] | undefined {
  const apt = findProgram('apt-get')
  if (!apt) return undefined
  if (process.getuid?.() === 0) return [apt]
  const sudo = findProgram('sudo')
  if (sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0) return [sudo, '-n', apt]
  return undefined
}

const runQuietly = ([program, ...args]: string[]) =>
  spawnSync(program as string, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 15 * 60_000,
  })

/** Installs what is missing where that is allowed; answers what is still missing afterwards. */
export function ensureSystem(needs: readonly Need[], say: (text: string) => void): Need[] {
  const missing = () => needs.filter((need) => !present[need]())
  const wanted = missing()
  if (wanted.length === 0) return []
  const apt = aptCommand()
  if (!apt) return wanted
  say(`Installing ${wanted.join(', ')} with apt-get …`)
  const install = [...apt, 'install', '-y', '--no-install-recommends', ...wanted]
  if (runQuietly(install).status !== 0) {
    // A fresh machine has no package lists yet.
    runQuietly([...apt, 'update'])
    const again = runQuietly(install)
    if (again.status !== 0) say(again.stderr.trim().split('\n').slice(-3).join('\n'))
  }
  return missing()
}

// `start`: from `npm start` on an installed tree with data to the first answered page, and memory at rest.
import { fork, spawn } from 'node:child_process'
import { join } from 'node:path'
import { repository } from '../scripts/checks/main.ts'
import { freePort } from '../scripts/testing/services.ts'
import { descendants, memoryOf } from './measure/memory.ts'
import { type Benchmark, rounded } from './measure/result.ts'
import { temporaryFolder } from './measure/stage.ts'

const rounds = 5
const restSeconds = 5

const answered = async (url: string) => {
  const answer = await fetch(url).catch(() => undefined)
  return answer?.ok === true && (await answer.text()) !== ''
}

/** One `npm start`: seconds until the page and its session answer, then memory after a rest. */
async function once(data: string, rest: number): Promise<{ answer_s: number; rest_mb: number }> {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const began = performance.now()
  const npm = spawn('npm', ['start', '--', '--port', String(port), '--data', data], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, DATABASE_URL: '' },
  })
  const ended = new Promise((resolve) => npm.once('exit', resolve))
  while (!((await answered(`${base}/`)) && (await answered(`${base}/api/session`)))) {
    if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const answer_s = (performance.now() - began) / 1000
  await new Promise((resolve) => setTimeout(resolve, rest * 1000))
  // Everything below npm: npm itself only waits.
  const rest_mb = descendants(npm.pid as number).reduce((sum, pid) => sum + (memoryOf(pid)?.now_mb ?? 0), 0)
  // npm and its shell pass no signal on: the server is told itself, and npm ends with it.
  for (const pid of descendants(npm.pid as number))
    try {
      process.kill(pid, 'SIGTERM')
    } catch {
      // Ended between the look and the signal.
    }
  await ended
  return { answer_s, rest_mb }
}

/** PGlite alone in a bare process, opening the same data: seconds to its first answer, and memory after a rest. */
async function floorOf(data: string, rest: number): Promise<{ answer_s: number; rest_mb: number }> {
  const began = performance.now()
  const child = fork(join(import.meta.dirname, 'measure/bare-pglite.ts'), [data], {
    execArgv: ['--conditions=source'],
  })
  await new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`PGlite alone ended with ${code}.`)))
  })
  const answer_s = (performance.now() - began) / 1000
  await new Promise((resolve) => setTimeout(resolve, rest * 1000))
  const rest_mb = memoryOf(child.pid as number)?.now_mb ?? Number.NaN
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.disconnect()
  await ended
  return { answer_s, rest_mb }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number

export const start: Benchmark = async ({ say }) => {
  const folder = temporaryFolder()
  try {
    say('Making the data …')
    await once(folder.path, 0)
    const runs: { answer_s: number; rest_mb: number }[] = []
    for (let round = 0; round < rounds; round++)
      runs.push(await once(folder.path, round === 0 ? restSeconds : 0))
    const answer_s = median(runs.map((run) => run.answer_s))
    const rest_mb = runs[0]?.rest_mb as number
    const floors: { answer_s: number; rest_mb: number }[] = []
    for (let round = 0; round < rounds; round++)
      floors.push(await floorOf(folder.path, round === 0 ? restSeconds : 0))
    const ofFloor = (name: string, value: number, floor: number, unit: string) => ({
      name,
      value: rounded(value / floor),
      unit: 'times',
      of: `PGlite alone opening the same data, ${rounded(floor)} ${unit}`,
      ratio: rounded(value / floor),
    })
    return [
      { name: 'start.first_answer_s', value: rounded(answer_s), unit: 's' },
      { name: 'start.rest_mb', value: rounded(rest_mb), unit: 'MB' },
      ofFloor('start.first_answer.of_floor', answer_s, median(floors.map((one) => one.answer_s)), 's'),
      ofFloor('start.rest.of_floor', rest_mb, floors[0]?.rest_mb as number, 'MB'),
    ]
  } finally {
    folder.remove()
  }
}

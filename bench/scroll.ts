// `scroll`: a list of 100,000 enterprises in Chromium, scrolled by the wheel and pulled at the scroll bar, under a trace.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { openBrowser } from '../e2e/stage/browser.ts'
import { repository } from '../scripts/checks/main.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { districtWith } from './measure/stage.ts'

/** How far and how fast the wheel turns, in pixels and pixels a second: three strokes of forty screens, as fast as a hand does. */
const strokes = 3
const distance = 32_000
const speed = 4_000
/** A task longer than this keeps the page from answering (Long Tasks API, W3C), in microseconds. */
const LONG_US = 50_000

/** One frame of a screen of 60 Hz. */
const FRAME_MS = 1000 / 60

type TraceEvent = {
  name: string
  ph: string
  ts: number
  dur?: number
  pid: number
  tid: number
  args?: { name?: string }
}

async function traced(devtools: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
    },
  })
  await work()
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve))
  await devtools.send('Tracing.end')
  await complete
  return events
}

/** Tasks of the page's own thread that took too long, in milliseconds. */
function longTasks(events: readonly TraceEvent[]): number[] {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  return events
    .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && threads.has(`${pid} ${tid}`))
    .flatMap(({ dur = 0 }) => (dur > LONG_US ? [dur / 1000] : []))
}

const watchFrames = `(() => {
  window.frames_ = []
  let last = performance.now()
  const tick = (now) => { window.frames_.push(now - last); last = now; window.ticking_ = requestAnimationFrame(tick) }
  window.ticking_ = requestAnimationFrame(tick)
})()`

async function frames(page: Page): Promise<number[]> {
  return (await page.evaluate(
    `(() => { cancelAnimationFrame(window.ticking_); return window.frames_.slice(1) })()`,
  )) as number[]
}

const share = (values: readonly number[], part: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN

/** Of the frames a screen of 60 Hz would have shown, those that never came. */
function dropped(intervals: readonly number[]): number {
  const due = intervals.map((ms) => Math.max(1, Math.round(ms / FRAME_MS)))
  const all = due.reduce((sum, n) => sum + n, 0)
  return (all - intervals.length) / all
}

/** Pulls the scroll bar to a place and waits until its rows are there; answers how long that took. */
async function jump(page: Page, part: number): Promise<number> {
  const began = performance.now()
  await page.evaluate(
    `(() => { const grid = document.querySelector('.q-grid'); grid.scrollTop = grid.scrollHeight * ${part} })()`,
  )
  await page.waitForFunction(
    `(() => {
      const rows = [...document.querySelectorAll('.q-grid tr[data-index]')]
      const grid = document.querySelector('.q-grid')
      const at = Math.floor(grid.scrollTop / 32) + 5
      return rows.some((row) => Number(row.dataset.index) === at && !row.classList.contains('coming'))
    })()`,
    undefined,
    { polling: 'raf' },
  )
  return performance.now() - began
}

async function measure(browser: Browser, base: string, token: string, sort: string): Promise<Result[]> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
    // The page's own policy forbids what is evaluated here; the figures are the page's all the same.
    bypassCSP: true,
  })
  const page = await context.newPage()
  await page.goto(`${base}/registry/enterprise?sort=${sort}`)
  await page.waitForFunction(`document.querySelectorAll('.q-grid tr[data-index]:not(.coming)').length > 10`)
  await page.waitForLoadState('networkidle')
  const devtools = await context.newCDPSession(page)
  const jumps: number[] = []
  await page.evaluate(watchFrames)
  const events = await traced(devtools, async () => {
    for (let stroke = 0; stroke < strokes; stroke++)
      await devtools.send('Input.synthesizeScrollGesture', {
        x: 720,
        y: 500,
        yDistance: stroke % 2 === 0 ? -distance : distance,
        speed,
        gestureSourceType: 'mouse',
      })
    for (const part of [0.5, 0.9, 0.1, 0.75, 0.25, 0.99, 0.02, 0.6]) jumps.push(await jump(page, part))
  })
  const seen = await frames(page)
  const long = longTasks(events)
  mkdirSync(join(repository, '.out'), { recursive: true })
  writeFileSync(
    join(repository, '.out', `scroll-${sort}.trace.json`),
    JSON.stringify({ traceEvents: events }),
  )
  await context.close()
  const by = sort === 'name' ? 'page.scroll' : `page.scroll_by_${sort}`
  return [
    { name: `${by}_p95_frame_ms`, value: rounded(share(seen, 0.95)), unit: 'ms' },
    {
      name: `${by}_frames_within_33_share`,
      value: rounded(seen.filter((ms) => ms <= 33.4).length / seen.length),
      unit: 'share',
    },
    { name: `${by}_dropped_frames_share`, value: rounded(dropped(seen)), unit: 'share' },
    { name: `${by}_long_tasks`, value: long.length, unit: 'tasks' },
    { name: `${by}_longest_task_ms`, value: rounded(Math.max(0, ...long)), unit: 'ms' },
    { name: `${by}_jump_p50_ms`, value: rounded(share(jumps, 0.5)), unit: 'ms' },
    { name: `${by}_jump_max_ms`, value: rounded(Math.max(...jumps)), unit: 'ms' },
  ]
}

/** Ordered by name, which has an index, and by a figure, which has none. The trace is left in .out for looking at. */
export const scroll: Benchmark = async ({ rows, base, token, say }) => {
  const district = base === undefined ? await districtWith(rows, say) : undefined
  const browser = await openBrowser()
  try {
    const results: Result[] = []
    for (const sort of ['name', 'revenue'])
      results.push(
        ...(await measure(
          browser,
          base ?? (district?.base as string),
          token ?? (district?.token as string),
          sort,
        )),
      )
    return results
  } finally {
    await browser.close()
    await district?.stop()
  }
}

// `page`: the list of enterprises in Chromium, nothing cached: first contentful paint, rows visible, JavaScript received.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../e2e/stage/browser.ts'
import { type Benchmark, rounded } from './measure/result.ts'
import { districtWith } from './measure/stage.ts'

const rounds = 5

type Opened = { fcp_s: number; rows_s: number; js_kb: number }

/** Rows that a screen shows at once; a placeholder is hidden from assistive technology and is no row. */
const screenful = 10
const settled = 'qiongdingRowsSeen'

/**
 * Runs in the page before its own scripts and says when a screenful of rows has been painted, in milliseconds since the navigation
 * began. The debugger puts it in, so the content-security policy of the page stays as strict as it is.
 */
const watchRows = `(() => {
  const rows = () => document.querySelectorAll('tbody tr:not([aria-hidden="true"])').length
  const observer = new MutationObserver(() => {
    if (rows() <= ${screenful}) return
    observer.disconnect()
    // The second frame begins when the first, which holds the rows, has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => ${settled}(performance.now())))
  })
  observer.observe(document, { childList: true, subtree: true })
})()`

/** First contentful paint, in milliseconds since the navigation began. */
const fcpOf = (page: Page): Promise<number> =>
  page.evaluate(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN`,
  ) as Promise<number>

async function open(context: BrowserContext, url: string): Promise<Opened> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Set<string>()
  let bytes = 0
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  // What came over the wire, headers included, compressed as the server sent it.
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  const seen = Promise.withResolvers<number>()
  await page.exposeFunction(settled, seen.resolve)
  await page.addInitScript({ content: watchRows })
  await page.goto(url, { waitUntil: 'commit' })
  const late = setTimeout(() => seen.reject(new Error('No rows within a minute.')), 60_000)
  const rows_s = (await seen.promise.finally(() => clearTimeout(late))) / 1000
  await page.waitForLoadState('networkidle')
  const fcp = await fcpOf(page)
  await page.close()
  return { fcp_s: fcp / 1000, rows_s, js_kb: bytes / 1000 }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number

async function measure(browser: Browser, base: string, token: string): Promise<Opened[]> {
  const opened: Opened[] = []
  for (let round = 0; round <= rounds; round++) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    })
    const run = await open(context, `${base}/registry/enterprise`)
    // The first warms the server and the disk.
    if (round > 0) opened.push(run)
    await context.close()
  }
  return opened
}

/** A page of one line from bare node:http: what this browser takes to paint anything at all. Answers its seconds. */
async function bareFcp(browser: Browser): Promise<number> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end('<!doctype html><title>.</title><p>穹顶</p>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const painted: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'networkidle' })
    if (round > 0) painted.push(await fcpOf(page))
    await context.close()
  }
  server.close()
  return median(painted) / 1000
}

export const page: Benchmark = async ({ rows, base, token, say }) => {
  const district = base === undefined ? await districtWith(rows, say) : undefined
  const browser = await openBrowser()
  try {
    const opened = await measure(
      browser,
      base ?? (district?.base as string),
      token ?? (district?.token as string),
    )
    const [fcp, rows_s] = [median(opened.map((run) => run.fcp_s)), median(opened.map((run) => run.rows_s))]
    const bare = await bareFcp(browser)
    const ofFloor = (name: string, value: number) => ({
      name,
      value: rounded(value / bare),
      unit: 'times',
      of: `a page of one line from bare node:http, ${rounded(bare)} s`,
      ratio: rounded(value / bare),
    })
    return [
      { name: 'page.fcp_s', value: rounded(fcp), unit: 's' },
      { name: 'page.rows_s', value: rounded(rows_s), unit: 's' },
      { name: 'page.js_kb', value: rounded(median(opened.map((run) => run.js_kb))), unit: 'kB' },
      ofFloor('page.fcp.of_floor', fcp),
      ofFloor('page.rows.of_floor', rows_s),
    ]
  } finally {
    await browser.close()
    await district?.stop()
  }
}

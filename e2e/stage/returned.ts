// A list that went out and came back changed, for looking at.
import type { APIRequestContext } from 'playwright-core'
import { columnOf, edited, rowOf } from '../../server/src/testing/workbooks.ts'

const HEADER = 3
const EMPLOYEES = '职工人数（人）'

export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('nothing came of it within 15 seconds')
}

/** Takes enterprises out, changes them here and there, and sends the file back: its id as an import. */
export async function returnUnderReview(api: APIRequestContext): Promise<string> {
  const json = async <T>(path: string) => (await (await api.get(path)).json()) as T
  const asked = await api.post('/api/exports', {
    data: { kind: 'enterprise', columns: ['chain', 'revenue', 'employees', 'main_product'], q: '演示企业' },
  })
  const { id } = (await asked.json()) as { id: string }
  const { href } = await until(async () => {
    const view = await json<{ state: string; href?: string }>(`/api/exports/${id}`)
    return view.href === undefined ? undefined : { href: view.href }
  })
  const bytes = new Uint8Array(await (await api.get(href)).body())
  const { rows } = await json<{ rows: { id: string; name: string }[] }>(
    '/api/registry/enterprise?q=%E6%BC%94%E7%A4%BA%E4%BC%81%E4%B8%9A&limit=50',
  )
  const [clash, theirs, emptied, ...gone] = rows.slice(0, 6)
  if (!clash || !theirs || !emptied) throw new Error('there are too few enterprises')
  const record = await json<{ version: string; values: { employees?: number } }>(
    `/api/registry/enterprise/${clash.id}`,
  )
  await api.post(`/api/registry/enterprise/${clash.id}/statements`, {
    data: { values: { employees: (record.values.employees ?? 100) + 3 }, source: '演示来电' },
    headers: { 'if-match': `"${record.version}"` },
  })
  const changed = await edited(bytes, (sheet) => {
    const cell = (name: string, header: string) =>
      sheet.getCell(rowOf(sheet, 1, name), columnOf(sheet, HEADER, header))
    cell(clash.name, EMPLOYEES).value = 480
    cell(theirs.name, '主要产品').value = '光刻胶与配套试剂、面向显示与封装的高纯材料'
    cell(emptied.name, EMPLOYEES).value = null
    for (const { name } of gone) sheet.spliceRows(rowOf(sheet, 1, name), 1)
  })
  const sent = await api.post('/api/imports', {
    multipart: {
      file: {
        name: '演示企业清单（传回）.xlsx',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(changed),
      },
    },
  })
  const taken = (await sent.json()) as { id: string }
  return until(async () => {
    const { state } = await json<{ state: string }>(`/api/imports/${taken.id}`)
    return state === 'review' ? taken.id : undefined
  })
}

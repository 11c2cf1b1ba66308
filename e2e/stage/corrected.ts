// A list with mistakes, its correction workbook, and the workbook sent in again, for looking at.
import type { APIRequestContext } from 'playwright-core'
import { openWorkbookFile } from '../../server/src/testing/workbooks.ts'
import { until } from './returned.ts'

const LIST = [
  '企业名称,员工人数,营业收入（万元）,产业链,成立时间',
  '演示街道一号有限公司,120,3500,人工智能,2016-04-05',
  '演示街道二号有限公司,很多人,约200,人工智能,2019年3月',
  '演示街道三号有限公司,40,600,虚似现实,2018.13.2',
  '演示街道四号有限公司,1 200,-5,虚拟现实,2020-01-01',
].join('\n')

/** The list as it came in with its correction workbook ready, and that workbook mended and sent in: their ids as imports. */
export async function correctionUnderWay(
  api: APIRequestContext,
): Promise<{ list: string; corrected: string }> {
  const json = async <T>(path: string) => (await (await api.get(path)).json()) as T
  const send = async (name: string, bytes: Buffer, query: string) => {
    const file = { name, mimeType: 'application/octet-stream', buffer: bytes }
    const sent = await api.post(`/api/imports${query}`, { multipart: { file } })
    const { id } = (await sent.json()) as { id: string }
    return until(async () => {
      const { state } = await json<{ state: string }>(`/api/imports/${id}`)
      return state === 'review' ? id : undefined
    })
  }
  const list = await send('演示街道上报.csv', Buffer.from(LIST), '?kind=enterprise')
  const made = await api.post(`/api/imports/${list}/correction`, { data: {} })
  const { id } = (await made.json()) as { id: string }
  const href = await until(async () => (await json<{ href?: string }>(`/api/exports/${id}`)).href)
  const workbook = await openWorkbookFile(new Uint8Array(await (await api.get(href)).body()))
  const sheet = workbook.worksheets.find((one) => one.getRow(1).getCell(1).text === '企业名称')
  if (!sheet) throw new Error('the sheet of the list is not there')
  sheet.getCell('B3').value = 85
  sheet.getCell('D4').value = '虚拟现实'
  sheet.getCell('E4').value = new Date(Date.UTC(2018, 11, 2))
  const bytes = Buffer.from(await workbook.xlsx.writeBuffer())
  return { list, corrected: await send('演示街道上报（改好）.xlsx', bytes, '') }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'

describe.skipIf(!hasBrowser())('a list that holds what is there already, and cells that are pasted', () => {
  let story: Story
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  const total = async (get: <T>(path: string) => Promise<T>) =>
    (await get<{ total: number }>('/api/registry/enterprise?count=true&limit=1')).total

  it('asks before approval: the same, two, or later; nothing is written until then', async () => {
    const { page, get, post, fine } = await story.person('talent')
    for (const [name, way] of [
      ['演示海杉仪器', '1'],
      ['演示博源检测', '2'],
      ['演示远星装备', '3'],
    ] as const)
      await post('/api/registry/enterprise', {
        values: {
          name: `${name}有限公司`,
          registered_on: '2016-04-05',
          address: `演示杉路${way}号`,
          employees: 10,
        },
        source: '演示',
      })
    const before = await total(get)
    await page.goto('/imports')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '选择 Excel 文件' }).click()
    const rows = [
      '企业名称,成立日期,注册地址,员工人数',
      '演示海杉仪器股份有限公司,2011-04-05,演示杉路1号,31',
      '演示博源检测股份有限公司,2012-04-05,演示杉路2号,32',
      '演示远星装备股份有限公司,2013-04-05,演示杉路3号,33',
    ]
    await (await chooser).setFiles({
      name: '街道名单.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${rows.join('\n')}\n`),
    })
    await page.waitForURL(/\/imports\/[\w-]+$/)
    const likely = page.getByRole('region', { name: '可能已在册' })
    await likely.getByText('3 行，3 行未定').waitFor()
    await page.getByText('3 行可能已在册、还没有判断').waitFor()
    await likely.getByText('逐项对照').first().click()
    await likely.getByRole('cell', { name: '相同' }).first().waitFor()
    await fine()
    expect(await total(get)).toBe(before)

    // One by one, by mouse and by keys.
    await likely
      .getByRole('radiogroup', { name: /海杉仪器股份有限公司”与/ })
      .getByText('同一家，更新已有')
      .click()
    await likely.getByText('3 行，2 行未定').waitFor()
    await likely
      .getByRole('radiogroup', { name: /博源检测股份有限公司”与/ })
      .getByText('两家，记住')
      .click()
    await likely.getByText('3 行，1 行未定').waitFor()
    // The rest of the group at once.
    await likely.getByRole('radiogroup', { name: '本组其余都按' }).getByText('以后再定').click()
    await likely.getByText('3 行，都已定').waitFor()
    await fine()
    await page.getByRole('button', { name: '批准并写入 3 条' }).click()
    await page.getByText('已写入 3 条：新增 2').waitFor()
    expect(await total(get)).toBe(before + 2)

    await page.goto('/registry/enterprise/duplicates?view=apart')
    await page.getByText('演示博源检测股份有限公司').first().waitFor()
    await page.goto('/registry/enterprise/duplicates?view=later')
    await page.getByText('演示远星装备股份有限公司').first().waitFor()
    await fine()
  })

  it('takes cells copied in Excel or WPS: the table with its merges, or the text with tabs', async () => {
    const { page, fine } = await story.person('talent')
    const paste = async (data: Record<string, string>) => {
      await page.goto('/imports')
      await page.getByRole('button', { name: '选择 Excel 文件' }).waitFor()
      // What the browser hands over when somebody presses Ctrl+V, run in the page as text: its names are the browser's.
      await page.evaluate(`(() => {
        const clipboardData = new DataTransfer()
        for (const [type, text] of Object.entries(${JSON.stringify(data)})) clipboardData.setData(type, text)
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      })()`)
      await page.waitForURL(/\/imports\/[\w-]+$/)
      await page.getByRole('heading', { name: '字段差异' }).waitFor()
    }
    await paste({
      'text/html':
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td colspan="2">企业情况</td></tr>' +
        '<tr><td>企业名称</td><td>员工人数</td></tr><tr><td>演示粘贴甲有限公司</td><td x:num="35">35</td></tr></table></body></html>',
      'text/plain': '企业情况\t\r\n企业名称\t员工人数\r\n演示粘贴甲有限公司\t35\r\n',
    })
    await page.getByText('演示粘贴甲有限公司').first().waitFor()
    await fine()
    await paste({ 'text/plain': '企业名称\t员工人数\r\n演示粘贴乙有限公司\t36\r\n' })
    await page.getByText('演示粘贴乙有限公司').first().waitFor()
    await fine()
  })
})

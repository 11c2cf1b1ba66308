import { packOf } from '../pack.ts'
import { pageSource } from '../registry/index.ts'
import { type Order, ordersContract } from './contract.ts'
import { listOrders } from './reads.ts'

const STATES: Readonly<Record<Order['state'], { readonly zh: string; readonly en: string }>> = {
  raised: { zh: '待接单', en: 'Raised' },
  accepted: { zh: '已接单', en: 'Accepted' },
  committed: { zh: '已承诺', en: 'Promised' },
  delivered: { zh: '已交付，待企业确认', en: 'Delivered, to be confirmed' },
  confirmed: { zh: '企业已确认', en: 'Confirmed by the enterprise' },
  disputed: { zh: '企业有异议', en: 'Disputed by the enterprise' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
}
const CHANNELS: Readonly<
  Record<NonNullable<Order['channel']>, { readonly zh: string; readonly en: string }>
> = {
  'sign-in': { zh: '企业登录', en: 'Sign-in' },
  link: { zh: '一次性链接', en: 'One-time link' },
  paper: { zh: '纸质扫描', en: 'Scanned paper' },
}

/** Element orders as a sheet. A day that has not come yet leaves its cell blank. */
export const orderPage = pageSource({
  id: 'orders',
  label: { zh: '要素订单', en: 'Element orders' },
  operation: ordersContract.list,
  read: listOrders,
  subjects: (order) => (order.party ? [order.party.id] : []),
  columns: (ctx) => {
    const { elements } = packOf(ctx).pack
    const day = (zh: string, en: string, of: (order: Order) => string | undefined) =>
      ({ header: { zh, en }, type: 'day', width: 12, of }) as const
    return [
      { header: { zh: '编号', en: 'No.' }, type: 'text', width: 12, of: ({ no }) => no },
      {
        header: { zh: '要素', en: 'Element' },
        type: 'text',
        width: 10,
        of: ({ element }, language) => elements.find((one) => one.id === element)?.label[language] ?? element,
      },
      { header: { zh: '所需', en: 'What' }, type: 'text', width: 30, of: ({ what }) => what },
      { header: { zh: '数量', en: 'Quantity' }, type: 'number', width: 9, of: ({ quantity }) => quantity },
      { header: { zh: '计量', en: 'Measure' }, type: 'text', width: 8, of: ({ unit }) => unit },
      { header: { zh: '企业', en: 'Enterprise' }, type: 'text', width: 26, of: ({ party }) => party?.name },
      {
        header: { zh: '承办部门', en: 'Office' },
        type: 'text',
        width: 16,
        of: ({ officeLabel }, language) => officeLabel[language],
      },
      {
        header: { zh: '所属事项', en: 'Journey' },
        type: 'text',
        width: 26,
        of: ({ journey }) => journey?.title,
      },
      {
        header: { zh: '卡住环节', en: 'Holds up' },
        type: 'text',
        width: 12,
        of: ({ blocks }, language) => blocks?.label[language],
      },
      {
        header: { zh: '进度', en: 'State' },
        type: 'text',
        width: 20,
        of: ({ state }, language) => STATES[state][language],
      },
      day('提出日期', 'Raised on', (order) => order.raisedOn),
      day('需要于', 'Needed by', (order) => order.needBy),
      day('承诺日期', 'Promised for', (order) => order.promisedOn),
      day('交付日期', 'Delivered on', (order) => order.deliveredOn),
      day('企业确认日期', 'Confirmed on', (order) => order.confirmedOn),
      {
        header: { zh: '确认方式', en: 'Confirmed by' },
        type: 'text',
        width: 12,
        of: ({ channel }, language) => (channel === undefined ? undefined : CHANNELS[channel][language]),
      },
      {
        header: { zh: '逾期工作日', en: 'Working days late' },
        type: 'number',
        width: 11,
        of: ({ lateDays }) => lateDays,
      },
      {
        header: { zh: '异议次数', en: 'Disputes' },
        type: 'number',
        width: 9,
        of: ({ disputes }) => disputes,
      },
      {
        header: { zh: '演示', en: 'Demonstration' },
        type: 'text',
        width: 8,
        of: ({ demonstration }, language) => (demonstration ? DEMONSTRATION[language] : undefined),
      },
    ]
  },
})

const DEMONSTRATION = { zh: '演示', en: 'Made up' } as const

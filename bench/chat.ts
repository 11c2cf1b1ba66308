// `chat`: what is read of sixty made chats, half of them kept aside while the reader was built, and whether anything is invented.
import { day } from '@qiongding/kernel'
import { type ChatDraft, readChat } from '../server/src/capabilities/attraction/rules/chat/index.ts'
import { CHAT_DAY, type Chat, type Expected } from './chat/chats.ts'
import { KEPT } from './chat/kept.ts'
import { OPEN } from './chat/open.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'

const ASKS = [
  'land',
  'funds',
  'labour',
  'people',
  'scenes',
  'permits',
  'compute',
  'electricity',
  'space',
  'housing',
  'policy',
]
type Field = Exclude<keyof Expected, 'asks' | 'amountTo'>
const FIELDS: readonly Field[] = [
  'company',
  'contact',
  'phone',
  'amount',
  'space',
  'land',
  'power',
  'visitOn',
  'startOn',
]

/** A field as `Expected` writes it: money in 万元, a month as YYYY-MM. */
function said(draft: ChatDraft, field: Field): string | number | undefined {
  const found = draft.read.find((one) => one.field === field)
  if (!found) return undefined
  if (field === 'amount') return Number(found.value) / 10_000
  return found.remark === 'month' ? String(found.value).slice(0, 7) : found.value
}

/** Fields expected and read as expected, and fields read that are not so: invented. */
export function judged({ text, expected }: Chat) {
  const draft = readChat(text, { today: day(CHAT_DAY), asks: ASKS })
  const wrong: string[] = []
  let right = 0
  let wanted = 0
  const compare = (name: string, want: string | number | undefined, got: string | number | undefined) => {
    if (want !== undefined) wanted++
    if (got !== undefined && got !== want) wrong.push(`${name}: ${got}, not ${want ?? 'said'}`)
    else if (got !== undefined) right++
  }
  for (const field of FIELDS) compare(field, expected[field], said(draft, field))
  const upTo = draft.read.find((one) => one.field === 'amount')?.upTo
  compare('amountTo', expected.amountTo, upTo === undefined ? undefined : upTo / 10_000)
  for (const id of new Set([...(expected.asks ?? []), ...draft.asks.map((one) => one.id)]))
    compare(
      `asks ${id}`,
      expected.asks?.includes(id) ? id : undefined,
      draft.asks.some((one) => one.id === id) ? id : undefined,
    )
  return { right, wanted, wrong }
}

export function half(chats: readonly Chat[]) {
  const all = chats.map(judged)
  const sum = (of: (one: ReturnType<typeof judged>) => number) =>
    all.reduce((total, one) => total + of(one), 0)
  const wanted = sum((one) => one.wanted)
  return { invented: sum((one) => one.wrong.length), share: sum((one) => one.right) / wanted, wanted }
}

export const chat: Benchmark = async ({ say }) => {
  const results: Result[] = []
  for (const [name, chats] of [
    ['open', OPEN],
    ['kept', KEPT],
  ] as const) {
    const { invented, share, wanted } = half(chats)
    say(`${name}: ${chats.length} chats, ${wanted} fields`)
    results.push({ name: `chat.${name}.invented`, value: invented, unit: 'fields' })
    results.push({ name: `chat.${name}.read_share`, value: rounded(share), unit: 'share' })
  }
  return results
}

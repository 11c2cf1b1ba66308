/** What a reader of a chat should find. Absent: the chat does not say it, and whoever says it nevertheless invents it. */
export type Expected = {
  readonly company?: string
  readonly contact?: string
  readonly phone?: string
  /** In 万元; `amountTo` closes a range. */
  readonly amount?: number
  readonly amountTo?: number
  /** ㎡ */
  readonly space?: number
  /** 亩 */
  readonly land?: number
  /** kVA */
  readonly power?: number
  readonly visitOn?: string
  /** A day, or a month where only that is said. */
  readonly startOn?: string
  /** Elements asked for, by their ids in the pack. */
  readonly asks?: readonly string[]
}

/** A made-up chat. All were received on `CHAT_DAY`. */
export type Chat = { readonly style: string; readonly text: string; readonly expected: Expected }

/** A Wednesday. */
export const CHAT_DAY = '2026-03-04'

import type { Facts } from '@qiongding/kernel'

/** The comparison worked out a second time, by whole numbers over whole numbers; reads only what the generators above write. */
export function oracle(source: string, facts: Facts): string {
  type Whole = { readonly over: bigint; readonly under: bigint }
  const match = /^(.*) (>=|<=|!=|>|<|=) (.*)$/.exec(source)!
  const whole = (text: string): Whole => {
    const [digits, exponent = '0'] = text.split('e')
    const [integer, fraction = ''] = digits!.split('.')
    const shift = Number(exponent) - fraction.length
    const mantissa = BigInt(integer! + fraction)
    return shift >= 0
      ? { over: mantissa * 10n ** BigInt(shift), under: 1n }
      : { over: mantissa, under: 10n ** BigInt(-shift) }
  }
  const units: Record<string, string> = {
    万元: '10000',
    元: '1',
    亿元: '100000000',
    千元: '1000',
    '%': '0.01',
    人: '1',
    '': '1',
  }
  const times = (a: Whole, b: Whole): Whole => ({ over: a.over * b.over, under: a.under * b.under })
  const plus = (a: Whole, b: Whole, sign: bigint): Whole => ({
    over: a.over * b.under + sign * b.over * a.under,
    under: a.under * b.under,
  })
  const value = (text: string): Whole | undefined => {
    const tokens = text.match(/-?[\d.]+(?:万元|元|亿元|千元|%|人)?(?![\w])|[a-z]+\d?|[-+*/()]/g)!
    let next = 0
    const term = (): Whole | undefined => {
      const token = tokens[next++]!
      if (token === '(') {
        const inner = terms()
        next++
        return inner
      }
      const number = /^(-?[\d.]+)(.*)$/.exec(token)
      return number ? times(whole(number[1]!), whole(units[number[2]!]!)) : whole(String(facts[token]))
    }
    const factors = (): Whole | undefined => {
      let left = term()
      while (tokens[next] === '*' || tokens[next] === '/') {
        const divides = tokens[next++] === '/'
        const right = term()
        if (!left || !right || (divides && right.over === 0n)) left = undefined
        else left = times(left, divides ? { over: right.under, under: right.over } : right)
      }
      return left
    }
    const terms = (): Whole | undefined => {
      let left = factors()
      while (tokens[next] === '+' || tokens[next] === '-') {
        const sign = tokens[next++] === '+' ? 1n : -1n
        const right = factors()
        left = left && right && plus(left, right, sign)
      }
      return left
    }
    return terms()
  }
  const left = value(match[1]!)
  const right = value(match[3]!)
  if (!left || !right) return 'unknown'
  const difference = plus(left, right, -1n)
  const order = difference.over * difference.under
  const is = {
    '>=': order >= 0n,
    '<=': order <= 0n,
    '>': order > 0n,
    '<': order < 0n,
    '=': order === 0n,
    '!=': order !== 0n,
  }
  return is[match[2] as keyof typeof is] ? 'yes' : 'no'
}

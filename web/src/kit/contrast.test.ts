import { describe, expect, it } from 'vitest'
import { type ThemeName, TOKENS, type Tokens } from './tokens.ts'

type Name = keyof Tokens

/** Relative luminance and contrast after WCAG 2.2, 1.4.3. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const SHEETS: readonly Name[] = ['colorBgContainer', 'colorBgElevated', 'colorBgLayout', 'colorFillAlter']
const WORDS: readonly Name[] = [
  'colorText',
  'colorTextSecondary',
  'colorTextTertiary',
  'colorLink',
  'colorSuccess',
  'colorWarning',
  'colorError',
  'warm',
  'unknown',
]

const TEXT: readonly (readonly [Name, Name])[] = [
  ...WORDS.flatMap((word) => SHEETS.map((sheet) => [word, sheet] as const)),
  ['colorText', 'colorPrimaryBg'],
  ['colorTextSecondary', 'colorPrimaryBg'],
  ['colorTextTertiary', 'colorPrimaryBg'],
  ['colorLink', 'colorPrimaryBg'],
  ['warm', 'colorPrimaryBg'],
  ['unknown', 'colorPrimaryBg'],
  ['colorError', 'colorPrimaryBg'],
  ['colorSuccess', 'colorPrimaryBg'],
  ['colorWarning', 'colorPrimaryBg'],
  ['colorTextSecondary', 'colorFillSecondary'],
  ['colorText', 'colorFillTertiary'],
  ['colorTextTertiary', 'colorFillTertiary'],
  ['colorSuccess', 'colorSuccessBg'],
  ['colorWarning', 'colorWarningBg'],
  ['colorText', 'colorWarningBg'],
  ['colorError', 'colorErrorBg'],
  ['colorText', 'colorErrorBg'],
  ['warm', 'warmBg'],
  ['colorText', 'warmBg'],
  ['unknown', 'unknownBg'],
  ['warmOn', 'warmButton'],
]

const MARKS: readonly (readonly [Name, Name])[] = (
  ['lightGreen', 'lightYellow', 'lightRed', 'warmFill', 'unknownFill', 'chart', 'colorBorder'] as const
).map((mark) => [mark, 'colorBgContainer'] as const)

describe.each<ThemeName>(['light', 'dark'])('contrast in %s', (theme) => {
  const tokens = TOKENS[theme]
  it.each(TEXT)('%s reads on %s at 4.5:1', (word, sheet) => {
    expect(contrast(tokens[word], tokens[sheet])).toBeGreaterThanOrEqual(4.5)
  })
  it.each(MARKS)('%s stands out on %s at 3:1', (mark, sheet) => {
    expect(contrast(tokens[mark], tokens[sheet])).toBeGreaterThanOrEqual(3)
  })
  it('white reads on the primary fill', () => {
    expect(contrast('#FFFFFF', tokens.colorPrimary)).toBeGreaterThanOrEqual(4.5)
  })
})

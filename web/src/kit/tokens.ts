/** Colours of one theme, by what they are for. Names that Ant Design knows keep its names. */
export type Tokens = Readonly<Record<keyof typeof LIGHT, string>>

const LIGHT = {
  colorPrimary: '#0E5C78',
  colorPrimaryHover: '#17718F',
  colorPrimaryActive: '#0A465C',
  colorPrimaryBg: '#E9F2F5',
  colorPrimaryBorder: '#B9D3DC',
  colorLink: '#0C5874',
  colorSuccess: '#1B7552',
  colorSuccessBg: '#E9F4EE',
  colorWarning: '#7F5A00',
  colorWarningBg: '#FBF4DE',
  colorError: '#AE1F2E',
  colorErrorBg: '#FBEDED',
  colorInfo: '#0E5C78',
  colorBgLayout: '#F4F5F2',
  colorBgContainer: '#FFFFFF',
  colorBgElevated: '#FFFFFF',
  colorFillAlter: '#F9FAF8',
  colorFillSecondary: '#ECEEEA',
  colorFillTertiary: '#F1F5F5',
  colorText: '#182125',
  colorTextSecondary: '#465256',
  colorTextTertiary: '#5F6B6F',
  colorTextQuaternary: '#98A2A3',
  colorBorder: '#8B9597',
  colorBorderSecondary: '#DFE2DD',
  colorSplit: '#ECEEEA',
  warm: '#B0440C',
  warmFill: '#C9531A',
  /** Filled button: the darker warm in light, so that white on it reaches 4.5:1. */
  warmButton: '#B0440C',
  warmOn: '#FFFFFF',
  warmBg: '#FCF2EB',
  warmBorder: '#EBC4AB',
  unknown: '#5D5785',
  unknownFill: '#7B74A6',
  unknownBg: '#F3F2F8',
  unknownHatch: 'rgba(93,87,133,.26)',
  lightGreen: '#238A62',
  lightYellow: '#B98300',
  lightRed: '#BE2A38',
  chart: '#5E9DB3',
  lineHeader: '#C3C8C3',
  shadow: '0 1px 2px rgba(18,32,38,.06), 0 8px 28px rgba(18,32,38,.14)',
} as const

const DARK: Tokens = {
  colorPrimary: '#1B7896',
  colorPrimaryHover: '#258DAE',
  colorPrimaryActive: '#15657F',
  colorPrimaryBg: '#13303B',
  colorPrimaryBorder: '#2A5666',
  colorLink: '#67B9D3',
  colorSuccess: '#63C49A',
  colorSuccessBg: '#14291F',
  colorWarning: '#E2B84E',
  colorWarningBg: '#2A2412',
  colorError: '#F38B8B',
  colorErrorBg: '#2F191C',
  colorInfo: '#67B9D3',
  colorBgLayout: '#0D1519',
  colorBgContainer: '#131D22',
  colorBgElevated: '#18252B',
  colorFillAlter: '#172329',
  colorFillSecondary: '#22313A',
  colorFillTertiary: '#1A272E',
  colorText: '#E3EAEB',
  colorTextSecondary: '#B0BDC1',
  colorTextTertiary: '#8B9AA0',
  colorTextQuaternary: '#5D6C73',
  colorBorder: '#667981',
  colorBorderSecondary: '#27363D',
  colorSplit: '#1E2B32',
  warm: '#F09A66',
  warmFill: '#E2793F',
  warmButton: '#E2793F',
  warmOn: '#1B0E06',
  warmBg: '#2C1F17',
  warmBorder: '#6B432B',
  unknown: '#B4ADE0',
  unknownFill: '#8F87C4',
  unknownBg: '#201F30',
  unknownHatch: 'rgba(180,173,224,.26)',
  lightGreen: '#3FA87C',
  lightYellow: '#D3A230',
  lightRed: '#E06468',
  chart: '#3F8CA6',
  lineHeader: '#41545D',
  shadow: '0 1px 2px rgba(0,0,0,.4), 0 10px 32px rgba(0,0,0,.5)',
}

export type ThemeName = 'light' | 'dark'

export const TOKENS: Readonly<Record<ThemeName, Tokens>> = { light: LIGHT, dark: DARK }

/** No web font: each system shows its own Chinese face. */
export const FONT_FAMILY =
  "-apple-system, 'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"

function declarations(name: ThemeName): string {
  const lines = Object.entries(TOKENS[name]).map(
    ([key, value]) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`,
  )
  return [`color-scheme:${name}`, ...lines].join(';')
}

/** The tokens as CSS variables: light, dark by choice, and dark where the system asks for it and nobody chose. */
export function tokenCss(): string {
  return [
    `:root{${declarations('light')};--font:${FONT_FAMILY}}`,
    `:root[data-theme=dark]{${declarations('dark')}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme]){${declarations('dark')}}}`,
  ].join('\n')
}

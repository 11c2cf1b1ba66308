import { type ThemeConfig, theme } from 'antd'
import { FONT_FAMILY, type ThemeName, TOKENS } from './tokens.ts'

/**
 * The Ant Design theme of our tokens. Everything listed is ours; the rest follows from Ant's own algorithm. Without motion Ant must be
 * told so: a list to choose from waits, unseen, for the end of an animation that the style sheet has switched off.
 */
export function themeOf(name: ThemeName, motion = true): ThemeConfig {
  const tokens = TOKENS[name]
  return {
    algorithm: name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    cssVar: { key: 'qiongding' },
    token: {
      fontFamily: FONT_FAMILY,
      motion,
      fontSize: 13,
      sizeUnit: 4,
      sizeStep: 4,
      controlHeight: 30,
      controlHeightSM: 24,
      controlHeightLG: 38,
      borderRadius: 4,
      borderRadiusSM: 3,
      borderRadiusLG: 6,
      lineWidth: 1,
      wireframe: false,
      fontWeightStrong: 600,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
      boxShadow: tokens.shadow,
      boxShadowSecondary: tokens.shadow,
      colorPrimary: tokens.colorPrimary,
      colorPrimaryHover: tokens.colorPrimaryHover,
      colorPrimaryActive: tokens.colorPrimaryActive,
      colorPrimaryBg: tokens.colorPrimaryBg,
      colorPrimaryBorder: tokens.colorPrimaryBorder,
      colorLink: tokens.colorLink,
      colorSuccess: tokens.colorSuccess,
      colorSuccessBg: tokens.colorSuccessBg,
      colorWarning: tokens.colorWarning,
      colorWarningBg: tokens.colorWarningBg,
      colorError: tokens.colorError,
      colorErrorBg: tokens.colorErrorBg,
      colorInfo: tokens.colorInfo,
      colorBgLayout: tokens.colorBgLayout,
      colorBgContainer: tokens.colorBgContainer,
      colorBgElevated: tokens.colorBgElevated,
      colorFillAlter: tokens.colorFillAlter,
      colorFillSecondary: tokens.colorFillSecondary,
      colorFillTertiary: tokens.colorFillTertiary,
      colorText: tokens.colorText,
      colorTextSecondary: tokens.colorTextSecondary,
      colorTextTertiary: tokens.colorTextTertiary,
      colorTextQuaternary: tokens.colorTextQuaternary,
      colorTextPlaceholder: tokens.colorTextTertiary,
      colorBorder: tokens.colorBorder,
      colorBorderSecondary: tokens.colorBorderSecondary,
      colorSplit: tokens.colorSplit,
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        defaultBorderColor: tokens.lineHeader,
        fontWeight: 400,
      },
      Segmented: {
        trackPadding: 0,
        trackBg: tokens.colorBgContainer,
        itemColor: tokens.colorTextSecondary,
        itemSelectedBg: tokens.colorPrimaryBg,
        itemSelectedColor: tokens.colorLink,
      },
      Select: { optionSelectedBg: tokens.colorPrimaryBg, optionSelectedFontWeight: 600 },
    },
  }
}

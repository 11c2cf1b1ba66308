import { pageSource } from '../registry/index.ts'
import { type IndicatorRow, targetsContract } from './contract.ts'
import { listIndicators } from './reads.ts'

const KINDS: Readonly<Record<IndicatorRow['kind'], { readonly zh: string; readonly en: string }>> = {
  baseline: { zh: '现状', en: 'Baseline' },
  target: { zh: '目标', en: 'Target' },
  plan: { zh: '计划', en: 'Plan' },
  rule: { zh: '规则', en: 'Rule' },
  history: { zh: '历史', en: 'History' },
  rank: { zh: '位次', en: 'Rank' },
}
const LIGHTS = {
  green: { zh: '绿', en: 'Green' },
  yellow: { zh: '黄', en: 'Yellow' },
  red: { zh: '红', en: 'Red' },
  unknown: { zh: '未知', en: 'Unknown' },
} as const
const UNKNOWN = { zh: '未知', en: 'Unknown' } as const

/** Figures stand as they are read, each with the unit beside it: a column of targets has many units. */
const figure = (value: number | undefined) =>
  value === undefined ? undefined : Number(value.toPrecision(12))

/** Targets as a sheet: what is asked, what is there, and how far from the line. */
export const targetPage = pageSource({
  id: 'targets',
  label: { zh: '目标指标', en: 'Targets' },
  operation: targetsContract.list,
  read: listIndicators,
  columns: () => [
    { header: { zh: '编号', en: 'Code' }, type: 'text', width: 10, of: ({ code, id }) => code ?? id },
    {
      header: { zh: '指标', en: 'Target' },
      type: 'text',
      width: 36,
      of: ({ label }, language) => label[language],
    },
    {
      header: { zh: '性质', en: 'Kind' },
      type: 'text',
      width: 8,
      of: ({ kind }, language) => KINDS[kind][language],
    },
    {
      header: { zh: '目标值', en: 'Asked' },
      type: 'text',
      width: 12,
      of: ({ op, value }) =>
        value === undefined ? undefined : `${op === undefined ? '' : (SIGNS[op] ?? op)}${value}`,
    },
    { header: { zh: '计量', en: 'Unit' }, type: 'text', width: 8, of: ({ unit }) => unit },
    { header: { zh: '起', en: 'From' }, type: 'day', width: 12, of: ({ from }) => from },
    { header: { zh: '止', en: 'To' }, type: 'day', width: 12, of: ({ to }) => to },
    {
      header: { zh: '实际值', en: 'Actual' },
      type: 'text',
      width: 12,
      of: ({ reading, outcome, measure }, language) => {
        const value = figure(outcome?.value ?? reading?.value)
        if (value === undefined && measure === 'none') return undefined
        return value === undefined ? UNKNOWN[language] : String(value)
      },
    },
    {
      header: { zh: '读数日期', en: 'Read on' },
      type: 'day',
      width: 12,
      of: ({ reading, outcome }) => outcome?.asOf ?? reading?.day,
    },
    {
      header: { zh: '时序应达', en: 'Pace asks' },
      type: 'number',
      width: 12,
      of: ({ pace }) => figure(pace?.expected),
    },
    {
      header: { zh: '差额', en: 'Difference' },
      type: 'number',
      width: 12,
      of: ({ pace }) => figure(pace?.difference),
    },
    {
      header: { zh: '灯', en: 'Light' },
      type: 'text',
      width: 8,
      of: ({ pace }, language) => pace && LIGHTS[pace.light][language],
    },
    {
      header: { zh: '责任部门', en: 'Owner' },
      type: 'text',
      width: 16,
      of: ({ ownerLabel }, language) => ownerLabel?.[language],
    },
    {
      header: { zh: '口径', en: 'Definition' },
      type: 'text',
      width: 36,
      of: ({ definition }, language) => definition?.[language],
    },
    {
      header: { zh: '出处', en: 'Source' },
      type: 'text',
      width: 30,
      of: ({ source }, language) => source[language],
    },
  ],
})

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '' }

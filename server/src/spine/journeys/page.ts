import { pageSource } from '../registry/index.ts'
import { type JourneyRow, journeysContract } from './contract.ts'
import { listJourneys } from './reads.ts'

const LATE = {
  yes: { zh: '逾期', en: 'Late' },
  no: { zh: '否', en: 'No' },
  unknown: { zh: '未知', en: 'Unknown' },
} as const
const LIGHTS = {
  green: { zh: '绿', en: 'Green' },
  yellow: { zh: '黄', en: 'Yellow' },
  red: { zh: '红', en: 'Red' },
  unknown: { zh: '未知', en: 'Unknown' },
} as const
const GATE = { passes: { zh: '可通过', en: 'May pass' }, holds: { zh: '未放行', en: 'Holds' } } as const
const DEMONSTRATION = { zh: '演示', en: 'Made up' } as const

/** The names that a light and a gate go by on a sheet. */
export const lightWord = (light: keyof typeof LIGHTS, language: 'zh' | 'en') => LIGHTS[light][language]
export const gateWord = (passes: boolean, language: 'zh' | 'en') =>
  GATE[passes ? 'passes' : 'holds'][language]

/** Journeys as a sheet: where each stands, and what its next gate still lacks. */
export const journeyPage = pageSource({
  id: 'journeys',
  label: { zh: '办理事项', en: 'Journeys' },
  operation: journeysContract.list,
  reads: ['journey.confidential', 'personal.read'],
  read: listJourneys,
  subjects: (journey) => journey.parties.map((party) => party.id),
  columns: () => {
    const gate = (zh: string, en: string, of: (gate: NonNullable<JourneyRow['gate']>) => number) =>
      ({
        header: { zh, en },
        type: 'number',
        width: 10,
        of: (journey: JourneyRow) => (journey.gate ? of(journey.gate) : undefined),
      }) as const
    return [
      { header: { zh: '编号', en: 'No.' }, type: 'text', width: 12, of: ({ no }) => no },
      { header: { zh: '事项', en: 'Journey' }, type: 'text', width: 32, of: ({ title }) => title },
      {
        header: { zh: '相关方', en: 'Parties' },
        type: 'text',
        width: 34,
        of: ({ parties }) =>
          parties
            .map((party) => party.name)
            .filter((name) => name !== '')
            .join('；') || undefined,
      },
      {
        header: { zh: '阶段', en: 'Stage' },
        type: 'text',
        width: 12,
        of: ({ stageLabel }, language) => stageLabel[language],
      },
      { header: { zh: '进入阶段', en: 'Since' }, type: 'day', width: 12, of: ({ since }) => since },
      { header: { zh: '受理日期', en: 'Opened on' }, type: 'day', width: 12, of: ({ openedOn }) => openedOn },
      {
        header: { zh: '下一关口', en: 'Next gate' },
        type: 'text',
        width: 12,
        of: ({ gate: next }, language) => next?.toLabel[language],
      },
      {
        header: { zh: '关口', en: 'Gate' },
        type: 'text',
        width: 10,
        of: ({ gate: next }, language) => next && gateWord(next.passes, language),
      },
      gate('未满足', 'Unmet', ({ unmet }) => unmet),
      gate('未知', 'Unknown', ({ unknown }) => unknown),
      {
        header: { zh: '未了订单', en: 'Open orders' },
        type: 'number',
        width: 10,
        of: ({ openOrders }) => openOrders,
      },
      {
        header: { zh: '逾期', en: 'Late' },
        type: 'text',
        width: 8,
        of: ({ late }, language) => LATE[late][language],
      },
      {
        header: { zh: '灯', en: 'Light' },
        type: 'text',
        width: 8,
        of: ({ light }, language) => light && lightWord(light.light, language),
      },
      {
        header: { zh: '结束方式', en: 'Ended by' },
        type: 'text',
        width: 12,
        of: ({ closed }, language) => closed?.label[language],
      },
      { header: { zh: '结束日期', en: 'Ended on' }, type: 'day', width: 12, of: ({ closed }) => closed?.day },
      {
        header: { zh: '演示', en: 'Demonstration' },
        type: 'text',
        width: 8,
        of: ({ demonstration }, language) => (demonstration ? DEMONSTRATION[language] : undefined),
      },
    ]
  },
})

import { gateWord, lightWord } from '../../../spine/journeys/index.ts'
import { packOf } from '../../../spine/pack.ts'
import { pageSource } from '../../../spine/registry/index.ts'
import { attractionContract, type ProjectRow } from '../contract.ts'
import { listProjects } from './list.ts'

const YES = { zh: '是', en: 'Yes' } as const
const UNKNOWN = { zh: '未知', en: 'Unknown' } as const
const DEMONSTRATION = { zh: '演示', en: 'Made up' } as const

/** Investment projects as a sheet. Amounts nobody has told are blank, and counted in no sum. */
export const projectPage = pageSource({
  id: 'projects',
  label: { zh: '招商项目', en: 'Investment projects' },
  operation: attractionContract.list,
  reads: ['journey.confidential', 'personal.read'],
  read: listProjects,
  columns: (ctx) => {
    const { facts, pack } = packOf(ctx)
    const modes = pack.journeys.flatMap(({ intake }) =>
      intake?.mode === undefined ? [] : (facts.get(intake.mode)?.values ?? []),
    )
    const flag = (zh: string, en: string, of: (project: ProjectRow) => boolean) =>
      ({
        header: { zh, en },
        type: 'text',
        width: 8,
        of: (project: ProjectRow, language: 'zh' | 'en') => (of(project) ? YES[language] : undefined),
      }) as const
    return [
      { header: { zh: '编号', en: 'No.' }, type: 'text', width: 12, of: ({ no }) => no },
      { header: { zh: '项目', en: 'Project' }, type: 'text', width: 32, of: ({ title }) => title },
      { header: { zh: '投资方', en: 'Investor' }, type: 'text', width: 28, of: ({ investor }) => investor },
      {
        header: { zh: '计划投资', en: 'Planned investment' },
        type: 'number',
        unit: '亿元',
        width: 13,
        of: ({ amount }) => amount,
      },
      {
        header: { zh: '方式', en: 'Mode' },
        type: 'text',
        width: 10,
        of: ({ mode }, language) =>
          mode === undefined
            ? UNKNOWN[language]
            : (modes.find((one) => one.id === mode)?.label[language] ?? mode),
      },
      {
        header: { zh: '阶段', en: 'Stage' },
        type: 'text',
        width: 12,
        of: ({ stageLabel }, language) => stageLabel[language],
      },
      { header: { zh: '进入阶段', en: 'Since' }, type: 'day', width: 12, of: ({ since }) => since },
      {
        header: { zh: '首报日期', en: 'Reported on' },
        type: 'day',
        width: 12,
        of: ({ openedOn }) => openedOn,
      },
      {
        header: { zh: '灯', en: 'Light' },
        type: 'text',
        width: 8,
        of: ({ light }, language) => light && lightWord(light.light, language),
      },
      {
        header: { zh: '下一关口', en: 'Next gate' },
        type: 'text',
        width: 12,
        of: ({ gate }, language) => gate?.toLabel[language],
      },
      {
        header: { zh: '关口', en: 'Gate' },
        type: 'text',
        width: 10,
        of: ({ gate }, language) => gate && gateWord(gate.passes, language),
      },
      { header: { zh: '未满足', en: 'Unmet' }, type: 'number', width: 9, of: ({ gate }) => gate?.unmet },
      { header: { zh: '未知', en: 'Unknown' }, type: 'number', width: 9, of: ({ gate }) => gate?.unknown },
      {
        header: { zh: '超时', en: 'Late' },
        type: 'text',
        width: 20,
        of: ({ lateClocks }, language) => lateClocks.map((clock) => clock[language]).join('、') || undefined,
      },
      {
        header: { zh: '未了订单', en: 'Open orders' },
        type: 'number',
        width: 10,
        of: ({ openOrders }) => openOrders,
      },
      {
        header: { zh: '承办部门', en: 'Office' },
        type: 'text',
        width: 16,
        of: ({ office }, language) => office?.[language],
      },
      flag('保密', 'Confidential', ({ confidential }) => confidential),
      flag('暂停', 'Paused', ({ paused }) => paused),
      {
        header: { zh: '结束方式', en: 'Ended by' },
        type: 'text',
        width: 12,
        of: ({ closed }, language) => closed?.label[language],
      },
      { header: { zh: '原因', en: 'Reason' }, type: 'text', width: 26, of: ({ closed }) => closed?.reason },
      {
        header: { zh: '演示', en: 'Demonstration' },
        type: 'text',
        width: 8,
        of: ({ demonstration }, language) => (demonstration ? DEMONSTRATION[language] : undefined),
      },
    ]
  },
})

// The families of sheets that are drawn: the words of a made-up list, those of the packs, and one kept aside.
import { join } from 'node:path'
import { loadPack } from '@qiongding/pack-format'
import type { SheetFact } from '@qiongding/sheets'
import { repository } from '../../scripts/checks/main.ts'
import type { Family } from './book.ts'
import { OPEN_HABITS } from './habits.ts'
import { ASIDE_HABITS } from './habits-aside.ts'

const fact = (
  key: string,
  zh: string,
  type: SheetFact['type'],
  more: Partial<SheetFact> = {},
): SheetFact => ({
  key,
  of: 'enterprise',
  label: { zh, en: key },
  type,
  ...more,
})
const words = (...list: string[]) =>
  list.map((zh, index) => ({ id: `v${index + 1}`, label: { zh, en: `V${index + 1}` } }))

/** A list of enterprises with every kind of fact the issue speaks of. */
export const LIST: Family = {
  habits: OPEN_HABITS,
  dictionary: {
    nameFact: 'name',
    trees: {
      sectors: [
        { code: 'C27', label: '医药制造业' },
        { code: 'C39', label: '电子设备制造业' },
        { code: 'I65', label: '软件服务业' },
        { code: 'M73', label: '研究和试验发展' },
      ],
    },
    facts: [
      fact('name', '企业名称', 'text', { aliases: ['单位名称', '公司名称'] }),
      fact('code', '统一社会信用代码', 'text', { aliases: ['社会信用代码'] }),
      fact('chain', '所属产业链', 'enum', {
        aliases: ['产业链'],
        values: words('虚拟现实', '人工智能', '海洋生物医药', '集成电路'),
      }),
      fact('sector', '国民经济行业', 'tree', { tree: 'sectors', aliases: ['行业'] }),
      fact('founded', '成立日期', 'day', { aliases: ['成立时间', '注册时间'] }),
      fact('until', '证书有效期', 'day', { aliases: ['有效期至'] }),
      fact('capital', '注册资本', 'number', { unit: '万元', min: 0 }),
      fact('revenue', '营业收入', 'number', { unit: '万元', min: 0, yearly: true, aliases: ['年营业收入'] }),
      fact('profit', '利润总额', 'number', { unit: '万元', yearly: true }),
      fact('investment', '总投资', 'number', { unit: '亿元', min: 0, aliases: ['投资总额'] }),
      fact('research', '研发费用', 'number', { unit: '万元', min: 0, yearly: true, aliases: ['研发投入'] }),
      fact('share', '研发占比', 'number', {
        unit: '%',
        min: 0,
        max: 100,
        yearly: true,
        aliases: ['研发投入占比'],
      }),
      fact('growth', '营业收入增长率', 'number', { unit: '%' }),
      fact('staff', '职工人数', 'number', { unit: '人', min: 0, decimals: 0, aliases: ['从业人员'] }),
      fact('area', '建筑面积', 'number', { unit: '㎡', min: 0 }),
      fact('land', '用地面积', 'number', { unit: '亩', min: 0 }),
      fact('patents', '发明专利', 'number', { unit: '件', min: 0, decimals: 0 }),
      fact('leader', '链主企业', 'boolean', { aliases: ['是否链主'] }),
      fact('tier', '培育梯度', 'enum', { values: words('创新型中小企业', '专精特新中小企业', '小巨人') }),
      fact('product', '主要产品', 'text', { aliases: ['主营产品'] }),
      fact('skills', '掌握技能', 'list', { aliases: ['技能'] }),
      fact('phone', '联系电话', 'text'),
    ],
  },
}

/** The lists of one kind of a pack, in its own words. */
async function packFamily(pack: string, kind: string, habits: Family['habits']): Promise<Family> {
  const loaded = await loadPack(join(repository, 'packs', pack))
  if (!loaded.pack) throw new Error(`the pack ${pack} does not load`)
  const { facts, kinds, trees } = loaded.pack
  return {
    habits,
    dictionary: {
      facts: facts.filter((one) => one.of === kind) as readonly SheetFact[],
      nameFact: kinds.find((one) => one.id === kind)!.nameFact,
      trees: Object.fromEntries(
        trees.map((tree) => [tree.id, tree.nodes.map((node) => ({ code: node.code, label: node.label.zh }))]),
      ),
    },
  }
}

/** Families the reader is mended on. */
export async function openFamilies(): Promise<readonly Family[]> {
  return [
    LIST,
    LIST,
    await packFamily('laoshan', 'enterprise', OPEN_HABITS),
    await packFamily('laoshan', 'post', OPEN_HABITS),
  ]
}

/** Families kept aside: other words, other habits, other seeds. */
export async function asideFamilies(): Promise<readonly Family[]> {
  return [
    { ...LIST, habits: ASIDE_HABITS },
    await packFamily('laoshan', 'key-project', ASIDE_HABITS),
    await packFamily('laoshan', 'talent', ASIDE_HABITS),
    await packFamily('harbour', 'operator', ASIDE_HABITS),
    await packFamily('laoshan', 'enterprise', ASIDE_HABITS),
  ]
}

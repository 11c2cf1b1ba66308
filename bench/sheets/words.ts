// Texts, choices, codes, yes and no, and lists.
import type { SheetFact } from '@qiongding/sheets'
import { creditCode } from '../measure/rows.ts'
import type { Habits } from './habits.ts'
import { type Dice, type Dictionary, type Drawn, type Meaning, type Plain, text, wide } from './written.ts'

const said = (written: string, shown: string, value: Plain): Drawn => ({
  cell: text(shown),
  meaning: { is: 'value', value, written },
})
const planted = (written: string, shown: string, means?: Plain): Drawn => ({
  cell: text(shown),
  meaning: { is: 'planted', written, ...(means !== undefined && { means }) } satisfies Meaning,
})

const spaced = (shown: string, dice: Dice) =>
  dice.weigh([
    [8, shown],
    [1, `${shown} `],
    [1, ` ${shown}`],
    [1, `　${shown}`],
    [0.5, `${shown}\u00a0`],
  ])

const FORMULAS = [
  '=HYPERLINK("http://example.invalid","x")',
  '=1+1',
  '@SUM(A1:A9)',
  '＝1+1',
  "+cmd|' /C calc'!A0",
  '-2+3+cmd|x!A0',
]

let counted = 0
/** A name that no other cell of the run has: rows are never twins by chance. */
export function drawName(habits: Habits, dice: Dice): Drawn {
  counted += 1
  const [open, close] = dice.pick([
    ['（', '）'],
    ['(', ')'],
  ] as const)
  const place = dice.chance(0.4) ? `${open}${dice.pick(['青岛', '山东', '北京', '深圳'])}${close}` : ''
  const name = `演示${dice.pick(habits.names)}${counted}${place}${dice.pick(habits.endings)}`
  return said('name', spaced(name, dice), name)
}

/** The count of names starts again, so that the same seed draws the same book wherever it stands in a run. */
export function restartNames(): void {
  counted = 0
}

export function drawText(fact: SheetFact, habits: Habits, dice: Dice): Drawn {
  if (dice.chance(habits.doubtful / 2))
    return dice.chance(0.5)
      ? (() => {
          const formula = dice.pick(FORMULAS)
          return planted('formula as text', formula, formula)
        })()
      : planted('same as above', dice.pick(['同上', '〃', '"']))
  if (isCode(fact)) return drawCode(dice)
  if (isPhone(fact)) {
    const phone = `139${String(dice.whole(0, 99_999_999)).padStart(8, '0')}`
    return dice.chance(0.5)
      ? {
          cell: { as: 'number', value: Number(phone) },
          meaning: { is: 'value', value: phone, written: 'telephone stored as a number' },
        }
      : said('telephone', phone, phone)
  }
  const shown = dice.pick(habits.texts)
  return said('text', spaced(shown, dice), shown)
}

export const isCode = (fact: SheetFact): boolean =>
  [fact.label.zh, ...(fact.aliases ?? [])].some((word) => word.includes('信用代码'))
const isPhone = (fact: SheetFact): boolean => /手机|电话/.test(fact.label.zh)

function drawCode(dice: Dice): Drawn {
  const code = creditCode(dice.whole(1, 900_000_000))
  return dice.weigh<() => Drawn>([
    [20, () => said('credit code', spaced(code, dice), code)],
    [1, () => said('credit code, small letters', code.toLowerCase(), code)],
    [1, () => said('credit code, full width', wide(code), code)],
    [1, () => planted('letter O in a code', code.replace('0', 'O'), code)],
    [1, () => planted('a bad check sign', code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'))],
    [1, () => planted('a code too short', code.slice(0, -1))],
    [
      1,
      () => ({
        cell: { as: 'number', value: 9.1370200123456e17 },
        meaning: { is: 'planted', written: 'a code stored as a number' },
      }),
    ],
  ])()
}

export function drawChoice(fact: SheetFact, habits: Habits, dice: Dice): Drawn {
  const value = dice.pick(fact.values!)
  const words = [value.label.zh, value.label.zh, ...(value.aliases ?? [])]
  const word = dice.pick(words)
  if (dice.chance(habits.doubtful))
    return dice.chance(0.5)
      ? planted('no word of the choice', dice.pick(['其它情形', '见备注', '两者皆有', '另定']))
      : planted('a sign too many', `${word}${word.at(-1)}？`, value.id)
  return said('choice', dice.chance(0.05) ? wide(word) : spaced(word, dice), value.id)
}

export function drawTree(fact: SheetFact, dictionary: Dictionary, habits: Habits, dice: Dice): Drawn {
  const nodes = dictionary.trees[fact.tree!]!
  const node = dice.pick(nodes)
  const twice = nodes.filter((other) => other.label === node.label).length > 1
  if (dice.chance(habits.doubtful))
    return planted('no word of the tree', dice.pick(['其它行业', '综合类', '待归类行业']))
  if (twice || dice.chance(0.3)) return said('code of a tree', node.code, node.code)
  return dice.chance(0.2)
    ? said('code and name of a tree', `${node.code} ${node.label}`, node.code)
    : said('name in a tree', spaced(node.label, dice), node.code)
}

export function drawBoolean(habits: Habits, dice: Dice): Drawn {
  if (dice.chance(habits.doubtful))
    return planted('neither yes nor no', dice.pick(['部分', '申请中', '是/否', '待定？']))
  const yes = dice.chance(0.5)
  if (dice.chance(0.1))
    return {
      cell: { as: 'boolean', value: yes },
      meaning: { is: 'value', value: yes, written: 'TRUE or FALSE' },
    }
  return said('yes or no', dice.pick(yes ? ['是', '√', '有', '是 '] : ['否', '×', '无', '不是']), yes)
}

export function drawList(fact: SheetFact, habits: Habits, dice: Dice): Drawn {
  const items = dice.shuffle(habits.items).slice(0, dice.whole(1, 4))
  if (fact.values !== undefined) return drawChoice(fact, habits, dice)
  const mark = dice.pick(['、', '；', ';', '，', ',', '\n', '、 '])
  return said('list', items.join(mark), items)
}

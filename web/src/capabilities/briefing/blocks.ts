import type { Paper } from '@qiongding/server/desks/briefing/contract'
import type { Format } from '../../kit/format.ts'
import type { Label } from '../../shell/pack.ts'

/** A paper as it is read from top to bottom: on screen and in a file the same. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'item'; readonly text: string; readonly to?: string }
  | {
      readonly kind: 'table'
      readonly label: string
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }

/** What the words of a paper are made with: sentences, figures, labels and matters in the language on screen. */
export type Words = {
  readonly t: (key: string, params?: Record<string, string | number>) => string
  readonly format: Format
  readonly label: (label: Label | undefined, otherwise?: string) => string
  readonly matter: (matter: Paper['late'][number]['matters'][number]) => string
  readonly light: (light: NonNullable<Paper['lights'][number]['after']>) => string
}

type Moved = Paper['advanced'][number]

/** The weekly paper in the order in which it is read out. What did not happen is said so, not left out. */
export function paperBlocks(paper: Paper, words: Words): Block[] {
  const { t, label } = words
  const heading = (key: string): Block => ({ kind: 'heading', text: t(`briefing.paper.${key}`) })
  const none = (rows: readonly unknown[]): Block[] =>
    rows.length > 0 ? [] : [{ kind: 'text', text: t('briefing.paper.none') }]
  return [
    heading('standing'),
    { kind: 'text', text: standingText(paper, words) },
    {
      kind: 'table',
      label: t('briefing.paper.byStage'),
      head: [
        t('briefing.paper.stage'),
        t('briefing.paper.before'),
        t('briefing.paper.after'),
        t('briefing.paper.change'),
      ],
      rows: paper.stages.map((stage) => [
        label(stage.label),
        words.format.figure(stage.before),
        words.format.figure(stage.after),
        stage.after === stage.before ? '' : words.format.signed(stage.after - stage.before, 0),
      ]),
    },
    heading('changes'),
    ...none([...movesOf(paper), ...paper.restated]),
    ...movesOf(paper).map(({ sort, move }) => movedItem(sort, move, words)),
    ...paper.restated.map(
      (one): Block => ({
        kind: 'item',
        to: one.id,
        text: t('briefing.paper.restated', {
          title: one.title,
          before: amountText(one.before, words),
          after: amountText(one.after, words),
        }),
      }),
    ),
    heading('lights'),
    ...none(paper.lights),
    ...paper.lights.map(
      (one): Block => ({
        kind: 'item',
        to: one.id,
        text: t('briefing.paper.light', {
          title: one.title,
          before: one.before ? t(`light.${one.before.light}`) : t('briefing.paper.noLight'),
          after: one.after ? t(`light.${one.after.light}`) : t('briefing.paper.noLight'),
          because: one.after ? words.light(one.after) : '',
        }),
      }),
    ),
    heading('counted'),
    ...none(paper.indicators),
    ...paper.indicators.map((one): Block => ({ kind: 'text', text: indicatorText(one, words) })),
    heading('orders'),
    { kind: 'text', text: ordersText(paper, words) },
    heading('late'),
    ...none(paper.late),
    ...paper.late.map(
      (project): Block => ({
        kind: 'item',
        to: project.id,
        text: t('briefing.paper.lateItem', {
          title: project.title,
          stage: label(project.stage),
          matters: project.matters
            .map((matter) =>
              matter.office
                ? t('matter.owedBy', { matter: words.matter(matter), office: label(matter.office) })
                : words.matter(matter),
            )
            .join(t('fact.semicolon')),
        }),
      }),
    ),
    ...(paper.lateMore > 0
      ? [{ kind: 'text' as const, text: t('briefing.paper.lateMore', { n: paper.lateMore }) }]
      : []),
    heading('tasks'),
    {
      kind: 'text',
      text: t('briefing.paper.taskCounts', {
        given: paper.tasks.given.length,
        struck: paper.tasks.struck.length,
        late: paper.tasks.late.length,
      }),
    },
    ...paper.tasks.late.map(
      (task): Block => ({
        kind: 'item',
        text: t('briefing.paper.taskLate', {
          what: task.what,
          office: label(task.office),
          due: words.format.day(task.due),
        }),
      }),
    ),
  ]
}

const SORTS = ['opened', 'advanced', 'setBack', 'ended'] as const
type Sort = (typeof SORTS)[number]

const movesOf = (paper: Paper): { sort: Sort; move: Moved }[] =>
  SORTS.flatMap((sort) => paper[sort].map((move) => ({ sort, move })))

function movedItem(sort: Sort, move: Moved, { t, format, label }: Words): Block {
  return {
    kind: 'item',
    to: move.id,
    text: [
      t(`briefing.paper.moved.${sort}`, {
        day: format.day(move.day),
        title: move.title,
        office: move.office ? label(move.office) : t('unknown'),
        from: label(move.from, ''),
        to: label(move.to),
        reason: move.reason ?? '',
      }),
      ...(move.evidence.length > 0
        ? [
            t('briefing.paper.evidence', {
              what: move.evidence.map((kind) => label(kind)).join(t('fact.and')),
            }),
          ]
        : []),
    ].join(''),
  }
}

const amountText = (amount: number | undefined, { t, format }: Words) =>
  amount === undefined ? t('unknown') : format.money(amount)

function standingText({ before, after, definitionLabel }: Paper, words: Words): string {
  const { t, format, label } = words
  return [
    t('briefing.paper.standingText', {
      what: label(definitionLabel),
      n: format.figure(after.n),
      change:
        after.n === before.n
          ? t('briefing.paper.same')
          : t('briefing.paper.than', { n: format.signed(after.n - before.n, 0) }),
      amount: format.money(after.amount),
    }),
    ...(after.amountUnknown > 0 ? [t('briefing.paper.amountUnknown', { n: after.amountUnknown })] : []),
    t('briefing.paper.lightsText', {
      green: after.lights.green,
      yellow: after.lights.yellow,
      red: after.lights.red,
      unknown: after.lights.unknown,
    }),
  ].join('')
}

function indicatorText(one: Paper['indicators'][number], words: Words): string {
  const { t, format, label } = words
  const value = (number: number | undefined) => (number === undefined ? t('unknown') : format.figure(number))
  return [
    t('briefing.paper.indicator', {
      name: label(one.label),
      before: value(one.before),
      after: value(one.after),
      target: value(one.target),
    }),
    ...(one.in.length > 0 ? [t('briefing.paper.in', { what: one.in.join(t('fact.and')) })] : []),
    ...(one.out.length > 0 ? [t('briefing.paper.out', { what: one.out.join(t('fact.and')) })] : []),
  ].join('')
}

function ordersText({ orders }: Paper, { t, label }: Words): string {
  const named = (rows: Paper['orders']['raised']) =>
    rows.map(
      (row) =>
        `${row.project ?? row.no}${t('briefing.paper.orderOf', { what: label(row.element), office: label(row.office) })}`,
    )
  return [
    t('briefing.paper.orderCounts', {
      raised: orders.raised.length,
      confirmed: orders.confirmed.length,
      disputed: orders.disputed.length,
    }),
    ...(orders.confirmed.length > 0
      ? [t('briefing.paper.confirmed', { what: named(orders.confirmed).join(t('fact.semicolon')) })]
      : []),
    ...(orders.disputed.length > 0
      ? [t('briefing.paper.disputed', { what: named(orders.disputed).join(t('fact.semicolon')) })]
      : []),
  ].join('')
}

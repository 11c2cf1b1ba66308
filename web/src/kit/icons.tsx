import type { ReactNode } from 'react'

/** Our own line icons on a 16-pixel square: 1.35 px strokes, round ends, no fill. */
const DRAWINGS = {
  dome: 'M1.8 12.5a6.2 6.2 0 0 1 12.4 0M4.6 12.5a3.4 3.4 0 0 1 6.8 0M1 14.2h14',
  ladder: 'M5 2v12M11 2v12M5 5h6M5 8h6M5 11h6',
  flask: 'M6.5 2h3M7 2v4l-3.5 6.6c-.4.8 0 1.4.8 1.4h7.4c.8 0 1.2-.6.8-1.4L9 6V2M5.3 10h5.4',
  scene: 'M2 12.5 6 6l2.6 3.8L10.5 7l3.5 5.5zM11.5 4.2a1 1 0 1 0 0-.01',
  coin: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.7 5 8 8l2.3-3M8 8v3.5M5.8 8.2h4.4M5.8 10h4.4',
  building: 'M3 14V3.5L9 2v12M9 6l4 1.2V14M1.5 14h13M5.2 6h1.6M5.2 9h1.6',
  chip: 'M4.8 4h6.4a.8.8 0 0 1 .8.8v6.4a.8.8 0 0 1-.8.8H4.8a.8.8 0 0 1-.8-.8V4.8a.8.8 0 0 1 .8-.8zM6.5 4V2M9.5 4V2M6.5 14v-2M9.5 14v-2M4 6.5H2M4 9.5H2M14 6.5h-2M14 9.5h-2',
  chain:
    'M3.2 6.3a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4zM12.8 2.1a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4zM12.8 10.5a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4zM4.8 7.3l6.4-2.8M4.8 8.7l6.4 2.8',
  list: 'M6 4h8M6 8h8M6 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  board: 'M2 3h3.4v10H2zM6.9 3h3.4v6.5H6.9zM11.7 3H14v4h-2.3z',
  bars: 'M2.5 13.5h11M4 13.5v-5M8 13.5V3M12 13.5v-7',
  star: 'M8 1.8l1.9 4.1 4.3.5-3.2 3 .9 4.3L8 11.5l-3.9 2.2.9-4.3-3.2-3 4.3-.5z',
  four: 'M2.5 2.5H7V7H2.5zM9 2.5h4.5V7H9zM2.5 9H7v4.5H2.5zM9 9h4.5v4.5H9z',
  rings:
    'M5.8 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6zM10.2 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z',
  pin: 'M8 14s4.8-4.2 4.8-7.6a4.8 4.8 0 0 0-9.6 0C3.2 9.8 8 14 8 14zM8 4.7a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4z',
  house: 'M2 7.5 8 2.5l6 5M3.8 6.5v7h8.4v-7M6.7 13.5v-4h2.6v4',
  sheet: 'M2 3h12v10H2zM2 6.3h12M2 9.6h12M6 3v10',
  paper: 'M4 2h5l3.5 3.5V14H4zM9 2v3.5h3.5',
  target: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z',
  gear: 'M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  find: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14',
  back: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1M2.5 2.5v3h3M8 5v3.2l2 1.3',
  bell: 'M4 11.5V7a4 4 0 0 1 8 0v4.5l1.2 1H2.8zM6.8 14.2h2.4',
  tray: 'M2 9.5h3.2l1 2h3.6l1-2H14M4 3h8l2 6.5v4H2v-4z',
  moon: 'M13 9.7A5.6 5.6 0 0 1 6.3 3 5.6 5.6 0 1 0 13 9.7z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1',
  hand: 'M5 8V3.8a1 1 0 0 1 2 0V7m0-.5V2.8a1 1 0 0 1 2 0V7m0-.2v-3a1 1 0 0 1 2 0v5.7c0 2.6-1.4 4.5-3.8 4.5-2 0-2.9-.9-3.8-2.8L2.2 8.8c-.3-.8.8-1.5 1.4-.8L5 9.5',
  lock: 'M3.5 7.5h9V14h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  fault: 'M8 2.2 14.5 13.5h-13zM8 6.5v3M8 11.6v.01',
  offline: 'M2 6.5a9 9 0 0 1 12 0M4.3 9a5.6 5.6 0 0 1 7.4 0M8 12.5v.01M2.5 2.5l11 11',
  up: 'M8 10V2.5M5 5.3l3-3 3 3M2.5 10v3.5h11V10',
  down: 'M8 2.5V10M5 7.2l3 3 3-3M2.5 10.5v3h11v-3',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4 6 8l4 4',
  below: 'M4 6l4 4 4-4',
  filter: 'M2.5 3.5h11L9.5 8.5V13l-3-1.5v-3z',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  sort: 'M5 3v10M2.8 10.8 5 13l2.2-2.2M11 13V3M8.8 5.2 11 3l2.2 2.2',
  print: 'M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  person: 'M8 2.6a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2zM2.8 13.8c.4-3 2.3-4.6 5.2-4.6s4.8 1.6 5.2 4.6',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.5V8l2.5 1.5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  phone: 'M4.2 2.5 6 5.8 4.8 7.2c.8 1.7 2.2 3.1 4 4l1.4-1.2 3.3 1.8-.6 2C7.5 13.8 2.2 8.5 2.2 3.1z',
  key: 'M5.5 7.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM7.7 8.4 13.5 2.5M11 5l1.8 1.8',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l.9-.9',
  fold: 'M2.5 3h11v10h-11zM6 3v10M11 6.5 9.5 8 11 9.5',
} as const

export type IconName = keyof typeof DRAWINGS

export function isIconName(name: string): name is IconName {
  return name in DRAWINGS
}

/** A drawing beside a word; the word carries the meaning, so the drawing is hidden from readers. */
export function Icon(props: { name: IconName; small?: boolean; className?: string }): ReactNode {
  const names = ['q-icon', props.small ? 'small' : '', props.className ?? ''].filter(Boolean).join(' ')
  return (
    <svg className={names} viewBox="0 0 16 16" aria-hidden="true">
      <path d={DRAWINGS[props.name]} />
    </svg>
  )
}

/** The three ground words of the side bar: a square that is there, a plus that comes, a slope that changes. */
export function GroupGlyph(props: { mark: string }): ReactNode {
  return (
    <svg className="q-sea" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {props.mark === 'square' && <rect x="3" y="3" width="10" height="10" rx="1" fill="currentColor" />}
      {props.mark === 'plus' && <path d="M8 3.5v9M3.5 8h9" stroke="currentColor" strokeWidth="2.6" />}
      {props.mark === 'triangle' && (
        <path
          d="M8 3 13.5 13h-11z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinejoin="round"
        />
      )}
    </svg>
  )
}

/** The sign of the product: two arcs over the horizon, and the one thing that waits. */
export function Brand(props: { size: number }): ReactNode {
  return (
    <svg width={props.size} height={props.size} viewBox="0 0 24 24" aria-hidden="true">
      <g fill="none" stroke="var(--color-link)" strokeWidth="1.7" strokeLinecap="round">
        <path d="M2.5 17.5a9.5 9.5 0 0 1 19 0" />
        <path d="M6.7 17.5a5.3 5.3 0 0 1 10.6 0" opacity=".62" />
      </g>
      <circle cx="12" cy="16.3" r="1.9" fill="var(--warm-fill)" />
      <path d="M1.5 20.8h21" stroke="var(--color-text)" strokeWidth="1.7" strokeLinecap="round" />
    </svg>
  )
}

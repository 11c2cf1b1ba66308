import type { ReactNode } from 'react'

const WIDTH = 860
const HEIGHT = 900
const SHORE = 560

/** A ridge from a few waves of different length; the same on every visit. */
function ridge(base: number, height: number, shift: number, fall: number): string {
  const points: string[] = []
  for (let x = 0; x <= WIDTH; x += 5) {
    const broad = Math.sin(x / 170 + shift) * 0.55 + Math.sin(x / 83 + shift * 2.3) * 0.25
    const fine = Math.sin(x / 19 + shift * 5) * 0.06 + Math.sin(x / 7.3 + shift * 9) * 0.025
    const lean = fall * (x / WIDTH - 0.5)
    points.push(`L${x} ${(base - (broad + fine + lean) * height).toFixed(1)}`)
  }
  return `M0 ${SHORE}${points.join('')}L${WIDTH} ${SHORE}z`
}

/** Two irrational steps spread points evenly without repeating. */
const GOLDEN = 0.6180339887
const SILVER = 0.4142135624

/** Granite grain: short strokes scattered without chance. */
function grain(count: number, left: number, right: number, top: number, bottom: number): string {
  return Array.from({ length: count }, (_, at) => {
    const x = left + ((at * GOLDEN) % 1) * (right - left)
    const y = top + ((at * SILVER) % 1) * (bottom - top)
    const length = 10 + ((at * 7) % 12)
    return `M${x.toFixed(0)} ${y.toFixed(0)}l${(length * 0.42).toFixed(1)} ${length}`
  }).join('')
}

function waves(): string {
  const lines: string[] = []
  for (let row = 0; row < 24; row += 1) {
    const y = SHORE + 8 + row * row * 0.34 + row * 6
    for (let at = 0; at < 5; at += 1) {
      const start = ((row * 271 + at * 389) % 1000) * 0.86 - 60
      const length = 60 + ((row * 131 + at * 67) % 170)
      lines.push(`M${start.toFixed(0)} ${y.toFixed(1)}h${length}`)
    }
  }
  return lines.join('')
}

/** Mountains over the sea under the arcs of a dome, and the one thing that waits. */
export function SignInArt(): ReactNode {
  return (
    <svg
      className="q-art"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
    >
      <rect width={WIDTH} height={HEIGHT} fill="var(--art-sky)" />
      {[150, 212, 274, 336, 398, 460, 522].map((radius, at) => (
        <path
          key={radius}
          d={`M${430 - radius} ${SHORE}a${radius} ${radius} 0 0 1 ${radius * 2} 0`}
          fill="none"
          stroke="var(--art-arc)"
          opacity={0.85 - at * 0.09}
        />
      ))}
      <circle cx="430" cy="318" r="9" fill="var(--warm-fill)" />
      <path d={ridge(430, 78, 3.9, 0.9)} fill="var(--art-far)" />
      <path d={ridge(492, 58, 1.2, -0.5)} fill="var(--art-middle)" />
      <path d={ridge(538, 18, 5.1, 0.4)} fill="var(--art-near)" />
      <path d={grain(46, 10, 850, 478, 536)} stroke="var(--art-grain)" strokeWidth="1.3" opacity=".6" />
      <rect y={SHORE} width={WIDTH} height={HEIGHT - SHORE} fill="var(--art-sea)" />
      <path d={waves()} stroke="var(--art-wave)" strokeWidth="1.2" opacity=".5" />
    </svg>
  )
}

/** One line of an answer, on stdout. */
export const say = (line = '') => process.stdout.write(`${line}\n`)

/** JSON with the keys of every object in order, so that the same answer is the same bytes. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  )
}

const OFTEN_MS = 500

/** How far a long piece of work is, on stderr: one line that moves on a terminal, a line now and then in a log. */
export function progressOf(what: string): { at(done: number, total?: number): void; end(): void } {
  const terminal = process.stderr.isTTY
  let last = Date.now()
  let shown = false
  return {
    at(done, total) {
      const now = Date.now()
      // What is over at once says nothing; what was shown moving is shown to its end.
      if (now - last < OFTEN_MS && !(shown && done === total)) return
      last = now
      shown = true
      const line = `${what} ${done}${total === undefined ? '' : ` / ${total}`}`
      process.stderr.write(terminal ? `\r${line}\u001b[K` : `${line}\n`)
    },
    end() {
      if (terminal && shown) process.stderr.write('\n')
    },
  }
}

/** Width on a terminal: a Chinese character takes two places. */
const widthOf = (text: string) =>
  [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u.test(char)
        ? 2
        : 1),
    0,
  )

/** Rows as columns of text. */
export function columnsOf(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell))
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)),
      )
      .join('  '),
  )
}

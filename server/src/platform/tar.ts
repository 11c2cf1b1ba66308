/** A file of an archive. */
export type TarEntry = { readonly name: string; readonly bytes: Uint8Array }

const BLOCK = 512
/** Twelve octal digits less the end mark: what the plain header can say of a size. */
const MOST_BYTES = 8 ** 11 - 1

function header(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > 100 || size > MOST_BYTES)
    throw new RangeError(`${name} does not fit into an archive`)
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  block.write(name, 0)
  block.write(octal(0o600, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(size, 12), 124)
  // No time of packing: the same content gives the same bytes.
  block.write(octal(0, 12), 136)
  block.write(' '.repeat(8), 148)
  block.write('0', 156)
  block.write('ustar\x0000', 257, 'latin1')
  const sum = block.reduce((so, byte) => so + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

const paddingOf = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK

/** The parts of a tar archive (POSIX ustar) in order, to be written one after the other. */
export function* tarParts(entries: Iterable<TarEntry>): Generator<Uint8Array> {
  for (const { name, bytes } of entries) {
    yield header(name, bytes.byteLength)
    yield bytes
    yield new Uint8Array(paddingOf(bytes.byteLength))
  }
  yield new Uint8Array(2 * BLOCK)
}

/** The files of a tar archive, or undefined where it is none or ends too early. */
export function readTar(archive: Uint8Array): TarEntry[] | undefined {
  const text = (from: number, length: number) =>
    Buffer.from(archive.subarray(from, from + length))
      .toString('utf8')
      .replace(/\0.*$/s, '')
  const entries: TarEntry[] = []
  for (let at = 0; at + BLOCK <= archive.byteLength; ) {
    if (archive[at] === 0) return entries
    const size = Number.parseInt(text(at + 124, 12), 8)
    const from = at + BLOCK
    if (text(at + 257, 5) !== 'ustar' || !Number.isInteger(size) || from + size > archive.byteLength)
      return undefined
    entries.push({ name: text(at, 100), bytes: archive.subarray(from, from + size) })
    at = from + size + paddingOf(size)
  }
  return undefined
}

import { crc32, createInflateRaw } from 'node:zlib'
import { WORKBOOK_LIMITS, type WorkbookLimit } from './limits.ts'

/** An archive or a part of it that is damaged, or larger than a limit. */
export class ArchiveProblem extends Error {
  readonly limit: WorkbookLimit | undefined
  constructor(message: string, limit?: WorkbookLimit) {
    super(message)
    this.limit = limit
  }
}

export type ZipEntry = {
  readonly name: string
  readonly method: number
  readonly start: number
  readonly packed: number
  /** As the central directory states it: a claim, checked again while unpacking. */
  readonly unpacked: number
  readonly encrypted: boolean
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

function endOfDirectory(view: DataView): number {
  const last = view.byteLength - 22
  for (let at = last; at >= Math.max(0, last - 65_535); at -= 1)
    if (view.getUint32(at, true) === END) return at
  throw new ArchiveProblem('no central directory')
}

/** The entries an archive lists (APPNOTE.TXT 4.3.12). Nothing is unpacked. Refuses zip64, which no workbook below the limits needs. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  if (bytes.byteLength < 22) throw new ArchiveProblem('too short')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff) throw new ArchiveProblem('zip64', 'parts')
  if (count > WORKBOOK_LIMITS.parts) throw new ArchiveProblem('too many parts', 'parts')
  const entries: ZipEntry[] = []
  let total = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL)
      throw new ArchiveProblem('bad directory')
    const nameLength = view.getUint16(at + 28, true)
    const name = Buffer.from(bytes.buffer, bytes.byteOffset + at + 46, nameLength).toString('utf8')
    const unpacked = view.getUint32(at + 24, true)
    total += unpacked
    entries.push({
      name: name.replaceAll('\\', '/').replace(/^\//, ''),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked,
      start: view.getUint32(at + 42, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  if (total > WORKBOOK_LIMITS.unpackedBytes) throw new ArchiveProblem('unpacks to too much', 'unpackedBytes')
  return entries
}

function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (entry.start + 30 > view.byteLength || view.getUint32(entry.start, true) !== LOCAL) {
    throw new ArchiveProblem('bad entry')
  }
  const from =
    entry.start + 30 + view.getUint16(entry.start + 26, true) + view.getUint16(entry.start + 28, true)
  if (from + entry.packed > bytes.byteLength) throw new ArchiveProblem('cut off')
  return bytes.subarray(from, from + entry.packed)
}

/** Unpacks one entry piece by piece; stops when it grows past what the directory claimed or a limit allows. */
export async function* unpack(bytes: Uint8Array, entry: ZipEntry): AsyncGenerator<Buffer> {
  const packed = packedBytes(bytes, entry)
  if (entry.method === 0) {
    yield Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
    return
  }
  if (entry.method !== 8) throw new ArchiveProblem('unknown packing')
  const inflate = createInflateRaw({ chunkSize: 1 << 18 })
  inflate.end(packed)
  let size = 0
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.byteLength
      if (size > Math.min(entry.unpacked, WORKBOOK_LIMITS.unpackedBytes)) {
        throw new ArchiveProblem('larger than it says', 'unpackedBytes')
      }
      yield chunk
    }
  } catch (error) {
    throw error instanceof ArchiveProblem ? error : new ArchiveProblem('damaged')
  } finally {
    inflate.destroy()
  }
}

/** A part as one buffer. */
export async function whole(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<Buffer> {
  const kept: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    onBytes(chunk.byteLength)
    size += chunk.byteLength
    if (size > WORKBOOK_LIMITS.partBytes) throw new ArchiveProblem('part too large', 'partBytes')
    kept.push(chunk)
  }
  return Buffer.concat(kept)
}

/** An archive of parts as they are, unpacked: what the parser is given after the parts were thinned. */
export function storedZip(parts: readonly { readonly name: string; readonly content: Uint8Array }[]): Buffer {
  const pieces: Uint8Array[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content } of parts) {
    const nameBytes = Buffer.from(name, 'utf8')
    const head = Buffer.alloc(30)
    head.writeUInt32LE(LOCAL, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(0x800, 6)
    head.writeUInt32LE(crc32(content), 14)
    head.writeUInt32LE(content.byteLength, 18)
    head.writeUInt32LE(content.byteLength, 22)
    head.writeUInt16LE(nameBytes.byteLength, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(CENTRAL, 0)
    central.writeUInt16LE(20, 4)
    head.copy(central, 6, 4, 30)
    central.writeUInt32LE(at, 42)
    pieces.push(head, nameBytes, content)
    directory.push(central, nameBytes)
    at += 30 + nameBytes.byteLength + content.byteLength
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.byteLength, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, list, end])
}

import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

/** Date and time of every part (1980-01-01): the same content gives the same bytes. */
const DOS_DATE = 0x0021
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** UTF-8 names; sizes and checksum follow the content. */
const FLAGS = 0x0808

type Entry = { name: Buffer; crc: number; packed: number; size: number; start: number }

/** One part being written: text goes in piece by piece and is packed as it comes. */
export type ZipPart = { write(text: string | Uint8Array): Promise<void>; end(): Promise<void> }

/**
 * An archive written part by part (APPNOTE.TXT 4.3). Only what is packed stays in memory: `write` waits while the packer is behind.
 * One part at a time.
 */
export function zipWriter(): { part(name: string): ZipPart; finish(): Uint8Array } {
  const pieces: Buffer[] = []
  const entries: Entry[] = []
  let at = 0
  const put = (piece: Buffer) => {
    pieces.push(piece)
    at += piece.byteLength
  }
  return {
    part(name) {
      const entry: Entry = { name: Buffer.from(name, 'utf8'), crc: 0, packed: 0, size: 0, start: at }
      const head = Buffer.alloc(30)
      head.writeUInt32LE(LOCAL, 0)
      head.writeUInt16LE(20, 4)
      head.writeUInt16LE(FLAGS, 6)
      head.writeUInt16LE(8, 8)
      head.writeUInt16LE(DOS_DATE, 12)
      head.writeUInt16LE(entry.name.byteLength, 26)
      put(head)
      put(entry.name)
      const deflate = createDeflateRaw({ level: 6, chunkSize: 1 << 16 })
      deflate.on('data', (chunk: Buffer) => {
        entry.packed += chunk.byteLength
        put(chunk)
      })
      return {
        async write(text) {
          const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text
          entry.crc = crc32(bytes, entry.crc)
          entry.size += bytes.byteLength
          if (!deflate.write(bytes)) await once(deflate, 'drain')
        },
        async end() {
          const ended = once(deflate, 'end')
          deflate.end()
          await ended
          const tail = Buffer.alloc(16)
          tail.writeUInt32LE(0x08074b50, 0)
          tail.writeUInt32LE(entry.crc, 4)
          tail.writeUInt32LE(entry.packed, 8)
          tail.writeUInt32LE(entry.size, 12)
          put(tail)
          entries.push(entry)
        },
      }
    },
    finish() {
      const start = at
      for (const entry of entries) {
        const head = Buffer.alloc(46)
        head.writeUInt32LE(CENTRAL, 0)
        head.writeUInt16LE(20, 4)
        head.writeUInt16LE(20, 6)
        head.writeUInt16LE(FLAGS, 8)
        head.writeUInt16LE(8, 10)
        head.writeUInt16LE(DOS_DATE, 14)
        head.writeUInt32LE(entry.crc, 16)
        head.writeUInt32LE(entry.packed, 20)
        head.writeUInt32LE(entry.size, 24)
        head.writeUInt16LE(entry.name.byteLength, 28)
        head.writeUInt32LE(entry.start, 42)
        put(head)
        put(entry.name)
      }
      const end = Buffer.alloc(22)
      end.writeUInt32LE(END, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(at - start, 12)
      end.writeUInt32LE(start, 16)
      put(end)
      // Memory of its own, not of Node's pool: it may be handed to another thread.
      const all = new Uint8Array(at)
      let offset = 0
      for (const piece of pieces.splice(0)) {
        all.set(piece, offset)
        offset += piece.byteLength
      }
      return all
    },
  }
}

/** A part written in one go. */
export async function putPart(zip: ReturnType<typeof zipWriter>, name: string, text: string | Uint8Array) {
  const part = zip.part(name)
  await part.write(text)
  await part.end()
}

import { filesContract } from '@qiongding/server/platform/files/contract'
import { call } from './api.ts'

/** Stores one file; whatever it belongs to names it by the id that comes back. */
export function uploadFile(file: File) {
  return call(filesContract.upload, { file })
}

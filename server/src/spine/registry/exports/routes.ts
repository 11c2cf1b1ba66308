import { type Route, read, write } from '../../../platform/http/route.ts'
import { exportsContract } from './contract.ts'
import { exportFile, listExports, readExport } from './reads.ts'
import { cancelExport, startExport } from './verbs.ts'

export const exportRoutes: readonly Route[] = [
  read(exportsContract.list, listExports),
  write(startExport),
  read(exportsContract.read, readExport),
  write(cancelExport),
  read(exportsContract.file, exportFile),
]

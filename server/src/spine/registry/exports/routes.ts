import { type Route, read, write } from '../../../platform/http/route.ts'
import { exportsContract } from './contract.ts'
import { type PageSource, pageExports } from './page.ts'
import { exportFile, listExports, readExport } from './reads.ts'
import { cancelExport, startExport } from './verbs.ts'

export const exportRoutes = (sources: readonly PageSource[]): readonly Route[] => [
  read(exportsContract.list, listExports),
  write(startExport),
  write(pageExports(sources).startPage),
  read(exportsContract.read, readExport),
  write(cancelExport),
  read(exportsContract.file, exportFile),
]

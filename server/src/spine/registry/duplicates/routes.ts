import { type Route, read, write } from '../../../platform/http/route.ts'
import type { LinkReader } from '../reads/record.ts'
import { duplicatesContract } from './contract.ts'
import { comparePair, listMerges, listPairs } from './reads/index.ts'
import { decidePair, mergeSubjects, seekDuplicates, undoMerge } from './verbs/index.ts'

export function duplicatesRoutes(links: readonly LinkReader[]): readonly Route[] {
  return [
    read(duplicatesContract.list, listPairs),
    read(duplicatesContract.compare, comparePair(links)),
    read(duplicatesContract.merges, listMerges),
    write(seekDuplicates),
    write(decidePair),
    write(mergeSubjects),
    write(undoMerge),
  ]
}

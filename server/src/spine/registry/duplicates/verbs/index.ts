export { mergeSubjects, undoMerge } from './merge.ts'
export { decidePair, seekDuplicates } from './pair.ts'

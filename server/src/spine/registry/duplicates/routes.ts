import { type Route, write } from '../../../platform/http/route.ts'
import { mergeSubjects, undoMerge } from './verbs.ts'

export const duplicatesRoutes: readonly Route[] = [write(mergeSubjects), write(undoMerge)]

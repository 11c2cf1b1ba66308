import { type Route, read, write } from '../../platform/http/route.ts'
import { policiesContract } from './contract.ts'
import {
  listTexts,
  readAnswers,
  readPolicies,
  readSource,
  readText,
  readWho,
  tryText,
} from './reads/index.ts'
import { changeText, dropText, publishText, writeText } from './verbs/index.ts'

export const policiesRoutes: readonly Route[] = [
  read(policiesContract.list, readPolicies),
  read(policiesContract.answers, readAnswers),
  read(policiesContract.who, readWho),
  read(policiesContract.texts, listTexts),
  read(policiesContract.text, readText),
  read(policiesContract.source, readSource),
  read(policiesContract.try, tryText),
  write(writeText),
  write(changeText),
  write(dropText),
  write(publishText),
]

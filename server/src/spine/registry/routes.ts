import { type Route, read, upload, write } from '../../platform/http/route.ts'
import { registryContract } from './contract.ts'
import { importsContract } from './imports/contract.ts'
import { correctionContract } from './imports/correction/contract.ts'
import { correctionsOf } from './imports/correction/reads.ts'
import { correctImport } from './imports/correction/verbs.ts'
import { diffOf } from './imports/diff.ts'
import { likelyRows } from './imports/likely/reads.ts'
import { forgetProfile, listProfiles } from './imports/profiles.ts'
import { findingsOf, gridOf, listImports, readImport } from './imports/reads.ts'
import { sampleFile, samples } from './imports/samples.ts'
import {
  approveImport,
  cancelImport,
  decideImport,
  mapImport,
  takeImport,
  withdrawImport,
} from './imports/verbs.ts'
import { factHistory, history, type LinkReader, list, readSubject, valuesOf } from './reads/index.ts'
import { createSubject, erasePersonal, retractStatement, settleFact, stateFacts } from './verbs.ts'

export function registryRoutes(links: readonly LinkReader[]): readonly Route[] {
  return [
    read(registryContract.list, list),
    read(registryContract.values, valuesOf),
    read(registryContract.read, readSubject(links)),
    read(registryContract.history, history),
    read(registryContract.fact, factHistory),
    write(createSubject),
    write(stateFacts),
    write(retractStatement),
    write(settleFact),
    write(erasePersonal),
    read(importsContract.list, listImports),
    read(importsContract.samples, samples),
    read(importsContract.sample, sampleFile),
    read(importsContract.profiles, listProfiles),
    write(forgetProfile),
    upload(importsContract.upload, (ctx, input, file) => takeImport(ctx, { ...input, file })),
    read(importsContract.read, readImport),
    read(importsContract.grid, gridOf),
    read(importsContract.findings, findingsOf),
    read(importsContract.diff, diffOf),
    read(importsContract.likely, likelyRows),
    write(mapImport),
    write(decideImport),
    write(approveImport),
    write(cancelImport),
    write(withdrawImport),
    write(correctImport),
    read(correctionContract.corrections, correctionsOf),
  ]
}

import { registryContract } from '@qiongding/server/spine/registry/contract'
import { call } from './api.ts'
import type { Value } from './facts.ts'

/** Writes a record by hand, with the source it was taken from. */
export function createSubject(
  kind: string,
  { values, source }: { readonly values: Readonly<Record<string, Value>>; readonly source: string },
) {
  // Lists are read-only here and plain arrays on the wire.
  const sent = Object.entries(values).map(
    ([key, value]) => [key, typeof value === 'object' ? [...value] : value] as const,
  )
  return call(registryContract.create, {
    params: { kind },
    body: { values: Object.fromEntries(sent), source },
  })
}

import { labelIn, useLabel, usePack } from '../../../shell/pack.ts'

/** A person with the office he sits in. */
export function useWho(): (one: { readonly by: string; readonly office?: string | undefined }) => string {
  const label = useLabel()
  const pack = usePack()
  return ({ by, office }) =>
    [label(labelIn(pack.offices, office), office ?? ''), by].filter((text) => text !== '').join(' ')
}

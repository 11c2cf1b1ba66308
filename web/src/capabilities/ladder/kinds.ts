import { usePack } from '../../shell/pack.ts'

/** The kinds of record that stand on the ladder: who climbs, and what certifies it. */
export function useLadderKinds(): { readonly firm: string; readonly certificate: string } {
  const { ladder } = usePack()
  return { firm: ladder?.of ?? '', certificate: ladder?.certificates.kind ?? '' }
}

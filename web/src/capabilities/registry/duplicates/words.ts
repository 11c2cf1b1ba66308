import { useTranslation } from 'react-i18next'
import { useLabel, usePack } from '../../../shell/pack.ts'
import type { Pair } from './queries.ts'

/** Enterprises are counted as houses, persons as persons: which of the two words a kind takes. */
export function useCounted(kind: string): 'party' | 'person' {
  return usePack().kind(kind)?.person ? 'person' : 'party'
}

/** Facts of a comparison by their labels; a name in parts is called by its first fact. */
export function useFactNames(): (keys: readonly string[]) => string {
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  return (keys) =>
    keys.map((key) => label(pack.fact(key.split('+')[0] ?? key)?.label, key)).join(t('fact.and'))
}

/** What agrees, is near, differs and is unknown, as one sentence. */
export function useTraceText(): (trace: Pair['trace']) => string {
  const { t } = useTranslation()
  const names = useFactNames()
  return ({ agrees, near, differs, decides }) =>
    [
      agrees.length > 0 && t('duplicates.agrees', { facts: names(agrees) }),
      near.length > 0 && t('duplicates.near', { facts: names(near) }),
      differs.length > 0 && t('duplicates.differs', { facts: names(differs) }),
      decides.length > 0 && t('duplicates.decides', { facts: names(decides) }),
    ]
      .filter((part) => part !== false)
      .join(t('fact.semicolon'))
}

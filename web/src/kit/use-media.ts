import { useEffect, useMemo, useState } from 'react'

/** Where a phone begins, in pages and style sheets alike. */
export const PHONE = '(max-width: 640px)'

/** Whether a media query holds, and from then on. */
export function useMedia(media: string): boolean {
  const query = useMemo(() => window.matchMedia(media), [media])
  const [holds, setHolds] = useState(query.matches)
  useEffect(() => {
    const listen = () => setHolds(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [query])
  return holds
}

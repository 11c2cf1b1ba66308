import type { Pack } from './schema/pack.ts'

/** What a signed-out browser may hold: everything but the made-up rows, which carry passwords. */
export type PublicPack = Omit<Pack, 'demo' | 'policies'> & {
  /** Without their golden cases, which are for checking alone. */
  policies: Omit<Pack['policies'][number], 'golden'>[]
  /** Made-up people one may sign in as, without their passwords. */
  demoPeople?: { id: string; email: string; label: { zh: string; en: string }; role: string }[]
}

/** The part of a pack that may leave the server. */
export function publicPack(pack: Pack): PublicPack {
  const { demo, policies: whole, ...rest } = pack
  const open = { ...rest, policies: whole.map(({ golden: _, ...policy }) => policy) }
  if (!demo) return open
  const demoPeople = demo.people.map(({ id, email, label, role }) => ({ id, email, label, role }))
  return { ...open, demoPeople }
}

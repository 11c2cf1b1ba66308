/** Keeps what was asked for lately: the least lately asked goes first. */
export function recent<T>(most: number): {
  of(key: string, make: () => T): T
  clear(): void
} {
  const kept = new Map<string, T>()
  return {
    of(key, make) {
      const value = kept.get(key) ?? make()
      kept.delete(key)
      kept.set(key, value)
      if (kept.size > most) kept.delete(kept.keys().next().value as string)
      return value
    },
    clear: () => kept.clear(),
  }
}

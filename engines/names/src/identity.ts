import { plainName } from './normalise.ts'

/**
 * A key under which rows of the same subject meet: the parts in order, each settled for width, case, brackets and spaces.
 * Undefined where a part is missing, because a missing part identifies nobody.
 *
 * ```ts
 * identityKey(['演示企业41004（青岛）有限公司', '2020-01-01'])
 * // '演示企业41004(青岛)有限公司|2020-01-01'
 * ```
 */
export function identityKey(parts: readonly (string | undefined)[]): string | undefined {
  const plain = parts.map((part) => (part === undefined ? '' : plainName(part).replaceAll('|', '/')))
  return plain.length === 0 || plain.includes('') ? undefined : plain.join('|')
}

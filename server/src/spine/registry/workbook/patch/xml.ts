import { escapeXml, unescapeXml, XML_HEAD } from '../xml/text.ts'

/** Said of a workbook that is written in another way than Excel, WPS and the common libraries write them. */
export class Odd extends Error {}

/** An attribute of a tag, read. */
export function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name.replace(':', '\\:')}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return match ? unescapeXml(match[1] ?? match[2] ?? '') : undefined
}

/** A tag with an attribute set. */
export function withAttribute(tag: string, name: string, value: string): string {
  const pattern = new RegExp(`(\\s${name}\\s*=\\s*)(?:"[^"]*"|'[^']*')`)
  if (pattern.test(tag)) return tag.replace(pattern, (_, head: string) => `${head}"${escapeXml(value)}"`)
  return tag.replace(/\s*(\/?)>$/, ` ${name}="${escapeXml(value)}"$1>`)
}

const EMPTY_RELATIONS = `${XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`

/** Relations of a part, as text to be added to; a part without any has none yet. */
export const relationsOf = (xml: string) =>
  xml === '' ? EMPTY_RELATIONS : xml.replace(/<Relationships([^>]*)\/>/, '<Relationships$1></Relationships>')

/** The part a relation names, from the folder of its own part. */
export function targetOf(relations: string, id: string, folder: string): string | undefined {
  for (const [tag] of relations.matchAll(/<Relationship\s[^>]*>/g))
    if (attribute(tag, 'Id') === id) return resolved(attribute(tag, 'Target') ?? '', folder)
  return undefined
}

/** The part of a kind of relation. */
export function targetOfType(relations: string, ending: string, folder: string): string | undefined {
  for (const [tag] of relations.matchAll(/<Relationship\s[^>]*>/g))
    if (attribute(tag, 'Type')?.endsWith(ending)) return resolved(attribute(tag, 'Target') ?? '', folder)
  return undefined
}

function resolved(target: string, folder: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const steps = folder.split('/').filter(Boolean)
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** Relations with one more; answers its id too. */
export function withRelation(
  relations: string,
  type: string,
  target: string,
): { relations: string; id: string } {
  const taken = new Set([...relations.matchAll(/\sId\s*=\s*"([^"]*)"/g)].map((match) => match[1]))
  let n = 1
  while (taken.has(`rIdQ${n}`)) n += 1
  const id = `rIdQ${n}`
  const one = `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${escapeXml(target)}"/>`
  if (!relations.includes('</Relationships>')) throw new Odd('relations')
  return { relations: relations.replace('</Relationships>', `${one}</Relationships>`), id }
}

/** Content types with those of new parts. */
export function typesWith(
  types: string,
  added: readonly (
    | { readonly part: string; readonly type: string }
    | { readonly extension: string; readonly type: string }
  )[],
): string {
  if (!types.includes('</Types>')) throw new Odd('content types')
  const lines = added.flatMap((one) => {
    if ('extension' in one)
      return new RegExp(`Extension\\s*=\\s*"${one.extension}"`, 'i').test(types)
        ? []
        : [`<Default Extension="${one.extension}" ContentType="${one.type}"/>`]
    return types.includes(`"/${one.part}"`)
      ? []
      : [`<Override PartName="/${one.part}" ContentType="${one.type}"/>`]
  })
  // Defaults stand before overrides (ECMA-376 part 2, 10.1.2.2).
  const defaults = lines.filter((line) => line.startsWith('<Default'))
  const overrides = lines.filter((line) => !line.startsWith('<Default'))
  return types
    .replace(/(<Types[^>]*>)/, `$1${defaults.join('')}`)
    .replace('</Types>', `${overrides.join('')}</Types>`)
}

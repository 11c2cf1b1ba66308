import { z } from 'zod'
import { FILES } from './schema/pack.ts'

/** The JSON Schema (draft 7, as editors of YAML take it) of every sort of file in a pack, by file name. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(FILES).map(([kind, schema]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
      const file = { $schema, title: `Qiongding pack/1: ${kind}`, ...rest }
      return [`${kind}.json`, `${JSON.stringify(file, undefined, 2)}\n`]
    }),
  )
}

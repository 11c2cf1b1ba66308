import { z } from 'zod'
import { REFUSALS } from '../refusals.ts'
import type { Endpoint } from './contract.ts'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Record<string, unknown>
  return rest
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query') {
  if (!schema) return []
  const object = schemaOf(schema, 'input') as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(object.properties ?? {}).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    schema: one,
  }))
}

/** The OpenAPI 3.1 description of a list of operations; nothing in it is written by hand. */
export function openApiOf(
  endpoints: readonly Endpoint[],
  about: { title: string; version: string },
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = paths[endpoint.path] ?? {}
    paths[endpoint.path] = path
    path[endpoint.method.toLowerCase()] = {
      operationId: endpoint.name,
      tags: [endpoint.name.split('.')[0]],
      summary: endpoint.name,
      description: `Ability: \`${endpoint.ability}\`.${endpoint.matches ? ' Needs If-Match.' : ''}${endpoint.writes ? ' Takes Idempotency-Key.' : ''}`,
      parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
      ...(endpoint.encoding === 'multipart' && {
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                properties: { file: { type: 'string', format: 'binary' } },
                required: ['file'],
              },
            },
          },
        },
      }),
      ...(endpoint.body && {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
        },
      }),
      responses: {
        200: {
          description: 'the answer',
          content: { 'application/json': { schema: schemaOf(endpoint.output, 'output') } },
        },
        default: {
          description: 'a refusal',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: about.title,
      version: about.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: {
        Problem: {
          type: 'object',
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string', enum: Object.keys(REFUSALS).toSorted() },
            facts: { type: 'object' },
          },
          required: ['type', 'title', 'status', 'code'],
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'qiongding.session_token' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { bearer: [] }],
  }
}

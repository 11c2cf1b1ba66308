import { build, type Plugin } from 'vite'

const CONTRACT = /\/server\/src\/.+\/contract\.ts$/

type Entry = { name: string; method: string; path: string }

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value
}

/** Sentences that the server says too, by their key. */
function isSentences(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const texts = Object.values(value)
  return texts.length > 0 && texts.every((text) => typeof text === 'string')
}

/** What the browser needs of a contract: its names, methods and paths, and sentences; of the contract itself also its limits. The schemas stay on the server. */
function plain(value: unknown): unknown {
  if (isEntry(value)) return { name: value.name, method: value.method, path: value.path }
  if (isSentences(value)) return value
  if (typeof value !== 'object' || value === null) return undefined
  const kept = Object.entries(value)
    .map(([key, item]) => [key, plain(item)] as const)
    .filter(([, item]) => item !== undefined)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** Runs one contract here, at build time, with everything it imports in one piece. */
async function runContract(path: string): Promise<Record<string, unknown>> {
  const conditions = ['source', 'module', 'node']
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions },
    ssr: { noExternal: true, resolve: { conditions } },
    build: { ssr: path, write: false, minify: false },
  })
  const output = Array.isArray(built) ? built[0] : built
  if (!output || !('output' in output)) throw new Error(`nothing came out of ${path}`)
  const code = output.output[0].code
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
}

/**
 * Replaces every server contract by the plain data of its entries, so that no schema library reaches the
 * browser. Exports that hold no entry are dropped; types are untouched because they are erased anyway.
 */
export function plainContracts(): Plugin {
  return {
    name: 'qiongding:plain-contracts',
    enforce: 'pre',
    async load(id) {
      const path = id.split('?')[0] as string
      if (!CONTRACT.test(path)) return undefined
      const contract = await runContract(path)
      return (
        Object.entries(contract)
          // A limit that both sides keep is a number of its own.
          .map(([name, value]) => [name, typeof value === 'number' ? value : plain(value)] as const)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
          .join('\n')
      )
    },
  }
}

import type { Plugin, Rollup } from 'vite'

/**
 * Names in the document what the module that the boot script takes in later consists of, so that all of it is on its way at once and its
 * styles are there before it is.
 * @param module the end of that module's path
 * @throws where the build has no such module
 */
export function fetchEarly(module: string): Plugin {
  return {
    name: 'qiongding:fetch-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const chunks = new Map(
          Object.values(bundle ?? {}).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])),
        )
        const entry = [...chunks.values()].find((chunk) => chunk.facadeModuleId?.endsWith(module))
        if (!entry) throw new Error(`no chunk begins with ${module}`)
        const whole = new Map<string, Rollup.OutputChunk>()
        const take = (chunk: Rollup.OutputChunk) => {
          if (whole.has(chunk.fileName)) return
          whole.set(chunk.fileName, chunk)
          for (const name of chunk.imports) {
            const next = chunks.get(name)
            if (next) take(next)
          }
        }
        take(entry)
        const sheets = new Set(
          [...whole.values()].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]),
        )
        return [
          ...[...whole.keys()].map((name) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` },
          })),
          ...[...sheets].map((name) => ({
            tag: 'link',
            attrs: { rel: 'stylesheet', crossorigin: true, href: `/${name}` },
          })),
        ]
      },
    },
  }
}

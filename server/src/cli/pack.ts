import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack } from '@qiongding/pack-format'
import { EXIT, findingLine, Stop } from './explain.ts'
import { say } from './output.ts'

/** `qiongding pack check DIR`: every mistake with file and line. */
export async function packCheckCommand(folder: string, flags: { readonly json?: boolean }): Promise<void> {
  if (!existsSync(join(folder, 'pack.yaml')))
    throw new Stop(`${folder} is not a pack: it holds no pack.yaml.`)
  const { pack, findings } = await loadPack(folder)
  const mistakes = findings.filter((finding) => finding.level === 'error').length
  if (mistakes > 0) process.exitCode = EXIT.no
  if (flags.json) {
    say(JSON.stringify({ pack: pack?.id ?? null, version: pack?.version ?? null, mistakes, findings }))
    return
  }
  for (const finding of findings) say(findingLine(finding, folder))
  if (pack && mistakes === 0)
    say(
      `${pack.name.zh} ${pack.name.en} ${pack.version}: ${pack.kinds.length} kinds, ${pack.facts.length} facts, ${pack.journeys.length} journeys, ${pack.indicators.length} indicators, no mistakes.`,
    )
  else say(`${mistakes} mistakes`)
}

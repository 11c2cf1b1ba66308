import { testReadme } from '../../../engines/kernel/test/readme.ts'
import * as format from './index.ts'

testReadme(new URL('../README.md', import.meta.url), {
  examples: 2,
  modules: { '@qiongding/pack-format': format },
  // The packs stand two folders up.
  prepare: (example) => example.replaceAll("'packs/", `'${new URL('../../', import.meta.url).pathname}`),
})

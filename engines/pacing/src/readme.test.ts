import { testReadme } from '../../kernel/test/readme.ts'
import * as pacing from './index.ts'

testReadme(new URL('../README.md', import.meta.url), {
  examples: 4,
  modules: { '@qiongding/pacing': pacing },
})

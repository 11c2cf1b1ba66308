import { testReadme } from '../../kernel/test/readme.ts'
import * as evaluation from './index.ts'

testReadme(new URL('../README.md', import.meta.url), {
  examples: 1,
  modules: { '@qiongding/evaluation': evaluation },
})

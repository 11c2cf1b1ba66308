import { testReadme } from '../test/readme.ts'
import * as kernel from './index.ts'

testReadme(new URL('../README.md', import.meta.url), {
  examples: 3,
  modules: { '@qiongding/kernel': kernel },
})

import * as clause from '@qiongding/clause'
import { testReadme } from '../../kernel/test/readme.ts'
import * as assign from './assign.ts'
import * as matching from './index.ts'

testReadme(new URL('../README.md', import.meta.url), {
  examples: 6,
  modules: {
    '@qiongding/clause': clause,
    '@qiongding/matching': matching,
    '@qiongding/matching/assign': assign,
  },
})

import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { SHEET_FINDINGS } from './index.ts'

const FOLDER = new URL('.', import.meta.url)

it('every code in the list is said somewhere; one that is not in the list does not compile', () => {
  const text = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.') && name !== 'messages.ts')
    .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
    .join('\n')
  expect(SHEET_FINDINGS.filter((code) => !text.includes(`'${code}'`))).toEqual([])
})

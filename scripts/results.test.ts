import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { add, keepResult, keptResults, sentence } from './results.ts'
import { countReport } from './test.ts'

test('results are kept, added up and told in one plain line; a step that kept none has failed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qiongding-results-'))
  keepResult('verify', { passed: 9, failed: 0, skipped: 0 }, folder)
  keepResult('test', { passed: 100, failed: 2, skipped: 3 }, folder)
  expect(sentence(add(keptResults(['verify', 'test'], folder)))).toBe('109 passed, 2 failed, 3 skipped')
  expect(sentence(add(keptResults(['verify', 'test', 'build'], folder)))).toBe(
    '109 passed, 3 failed, 3 skipped',
  )
  rmSync(folder, { recursive: true })
})

test('a report counts broken files and errors outside of tests as failures', () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 }
  const one = { status: 'failed', assertionResults: [{ status: 'failed' }] }
  const broken = { status: 'failed', assertionResults: [] }
  expect(countReport({ ...report, testResults: [one, broken] }, 1)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
  })
  expect(countReport({ ...report, numFailedTests: 0, testResults: [] }, 1)).toMatchObject({ failed: 1 })
  expect(countReport(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

import { expect, it } from 'vitest'
import { pastedSheet } from './paste.ts'

const clipboard = (data: Record<string, string>, files: File[] = []) => ({
  getData: (type: string) => data[type] ?? '',
  files,
})

it('takes the table of the clipboard before its text, and keeps it as it is', async () => {
  const html = '<html><body><table><tr><td colspan="2">a</td></tr></table></body></html>'
  const sheet = pastedSheet(clipboard({ 'text/html': html, 'text/plain': 'a' }), 'pasted')
  expect(sheet?.name).toBe('pasted.html')
  expect(await sheet?.text()).toBe(html)
})

it('takes cells as text with tabs, rows of one column, or a file; a lone word is none', async () => {
  expect(pastedSheet(clipboard({ 'text/plain': 'a\tb\n1\t2' }), 'pasted')?.name).toBe('pasted.tsv')
  expect(pastedSheet(clipboard({ 'text/plain': 'a\nb\n' }), 'pasted')?.name).toBe('pasted.tsv')
  const file = new File(['x'], 'list.xlsx')
  expect(pastedSheet(clipboard({}, [file]), 'pasted')).toBe(file)
  expect(
    pastedSheet(clipboard({ 'text/plain': 'word\n', 'text/html': '<b>word</b>' }), 'pasted'),
  ).toBeUndefined()
})

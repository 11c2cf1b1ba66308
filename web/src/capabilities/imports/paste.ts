/** What of the clipboard is looked at. */
export type Clipboard = {
  readonly getData: (type: string) => string
  readonly files?: ArrayLike<File>
}

/**
 * Cells copied in Excel or WPS as a file of their own: the table with its merged cells where the clipboard holds one, otherwise the
 * text with tabs. A file on the clipboard is that file. Nothing where there is no more than a word.
 */
export function pastedSheet(clipboard: Clipboard, name: string): File | undefined {
  const html = clipboard.getData('text/html')
  if (/<table[\s>]/i.test(html)) return new File([html], `${name}.html`, { type: 'text/html' })
  const text = clipboard.getData('text/plain')
  if (text.includes('\t') || text.trim().includes('\n'))
    return new File([text], `${name}.tsv`, { type: 'text/plain' })
  return clipboard.files?.[0]
}

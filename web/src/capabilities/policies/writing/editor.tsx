import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type ReactNode, useEffect, useRef } from 'react'
import { nonce } from '../../../shell/appearance.tsx'

export type Mark = { readonly line: number; readonly text: string }

/** Quiet: keys stand out, values are as they are written. */
const WORDS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--color-link)' },
  { tag: tags.comment, color: 'var(--color-text-tertiary)' },
  { tag: [tags.string, tags.content], color: 'var(--color-text)' },
  {
    tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
    color: 'var(--color-text-tertiary)',
  },
])

/** The text of a policy, with its lines numbered and what is wrong marked at its line. */
export function Editor(props: {
  label: string
  value: string
  readOnly?: boolean
  marks: readonly Mark[]
  onChange: (text: string) => void
}): ReactNode {
  const { label, value, readOnly = false, marks, onChange } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  }, [onChange])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written later goes in below, without losing the caret
  useEffect(() => {
    const made = new EditorView({
      parent: place.current as HTMLDivElement,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(nonce()),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          indentUnit.of('  '),
          yaml(),
          syntaxHighlighting(WORDS),
          EditorState.readOnly.of(readOnly),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          // Left to itself the browser puts what replaces a selection in an element with a style of its own, which the page forbids.
          EditorView.domEventHandlers({
            beforeinput: (event, made) => {
              if (event.inputType !== 'insertText' || !event.data || made.state.selection.main.empty)
                return false
              made.dispatch(made.state.replaceSelection(event.data))
              return true
            },
          }),
          // Tab leaves the text, as in any field; indenting is by spaces.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [readOnly, label])

  useEffect(() => {
    const made = view.current
    if (made && made.state.doc.toString() !== value)
      made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    const made = view.current
    if (!made) return
    const { doc } = made.state
    const diagnostics = marks.flatMap(({ line, text }): Diagnostic[] => {
      if (line < 1 || line > doc.lines) return []
      const { from, to } = doc.line(line)
      return [{ from, to, severity: 'error', message: text }]
    })
    made.dispatch(setDiagnostics(made.state, diagnostics))
  }, [marks])

  return <div ref={place} className="q-editor" />
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { importQuery } from '../queries.ts'
import {
  type Absence,
  type Decisions,
  decideReturned,
  type Field,
  type ReturnedView,
  type Way,
} from './queries.ts'

/** Taken over, kept as it stands, or left for later. */
export type Choice = 'adopt' | 'keep' | 'later'

/** Choices made in one go are sent together, in milliseconds after the last. */
const GATHER_MS = 450
/** More than this many choices go in several requests (the contract's limit). */
const MOST = 1_000

type FieldChoice = { readonly row: number; readonly key: string; readonly choice: Choice }
type MissingChoice = { readonly subjectId: string; readonly absent: Absence | undefined }

type Chosen<C> = ReadonlyMap<string, C>
/** One answer for all of a sort. */
type All = { readonly ways: Partial<Readonly<Record<Way, Choice>>>; readonly absent?: Absence }
type Waiting = { readonly fields: Chosen<FieldChoice>; readonly missing: Chosen<MissingChoice> }
const NOTHING: Waiting = { fields: new Map(), missing: new Map() }

/** What holds where nothing was said: only what nobody else touched is taken over. */
const UNSAID: Readonly<Record<Way, Choice>> = { both: 'later', theirs: 'adopt', cleared: 'keep' }

const fieldAt = (row: number, key: string) => `${row}:${key}`

export type DecisionsHere = {
  readonly choiceOf: (row: number, field: Field) => Choice
  readonly choose: (choice: FieldChoice) => void
  /** What holds for those of a sort that nobody decided one by one. */
  readonly allOf: (way: Way) => Choice
  readonly chooseAll: (way: Way, choice: Choice) => void
  readonly absenceOf: (subjectId: string, said: Absence | undefined) => Absence | undefined
  readonly chooseAbsence: (choice: MissingChoice) => void
  readonly allAbsent: Absence
  readonly chooseAllAbsence: (absent: Absence) => void
  /** Something chosen here is not with the server yet, or being compared there. */
  readonly pending: boolean
  readonly error: unknown
}

/**
 * What a person decides of a returned file. It shows at once and goes to the server gathered, which compares the file anew each time;
 * what is chosen meanwhile waits until it has.
 */
export function useDecisions(view: ReturnedView): DecisionsHere {
  const client = useQueryClient()
  const [fields, setFields] = useState<Chosen<FieldChoice>>(new Map())
  const [missing, setMissing] = useState<Chosen<MissingChoice>>(new Map())
  const [all, setAll] = useState<All>({ ways: {} })
  const [waiting, setWaiting] = useState<Waiting>(NOTHING)
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: Decisions) => decideReturned(view.id, body),
    onSuccess: async (answer) => {
      const { queryKey } = importQuery(view.id)
      // A reading that was asked for before the decision must not arrive after it.
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, answer)
    },
    onError: () => {
      // What was refused is not shown as if it had been decided.
      setFields(new Map())
      setMissing(new Map())
      setAll({ ways: {} })
    },
  })
  const free = view.state === 'review' && !isPending
  const waits = waiting.fields.size + waiting.missing.size > 0
  useEffect(() => {
    if (!free || !waits) return
    // Each further choice begins the wait anew.
    const timer = setTimeout(() => {
      const chosen = [...waiting.fields].slice(0, MOST)
      const gone = [...waiting.missing].slice(0, MOST)
      setWaiting({
        fields: new Map([...waiting.fields].slice(MOST)),
        missing: new Map([...waiting.missing].slice(MOST)),
      })
      mutate({
        keep: chosen.map(([, { row, key, choice }]) => ({
          row,
          key,
          keep: choice === 'later' ? null : choice === 'keep',
        })),
        absentRows: gone.map(([, { subjectId, absent }]) => ({ subjectId, absent: absent ?? null })),
      })
    }, GATHER_MS)
    return () => clearTimeout(timer)
  }, [free, waits, waiting, mutate])
  const { returned } = view
  const allOf = (way: Way): Choice => all.ways[way] ?? returned.ways[way] ?? UNSAID[way]
  return {
    allOf,
    choiceOf: (row, field) => {
      const own = fields.get(fieldAt(row, field.key))
      if (own && own.choice !== 'later') return own.choice
      // Put back, it follows what holds for all of its sort.
      if (own) return field.way === undefined ? 'adopt' : allOf(field.way)
      return field.undecided ? 'later' : field.keep ? 'keep' : 'adopt'
    },
    choose: (choice) => {
      const at = fieldAt(choice.row, choice.key)
      setFields((before) => new Map(before).set(at, choice))
      setWaiting((before) => ({ ...before, fields: new Map(before.fields).set(at, choice) }))
    },
    chooseAll: (way, choice) => {
      setAll((before) => ({ ...before, ways: { ...before.ways, [way]: choice } }))
      mutate({ ways: { [way]: choice === UNSAID[way] ? null : choice } })
    },
    absenceOf: (subjectId, said) => {
      const own = missing.get(subjectId)
      return own ? own.absent : said
    },
    chooseAbsence: (choice) => {
      const { subjectId } = choice
      setMissing((before) => new Map(before).set(subjectId, choice))
      setWaiting((before) => ({ ...before, missing: new Map(before.missing).set(subjectId, choice) }))
    },
    allAbsent: all.absent ?? returned.absent ?? 'leave',
    chooseAllAbsence: (absent) => {
      setAll((before) => ({ ...before, absent }))
      mutate({ absent: absent === 'leave' ? null : absent })
    },
    pending: isPending || waits || view.state === 'reading',
    error,
  }
}

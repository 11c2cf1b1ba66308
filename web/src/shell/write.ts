import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useToast } from '../kit/toast.tsx'
import { problemOf } from './problem.ts'

/**
 * A write of a page: afterwards everything read is asked for again, the quiet line says what was done, and a version
 * somebody else changed is fetched anew so that the reader sees what is there now.
 */
export function useWrite<Input, Output>(options: {
  write: (input: Input) => Promise<Output>
  done?: (output: Output, input: Input) => string | undefined
  after?: (output: Output, input: Input) => void
}) {
  const client = useQueryClient()
  const toast = useToast()
  return useMutation<Output, unknown, Input>({
    mutationFn: options.write,
    onSuccess: async (output, input) => {
      const text = options.done?.(output, input)
      if (text !== undefined) toast({ text })
      options.after?.(output, input)
      await client.invalidateQueries()
    },
    onError: async (error) => {
      if (problemOf(error).code === 'stale') await client.invalidateQueries()
    },
  })
}

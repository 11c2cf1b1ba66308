import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'

/** Fetches the next page of a list that is read piece by piece; nothing where all is there. */
export function More(props: {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}): ReactNode {
  const { t } = useTranslation()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = props.of
  if (!hasNextPage) return null
  return (
    <Button kind="link" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {t('action.more')}
    </Button>
  )
}

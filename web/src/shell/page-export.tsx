import type { ExportView } from '@qiongding/server/spine/registry/exports/contract'
import { exportsContract } from '@qiongding/server/spine/registry/exports/contract'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Icon } from '../kit/icons.tsx'
import { RefusalNotice } from '../kit/states.tsx'
import { call } from './api.ts'
import { useAsOf } from './as-of.ts'
import { Making } from './export-making.tsx'
import { problemOf } from './problem.ts'
import { useMay } from './session.ts'
import { useWrite } from './write.ts'

type PageAsked = {
  /** The page as the server knows it. */
  readonly page: 'orders' | 'journeys' | 'projects' | 'report' | 'targets' | 'ladder'
  readonly title: string
  /** What the button says; that it exports, unless said. */
  readonly button?: string
  /** What it is narrowed by, in the words of its address. */
  readonly query: Readonly<Record<string, string | undefined>>
  /** The same as a person reads it. */
  readonly narrowed?: readonly (string | undefined)[]
}

/** Takes a page out as an Excel file, as it is narrowed and dated on screen. */
export function PageExport(props: PageAsked): ReactNode {
  const { t, i18n } = useTranslation()
  const may = useMay()
  const asOf = useAsOf()
  const [made, setMade] = useState<ExportView>()
  const narrowed = (props.narrowed ?? []).filter((text) => text !== undefined).join(t('fact.and'))
  const asked = Object.entries({ ...props.query, ...asOf }).filter(
    (one): one is [string, string] => one[1] !== undefined,
  )
  const write = useWrite({
    write: () =>
      call(exportsContract.page, {
        body: {
          page: props.page,
          query: Object.fromEntries(asked),
          ...(narrowed !== '' && { narrowed: narrowed.slice(0, 300) }),
          language: i18n.language.startsWith('en') ? 'en' : 'zh',
        },
      }),
    after: setMade,
  })
  if (!may('registry.export')) return null
  return (
    <>
      <Button busy={write.isPending} onClick={() => write.mutate(undefined)}>
        <Icon name="down" small />
        {props.button ?? t('export.take')}
      </Button>
      {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
      {made && (
        <Dialog title={t('export.title', { kind: props.title })} onClose={() => setMade(undefined)}>
          <Making started={made} onClose={() => setMade(undefined)} />
        </Dialog>
      )}
    </>
  )
}

import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Icon } from '../../../kit/icons.tsx'
import { type Exportable, ExportDialog } from './export-dialog.tsx'

/** Takes the list on screen out as a file: as it is filtered, ordered and dated, in the columns that are shown. */
export function ExportButton(props: Exportable): ReactNode {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Icon name="down" small />
        {t('export.take')}
      </Button>
      {open && <ExportDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

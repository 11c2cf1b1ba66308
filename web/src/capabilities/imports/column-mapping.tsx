import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { Checkbox, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { type ImportColumn, lettersOf } from './place.ts'
import { mapColumns, type Scale } from './queries.ts'
import { useImportWrite } from './use-import-write.ts'

const SCALES: readonly Scale[] = ['percent', 'fraction', 'mixed']

/** Says what one column holds; the sheet is read again, nothing is written. */
export function ColumnMapping(props: {
  view: ImportView
  column: ImportColumn
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { view, column: mapped } = props
  const { column } = mapped
  const [fact, setFact] = useState<string | null>(mapped.fact ?? null)
  const [unit, setUnit] = useState(mapped.unit ?? '')
  const [scale, setScale] = useState<Scale | null>(null)
  const [fill, setFill] = useState(mapped.fill ?? false)
  const chosen = fact === null ? undefined : pack.fact(fact)
  const isShare = chosen?.unit === '%' || chosen?.unit === '‰'
  const isWord = chosen?.type === 'text' || chosen?.type === 'enum' || chosen?.type === 'tree'
  const write = useImportWrite({
    write: () =>
      mapColumns(view.id, {
        columns: [
          {
            column,
            fact,
            header: mapped.header,
            ...(unit === '' || isShare ? {} : { unit }),
            ...(isShare && scale !== null ? { ratio: scale } : {}),
            ...(isWord ? { fill } : {}),
          },
        ],
      }),
    done: () => t('import.mapped', { column: lettersOf(column) }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog
      title={t('import.mapTitle', { column: lettersOf(column), header: mapped.header })}
      onClose={props.onClose}
    >
      <form onSubmit={submit}>
        <Field label={t('import.mapFact')}>
          {(ids) => (
            <Select
              {...ids}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: '100%' }}
              placeholder={t('import.notRead')}
              value={fact}
              options={pack.facts
                .filter((item) => item.of === view.kind)
                .map((item) => ({ value: item.key, label: label(item.label, item.key) }))}
              onChange={(value) => setFact(value ?? null)}
            />
          )}
        </Field>
        {isShare && (
          <Field label={t('import.mapScale')} hint={t('import.mapScaleHint')}>
            {(ids) => (
              <Select<Scale>
                {...ids}
                allowClear
                style={{ width: '100%' }}
                placeholder={t('import.scale.column')}
                value={scale}
                options={SCALES.map((value) => ({ value, label: t(`import.scale.${value}`) }))}
                onChange={(value) => setScale(value ?? null)}
              />
            )}
          </Field>
        )}
        {isWord && (
          <div style={{ marginBottom: 12 }}>
            <Checkbox checked={fill} onChange={(event) => setFill(event.target.checked)}>
              {t('import.mapFill')}
            </Checkbox>
          </div>
        )}
        {chosen?.type === 'number' && !isShare && (
          <Field label={t('import.mapUnit')} hint={t('import.mapUnitHint', { unit: chosen.unit ?? '' })}>
            {(ids) => <Input {...ids} value={unit} onChange={(event) => setUnit(event.target.value)} />}
          </Field>
        )}
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t('import.mapWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

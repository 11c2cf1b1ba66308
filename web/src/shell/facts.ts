import { unitOf } from '@qiongding/kernel'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { type Format, figure } from '../kit/format.ts'
import { useFormat } from '../kit/use-format.ts'
import { type FactView, type Pack, useLabel, usePack } from './pack.ts'

export type Value = string | number | boolean | readonly string[]

/** Base units in the unit the fact is shown in: 4,200,000 yuan of a fact in 万元 is 420. */
export function inUnitOf(value: number, unit: string | undefined): number {
  const factor = unit === undefined ? undefined : unitOf(unit)?.factor
  return factor === undefined ? value : Number((value / Number(factor)).toPrecision(12))
}

/** The other way round, for what people type in. */
export function fromUnitOf(value: number, unit: string | undefined): number {
  const factor = unit === undefined ? undefined : unitOf(unit)?.factor
  return factor === undefined ? value : Number((value * Number(factor)).toPrecision(12))
}

type Reading = {
  pack: Pack
  format: Format
  label: ReturnType<typeof useLabel>
  yes: string
  no: string
  and: string
}

function listText(fact: FactView, values: readonly string[], reading: Reading): string {
  const named = values.map((id) => reading.label(fact.values?.find((value) => value.id === id)?.label, id))
  return named.join(reading.and)
}

function numberText(fact: FactView | undefined, value: number, reading: Reading): string {
  const unit = fact?.unit
  if (unit === undefined) return figure(value, fact?.decimals ?? 2)
  if (unitOf(unit)?.dimension === 'money') return reading.format.money(value)
  return reading.format.amount(Number(inUnitOf(value, unit).toFixed(fact?.decimals ?? 2)), unit)
}

function textOf(fact: FactView | undefined, value: Value, reading: Reading): string {
  if (typeof value === 'number') return numberText(fact, value, reading)
  if (typeof value === 'boolean') return value ? reading.yes : reading.no
  if (typeof value !== 'string') return fact ? listText(fact, value, reading) : value.join(reading.and)
  if (fact?.type === 'day') return reading.format.day(value)
  if (fact?.type === 'enum')
    return reading.label(fact.values?.find((choice) => choice.id === value)?.label, value)
  if (fact?.type === 'tree' && fact.tree !== undefined)
    return reading.label(reading.pack.treeLabel(fact.tree, value), value)
  return value
}

/** Says a value the way its fact is shown, with its unit. */
export function useFactText(): (key: string, value: Value) => string {
  const { t } = useTranslation()
  const pack = usePack()
  const format = useFormat()
  const label = useLabel()
  return useCallback(
    (key, value) => {
      const reading: Reading = {
        pack,
        format,
        label,
        yes: t('fact.yes'),
        no: t('fact.no'),
        and: t('fact.and'),
      }
      return textOf(pack.fact(key), value, reading)
    },
    [t, pack, format, label],
  )
}

/** A bare figure for a column whose header names the unit; anything else as in a sentence. */
export function useCellText(): (key: string, value: Value) => string {
  const pack = usePack()
  const inSentence = useFactText()
  return useCallback(
    (key, value) => {
      const fact = pack.fact(key)
      if (typeof value !== 'number' || fact?.unit === undefined) return inSentence(key, value)
      if (fact.unit === '%') return `${figure(value * 100, fact.decimals ?? 1)}%`
      return figure(inUnitOf(value, fact.unit), fact.decimals ?? 2)
    },
    [pack, inSentence],
  )
}

/** The header of a column: the label, and the unit that its figures are in. */
export function useFactHeader(): (key: string) => string {
  const format = useFormat()
  const pack = usePack()
  const label = useLabel()
  return useCallback(
    (key) => {
      const fact = pack.fact(key)
      if (!fact) return key
      const unit = fact.unit === undefined || fact.unit === '%' ? '' : format.unitWord(fact.unit)
      return unit === '' ? label(fact.label, key) : `${label(fact.label, key)} ${unit}`
    },
    [format, pack, label],
  )
}

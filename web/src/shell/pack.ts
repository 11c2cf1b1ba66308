import { createContext, use, useCallback } from 'react'
import { useTranslation } from 'react-i18next'

export type Label = { readonly zh: string; readonly en: string }
export type Named = { readonly id: string; readonly label: Label }

export type FactView = {
  readonly key: string
  readonly label: Label
  readonly type: 'number' | 'text' | 'day' | 'boolean' | 'enum' | 'tree' | 'list'
  readonly of: string
  readonly unit?: string
  /** A text of several lines. */
  readonly long?: boolean
  readonly values?: readonly { readonly id: string; readonly label: Label }[]
  readonly tree?: string
  readonly sensitivity?: 'open' | 'personal' | 'secret'
  readonly refresh?: number
  /** Worked out from a day, never stated. */
  readonly ageOf?: string
  readonly decimals?: number
  readonly group?: Label
  readonly note?: Label
  /** The paper that proves it. */
  readonly proof?: Label
}

export type KindView = Named & {
  readonly role: 'party' | 'need' | 'offer' | 'other'
  readonly nameFact: string
  /** Facts that say which record it is, by their sets. */
  readonly identity?: readonly (readonly string[])[]
  readonly columns: readonly string[]
  /** Facts asked of whoever writes one by hand. */
  readonly form?: readonly string[]
  readonly holder?: string
  readonly holderKind?: string
  readonly person?: boolean
  /** How many are wanted, where a need can say it. */
  readonly demand?: { readonly quantity?: string }
  readonly note?: Label
}

/** The form in which a superior office wants a list. */
export type TemplateView = Named & {
  readonly kind: string
  readonly issuer: Label
  readonly version: string
  readonly demonstration?: boolean
  readonly effective?: { readonly from?: string; readonly to?: string }
  readonly note?: Label
  /** It lists only those for which the clause says yes. */
  readonly where?: unknown
  readonly columns: readonly TemplatePart[]
}
export type TemplatePart = { readonly fact?: string; readonly columns?: readonly TemplatePart[] }

export type NavigationItem = Named & { readonly screen: string; readonly of?: string }
export type NavigationGroup = Named & {
  readonly hint?: Label
  readonly mark?: string
  readonly items: readonly NavigationItem[]
}

export type IntakeView = {
  readonly facts: Readonly<Record<string, string>>
  readonly mode?: string
  readonly also?: readonly string[]
  readonly comparedBy: readonly string[]
}

/** What the browser uses of a pack. The server sends the whole public pack; the rest is left alone. */
export type PackView = {
  readonly id: string
  readonly version: string
  readonly name: Label
  readonly title?: Label
  readonly fictional?: boolean
  readonly fingerprint: string
  readonly note?: Label
  readonly kinds: readonly KindView[]
  readonly facts: readonly FactView[]
  readonly trees: readonly (Named & {
    readonly version: string
    readonly nodes: readonly {
      readonly code: string
      readonly parent?: string
      readonly label: Label
      readonly placeholder?: boolean
    }[]
  })[]
  readonly offices: readonly Named[]
  readonly roles: readonly (Named & {
    readonly office?: string
    readonly party?: boolean
    readonly note?: Label
  })[]
  readonly elements: readonly (Named & { readonly office: string; readonly unit?: string })[]
  readonly evidence: readonly (Named & { readonly accepts: readonly string[]; readonly fact?: string })[]
  readonly journeys: readonly (Named & {
    readonly subjectKinds: readonly string[]
    readonly stages: readonly (Named & { readonly terminal?: boolean })[]
    readonly exits: readonly (Named & { readonly reasonRequired: boolean })[]
    readonly exitReasons?: readonly Named[]
    /** How it is drafted from a form or a pasted text. */
    readonly intake?: IntakeView
    /** It is the road of applications for what policies give. */
    readonly application?: { readonly amount: string }
  })[]
  readonly matchings: readonly (Named & {
    readonly version: number
    readonly need: string
    readonly offer: string
    readonly journey: string
    readonly declineReasons?: readonly Named[]
  })[]
  readonly templates: readonly TemplateView[]
  /** Who climbs by titles, and what certifies them. */
  readonly ladder?: { readonly of: string; readonly certificates: { readonly kind: string } }
  readonly navigation: readonly NavigationGroup[]
  readonly sources?: readonly Named[]
}

/** A pack with its lists made ready for looking things up. */
export type Pack = PackView & {
  readonly fact: (key: string) => FactView | undefined
  readonly kind: (id: string) => KindView | undefined
  readonly treeLabel: (tree: string, code: string) => Label | undefined
}

export function packOf(view: PackView): Pack {
  const facts = new Map(view.facts.map((fact) => [fact.key, fact]))
  const kinds = new Map(view.kinds.map((kind) => [kind.id, kind]))
  const trees = new Map(
    view.trees.map((tree) => [tree.id, new Map(tree.nodes.map((node) => [node.code, node.label]))]),
  )
  return {
    ...view,
    fact: (key) => facts.get(key),
    kind: (id) => kinds.get(id),
    treeLabel: (tree, code) => trees.get(tree)?.get(code),
  }
}

export const PackContext = createContext<Pack | undefined>(undefined)

/** The pack of this district; only inside the workbench, which waits for it. */
export function usePack(): Pack {
  const pack = use(PackContext)
  if (!pack) throw new Error('outside the workbench')
  return pack
}

/** Says a label in the language on screen; a missing label shows its id rather than nothing. */
export function useLabel(): (label: Label | undefined, fallback?: string) => string {
  const { i18n } = useTranslation()
  const language = i18n.language.startsWith('en') ? 'en' : 'zh'
  return useCallback((label, fallback = '') => label?.[language] ?? fallback, [language])
}

/** The label of a thing of the pack by its id. */
export function labelIn(list: readonly Named[], id: string | undefined): Label | undefined {
  return list.find((item) => item.id === id)?.label
}

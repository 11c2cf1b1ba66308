/**
 * Probes of one person: so many in an hour and in a day. An officer enters a handful of leads a day; a list of a thousand enterprises
 * would take two weeks, and each probe stands in the ledger.
 */
export const PROBES = { hour: 20, day: 60 }

/** A probe answers for the lead that is entered right after it, in minutes. */
export const PROBE_MINUTES = 30

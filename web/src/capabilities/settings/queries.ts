import { identityContract } from '@qiongding/server/platform/identity/contract'
import { ledgerContract } from '@qiongding/server/platform/ledger/contract'
import { registryContract } from '@qiongding/server/spine/registry/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => call(identityContract.people, { signal }),
})

export function ledgerQuery(name: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['ledger', name],
    queryFn: ({ signal, pageParam }) =>
      call(ledgerContract.list, {
        query: { limit: 100, name, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

/** Enterprises whose names hold these words. */
export function partiesQuery(kind: string, q: string) {
  return queryOptions({
    queryKey: ['parties', kind, q],
    queryFn: ({ signal }) =>
      call(registryContract.list, {
        params: { kind },
        query: { limit: 20, sort: 'name', ...(q === '' ? {} : { q }) },
        signal,
      }),
  })
}

type NewPerson = {
  account: string
  name: string
  role: string
  office?: string | undefined
  partyId?: string | undefined
}
const given = <T extends object>(body: T) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

export const addPerson = (body: NewPerson) => call(identityContract.add, { body: given(body) })
export const changePerson = (
  person: { id: string; version: string },
  body: { name: string; role: string | undefined; office: string | undefined },
) => call(identityContract.change, { params: { id: person.id }, ifMatch: person.version, body: given(body) })
export const stopPerson = (id: string, reason: string) =>
  call(identityContract.stop, { params: { id }, body: { reason } })
export const resumePerson = (id: string) => call(identityContract.resume, { params: { id } })
export const linkPerson = (id: string) => call(identityContract.link, { params: { id } })
export const endSessions = (id: string) => call(identityContract.endSessions, { params: { id } })

export const changePassword = (body: { current: string; password: string }) =>
  call(identityContract.changePassword, { body })

export function welcomeQuery(token: string) {
  return queryOptions({
    queryKey: ['welcome', token],
    queryFn: ({ signal }) => call(identityContract.welcome, { params: { token }, signal }),
  })
}
export const setPassword = (token: string, body: { password: string; code?: string | undefined }) =>
  call(identityContract.setPassword, { params: { token }, body: given(body) })

import { randomInt } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { organisation } from '../organisation.ts'
import { makeSignIn, membersOf, putMember } from '../platform/identity/people.ts'
import { peopleVerbs } from '../platform/identity/verbs.ts'
import { record } from '../platform/verb/verb.ts'
import type { DistrictPack } from '../spine/pack.ts'
import { profilesById } from '../spine/registry/index.ts'
import type { Workbench } from '../workbench.ts'
import { Stop } from './explain.ts'
import { COMMAND_LINE, type PlaceFlags, withWorkbench } from './opening.ts'
import { columnsOf, say } from './output.ts'

export type PersonFlags = PlaceFlags & {
  readonly role: string
  readonly office?: string
  readonly party?: string
  readonly name?: string
  readonly passwordStdin?: boolean
  readonly json?: boolean
}

const LEAST = 8
/** Without letters and digits that are taken for each other when read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GENERATED = 16

const generated = () => Array.from({ length: GENERATED }, () => LETTERS[randomInt(LETTERS.length)]).join('')

async function passwordOf(flags: PersonFlags): Promise<string> {
  if (!flags.passwordStdin) return generated()
  const given = (await text(process.stdin)).replace(/\r?\n[\s\S]*$/, '')
  if (given.length < LEAST) throw new Stop(`a password needs at least ${LEAST} characters.`)
  return given
}

/** The role, and the office or the party that it is held for. */
function placeOf({ pack }: DistrictPack, flags: PersonFlags): { office?: string } {
  const role = pack.roles.find((one) => one.id === flags.role)
  if (!role)
    throw new Stop(
      `the pack has no role ${flags.role}; it has ${pack.roles.map((one) => one.id).join(', ')}.`,
    )
  const forParty = role.grants.some((grant) => grant.if === 'own-party')
  if (flags.party !== undefined) {
    if (flags.office !== undefined) throw new Stop('a sign-in is for an office or for a party, not for both.')
    return {}
  }
  const office = flags.office ?? role.office
  if (office === undefined && forParty)
    throw new Stop(`the role ${role.id} speaks for a party: name it with --party.`)
  if (office !== undefined && !pack.offices.some((one) => one.id === office))
    throw new Stop(
      `the pack has no office ${office}; it has ${pack.offices.map((one) => one.id).join(', ')}.`,
    )
  return office === undefined ? {} : { office }
}

/** A party by its id or its name as it is written in the registry. */
async function partyOf(
  { database, district, pack }: Workbench,
  wanted: string,
): Promise<{ id: string; name: string }> {
  const kinds = [...pack.kinds.values()].filter((kind) => kind.role === 'party').map((kind) => kind.id)
  const found = await database.readDistrict(district.id, async (read) => {
    const ids = await sql<{ id: string }>`
      select subject_id as id from profile where district_id = ${read.district} and kind = any(${kinds}::text[]) and (name = ${wanted} or subject_id::text = ${wanted}) order by 1 limit 2
    `.execute(read.query)
    return profilesById(
      read,
      ids.rows.map((row) => row.id),
    )
  })
  const [party, other] = found
  if (!party) throw new Stop(`nobody in the registry is called ${wanted}.`)
  if (other) throw new Stop(`more than one in the registry is called ${wanted}: give the id.`)
  return { id: party.subject_id, name: party.name }
}

/** `qiongding people add ACCOUNT --role ROLE`: a sign-in and its place in the district, written to the ledger. */
export async function addPersonCommand(account: string, flags: PersonFlags): Promise<void> {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(account))
    throw new Stop(
      `an account is written like an e-mail address, not ${account}; no mail is ever sent to it.`,
    )
  await withWorkbench(flags, async (workbench) => {
    const { database, district, pack } = workbench
    const place = placeOf(pack, flags)
    const party = flags.party === undefined ? undefined : await partyOf(workbench, flags.party)
    const password = await passwordOf(flags)
    const name = flags.name ?? party?.name ?? account.replace(/@.*$/, '')
    const { userId, made } = await makeSignIn(database, { account, password, name }, district.id)
    await database.withDistrict(district.id, async (tx) => {
      const person = {
        account,
        name,
        role: flags.role,
        demonstration: false,
        ...place,
        ...(party && { party }),
      }
      await putMember(tx, userId, person)
      await record(tx, workbench.contextFor(COMMAND_LINE), [
        {
          name: 'member.added',
          about: { kind: 'person', id: userId },
          day: workbench.clock.today(),
          after: { role: flags.role, ...place, ...(party && { party: party.id }) },
        },
      ])
    })
    const shown = made && !flags.passwordStdin ? password : undefined
    if (flags.json) {
      say(JSON.stringify({ id: userId, account, made, ...(shown !== undefined && { password: shown }) }))
      return
    }
    say(
      `${account}: ${flags.role}${place.office === undefined ? '' : ` · ${place.office}`}${party ? ` · ${party.name}` : ''}`,
    )
    if (shown !== undefined) say(`密码只显示这一次 / the password is shown this once: ${shown}`)
    if (!made) say('账号已存在，密码不变 / the account was there already and keeps its password')
  })
}

/** `qiongding people list`. */
export async function listPeopleCommand(flags: PlaceFlags & { readonly json?: boolean }): Promise<void> {
  await withWorkbench(flags, async ({ database, district }) => {
    const members = await database.readDistrict(district.id, membersOf)
    const rows = members.map(({ account, name, role, office, party_name: party, active }) => ({
      account,
      name,
      role,
      office,
      party,
      active,
    }))
    if (flags.json) say(JSON.stringify(rows))
    else
      for (const line of columnsOf(
        rows.map((row) => [
          row.account,
          row.role,
          row.office ?? row.party ?? '',
          row.active ? '' : 'closed',
          row.name,
        ]),
      ))
        say(line)
  })
}

/** The member of an account. */
async function memberOf({ database, district }: Workbench, account: string): Promise<{ id: string }> {
  const members = await database.readDistrict(district.id, membersOf)
  const found = members.find((one) => one.account === account.toLowerCase())
  if (!found) throw new Stop(`nobody has the account ${account}.`)
  return { id: found.user_id }
}

type ActFlags = PlaceFlags & { readonly reason?: string; readonly json?: boolean }
const verbs = peopleVerbs(organisation)

/** `qiongding people link ACCOUNT`: a one-time link to set a password, also where no administrator is left who could make it. */
export async function linkPersonCommand(account: string, flags: ActFlags): Promise<void> {
  await withWorkbench(flags, async (workbench, settings) => {
    const link = await verbs.linkPerson(
      workbench.contextFor(COMMAND_LINE),
      await memberOf(workbench, account),
    )
    const url = `${settings.baseUrl ?? ''}${link.url}`
    if (flags.json) say(JSON.stringify({ ...link, url }))
    else {
      say(`一次性链接，只显示这一次 / one-time link, shown this once: ${url}`)
      say(`有效至 / good until ${link.expiresAt}`)
      if (link.sentTo !== undefined) say(`验证码已发往 / its code was sent to ${link.sentTo}`)
    }
  })
}

/** `qiongding people stop ACCOUNT --reason WHY` and `resume`. */
export async function stopPersonCommand(account: string, flags: ActFlags): Promise<void> {
  await withWorkbench(flags, async (workbench) => {
    const { id } = await memberOf(workbench, account)
    const { active } = await verbs.stopPerson(workbench.contextFor(COMMAND_LINE), {
      id,
      reason: flags.reason ?? '',
    })
    say(flags.json ? JSON.stringify({ id, account, active }) : `${account}: 已停用 / stopped`)
  })
}

export async function resumePersonCommand(account: string, flags: ActFlags): Promise<void> {
  await withWorkbench(flags, async (workbench) => {
    const { id } = await memberOf(workbench, account)
    const { active } = await verbs.resumePerson(workbench.contextFor(COMMAND_LINE), { id })
    say(flags.json ? JSON.stringify({ id, account, active }) : `${account}: 已恢复 / resumed`)
  })
}

import { createTable, type Migration, type TableDeclaration } from '../db/tables.ts'

/** Who belongs to a district, with which role: ours, behind row-level security. The sign-in tables below are the library's own and local. */
export type MemberTable = {
  district_id: number
  user_id: string
  name: string
  account: string
  role: string
  office: string | null
  party_id: string | null
  party_name: string | null
  active: boolean
  demonstration: boolean
}
export type IdentityTables = { member: MemberTable; person_link: PersonLinkTable }

export const IDENTITY_TABLES: readonly TableDeclaration[] = [
  {
    name: 'member',
    scope: 'tenant',
    columns: [
      'user_id text not null',
      'name text not null',
      'account text not null',
      'role text not null',
      'office text',
      'party_id uuid',
      'party_name text',
      'active boolean not null',
      'demonstration boolean not null',
    ],
    key: ['user_id'],
    may: ['select', 'insert', 'update'],
  },
  {
    name: 'auth_user',
    scope: 'local',
    columns: [
      '"id" text not null',
      '"name" text not null',
      '"email" text not null unique',
      '"emailVerified" boolean not null',
      '"image" text',
      '"createdAt" timestamptz default current_timestamp not null',
      '"updatedAt" timestamptz default current_timestamp not null',
    ],
    key: ['"id"'],
    may: [],
  },
  {
    name: 'auth_session',
    scope: 'local',
    columns: [
      '"id" text not null',
      '"expiresAt" timestamptz not null',
      '"token" text not null unique',
      '"createdAt" timestamptz default current_timestamp not null',
      '"updatedAt" timestamptz not null',
      '"ipAddress" text',
      '"userAgent" text',
      '"userId" text not null',
    ],
    key: ['"id"'],
    indexes: ['create index auth_session_user on auth_session ("userId")'],
    may: [],
  },
  {
    name: 'auth_account',
    scope: 'local',
    columns: [
      '"id" text not null',
      '"accountId" text not null',
      '"providerId" text not null',
      '"userId" text not null',
      '"accessToken" text',
      '"refreshToken" text',
      '"idToken" text',
      '"accessTokenExpiresAt" timestamptz',
      '"refreshTokenExpiresAt" timestamptz',
      '"scope" text',
      '"password" text',
      '"createdAt" timestamptz default current_timestamp not null',
      '"updatedAt" timestamptz not null',
    ],
    key: ['"id"'],
    indexes: ['create index auth_account_user on auth_account ("userId")'],
    may: [],
  },
  {
    name: 'auth_verification',
    scope: 'local',
    columns: [
      '"id" text not null',
      '"identifier" text not null',
      '"value" text not null',
      '"expiresAt" timestamptz not null',
      '"createdAt" timestamptz default current_timestamp not null',
      '"updatedAt" timestamptz default current_timestamp not null',
    ],
    key: ['"id"'],
    indexes: ['create index auth_verification_identifier on auth_verification ("identifier")'],
    may: [],
  },
  {
    name: 'auth_rate_limit',
    scope: 'local',
    columns: [
      '"id" text not null',
      '"key" text not null unique',
      '"count" integer not null',
      '"lastRequest" bigint not null',
    ],
    key: ['"id"'],
    may: [],
  },
]

/** Passwords tried in a row, by a digest of the account and of the browser where it is a known one. */
export const ATTEMPT_TABLES: readonly TableDeclaration[] = [
  {
    name: 'auth_attempt',
    scope: 'local',
    columns: [
      'key text not null',
      'failures integer not null',
      'next_at timestamptz not null',
      'last_at timestamptz not null',
    ],
    key: ['key'],
    indexes: ['create index auth_attempt_last on auth_attempt (last_at)'],
    may: [],
  },
]

/** A one-time link by which somebody sets his password: only digests of its token and its code are kept. */
export type PersonLinkTable = {
  district_id: number
  id: string
  user_id: string
  token_digest: string
  /** Where the link speaks for an enterprise: a code that went to the enterprise's own contact. */
  code_digest: string | null
  sent_to: string | null
  expires_at: string
  tries: number
  state: 'waiting' | 'used' | 'locked' | 'revoked'
  issued_by: string
  issued_at: string
}

/** `auth_home`: the district that made a sign-in. Another one may give it a role, and not its password. */
export const LINK_TABLES: readonly TableDeclaration[] = [
  {
    name: 'person_link',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'user_id text not null',
      'token_digest text not null',
      'code_digest text',
      'sent_to text',
      'expires_at timestamptz not null',
      'tries integer not null',
      'state text not null',
      'issued_by text not null',
      'issued_at timestamptz not null',
    ],
    key: ['id'],
    indexes: [
      'create unique index person_link_token on person_link (district_id, token_digest)',
      'create index person_link_user on person_link (district_id, user_id)',
    ],
    may: ['select', 'insert', 'update'],
  },
  {
    name: 'auth_home',
    scope: 'local',
    columns: ['user_id text not null', 'home bigint not null'],
    key: ['user_id'],
    may: [],
  },
]

export const identityMigrations: readonly Migration[] = [
  { id: 'identity/1', statements: IDENTITY_TABLES.flatMap(createTable) },
  { id: 'identity/2', statements: ATTEMPT_TABLES.flatMap(createTable) },
  {
    id: 'identity/3',
    statements: [
      ...LINK_TABLES.flatMap(createTable),
      // Sign-ins made before belong to the first district that had them. The owner sees no member while row-level security is forced on him.
      'alter table member no force row level security',
      'insert into auth_home (user_id, home) select user_id, min(district_id) from member group by user_id',
      'alter table member force row level security',
    ],
  },
]

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
export type IdentityTables = { member: MemberTable }

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

export const identityMigrations: readonly Migration[] = [
  { id: 'identity/1', statements: IDENTITY_TABLES.flatMap(createTable) },
  { id: 'identity/2', statements: ATTEMPT_TABLES.flatMap(createTable) },
]

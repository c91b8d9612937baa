import { plainToInstance } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, validateSync } from 'class-validator';
import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { IsNetworks } from './is-networks.js';
import { KEY_FORM, KEY_LIST } from './key-form.js';
import { listPlainIssuers } from './provider-setting.js';
import { DEMONSTRATION_PREFIX } from './open-data-settings.js';
import { Env, IsPostgresUrl, settingDocs, ToBool, ToInt, type SettingDoc } from './setting.js';
import { SignInSettings } from './sign-in-settings.js';

const KEY_TEXT = `is not ${KEY_FORM}`;

/** Every setting of the system, validated once at start. A wrong one stops the start and names its variable. */
export class Settings extends SignInSettings {
  @Env('NODE_ENV', '`production` embeds nothing, loads no demonstration data and accepts no default secret', {
    default: 'development',
  })
  @IsIn(['development', 'test', 'production'])
  mode: 'development' | 'test' | 'production';

  @Env('PORT', 'port of the HTTP interface; in a demonstration start the next free one is taken if it is occupied', {
    default: '3000',
  })
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(65535)
  port: number;

  @Env('HOST', 'address the HTTP interface listens on', { default: '127.0.0.1' })
  @IsString()
  host: string;

  @Env(
    'PUBLIC_ORIGIN',
    'where anybody reaches this server, `https://host[:port]`, as it is printed on paper; by default where the print was asked for',
  )
  @IsOptional()
  @Matches(/^https?:\/\/[^\s/?#@]+$/)
  publicOrigin?: string;

  @Env('DATA_DIR', 'folder of the embedded database, generated keys, documents and anchors', { default: './.data' })
  @IsString()
  dataDir: string;

  @Env(
    'DATABASE_URL',
    'own PostgreSQL (15 or later), by the role of the API and the workers; required in production, otherwise an embedded one is started',
    {
      secret: true,
    },
  )
  @IsPostgresUrl()
  databaseUrl?: string;

  @Env(
    'MIGRATION_DATABASE_URL',
    'the same database by the role that owns its schema: for `migrate`, which also makes the role of DATABASE_URL and gives it its rights; in production no other process is given it',
    { secret: true },
  )
  @IsPostgresUrl()
  migrationDatabaseUrl?: string;

  @Env('MAINTENANCE_DATABASE_URL', 'the same, by the role of `move-old-rows`, which `migrate` makes', { secret: true })
  @IsPostgresUrl()
  maintenanceDatabaseUrl?: string;

  @Env(
    'DATABASE_READ_URL',
    'a hot standby of the same database, by the same role: what everybody may read is read there; left out: at DATABASE_URL',
    { secret: true },
  )
  @IsPostgresUrl()
  databaseReadUrl?: string;

  @Env('REPLICA_MAX_LAG_SECONDS', 'a standby that is further behind is not read from', { default: '5' })
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(60)
  replicaMaxLagSeconds: number;

  @Env(
    'DATABASE_POOL_SIZE',
    'connections of one process; the queue’s own are not counted, nor two for lists that are planned once, two for readiness and one for metrics',
    { default: '16' },
  )
  @ToInt()
  @IsInt()
  @Min(4)
  @Max(200)
  databasePoolSize: number;

  @Env('QUEUE_BACKEND', 'where jobs are kept: `postgres` or `redis`', { default: 'postgres' })
  @IsIn(['postgres', 'redis'])
  queueBackend: 'postgres' | 'redis';

  @Env('REDIS_URL', 'Redis (maxmemory-policy noeviction); required with QUEUE_BACKEND=redis', { secret: true })
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'must start with redis:// or rediss://' })
  redisUrl?: string;

  @Env('WORKER_CONCURRENCY', 'jobs that one worker process runs side by side, per queue', { default: '4' })
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(64)
  workerConcurrency: number;

  @Env('WORKER_PORT', 'port on which a worker answers /health/live, /health/ready and /metrics; left out: none')
  @IsOptional()
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(65535)
  workerPort?: number;

  @Env('OUTBOX_POLL_MS', 'pause of the relay when nothing nudges it', { default: '100' })
  @ToInt()
  @IsInt()
  @Min(10)
  @Max(60_000)
  outboxPollMs: number;

  @Env('TOKEN_KEYS', `signs access tokens: ${KEY_FORM}`, { secret: true })
  @IsOptional()
  @Matches(KEY_LIST, { message: KEY_TEXT })
  tokenKeys?: string;

  @Env('AUDIT_KEYS', `seals the audit chains: ${KEY_FORM}`, { secret: true })
  @IsOptional()
  @Matches(KEY_LIST, { message: KEY_TEXT })
  auditKeys?: string;

  @Env(
    'IDENTITY_KEYS',
    `keys of keyed hashes (persons, phones, request bodies) and of what covers what is sealed: ${KEY_FORM}`,
    { secret: true },
  )
  @IsOptional()
  @Matches(KEY_LIST, { message: KEY_TEXT })
  identityKeys?: string;

  @Env('OPENING_PUBLIC_KEY', 'public half of the key that opens what is sealed, `id:base64`; required in production', {
    secret: true,
  })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,32}:[A-Za-z0-9+/]{43}=$/, { message: 'is not `id:base64 of 32 bytes`' })
  openingPublicKey?: string;

  @Env(
    'OPENING_KEY_FILE',
    'file with the private half (mode 0600, outside the data and document folders); only for the worker that opens what is sealed',
  )
  @IsOptional()
  @IsString()
  openingKeyFile?: string;

  @Env('ANCHOR_FILE', 'file to which the audit’s anchors are appended; default `DATA_DIR/audit-anchors.jsonl`')
  @IsOptional()
  @IsString()
  anchorFile?: string;

  @Env(
    'TRUSTED_PROXIES',
    'comma-separated addresses or networks whose X-Forwarded-For is believed, or `none`, which is the default; production asks for either',
  )
  @IsNetworks()
  trustedProxies: string;

  @Env('METRICS_TOKEN', 'bearer token for /metrics from elsewhere than loopback', { secret: true })
  @IsOptional()
  @Matches(/^.{16,}$/, { message: 'must be at least 16 characters' })
  metricsToken?: string;

  @Env('LOG_LEVEL', 'fatal, error, warn, info, debug or silent', { default: 'info' })
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
  logLevel: string;

  @Env(
    'BUSINESS_TIME_START',
    'instant at which a non-production database is created (RFC 3339); default the wall clock',
  )
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, { message: 'must be RFC 3339 with an offset' })
  businessTimeStart?: string;

  @Env('DEFAULT_DATASET', 'dataset of statistics where none is asked for; `study` outside production, `live` in it')
  @Matches(/^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$/, {
    message: 'must be live, study, fiction or import:name',
  })
  defaultDataset: string;

  @Env('ACCESS_TOKEN_SECONDS', 'life of an access token', { default: '900' })
  @ToInt()
  @IsInt()
  @Min(5)
  @Max(86_400)
  accessTokenSeconds: number;

  @Env('REFRESH_TOKEN_DAYS', 'life of a refresh token', { default: '30' })
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(365)
  refreshTokenDays: number;

  @Env(
    'PERSONAL_DATA_DAYS',
    'after how many days what is kept about people is erased where nothing needs it and no law keeps it',
    {
      default: '365',
    },
  )
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(3650)
  personalDataDays: number;

  @Env(
    'COMPATIBILITY_RULES',
    '`true` lets `published-flags` compare with eleven published red flags (Open Contracting, 2024); they open no case',
    { default: 'false' },
  )
  @ToBool()
  @IsBoolean()
  compatibilityRules: boolean;

  get production(): boolean {
    return this.mode === 'production';
  }
}

/** Thrown when the environment does not make valid settings; each line names a variable. */
export class SettingsError extends Error {
  constructor(readonly problems: string[]) {
    super(`The settings are not valid:\n${problems.map((p) => `  ${p}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

function readSetting(env: NodeJS.ProcessEnv, doc: SettingDoc, problems: string[]): string | undefined {
  const direct = env[doc.env];
  const file = doc.secret ? env[`${doc.env}_FILE`] : undefined;
  if (file === undefined || file === '') return direct === '' ? undefined : direct;
  if (direct) problems.push(`${doc.env}: given twice, as ${doc.env} and as ${doc.env}_FILE`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`${doc.env}_FILE: ${file} cannot be read`);
    return undefined;
  }
}

/** Reads and validates the settings. `env` is the process's by default; nothing else is read. */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const problems: string[] = [];
  const raw: Record<string, unknown> = {};
  for (const doc of settingDocs()) {
    const value = readSetting(env, doc, problems) ?? (doc.default === '' ? undefined : doc.default);
    if (value !== undefined) raw[doc.property] = value;
  }
  const isProxyless = raw['trustedProxies'] === undefined;
  raw['trustedProxies'] ??= 'none';
  raw['defaultDataset'] ??= raw['mode'] === 'production' ? 'live' : 'study';
  const settings = plainToInstance(Settings, raw);
  for (const error of validateSync(settings)) {
    const doc = settingDocs().find((d) => d.property === error.property);
    const texts = Object.values(error.constraints ?? {}).map((text) => text.replace(`${error.property} `, ''));
    problems.push(`${doc?.env ?? error.property}: ${texts.reverse().join(', ')}`);
  }
  if (settings.queueBackend === 'redis' && !settings.redisUrl)
    problems.push('REDIS_URL: is required with QUEUE_BACKEND=redis');
  if (settings.production) {
    if (!settings.databaseUrl) problems.push('DATABASE_URL: is required in production');
    for (const [name, value] of [
      ['TOKEN_KEYS', settings.tokenKeys],
      ['AUDIT_KEYS', settings.auditKeys],
      ['IDENTITY_KEYS', settings.identityKeys],
    ] as const)
      if (!value) problems.push(`${name}: is required in production (there is no default secret)`);
    if (!settings.openingPublicKey) problems.push('OPENING_PUBLIC_KEY: is required in production');
    if (isProxyless) problems.push('TRUSTED_PROXIES: is required in production: the proxies in front of it, or `none`');
    for (const name of listPlainIssuers(Array.isArray(settings.oidcProviders) ? settings.oidcProviders : []))
      problems.push(`OIDC_PROVIDERS: ${name}: issuer: must be https in production`);
    if (settings.anchorWitnessUrl?.startsWith('http:'))
      problems.push('ANCHOR_WITNESS_URL: must begin with https:// in production');
    if (settings.ocdsPrefix === DEMONSTRATION_PREFIX)
      problems.push('OCDS_PREFIX: is the made-up one of a demonstration, which is not for production');
    if (settings.businessTimeStart) problems.push('BUSINESS_TIME_START: is not for production');
  }
  if (problems.length > 0) throw new SettingsError(problems);
  if (!isAbsolute(settings.dataDir)) settings.dataDir = resolve(settings.dataDir);
  settings.anchorFile ??= resolve(settings.dataDir, 'audit-anchors.jsonl');
  settings.documentsDir ??= resolve(settings.dataDir, 'documents');
  return settings;
}

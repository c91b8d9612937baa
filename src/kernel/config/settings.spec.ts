import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { forPurpose, parseKeys } from './keys.js';
import { settingDocs } from './setting.js';
import { loadSettings, SettingsError } from './settings.js';

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://db/x',
  TOKEN_KEYS: key('t', 1),
  AUDIT_KEYS: key('a', 2),
  IDENTITY_KEYS: key('i', 3),
  OPENING_PUBLIC_KEY: key('o', 4),
  TRUSTED_PROXIES: 'none',
};

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}
const names = (env: NodeJS.ProcessEnv) => problemsOf(env).map((line) => line.split(':')[0]);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('settings', () => {
  it('have a default for everything a demonstration needs', () => {
    expect(loadSettings({})).toMatchObject({
      mode: 'development',
      port: 3000,
      host: '127.0.0.1',
      queueBackend: 'postgres',
      defaultDataset: 'study',
      trustedProxies: 'none',
      throttle: true,
    });
    expect(isAbsolute(loadSettings({}).dataDir)).toBe(true);
  });

  const PROVIDER = {
    ...{
      name: 'city',
      issuer: 'https://id.example',
      clientId: 'a',
      clientSecret: 'planted',
      label: { en: 'x', zh: 'y' },
    },
    redirectUri: 'https://app.example/signed-in',
  };
  const list = (...given: unknown[]) => JSON.stringify(given);

  it('take providers that can be reached safely, from a file too, and say nothing of their secrets', () => {
    expect(loadSettings({}).oidcProviders).toEqual([]);
    expect(loadSettings({ ...PRODUCTION, OIDC_PROVIDERS: list(PROVIDER) }).oidcProviders).toEqual([PROVIDER]);
    expect(loadSettings({ OIDC_PROVIDERS_FILE: file('providers', list(PROVIDER)) }).oidcProviders).toEqual([PROVIDER]);
    const near = list({ ...PROVIDER, issuer: 'http://127.0.0.1:3000' });
    expect(problemsOf({ OIDC_PROVIDERS: near })).toEqual([]);
    expect(problemsOf({ ...PRODUCTION, OIDC_PROVIDERS: near })).toEqual([
      'OIDC_PROVIDERS: city: issuer: must be https in production',
    ]);
    for (const [given, said] of [
      ['planted', 'is not a JSON list of objects'],
      ['{}', 'is not a JSON list of objects'],
      [list('planted'), 'is not a JSON list of objects'],
      [list({ ...PROVIDER, name: 'City!' }), 'name: 1 to 40 of a-z, 0-9 and -'],
      [list(PROVIDER, PROVIDER), 'two have one name'],
      [list({ ...PROVIDER, issuer: 'http://id.example' }), 'city: issuer: must be https'],
      [list({ ...PROVIDER, redirectUri: 'javascript:1' }), 'city: redirectUri: must be https'],
      [list({ ...PROVIDER, clientSecret: '' }), 'city: clientId and clientSecret are required'],
      [list({ ...PROVIDER, label: { en: 'x' } }), 'city: label: en and zh are required'],
      [list({ ...PROVIDER, secondFactor: { acr: 'x' } }), 'city: secondFactor: acr and amr are lists of texts'],
    ] as const)
      expect(problemsOf({ OIDC_PROVIDERS: given })).toEqual([`OIDC_PROVIDERS: ${said}`]);
  });

  it('take an empty variable as none', () => {
    expect(loadSettings({ PORT: '', REDIS_URL: '', TOKEN_KEYS: '', TOKEN_KEYS_FILE: '' }).port).toBe(3000);
  });

  const WRONG: [string, string[]][] = [
    ...['TURN_WAIT_MS', 'LOCK_WAIT_MS', 'POOL_WAIT_MS'].map((name): [string, string[]] => [
      name,
      ['99', '60001', '1e3'],
    ]),
    ['DRAIN_SECONDS', ['-1', '26', '0.5']],
    ['SECOND_FACTOR_ROLES', ['King', 'admin,,x', 'none,admin!']],
    ['WEBHOOK_ALLOWED_NETWORKS', ['10.0.0.0/33', 'intranet']],
    ['MAIL_URL', ['mail.example', 'https://mail.example', 'smtp://mail.example/inbox']],
    ['MAIL_FROM', ['desk', 'desk@', 'a@b\nBcc: c@d']],
    ['CORS_ORIGINS', ['*', 'null', 'https://*.example', 'https://platform.example/', 'platform.example']],
    ['SEPARATE_ADMINISTRATORS', ['yes', '1', 'TRUE']],
    ['OIDC_PROVIDERS', ['{}', 'x', '[1]']],
    ['NODE_ENV', ['prod', 'Production', ' ']],
    ['PORT', ['abc', '-1', '65536', '80.5', '0x50', '1e3', ' 80']],
    ['DATABASE_URL', ['mysql://x', 'localhost:5432', 'postgres']],
    ['MIGRATION_DATABASE_URL', ['mysql://x']],
    ['MAINTENANCE_DATABASE_URL', ['mysql://x']],
    ['DATABASE_READ_URL', ['mysql://x', 'standby']],
    ['REPLICA_MAX_LAG_SECONDS', ['0', '61', '0.5']],
    ['PUBLIC_ORIGIN', ['example.org', 'https://example.org/s', 'https://example.org?x', 'ftp://example.org']],
    ['DATABASE_POOL_SIZE', ['3', '0', '201', 'many']],
    ['QUEUE_BACKEND', ['kafka', 'Redis']],
    ['REDIS_URL', ['http://x', '127.0.0.1:6379']],
    ['WORKER_CONCURRENCY', ['0', '65', '1.5']],
    ['WORKER_PORT', ['abc', '-1', '65536']],
    ['OUTBOX_POLL_MS', ['9', '60001']],
    [
      'TOKEN_KEYS',
      [
        'secret',
        'a:AAAA',
        `${key('a', 1)},`,
        `${key('a', 1)},${key('b', 2)},${key('a', 3)}`,
        key('A B', 1),
        Buffer.alloc(32).toString('base64'),
      ],
    ],
    ['AUDIT_KEYS', ['changeme']],
    ['IDENTITY_KEYS', ['changeme']],
    ['OPENING_PUBLIC_KEY', ['changeme', `${key('a', 1)},${key('b', 2)}`]],
    ['DOCUMENT_MAX_BYTES', ['0', '50MB']],
    ['REGISTRATION_DOCUMENTS_MAX_BYTES', ['0', '10GB']],
    ['ANTIVIRUS', ['clamd', 'tcp:host', 'unix:', 'tcp:a/b:3310', 'http://127.0.0.1:3310']],
    ['ANTIVIRUS_AWAY', ['pass', 'true']],
    ['IMPORT_MAX_BYTES', ['0', '-1']],
    ['IMPORT_IDLE_SECONDS', ['0', '301']],
    [
      'TRUSTED_PROXIES',
      ['proxy.example', '10.0.0.0/33', '10.0.0.1,,', '10.0.0.1;10.0.0.2', '*', 'true', 'none,10.0.0.1'],
    ],
    ['METRICS_TOKEN', ['short']],
    ['ANCHOR_WITNESS_URL', ['witness.example', 'ftp://witness.example', 'https://user:word@witness.example']],
    ['ANCHOR_WITNESS_TOKEN', ['short', 'a token with blanks']],
    ['OCDS_PREFIX', ['ocds-', 'abc123', 'ocds-ABC123', 'ocds-abc1234']],
    ['OCDS_PUBLISHER_NAME', ['名'.repeat(201)]],
    ['OCDS_LICENSE', ['CC BY', 'example.org/licence', 'ftp://example.org/licence']],
    ['SLOW_STATEMENT_MS', ['-1', 'none', '600001']],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', ['collector:4318', 'grpc://collector']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
    ['BUSINESS_TIME_START', ['2018-01-01', '2018-01-01T00:00:00', 'yesterday']],
    ['DEFAULT_DATASET', ['demo', 'import:', 'import:A']],
    ['ACCESS_TOKEN_SECONDS', ['4', '86401']],
    ['REFRESH_TOKEN_DAYS', ['0', '366']],
    ['PERSONAL_DATA_DAYS', ['0', '3651']],
    ['THROTTLE', ['yes', '1', 'TRUE']],
    ['THROTTLE_READS_PER_SECOND', ['49', 'none']],
    ['THROTTLE_WRITES_PER_MINUTE', ['0']],
    ['THROTTLE_SIGN_INS_PER_MINUTE', ['0']],
    ['THROTTLE_REFRESHES_PER_MINUTE', ['0']],
    ['THROTTLE_ANSWERS_PER_MINUTE', ['0']],
    ['SWEEP_MAX_SECONDS', ['0', '3601']],
    ['SCHEDULE_CHECK_SECONDS', ['0', '61']],
    ['COMPATIBILITY_RULES', ['yes', '1']],
  ];
  it.each(WRONG.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])))(
    '%s=%s stops the start and names the variable alone',
    (name, value) => {
      expect(names({ [name]: value })).toEqual([name]);
      expect(() => loadSettings({ [name]: value })).toThrow(/^The settings are not valid:\n {2}[A-Z_]+: /);
    },
  );

  it('every one that can be wrong is tried above', () => {
    const free = ['HOST', 'DATA_DIR', 'ANCHOR_FILE', 'DOCUMENTS_DIR', 'OPENING_KEY_FILE'];
    expect([...WRONG.map(([name]) => name), ...free].sort()).toEqual(
      settingDocs()
        .map((doc) => doc.env)
        .sort(),
    );
  });

  it('name everything that is wrong at once, and no value of a secret', () => {
    const given = { PORT: 'abc', TOKEN_KEYS: 'my-secret-key', LOG_LEVEL: 'loud', DATABASE_URL: 'http://user:hidden@x' };
    expect(names(given).sort()).toEqual(['DATABASE_URL', 'LOG_LEVEL', 'PORT', 'TOKEN_KEYS']);
    expect(problemsOf(given).join()).not.toMatch(/my-secret-key|hidden/);
  });

  it.each(['10.0.0.1', '10.0.0.0/8, ::1, fd00::/8', 'loopback,uniquelocal', 'none'])('trust %s', (proxies) => {
    expect(problemsOf({ TRUSTED_PROXIES: proxies })).toEqual([]);
  });

  it('need REDIS_URL where the queues are on Redis', () => {
    expect(names({ QUEUE_BACKEND: 'redis' })).toEqual(['REDIS_URL']);
    expect(names({ QUEUE_BACKEND: 'redis', REDIS_URL: 'redis://127.0.0.1' })).toEqual([]);
  });
});

describe('open data', () => {
  it('is not published in production in production under the prefix that is made up', () => {
    expect(names({ ...PRODUCTION, OCDS_PREFIX: 'ocds-demo00' })).toEqual(['OCDS_PREFIX']);
    expect(names({ ...PRODUCTION, OCDS_PREFIX: 'ocds-abc123' })).toEqual([]);
    expect(names({ OCDS_PREFIX: 'ocds-demo00' })).toEqual([]);
  });
});

describe('a witness', () => {
  it('is told over TLS in production, and by either way elsewhere', () => {
    expect(names({ ...PRODUCTION, ANCHOR_WITNESS_URL: 'http://witness.example' })).toEqual(['ANCHOR_WITNESS_URL']);
    expect(names({ ...PRODUCTION, ANCHOR_WITNESS_URL: 'https://witness.example/anchors' })).toEqual([]);
    expect(names({ ANCHOR_WITNESS_URL: 'http://witness.example' })).toEqual([]);
  });
});

describe('a secret in a file', () => {
  it('counts as given, without the line break at its end', () => {
    expect(loadSettings({ TOKEN_KEYS_FILE: file('token', `${key('f', 9)}\n`) }).tokenKeys).toBe(key('f', 9));
  });

  it('and in a variable as well is refused', () => {
    expect(names({ TOKEN_KEYS: key('t', 1), TOKEN_KEYS_FILE: file('token', key('f', 9)) })).toEqual(['TOKEN_KEYS']);
  });

  it('that cannot be read is named', () => {
    expect(names({ METRICS_TOKEN_FILE: join(folder, 'nowhere') })).toEqual(['METRICS_TOKEN_FILE']);
  });

  it('that is wrong is refused by the name of the setting', () => {
    expect(names({ DATABASE_URL_FILE: file('url', 'http://x') })).toEqual(['DATABASE_URL']);
  });

  it('may be every secret, and nothing else', () => {
    const secret = settingDocs()
      .filter((doc) => doc.secret)
      .map((doc) => doc.env);
    expect(secret.sort()).toEqual([
      'ANCHOR_WITNESS_TOKEN',
      'AUDIT_KEYS',
      'DATABASE_READ_URL',
      'DATABASE_URL',
      'IDENTITY_KEYS',
      'MAIL_URL',
      'MAINTENANCE_DATABASE_URL',
      'METRICS_TOKEN',
      'MIGRATION_DATABASE_URL',
      'OIDC_PROVIDERS',
      'OPENING_PUBLIC_KEY',
      'REDIS_URL',
      'TOKEN_KEYS',
    ]);
    expect(loadSettings({ PORT_FILE: file('port', '1') }).port).toBe(3000);
  });
});

describe('in production', () => {
  it('what is given is enough, and statistics speak of live data', () => {
    expect(loadSettings(PRODUCTION)).toMatchObject({ production: true, defaultDataset: 'live' });
  });

  it.each(['DATABASE_URL', 'TOKEN_KEYS', 'AUDIT_KEYS', 'IDENTITY_KEYS', 'OPENING_PUBLIC_KEY', 'TRUSTED_PROXIES'])(
    '%s must be given',
    (name) => {
      expect(names({ ...PRODUCTION, [name]: undefined })).toEqual([name]);
      expect(names({ ...PRODUCTION, [name]: '' })).toEqual([name]);
    },
  );

  it('time cannot be shifted', () => {
    expect(names({ ...PRODUCTION, BUSINESS_TIME_START: '2018-01-01T00:00:00Z' })).toEqual(['BUSINESS_TIME_START']);
  });
});

describe('keys', () => {
  it('sign by the first and verify by the others; one for each purpose', () => {
    const ring = parseKeys(`${key('new', 1)},${key('old', 2)}`);
    expect(ring.map((k) => [k.id, k.bytes[0]])).toEqual([
      ['new', 1],
      ['old', 2],
    ]);
    const [a, b] = [forPurpose(ring, 'a'), forPurpose(ring, 'b')];
    expect(a.map((k) => k.id)).toEqual(['new', 'old']);
    expect(() => parseKeys(`${key('one', 1)},${key('one', 2)}`)).toThrow('Two keys of one ring are called one');
    expect(a[0].bytes.equals(b[0].bytes)).toBe(false);
    expect(a[0].bytes.equals(forPurpose(ring, 'a')[0].bytes)).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { settingDocs } from '../src/kernel/config/setting.js';
import { runToEnd } from './support/child.js';
import { parseCopy, parseDockerfile } from './support/dockerfile.js';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  ports?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

const stages = parseDockerfile(read('docker/Dockerfile'));
const compose = parse(read('docker/compose.yaml'), { merge: true }) as Compose;
const service = (name: string): Service => compose.services[name] ?? {};
const IMAGE = String(stages.length - 1);
const last = (name: string): string => stages.at(-1)?.instructions.findLast((i) => i.name === name)?.text ?? '';

/** A folder in which the script has made its secrets once. */
async function withSecrets(work: (folder: string, make: () => Promise<void>) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-secrets-'));
  try {
    cpSync(join(root, 'docker/make-secrets.mjs'), join(folder, 'make-secrets.mjs'));
    const make = async () => {
      const child = await runToEnd(process.execPath, [join(folder, 'make-secrets.mjs')], { cwd: folder, env: {} });
      expect(await child.ended).toBe(0);
    };
    await make();
    await work(folder, make);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the compose file', () => {
  it('has the API, the worker, the job that migrates, PostgreSQL 17 and Redis', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'migrate', 'postgres', 'redis', 'worker']);
    expect([service('postgres').image, service('redis').image]).toEqual(['postgres:17', 'redis:7']);
    const build = service('api').build;
    expect(resolve(root, 'docker', build?.context ?? '', build?.dockerfile ?? '')).toBe(
      join(root, 'docker/Dockerfile'),
    );
  });

  it('gives the services only settings that exist, and secrets by file', () => {
    const docs = settingDocs();
    const known = new Map(docs.map((doc) => [doc.env, doc.secret]));
    for (const name of ['api', 'migrate', 'worker']) {
      for (const [variable, value] of Object.entries(service(name).environment ?? {})) {
        // A path that is a setting of its own, else a secret given by file.
        const setting = known.has(variable) ? variable : variable.replace(/_FILE$/, '');
        expect({ variable, known: known.has(setting) }).toEqual({ variable, known: true });
        if (!known.get(setting)) continue;
        expect(variable).toMatch(/_FILE$/);
        expect(service(name).secrets).toContain(basename(value));
      }
    }
  });

  it('declares every secret and volume that a service uses', () => {
    for (const { secrets = [], volumes = [] } of Object.values(compose.services)) {
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
      for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
  });

  it('starts in order: the servers, the migration, then API and workers', () => {
    const healthy = { condition: 'service_healthy' };
    const done = { condition: 'service_completed_successfully' };
    expect(service('migrate').depends_on).toEqual({ postgres: healthy });
    for (const name of ['api', 'worker']) expect(service(name).depends_on).toEqual({ migrate: done, redis: healthy });
    for (const name of ['postgres', 'redis']) expect(service(name).healthcheck?.test?.length).toBeGreaterThan(1);
  });

  it('gives the role that owns the schema to the migration alone, and API and worker another', async () => {
    expect(service('migrate').command).toEqual(['node', 'dist/src/cli.js', 'migrate']);
    const ofOwner = /MIGRATION_DATABASE_URL|migration_database_url|postgres_password/;
    for (const name of ['api', 'worker']) {
      const { environment, secrets } = service(name);
      expect([name, ofOwner.test(JSON.stringify({ environment, secrets }))]).toEqual([name, false]);
      expect(environment?.['TRUSTED_PROXIES']).toBeDefined();
    }
    expect(service('migrate').secrets).toContain('migration_database_url');
    await withSecrets((folder) => {
      const [owner, api] = ['migration_database_url', 'database_url'].map(
        (name) => new URL(readFileSync(join(folder, 'secrets', name), 'utf8')),
      );
      expect([owner?.username, api?.username]).toEqual(['throughline', 'throughline_api']);
      expect(owner?.username).toBe(service('postgres').environment?.['POSTGRES_USER']);
      expect(owner?.password).toBe(readFileSync(join(folder, 'secrets/postgres_password'), 'utf8'));
      expect(api?.password).not.toBe(owner?.password);
      return Promise.resolve();
    });
  });

  it('asks the worker for its readiness on the port that it is given', () => {
    const { environment, healthcheck } = service('worker');
    expect(healthcheck?.test?.join(' ')).toContain(`127.0.0.1:${environment?.['WORKER_PORT']}/health/ready`);
  });

  it('never lets Redis forget a job, and opens no server to the network', () => {
    expect(service('redis').command?.join(' ')).toContain('--maxmemory-policy noeviction --appendonly yes');
    for (const name of ['postgres', 'redis', 'worker']) expect(service(name).ports).toBeUndefined();
    for (const port of service('api').ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('has secrets that are made by the script beside it', () =>
    withSecrets(async (folder, make) => {
      const files = Object.values(compose.secrets).map(({ file }) => join(folder, file));
      const first = files.map((file) => readFileSync(file, 'utf8'));
      await make();
      expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(first);
      const key = readFileSync(join(folder, 'secrets/audit_keys'), 'utf8');
      expect(Buffer.from(key.split(':')[1] ?? '', 'base64')).toHaveLength(32);
    }));
});

describe('the Dockerfile, as text', () => {
  it('builds in one stage and runs in another, without the tools', () => {
    expect(stages.map(({ name, image }) => [name, image])).toEqual([
      ['build', 'node:22-bookworm-slim'],
      ['packages', 'node:22-bookworm-slim'],
      [IMAGE, 'node:22-bookworm-slim'],
    ]);
  });

  it('runs as an ordinary user', () => {
    const names = stages.at(-1)?.instructions.map(({ name }) => name) ?? [];
    expect(last('USER')).toBe('node');
    expect(names.indexOf('USER')).toBeLessThan(names.indexOf('CMD'));
  });

  it('asks readiness for its health', () => {
    expect(last('HEALTHCHECK')).toMatch(
      /^--interval=\d+s --timeout=\d+s --start-period=\d+s --retries=\d+ CMD \["node"/,
    );
    expect(last('HEALTHCHECK')).toContain('/health/ready');
  });

  it('copies nothing that its ignore file keeps out', () => {
    const allowed = read('docker/Dockerfile.dockerignore').split('\n');
    expect(allowed[0]).toBe('*');
    for (const { name, text } of stages.flatMap(({ instructions }) => instructions)) {
      const copy = name === 'COPY' ? parseCopy(text) : null;
      if (copy === null || copy.from !== null) continue;
      for (const source of copy.sources) expect(allowed).toContain(`!${source}`);
    }
  });
});

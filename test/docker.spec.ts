import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { settingDocs } from '../src/kernel/config/setting.js';
// declares them
import '../src/kernel/config/settings.js';
import { findFreePort } from './support/free-port.js';
import { Child, runToEnd } from './support/child.js';
import { describeWith } from './support/describe-with.js';
import { parseCopy, parseDockerfile } from './support/dockerfile.js';
import { nginx } from './support/optional-servers.js';

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
  networks?: string[] | Record<string, { ipv4_address?: string }>;
  cap_add?: string[];
  profiles?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

const stages = parseDockerfile(read('docker/Dockerfile'));
const compose = parse(read('docker/compose.yaml'), { merge: true }) as Compose;
const service = (name: string): Service => compose.services[name] ?? {};
const IMAGE = String(stages.length - 1);
const last = (name: string): string => stages.at(-1)?.instructions.findLast((i) => i.name === name)?.text ?? '';

/** An account of the machine that is neither root nor that of the containers. */
const OTHER_USER = 1001;

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
  it('has the proxy, the API, the worker, the jobs that migrate, move and copy, PostgreSQL 17 and Redis', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'api',
      'backup',
      'maintenance',
      'migrate',
      'postgres',
      'proxy',
      'redis',
      'worker',
    ]);
    expect(service('postgres').image).toMatch(/^postgres:17\./);
    expect(service('redis').image).toMatch(/^redis:7\./);
    // pg_dump reads no server that is newer than itself
    expect(service('backup').image).toBe(service('postgres').image);
    const build = service('api').build;
    expect(resolve(root, 'docker', build?.context ?? '', build?.dockerfile ?? '')).toBe(
      join(root, 'docker/Dockerfile'),
    );
  });

  it('gives the services only settings that exist, and secrets by file', () => {
    const docs = settingDocs();
    const known = new Map(docs.map((doc) => [doc.env, doc.secret]));
    for (const name of ['api', 'maintenance', 'migrate', 'worker']) {
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

  it('declares every secret, volume and network that a service uses', () => {
    for (const { secrets = [], volumes = [], networks = [] } of Object.values(compose.services)) {
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
      for (const volume of volumes.filter((each) => !each.startsWith('./')))
        expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      for (const network of Array.isArray(networks) ? networks : Object.keys(networks))
        expect(Object.keys(compose.networks)).toContain(network);
    }
  });

  it('names each image by its exact version', () => {
    const images = [...Object.values(compose.services).map(({ image }) => image), ...stages.map(({ image }) => image)];
    const outside = images.filter((image) => image !== undefined && image !== 'throughline' && image.includes(':'));
    expect(outside.length).toBeGreaterThan(6);
    for (const image of outside) expect(image).toMatch(/^[a-z]+:\d+\.\d+(\.\d+)?-bookworm(-slim)?$/);
  });

  it('gives every service a bound of memory, processors and processes, and no privilege that it does not need', () => {
    /** What the images of the servers need to change to their own account, and a copy to read what belongs to others. */
    const needed = new Set(['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID', 'DAC_READ_SEARCH']);
    for (const [name, each] of Object.entries(compose.services)) {
      expect({ name, ...each }).toMatchObject({
        mem_limit: expect.stringMatching(/^\d+[mg]$/),
        cpus: expect.any(Number),
        pids_limit: expect.any(Number),
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect((each.cap_add ?? []).filter((capability) => !needed.has(capability))).toEqual([]);
    }
    for (const name of ['api', 'worker', 'maintenance', 'migrate', 'proxy'])
      expect(service(name).cap_add).toBeUndefined();
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
    for (const name of ['api', 'maintenance', 'worker']) {
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
    const open = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['proxy']);
    expect(compose.networks['back']).toEqual({ internal: true });
    for (const name of ['postgres', 'redis', 'backup', 'maintenance', 'migrate'])
      expect(service(name).networks).toEqual(['back']);
  });

  it('trusts the proxy alone, by the address that it is given', () => {
    const { networks } = service('proxy');
    const address = Array.isArray(networks) ? undefined : networks?.['front']?.ipv4_address;
    expect(address).toMatch(/^172\.30\.0\.\d+$/);
    for (const name of ['api', 'worker']) expect(service(name).environment?.['TRUSTED_PROXIES']).toBe(address);
    expect(compose.networks['front']).toEqual({ ipam: { config: [{ subnet: '172.30.0.0/24' }] } });
  });

  it('has a proxy that looks the API up again, whose address is another one after a restart', () => {
    const [, major, minor, patch] = /^nginx:(\d+)\.(\d+)\.(\d+)-/.exec(service('proxy').image ?? '') ?? [];
    // `resolve` in an upstream: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve
    expect(Number(major) * 1e6 + Number(minor) * 1e3 + Number(patch)).toBeGreaterThanOrEqual(1_027_003);
    const text = read('docker/nginx.conf').replaceAll(/^\s*#.*$/gm, '');
    const [, seconds] = /\bresolver 127\.0\.0\.11 valid=(\d+)s ipv6=off;/.exec(text) ?? [];
    expect(Number(seconds)).toBeLessThanOrEqual(10);
    const [, upstream = ''] = /\bupstream api \{([^}]*)\}/.exec(text) ?? [];
    expect(upstream).toMatch(/\bzone \w+ \d+k;/);
    const servers = upstream.match(/\bserver [^;]+;/g) ?? [];
    expect(servers.length).toBeGreaterThan(0);
    for (const server of servers) expect(server).toMatch(/ resolve\b/);
  });

  it('has a job that copies, which reads the data and cannot change it, and runs only when it is asked to', () => {
    const { profiles, command, volumes, environment } = service('backup');
    expect(profiles).toEqual(['backup']);
    expect(command).toEqual(['sh', '/backup.sh']);
    expect(volumes).toEqual(['./backup.sh:/backup.sh:ro', 'data:/data:ro', 'backup:/backup']);
    expect(environment).toMatchObject({ DOCUMENTS_DIR: '/data/documents', BACKUP_DIR: '/backup' });
  });

  it('has a job that moves what is old, which runs only when it is asked to, by a role that no service has and the migration makes', async () => {
    const { profiles, command } = service('maintenance');
    expect([profiles, command]).toEqual([['maintenance'], ['node', 'dist/src/cli.js', 'move-old-rows']]);
    const given = Object.keys(compose.services).filter((name) =>
      service(name).secrets?.includes('maintenance_database_url'),
    );
    expect(given.sort()).toEqual(['maintenance', 'migrate']);
    await withSecrets((folder) => {
      const urls = ['maintenance_database_url', 'database_url', 'migration_database_url'].map(
        (name) => new URL(readFileSync(join(folder, 'secrets', name), 'utf8')),
      );
      for (const part of ['username', 'password'] as const)
        expect(new Set(urls.map((url) => url[part])).size).toBe(urls.length);
      return Promise.resolve();
    });
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

  it('has secrets that its containers can read, also where whoever makes them gives others nothing', () =>
    withSecrets(async (folder) => {
      rmSync(join(folder, 'secrets'), { recursive: true });
      const strict = ['-c', 'umask 077; exec "$0" make-secrets.mjs', process.execPath];
      const made = await runToEnd('sh', strict, { cwd: folder, env: {} });
      expect(await made.ended).toBe(0);
      const modes = Object.fromEntries(
        Object.values(compose.secrets).map(({ file }) => [basename(file), statSync(join(folder, file)).mode & 0o777]),
      );
      const open = Object.keys(modes).filter((name) => name !== 'opening_key');
      expect(modes).toEqual({ ...Object.fromEntries(open.map((name) => [name, 0o644])), opening_key: 0o600 });
    }));

  it('names the account that the opening key is to be given to, where whoever makes the secrets cannot do it', () =>
    withSecrets(async (folder) => {
      rmSync(join(folder, 'secrets'), { recursive: true });
      const isRoot = process.getuid?.() === 0;
      const account = isRoot ? { uid: OTHER_USER, gid: OTHER_USER } : {};
      if (isRoot) chownSync(folder, OTHER_USER, OTHER_USER);
      const made = await runToEnd(process.execPath, ['make-secrets.mjs'], { cwd: folder, env: {}, ...account });
      expect(await made.ended).toBe(0);
      const isTheirs = statSync(join(folder, 'secrets/opening_key')).uid === 1000;
      expect(made.output.includes('sudo chown 1000:1000')).toBe(!isTheirs);
    }));
});

describe('the Dockerfile, as text', () => {
  it('builds in one stage and runs in another, without the tools', () => {
    expect(stages.map(({ name, image }) => [name, image])).toEqual([
      ['build', 'node:22.20.0-bookworm-slim'],
      ['packages', 'node:22.20.0-bookworm-slim'],
      [IMAGE, 'node:22.20.0-bookworm-slim'],
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

describeWith(nginx, 'the proxy in front', () => {
  let folder: string;
  let api: Server;
  let proxy: Child | undefined;
  let ports: { plain: number; tls: number };
  const heard: IncomingHttpHeaders[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-proxy-'));
    api = createServer((request, response) => {
      heard.push(request.headers);
      response.end('answered');
    });
    await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening));
    ports = { plain: await findFreePort(), tls: await findFreePort() };
    const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
    const subject = ['-subj', '/CN=localhost', '-days', '2', '-newkey', 'rsa:2048', '-nodes'];
    const made = await runToEnd('openssl', ['req', '-x509', ...subject, ...files], { cwd: folder, env: process.env });
    expect(await made.ended).toBe(0);
    const text = read('docker/nginx.conf')
      // Debian's nginx looks a name up once: `resolve` is known from 1.27.3 on
      .replace('api:3000 resolve', `127.0.0.1:${(api.address() as AddressInfo).port}`)
      .replace('listen 8080', `listen 127.0.0.1:${ports.plain}`)
      .replace('listen 8443', `listen 127.0.0.1:${ports.tls}`)
      .replaceAll('/tmp/', `${folder}/`)
      .replaceAll('/etc/nginx/tls', folder);
    writeFileSync(join(folder, 'nginx.conf'), text);
    const given = ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
    const checked = await runToEnd(nginx.path ?? '', ['-t', ...given], { cwd: folder, env: {} });
    expect([await checked.ended, checked.output]).toEqual([0, expect.stringContaining('test is successful')]);
    proxy = new Child(nginx.path ?? '', [...given, '-g', 'daemon off;'], { cwd: folder, env: {} });
  });
  afterAll(async () => {
    await proxy?.kill();
    await new Promise((closed) => api.close(closed));
    rmSync(folder, { recursive: true, force: true });
  });

  /** What is answered over TLS, with headers of the caller's own. */
  const ask = (headers: Record<string, string>): Promise<string> =>
    new Promise((resolved, failed) => {
      const options = { port: ports.tls, host: '127.0.0.1', path: '/health/live', headers, rejectUnauthorized: false };
      get(options, (answer) => void readText(answer).then(resolved, failed)).on('error', failed);
    });

  it('answers over TLS, and says whose request it is, whatever the caller says', async () => {
    for (const deadline = Date.now() + 30_000; ; await pause(50)) {
      const said = await ask({ Host: 'care.example', 'X-Forwarded-For': '203.0.113.9' }).catch(() => null);
      if (said === 'answered') break;
      if (Date.now() > deadline) throw new Error(proxy?.output);
    }
    expect(heard.at(-1)).toMatchObject({
      host: 'care.example',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
    });
  });

  it('sends who comes without TLS there', async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.plain}/api/v1/tenders?limit=1`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, 'https://127.0.0.1/api/v1/tenders?limit=1']);
  });
});

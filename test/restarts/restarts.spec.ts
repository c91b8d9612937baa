import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { signIn, type Person } from '../../tour/stage.js';
import { freePort } from '../../src/kernel/embedded/server.js';
import { Child, runToEnd } from '../support/child.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { nginx } from '../support/optional-servers.js';
import { buildProduct, startProduct } from '../support/product.js';

const WRITERS = 6;
const START_MS = 240_000;
const key = (): string => `k:${randomBytes(32).toString('base64')}`;

/** One process that answers requests. */
interface Server {
  child: Child;
  port: number;
}

describeWith(nginx, 'a restart of the processes, one after the other, under writers', () => {
  let database: TestDatabase;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let proxy: Child;
  let door: number;
  let servers: Server[];
  let admin: Person;
  const children: Child[] = [];
  const start = (program: 'main' | 'cli', more: NodeJS.ProcessEnv = {}, ...args: string[]): Child => {
    const child = startProduct(program, { ...env, ...more }, ...args);
    children.push(child);
    return child;
  };
  async function startServer(): Promise<Server> {
    const child = start('main');
    const url = await child.says(/^ready (http\S+)$/m, START_MS);
    return { child, port: Number(new URL(url).port) };
  }
  const reload = async (): Promise<void> => {
    const child = await runToEnd(nginx.path ?? '', [...given(), '-s', 'reload'], { cwd: folder, env: {} });
    expect([await child.ended, child.output]).toEqual([0, '']);
  };
  const given = (): string[] => ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  /** The upstream as docs/operations.md has it: who is taken out stays in the list, marked. */
  function writeProxy(out?: Server): void {
    const upstream = servers
      .map((server) => `server 127.0.0.1:${server.port} max_fails=0${server === out ? ' down' : ''};`)
      .join('\n      ');
    writeFileSync(
      join(folder, 'nginx.conf'),
      `
  worker_processes 1;
  pid ${folder}/nginx.pid;
  error_log ${folder}/error.log;
  events { worker_connections 256; }
  http {
    access_log off;
    client_body_temp_path ${folder}/body;
    proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi;
    scgi_temp_path ${folder}/scgi;
    upstream api {
      ${upstream}
      keepalive 16;
    }
    server {
      listen 127.0.0.1:${door};
      # a connection that is kept open may be closed by a reload in the moment in which its client writes
      keepalive_timeout 0;
      location / {
        proxy_pass http://api;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
      }
    }
  }
`,
    );
  }

  beforeAll(async () => {
    await buildProduct();
    database = await createDatabase({ empty: true });
    folder = mkdtempSync(join(tmpdir(), 'throughline-restarts-'));
    env = {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', DATA_DIR: folder, TRUSTED_PROXIES: '127.0.0.1' },
      ...{ DATABASE_URL: database.applicationUrl, SECOND_FACTOR_ROLES: 'none', THROTTLE: 'false' },
      ...{ TOKEN_KEYS: key(), AUDIT_KEYS: key(), IDENTITY_KEYS: key(), OPENING_PUBLIC_KEY: key() },
    };
    const migrated = start('cli', { MIGRATION_DATABASE_URL: database.url }, 'migrate');
    expect(await migrated.end(START_MS)).toBe(0);
    const made = start('cli', {}, 'create-admin', 'chief.admin');
    expect(await made.end(START_MS)).toBe(0);
    servers = [await startServer(), await startServer()];
    door = await freePort();
    writeProxy();
    proxy = new Child(nginx.path ?? '', [...given(), '-g', 'daemon off;'], { cwd: folder, env: {} });
    children.push(proxy);
    for (const deadline = Date.now() + 30_000; ; await pause(50)) {
      if ((await fetch(`http://127.0.0.1:${door}/health/live`).catch(() => null))?.status === 200) break;
      if (Date.now() > deadline) throw new Error(proxy.output);
    }
    admin = await signIn(
      `http://127.0.0.1:${door}`,
      '系统管理员',
      'chief.admin',
      await made.says(/^setup code (\S+)$/m),
    );
  });
  afterAll(async () => {
    for (const child of children) await child.kill();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  let round = 0;
  beforeEach(() => void round++);

  /**
   * Six writers that register bureaus until they are told to end. Answers how many were registered, by what they were told,
   * and what went wrong; one that `repeats` sends a broken request again under its key.
   */
  function beginWriting(repeats: boolean) {
    const told = { registered: 0, broken: 0, failed: [] as string[] };
    let writing = true;
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; writing; n++) {
        const name = `【虚构】${round}轮${writer}写者${n}号局`;
        for (let attempt = 1; ; attempt++) {
          try {
            await admin.ask(
              'POST',
              'organisations',
              { name, kind: 'bureau', region: '990203' },
              { 'Idempotency-Key': toKey(name) },
            );
            told.registered++;
            break;
          } catch (error) {
            told.broken++;
            const status = (error as { status?: number }).status ?? 0;
            const passes = status === 0 || status === 502 || status === 503 || status === 504 || status === 409;
            if (!repeats || !passes || attempt === 50) {
              told.failed.push(String(error));
              break;
            }
            await pause(100);
          }
        }
      }
    };
    const all = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    return {
      told,
      async end() {
        writing = false;
        await all;
      },
    };
  }
  const toKey = (name: string): string => Buffer.from(name).toString('hex');
  async function count(): Promise<{ rows: number; names: number }> {
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ rows: number; names: number }>(
      `SELECT count(*)::int AS rows, count(DISTINCT name)::int AS names FROM organisation WHERE name LIKE $1`,
      [`【虚构】${round}轮%`],
    );
    await client.end();
    return rows[0] ?? { rows: 0, names: 0 };
  }

  it('out of the upstream, reload, stop, start, back in: no request fails, and none is done twice', async () => {
    const writers = beginWriting(false);
    await pause(1_000);
    for (const index of servers.keys()) {
      const old = servers[index] as Server;
      writeProxy(old);
      await reload();
      await pause(500);
      const before = writers.told.registered;
      old.child.signal('SIGTERM');
      expect(await old.child.end(START_MS)).toBe(0);
      servers[index] = await startServer();
      expect(writers.told.registered).toBeGreaterThan(before);
      writeProxy();
      await reload();
      await pause(500);
    }
    await writers.end();
    const { registered, failed } = writers.told;
    expect(failed).toEqual([]);
    expect(await count()).toEqual({ rows: registered, names: registered });
    expect(registered).toBeGreaterThan(WRITERS);
  });

  it('without a word to the proxy, and writers that repeat under their key: none is lost, and none is done twice', async () => {
    const writers = beginWriting(true);
    await pause(500);
    for (const index of servers.keys()) {
      const old = servers[index] as Server;
      old.child.signal('SIGTERM');
      expect(await old.child.end(START_MS)).toBe(0);
      servers[index] = await startServer();
      writeProxy();
      await reload();
      await pause(500);
    }
    await writers.end();
    const { registered, failed } = writers.told;
    expect(failed).toEqual([]);
    expect(await count()).toEqual({ rows: registered, names: registered });
  });

  it('a process that was told to stop says that it is not ready, answers on, and closes its connections', async () => {
    const drained = start('main', { DRAIN_SECONDS: '5' });
    const url = await drained.says(/^ready (http\S+)$/m, START_MS);
    drained.signal('SIGTERM');
    for (const deadline = Date.now() + 4_000; ; await pause(50)) {
      const ready = await fetch(`${url}/health/ready`);
      const { checks } = (await ready.json()) as { checks: Record<string, unknown> };
      // One that had begun before it was told may end after that, and keeps its connection.
      const closes = ready.headers.get('connection') === 'close';
      if ('stopping' in checks && closes) {
        expect([ready.status, checks['stopping']]).toEqual([503, { ok: false }]);
        break;
      }
      expect(closes).toBe(false);
      if (Date.now() > deadline) throw new Error('it did not say that it stops');
    }
    expect((await fetch(`${url}/api/v1/rules?limit=1`)).status).toBe(200);
    expect(await drained.end(30_000)).toBe(0);
  });
});

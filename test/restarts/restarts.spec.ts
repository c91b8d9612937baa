import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { PASSWORD, signIn, type Person } from '../../tour/stage.js';
import { Child, runToEnd } from '../support/child.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { findFreePort } from '../support/free-port.js';
import { printedFiles } from '../support/operations-page.js';
import { nginx } from '../support/optional-servers.js';
import { buildProduct, startProduct } from '../support/product.js';
import { isFullRun } from '../support/rounds.js';
import { runHere } from '../support/run-here.js';

const WRITERS = 6;
/** Between two requests of a writer while a process starts: who goes on is seen, and the start has the machine. */
const CALM_MS = 250;
/** Long enough to be asked after a signal; one that is killed has none of it. */
const DRAINED = { DRAIN_SECONDS: '5' };
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
  /** Ports of the proxy: with TLS, as callers come, without it, and of the address that sends them to TLS. */
  let secure: number;
  let door: number;
  let plain: number;
  let servers: Server[];
  let admin: Person;
  const children: Child[] = [];
  let isCalm = false;
  async function startServer(more: NodeJS.ProcessEnv = {}): Promise<Server> {
    const child = startProduct('main', { ...env, ...more });
    children.push(child);
    isCalm = true;
    const url = await child.says(/^ready (http\S+)$/m, START_MS);
    isCalm = false;
    return { child, port: Number(new URL(url).port) };
  }
  /** Both of the two in the full run; the first one shows it. */
  const listRestarted = (): number[] => [...servers.keys()].slice(0, isFullRun ? Infinity : 1);
  const reload = async (): Promise<void> => {
    const child = await runToEnd(nginx.path ?? '', [...given(), '-s', 'reload'], { cwd: folder, env: {} });
    expect([await child.ended, child.output]).toEqual([0, '']);
  };
  const given = (): string[] => ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  /** As docs/operations.md has it, with the places of this test: who is taken out of the upstream stays in the list, marked. */
  function writeProxy(out?: Server): void {
    const page = printedFiles.get('/etc/nginx/conf.d/throughline.conf') ?? '';
    const printed = servers
      .reduce((text, server, at) => {
        const line = `server 127.0.0.1:${3000 + at} max_fails=0;`;
        expect(text).toContain(line);
        return text.replace(line, `server 127.0.0.1:${server.port} max_fails=0${server === out ? ' down' : ''};`);
      }, page)
      .replace('listen 80;', `listen 127.0.0.1:${plain};`)
      // a connection that is kept open may be closed by a reload in the moment in which its client writes
      .replace(
        'listen 443 ssl http2;',
        `listen 127.0.0.1:${secure} ssl http2;\n  listen 127.0.0.1:${door};\n  keepalive_timeout 0;`,
      )
      .replaceAll('/etc/nginx/tls', folder);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${folder}/${n};`);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `worker_processes 1;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents { worker_connections 256; }\nhttp {\n${temporary.join('\n')}\n${printed}}\n`,
    );
  }

  beforeAll(async () => {
    await buildProduct();
    database = await createDatabase();
    folder = mkdtempSync(join(tmpdir(), 'throughline-restarts-'));
    env = {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', DATA_DIR: folder, TRUSTED_PROXIES: '127.0.0.1' },
      ...{ DATABASE_URL: database.applicationUrl, SECOND_FACTOR_ROLES: 'none', THROTTLE: 'false' },
      ...{ TOKEN_KEYS: key(), AUDIT_KEYS: key(), IDENTITY_KEYS: key(), OPENING_PUBLIC_KEY: key() },
    };
    const made = await runHere(env, 'create-admin', 'chief.admin');
    expect(made.code).toBe(0);
    const [, code = ''] = /^setup code (\S+)$/m.exec(made.output) ?? [];
    servers = [await startServer(), await startServer()];
    [secure, door, plain] = [await findFreePort(), await findFreePort(), await findFreePort()];
    const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
    const subject = ['-subj', '/CN=care.example', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const kind = ['-days', '2', '-newkey', 'rsa:2048', '-nodes'];
    const certified = await runToEnd('openssl', ['req', '-x509', ...subject, ...kind, ...files], {
      cwd: folder,
      env: process.env,
    });
    expect(await certified.ended).toBe(0);
    writeProxy();
    proxy = new Child(nginx.path ?? '', [...given(), '-g', 'daemon off;'], { cwd: folder, env: {} });
    children.push(proxy);
    for (const deadline = Date.now() + 30_000; ; await pause(50)) {
      if ((await fetch(`http://127.0.0.1:${door}/health/live`).catch(() => null))?.status === 200) break;
      if (Date.now() > deadline) throw new Error(proxy.output);
    }
    admin = await signIn(`http://127.0.0.1:${door}`, '系统管理员', 'chief.admin', code);
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
  function beginWriting(repeats: boolean, register: Register = registerPlainly) {
    const told = { registered: 0, broken: 0, failed: [] as string[] };
    let writing = true;
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; writing; n++) {
        const name = `【虚构】${round}轮${writer}写者${n}号局`;
        for (let attempt = 1; ; attempt++) {
          try {
            await register(name);
            told.registered++;
            if (isCalm) await pause(CALM_MS);
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
  type Register = (name: string) => Promise<unknown>;
  const toBody = (name: string) => ({ name, kind: 'bureau', region: '990203' });
  const registerPlainly: Register = (name) =>
    admin.ask('POST', 'organisations', toBody(name), { 'Idempotency-Key': toKey(name) });
  /** A client that comes over TLS and keeps its connections, as a program of another body does. */
  async function openSecureClient(): Promise<{ register: Register; close(): void }> {
    const agent = new Agent({ ca: readFileSync(join(folder, 'fullchain.pem')), keepAlive: true });
    const post = (path: string, body: object, headers: Record<string, string>): Promise<string> =>
      new Promise((resolved, failed) => {
        const to = { agent, host: '127.0.0.1', port: secure, path: `/api/v1/${path}`, method: 'POST', timeout: 60_000 };
        const sent = request({ ...to, headers: { 'Content-Type': 'application/json', ...headers } }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.once('error', failed);
          answer.once('end', () => {
            const { statusCode: status = 0 } = answer;
            if (status < 300) resolved(text);
            else failed(Object.assign(new Error(`${status} ${text}`), { status }));
          });
        });
        sent.once('timeout', () => sent.destroy(new Error('no answer in a minute')));
        sent.once('error', failed);
        sent.end(JSON.stringify(body));
      });
    const session = await post('auth/sessions', { login: 'chief.admin', password: PASSWORD }, {});
    const { accessToken } = JSON.parse(session) as { accessToken: string };
    return {
      register: (name) =>
        post('organisations', toBody(name), { Authorization: `Bearer ${accessToken}`, 'Idempotency-Key': toKey(name) }),
      close: () => agent.destroy(),
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
    for (const index of listRestarted()) {
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

  it('one of two killed and left dead: over TLS the other goes on, and writers that repeat under their key lose nothing and double nothing', async () => {
    const client = await openSecureClient();
    const writers = beginWriting(true, client.register);
    const { told } = writers;
    const until = async (more: number): Promise<void> => {
      for (
        const [wanted, late] = [told.registered + more, Date.now() + 60_000] as const;
        told.registered < wanted;
        await pause(20)
      )
        if (Date.now() > late) throw new Error(`no writer goes on: ${told.failed.join('\n')}`);
    };
    try {
      for (const index of listRestarted()) {
        await until(5 * WRITERS);
        const dead = servers[index] as Server;
        dead.child.signal('SIGKILL');
        expect(await dead.child.end(START_MS)).toBe('SIGKILL');
        // its address stays in the upstream, and nobody tells the proxy
        await until(20 * WRITERS);
        servers[index] = await startServer(DRAINED);
        writeProxy();
        await reload();
      }
    } finally {
      await writers.end();
      client.close();
    }
    const { registered, failed } = told;
    expect(failed).toEqual([]);
    expect(await count()).toEqual({ rows: registered, names: registered });
  });

  it('a process that was told to stop says that it is not ready, answers on, and closes its connections', async () => {
    const { child: drained, port } = servers[0] as Server;
    const url = `http://127.0.0.1:${port}`;
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

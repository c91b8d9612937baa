import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openEmbeddedServer, type EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import { Child, runToEnd } from '../support/child.js';
import { describeWith } from '../support/describe-with.js';
import { findFreePort } from '../support/free-port.js';
import { namedCommands, printedFiles, readService, readVariables, scripts } from '../support/operations-page.js';
import { curl, nginx, postgres15, redis } from '../support/optional-servers.js';
import { buildProduct } from '../support/product.js';
import { untilAnswered } from '../support/ready.js';
import { NOT_RUN, ONLY_NAMED } from '../support/unrun-commands.js';

const root = resolve(import.meta.dirname, '../..');
const START_MS = 240_000;
const needed = [postgres15, nginx, redis, curl];

const missing = needed.find(({ path }) => path === null);

describeWith(missing ?? postgres15, 'the commands of docs/operations.md', () => {
  let server: EmbeddedPostgres;
  let folder: string;
  let ports: Record<'3000' | '3001' | '3100' | 'plain' | 'tls', number>;
  let env: NodeJS.ProcessEnv;
  const children: Child[] = [];
  const run = new Set<string>();
  let redisServer: ChildProcess | undefined;

  /** The page's text with the places of this test instead of the host's. */
  const here = (text: string): string =>
    text
      .replaceAll('/etc/throughline', join(folder, 'etc'))
      .replaceAll('/var/lib/throughline', join(folder, 'data'))
      .replaceAll('/var/backups/throughline', join(folder, 'backups'))
      .replaceAll('/opt/throughline', root)
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('/etc/nginx/tls', join(folder, 'tls'))
      .replaceAll(/\b(3000|3001|3100)\b/g, (port) => String(ports[port as '3000']));
  const unit = (name: string) => readService(here(printedFiles.get(`/etc/systemd/system/${name}`) ?? ''));

  /** Starts what a unit starts, with what it is given and nothing else. */
  function startUnit(name: string, instance = ''): Child {
    const { ExecStart: [line = ''] = [], Environment = [], EnvironmentFile = [] } = unit(name);
    const given = [...EnvironmentFile.map((file) => readFileSync(file, 'utf8')), ...Environment];
    const variables = readVariables(given.join('\n').replaceAll('%i', instance));
    const [program = '', ...args] = line.split(' ');
    const child = new Child(program, args, { cwd: root, env: { PATH: env['PATH'], ...variables } });
    children.push(child);
    return child;
  }
  async function runUnit(name: string): Promise<string> {
    const child = startUnit(name);
    if ((await child.end(START_MS)) !== 0) throw new Error(`${name}:\n${child.output}`);
    return child.output;
  }
  const processes: Child[] = [];
  /** Starts the processes that have these ports on the page, and waits until each says that it is ready. */
  async function start(...named: ('3000' | '3001' | '3100')[]): Promise<void> {
    const started = named.map((port) =>
      port === '3100'
        ? startUnit('throughline-worker.service')
        : startUnit('throughline-api@.service', String(ports[port])),
    );
    processes.splice(0, Infinity, ...started);
    for (const child of started) await child.says(/^ready http|worker ready/m, START_MS);
    for (const port of named)
      for (const deadline = Date.now() + START_MS; ; await pause(100)) {
        const answer = await fetch(`http://127.0.0.1:${ports[port]}/health/ready`).catch(() => null);
        if (answer?.status === 200) break;
        if (Date.now() > deadline) throw new Error(await answer?.text());
      }
  }
  async function stopAll(): Promise<void> {
    for (const child of processes) child.signal('SIGTERM');
    for (const child of processes) expect(await child.end(START_MS)).toBe(0);
  }

  /** Runs the one script of the page that has these words, as it stands there, and answers what it printed. */
  async function runScript(words: string): Promise<string> {
    const [script = '', ...others] = scripts.filter((text) => text.includes(words));
    expect([words, script === '', others]).toEqual([words, false, []]);
    run.add(script);
    const child = await runToEnd('/bin/sh', ['-euc', here(script)], { cwd: join(folder, 'work'), env });
    if ((await child.ended) !== 0) throw new Error(`${script}\n${child.output}`);
    return child.output;
  }

  beforeAll(async () => {
    await buildProduct();
    folder = mkdtempSync(join(tmpdir(), 'throughline-operations-'));
    for (const name of ['etc', 'data', 'work', 'backups', 'tls', 'bin']) mkdirSync(join(folder, name));
    symlinkSync(join(root, 'dist'), join(folder, 'work/dist'));
    const [a, b, c, plain, tls] = await Promise.all(Array.from({ length: 5 }, () => findFreePort()));
    ports = { 3000: a ?? 0, 3001: b ?? 0, 3100: c ?? 0, plain: plain ?? 0, tls: tls ?? 0 };
    server = await openEmbeddedServer({
      dataDir: join(process.env.TEST_RUN_FOLDER ?? '', 'postgres-15-operations'),
      exclusive: true,
      database: 'throughline',
      throwaway: true,
      settings: { fsync: 'off' },
      programs: postgres15.path ?? '',
    });
    const owner = new URL(server.url());
    // nginx reads its own file on a host; here it is told which
    writeFileSync(
      join(folder, 'bin/nginx'),
      `#!/bin/sh\nexec ${nginx.path} -c ${folder}/nginx.conf -e ${folder}/error.log "$@"\n`,
    );
    chmodSync(join(folder, 'bin/nginx'), 0o755);
    const folders = [join(folder, 'bin'), dirname(process.execPath), postgres15.path ?? '', process.env.PATH ?? ''];
    env = {
      PATH: folders.join(delimiter),
      ...{ PGHOST: owner.hostname, PGPORT: owner.port, PGUSER: owner.username },
      ...{ PGPASSWORD: decodeURIComponent(owner.password), DOCUMENTS_DIR: join(folder, 'data/documents') },
    };
    await runScript('make-keys /etc/throughline/keys');
    writeFileSync(join(folder, 'etc/owner/migration_database_url'), server.url());
    // nobody waits here for a proxy that takes a process out; test/restarts runs with the seconds that are printed
    const asPrinted = here(printedFiles.get('/etc/throughline/settings') ?? '');
    expect(asPrinted).toMatch(/^DRAIN_SECONDS=5$/m);
    const settings = asPrinted
      .replace(/^DATABASE_URL=.*$/m, `DATABASE_URL=${server.applicationUrl()}`)
      .replace(/^DRAIN_SECONDS=.*$/m, 'DRAIN_SECONDS=0');
    writeFileSync(join(folder, 'etc/settings'), settings);
    // for the scripts alone: a process of a unit is given what its unit says
    env = { ...env, ...readVariables(settings), MIGRATION_DATABASE_URL: server.url() };
    await runUnit('throughline-migrate.service');
    await start('3000', '3001', '3100');
  });
  afterAll(async () => {
    for (const child of children) await child.kill();
    redisServer?.kill('SIGKILL');
    await server.close();
    server.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  it('of the first day say that each process is ready, and print its figures', async () => {
    const output = await runScript('/etc/throughline/keys/metrics_token');
    expect(output.match(/"status":"ready"/g)).toHaveLength(3);
    expect(output).toMatch(/^database_pool_waiting 0$/m);
    expect(await runScript('create-admin second.admin')).toMatch(/^setup code \S+$/m);
  });

  it('of the proxy check and reload what the page prints, which answers over TLS for both processes', async () => {
    const files = ['-keyout', join(folder, 'tls/privkey.pem'), '-out', join(folder, 'tls/fullchain.pem')];
    const subject = ['-subj', '/CN=care.example', '-days', '2', '-newkey', 'rsa:2048', '-nodes'];
    const made = await runToEnd('openssl', ['req', '-x509', ...subject, ...files], { cwd: folder, env: process.env });
    expect(await made.ended).toBe(0);
    const printed = here(printedFiles.get('/etc/nginx/conf.d/throughline.conf') ?? '')
      .replace('listen 80;', `listen 127.0.0.1:${ports.plain};`)
      .replace('listen 443 ', `listen 127.0.0.1:${ports.tls} `);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${folder}/${n};`);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `pid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\n${temporary.join('\n')}\n${printed}}\n`,
    );
    const proxy = new Child(join(folder, 'bin/nginx'), ['-g', 'daemon off;'], { cwd: folder, env: {} });
    children.push(proxy);
    for (const deadline = Date.now() + 30_000; !existsSync(join(folder, 'nginx.pid')); await pause(50))
      if (Date.now() > deadline) throw new Error(proxy.output);
    expect(await runScript('nginx -t')).toContain('test is successful');
    const ask = (): Promise<number | undefined> =>
      new Promise((resolved, failed) => {
        // each by a connection of its own: one that is kept is closed by the reload
        const to = {
          host: '127.0.0.1',
          port: ports.tls,
          path: '/health/ready',
          rejectUnauthorized: false,
          agent: false,
        };
        get(to, (answer) => resolved(answer.resume().statusCode)).on('error', failed);
      });
    // what the workers from before the reload have taken may still be closed
    for (const deadline = Date.now() + 30_000; (await ask().catch(() => null)) !== 200; await pause(50))
      if (Date.now() > deadline) throw new Error(readFileSync(join(folder, 'error.log'), 'utf8'));
    // four in a row, so that both processes answer
    await untilAnswered([200, 200, 200, 200], async () => [await ask(), await ask(), await ask(), await ask()]);
  });

  it('of Redis find it as the page says that it must be', async () => {
    const port = await findFreePort();
    const file = join(folder, 'redis.conf');
    writeFileSync(file, `${printedFiles.get('/etc/redis/redis.conf')}port ${port}\nbind 127.0.0.1\ndir ${folder}\n`);
    redisServer = spawn(redis.path ?? '', [file], { stdio: 'ignore' });
    env = { ...env, REDIS_URL: `redis://127.0.0.1:${port}` };
    for (const deadline = Date.now() + 30_000; ; await pause(50)) {
      const asked = await runToEnd('redis-cli', ['-u', env['REDIS_URL'] ?? '', 'PING'], { cwd: folder, env });
      if (asked.output.includes('PONG')) break;
      if (Date.now() > deadline) throw new Error(asked.output);
    }
    expect((await runScript('CONFIG GET appendonly')).split('\n')).toEqual(
      expect.arrayContaining(['noeviction', 'yes']),
    );
  });

  it('of an incident ask the database, list and retry work, and verify', async () => {
    expect(await runScript('pg_is_in_recovery')).toMatch(/^f\|/);
    expect(await runScript('pg_replication_slots')).toMatch(/\(10 rows\)[\s\S]*slot_name/);
    expect(await runScript('jobs retry --all')).toEqual(expect.any(String));
    expect(await runScript('failed-sign-ins')).toContain('"failures":0');
    expect(JSON.parse(await runScript('verify-audit --tables'))).toMatchObject({ ok: true, tableRows: 1 });
    const owner = new pg.Client(server.url());
    await owner.connect();
    await owner.query(`UPDATE seat SET role = 'auditor'`);
    await owner.end();
    await runScript('as-found.dump');
    expect(existsSync(join(folder, 'work/as-found.dump'))).toBe(true);
    const found = startUnit('throughline-verify.service');
    expect(await found.end(START_MS)).toBe(1);
    expect(found.output).toContain('table_row_altered');
    expect(JSON.parse(await runScript('accept-rows'))).toMatchObject({ count: 1 });
    await runUnit('throughline-verify.service');
  });

  it('of a change of keys leave what the old ones made as it was, and let all start', async () => {
    await stopAll();
    await runScript('for ring in token_keys');
    await runScript('opening/opening_key.new');
    expect(readFileSync(join(folder, 'etc/keys/audit_keys'), 'utf8')).toMatch(/^audit-\d{8}:[^,]+,audit-1:[^,]+\n$/);
    expect(readFileSync(join(folder, 'etc/keys/opening_public_key'), 'utf8')).toMatch(/^opening-\d{8}:[^,]+\n$/);
    await start('3000', '3100');
    await runUnit('throughline-verify.service');
  });

  it('of a backup and the way back give the database, which says that it was restored', async () => {
    mkdirSync(join(folder, 'data/documents/ab'), { recursive: true });
    writeFileSync(join(folder, 'data/documents/ab/file'), 'a document');
    expect((await runUnit('throughline-backup.service')).trim()).toMatch(/throughline-\d{8}T\d{6}Z\.dump$/);
    await runScript('backup/throughline.dump "$MIGRATION_DATABASE_URL"');
    await stopAll();
    const owner = new pg.Client(server.url('postgres'));
    await owner.connect();
    await owner.query('ALTER DATABASE throughline RENAME TO lost');
    await owner.end();
    rmSync(join(folder, 'data/documents'), { recursive: true });
    mkdirSync(join(folder, 'data/documents'));
    expect(await runScript('pg_restore --exit-on-error')).toMatch(/"missingDocuments":\s*\{\s*"count":\s*0/);
    expect(existsSync(join(folder, 'data/documents/ab/file'))).toBe(true);
    await start('3000', '3100');
    await runUnit('throughline-verify.service');
    // The registration that the page names, which stands in the copy again
    const found = new pg.Client(server.url());
    await found.connect();
    await found.query(
      `INSERT INTO registration (id, state, agency_name, credit_code, contact_name, phone_masked, login, decided_at, reason)
       VALUES ('00000000-0000-4000-8000-000000000000', 'rejected', '虚构机构', '529902030000010014', '虚构申请人', '*8765', 'applicant', now(), '材料不全')`,
    );
    await found.end();
    expect(await runScript('personal-data erase')).toMatch(/^erased, request [0-9a-f-]{36}\n$/);
  });

  it('are all run here, or named with the reason why not', () => {
    const others = scripts.filter((script) => !run.has(script)).map((script) => script.split('\n', 1)[0]);
    expect(others.sort()).toEqual(Object.keys(NOT_RUN).sort());
    expect([...namedCommands].sort()).toEqual(Object.keys(ONLY_NAMED).sort());
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import {
  destroyEmbeddedServer,
  moveAside,
  openEmbeddedServer,
  type EmbeddedOptions,
} from '../../src/kernel/embedded/index.js';
import { serverPid } from '../../src/kernel/embedded/postmaster.js';
import { Child } from '../support/child.js';

const root = resolve(import.meta.dirname, '../..');
const holder = resolve(root, 'test/support/hold-embedded.mjs');

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every file below a folder with its content, in one value. */
function contentOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
    const path = join(folder, name);
    hash.update(name);
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

describe('the embedded PostgreSQL', () => {
  let parent: string;
  let folder: string;
  let count = 0;

  const open = (options: Partial<EmbeddedOptions> = {}) =>
    openEmbeddedServer({ dataDir: folder, exclusive: true, database: 'held', throwaway: true, ...options });

  /** A folder whose database was made before: making it takes longer than most of what is asked here. */
  const openMade = (options: Partial<EmbeddedOptions> = {}) => {
    const { status } = spawnSync('cp', ['-a', join(parent, 'made'), folder]);
    expect(status).toBe(0);
    return open(options);
  };

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'throughline-embedded-'));
    chmodSync(parent, 0o755);
    const made = await open({ dataDir: join(parent, 'made') });
    expect([made.initialised, await made.close()]).toEqual([true, true]);
  });
  afterAll(() => {
    for (const name of readdirSync(parent)) destroyEmbeddedServer(join(parent, name));
    rmSync(parent, { recursive: true, force: true });
  });
  beforeEach(() => {
    folder = join(parent, `folder-${(count += 1)}`);
  });

  it('is UTF-8 with collation C, asks for a password and listens on this machine only', async () => {
    const server = await open();
    const shown = await query(
      server.url(),
      `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories',
         'server_encoding', 'password_encryption') UNION ALL
       SELECT 'collation', datcollate FROM pg_database WHERE datname = current_database() ORDER BY name`,
    );
    expect(shown.map(({ name, setting }) => `${String(name)}=${String(setting)}`)).toEqual([
      'collation=C',
      'listen_addresses=127.0.0.1',
      'password_encryption=scram-sha-256',
      'server_encoding=UTF8',
      'unix_socket_directories=',
    ]);
    const wrong = new URL(server.url());
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(folder, 'postgres.json')).mode & 0o777).toBe(0o600);
    expect(await server.close()).toBe(true);
    expect(serverPid(server.data)).toBeNull();
  });

  it('keeps its data from one start to the next', async () => {
    const first = await open();
    await query(first.url(), 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.close();
    const second = await open();
    expect(await query(second.url(), 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect([first.initialised, second.initialised, second.adopted]).toEqual([true, false, false]);
    await second.close();
  });

  it('has one live instance per folder, and commands beside it', async () => {
    const instance = await openMade();
    await expect(open()).rejects.toThrow(
      `Throughline is already running on the data folder ${folder} (process ${process.pid})`,
    );
    const command = await open({ exclusive: false });
    expect([command.adopted, command.url()]).toEqual([true, instance.url()]);
    expect(await instance.close()).toBe(false);
    expect(await query(command.url(), 'SELECT 1 AS still')).toEqual([{ still: 1 }]);
    expect(await command.close()).toBe(true);
    expect(serverPid(command.data)).toBeNull();
  });

  it('survives many openings at once', async () => {
    const servers = await Promise.all([1, 2, 3, 4].map(() => open({ exclusive: false })));
    expect(new Set(servers.map((server) => server.url())).size).toBe(1);
    const stopped = await Promise.all(servers.map((server) => server.close()));
    expect(stopped).toContain(true);
    expect(servers.map(({ data }) => serverPid(data))).toEqual([null, null, null, null]);
  });

  it('is started again by whoever comes while its last user stops it', async () => {
    let server = await openMade();
    for (let round = 0; round < 5; round += 1) {
      const [stopped, next] = await Promise.all([server.close(), open()]);
      expect(await query(next.url(), 'SELECT 1 AS here')).toEqual([{ here: 1 }]);
      expect(stopped).toBe(!next.adopted);
      server = next;
    }
    expect(await server.close()).toBe(true);
  });

  it('is adopted, with all its data, after its owner was killed', async () => {
    const child = new Child(process.execPath, [holder, folder], { cwd: root, env: { PATH: process.env.PATH } });
    const url = await child.says(/open started (\S+)/);
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    child.signal('SIGKILL');
    expect(await child.ended).toBe('SIGKILL');
    const server = await open();
    expect([server.adopted, server.url()]).toEqual([true, url]);
    expect(await query(server.url(), 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await server.close();
  });

  it('recovers after its server was killed, and tells the one who lost it', async () => {
    const lost: string[] = [];
    const first = await openMade({ onLost: ({ failure }) => lost.push(failure) });
    await query(first.url(), 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(serverPid(first.data) ?? 0, 'SIGKILL');
    const second = await open();
    expect(await query(second.url(), 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(lost).toEqual(['connection_lost']);
    await second.close();
  });

  it('is not kept from starting by a lock file whose process id belongs to something else by now', async () => {
    const first = await openMade();
    await first.close();
    const lock = [process.pid, first.data, 1, 5432, '', '127.0.0.1'].join('\n');
    writeFileSync(join(first.data, 'postmaster.pid'), lock);
    const second = await open();
    expect(second.adopted).toBe(false);
    await second.close();
  });

  it('leaves nothing half-made behind: a killed initdb is done again', async () => {
    const first = await openMade();
    await first.close();
    const home = join(first.data, '..');
    rmSync(first.data, { recursive: true });
    mkdirSync(join(home, 'data.999999999.abc'));
    const second = await open();
    expect([second.initialised, readdirSync(home).sort()]).toEqual([true, ['data', 'server.log']]);
    await second.close();
  });

  it('refuses the data folder of another major version, names both and changes nothing', async () => {
    const first = await openMade();
    await first.close();
    writeFileSync(join(first.data, 'PG_VERSION'), '16\n');
    const before = contentOf(first.data);
    await expect(open()).rejects.toThrow(/was written by PostgreSQL 16, and the embedded server is PostgreSQL 17\./);
    expect(contentOf(first.data)).toBe(before);
  });

  it('is moved aside for a fresh start, and kept', async () => {
    const first = await openMade();
    await expect(moveAside(folder)).rejects.toThrow(/already running/);
    await first.close();
    const aside = await moveAside(folder);
    expect(readFileSync(join(aside ?? '', 'data/PG_VERSION'), 'utf8')).toBe('17\n');
    const second = await open();
    expect(second.initialised).toBe(true);
    await second.close();
    expect(await moveAside(join(parent, `folder-${(count += 1)}`))).toBeNull();
  });

  it('is moved aside and kept also where root has it elsewhere, since its account cannot enter the folder', async () => {
    const closed = join(parent, `closed-${count}`);
    mkdirSync(closed, { mode: 0o700 });
    folder = join(closed, 'data');
    const first = await open();
    await first.close();
    const isElsewhere = process.getuid?.() === 0;
    expect(first.data.startsWith(closed)).toBe(!isElsewhere);
    const aside = await moveAside(folder);
    try {
      expect(aside?.startsWith(closed)).toBe(!isElsewhere);
      expect(readFileSync(join(aside ?? '', 'data/PG_VERSION'), 'utf8')).toBe('17\n');
    } finally {
      rmSync(aside ?? '', { recursive: true });
      destroyEmbeddedServer(folder);
    }
  });

  it('says in the server’s own words why it did not start', async () => {
    await expect(openMade({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /did not start[^]*invalid value for parameter "shared_buffers": "plenty"/,
    );
  });

  it('names a folder that cannot be written, and what to do', async () => {
    const file = join(parent, `file-${count}`);
    writeFileSync(file, '');
    const refused = open({ dataDir: join(file, 'data') });
    await expect(refused).rejects.toThrow(/cannot be written \(ENOTDIR\).*DATA_DIR.*DATABASE_URL/);
    rmSync(file);
  });

  it('names DATABASE_URL where there is no PostgreSQL for the platform', async () => {
    const { arch } = process;
    Object.defineProperty(process, 'arch', { value: 'mips', configurable: true });
    try {
      await expect(open()).rejects.toThrow(/no embedded PostgreSQL for \w+-mips.*Set DATABASE_URL/);
    } finally {
      Object.defineProperty(process, 'arch', { value: arch, configurable: true });
    }
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, makeLine, type Bureau } from '../support/drafts.js';
import { pdf } from '../support/files.js';

const MOUNTS = process.getuid?.() === 0 && trial();

/** Whether a file system of a few megabytes can be had here. */
function trial(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return status === 0;
}

/** A file system of so many megabytes, with room for nothing more. */
function mount(folder: string, megabytes: number): void {
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
const unmount = (folder: string): void => void spawnSync('umount', ['-l', folder]);

describe('what the database or the disk cannot do', () => {
  let app: TestApp;
  let bureau: Bureau;
  let admin: TestAccount;
  let owner: pg.Client;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    bureau = await makeBureau(app);
    admin = await makeUser(app, 'admin');
    owner = new pg.Client((app.dataSource.options as { url?: string }).url);
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await app.close();
  });

  const register = (name: string) =>
    app.http.post('/api/v1/organisations').set(admin.auth).send({ name, kind: 'bureau', region: '990203' });
  const countOf = async (name: string): Promise<number> =>
    (await owner.query(`SELECT FROM organisation WHERE name = $1`, [name])).rowCount ?? 0;
  /** The application's sessions end, so that the next ones begin under what now holds. */
  const endSessions = () =>
    owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'throughline' AND usename <> current_user`,
    );
  const askReady = async () => {
    const { status, body } = await app.http.get('/health/ready');
    return { status, writes: (body as { checks: Record<string, { ok: boolean }> }).checks['writes']?.ok };
  };
  async function untilReady(is: boolean): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; await pause(200)) {
      const { status, writes } = await askReady();
      if (is ? status === 200 : status === 503 && writes === false) return;
      if (Date.now() > deadline) throw new Error(`ready ${status}, writes ${writes}`);
    }
  }

  it('a server that only reads: writes are told to come again, reads go on, and the process is not ready', async () => {
    const { rows } = await owner.query<{ name: string }>(`SELECT quote_ident(current_database()) AS name`);
    await owner.query(`ALTER DATABASE ${rows[0]?.name} SET default_transaction_read_only = on`);
    await endSessions();
    await untilReady(false);
    const refused = await register('【虚构】只读之局');
    expect([refused.status, refused.body, Number(refused.headers['retry-after']) > 0]).toEqual([
      503,
      expect.objectContaining({ code: 'cannot_write' }),
      true,
    ]);
    expect((await app.http.get('/api/v1/tenders?limit=1')).status).toBe(200);
    await owner.query('SET default_transaction_read_only = off');
    await owner.query(`ALTER DATABASE ${rows[0]?.name} RESET default_transaction_read_only`);
    await endSessions();
    await untilReady(true);
    expect((await register('【虚构】只读之局')).status).toBe(201);
    expect(await countOf('【虚构】只读之局')).toBe(1);
  });

  it('a statement that is stopped, and a session that is ended: nothing is done, one line says so, and the same request succeeds afterwards', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    for (const [end, code, sqlState] of [
      ['pg_cancel_backend', 'busy', '57014'],
      ['pg_terminate_backend', 'not_ready', '57P01'],
    ] as const) {
      const holder = new pg.Client((app.dataSource.options as { url?: string }).url);
      await holder.connect();
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE organisation IN ACCESS EXCLUSIVE MODE');
      const name = `【虚构】${end}`;
      const asked = register(name)
        .set('Idempotency-Key', end)
        .then((answer) => answer);
      const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await owner.query(`SELECT ${waiting}`)).rowCount === 0) await pause(20);
      await owner.query(`SELECT ${end}(pid) ${waiting}`);
      const answer = await asked;
      await holder.query('ROLLBACK');
      await holder.end();
      expect([
        answer.status,
        (answer.body as { code: string }).code,
        Number(answer.headers['retry-after']) > 0,
      ]).toEqual([503, code, true]);
      expect(logged.mock.calls.map(([line]) => line as object).filter((line) => 'requestId' in line)).toEqual([
        expect.objectContaining({ requestId: answer.headers['x-request-id'], sqlState }),
      ]);
      logged.mockClear();
      expect(await countOf(name)).toBe(0);
      const again = await register(name).set('Idempotency-Key', end);
      expect([again.status, again.headers['idempotent-replay']]).toEqual([201, undefined]);
      expect(await countOf(name)).toBe(1);
    }
    logged.mockRestore();
  });

  it('a session that is ended between two statements is a lost connection, not a mistake of the use case', async () => {
    const work = app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
      const [session] = await tx.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid`);
      await owner.query(`SELECT pg_terminate_backend($1)`, [session?.pid]);
      while ((await owner.query(`SELECT FROM pg_stat_activity WHERE pid = $1`, [session?.pid])).rowCount !== 0)
        await pause(20);
      await pause(200);
      await tx.query(`SELECT 1`);
    });
    await expect(work).rejects.toMatchObject({ code: '08006' });
  });

  it('sessions that are ended at any moment: each request is done once or told to come again, none fails otherwise', async () => {
    let isStorm = true;
    const storm = (async () => {
      for (let round = 0; round < 60; round++) {
        await endSessions();
        await pause(60);
      }
      isStorm = false;
    })();
    const codes = new Set<unknown>();
    const keys: string[] = [];
    const write = async (key: string): Promise<void> => {
      for (let deadline = Infinity; Date.now() < deadline;) {
        if (!isStorm && deadline === Infinity) deadline = Date.now() + 60_000;
        const { status, body } = await register(`【虚构】${key}`).set('Idempotency-Key', key);
        if (status === 201) return;
        codes.add((body as { code?: unknown }).code ?? status);
        await pause(10);
      }
      throw new Error(`${key} was never done`);
    };
    // while sessions are ended a busy machine may get nothing done: what was begun then is done when it is over
    const client = async () => {
      while (isStorm) {
        const key = `storm-${keys.length}`;
        keys.push(key);
        await write(key);
      }
    };
    await Promise.all([storm, ...Array.from({ length: 6 }, client)]);
    expect([...codes].filter((code) => !['not_ready', 'busy', 'key_in_progress'].includes(String(code)))).toEqual([]);
    for (const key of keys) expect([key, await countOf(`【虚构】${key}`)]).toEqual([key, 1]);
  });

  (MOUNTS ? it : it.skip)(
    'a full disk of the database: nothing is half written, and the process says that it cannot write',
    async () => {
      const { rows: settings } = await owner.query<{ folder: string }>(`SHOW data_directory`);
      const data = (settings[0] as unknown as { data_directory: string }).data_directory;
      const folder = mkdtempSync(join(tmpdir(), 'throughline-full-'));
      const place = `full_${process.pid}`;
      mount(folder, 8);
      try {
        const { uid, gid } = statSync(data);
        chownSync(folder, uid, gid);
        await owner.query(`CREATE TABLESPACE ${place} LOCATION '${folder}'`);
        await owner.query(`ALTER TABLE write_probe SET TABLESPACE ${place}`);
        await owner.query(`ALTER TABLE organisation SET TABLESPACE ${place}`);
        await owner.query(`CREATE TABLE ballast (bytes bytea) TABLESPACE ${place}`);
        await owner.query(`ALTER TABLE ballast ALTER bytes SET STORAGE EXTERNAL`);
        for (const size of [65_536, 1_024])
          for (let full = false; !full;)
            full = await owner
              .query(`INSERT INTO ballast SELECT convert_to(repeat('x', $1), 'UTF8')`, [size])
              .then(() => false)
              .catch((error: unknown) => (error as { code?: string }).code === '53100');
        await untilReady(false);
        const names = Array.from({ length: 60 }, (_, n) => `【虚构】满盘之局${n}`.padEnd(200, '局'));
        const answers = [];
        for (const name of names) answers.push(await register(name));
        const refused = answers.filter(({ status }) => status !== 201);
        expect(refused.length).toBeGreaterThan(0);
        for (const { status, body, headers } of refused)
          expect([status, (body as { code: string }).code, Number(headers['retry-after']) > 0]).toEqual([
            503,
            'cannot_write',
            true,
          ]);
        const stored = await owner.query(`SELECT FROM organisation WHERE name = ANY ($1)`, [names]);
        expect(stored.rowCount).toBe(names.length - refused.length);
        await owner.query(`DROP TABLE ballast`);
        await untilReady(true);
        expect((await register('【虚构】腾空之局')).status).toBe(201);
      } finally {
        await owner.query(`DROP TABLE IF EXISTS ballast`);
        for (const table of ['write_probe', 'organisation'])
          await owner.query(`ALTER TABLE ${table} SET TABLESPACE pg_default`);
        await owner.query(`DROP TABLESPACE IF EXISTS ${place}`);
        unmount(folder);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  (MOUNTS ? it : it.skip)(
    'a full documents folder: the upload is told to come again, and a smaller one is taken',
    async () => {
      const folder = app.settings.documentsDir ?? join(app.settings.dataDir, 'documents');
      mount(folder, 2);
      try {
        const upload = (key: string, bytes: number) =>
          app.http
            .post('/api/v1/documents')
            .set(bureau.officer.auth)
            .set('Idempotency-Key', key)
            .attach('file', Buffer.concat([pdf('委托书'), Buffer.alloc(bytes, ' ')]), { filename: '委托书.pdf' });
        const large = await upload('large', 4_000_000);
        expect([large.status, large.body, Number(large.headers['retry-after']) > 0]).toEqual([
          503,
          expect.objectContaining({ code: 'cannot_write' }),
          true,
        ]);
        expect((await upload('small', 1_000)).status).toBe(201);
        expect((await owner.query(`SELECT FROM document`)).rowCount).toBe(1);
      } finally {
        unmount(folder);
      }
    },
  );

  it('an end to all of it: the service writes as before', async () => {
    await expect(makeLine(app, bureau.officer, '恢复如常的服务')).resolves.toEqual(expect.any(String));
    expect((await askReady()).writes).toBe(true);
  });
});

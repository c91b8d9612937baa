import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasWordSql } from '../../src/kernel/http/lists/words.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const NAMES = ['晨曦社会工作服务中心', '晨光养老服务中心', 'Sunrise 社工 100% 中心', '暮云_社会组织', '百合助残社'];

interface Page {
  items: { name: string }[];
  next: string | null;
}

describe('lists that are searched by words of names', () => {
  let app: TestApp;
  let officer: TestAccount;
  const accounts: Record<string, Record<string, string>> = {};
  beforeAll(async () => {
    app = await startTestApp();
    officer = await makeUser(app, 'bureau_officer');
    Object.assign(accounts, {
      organisations: (await makeUser(app, 'agency_manager')).auth,
      // Whoever has no account.
      communities: {},
    });
    for (const name of NAMES)
      for (const [list, more] of Object.entries({
        organisations: { kind: 'agency', region: '990204', address: '幸福路八号', contactName: '柳某某' },
        communities: { region: '990204' },
      }))
        await app.http
          .post(`/api/v1/${list}`)
          .set(officer.auth)
          .send({ name, ...more })
          .expect(201);
    const [named] = await app.dataSource.query<{ id: string; version: number }[]>(
      `SELECT id, version FROM organisation WHERE name = $1`,
      [NAMES[0]],
    );
    await app.http
      .put(`/api/v1/organisations/${named?.id}/relations`)
      .set({ ...(await makeUser(app, 'admin')).auth, 'If-Match': `"${named?.version}"` })
      .send({ persons: [{ relation: 'head', name: '蒲某某' }], holdings: [], complete: true })
      .expect(200);
  });
  afterAll(() => app.close());

  /** Every page of it, two rows each. */
  async function find(list: string, q: string): Promise<string[]> {
    const names: string[] = [];
    const asked = new URLSearchParams({ q, region: '990204', limit: '2' }).toString();
    for (let next: string | null = `/api/v1/${list}?${asked}`; next !== null;) {
      const { body }: { body: Page } = await app.http
        .get(next)
        .set(accounts[list] ?? {})
        .expect(200);
      names.push(...body.items.map(({ name }) => name));
      next = body.next;
    }
    return names;
  }
  const LISTS = ['organisations', 'communities'];
  const pick = (...at: number[]) => at.map((i) => NAMES[i]);

  it.each(LISTS)('%s: each word stands somewhere in the name, from one character on, in any order', async (list) => {
    expect(await find(list, '中心')).toEqual(pick(0, 1, 2));
    expect(await find(list, '社')).toEqual(pick(0, 2, 3, 4));
    expect(await find(list, ' 中心  晨 ')).toEqual(pick(0, 1));
    expect(await find(list, '社会工作服务')).toEqual(pick(0));
    expect(await find(list, 'SUNRISE')).toEqual(pick(2));
    expect(await find(list, '晨 暮')).toEqual([]);
  });

  it.each(LISTS)('%s: a word stands for itself alone, whatever it means elsewhere', async (list) => {
    expect(await find(list, '%')).toEqual(pick(2));
    expect(await find(list, '_')).toEqual(pick(3));
    expect(await find(list, "'; --")).toEqual([]);
    for (const q of ['', ' ', 'x'.repeat(101)]) {
      const asked = new URLSearchParams({ q }).toString();
      const { status, body } = await app.http.get(`/api/v1/${list}?${asked}`).set(accounts[list] ?? {});
      expect([q, status, (body as { code: string }).code]).toEqual([q, 400, 'validation_failed']);
    }
  });

  it.each(['蒲某某', '柳某某', '幸福路'])(
    'a body is found by its name and not by what else is kept of it: %s',
    async (q) => {
      expect(await find('organisations', q)).toEqual([]);
    },
  );

  it('bodies are searched by whoever may list them, and nobody else', async () => {
    const path = `/api/v1/organisations?q=${encodeURIComponent('晨')}`;
    expect((await app.http.get(path)).status).toBe(401);
    expect((await app.http.get(path).set(officer.auth)).status).toBe(200);
  });

  it.each(['organisation', 'community'])('an index holds the grams of the names: %s', async (table) => {
    const plan = await app.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL enable_seqscan = off`);
      return manager.query<Record<string, string>[]>(
        `EXPLAIN SELECT r.id FROM ${table} r WHERE ${hasWordSql('r.name', '$1')}`,
        ['晨光'],
      );
    });
    expect(JSON.stringify(plan)).toContain(`${table}_words`);
  });
});

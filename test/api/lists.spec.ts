import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';

interface Item {
  id: string;
  name?: string;
}
interface Page {
  items: Item[];
  next: string | null;
}
/** A list: where it is, how a row gets in through the API, and its table. */
interface ListCase {
  path: () => string;
  table: string;
  post: () => string;
  body: (n: number) => object;
  /** Statements of one request, the sign-in's one included. */
  statements: number;
  open?: boolean;
}

const SOURCE = { kind: 'statement' };

describe('lists', () => {
  let app: TestApp;
  let officer: TestAccount;
  let programme: string;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await makeUser(app, 'bureau_officer', await makeBody(app, { region: '990203' }));
    const made = await app.http
      .post('/api/v1/programmes')
      .set(officer.auth)
      .send({ name: 'with lines', year: 2017, source: SOURCE })
      .expect(201);
    programme = (made.body as Item).id;
  });
  afterAll(() => app.close());

  const simple = (
    route: string,
    table: string,
    body: (n: number) => object,
    more: Partial<ListCase> = {},
  ): ListCase => ({
    path: () => `/api/v1/${route}?dataset=import:${table.replace('_', '-')}`,
    post: () => `/api/v1/${route}`,
    table,
    body: (n) => ({ dataset: `import:${table.replace('_', '-')}`, ...body(n) }),
    statements: 2,
    ...more,
  });
  const lines = '/budget-lines';
  const CASES: [string, ListCase][] = [
    [
      'organisations',
      simple('organisations', 'organisation', (n) => ({ name: `甲 ${n}`, externalIds: [{ system: 's', id: `${n}` }] })),
    ],
    [
      'communities',
      simple('communities', 'community', (n) => ({ name: `社区 ${n}`, region: '990203' }), {
        statements: 1,
        open: true,
      }),
    ],
    [
      'service lines',
      simple('service-lines', 'service_line', (n) => ({ name: `线 ${n}`, category: 'OTHER', since: '2018-01-01' }), {
        statements: 1,
        open: true,
      }),
    ],
    ['needs', simple('needs', 'need', (n) => ({ title: `需求 ${n}`, source: SOURCE }))],
    [
      'budget lines',
      {
        path: () => `/api/v1/programmes/${programme}${lines}?`,
        post: () => `/api/v1/programmes/${programme}${lines}`,
        table: 'budget_line',
        body: (n) => ({ name: `预算 ${n}`, amount: '1.00' }),
        // What is committed, and what is reserved for lots on their way.
        statements: 6,
      },
    ],
    [
      'programmes',
      {
        path: () => '/api/v1/programmes?year=2018',
        post: () => '/api/v1/programmes',
        table: 'programme',
        body: (n) => ({ name: `计划 ${n}`, year: 2018, source: SOURCE }),
        statements: 2,
      },
    ],
  ];

  describe.each(CASES)('%s', (_, list) => {
    const made: string[] = [];
    let count = 0;
    const add = async (): Promise<string> => {
      const answer = await app.http
        .post(list.post())
        .set(officer.auth)
        .send(list.body((count += 1)));
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
      return (answer.body as Item).id;
    };
    const page = async (url: string): Promise<Page> => {
      const request = app.http.get(url);
      return (await (list.open ? request : request.set(officer.auth)).expect(200)).body as Page;
    };

    beforeAll(async () => {
      for (let i = 0; i < 9; i++) made.push(await add());
      // Three share one microsecond, three lie one microsecond apart, all within one millisecond.
      await app.dataSource.query(
        `UPDATE ${list.table} SET created_at = timestamptz '2020-01-01 00:00:00.000001+00' +
           greatest(0, array_position($1::uuid[], id) - 4) * interval '1 microsecond' WHERE id = ANY ($1::uuid[])`,
        [made],
      );
    });

    it('every row once and in order, whatever comes in between two pages', async () => {
      const seen: string[] = [];
      const between: string[] = [];
      let url: string | null = `${list.path()}&limit=2`;
      while (url !== null) {
        const { items, next }: Page = await page(url);
        expect(items.length).toBeLessThanOrEqual(2);
        seen.push(...items.map((i) => i.id));
        if (between.length < 3) between.push(await add());
        url = next;
      }
      const order = await app.dataSource.query<Item[]>(
        `SELECT id FROM ${list.table} WHERE id = ANY ($1::uuid[]) ORDER BY created_at, id`,
        [[...made, ...between]],
      );
      expect(seen).toEqual(order.map((o) => o.id));
    });

    it('is the same few statements for one row as for fifty', async () => {
      const few = await countQueries(() => page(`${list.path()}&limit=1`));
      while (count < 51) await add();
      const many = await countQueries(async () => {
        expect((await page(list.path())).items).toHaveLength(50);
      });
      expect([few, many]).toEqual([list.statements, list.statements]);
    });

    it('holds at most two hundred, and refuses a cursor that is not its own', async () => {
      const refusal = async (query: string) => {
        const request = app.http.get(`${list.path()}&${query}`);
        const answer = await (list.open ? request : request.set(officer.auth));
        return [answer.status, answer.body.code as string];
      };
      expect(await refusal('limit=201')).toEqual([400, 'validation_failed']);
      expect(await refusal('limit=0')).toEqual([400, 'validation_failed']);
      expect(await refusal('limit=ten')).toEqual([400, 'validation_failed']);
      const cursor = (value: unknown) => `cursor=${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
      for (const bad of ['cursor=x', cursor(['1']), cursor(["2020-01-01'; --", made[0]]), cursor([1, 2]), cursor({})])
        expect(await refusal(bad)).toEqual([400, 'bad_cursor']);
      expect(await refusal('colour=red')).toEqual([400, 'validation_failed']);
    });
  });

  it('a question mark in a filter is part of it, on every page and in a table', async () => {
    const dataset = 'import:marks';
    for (const [name, kind] of [
      ['问?号 1', 'agency'],
      ['问?号 2', 'agency'],
      ['问?号 3', 'bureau'],
      ['问号 4', 'agency'],
    ])
      await app.http.post('/api/v1/organisations').set(officer.auth).send({ dataset, name, kind }).expect(201);
    const names: unknown[] = [];
    const list = `/api/v1/organisations?dataset=${dataset}&q=${encodeURIComponent('问')}?${encodeURIComponent('号')}&kind=agency`;
    for (let url: string | null = `${list}&limit=1`; url !== null;) {
      const { body } = await app.http.get(url).set(officer.auth).expect(200);
      const { items, next } = body as Page;
      names.push(...items.map(({ name }) => name));
      url = next;
    }
    expect(names).toEqual(['问?号 1', '问?号 2']);
    const table = await app.http.get(`${list}&limit=1&format=csv&fields=name`).set(officer.auth).expect(200);
    expect(table.text.trim().split(/\r?\n/).slice(1)).toEqual(['问?号 1', '问?号 2']);
  });

  it('a list without `dataset` holds every dataset, and each item names its own', async () => {
    const { body } = await app.http.get('/api/v1/organisations?limit=200').set(officer.auth).expect(200);
    expect(new Set((body as { items: { dataset: string }[] }).items.map((i) => i.dataset))).toEqual(
      new Set(['live', 'import:organisation', 'import:marks']),
    );
  });
});

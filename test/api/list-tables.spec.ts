import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readXlsx } from 'hucre/xlsx';
import { get as httpGet } from 'node:http';
import { listColumns } from '../../src/kernel/http/tables/columns.js';
import { findChineseName, formatHeading } from '../../src/kernel/http/tables/headings.js';
import { findListItem, listOperations } from '../../src/kernel/openapi/operations.js';
import { FlagsQueries } from '../../src/watch/flags/flags.queries.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { asBuffer } from '../support/bulk-rows.js';
import { parseCsv } from '../support/csv.js';
import { demonstrationScene } from '../support/scenes.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Item = Record<string, unknown>;
type Headers = Record<string, string>;

let app: TestApp;
let document: OpenAPIObject;
const auth: Record<string, Headers> = {};

beforeAll(async () => {
  const scene = await demonstrationScene();
  app = await startTestApp({ scene });
  document = (await app.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  for (const [, role = '', login, password] of scene.printed.join('\n').matchAll(/^account (\S+) (\S+) (\S+)$/gm)) {
    const { body } = await app.http.post('/api/v1/auth/sessions').send({ login, password });
    auth[role] ??= { Authorization: `Bearer ${(body as { accessToken: string }).accessToken}` };
  }
}, 300_000);
afterAll(() => app.close());
afterEach(() => {
  jest.restoreAllMocks();
});

async function readPages(path: string, as: Headers): Promise<Item[]> {
  const items: Item[] = [];
  for (let next: string | null = path; next !== null;) {
    const page: { items: Item[]; next: string | null } = (await app.http.get(next).set(as).expect(200)).body as never;
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

/** Columns of a list by the document, each with the name of its list. */
function columnsOf(path: string) {
  const { operation } = listOperations(document).find((each) => each.method === 'get' && each.path === path) ?? {};
  return listColumns(document, operation && findListItem(document, operation));
}

/** What a reader of the JSON expects in a cell. */
function expectedText(item: Item, path: readonly string[]): string {
  const value = path.reduce<unknown>((found, name) => (found as Item | null | undefined)?.[name], item);
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join('; ');
  const text = typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean).toString();
  const isGuarded = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) && !/^-[\d.]+$/.test(value);
  return isGuarded ? `'${text}` : text;
}

const recordedContract = async (): Promise<string> => {
  const rows = await app.dataSource.query<{ id: string }[]>(
    `SELECT contract_id AS id FROM service_record GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  );
  return rows[0]?.id ?? '';
};

describe('a list as a table', () => {
  it.each([
    ['tenders', '/api/v1/tenders', '', ''],
    ['tenders', '/api/v1/tenders', 'sort=-created&dataset=import:notices', ''],
    ['contracts', '/api/v1/contracts', 'dataset=study', 'supervisor'],
    ['service-records', '/api/v1/contracts/{id}/service-records', '', 'supervisor'],
    ['tasks', '/api/v1/me/tasks', '', 'agency_manager'],
    ['flags', '/api/v1/risk/flags', 'severity=risk', 'supervisor'],
    ['rules', '/api/v1/rules', '', ''],
  ])('%s (%s?%s) holds what its pages hold, as CSV and as XLSX', async (name, path, query, role) => {
    const as = auth[role] ?? {};
    const url = path.replace('{id}', await recordedContract());
    const items = await readPages(`${url}?limit=50&${query}`, as);
    expect(items.length).toBeGreaterThan(2);
    const columns = columnsOf(path);
    const asked = `${url}?limit=${Math.max(1, Math.floor(items.length / 3))}&${query}`;
    const csv = await app.http.get(`${asked}&format=csv`).set(as).expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="${name}-\\d{4}-\\d{2}-\\d{2}.csv"$`),
    );
    expect(csv.headers['vary']).toMatch(/Accept, Accept-Language|Accept-Language, .*Accept\b/);
    expect(csv.text).toMatch(/^\uFEFF/);
    const [head, ...rows] = parseCsv(csv.text.slice(1));
    expect(head).toEqual(columns.map((column) => formatHeading(name, column, 'en')));
    expect(rows).toEqual(items.map((item) => columns.map(({ path: fields }) => expectedText(item, fields))));

    const xlsx = await app.http.get(asked).set(as).set('Accept', XLSX).buffer(true).parse(asBuffer).expect(200);
    expect(xlsx.headers['content-type']).toBe(XLSX);
    const { sheets } = await readXlsx(xlsx.body as Buffer);
    const [headings, ...cells] = sheets[0]?.rows ?? [];
    expect(headings).toEqual(head);
    expect(cells).toHaveLength(rows.length);
    for (const [i, item] of items.entries())
      for (const [j, { path: fields, kind }] of columns.entries()) {
        const cell = cells[i]?.[j] ?? '';
        const text = expectedText(item, fields).replace(/^'(?=[=+\-@\t\r])/, '');
        if (kind === 'yuan' && typeof cell === 'number') expect(cell.toFixed(2)).toBe(text);
        else expect(String(cell)).toBe(text);
      }
    const numbers = columns.flatMap(({ kind }, j) => (kind === 'yuan' ? cells.map((row) => row[j]) : []));
    expect(numbers.filter((cell) => typeof cell === 'string')).toEqual([]);
  });

  it('has the amounts of thresholds as numbers, under a heading that says yuan', async () => {
    const as = auth['supervisor'] ?? {};
    const url = '/api/v1/thresholds?fields=region,amount';
    const items = (await readPages(`${url}&limit=50`, as)) as { region: string; amount: string }[];
    expect(items.length).toBeGreaterThan(0);
    const xlsx = await app.http.get(url).set(as).set('Accept', XLSX).buffer(true).parse(asBuffer).expect(200);
    const { sheets } = await readXlsx(xlsx.body as Buffer);
    expect(sheets[0]?.rows).toEqual([
      ['Region', 'Amount (yuan)'],
      ...items.map(({ region, amount }) => [region, Number(amount)]),
    ]);
  });

  it('has its instants in the time of Shanghai, with its offset, under Chinese headings, and as in JSON under others', async () => {
    const as = auth['supervisor'] ?? {};
    const url = '/api/v1/risk/flags?severity=risk&limit=200';
    const items = await readPages(url, as);
    const columns = columnsOf('/api/v1/risk/flags');
    const instants = columns.flatMap(({ path, kind }, j) => (kind === 'instant' ? [[path, j] as const] : []));
    expect([instants.length > 0, items.length > 2]).toEqual([true, true]);
    const readRows = async (language: string) => {
      const csv = await app.http.get(`${url}&format=csv`).set({ ...as, 'Accept-Language': language });
      return parseCsv(csv.text.slice(1)).slice(1);
    };
    const [zh, en] = [await readRows('zh'), await readRows('en')];
    for (const [i, item] of items.entries())
      for (const [path, j] of instants) {
        const told = expectedText(item, path);
        expect(en[i]?.[j]).toBe(told);
        if (told === '') expect(zh[i]?.[j]).toBe('');
        else expect([new Date(zh[i]?.[j] ?? '').toISOString(), zh[i]?.[j]?.slice(-6)]).toEqual([told, '+08:00']);
      }
  });

  it('says every field in Chinese, in every list, and no heading twice', () => {
    const without: string[] = [];
    const twice: string[] = [];
    for (const { method, path, operation } of listOperations(document)) {
      const item = method === 'get' ? findListItem(document, operation) : undefined;
      if (item === undefined) continue;
      const name = path.split('/').findLast((part) => /^[a-z]/.test(part)) ?? '';
      const columns = listColumns(document, item);
      for (const column of columns)
        for (const [i] of column.path.entries())
          if (findChineseName([name, ...column.path.slice(0, i + 1)]) === undefined)
            without.push(`${path} ${column.path.join('.')}`);
      for (const language of ['en', 'zh'] as const) {
        const headings = columns.map((column) => formatHeading(name, column, language));
        twice.push(...headings.filter((each, i) => headings.indexOf(each) !== i).map((each) => `${path} ${each}`));
      }
    }
    expect({ without, twice }).toEqual({ without: [], twice: [] });
  });

  it('has Chinese headings for who reads Chinese', async () => {
    const { text } = await app.http.get('/api/v1/tenders?format=csv').set('Accept-Language', 'zh').expect(200);
    const [head] = parseCsv(text.slice(1));
    expect(head).toEqual(columnsOf('/api/v1/tenders').map((column) => formatHeading('tenders', column, 'zh')));
    expect(head).toContain('采购人 / 名称');
  });

  it.each([
    ['/api/v1/risk/flags', 'flags', ['对象 / 程度最重的五个', '登记时均已成历史']],
    ['/api/v1/ratings', 'ratings', ['评分方', '上下限']],
    ['/api/v1/service-lines', 'service-lines', ['责任机构']],
    ['/api/v1/needs', 'needs', ['服务线']],
    ['/api/v1/webhook-endpoints', 'webhook-endpoints', ['密钥无权接收起始时间']],
  ])('says in the headings of %s what stands below them', (path, name, expected) => {
    const headings = columnsOf(path).map((column) => formatHeading(name, column, 'zh'));
    expect(headings).toEqual(expect.arrayContaining(expected));
  });

  it('guards a text that a spreadsheet would calculate, and makes no formula of it', async () => {
    await app.dataSource.query(
      `UPDATE tender SET title = '=1+1' WHERE id = (SELECT id FROM tender WHERE dataset = 'import:notices' ORDER BY created_at, id LIMIT 1)`,
    );
    const ask = '/api/v1/tenders?dataset=import:notices';
    const csv = await app.http.get(`${ask}&format=csv`).expect(200);
    expect(parseCsv(csv.text.slice(1)).flat()).toContain("'=1+1");
    const xlsx = await app.http.get(`${ask}&format=xlsx`).buffer(true).parse(asBuffer).expect(200);
    const { sheets } = await readXlsx(xlsx.body as Buffer, { readStyles: false });
    expect(sheets[0]?.rows.flat()).toContain('=1+1');
    const cells = [...(sheets[0]?.cells?.values() ?? [])];
    expect(cells.filter(({ formula }) => formula !== undefined)).toEqual([]);
  });

  it('is refused to whom the list is refused', async () => {
    const agent = await makeUser(app, 'bureau_officer');
    for (const format of ['csv', 'xlsx']) {
      await app.http.get(`/api/v1/risk/flags?format=${format}`).expect(401);
      const { body } = await app.http.get(`/api/v1/users?format=${format}`).set(agent.auth).expect(403);
      expect((body as { code: string }).code).toBe('not_permitted');
      const path = `/api/v1/contracts/${await recordedContract()}/service-records`;
      const status = async (of: string) => (await app.http.get(of).set(agent.auth)).status;
      expect([404, 403]).toContain(await status(path));
      expect(await status(`${path}?format=${format}`)).toBe(await status(path));
    }
  });

  it('is refused in another form', async () => {
    for (const format of ['pdf', '', 'CSV', 'json']) {
      const { body } = await app.http.get('/api/v1/tenders').query({ format }).set('Accept', 'text/csv').expect(400);
      expect(body).toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '/format', code: 'not_allowed_value' }],
      });
    }
    const { body, headers } = await app.http.get('/api/v1/tenders').set('Accept', 'application/pdf').expect(406);
    expect([(body as { code: string }).code, headers['vary']]).toEqual(['not_acceptable', 'Accept, Accept-Encoding']);
    const one = await app.http
      .get('/api/v1/me?format=csv')
      .set(auth['supervisor'] ?? {})
      .expect(400);
    expect(one.body).toMatchObject({ errors: [{ code: 'unknown_field' }] });
    const bad = await app.http.get('/api/v1/tenders?format=csv&limit=none').expect(400);
    expect((bad.body as { code: string }).code).toBe('validation_failed');
    await app.http.get('/api/v1/tenders?format=csv&cursor=none').expect(400);
  });

  it('is JSON where JSON is preferred, and names in Vary what it depends on', async () => {
    for (const accept of ['application/json, text/csv;q=0.5', '*/*', 'text/html, */*;q=0.8']) {
      const { headers } = await app.http.get('/api/v1/tenders?limit=1').set('Accept', accept).expect(200);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers['vary']).toBe('Accept, Accept-Language, Accept-Encoding');
    }
    const { headers } = await app.http
      .get('/api/v1/tenders')
      .set('Accept', 'text/csv, application/json;q=0.5')
      .expect(200);
    expect(headers['content-type']).toMatch(/^text\/csv/);
    const head = await app.http.head('/api/v1/tenders?format=xlsx').expect(200);
    expect([head.headers['content-type'], head.text ?? '']).toEqual([XLSX, '']);
  });
});

describe('a table that is read', () => {
  /** The list of flags, told before each page which one it is. */
  function watchPages(tell: (page: number) => void): void {
    const queries = app.running.app.get(FlagsQueries);
    const list = queries.list.bind(queries);
    let pages = 0;
    jest.spyOn(queries, 'list').mockImplementation(async (...given) => {
      tell((pages += 1));
      return list(...given);
    });
  }

  const receive = (path: string, take: (response: NodeJS.ReadableStream & { destroy(): unknown }) => void) =>
    new Promise<{ text: string; isWhole: boolean }>((resolve, reject) => {
      httpGet(new URL(path, app.url), { headers: auth['supervisor'] ?? {} }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          take(response);
        });
        response.on('error', () => undefined);
        response.on('close', () => resolve({ text, isWhole: response.complete }));
      }).on('error', reject);
    });

  it.each(['csv', 'xlsx'])('as %s is broken off by a fault, not ended', async (format) => {
    watchPages((page) => {
      if (page === 3) throw new Error('a fault of the third page');
    });
    const { isWhole } = await receive(`/api/v1/risk/flags?format=${format}&limit=50`, () => undefined);
    expect(isWhole).toBe(false);
  });

  it('is the fourth at most on its way to one caller, whom another is refused until one has arrived', async () => {
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    let waiting = 0;
    let tellAll: () => void = () => undefined;
    const allWait = new Promise<void>((resolve) => (tellAll = resolve));
    const queries = app.running.app.get(FlagsQueries);
    const list = queries.list.bind(queries);
    // Whatever is not the first page waits.
    jest.spyOn(queries, 'list').mockImplementation(async (...given) => {
      if (JSON.stringify(given).includes('"cursor"')) {
        if (++waiting === 4) tellAll();
        await held;
      }
      return list(...given);
    });
    const sent = [1, 2, 3, 4].map(() => receive('/api/v1/risk/flags?format=csv&limit=50', () => undefined));
    await allWait;
    const supervisor = auth['supervisor'] ?? {};
    const refused = await app.http.get('/api/v1/risk/flags?format=csv').set(supervisor).expect(429);
    expect([refused.body.code, refused.headers['retry-after']]).toEqual(['throttled', '5']);
    await app.http.get('/api/v1/risk/flags?limit=1').set(supervisor).expect(200);
    await app.http.get('/api/v1/rules?format=csv').expect(200);
    go();
    for (const { isWhole } of await Promise.all(sent)) expect(isWhole).toBe(true);
    await app.http.get('/api/v1/risk/flags?format=csv').set(supervisor).expect(200);
  });

  it.each(['csv', 'xlsx'])('as %s is read no further once the client has gone', async (format) => {
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    const queries = app.running.app.get(FlagsQueries);
    const list = queries.list.bind(queries);
    let pages = 0;
    const spy = jest.spyOn(queries, 'list').mockImplementation(async (...given) => {
      pages += 1;
      // From the fifth page on each waits until the client has left.
      if (pages >= 5) await gone;
      return list(...given);
    });
    const left = new Promise<void>((resolve) => {
      const request = httpGet(
        new URL(`/api/v1/risk/flags?format=${format}&limit=1`, app.url),
        { headers: auth['supervisor'] ?? {} },
        (response) => {
          response.on('error', () => undefined);
          response.on('close', resolve);
          request.destroy();
        },
      ).on('error', () => undefined);
    });
    await left;
    // The process has seen the connection close when it has answered another request of a new one.
    await app.http.get('/api/v1/tenders?limit=1').expect(200);
    go();
    await app.http.get('/api/v1/tenders?limit=1').expect(200);
    await app.http.get('/api/v1/tenders?limit=1').expect(200);
    expect(pages).toBeLessThanOrEqual(7);
    spy.mockRestore();
  });
});

describe('a table where requests are counted', () => {
  it('counts once, however many pages it has', async () => {
    const counted = await startTestApp({
      scene: await demonstrationScene(),
      env: { THROTTLE: 'true', THROTTLE_READS_PER_SECOND: '50' },
    });
    try {
      const { text, headers } = await counted.http.get('/api/v1/tenders?format=csv&limit=1').expect(200);
      expect(parseCsv(text.slice(1)).length).toBeGreaterThan(50);
      expect(headers['ratelimit']).toMatch(/r=49;/);
    } finally {
      await counted.close();
    }
  }, 120_000);
});

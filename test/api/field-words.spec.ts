import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import patterns from '../../src/kernel/http/validation/pattern.texts.json' with { type: 'json' };

describe('what is said of a wrong field', () => {
  let app: TestApp;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await makeUser(app, 'bureau_officer');
  });
  afterAll(() => app.close());

  type Fault = { pointer: string; code: string; text: string };
  const send = async (path: string, body: object, language: string): Promise<Record<string, string>> => {
    const answer = await app.http
      .post(`/api/v1/${path}`)
      .set({ ...officer.auth, 'Accept-Language': language })
      .send(body);
    expect(answer.status).toBe(400);
    const { errors } = answer.body as { errors: Fault[] };
    return Object.fromEntries(errors.map(({ pointer, text }) => [pointer, text]));
  };
  const list = async (query: string, language: string): Promise<string[]> => {
    const { body } = await app.http.get(`/api/v1/needs?${query}`).set({ ...officer.auth, 'Accept-Language': language });
    return (body as { errors: Fault[] }).errors.map(({ text }) => text);
  };

  it('names the limit in both languages', async () => {
    const long = { title: '长'.repeat(300), source: { kind: 'statement' }, documents: Array(21).fill('x') };
    expect(await send('needs', long, 'zh')).toMatchObject({
      '/title': '不得超过 200 个字符',
      '/documents': expect.stringMatching(/至多 20 项|UUID|重复/),
    });
    expect(await send('needs', long, 'en')).toMatchObject({
      '/title': 'title must be shorter than or equal to 200 characters',
    });
    expect(await list('limit=1000', 'zh')).toEqual(['不得大于 200']);
    expect(await list('waitingDays=-1', 'zh')).toEqual(['不得小于 0']);
  });

  it('names the permitted values', async () => {
    expect((await list('state=lost', 'zh'))[0]).toBe(
      '应为下列之一：suggested、recorded、verified、planned、met、unmet、rejected',
    );
    expect((await list('state=lost', 'en'))[0]).toContain('suggested, recorded, verified');
  });

  it('says of a day that no calendar has that it does not exist', async () => {
    const window = { start: '2026-11-31', end: '2026-13-01' };
    expect(await send('planning/windows', window, 'zh')).toEqual({
      '/start': '2026-11-31 不存在：2026 年 11 月的日期为 01 至 30',
      '/end': '2026-13-01 不存在：月份应为 01 至 12',
    });
    expect(await send('planning/windows', { ...window, end: 'soon' }, 'en')).toEqual({
      '/start': 'The date 2026-11-31 does not exist: 2026-11 has days 01 to 30',
      '/end': 'end must be a day that exists, as YYYY-MM-DD',
    });
    const recorded = { conducted: 'elsewhere', buyer: null, title: '助餐', window: { start: '2025-02-29', end: null } };
    expect((await send('tenders', recorded, 'zh'))['/window/start']).toBe(
      '2025-02-29 不存在：2025 年 2 月的日期为 01 至 28',
    );
  });

  it('says a pattern in words, never as a regular expression', async () => {
    const asked = {
      ...{ agencyName: '阳光中心', creditCode: 'x', contactName: '李敏', phone: 'call me', login: 'a b' },
    };
    const [zh, en] = [await send('registrations', asked, 'zh'), await send('registrations', asked, 'en')];
    expect(zh).toMatchObject({
      '/phone': '应为电话号码：7 至 20 位数字，可含空格和连字符，可以 + 开头',
      '/login': '应为 3 至 64 个字母、数字或 . _ @ -，以字母或数字开头',
    });
    expect(en['/login']).toBe('login must be 3 to 64 letters, digits and . _ @ -, beginning with a letter or digit');
    expect(Object.values({ ...zh, ...en }).join()).not.toMatch(/\^|regular expression/);
  });

  it('has words for every pattern of a field', () => {
    const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, Check[]> };
    const checks = [...validationMetadatas.values()].flat().filter(({ name }) => name === 'matches');
    expect(checks.length).toBeGreaterThan(40);
    const unsaid = checks.filter(({ message }) => typeof message !== 'string').map((c) => String(c.constraints[0]));
    expect(unsaid.filter((pattern) => !(pattern in patterns))).toEqual([]);
  });

  it('points to the item of a list that is no object', async () => {
    const path = 'contracts/00000000-0000-4000-8000-000000000000/service-records/batch';
    const worker = await makeUser(app, 'agency_worker');
    const answer = await app.http
      .post(`/api/v1/${path}`)
      .set({ ...worker.auth, 'Accept-Language': 'zh' })
      .send({ records: [{}, 'x', {}, 7] });
    expect((answer.body as { errors: Fault[] }).errors.map(({ pointer, text }) => [pointer, text])).toEqual([
      ['/records/1', 'records 第 2 项：应为对象'],
      ['/records/3', 'records 第 4 项：应为对象'],
    ]);
  });

  it('names the row of a list in its text', async () => {
    const ids = ['00000000-0000-4000-8000-000000000000', 'x', 'y'];
    const need = { title: '助餐', source: { kind: 'statement' }, documents: ids };
    expect((await send('needs', need, 'zh'))['/documents']).toBe('第 2、3 项：应为标识符（UUID）');
    expect((await send('needs', need, 'en'))['/documents']).toBe('item 2, 3: each value in documents must be a UUID');
    const tender = { conducted: 'elsewhere', buyer: ids[0], title: '助餐', lots: [{ no: 1 }, { no: 'x' }] };
    expect((await send('tenders', tender, 'zh'))['/lots/1/no']).toBe('lots 第 2 项：应为整数');
    expect((await send('tenders', tender, 'en'))['/lots/1/no']).toMatch(/^lots 2: no must be an integer/);
  });
});

interface Check {
  name?: string;
  message?: unknown;
  constraints: unknown[];
}

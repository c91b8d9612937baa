import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/sign-in.js';

let app: TestApp;
let admin: string;
let officer: string;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signInAs(app, 'admin');
  officer = await signInAs(app, 'bureau_officer');
});
afterAll(() => app.close());

const get = (path: string, who = officer) => app.http.get(`/api/v1/calendars${path}`).set('Authorization', who);
const put = (year: string, body: object, who = admin) =>
  app.http.put(`/api/v1/calendars/${year}`).set('Authorization', who).send(body);
const code = (body: unknown): string => (body as { code: string }).code;
const windowOf2027 = async (): Promise<unknown> =>
  (await app.http.post('/api/v1/planning/windows').send({ start: '2027-01-01', end: '2027-01-31' })).body;

const given = {
  source: '国务院办公厅关于2027年部分节假日安排的通知',
  days: [
    { date: '2027-01-03', kind: 'makeup', name: '元旦' },
    { date: '2027-01-01', kind: 'holiday', name: '元旦' },
  ],
};

describe('calendars', () => {
  it('2004 to 2026 are there, page by page, with their days', async () => {
    const years: number[] = [];
    for (let next: string | null = '/api/v1/calendars?limit=10'; next !== null;) {
      const answer = await app.http.get(next).set('Authorization', officer);
      const page = answer.body as { items: { year: number }[]; next: string | null };
      years.push(...page.items.map((item) => item.year));
      next = page.next;
    }
    expect(years).toEqual(Array.from({ length: 23 }, (_, i) => 2004 + i));
    const { body, headers } = await get('/2018');
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      year: 2018,
      version: 1,
      workingDays: 250,
      springFestival: { littleNewYear: '2018-02-08', newYear: '2018-02-16', lanternFestival: '2018-03-02' },
      days: expect.arrayContaining([{ date: '2018-02-11', kind: 'makeup', name: '春节' }]),
    });
  });

  it('a year that is not loaded, or cannot be one, is 404', async () => {
    for (const year of ['2027', '9999', '0', '20181', 'x'])
      expect([year, (await get(`/${year}`)).status]).toEqual([year, 404]);
  });

  it('are read by whoever is signed in and loaded by administrators', async () => {
    expect((await app.http.get('/api/v1/calendars')).status).toBe(401);
    expect((await app.http.get('/api/v1/calendars/2018')).status).toBe(401);
    expect((await app.http.put('/api/v1/calendars/2027').send(given)).status).toBe(401);
    expect((await put('2027', given, officer)).status).toBe(403);
  });
});

describe('loading a year when it is announced', () => {
  it('makes what was uncertain known', async () => {
    expect(await windowOf2027()).toMatchObject({ certainty: 'uncertain', workingDays: null, missingYears: [2027] });
    const answer = await put('2027', given);
    expect([answer.status, answer.headers.etag]).toEqual([200, '"1"']);
    expect(answer.body).toMatchObject({
      year: 2027,
      source: given.source,
      version: 1,
      days: [given.days[1], given.days[0]],
    });
    expect(await windowOf2027()).toMatchObject({ certainty: 'known', workingDays: 21, missingYears: [] });
  });

  it('the same days again change nothing', async () => {
    const again = await put('2027', { ...given, days: given.days.toReversed() });
    expect([again.status, again.headers.etag]).toEqual([200, '"1"']);
    const audit: unknown[] = await app.dataSource.query(
      `SELECT 1 FROM audit_entry WHERE aggregate_type = 'working_calendar' AND aggregate_id = '2027'`,
    );
    expect(audit).toHaveLength(1);
  });

  it('other days need If-Match, and the version they replace', async () => {
    const corrected = { ...given, days: [...given.days, { date: '2027-01-04', kind: 'holiday', name: '元旦' }] };
    const without = await put('2027', corrected);
    expect([without.status, code(without.body)]).toEqual([428, 'if_match_required']);
    const stale = await put('2027', corrected).set('If-Match', '"7"');
    expect([stale.status, code(stale.body)]).toEqual([412, 'stale_version']);
    expect(await windowOf2027()).toMatchObject({ workingDays: 21 });
    const replaced = await put('2027', corrected).set('If-Match', '"1"');
    expect([replaced.status, replaced.headers.etag]).toEqual([200, '"2"']);
    expect(await windowOf2027()).toMatchObject({ workingDays: 20 });
    const events: { action: string }[] = await app.dataSource.query(
      `SELECT action FROM outbox WHERE aggregate_type = 'working_calendar' AND aggregate_id = '2027' ORDER BY id`,
    );
    expect(events.map((event) => event.action)).toEqual(['loaded', 'replaced']);
  });

  it('a version of a year that is not there is stale', async () => {
    const answer = await put('2031', { ...given, days: [{ date: '2031-01-01', kind: 'holiday', name: '元旦' }] }).set(
      'If-Match',
      '"1"',
    );
    expect([answer.status, code(answer.body)]).toEqual([412, 'stale_version']);
  });

  it.each([
    [{ ...given, days: [{ date: '2028-01-01', kind: 'holiday', name: '元旦' }] }, '/days/0'],
    [{ ...given, days: [given.days[1], given.days[1]] }, '/days/1'],
    [{ ...given, days: [{ date: '2029-01-01', kind: 'makeup', name: '元旦' }] }, '/days/0'],
    [{ ...given, days: [{ date: '2029-02-29', kind: 'holiday', name: '元旦' }] }, '/days/0/date'],
    [{ ...given, days: [{ date: '2029-01-01', kind: 'half', name: '元旦' }] }, '/days/0/kind'],
    [{ ...given, days: [] }, '/days'],
    [{ days: given.days }, '/source'],
    [{ ...given, year: 2029 }, '/year'],
  ])('%j is 400 at %s and nothing is stored', async (body, pointer) => {
    const answer = await put('2029', body);
    expect(answer.status).toBe(400);
    expect((answer.body as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)).toContain(pointer);
    expect((await get('/2029')).status).toBe(404);
  });

  it('two administrators at once: one loads, the other is told', async () => {
    const days = (name: string) => ({ ...given, days: [{ date: '2030-01-01', kind: 'holiday', name }] });
    const answers = await Promise.all([put('2030', days('元旦')), put('2030', days('新年'))]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 428]);
  });
});

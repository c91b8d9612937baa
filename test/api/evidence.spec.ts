import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { refusal, type Refused } from '../support/implementing.js';

interface Spell {
  contract: string | null;
  evidencedDays: number | null;
  evidencedMonths: number | null;
  promisedDays: number | null;
  evidencedShare: string | null;
  promise: object | null;
}
const WINDOW = { start: '2026-01-01', end: '2026-05-31' };
const DAY_MS = 86_400_000;
const WEDNESDAYS = Array.from({ length: 21 }, (_, i) =>
  new Date(Date.parse('2026-01-07') + i * 7 * DAY_MS).toISOString().slice(0, 10),
);

describe('the days of a line that are evidenced', () => {
  let app: TestApp;
  let parties: Parties;
  let one: string;
  let two: string;
  let both: string;
  let other: string;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    const { bureau } = parties;
    const made = await app.http
      .post('/api/v1/service-lines')
      .set(bureau.officer.auth)
      .send({ name: '夜间照护', category: 'ELDERLY_HOME_CARE', since: '2018-01-01', region: '990203' });
    other = (made.body as { id: string }).id;
    const signed = (serviceLines: string[]) =>
      Contracting.signed(app, parties, { window: WINDOW }, { window: WINDOW, serviceLines });
    const contracts = [await signed([bureau.line]), await signed([bureau.line]), await signed([bureau.line, other])];
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    for (const contract of contracts) await contract.must('start');
    [one = '', two = '', both = ''] = contracts.map(({ id }) => id);
    await setBusinessTime(app, '2026-06-01T09:00:00+08:00');
  });
  afterAll(() => app.close());

  const path = (contract: string) => `/api/v1/contracts/${contract}/service-records`;
  const record = (contract: string, body: object) =>
    app.http
      .post(path(contract))
      .set(parties.manager.auth)
      .send({
        servedOn: '2026-03-04',
        form: 'visit',
        minutes: 60,
        workers: { assistant: 1 },
        participants: 1,
        ...body,
      });
  const must = async (contract: string, body: object) => {
    const answer = await record(contract, body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as { id: string; serviceLines: string[] };
  };
  const spell = async (line: string, contract: string): Promise<Spell | undefined> => {
    const { body } = await app.http
      .get(`/api/v1/service-lines/${line}/coverage`)
      .set(parties.bureau.officer.auth)
      .expect(200);
    return (body as { spells: Spell[] }).spells.find((each) => each.contract === contract);
  };
  const registered = async (line: string): Promise<string> => {
    const answer = await app.http
      .post(`/api/v1/service-lines/${line}/recipients`)
      .set(parties.manager.auth)
      .send({ contract: both, displayName: '示例对象' })
      .expect(201);
    return (answer.body as { id: string }).id;
  };

  it('are all that were promised where a weekly service never failed, for everybody to see', async () => {
    const { line } = parties.bureau;
    expect(await spell(line, one)).toMatchObject({ evidencedDays: null, evidencedShare: null, promise: null });
    const records = WEDNESDAYS.map((servedOn) => ({
      servedOn,
      form: 'visit',
      minutes: 60,
      workers: { assistant: 1 },
      participants: 1,
    }));
    const { body } = await app.http
      .post(`${path(one)}/batch`)
      .set(parties.manager.auth)
      .send({ records })
      .expect(200);
    expect((body as { results: { ok: boolean }[] }).results.every(({ ok }) => ok)).toBe(true);
    const figures = { evidencedDays: 21, evidencedMonths: 5, promisedDays: 21, evidencedShare: '100.0' };
    const promise = { times: 1, every: 'week', restDays: 'served', festival: 'stops', assumed: true };
    expect(await spell(line, one)).toMatchObject({ ...figures, promise });
    const page = await app.http.get(`/api/v1/service-lines/${line}/coverage`).expect(200);
    const [shown] = (page.body as { spells: Spell[] }).spells.filter(({ evidencedDays }) => evidencedDays === 21);
    // Whose contract it is and what it says was not published.
    expect(shown).toMatchObject({ ...figures, contract: null, promise: null });
  });

  it('are counted by what the contract promises, where it says so', async () => {
    // Written as it stands in the content of a contract whose terms name the days.
    await app.dataSource.query(
      `UPDATE contract SET content = content || '{"serviceDays":{"times":1,"every":"day","restDays":"served","festival":"kept"}}' WHERE id = $1`,
      [two],
    );
    for (const servedOn of ['2026-01-01', '2026-01-02', '2026-05-31']) await must(two, { servedOn });
    expect(await spell(parties.bureau.line, two)).toMatchObject({
      evidencedDays: 3,
      evidencedMonths: 2,
      promisedDays: 151,
      evidencedShare: '2.0',
      promise: { every: 'day', assumed: false },
    });
  });

  it('are those of the line of the recipients, and no other line’s of the contract', async () => {
    const { line } = parties.bureau;
    const [a, b] = [await registered(line), await registered(other)];
    expect((await spell(other, both))?.evidencedDays).toBe(null);
    const first = await must(both, { recipients: [a] });
    expect(first.serviceLines).toEqual([line]);
    expect((await spell(line, both))?.evidencedDays).toBe(1);
    expect(await spell(other, both)).toMatchObject({ evidencedDays: 0, evidencedMonths: 0, evidencedShare: '0.0' });
    const second = await must(both, { servedOn: '2026-03-05', recipients: [a, b], participants: 2 });
    expect(second.serviceLines.toSorted()).toEqual([line, other].sort());
    expect((await spell(other, both))?.evidencedDays).toBe(1);
    await app.http
      .post(`${path(both)}/${second.id}/corrections`)
      .set(parties.manager.auth)
      .send({ reason: '重复登记', record: null })
      .expect(201);
    expect([(await spell(line, both))?.evidencedDays, (await spell(other, both))?.evidencedDays]).toEqual([1, 0]);
  });

  it('are refused where the contract has several lines and the record says none of them, and nothing is stored', async () => {
    const { line } = parties.bureau;
    const count = async () => {
      const [row] = await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM service_record`);
      return row?.n;
    };
    const before = await count();
    const refused = async (contract: string, body: object) => refusal(await record(contract, body));
    expect(await refused(both, {})).toEqual([422, 'record_line_missing', '/serviceLine']);
    expect(await refused(one, { serviceLine: other })).toEqual([422, 'record_line_unknown', '/serviceLine']);
    const a = await registered(line);
    expect(await refused(both, { recipients: [a], serviceLine: other })).toEqual([
      422,
      'record_line_unknown',
      '/serviceLine',
    ]);
    expect(await count()).toBe(before);
    const stored = await must(both, { servedOn: '2026-04-01', serviceLine: other });
    expect(stored.serviceLines).toEqual([other]);
    expect((await spell(other, both))?.evidencedDays).toBe(1);
    // Said or not, it is the only line of the contract.
    const single = await must(one, { servedOn: '2026-04-02', serviceLine: line });
    const same = await app.http
      .post(`${path(one)}/${single.id}/corrections`)
      .set(parties.manager.auth)
      .send({
        reason: '更正',
        record: {
          servedOn: '2026-04-02',
          form: 'visit',
          minutes: 60,
          workers: { assistant: 1 },
          participants: 1,
        },
      });
    expect(refusal(same as Refused)).toEqual([422, 'correction_empty', null]);
  });

  it('keep up with corrections that move a record to another day or out of the contract', async () => {
    const { line } = parties.bureau;
    const days = async () => (await spell(line, two))?.evidencedDays;
    const { id } = await must(two, { servedOn: '2026-02-03' });
    expect(await days()).toBe(4);
    const correct = async (record: string, more: object) => {
      const body = { form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: 1, ...more };
      const answer = await app.http
        .post(`${path(two)}/${record}/corrections`)
        .set(parties.manager.auth)
        .send({ reason: '更正', record: body })
        .expect(201);
      return (answer.body as { id: string }).id;
    };
    const moved = await correct(id, { servedOn: '2026-01-01' });
    expect(await days()).toBe(3);
    const away = await correct(moved, { servedOn: '2026-02-04', withinContract: false });
    expect(await days()).toBe(3);
    await correct(away, { servedOn: '2026-02-04' });
    expect(await days()).toBe(4);
    const sums = await app.dataSource.query<object[]>(
      `SELECT l.contract_id, l.served_on, l.records FROM service_line_day l WHERE l.contract_id = ANY ($1::uuid[]) AND l.records > 0
       EXCEPT SELECT d.contract_id, d.served_on, sum(d.records)::int FROM service_day d WHERE d.within_contract GROUP BY 1, 2`,
      [[one, two]],
    );
    expect(sums).toEqual([]);
  });
});

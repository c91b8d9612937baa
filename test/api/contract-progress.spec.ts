import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OutlookService } from '../../src/care/delivery/progress/outlook.service.js';
import { addDays } from '../../src/kernel/clock/plain-date.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownSteps } from '../support/own-tasks.js';

interface Indicator {
  no: number;
  target: number | null;
  done: number | null;
  forecast: Record<string, string> | null;
  state: string;
  reason: string | null;
}
interface Progress {
  asOf: string;
  to: string;
  effectiveDays: Record<string, number> | null;
  missingYears: number[];
  indicators: Indicator[];
}

const STANDARDS = [
  { no: 1, text: '上门服务', target: 1400, unit: '人次', measure: { of: 'visits', form: 'visit' } },
  { no: 2, text: '服务时长', target: 600, unit: '分钟', measure: { of: 'minutes', content: 'CARE_ARRANGEMENT' } },
  { no: 3, text: '服务老人', target: 2, unit: '人', measure: { of: 'recipients' } },
  { no: 4, text: '满意度', target: 90, unit: '%' },
  { no: 5, text: '小组活动', unit: '次', measure: { of: 'records', form: 'group' } },
];

describe('how far a contract has come', () => {
  let app: TestApp;
  let parties: Parties;
  let contract: Contracting;
  let worker: TestAccount;
  const recipients: string[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    contract = await Contracting.signed(app, parties, { standards: STANDARDS });
    worker = await makeUser(app, 'agency_worker', parties.agency);
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    await contract.must('start');
    for (const displayName of ['示例对象甲', '示例对象乙']) {
      const made = await app.http
        .post(`/api/v1/service-lines/${parties.bureau.line}/recipients`)
        .set(worker.auth)
        .send({ contract: contract.id, displayName })
        .expect(201);
      recipients.push((made.body as { id: string }).id);
    }
  });
  afterAll(() => app.close());

  const visit = (servedOn: string, more: object = {}) => ({
    servedOn,
    form: 'visit',
    minutes: 30,
    workers: { assistant: 1 },
    recipients: [recipients[0]],
    ...more,
  });
  const record = async (records: object[]): Promise<string[]> => {
    const answer = await app.http
      .post(`/api/v1/contracts/${contract.id}/service-records/batch`)
      .set(worker.auth)
      .send({ records })
      .expect(200);
    const { results } = answer.body as { results: { ok: boolean; id: string }[] };
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    return results.map(({ id }) => id);
  };
  const progress = async (by = parties.bureau.officer): Promise<Progress> =>
    (await app.http.get(`/api/v1/contracts/${contract.id}/progress`).set(by.auth).expect(200)).body as Progress;
  const of = async (no: number) => (await progress()).indicators.find((i) => i.no === no) as Indicator;
  const lookAhead = () => app.running.app.get(OutlookService).sweep();
  const tasks = async (by: TestAccount): Promise<string[]> => {
    const answer = await app.http.get('/api/v1/me/tasks?kind=forecast').set(by.auth).expect(200);
    return (answer.body as { items: { id: string; title: string }[] }).items.map(({ id, title }) => `${id} ${title}`);
  };
  /** Working days from 2026-01-05 on, before the weeks around Spring Festival. */
  const january = Array.from({ length: 26 }, (_, i) => new Date(Date.UTC(2026, 0, 5 + i)))
    .filter((day) => day.getUTCDay() % 6 !== 0)
    .map((day) => day.toISOString().slice(0, 10));

  it('of a draft that is to run for ages is not foretold, and told at once', async () => {
    const { id } = await Contracting.drafted(
      app,
      parties,
      { standards: STANDARDS },
      { window: { start: '2026-01-01', end: '9999-12-31' } },
    );
    const { body } = await app.http
      .get(`/api/v1/contracts/${id}/progress`)
      .set(parties.bureau.officer.auth)
      .expect(200);
    const { effectiveDays, indicators } = body as Progress;
    expect([effectiveDays, indicators[0]]).toEqual([
      null,
      expect.objectContaining({ no: 1, done: 0, reason: 'calendar' }),
    ]);
  });

  it('is told against what was promised, and not foretold before four weeks are over', async () => {
    await setBusinessTime(app, '2026-01-07T09:00:00+08:00');
    await record(january.slice(0, 2).map((day) => visit(day, { participants: 4 })));
    await record([
      visit('2026-01-05', { content: 'CARE_ARRANGEMENT', recipients }),
      visit('2026-01-05', { form: 'group' }),
    ]);
    // Outside the contract nothing counts toward it.
    await record([visit('2026-01-05', { withinContract: false, participants: 50 })]);
    const { asOf, effectiveDays, missingYears, indicators } = await progress();
    expect([asOf, missingYears]).toEqual(['2026-01-07', []]);
    // 2026-01-01 to 03 is New Year's holiday, the 4th a make-up day: 4, 5, 6 January are over.
    expect(effectiveDays?.elapsed).toBe(3);
    expect(effectiveDays?.total).toBe((effectiveDays?.elapsed ?? 0) + (effectiveDays?.left ?? 0));
    expect(indicators.map(({ no, done, state, reason }) => [no, done, state, reason])).toEqual([
      [1, 10, 'insufficient_data', 'weeks'],
      [2, 30, 'insufficient_data', 'weeks'],
      [3, 2, 'reached', 'recipients_are_no_rate'],
      [4, null, 'insufficient_data', 'measure'],
      [5, 1, 'insufficient_data', 'weeks'],
    ]);
    await lookAhead();
    expect(await tasks(parties.bureau.officer)).toEqual([]);
  });

  it('is foretold with an interval; a target that will be missed waits for both parties', async () => {
    await setBusinessTime(app, '2026-02-02T09:00:00+08:00');
    // Four a day and then six in turn, from the third day on.
    await record(january.slice(2, 20).map((day, i) => visit(day, { participants: i % 2 === 0 ? 4 : 6 })));
    const visits = await of(1);
    const { effectiveDays } = await progress();
    expect([effectiveDays?.elapsed, visits.done, visits.state]).toEqual([21, 100, 'misses']);
    // Of the ordinary weeks from 5 January on: what comes is the mean of each weekday that is left.
    expect(visits.forecast).toMatchObject({ perEffectiveDay: '4.76', restDays: 'kept', between: 'days' });
    const [low, expected, high] = ['low', 'expected', 'high'].map((name) => Number(visits.forecast?.[name]));
    expect(100 <= Number(low) && Number(low) < Number(expected) && Number(expected) < Number(high)).toBe(true);
    // Thirty minutes in a month where six hundred were promised; and a number without a target has none to miss.
    expect([(await of(2)).state, (await of(5)).state, (await of(5)).reason]).toEqual([
      'misses',
      'not_applicable',
      'target',
    ]);
    await lookAhead();
    const told = [`${contract.id} A target will be missed at this rate: Standard 1, 2 (社区居家养老服务项目, lot 1)`];
    for (const who of [parties.bureau.officer, parties.manager]) expect(await tasks(who)).toEqual(told);
    // The agency records more of it; the buyer agrees with it on something else.
    const address = `contracts/${contract.id}`;
    expect(await ownSteps(app, parties.manager, 'forecast')).toEqual([`${address}/service-records`]);
    expect(await ownSteps(app, parties.bureau.officer, 'forecast')).toEqual([`${address}/amendments`]);
    expect(await tasks(worker)).toEqual([]);
    expect(await tasks(await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' })))).toEqual([]);
    // Until its last day: afterwards there is nothing left to foretell.
    const { end } = (await contract.read()).window;
    await setBusinessTime(app, `${end}T09:00:00+08:00`);
    expect(await tasks(parties.manager)).toEqual(told);
    await setBusinessTime(app, `${addDays(end, 1)}T09:00:00+08:00`);
    for (const who of [parties.bureau.officer, parties.manager]) expect(await tasks(who)).toEqual([]);
    await setBusinessTime(app, '2026-02-02T09:00:00+08:00');
  });

  it('forgets a task once the target is expected to be reached, and follows corrections', async () => {
    const [long] = await record([
      visit('2026-01-30', { content: 'CARE_ARRANGEMENT', minutes: 700, recipients: [recipients[1]] }),
    ]);
    await record([visit('2026-01-30', { participants: 400 })]);
    expect(await of(2)).toMatchObject({ done: 730, state: 'reached' });
    const before = (await of(1)).done;
    await setBusinessTime(app, '2026-02-03T09:00:00+08:00');
    await lookAhead();
    expect(await tasks(parties.manager)).toEqual([]);
    const correct = (body: object) =>
      app.http.post(`/api/v1/contracts/${contract.id}/service-records/${long}/corrections`).set(worker.auth).send(body);
    const mended = visit('2026-01-30', { content: 'CARE_ARRANGEMENT', minutes: 70, recipients: [recipients[1]] });
    const second = await correct({ reason: '分钟数多写一个零', record: mended });
    expect([second.status, (await of(2)).done, (await of(1)).done]).toEqual([201, 100, before]);
    await app.http
      .post(`/api/v1/contracts/${contract.id}/service-records/${(second.body as { id: string }).id}/corrections`)
      .set(worker.auth)
      .send({ reason: '并未服务', record: null })
      .expect(201);
    expect([(await of(2)).done, (await of(1)).done]).toEqual([30, (before ?? 0) - 1]);
  });

  it('keeps the days as a count of the records would have them', async () => {
    const counted = await app.dataSource.query<unknown[]>(
      `SELECT contract_id, served_on, form, coalesce(content_code, '') AS content_code, within_contract, count(*)::int AS records,
         sum(minutes)::int AS minutes, sum(visits)::int AS visits
       FROM service_record s WHERE NOT withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id)
       GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
    );
    expect(counted.length).toBeGreaterThan(20);
    const kept = await app.dataSource.query<unknown[]>(
      `SELECT contract_id, served_on, form, content_code, within_contract, records, minutes::int AS minutes, visits::int AS visits
       FROM service_day WHERE records <> 0 ORDER BY 1, 2, 3, 4, 5`,
    );
    expect(kept).toEqual(counted);
    const empty = await app.dataSource.query(
      `SELECT FROM service_day WHERE records = 0 AND (minutes <> 0 OR visits <> 0)`,
    );
    expect(empty).toEqual([]);
  });

  it('keeps whom the contract has reached as a count of the records would have them', async () => {
    const counted = await app.dataSource.query<unknown[]>(
      `SELECT contract_id, recipient_id, form, coalesce(content_code, '') AS content_code, count(*)::int AS records
       FROM service_record s JOIN service_record_recipient x ON x.record_id = s.id AND x.served_on = s.served_on
       WHERE within_contract AND NOT withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id)
       GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
    );
    expect(counted.length).toBeGreaterThan(3);
    const kept = await app.dataSource.query<unknown[]>(
      `SELECT contract_id, recipient_id, form, content_code, records FROM service_reach WHERE records <> 0 ORDER BY 1, 2, 3, 4`,
    );
    expect(kept).toEqual(counted);
  });

  it('reaches nobody any more by a record that was withdrawn, and knows the day of each', async () => {
    const served = () =>
      app.dataSource.query<{ records: number }[]>(
        `SELECT records FROM service_reach WHERE contract_id = $1 AND recipient_id = $2 AND form = 'case'`,
        [contract.id, recipients[1]],
      );
    expect(await served()).toEqual([]);
    const [only] = await record([visit('2026-01-29', { form: 'case', recipients: [recipients[1]] })]);
    expect(await served()).toEqual([{ records: 1 }]);
    await app.http
      .post(`/api/v1/contracts/${contract.id}/service-records/${only}/corrections`)
      .set(worker.auth)
      .send({ reason: '并未服务', record: null })
      .expect(201);
    expect(await served()).toEqual([{ records: 0 }]);
    const other = `INSERT INTO service_record_recipient (record_id, recipient_id, served_on) VALUES ($1, $2, '2026-01-28')`;
    await expect(app.dataSource.query(other, [only, recipients[0]])).rejects.toThrow(
      'a recipient is served on the day of the record',
    );
  });

  it('is the figure that a report of the same days has, whoever took part by name or not', async () => {
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const drafted = await app.http
      .post(`/api/v1/contracts/${contract.id}/reports`)
      .set(parties.manager.auth)
      .send({ from: '2026-01-01' });
    expect(drafted.status).toBe(201);
    const { figures } = drafted.body as { figures: { standards: { no: number; total: number | null }[] } };
    const { indicators } = await progress();
    expect(figures.standards.map(({ no, total }) => [no, total])).toEqual(indicators.map(({ no, done }) => [no, done]));
  });

  it('follows the days on which the contract serves, weekends and festival among them, and narrows', async () => {
    const every = await Contracting.signed(
      app,
      parties,
      { standards: [{ no: 1, text: '每日上门', target: 1805, unit: '人次', measure: { of: 'visits' } }] },
      { window: { start: '2026-01-01', end: '2026-12-31' } },
    );
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    await every.must('start');
    // Five visits on every day from 5 January on: 361 days of 2026, 1 805 visits at its end.
    const days = Array.from({ length: 86 }, (_, i) => new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10));
    const foretold = async (today: string, since: string) => {
      await setBusinessTime(app, `${today}T09:00:00+08:00`);
      const records = days
        .filter((day) => since <= day && day < today)
        .map((servedOn) => ({ servedOn, form: 'visit', minutes: 30, workers: { assistant: 1 }, participants: 5 }));
      await app.http
        .post(`/api/v1/contracts/${every.id}/service-records/batch`)
        .set(worker.auth)
        .send({ records })
        .expect(200);
      const answer = await app.http.get(`/api/v1/contracts/${every.id}/progress`).set(parties.manager.auth).expect(200);
      const { done, forecast } = (answer.body as Progress).indicators[0] as Indicator;
      expect(done).toBe(5 * days.filter((day) => day < today).length);
      expect([forecast?.restDays, forecast?.perWeek]).toEqual(['served', '35.0']);
      return ['low', 'expected', 'high'].map((name) => Number(forecast?.[name])) as [number, number, number];
    };
    const [low, , high] = await foretold('2026-03-01', '2026-01-05');
    const [lower, expected, higher] = await foretold('2026-04-01', '2026-03-01');
    expect(1770 <= expected && expected <= 1840).toBe(true);
    expect(lower <= 1805 && 1805 <= higher && lower >= 430).toBe(true);
    expect(20 < higher - lower && higher - lower < 200 && higher - lower < high - low).toBe(true);
  });

  it('is for its parties alone, and of a contract that is carried out here', async () => {
    const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const get = (id: string, by?: TestAccount) => app.http.get(`/api/v1/contracts/${id}/progress`).set(by?.auth ?? {});
    expect((await get(contract.id, worker)).status).toBe(200);
    expect((await get(contract.id, rival)).status).toBe(404);
    expect((await get(contract.id)).status).toBe(401);
    const recorded = await Contracting.recorded(app, parties);
    expect((await get(recorded.id, parties.bureau.officer)).body).toMatchObject({ code: 'conducted_elsewhere' });
  });

  it('counts as the contract says, and nothing the documents say otherwise', async () => {
    const drafted = async (measure: object) => {
      const { award } = await Contracting.awarded(app, parties);
      return (await app.http
        .post('/api/v1/contracts')
        .set(parties.bureau.officer.auth)
        .send({ award, standards: [{ no: 1, text: '上门服务', measure }], payments: [] })) as unknown as Answer;
    };
    expect(said(await drafted({ of: 'hours' }))).toEqual([400, 'validation_failed', null, ['/standards/0/measure/of']]);
    expect(said(await drafted({ of: 'visits', form: 'dance' }))).toEqual([
      400,
      'validation_failed',
      null,
      ['/standards/0/measure/form'],
    ]);
    expect(said(await drafted({ of: 'visits', content: 'NOT_A_CODE' }))).toEqual([
      400,
      'validation_failed',
      null,
      ['/standards/0/measure/content'],
    ]);
    expect(said(await drafted({ of: 'visits', extra: 1 }))).toEqual([
      400,
      'validation_failed',
      null,
      ['/standards/0/measure/extra'],
    ]);
    const text = await app.http.get(`/api/v1/contracts/${contract.id}/text`).set(parties.bureau.officer.auth);
    expect(text.text).toContain('1. 上门服务：1400人次（按服务记录的服务人次计，限探访）');
  });

  it('adds up whatever is said to have taken part', async () => {
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const [day] = await app.dataSource.query<{ on: string }[]>(
      `SELECT max(served_on)::text AS on FROM service_day WHERE contract_id = $1 AND form = 'visit' AND content_code = ''`,
      [contract.id],
    );
    const servedOn = day?.on ?? '';
    // As after twenty thousand records of a hundred thousand people each.
    await app.dataSource.query(
      `UPDATE service_day SET visits = 2147480000 WHERE contract_id = $1 AND form = 'visit' AND content_code = '' AND served_on = $2`,
      [contract.id, servedOn],
    );
    await record([visit(servedOn, { participants: 100_000, recipients: [] })]);
    const counted = (await progress()).indicators.map(({ done }) => done ?? 0);
    expect(Math.max(...counted)).toBeGreaterThan(2 ** 31);
  });
});

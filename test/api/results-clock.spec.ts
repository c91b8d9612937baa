import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ResultClock } from '../../src/purchase/awards/results/result-clock.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { Resulting } from '../support/results.js';

/** A Monday; the fifth working day after it is the Monday a week later. */
const DELIVERED = '2025-11-03T09:00:00+08:00';
const LAST = '2025-11-10T23:59:59.999999+08:00';
const FIRST = '2025-11-11T00:00:00+08:00';

describe('the clock of the confirmation', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await allowFixedInstant(app);
    await setInstant(app, DELIVERED);
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());
  const begin = async (more: Parameters<typeof Resulting.begin>[2] = {}): Promise<Resulting> => {
    await setInstant(app, DELIVERED);
    const result = await Resulting.begin(app, bureau, more);
    await result.deliver();
    return result;
  };
  const sweep = () => app.running.app.get(ResultClock).sweep();
  /** How a lot is told wherever it is read. */
  const states = async (result: Resulting): Promise<unknown[]> => {
    const { auth } = bureau.officer;
    const one = (await app.http.get(`/api/v1/tenders/${result.id}`).set(auth).expect(200)).body as {
      state: string;
      lots: { state: string }[];
    };
    const list = await app.http.get(`/api/v1/tenders?state=confirmed&limit=200`).set(auth).expect(200);
    const listed = (list.body as { items: { id: string }[] }).items.some(({ id }) => id === result.id);
    const review = await app.http.get(`/api/v1/tenders/${result.id}/review`).set(auth).expect(200);
    const [reviewed] = (review.body as { items: { lotState: string }[] }).items;
    return [one.state, one.lots[0]?.state, listed, reviewed?.lotState, (await result.read()).lotState];
  };
  const CONFIRMED = ['confirmed', 'confirmed', true, 'confirmed', 'confirmed'];
  const REVIEWED = ['reviewed', 'reviewed', false, 'reviewed', 'reviewed'];
  const rows = async (result: Resulting) =>
    app.dataSource.query<{ actor: string | null; kind: string }[]>(
      `SELECT actor_id AS actor, actor_kind AS kind FROM audit_entry WHERE aggregate_id = $1 AND action = 'deem_confirmed'`,
      [result.lots[0]?.id],
    );

  it('strikes when the fifth working day is over, wherever it is read, and for whoever comes next', async () => {
    const result = await begin();
    const version = await result.version();
    await setInstant(app, LAST);
    expect(await states(result)).toEqual(REVIEWED);
    await sweep();
    expect(await states(result)).toEqual(REVIEWED);
    await setInstant(app, FIRST);
    expect(await states(result)).toEqual(CONFIRMED);
    expect(await rows(result)).toEqual([]);
    // A late worker admits nothing late: who confirms now finds it confirmed.
    const late = await result.post('confirm', { bid: result.bid(0) });
    expect([late.status, late.body.code]).toEqual([409, 'wrong_state']);
    await setInstant(app, '2025-11-20T10:00:00+08:00');
    expect(await result.version()).toBe(version);
    await sweep();
    await sweep();
    expect(await states(result)).toEqual(CONFIRMED);
    expect(await result.version()).toBe(version);
    expect(await rows(result)).toEqual([{ actor: null, kind: 'system' }]);
    const [award] = (await result.read()).awards;
    expect(award).toMatchObject({ state: 'pending', rank: 1, decidedOn: '2025-11-11', deemed: true });
    expect(await result.publish()).toMatchObject({
      state: 'active',
      decidedOn: '2025-11-11',
      publishedOn: '2025-11-20',
    });
  });

  it('of a buyer that tenders itself runs from the end of the review, of an agent’s from the receipt', async () => {
    const due = async (result: Resulting): Promise<unknown[]> => {
      const path = `/api/v1/tenders/${result.id}/deadlines`;
      const { body } = await app.http.get(path).set(bureau.officer.auth).expect(200);
      const { items, countedBy } = body as {
        items: { rule: string; date: string | null; state: string }[];
        countedBy: string[];
      };
      // Of a tender the Civil Code and Order 87 say how its days are counted.
      expect(countedBy).toEqual(['PERIOD-EXCLUDE-FIRST', 'PERIOD-87-85']);
      return items.flatMap(({ rule, date, state }) => (rule === 'CONFIRM-5WD' ? [date, state] : []));
    };
    await setInstant(app, DELIVERED);
    const agent = await makeBody(app, { kind: 'agent' });
    const [own, agents] = [await Resulting.begin(app, bureau), await Resulting.begin(app, bureau, { agent })];
    const held = await Resulting.begin(app, bureau);
    await setInstant(app, '2025-11-06T09:00:00+08:00');
    expect((await own.deliver()).deemsAt).toBe('2025-11-10T16:00:00.000Z');
    const received = await agents.must('deliver-report', {}, await makeUser(app, 'procurement_agent', agent));
    expect(received.deemsAt).toBe('2025-11-13T16:00:00.000Z');
    expect([await due(own), await due(agents)]).toEqual([
      ['2025-11-10', 'due'],
      ['2025-11-13', 'due'],
    ]);
    // Nobody gains time by keeping the report to itself; nothing is deemed of one that is not on record either.
    await setInstant(app, '2025-11-12T10:00:00+08:00');
    expect(await due(held)).toEqual(['2025-11-10', 'missed']);
    await sweep();
    expect((await held.read()).lotState).toBe('reviewed');
    await held.deliver();
    await sweep();
    expect((await held.read()).awards).toMatchObject([{ decidedOn: '2025-11-12', deemed: true }]);
  });

  it('is struck by an act that comes before the worker, once', async () => {
    const result = await begin();
    await setInstant(app, '2025-11-12T10:00:00+08:00');
    expect(await result.publish()).toMatchObject({ decidedOn: '2025-11-11', deemed: true });
    await sweep();
    expect(await rows(result)).toHaveLength(1);
  });

  it('rests while a reason is on record', async () => {
    const result = await begin();
    await result.must('record-objection', { reason: '报告有误' });
    await setInstant(app, '2025-11-15T10:00:00+08:00');
    await sweep();
    expect(await states(result)).toEqual(REVIEWED);
    await result.must('withdraw-objection');
    // Nothing stands in its way any more, from this moment on and not from an earlier one.
    expect(await states(result)).toEqual(CONFIRMED);
    await sweep();
    expect((await result.read()).awards).toMatchObject([{ decidedOn: '2025-11-15', deemed: true }]);
  });

  it('rests while the first rank is tied, or something upheld is not done', async () => {
    const tied = await begin({ ranks: [1, 1, 3] });
    await setInstant(app, '2025-11-12T10:00:00+08:00');
    await sweep();
    expect(await states(tied)).toEqual(REVIEWED);
    const { ties } = await tied.must('settle-tie');
    expect(await states(tied)).toEqual(CONFIRMED);
    await sweep();
    const [first] = (await tied.read()).candidates;
    expect([first?.bid, first?.rank]).toEqual([ties[0]?.order[0], 1]);

    const disputed = await begin();
    await app.dataSource.query(
      `INSERT INTO challenge (dataset, tender_id, received_at, grounds, requests, challenger_id, stage, scope, state, result, affects_result)
       VALUES ('live', $1, business_now(), '评分有误', '重新评审', $2, 'process', 'in_scope', 'answered', 'upheld', true)`,
      [disputed.id, disputed.lots[0]?.offers[1]?.bidder],
    );
    await setInstant(app, '2025-11-12T10:00:00+08:00');
    await sweep();
    expect(await states(disputed)).toEqual(REVIEWED);
    await app.dataSource.query(`UPDATE challenge SET remedied_at = business_now() WHERE tender_id = $1`, [disputed.id]);
    await sweep();
    expect((await disputed.read()).awards).toMatchObject([{ decidedOn: '2025-11-12', deemed: true }]);
  });

  it('invents no date in a year whose calendar is not known', async () => {
    const result = await begin();
    await app.dataSource.query(
      `UPDATE lot_result SET delivered_at = '2026-12-28T10:00:00+08:00', runs_from = '2026-12-28T10:00:00+08:00', deems_at = NULL
       WHERE lot_id = $1`,
      [result.lots[0]?.id],
    );
    // A buyer that tenders itself counts from the end of its review.
    await app.dataSource.query(`UPDATE review SET reported_at = '2026-12-28T10:00:00+08:00' WHERE tender_id = $1`, [
      result.id,
    ]);
    await setInstant(app, '2027-03-01T10:00:00+08:00');
    await sweep();
    expect(await states(result)).toEqual(REVIEWED);
    const { body } = await app.http.get(`/api/v1/tenders/${result.id}/deadlines`).set(bureau.officer.auth).expect(200);
    const due = (body as { items: { rule: string; date: string | null; state: string }[] }).items;
    expect(due.find(({ rule }) => rule === 'CONFIRM-5WD')).toMatchObject({ date: null, state: 'uncertain' });
    const admin = await makeUser(app, 'admin');
    await app.http
      .put('/api/v1/calendars/2027')
      .set(admin.auth)
      .send({ source: '测试用历', days: [{ date: '2027-01-01', kind: 'holiday', name: '元旦' }] })
      .expect(200);
    // The calendar is looked after once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await sweep();
    // 29, 30 and 31 December, 4 and 5 January.
    expect((await result.read()).awards).toMatchObject([{ decidedOn: '2027-01-06', deemed: true }]);
  });

  it('that lapses is a task while it runs and a finding afterwards', async () => {
    const result = await begin();
    const { running } = app;
    // As the job of the delivery's event does.
    await running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => running.app.get(Assessor).assessTouchedSubjects(tx, `lot:${result.lots[0]?.id}`));
    const tasks = async (kind: string): Promise<string[]> => {
      const { body } = await app.http
        .get(`/api/v1/me/tasks?kind=${kind}&limit=200`)
        .set(bureau.approver.auth)
        .expect(200);
      return (body as { items: { subject: { id: string }; dueOn: string }[] }).items
        .filter(({ subject }) => subject.id === result.id)
        .map(({ dueOn }) => dueOn);
    };
    expect([await tasks('result_confirmation'), await tasks('deadline')]).toEqual([['2025-11-10'], []]);
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    const found = async (): Promise<string[]> => {
      const { body } = await app.http
        .get(`/api/v1/risk/assessments?subject=tender:${result.id}&indicator=W06`)
        .set(supervisor.auth)
        .expect(200);
      return (body as { items: { state: string }[] }).items.map(({ state }) => state);
    };
    expect(await found()).not.toContain('triggered');
    await setInstant(app, '2025-11-12T10:00:00+08:00');
    await sweep();
    await running.app.get(Reassessment).reassessAll();
    expect(await found()).toContain('triggered');
  });
});

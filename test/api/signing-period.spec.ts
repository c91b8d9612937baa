import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { upload } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, creditCode } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided, SUSPENSION_NOTICE } from '../support/lots.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';

const at = (day: string): string => `${day}T09:00:00+08:00`;

/** Law article 46: thirty days to sign, which do not run while the law forbids it (Regulation article 54, Law article 57). */
describe('the time in which a contract is to be signed', () => {
  let app: TestApp;
  let bureau: Bureau;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, at('2025-11-03'));
    bureau = await makeBureau(app);
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    await makeThreshold(app);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  afterAll(() => app.close());

  /** A result of 2025-11-03 whose contract is drafted, unless it is said to wait: its time is over on 2025-12-03. */
  const published = async (isDrafted = true) => {
    await setBusinessTime(app, at('2025-11-03'));
    const result = await Resulting.begin(app, bureau);
    const award = await result.published();
    const agency = result.lots[0]?.offers[0]?.bidder ?? '';
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
    if (isDrafted)
      await app.http
        .post('/api/v1/contracts')
        .set(bureau.officer.auth)
        .send({ award: award.id, ...CONTENT })
        .expect(201);
    const rival = await result.bidder(1);
    const challenge = async (more: object = {}): Promise<string> => {
      const about = { tender: result.id, stage: 'result', grounds: '成交结果有误', requests: '重新评审' };
      const made = await app.http
        .post('/api/v1/challenges')
        .set(rival.auth)
        .send({ ...about, ...more });
      return (made.body as { id: string }).id;
    };
    const answer = (id: string, action: string, given: object, by = bureau.officer) =>
      actOnRemedy(app, 'challenges', id, action, given, by).then(({ status, text }) => {
        if (status !== 200) throw new Error(text);
      });
    const record = () => result.onAward(award.id, 'record-refusal', { reason: '逾期未签' }, bureau.officer);
    const suspend = (action: string, body: object) =>
      actOnLot(app, result.lots[0]?.id ?? '', action, body, bureau.finance);
    return { result, rival, challenge, answer, record, suspend };
  };
  type Published = Awaited<ReturnType<typeof published>>;

  const onRecord = async (id: string, by: TestAccount | null = bureau.officer) => {
    const { body } = await app.http
      .get(`/api/v1/tenders/${id}/deadlines`)
      .set(by?.auth ?? {})
      .expect(200);
    const found = (body as { items: { rule: string; date: string | null; state: string }[] }).items;
    const clock = found.find(({ rule }) => rule === 'CONTRACT-30D');
    return [clock?.date, clock?.state];
  };
  /** It is over after that day and not on it, and everybody reads that day. */
  const lasts = async ({ result, record }: Published, day: string, next: string) => {
    await setBusinessTime(app, `${day}T23:30:00+08:00`);
    const early = await record();
    const { code, facts } = early.body as { code?: string; facts?: object };
    expect([early.status, code, facts]).toEqual([422, 'signing_period_running', { last: day, challenges: [] }]);
    for (const by of [bureau.officer, null]) expect(await onRecord(result.id, by)).toEqual([day, 'due']);
    await app.running.app.get(Reassessment).reassessAll();
    const tasks = await app.http.get('/api/v1/me/tasks?kind=deadline').set(bureau.officer.auth).expect(200);
    const due = (tasks.body as { items: { subject: { id: string }; dueOn: string; title: string }[] }).items;
    expect(due.filter(({ subject }) => subject.id === result.id).map(({ dueOn }) => dueOn)).toContain(day);
    const missed = async () => {
      const path = `/api/v1/risk/assessments?subject=tender:${result.id}&indicator=W06`;
      const { body } = await app.http.get(path).set(supervisor.auth).expect(200);
      return JSON.stringify(body).includes(`CONTRACT-30D (`);
    };
    expect(await missed()).toBe(false);
    await setBusinessTime(app, `${next}T00:00:01+08:00`);
    await app.running.app.get(Reassessment).reassessAll();
    expect(await missed()).toBe(true);
    expect((await record()).body).toMatchObject({ state: 'refused' });
  };

  it('runs for thirty days', async () => {
    await lasts(await published(), '2025-12-03', '2025-12-04');
  });

  it('does not run while a challenge is open that may affect the result', async () => {
    const made = await published();
    await setBusinessTime(app, at('2025-11-10'));
    const id = await made.challenge();
    await setBusinessTime(app, at('2025-11-12'));
    expect(await onRecord(made.result.id)).toEqual([null, 'due']);
    const open = (await made.record()).body as { facts?: object };
    expect(open.facts).toEqual({ last: null, challenges: [id] });
    await setBusinessTime(app, at('2025-11-20'));
    await made.answer(id, 'answer', { result: 'not_upheld', reason: '不成立' });
    // Ten days more end on a Saturday.
    await lasts(made, '2025-12-15', '2025-12-16');
  });

  it('has no task to sign while a challenge is open, for either side, and one again when it is answered', async () => {
    const made = await published();
    const winner = await made.result.bidder(0);
    const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM contract WHERE tender_id = $1`, [
      made.result.id,
    ]);
    const contract = row?.id ?? '';
    const steps = () =>
      Promise.all([bureau.approver, winner].map((by) => ownSteps(app, by, 'contract_signature', contract)));
    const sign = [`contracts/${contract}/actions/sign`];
    expect(await steps()).toEqual([sign, sign]);
    const id = await made.challenge();
    expect(await steps()).toEqual([[], []]);
    await made.answer(id, 'answer', { result: 'not_upheld', reason: '不成立' });
    expect(await steps()).toEqual([sign, sign]);
  });

  it('is the day by which the task to draft the contract is due, and none while it rests', async () => {
    const { result, challenge, answer } = await published(false);
    const drafting = async () => {
      const { body } = await app.http.get('/api/v1/me/tasks?kind=contract_draft&limit=200').set(bureau.officer.auth);
      return (body as { items: { subject: { id: string }; dueOn: string | null; overdue: boolean }[] }).items
        .filter(({ subject }) => subject.id === result.id)
        .map(({ dueOn, overdue }) => [dueOn, overdue]);
    };
    expect(await drafting()).toEqual([['2025-12-03', false]]);
    await setBusinessTime(app, at('2025-11-10'));
    const id = await challenge();
    await setBusinessTime(app, at('2025-11-12'));
    expect([await drafting(), await onRecord(result.id)]).toEqual([[[null, false]], [null, 'due']]);
    await setBusinessTime(app, at('2025-11-20'));
    await answer(id, 'answer', { result: 'not_upheld', reason: '不成立' });
    for (const [now, isLate] of [
      ['2025-12-15', false],
      ['2025-12-16', true],
    ] as const) {
      await setBusinessTime(app, at(now));
      expect(await drafting()).toEqual([['2025-12-15', isLate]]);
    }
    expect((await onRecord(result.id))[0]).toBe('2025-12-15');
  });

  it('has no task to draft the contract of an award that may fall by a remedy which is still to be carried out', async () => {
    const { result, challenge, answer } = await published(false);
    const drafting = () => ownTasks(app, bureau.officer, 'contract_draft', result.id);
    const id = await challenge();
    expect(await drafting()).toHaveLength(1);
    await answer(id, 'answer', { result: 'upheld', affectsResult: true, reason: '成立' });
    expect(await drafting()).toEqual([]);
    expect(await ownTasks(app, bureau.officer, 'remedy', result.id)).toHaveLength(1);
  });

  it.each([
    ['withdrawn', 'withdraw', {}, '2025-12-12', '2025-12-13'],
    ['said to affect no result', 'state-no-effect', { reason: '只涉及措辞' }, '2025-12-12', '2025-12-13'],
  ])('runs on when it is %s', async (_, action, given, day, next) => {
    const made = await published();
    await setBusinessTime(app, at('2025-11-10'));
    const id = await made.challenge();
    await setBusinessTime(app, at('2025-11-19'));
    await made.answer(id, action, given, action === 'withdraw' ? made.rival : bureau.officer);
    // What comes after changes no day of it.
    if (action !== 'withdraw') {
      await setBusinessTime(app, at('2025-11-25'));
      await made.answer(id, 'answer', { result: 'not_upheld', reason: '不成立' });
    }
    await lasts(made, day, next);
  });

  it('counts a challenge that came and was taken back on paper by its days, not by those on which it was recorded', async () => {
    const made = await published();
    const organisation = made.result.lots[0]?.offers[1]?.bidder ?? '';
    const second = await makeUser(app, 'bureau_officer', bureau.id);
    const paperOf = async (by: TestAccount, receivedOn: string) => ({ receivedOn, documents: [await upload(app, by)] });
    await setBusinessTime(app, at('2025-11-13'));
    const about = {
      tender: made.result.id,
      organisation,
      stage: 'result',
      grounds: '成交结果有误',
      requests: '重新评审',
    };
    const { body } = await app.http
      .post('/api/v1/challenges')
      .set(bureau.officer.auth)
      .send({ ...about, paper: await paperOf(bureau.officer, '2025-11-10') })
      .expect(201);
    await setBusinessTime(app, at('2025-11-24'));
    const taken = { paper: await paperOf(second, '2025-11-19') };
    await made.answer((body as { id: string }).id, 'record-withdrawal', taken, second);
    await lasts(made, '2025-12-12', '2025-12-13');
  });

  it('did not run from the entry of a challenge that was recorded by mistake until it was void: nobody could sign', async () => {
    const made = await published();
    const organisation = made.result.lots[0]?.offers[1]?.bidder ?? '';
    const second = await makeUser(app, 'bureau_officer', bureau.id);
    await setBusinessTime(app, at('2025-11-13'));
    const about = {
      tender: made.result.id,
      organisation,
      stage: 'result',
      grounds: '成交结果有误',
      requests: '重新评审',
    };
    const paper = { receivedOn: '2025-11-05', documents: [await upload(app, bureau.officer)] };
    const { body } = await app.http
      .post('/api/v1/challenges')
      .set(bureau.officer.auth)
      .send({ ...about, paper })
      .expect(201);
    const { id } = body as { id: string };
    expect((await made.record()).body).toMatchObject({ facts: { last: null, challenges: [id] } });
    await setBusinessTime(app, at('2025-11-19'));
    await made.answer(id, 'void', { reason: '误录' }, second);
    await lasts(made, '2025-12-09', '2025-12-10');
  });

  it('does not run while the purchase is suspended, nor while what was decided is not carried out', async () => {
    const made = await published();
    await setBusinessTime(app, at('2025-11-05'));
    const remedy = await acceptedComplaint(app, bureau, made.rival, { tender: made.result.id, stage: 'result' });
    await made.suspend('suspend', { reason: '处理投诉期间', remedy, ...SUSPENSION_NOTICE });
    await setBusinessTime(app, at('2025-11-10'));
    await made.suspend('resume', {});
    await setBusinessTime(app, at('2025-11-12'));
    await decided(app, bureau.finance, remedy, 'next_rank');
    await setBusinessTime(app, at('2025-11-16'));
    // Test data: an award that outlives what was decided of it.
    await app.dataSource.query(`UPDATE complaint SET remedied_at = business_now() WHERE id = $1`, [remedy]);
    await lasts(made, '2025-12-12', '2025-12-13');
  });

  it('gives nothing back for what begins when it is over, and waits for it all the same', async () => {
    const made = await published();
    await setBusinessTime(app, at('2025-12-04'));
    const remedy = await acceptedComplaint(app, bureau, made.rival, { tender: made.result.id, stage: 'result' });
    await made.suspend('suspend', { reason: '处理投诉期间', remedy, ...SUSPENSION_NOTICE });
    expect((await made.record()).body).toMatchObject({ code: 'purchase_suspended' });
    await setBusinessTime(app, at('2025-12-08'));
    await made.suspend('resume', {});
    expect((await made.record()).body).toMatchObject({ state: 'refused' });
  });

  it('is not held up by a challenge that was out of time', async () => {
    const made = await published();
    await setBusinessTime(app, at('2025-11-20'));
    const late = await made.challenge();
    await setBusinessTime(app, at('2025-11-25'));
    await made.answer(late, 'set-aside', { reason: '超过质疑期限' });
    await lasts(made, '2025-12-03', '2025-12-04');
  });
});

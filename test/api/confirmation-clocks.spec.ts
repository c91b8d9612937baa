import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findTouchedSubjects } from '../../src/watch/runs/expansion.queries.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { barBody } from '../support/bars.js';
import { creditCode } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided, SUSPENSION_NOTICE } from '../support/lots.js';
import { ownDays, ownSteps, ownTasks } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';
import { startPurchasing } from '../support/started.js';

const at = (day: string): string => `${day}T09:00:00+08:00`;

/** What is asked of a buyer between the report of its panel and the signature, however the decision went. */
describe('the days to decide on a report and to sign', () => {
  let app: TestApp;
  let bureau: Bureau;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  beforeEach(() => setBusinessTime(app, at('2025-11-03')));
  afterAll(() => app.close());

  /** The day of a rule, and how it stands; nothing where it does not run. */
  const due = async ({ id }: Resulting, rule: string, by: TestAccount | null = bureau.officer) => {
    const { body } = await app.http
      .get(`/api/v1/tenders/${id}/deadlines`)
      .set(by?.auth ?? {})
      .expect(200);
    const { items } = body as { items: { rule: string; date: string | null; state: string }[] };
    return items.flatMap((item) => (item.rule === rule ? [[item.date, item.state]] : []));
  };
  /** What W06 says of the tender: its state, and the rules that it names as missed. */
  const found = async ({ id }: Resulting): Promise<string> => {
    await app.running.app.get(Reassessment).reassessAll();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${id}&indicator=W06`)
      .set({ ...supervisor.auth, 'Accept-Language': 'en' })
      .expect(200);
    const { items } = body as { items: { state: string; explanation: string }[] };
    return items.map(({ state, explanation }) => (state === 'triggered' ? explanation : state)).join();
  };
  const begin = (more: Parameters<typeof Resulting.begin>[2] = {}) =>
    Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4], ...more });

  const lotOf = ({ lots }: Resulting): string => lots[0]?.id ?? '';
  const suspended = async (result: Resulting): Promise<void> => {
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    const words = { reason: '处理投诉', remedy, ...SUSPENSION_NOTICE };
    expect((await actOnLot(app, lotOf(result), 'suspend', words, bureau.finance)).status).toBe(200);
  };
  const resumed = async (result: Resulting): Promise<void> => {
    expect((await actOnLot(app, lotOf(result), 'resume', {}, bureau.finance)).status).toBe(200);
  };
  /** Days of law that somebody is reminded of, once the rules have looked. */
  const deadlineTasks = async (result: Resulting, by: TestAccount) =>
    (await ownTasks(app, by, 'deadline', result.id)).map(({ title, dueOn }) => [title, dueOn]);
  /** On the day after that of a signature: nobody is late with it, and nobody is told to sign. */
  const nothingToSign = async (result: Resulting): Promise<void> => {
    await setBusinessTime(app, at('2025-12-05'));
    for (const by of [bureau.officer, null]) expect(await due(result, 'CONTRACT-30D', by)).toEqual([]);
    expect(await found(result)).toBe('clear');
    for (const by of [bureau.officer, bureau.approver]) expect(await deadlineTasks(result, by)).toEqual([]);
  };

  it('are kept by the first decision on a report, when another follows because its winner refused', async () => {
    const result = await begin();
    const award = await result.published();
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-10', 'met']], 'clear']);
    await setBusinessTime(app, at('2025-11-20'));
    const refused = await result.onAward(award.id, 'refuse', { reason: '放弃' }, await result.bidder(0));
    expect(refused.status).toBe(200);
    await result.must('propose-replacement', { reason: '递补' }, bureau.officer);
    await result.must('replace-award');
    // The notice follows the decision that it tells of, from that day on.
    expect([await due(result, 'AWARD-NOTICE-2WD'), await found(result)]).toEqual([[['2025-11-24', 'due']], 'clear']);
    expect(await ownDays(app, bureau.officer, 'result_publication', result.id)).toEqual([
      ['2025-11-24', expect.any(String)],
    ]);
    await result.publish();
    expect(await due(result, 'CONFIRM-5WD')).toEqual([['2025-11-10', 'met']]);
    expect(await due(result, 'AWARD-NOTICE-2WD')).toEqual([['2025-11-24', 'met']]);
    expect(await found(result)).toBe('clear');
  });

  it.each([
    ['the buyer', false],
    ['an agent', true],
  ])('rest while the lot is suspended and count anew when it goes on, in a purchase of %s', async (_, hasAgent) => {
    const body = hasAgent ? await makeBody(app, { kind: 'agent' }) : undefined;
    const result = await begin(body === undefined ? {} : { agent: body });
    const by = body === undefined ? bureau.officer : await makeUser(app, 'procurement_agent', body);
    await result.must('deliver-report', {}, by);
    await suspended(result);
    await setBusinessTime(app, at('2025-11-20'));
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([409, 'wrong_state']);
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[[null, 'uncertain']], 'clear']);
    for (const caller of [bureau.officer, bureau.approver, by]) expect(await deadlineTasks(result, caller)).toEqual([]);
    await resumed(result);
    expect((await result.read()).deemsAt).toBe('2025-11-27T16:00:00.000Z');
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-27', 'due']], 'clear']);
    expect(await ownDays(app, bureau.approver, 'result_confirmation', result.id)).toEqual([
      ['2025-11-27', expect.any(String)],
    ]);
    await result.must('confirm', { bid: result.bid(0) });
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-27', 'met']], 'clear']);
  });

  it('are missed after a suspension as before it, by who lets them pass', async () => {
    const result = await begin();
    await result.deliver();
    await result.must('record-objection', { reason: '报告有误' });
    await suspended(result);
    await setBusinessTime(app, at('2025-11-20'));
    await resumed(result);
    await setBusinessTime(app, at('2025-11-28'));
    expect(await due(result, 'CONFIRM-5WD')).toEqual([['2025-11-27', 'missed']]);
    expect(await found(result)).toContain('CONFIRM-5WD');
  });

  it('count from the end of a suspension before the receipt, for a buyer that holds its open tender itself', async () => {
    const result = await begin();
    await suspended(result);
    await setBusinessTime(app, at('2025-11-20'));
    await resumed(result);
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-27', 'due']], 'clear']);
    const { lotState, deemsAt } = await result.deliver();
    expect([lotState, deemsAt]).toEqual(['reviewed', '2025-11-27T16:00:00.000Z']);
    expect(await due(result, 'CONFIRM-5WD')).toEqual([['2025-11-27', 'due']]);
  });

  it('to hand over a report rest while its lot is suspended and count anew when it goes on, unless it was handed over before', async () => {
    const body = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', body);
    const [result, other, late] = [
      await begin({ agent: body }),
      await begin({ agent: body }),
      await begin({ agent: body }),
    ];
    await other.must('deliver-report', {}, agent);
    for (const each of [result, other, late]) await suspended(each);
    await setBusinessTime(app, at('2025-11-20'));
    expect([await due(result, 'REPORT-2WD'), await found(result)]).toEqual([[[null, 'uncertain']], 'clear']);
    for (const by of [bureau.officer, bureau.approver, agent]) expect(await deadlineTasks(result, by)).toEqual([]);
    for (const each of [result, other, late]) await resumed(each);
    expect([await due(other, 'REPORT-2WD'), await found(other)]).toEqual([[['2025-11-05', 'met']], 'clear']);
    expect([await due(result, 'REPORT-2WD'), await found(result)]).toEqual([[['2025-11-24', 'due']], 'clear']);
    expect(await ownDays(app, agent, 'report_delivery', result.id)).toEqual([['2025-11-24', expect.any(String)]]);
    await setBusinessTime(app, at('2025-11-24'));
    await result.must('deliver-report', {}, agent);
    expect([await due(result, 'REPORT-2WD'), await found(result)]).toEqual([[['2025-11-24', 'met']], 'clear']);
    await setBusinessTime(app, at('2025-11-25'));
    expect(await found(late)).toContain('REPORT-2WD');
    await late.must('deliver-report', {}, agent);
    expect(await due(late, 'REPORT-2WD')).toEqual([['2025-11-24', 'missed']]);
  });

  it('to publish a result rest while its lot is suspended and count anew when it goes on, unless it was published before', async () => {
    const [result, other, late] = [await begin(), await begin(), await begin()];
    await other.published();
    for (const each of [result, late]) await each.confirmed();
    for (const each of [result, other, late]) await suspended(each);
    await setBusinessTime(app, at('2025-11-20'));
    expect(await result.code('publish-result', {}, bureau.officer)).toEqual([409, 'wrong_state']);
    expect([await due(result, 'AWARD-NOTICE-2WD'), await found(result)]).toEqual([[[null, 'uncertain']], 'clear']);
    expect(await deadlineTasks(result, bureau.approver)).toEqual([]);
    for (const each of [result, other, late]) await resumed(each);
    expect([await due(other, 'AWARD-NOTICE-2WD'), await found(other)]).toEqual([[['2025-11-05', 'met']], 'clear']);
    expect([await due(result, 'AWARD-NOTICE-2WD'), await found(result)]).toEqual([[['2025-11-24', 'due']], 'clear']);
    expect(await ownDays(app, bureau.officer, 'result_publication', result.id)).toEqual([
      ['2025-11-24', expect.any(String)],
    ]);
    await setBusinessTime(app, at('2025-11-24'));
    await result.publish();
    expect([await due(result, 'AWARD-NOTICE-2WD'), await found(result)]).toEqual([[['2025-11-24', 'met']], 'clear']);
    await setBusinessTime(app, at('2025-11-25'));
    expect(await found(late)).toContain('AWARD-NOTICE-2WD');
    await late.publish();
    expect(await due(late, 'AWARD-NOTICE-2WD')).toEqual([['2025-11-24', 'missed']]);
  });

  it('run on beside an objection and a challenge, which keep nobody from deciding, and rest while one that was upheld is to be carried out', async () => {
    const [result, other, confirmed] = [await begin(), await begin(), await begin()];
    await confirmed.confirmed();
    const filed = await Promise.all(
      [result, other, confirmed].map(async (each) => {
        const about = {
          tender: each.id,
          stage: 'process',
          knownOn: '2025-11-03',
          grounds: '评审有误',
          requests: '重新评审',
        };
        const { auth } = await each.bidder(1);
        return (await app.http.post('/api/v1/challenges').set(auth).send(about).expect(201)).body as { id: string };
      }),
    );
    for (const each of [result, other]) {
      await each.deliver();
      await each.must('record-objection', { reason: '报告有误' });
    }
    await setBusinessTime(app, at('2025-11-11'));
    const waits = (each: Resulting, kind = 'result_confirmation') =>
      ownDays(app, kind === 'result_confirmation' ? bureau.approver : bureau.officer, kind, each.id);
    for (const each of [result, other]) {
      expect(await found(each)).toContain('CONFIRM-5WD');
      expect(await waits(each)).toEqual([['2025-11-10', expect.any(String)]]);
    }
    expect(await other.code('confirm', { bid: other.bid(0) })).toEqual([200, '']);
    const upheld = { result: 'upheld', affectsResult: true, reason: '经查属实' };
    for (const { id } of [filed[0], filed[2]] as { id: string }[])
      expect((await actOnRemedy(app, 'challenges', id, 'answer', upheld, bureau.officer)).status).toBe(200);
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'remedy_unapplied']);
    expect(await waits(result)).toEqual([]);
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[[null, 'uncertain']], 'clear']);
    expect(await confirmed.code('publish-result', {}, bureau.officer)).toEqual([422, 'remedy_unapplied']);
    expect(await waits(confirmed, 'result_publication')).toEqual([]);
    expect([await due(confirmed, 'AWARD-NOTICE-2WD'), await found(confirmed)]).toEqual([
      [[null, 'uncertain']],
      'clear',
    ]);
    for (const by of [bureau.officer, bureau.approver]) expect(await deadlineTasks(result, by)).toEqual([]);
    // What is to be done is carried out on the lot.
    for (const each of [result, confirmed])
      expect(await ownSteps(app, bureau.officer, 'remedy', each.id)).toEqual([
        `lots/${lotOf(each)}/actions/apply-remedy`,
      ]);
    const given = { reason: '重新采购', remedy: filed[0]?.id, effect: 'new_round' };
    expect((await actOnLot(app, lotOf(result), 'apply-remedy', given, bureau.officer)).status).toBe(200);
    expect(await ownSteps(app, bureau.officer, 'remedy', result.id)).toEqual([]);
  });

  it('rest while the first rank is barred, and count its days besides', async () => {
    const admin = await makeUser(app, 'admin');
    const barFirst = ({ lots }: Resulting, from: string) =>
      barBody(app, { finance: bureau.finance, admin }, lots[0]?.offers[0]?.bidder, { from, until: '2026-11-30' });
    const [result, late] = [await begin(), await begin()];
    for (const each of [result, late]) await each.deliver();
    await late.must('record-objection', { reason: '报告有误' });
    const waits = (each: Resulting) => ownSteps(app, bureau.approver, 'result_confirmation', each.id);
    const confirm = `tenders/${result.id}/awards/actions/confirm`;
    expect(await waits(result)).toEqual([confirm]);
    await setBusinessTime(app, at('2025-11-05'));
    const revoke = await barFirst(result, '2025-11-05');
    const bars = await app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM organisation_bar WHERE organisation_id = $1`,
      [result.lots[0]?.offers[0]?.bidder],
    );
    const touched = await findTouchedSubjects(app.dataSource, 'organisation_bar', [bars[0]?.id ?? '']);
    expect(touched).toEqual([{ type: 'tender', id: result.id, hub: false }]);
    await setBusinessTime(app, at('2025-11-20'));
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'bidder_barred']);
    expect(await found(result)).toBe('clear');
    for (const by of [bureau.officer, bureau.approver]) expect(await deadlineTasks(result, by)).toEqual([]);
    // What the buyer can do is to say why it decides nothing; then it waits.
    const [task] = await ownTasks(app, bureau.approver, 'result_confirmation', result.id);
    expect([task?.title, task?.action?.href]).toEqual([
      expect.stringContaining('the first rank is barred'),
      `/api/v1/tenders/${result.id}/awards/actions/record-objection`,
    ]);
    await result.must('record-objection', { reason: '第一候选人被禁止参加政府采购活动' });
    expect(await waits(result)).toEqual([]);
    await revoke();
    expect(await waits(result)).toEqual([confirm]);
    // Five working days, of which two were over.
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-25', 'due']], 'clear']);
    await result.must('confirm', { bid: result.bid(0) });
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-25', 'met']], 'clear']);
    // Who let the day pass before is late all the same.
    await barFirst(late, '2025-11-20');
    expect(await due(late, 'CONFIRM-5WD')).toEqual([['2025-11-10', 'missed']]);
    expect(await found(late)).toContain('CONFIRM-5WD');
  });

  it('are looked at again on the day on which a bar of the first rank begins, and when it is over', async () => {
    const admin = await makeUser(app, 'admin');
    const result = await begin();
    await result.deliver();
    await result.must('record-objection', { reason: '报告有误' });
    const bidder = result.lots[0]?.offers[0]?.bidder;
    // A court may bar for days; the finance authority bars for a year at least.
    const days = { decided: 'court', from: '2025-11-06', until: '2025-11-19' } as const;
    await barBody(app, { finance: bureau.finance, admin }, bidder, days);
    expect(await found(result)).toBe('clear');
    const answers = () =>
      app.dataSource.query(`SELECT digest::text, due_on::text FROM risk_subject WHERE subject_id = $1`, [result.id]);
    // Nothing happens but that days pass: what the sweep has stored is what a pass over everything finds.
    for (const day of ['2025-11-06', '2025-11-12', '2025-11-20', '2025-11-21', '2025-11-25']) {
      if (day === '2025-11-25')
        expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-24', 'due']], 'clear']);
      await setBusinessTime(app, at(day));
      await app.running.app.get(Assessor).due();
      const swept = await answers();
      await app.running.app.get(Reassessment).reassessAll();
      expect([day, await answers()]).toEqual([day, swept]);
    }
    expect(await found(result)).toContain('CONFIRM-5WD');
  });

  it('end for the signature when the winner refuses, until another award is published', async () => {
    const result = await begin();
    const award = await result.published();
    await setBusinessTime(app, at('2025-11-10'));
    expect(await due(result, 'CONTRACT-30D')).toEqual([['2025-12-03', 'due']]);
    await result.onAward(award.id, 'refuse', { reason: '放弃' }, await result.bidder(0));
    await nothingToSign(result);
    await result.must('propose-replacement', { reason: '递补' }, bureau.officer);
    await result.must('replace-award');
    await result.publish();
    for (const by of [bureau.officer, null])
      expect(await due(result, 'CONTRACT-30D', by)).toEqual([['2026-01-04', 'due']]);
  });

  it('end for the signature when a remedy takes the award away', async () => {
    const result = await begin();
    await result.published();
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), { tender: result.id, stage: 'result' });
    await decided(app, bureau.finance, remedy, 'next_rank');
    const applied = await actOnLot(app, lotOf(result), 'apply-remedy', { reason: '落实', remedy }, bureau.officer);
    expect(applied.status).toBe(200);
    await nothingToSign(result);
    // The first decision was in time, and nothing in the law says by when the next one is due.
    await result.must('confirm', { bid: result.bid(1) });
    await result.publish();
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-10', 'met']], 'clear']);
  });

  it.each([
    ['the buyer', false],
    ['an agent', true],
  ])(
    'count from the receipt where a failure was annulled, and silence decides nothing, in a purchase of %s',
    async (_, hasAgent) => {
      const body = hasAgent ? await makeBody(app, { kind: 'agent' }) : undefined;
      const result = await begin(body === undefined ? {} : { agent: body });
      const words = { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };
      expect((await actOnLot(app, lotOf(result), 'fail', words, bureau.officer)).status).toBe(200);
      const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
      const remedy = await acceptedComplaint(app, bureau, await result.bidder(2), about);
      await setBusinessTime(app, at('2025-12-05'));
      await decided(app, bureau.finance, remedy, 'annul_failure');
      const step = `lots/${lotOf(result)}/actions/annul-failure`;
      expect(await ownSteps(app, bureau.officer, 'remedy', result.id)).toEqual([step]);
      await actOnLot(app, lotOf(result), 'annul-failure', { reason: '撤销', remedy }, bureau.officer);
      expect(await due(result, 'CONFIRM-5WD')).toEqual([]);
      // The report of an agent is to be handed over from that day on; a buyer had its own at once.
      expect(await due(result, 'REPORT-2WD')).toEqual([hasAgent ? ['2025-12-09', 'due'] : ['2025-11-05', 'met']]);
      const by = body === undefined ? bureau.officer : await makeUser(app, 'procurement_agent', body);
      const { lotState, deemsAt } = await result.must('deliver-report', {}, by);
      expect([lotState, deemsAt]).toEqual(['reviewed', null]);
      expect(await due(result, 'CONFIRM-5WD')).toEqual([['2025-12-12', 'due']]);
      expect(await found(result)).toBe('clear');
      await result.must('record-objection', { reason: '报告有误' });
      await result.must('withdraw-objection');
      await setBusinessTime(app, at('2025-12-15'));
      expect((await result.read()).lotState).toBe('reviewed');
      await result.must('confirm', { bid: result.bid(0) });
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender } from '../support/bidding.js';
import { creditCode } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import {
  acceptedComplaint,
  actOnLot,
  actOnRemedy,
  decided,
  failAwarded,
  repeated,
  scoredExtremely,
  SUSPENSION_NOTICE,
} from '../support/lots.js';
import { ownSteps } from '../support/own-tasks.js';
import { contractOf, Resulting } from '../support/results.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const FOUR = { ranks: [1, 2, 3, 4] };

describe('a remedy after the result', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUE);
    bureau = await makeBureau(app);
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const begin = async (more: Parameters<typeof Resulting.begin>[2] = {}) => {
    await setBusinessTime(app, ISSUE);
    return Resulting.begin(app, bureau, more);
  };
  const act = (result: Resulting, action: string, body: object, by: TestAccount = bureau.officer) =>
    actOnLot(app, result.lots[0]?.id ?? '', action, body, by);
  const codeOf = (answer: { body: unknown }): string | undefined => (answer.body as { code?: string }).code;
  const lotState = async (result: Resulting): Promise<unknown> => (await result.draft.read()).lots[0]?.state;
  const bidStates = async (result: Resulting): Promise<string[]> =>
    (
      await app.dataSource.query<{ state: string }[]>(`SELECT state FROM bid WHERE tender_id = $1 ORDER BY price`, [
        result.id,
      ])
    ).map((row) => row.state);
  const upheld = async (result: { id: string }, by: TestAccount, stage = 'result'): Promise<string> => {
    const filed = await app.http
      .post('/api/v1/challenges')
      .set(by.auth)
      .send({ tender: result.id, stage, grounds: '成交供应商资格造假', requests: '取消成交资格' });
    const { id } = filed.body as { id: string };
    const answer = { result: 'upheld', affectsResult: true, reason: '经查属实' };
    await actOnRemedy(app, 'challenges', id, 'answer', answer, bureau.officer);
    return id;
  };

  it('makes way for the next candidate, who is confirmed by a person and never deemed', async () => {
    const result = await begin(FOUR);
    const first = await result.published();
    const remedy = await upheld(result, await result.bidder(1));
    const given = { reason: '另行确定成交供应商', remedy };
    expect((await act(result, 'apply-remedy', given)).status).toBe(400);
    const applied = await act(result, 'apply-remedy', { ...given, effect: 'next_rank' });
    expect([applied.status, applied.body.lots[0]?.state]).toEqual([200, 'reviewed']);
    const { body: gone } = await app.http.get(`/api/v1/awards/${first.id}`).expect(200);
    expect((gone as { state: string }).state).toBe('invalidated');
    const read = await result.read();
    expect([read.deemsAt, read.candidates.map(({ stands }) => stands)]).toEqual([null, [false, true, true, true]]);
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'rank_order']);
    await result.must('confirm', { bid: result.bid(1) });
    const second = await result.publish();
    expect(second.rank).toBe(2);
    expect(await bidStates(result)).toEqual(['lost', 'won', 'lost', 'lost']);
    const owed = await actOnRemedy(app, 'challenges', remedy, 'record-remedy', { reason: 'x' }, bureau.officer);
    expect(codeOf(owed)).toBe('remedy_not_owed');
  });

  it('begins the purchase anew where too few qualified suppliers are left', async () => {
    const result = await begin();
    await result.published();
    const by = await result.bidder(1);
    const remedy = await acceptedComplaint(app, bureau, by, { tender: result.id, stage: 'result' });
    await decided(app, bureau.finance, remedy, 'next_rank');
    expect(await result.code('propose-replacement', { reason: 'x' }, bureau.officer)).toEqual([422, 'award_stands']);
    const applied = await act(result, 'apply-remedy', { reason: '另行确定成交供应商', remedy });
    expect([applied.status, applied.body.lots[0]?.state]).toEqual([200, 'failed']);
    expect(await bidStates(result)).toEqual(['lost', 'lost', 'lost']);
  });

  describe('is on record only where it was applied', () => {
    const record = (kind: 'challenges' | 'complaints', remedy: string) =>
      actOnRemedy(app, kind, remedy, 'record-remedy', { reason: '已处理' }, bureau.officer);

    it('to each lot that is not over: a decision', async () => {
      const result = await begin({ ...FOUR, lots: 2 });
      await result.published(1);
      await result.published(2);
      const by = await result.bidder(1);
      const remedy = await acceptedComplaint(app, bureau, by, { tender: result.id, stage: 'result' });
      await decided(app, bureau.finance, remedy, 'next_rank');
      const refused = await record('complaints', remedy);
      expect([refused.status, codeOf(refused), refused.body.facts]).toEqual([
        422,
        'remedy_unapplied',
        { remedies: [remedy], lots: [1, 2] },
      ]);
      await act(result, 'apply-remedy', { reason: '另行确定成交供应商', remedy });
      expect((await record('complaints', remedy)).body.facts).toEqual({ remedies: [remedy], lots: [2] });
      await failAwarded(app, bureau, result.lots[1]?.id ?? '');
      expect((await record('complaints', remedy)).status).toBe(200);
    });

    it('or is over: a challenge that was upheld', async () => {
      const result = await begin(FOUR);
      await result.published();
      const remedy = await upheld(result, await result.bidder(1));
      expect(codeOf(await record('challenges', remedy))).toBe('remedy_unapplied');
      await failAwarded(app, bureau, result.lots[0]?.id ?? '');
      expect((await record('challenges', remedy)).status).toBe(200);
    });

    it('or its documents were corrected while bids are taken', async () => {
      await setBusinessTime(app, ISSUE);
      const { draft, tender } = await issueTender(app, bureau);
      const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
      const remedy = await upheld({ id: tender }, rival, 'documents');
      expect(codeOf(await record('challenges', remedy))).toBe('remedy_unapplied');
      const words = { reason: '修改采购文件', correction: { terms: { tieRule: '服务方案得分高者优先' } } };
      await draft.must('post', 'actions/correct', words);
      expect((await record('challenges', remedy)).status).toBe(200);
    });
  });

  it('about every lot is to each what the law gives there: none is judged by the furthest', async () => {
    const result = await begin({ ...FOUR, lots: 2 });
    const award = await result.published(1);
    await result.deliver(2);
    const by = await result.bidder(1);
    const remedy = await acceptedComplaint(app, bureau, by, { tender: result.id, stage: 'result' });
    const words = { result: 'upheld', effect: 'rescind_contract', reference: '财决〔2025〕9号', reason: '评审违法' };
    const refused = await actOnRemedy(app, 'complaints', remedy, 'decide', words, bureau.finance);
    expect([codeOf(refused), refused.body.facts]).toEqual([
      'effect_not_lawful',
      {
        points: [
          { lot: 1, point: 'result' },
          { lot: 2, point: 'before_result' },
        ],
        stage: 'result',
        effects: ['next_rank', 'new_round', 'redo'],
      },
    ]);
    await decided(app, bureau.finance, remedy, 'redo');
    // Nothing is to be redone of the lot that has its result: it goes on.
    const apply = (lot: number) =>
      actOnLot(app, result.lots[lot - 1]?.id ?? '', 'apply-remedy', { reason: '责令重新开展', remedy }, bureau.officer);
    expect(codeOf(await apply(1))).toBe('remedy_not_decided');
    expect(await result.code('confirm', { lot: 2, bid: result.bid(0, 2) })).toEqual([422, 'remedy_unapplied']);
    expect((await apply(2)).body.lots.map(({ state }) => state)).toEqual(['result_published', 'failed']);
    const { body } = await app.http.get(`/api/v1/complaints/${remedy}`).set(bureau.finance.auth).expect(200);
    expect((body as { remediedAt: string | null }).remediedAt).not.toBeNull();
    await contractOf(result, award.id, 0);
    expect(await lotState(result)).toBe('contracted');
  });

  it('holds up what is decided until it is applied', async () => {
    const result = await begin(FOUR);
    await result.deliver();
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await decided(app, bureau.finance, remedy, 'redo');
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'remedy_unapplied']);
    expect((await act(result, 'apply-remedy', { reason: '责令重新开展', remedy })).body.state).toBe('failed');
  });

  describe('with a contract', () => {
    it('is applied together with its rescission, and the next candidate gets one of its own', async () => {
      const result = await begin({ ...FOUR, window: { start: '2026-01-01', end: '2026-12-31' } });
      const award = await result.published();
      const contract = await contractOf(result, award.id, 0);
      expect(await lotState(result)).toBe('contracted');
      const by = await result.bidder(1);
      const remedy = await acceptedComplaint(app, bureau, by, { tender: result.id, stage: 'result' });
      const apply = (effect?: string) =>
        act(result, 'apply-remedy-after-contract', { reason: '撤销合同', remedy, ...(effect && { effect }) });
      expect(codeOf(await apply('next_rank'))).toBe('remedy_not_decided');
      await decided(app, bureau.finance, remedy, 'rescind_contract');
      const refused = await apply('next_rank');
      expect([refused.status, codeOf(refused)]).toEqual([422, 'contract_stands']);
      const step = () => ownSteps(app, bureau.officer, 'remedy', result.id);
      expect(await step()).toEqual([`contracts/${contract.id}/actions/propose-rescission`]);
      // It is the decision on record that is carried out, and no other.
      const decidedOn = await contract.dayAhead(0);
      const words = { reason: '处理决定', ground: 'complaint_decision', reference: '财决〔2025〕9号', decidedOn };
      for (const named of [{}, { remedy: award.id }, { remedy, ground: 'court_judgment' }])
        expect((await contract.act('propose-rescission', { ...words, ...named })).body).toMatchObject({
          code: 'remedy_not_decided',
          facts: { remedies: [remedy] },
        });
      const rescinded = await contract.rescinded({ ...words, remedy });
      expect(rescinded.here).toMatchObject({ endReference: '财决〔2025〕9号', endRemedy: remedy });
      expect(await step()).toEqual([`lots/${result.lots[0]?.id}/actions/apply-remedy-after-contract`]);
      expect((await apply()).status).toBe(400);
      const applied = await apply('next_rank');
      expect([applied.status, applied.body.lots[0]?.state]).toEqual([200, 'reviewed']);
      await result.must('confirm', { bid: result.bid(1) });
      const next = await result.publish();
      await contractOf(result, next.id, 1);
      expect(await lotState(result)).toBe('contracted');
    });
  });

  describe('and a contract that was signed', () => {
    it('halts it when a challenge is upheld after all; it is applied once a court has rescinded it', async () => {
      const result = await begin({ ...FOUR, window: { start: '2026-01-01', end: '2026-12-31' } });
      const award = await result.published();
      const contract = await contractOf(result, award.id, 0);
      const filed = await app.http
        .post('/api/v1/challenges')
        .set((await result.bidder(1)).auth)
        .send({ tender: result.id, stage: 'result', grounds: '资格造假', requests: '取消成交资格' });
      const { id: remedy } = filed.body as { id: string };
      const on = (action: string, body: object) => actOnRemedy(app, 'challenges', remedy, action, body, bureau.officer);
      await on('state-no-effect', { reason: '只涉及公告措辞' });
      expect((await contract.must('resume')).state).toBe('signed');
      await on('answer', { result: 'upheld', affectsResult: true, reason: '经查属实' });
      expect(await contract.read()).toMatchObject({ state: 'halted', here: { haltGround: 'challenge' } });
      expect((await contract.act('resume')).body.code).toBe('remedy_unapplied');
      expect(codeOf(await on('record-remedy', { reason: '已处理' }))).toBe('remedy_unapplied');
      // A court decides first.
      expect(await ownSteps(app, bureau.officer, 'remedy', result.id)).toEqual([null]);
      await contract.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2025）行1号' });
      const given = { reason: '另行确定成交供应商', remedy, effect: 'next_rank' };
      const applied = await act(result, 'apply-remedy-after-contract', given);
      expect([applied.status, applied.body.lots[0]?.state]).toEqual([200, 'reviewed']);
    });

    it('halts it when its rescission is decided', async () => {
      const result = await begin({ ...FOUR, window: { start: '2026-01-01', end: '2026-12-31' } });
      const award = await result.published();
      const contract = await contractOf(result, award.id, 0);
      const by = await result.bidder(1);
      const remedy = await acceptedComplaint(app, bureau, by, { tender: result.id, stage: 'result' });
      expect((await contract.must('resume')).state).toBe('signed');
      await decided(app, bureau.finance, remedy, 'rescind_contract');
      expect(await contract.read()).toMatchObject({ state: 'halted', here: { haltGround: 'complaint' } });
      await setBusinessTime(app, '2026-01-01T09:00:00+08:00');
      expect((await contract.act('start')).body.code).toBe('wrong_state');
      expect((await contract.act('resume')).body.code).toBe('remedy_unapplied');
    });
  });

  it('a review that is ordered again cancels the award, and the bids are open again', async () => {
    const result = await begin();
    const award = await result.published();
    const lot = result.lots[0]?.id ?? '';
    await scoredExtremely(app, lot);
    const again = await repeated(app, bureau, lot, { reason: '评分畸低', ground: 'extreme' });
    expect([again.status, again.body.lots[0]?.state]).toEqual([200, 'opened']);
    const [row] = await app.dataSource.query<{ state: string }[]>(`SELECT state FROM award WHERE id = $1`, [award.id]);
    expect(row?.state).toBe('cancelled');
    expect(await bidStates(result)).toEqual(['valid', 'valid', 'valid']);
    expect((await result.read()).deliveredAt).toBeNull();
  });

  it('a review is ordered again only when what was decided of its first report is applied', async () => {
    const body = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', body);
    const result = await begin({ ...FOUR, agent: body });
    await result.must('deliver-report', {}, agent);
    await result.must('confirm', { bid: result.bid(0) });
    await result.publish();
    const by = await result.bidder(1);
    const remedy = await acceptedComplaint(app, bureau, by, { tender: result.id, stage: 'result' });
    await decided(app, bureau.finance, remedy, 'next_rank');
    const lot = result.lots[0]?.id ?? '';
    await scoredExtremely(app, lot);
    const given = { reason: '评分畸低', ground: 'extreme' };
    const refused = await repeated(app, bureau, lot, given);
    expect([refused.status, codeOf(refused)]).toEqual([422, 'remedy_unapplied']);
    await act(result, 'apply-remedy', { reason: '另行确定成交供应商', remedy });
    // Of a lot that had its award nothing is undone by the agent alone.
    expect(codeOf(await act(result, 'order-rereview', given, agent))).toBe('not_permitted');
    expect((await act(result, 'order-rereview', given)).status).toBe(200);
    // Whoever the remedy put out comes back by no later report; a panel whose result is void puts nobody out.
    const reported = async (ranks: string) => {
      const report = `jsonb_set(s.report, '{title}', '"${ranks}"')`;
      await app.dataSource.query(
        `UPDATE review v SET state = 'reported', reported_at = business_now(), report = ${report},
           report_hash = sha256(convert_to(${report}::text, 'UTF8'))
         FROM review_superseded s WHERE s.lot_id = v.lot_id AND v.tender_id = $1 AND s.report IS NOT NULL`,
        [result.id],
      );
      await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, [result.id]);
      await result.must('deliver-report', {}, agent);
    };
    await reported('second');
    expect((await result.read()).candidates.map(({ stands }) => stands)).toEqual([false, true, true, true]);
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'rank_order']);
    await result.must('confirm', { bid: result.bid(1) });
    await result.publish();
    const bribed = { reason: '评审违法', ground: 'panel_violation', reference: '财监〔2025〕7号' };
    expect((await repeated(app, bureau, lot, bribed)).status).toBe(200);
    await app.dataSource.query(`UPDATE review SET state = 'revealed' WHERE tender_id = $1`, [result.id]);
    await app.dataSource.query(`UPDATE bid SET state = 'valid' WHERE tender_id = $1`, [result.id]);
    await reported('third');
    expect((await result.read()).candidates.map(({ stands }) => stands)).toEqual([false, true, true, true]);
  });

  describe('a suspension and the clock of the confirmation', () => {
    const suspended = async (at: string) => {
      const result = await begin();
      await result.deliver();
      const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
      const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
      await setBusinessTime(app, at);
      const answer = await act(
        result,
        'suspend',
        { reason: '处理投诉期间', remedy, ...SUSPENSION_NOTICE },
        bureau.finance,
      );
      expect([answer.status, answer.body.lots[0]?.state]).toEqual([200, 'suspended']);
      return result;
    };

    it('what it had confirmed before stays so', async () => {
      const result = await suspended('2025-11-11T09:00:00+08:00');
      await setBusinessTime(app, '2025-11-20T09:00:00+08:00');
      await act(result, 'resume', {}, bureau.finance);
      expect(await lotState(result)).toBe('confirmed');
      expect((await result.read()).awards).toMatchObject([{ deemed: true, decidedOn: '2025-11-11' }]);
    });

    it('never confirms meanwhile, and counts its days anew', async () => {
      const result = await suspended('2025-11-10T23:00:00+08:00');
      await setBusinessTime(app, '2025-11-20T09:00:00+08:00');
      expect(await lotState(result)).toBe('suspended');
      await act(result, 'resume', {}, bureau.finance);
      expect([await lotState(result), (await result.read()).deemsAt]).toEqual(['reviewed', '2025-11-27T16:00:00.000Z']);
    });
  });
});

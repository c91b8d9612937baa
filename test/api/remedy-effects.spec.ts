import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender } from '../support/bidding.js';
import { creditCode } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy } from '../support/lots.js';
import { contractOf, Resulting } from '../support/results.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const FOUR = { ranks: [1, 2, 3, 4], window: { start: '2026-01-01', end: '2026-12-31' } };

describe('what follows from a complaint', () => {
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

  const begin = async () => {
    await setBusinessTime(app, ISSUE);
    return Resulting.begin(app, bureau, FOUR);
  };
  const accept = (tender: string, by: TestAccount, stage: string) =>
    acceptedComplaint(app, bureau, by, { tender, stage, ...(stage === 'process' && { knownOn: '2025-11-03' }) });
  const decide = async (remedy: string, effect: string, more: object = {}) => {
    const words = { result: 'upheld', effect, reference: '财决〔2025〕9号', reason: '经查属实', ...more };
    const { status, body } = await actOnRemedy(app, 'complaints', remedy, 'decide', words, bureau.finance);
    return { status, ...(body as { code?: string; rule?: string; facts?: object; state?: string; effect?: string }) };
  };
  const act = (result: Resulting, action: string, body: object) =>
    actOnLot(app, result.lots[0]?.id ?? '', action, body, bureau.officer);

  it('about the documents after the result is a new round, and never the next candidate', async () => {
    const result = await begin();
    await result.published();
    const remedy = await accept(result.id, await result.bidder(1), 'documents');
    expect(await decide(remedy, 'next_rank')).toMatchObject({
      status: 422,
      code: 'effect_not_lawful',
      rule: 'COMPLAINT-EFFECT-DOCS',
      facts: { stage: 'documents', points: [{ lot: 1, point: 'result' }], effects: ['new_round'] },
    });
    const { body } = await app.http.get(`/api/v1/complaints/${remedy}`).set(bureau.finance.auth).expect(200);
    expect(body).toMatchObject({ state: 'accepted', stage: 'documents', effect: null, affectsResult: null });
    expect((await decide(remedy, 'new_round')).state).toBe('decided');
    const applied = await act(result, 'apply-remedy', { reason: '重新开展采购活动', remedy });
    expect(applied.body.lots[0]?.state).toBe('failed');
  });

  it('about the process before a result is a new round, since nobody was chosen', async () => {
    const result = await begin();
    await result.deliver();
    const remedy = await accept(result.id, await result.bidder(1), 'process');
    expect(await decide(remedy, 'next_rank')).toMatchObject({
      status: 422,
      rule: 'COMPLAINT-EFFECT-RESULT',
      facts: { points: [{ lot: 1, point: 'before_result' }], effects: ['redo'] },
    });
    expect((await decide(remedy, 'redo')).state).toBe('decided');
  });

  it('about a result whose winner has refused is the next candidate or a new round, as after any result', async () => {
    const result = await begin();
    const award = await result.published();
    const refused = await result.onAward(award.id, 'refuse', { reason: '无力履约' }, await result.bidder(0));
    expect(refused.status).toBe(200);
    const remedy = await accept(result.id, await result.bidder(2), 'process');
    expect(await decide(remedy, 'redo')).toMatchObject({
      status: 422,
      facts: { points: [{ lot: 1, point: 'result' }], effects: ['next_rank', 'new_round'] },
    });
    expect((await decide(remedy, 'next_rank')).state).toBe('decided');
    const applied = await act(result, 'apply-remedy', { reason: '另行确定成交供应商', remedy });
    expect(applied.body.lots[0]?.state).toBe('reviewed');
    // Who files without a challenge, and says no stage, complains about that result.
    const words = { tender: result.id, grounds: '评审违法', requests: '重新评审' };
    const again = await begin();
    const other = await again.published();
    await again.onAward(other.id, 'refuse', { reason: '无力履约' }, await again.bidder(0));
    const { auth } = await again.bidder(1);
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(auth)
      .send({ ...words, tender: again.id });
    expect((filed.body as { stage?: string }).stage).toBe('result');
  });

  it('that does not affect the result is nothing: the purchase goes on and is signed', async () => {
    const result = await begin();
    const award = await result.published();
    const remedy = await accept(result.id, await result.bidder(1), 'result');
    expect(await decide(remedy, 'none')).toMatchObject({ status: 422, code: 'effect_not_lawful' });
    expect(await decide(remedy, 'new_round', { affectsResult: false })).toMatchObject({
      status: 422,
      code: 'effect_not_lawful',
      facts: { effects: ['none'] },
    });
    expect(await decide(remedy, 'none', { affectsResult: false })).toMatchObject({ state: 'decided', effect: 'none' });
    const contract = await contractOf(result, award.id, 0);
    expect((await contract.read()).state).toBe('signed');
  });

  it('about a failure makes it void', async () => {
    const result = await begin();
    await result.deliver();
    const lot = result.lots[0]?.id ?? '';
    await app.dataSource.query(`UPDATE lot SET state = 'failed', ended_from = 'reviewed' WHERE id = $1`, [lot]);
    await app.dataSource.query(`UPDATE tender SET state = 'failed' WHERE id = $1`, [result.id]);
    const by = await result.bidder(1);
    const words = { tender: result.id, grounds: '不应废标', requests: '撤销废标决定' };
    const about = { ...words, stage: 'process', knownOn: '2025-11-03' };
    const { body: challenge } = await app.http.post('/api/v1/challenges').set(by.auth).send(about);
    const { id: challenged } = challenge as { id: string };
    const answer = { result: 'not_upheld', reason: '不成立' };
    await actOnRemedy(app, 'challenges', challenged, 'answer', answer, bureau.officer);
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(by.auth)
      .send({ ...words, challenge: challenged, stage: 'failure' });
    const { id, stage } = filed.body as { id: string; stage: string };
    expect(stage).toBe('failure');
    for (const step of ['accept', 'send-copies'])
      expect((await actOnRemedy(app, 'complaints', id, step, {}, bureau.finance)).status).toBe(200);
    expect(await decide(id, 'redo')).toMatchObject({ status: 422, facts: { effects: ['annul_failure'] } });
    expect((await decide(id, 'annul_failure')).state).toBe('decided');
    // What is bought anew by now is not bought twice.
    const failure = `INSERT INTO fact (subject_type, subject_id, kind, lot, data, source, recorded_at)
      VALUES ('tender', $1, 'failure', 1, '{"on": "2025-11-03"}', '{"kind": "notice"}', business_now())`;
    await app.dataSource.query(failure, [result.id]);
    const copied = await app.http
      .post(`/api/v1/tenders/${result.id}/copies`)
      .set(bureau.officer.auth)
      .send({ newRound: true });
    const { id: round } = copied.body as { id: string };
    const annul = () => act(result, 'annul-failure', { reason: '废标无效', remedy: id });
    expect((await annul()).body).toMatchObject({ code: 'lot_in_new_round', facts: { round } });
    const ended = await app.http
      .post(`/api/v1/tenders/${round}/actions/cancel`)
      .set({ ...bureau.officer.auth, 'If-Match': '"1"' })
      .send({ reason: '废标无效' });
    expect(ended.status).toBe(200);
    const annulled = await annul();
    expect(annulled.body.lots[0]?.state).toBe('reviewed');
  });

  it('stays within what was challenged: documents are not complained about after a challenge to the result', async () => {
    const result = await begin();
    await result.published();
    const by = await result.bidder(1);
    const words = { tender: result.id, grounds: '评审违法', requests: '重新评审' };
    const { body: challenge } = await app.http
      .post('/api/v1/challenges')
      .set(by.auth)
      .send({ ...words, stage: 'result' });
    const { id: challenged } = challenge as { id: string };
    const answer = { result: 'not_upheld', reason: '不成立' };
    await actOnRemedy(app, 'challenges', challenged, 'answer', answer, bureau.officer);
    const file = async (more: object) => {
      const filed = await app.http
        .post('/api/v1/complaints')
        .set(by.auth)
        .send({ ...words, challenge: challenged, ...more });
      const { id } = filed.body as { id: string };
      return (await actOnRemedy(app, 'complaints', id, 'accept', {}, bureau.finance)).body as { code?: string };
    };
    expect((await file({ stage: 'documents' })).code).toBe('complaint_beyond_challenge');
    expect(await file({})).toMatchObject({ state: 'accepted', stage: 'result' });
  });

  it('with a contract that is performed is for the courts; compensation is not for the authority to grant', async () => {
    const result = await begin();
    const award = await result.published();
    const remedy = await accept(result.id, await result.bidder(1), 'result');
    const contract = await contractOf(result, award.id, 0);
    const { id } = await contract.read();
    await app.dataSource.query(`UPDATE contract SET state = 'active' WHERE id = $1`, [id]);
    for (const effect of ['compensation', 'rescind_contract', 'next_rank'])
      expect(await decide(remedy, effect)).toMatchObject({
        status: 422,
        code: 'effect_not_lawful',
        facts: { points: [{ lot: 1, point: 'performed' }], effects: ['to_court'] },
      });
    expect((await decide(remedy, 'to_court')).effect).toBe('to_court');
    const owed = await actOnRemedy(app, 'complaints', remedy, 'record-remedy', { reason: 'x' }, bureau.officer);
    expect((owed.body as { code: string }).code).toBe('remedy_not_owed');
  });

  it('with a contract that is not performed is its rescission; of unlawful documents nobody follows then', async () => {
    const result = await begin();
    const award = await result.published();
    const remedy = await accept(result.id, await result.bidder(1), 'documents');
    const contract = await contractOf(result, award.id, 0);
    expect(await decide(remedy, 'to_court')).toMatchObject({ status: 422, facts: { effects: ['rescind_contract'] } });
    expect((await decide(remedy, 'rescind_contract')).state).toBe('decided');
    const words = { reason: '处理决定', ground: 'complaint_decision', reference: '财决〔2025〕9号', remedy };
    await contract.rescinded(words);
    const apply = (effect: string) =>
      act(result, 'apply-remedy-after-contract', { reason: '重新开展采购活动', remedy, effect });
    expect((await apply('next_rank')).body).toMatchObject({
      code: 'effect_not_lawful',
      rule: 'COMPLAINT-EFFECT-DOCS',
      facts: { stage: 'documents', effects: ['new_round'] },
    });
    expect((await apply('new_round')).body.lots[0]?.state).toBe('failed');
  });

  it('a challenge to the documents that its buyer upholds leaves no candidate either', async () => {
    const result = await begin();
    await result.published();
    const by = await result.bidder(1);
    const words = { tender: result.id, stage: 'documents', grounds: '资格条件违法', requests: '修改采购文件' };
    const { body } = await app.http.post('/api/v1/challenges').set(by.auth).send(words);
    const { id: remedy } = body as { id: string };
    const answer = { result: 'upheld', affectsResult: true, reason: '经查属实' };
    await actOnRemedy(app, 'challenges', remedy, 'answer', answer, bureau.officer);
    const apply = (effect: string) => act(result, 'apply-remedy', { reason: '重新采购', remedy, effect });
    expect((await apply('next_rank')).body.code).toBe('effect_not_lawful');
    expect((await apply('new_round')).body.lots[0]?.state).toBe('failed');
  });

  it('says of a complaint about no challenge that it is about the documents, while bids are awaited', async () => {
    const { tender } = await issueTender(app, bureau);
    const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const words = { tender, grounds: '评审违法', requests: '重新评审' };
    const { body } = await app.http.post('/api/v1/complaints').set(rival.auth).send(words);
    expect(body).toMatchObject({ stage: 'documents', affectsResult: null });
    const wrong = await app.http
      .post('/api/v1/complaints')
      .set(rival.auth)
      .send({ ...words, stage: 'weather' });
    expect(wrong.status).toBe(400);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { makeBureau, makeThreshold, setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided } from '../support/lots.js';
import { contractOf, Resulting } from '../support/results.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const UPHELD = { result: 'upheld', affectsResult: true, reason: '第 1 包经查属实' };
const DECISION = { result: 'upheld', reference: '财决〔2025〕9号', reason: '第 1 包评审违法' };

interface Refused {
  code?: string;
  facts?: unknown;
  errors?: { pointer: string; code: string }[];
}

describe('a challenge or complaint about every lot that affects some of them', () => {
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

  const begin = async (lots = 2): Promise<Resulting> => {
    await setBusinessTime(app, ISSUE);
    return Resulting.begin(app, bureau, {
      ranks: [1, 2, 3, 4],
      lots,
      window: { start: '2026-01-01', end: '2026-12-31' },
    });
  };
  const challenge = async ({ id }: Resulting, by: TestAccount, lot?: number): Promise<string> => {
    const words = { grounds: '第 1 包中标供应商资格造假', requests: '第 1 包另行确定' };
    const made = await app.http
      .post('/api/v1/challenges')
      .set(by.auth)
      .send({ tender: id, stage: 'result', ...(lot && { lot }), ...words });
    return (made.body as { id: string }).id;
  };
  const answer = (id: string, body: object) =>
    actOnRemedy(app, 'challenges', id, 'answer', { ...UPHELD, ...body }, bureau.officer);
  const decide = (id: string, body: object) =>
    actOnRemedy(app, 'complaints', id, 'decide', { ...DECISION, ...body }, bureau.finance);
  const apply = (result: Resulting, lot: number, remedy: string, effect?: string) =>
    actOnLot(
      app,
      result.lots[lot - 1]?.id ?? '',
      'apply-remedy',
      { reason: '落实', remedy, ...(effect && { effect }) },
      bureau.officer,
    );
  const states = async (result: Resulting) => (await result.draft.read()).lots.map(({ state }) => state);
  const faults = ({ status, body }: { status: number; body: unknown }) => [
    status,
    (body as Refused).code,
    ...((body as Refused).errors ?? []).map(({ pointer, code }) => [pointer, code]),
  ];

  it('is carried out on the lots that the answer names; the award of another stands and is signed', async () => {
    const result = await begin();
    await result.published(1);
    const other = await result.published(2);
    const remedy = await challenge(result, await result.bidder(1));
    expect((await answer(remedy, { lots: [1] })).status).toBe(200);
    const of = await apply(result, 2, remedy, 'next_rank');
    expect([of.status, of.body.code]).toEqual([422, 'remedy_not_decided']);
    expect((await apply(result, 1, remedy, 'next_rank')).status).toBe(200);
    const { body } = await app.http.get(`/api/v1/challenges/${remedy}`).set(bureau.officer.auth).expect(200);
    expect((body as { remediedAt: string | null }).remediedAt).not.toBeNull();
    await contractOf(result, other.id, 0);
    expect(await states(result)).toEqual(['reviewed', 'contracted']);
  });

  it('names lots that it is about, where what is upheld affects the result, and no others', async () => {
    const result = await begin();
    await result.published(1);
    await result.published(2);
    const refused = [400, 'validation_failed', ['/lots', 'not_allowed_value']];
    const ofOne = await challenge(result, await result.bidder(1), 1);
    expect(faults(await answer(ofOne, { lots: [1, 2] }))).toEqual(refused);
    expect(faults(await answer(ofOne, { lots: [1], affectsResult: false }))).toEqual(refused);
    expect((await answer(ofOne, { lots: [1] })).status).toBe(200);
    const ofAll = await challenge(result, await result.bidder(2));
    expect(faults(await answer(ofAll, { lots: [3] }))).toEqual(refused);
    expect(faults(await answer(ofAll, { lots: [1], result: 'not_upheld' }))).toEqual(refused);
    expect(faults(await answer(ofAll, { lots: [] }))).toEqual([400, 'validation_failed', ['/lots', 'too_few']]);
    expect((await answer(ofAll, { lots: [1, 2] })).status).toBe(200);
    expect((await apply(result, 2, ofAll, 'next_rank')).status).toBe(200);
  });

  it('is decided for the lots that the decision names, to each of which the law gives the effect', async () => {
    const result = await begin();
    await result.published(1);
    await result.deliver(2);
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    expect(faults(await decide(remedy, { effect: 'new_round', lots: [3] }))[0]).toBe(400);
    expect(faults(await decide(remedy, { effect: 'none', affectsResult: false, lots: [1] }))[0]).toBe(400);
    const refused = await decide(remedy, { effect: 'next_rank', lots: [1, 2] });
    expect([...faults(refused).slice(0, 2), (refused.body as Refused).facts]).toMatchObject([
      422,
      'effect_not_lawful',
      { points: [{ lot: 1 }, { lot: 2 }] },
    ]);
    expect((await decide(remedy, { effect: 'next_rank', lots: [1] })).status).toBe(200);
    // Nothing was found in the other lot.
    await result.must('confirm', { lot: 2, bid: result.bid(0, 2) });
    await result.publish(2);
    expect((await apply(result, 1, remedy)).status).toBe(200);
    expect(await states(result)).toEqual(['reviewed', 'result_published']);
  });

  it('has both lots begin anew where both are named, one before and one after its result', async () => {
    const result = await begin();
    await result.published(1);
    await result.deliver(2);
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    expect((await decide(remedy, { effect: 'new_round', lots: [1, 2] })).status).toBe(200);
    expect(await result.code('confirm', { lot: 2, bid: result.bid(0, 2) })).toEqual([422, 'remedy_unapplied']);
    for (const lot of [1, 2]) expect((await apply(result, lot, remedy)).status).toBe(200);
    expect(await states(result)).toEqual(['failed', 'failed']);
  });

  it.each(['new_round', 'redo'])(
    'about unlawful documents has every lot begin anew, whatever it has come to: decided as %s',
    async (effect) => {
      const result = await begin();
      await result.published(1);
      await result.deliver(2);
      const about = { tender: result.id, stage: 'documents' };
      const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
      await decided(app, bureau.finance, remedy, effect);
      expect(await result.code('confirm', { lot: 2, bid: result.bid(0, 2) })).toEqual([422, 'remedy_unapplied']);
      for (const lot of [1, 2]) expect((await apply(result, lot, remedy)).status).toBe(200);
      expect(await states(result)).toEqual(['failed', 'failed']);
    },
  );

  it('is carried out on each lot by how far it has come: signed, awarded, and performed', async () => {
    const result = await begin(3);
    const about = { tender: result.id, stage: 'result' };
    const signed = await result.published(1);
    await result.published(2);
    const performed = await result.published(3);
    const contract = await contractOf(result, signed.id, 0);
    const begun = await contractOf(result, performed.id, 0);
    await app.dataSource.query(`UPDATE contract SET state = 'active' WHERE id = $1`, [(await begun.read()).id]);
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    expect(faults(await decide(remedy, { effect: 'next_rank', lots: [1, 2] }))).toMatchObject([
      422,
      'effect_not_lawful',
      ['/effect', 'not_allowed_value'],
    ]);
    expect((await decide(remedy, { effect: 'rescind_contract', lots: [3] })).body).toMatchObject({
      code: 'effect_not_lawful',
      facts: { effects: ['to_court'] },
    });
    const of = await decide(remedy, { effect: 'rescind_contract', lots: [1, 2, 3] });
    expect([of.status, (of.body as { effect?: string }).effect]).toEqual([200, 'rescind_contract']);
    // What is awarded and not signed is void at once, what is signed once its contract is rescinded, what is performed is for the courts.
    expect((await apply(result, 2, remedy)).body).toMatchObject({ code: 'validation_failed' });
    expect((await apply(result, 2, remedy, 'next_rank')).status).toBe(200);
    expect(await states(result)).toEqual(['contracted', 'reviewed', 'contracted']);
    await contract.rescinded({
      ...{ reason: '处理决定', ground: 'complaint_decision' },
      ...{ reference: DECISION.reference, remedy },
    });
    const lot = result.lots[0]?.id ?? '';
    const anew = { reason: '重新采购', remedy, effect: 'new_round' };
    expect((await actOnLot(app, lot, 'apply-remedy-after-contract', anew, bureau.officer)).status).toBe(200);
    expect(await states(result)).toEqual(['failed', 'reviewed', 'contracted']);
    const { body } = await app.http.get(`/api/v1/complaints/${remedy}`).set(bureau.officer.auth).expect(200);
    expect((body as { remediedAt: string | null }).remediedAt).not.toBeNull();
    // The challenge before the complaint halted it; it goes on.
    expect((await begun.must('resume', { reason: '已履行' })).state).toBe('active');
  });

  it('has the lots without a contract begin anew where a contract is rescinded for unlawful documents', async () => {
    const result = await begin();
    const award = await result.published(1);
    await result.deliver(2);
    await contractOf(result, award.id, 0);
    const about = { tender: result.id, stage: 'documents' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    // A new round alone would leave the contract of the other lot as it is.
    expect((await decide(remedy, { effect: 'new_round' })).body).toMatchObject({
      code: 'effect_not_lawful',
      facts: { effects: ['rescind_contract'] },
    });
    await decided(app, bureau.finance, remedy, 'rescind_contract');
    expect(await result.code('confirm', { lot: 2, bid: result.bid(0, 2) })).toEqual([422, 'remedy_unapplied']);
    expect((await apply(result, 2, remedy, 'next_rank')).body.code).toBe('effect_not_lawful');
    expect((await apply(result, 2, remedy, 'new_round')).status).toBe(200);
    expect(await states(result)).toEqual(['contracted', 'failed']);
  });
});

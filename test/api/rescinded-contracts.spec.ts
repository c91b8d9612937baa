import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode, type Contracting } from '../support/contracts.js';
import { makeBureau, makeThreshold, setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided } from '../support/lots.js';
import { contractOf, Resulting } from '../support/results.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const DECISION = { reason: '处理决定', ground: 'complaint_decision', reference: '财决〔2025〕9号' };

describe('a contract that was rescinded and closed', () => {
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

  interface Rescinded {
    result: Resulting;
    contract: Contracting;
    apply: () => ReturnType<typeof actOnLot>;
  }
  /** A signed contract that was rescinded by the decision on a complaint. */
  const rescinded = async (): Promise<Rescinded> => {
    await setBusinessTime(app, ISSUE);
    const window = { start: '2026-01-01', end: '2026-12-31' };
    const result = await Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4, 5], window });
    const contract = await contractOf(result, (await result.published()).id, 0);
    const about = { tender: result.id, stage: 'result' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await decided(app, bureau.finance, remedy, 'rescind_contract');
    await contract.rescinded({ ...DECISION, remedy });
    const given = { reason: '另行确定成交供应商', remedy, effect: 'next_rank' };
    const apply = () => actOnLot(app, result.lots[0]?.id ?? '', 'apply-remedy-after-contract', given, bureau.officer);
    return { result, contract, apply };
  };
  const close = (contract: Contracting) => contract.must('close-unperformed', { reason: '未履行' });
  const awardNext = async (result: Resulting): Promise<string> => {
    await result.must('confirm', { bid: result.bid(1) });
    return (await result.publish()).id;
  };

  it('lets its remedy be carried out', async () => {
    const { contract, apply } = await rescinded();
    expect((await close(contract)).state).toBe('settled');
    const applied = await apply();
    expect([applied.status, applied.body.code, applied.body.lots?.[0]?.state]).toEqual([200, undefined, 'reviewed']);
  });

  it('leaves the lot to the contract of the next candidate, which a later decision rescinds as one that has not begun', async () => {
    const { result, contract, apply } = await rescinded();
    expect((await apply()).status).toBe(200);
    const next = await awardNext(result);
    await close(contract);
    const second = await contractOf(result, next, 1);
    expect((await second.read()).state).toBe('signed');
    const about = { tender: result.id, stage: 'result' };
    const later = await acceptedComplaint(app, bureau, await result.bidder(2), about);
    const words = { result: 'upheld', effect: 'to_court', reference: '财决〔2025〕10号', reason: '评审违法' };
    const decide = (effect: string) =>
      actOnRemedy(app, 'complaints', later, 'decide', { ...words, effect }, bureau.finance);
    expect((await decide('to_court')).body).toMatchObject({
      code: 'effect_not_lawful',
      facts: { points: [{ lot: 1, point: 'signed' }], effects: ['rescind_contract'] },
    });
    expect((await decide('rescind_contract')).status).toBe(200);
  });

  it('leaves a lot of which a later complaint finds the result alone', async () => {
    const { result, contract, apply } = await rescinded();
    await apply();
    await close(contract);
    await awardNext(result);
    const about = { tender: result.id, stage: 'result' };
    const later = await acceptedComplaint(app, bureau, await result.bidder(2), about);
    await decided(app, bureau.finance, later, 'next_rank');
  });

  it.each([
    ['next_rank', 'reviewed'],
    ['new_round', 'failed'],
  ])('by a judgment lets what is decided of a complaint afterwards be carried out: %s', async (effect, state) => {
    await setBusinessTime(app, ISSUE);
    const window = { start: '2026-01-01', end: '2026-12-31' };
    const result = await Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4], window });
    const contract = await contractOf(result, (await result.published()).id, 0);
    const about = { tender: result.id, stage: 'result' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await contract.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2025）行1号' });
    await decided(app, bureau.finance, remedy, effect);
    const given = { reason: '执行处理决定', remedy };
    const lot = result.lots[0]?.id ?? '';
    const applied = await actOnLot(app, lot, 'apply-remedy-after-contract', given, bureau.officer);
    expect([applied.status, applied.body.code, applied.body.lots?.[0]?.state]).toEqual([200, undefined, state]);
    const { body } = await app.http.get(`/api/v1/complaints/${remedy}`).set(bureau.finance.auth).expect(200);
    expect((body as { remediedAt: string | null }).remediedAt).not.toBeNull();
  });
});

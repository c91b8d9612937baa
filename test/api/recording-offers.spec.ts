import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RecordingService } from '../../src/purchase/tenders/recording/recording.service.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder } from '../support/purchases.js';

const lot = { lot: 1 };
const A = { name: '甲社会工作服务中心' };
const B = { name: '乙养老服务中心' };

describe('what was offered and what was awarded', () => {
  let app: TestApp;
  let officer: Recorder;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
  });
  afterAll(() => app.close());

  it.each([
    ['award_differs_from_bid', { bidder: A, price: '198000.00' }, 'award', { supplier: A, amount: '200000.00' }],
    ['rank_repeated', { bidder: A, price: '198000.00', rank: 1 }, 'bid', { bidder: B, price: '199000.00', rank: 1 }],
  ])('%s: a person’s is refused with both named, a file’s is kept and listed', async (code, bid, kind, data) => {
    const { id } = await officer.tender();
    const { body: stored } = await officer.facts(id, [given('bid', bid, lot)]).expect(200);
    const fact = given(kind, data, lot);
    const { body: refused } = await officer.facts(id, [fact]).expect(409);
    expect(refused).toMatchObject({ code: 'fact_contradiction', facts: { contradictions: [{ code }] } });
    const sides = refused.facts.contradictions[0].facts as { id: string | null; pointer: string | null }[];
    expect(sides.map((side) => side.id ?? side.pointer).sort()).toEqual(['/facts/0', stored.facts[0].id].sort());
    expect((await officer.get(`/tenders/${id}`)).body).toMatchObject({ conflicts: [], facts: [{ kind: 'bid' }] });

    const recording = app.running.app.get(RecordingService);
    await app.running.app.get(Transactions).run(SYSTEM, (tx) => recording.record(tx, id, [fact], { lenient: true }));
    const { body } = await officer.get(`/tenders/${id}`);
    expect(body.conflicts).toMatchObject([{ code }]);
    expect(body.facts).toHaveLength(2);
  });

  it('an award at the winner’s offer, and a lawful tie, stand', async () => {
    const { id } = await officer.tender();
    const tie = { price: '198000.00', score: '90', rank: 1 };
    const bids = [given('bid', { bidder: A, ...tie }, lot), given('bid', { bidder: B, ...tie }, lot)];
    await officer.facts(id, bids).expect(200);
    const { body } = await officer.facts(id, [given('award', { supplier: A, amount: '198000' }, lot)]).expect(200);
    expect(body.conflicts).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { barBody } from '../support/bars.js';
import { CONTENT } from '../support/contracts.js';
import { makeBureau, setBusinessTime, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { actOnLot } from '../support/lots.js';
import { ownSteps } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';

import { stored } from '../support/stored.js';

/** A Monday; the report is delivered on it, and the clock strikes at the end of Monday 10 November. */
const MONDAY = '2025-11-03T09:00:00+08:00';

describe('a winner that is barred by a decision', () => {
  let app: TestApp;
  let bureau: Bureau;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, MONDAY);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    admin = await makeUser(app, 'admin');
  });
  afterAll(() => app.close());

  const begin = async (): Promise<Resulting> => {
    await setBusinessTime(app, MONDAY);
    return Resulting.begin(app, bureau);
  };
  /** Bars the bidder of an offer; answers what ends it. */
  const bar = (result: Resulting, i: number, from: string, until: string) =>
    barBody(app, { finance: bureau.finance, admin }, result.lots[0]?.offers[i]?.bidder, {
      from,
      until,
      revokedOn: '2025-11-03',
    });
  const DECISION = { number: '财监〔2025〕6号', authority: '示例市财政局', from: '2025-11-01', until: '2026-11-01' };
  const BARRED = ['2025-11-01', '2026-11-01'] as const;

  it('before the award is not confirmed while the decision is in force, and nothing is stored', async () => {
    const result = await begin();
    await result.deliver();
    const revoke = await bar(result, 0, ...BARRED);
    const rows = async () =>
      Object.fromEntries(Object.entries(await stored(app)).filter(([table]) => !/^(idempoten|session)/.test(table)));
    const before = await rows();
    const refused = await result.post('confirm', { bid: result.bid(0) });
    expect([refused.status, refused.body]).toMatchObject([
      422,
      { code: 'bidder_barred', rule: 'SUPPLIER-BARRED', facts: DECISION },
    ]);
    // Nor is the next rank, as long as nobody has put the first one out.
    expect(await result.code('confirm', { bid: result.bid(1) })).toEqual([422, 'rank_order']);
    expect(await rows()).toEqual(before);
    await revoke();
    expect((await result.must('confirm', { bid: result.bid(0) })).lotState).toBe('confirmed');
  });

  it('is confirmed where the decision ended the day before', async () => {
    const result = await begin();
    await result.deliver();
    await bar(result, 0, '2024-11-03', '2025-11-03');
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'bidder_barred']);
    await setBusinessTime(app, '2025-11-04T00:00:30+08:00');
    const { awards, lotState } = await result.must('confirm', { bid: result.bid(0) });
    expect([lotState, awards]).toMatchObject(['confirmed', [{ supplierBarred: null }]]);
  });

  it('is not deemed confirmed by the clock; once the decision is revoked the clock goes on from then', async () => {
    const result = await begin();
    const { deemsAt } = await result.deliver();
    const revoke = await bar(result, 0, ...BARRED);
    const later = await begin();
    await later.deliver();
    await bar(later, 0, '2025-11-01', '2025-11-01'.replace('2025', '2026'));
    expect([deemsAt, (await result.read()).deemsAt]).toEqual(['2025-11-10T16:00:00.000Z', null]);
    await setBusinessTime(app, '2025-11-12T09:00:00+08:00');
    expect((await result.read()).lotState).toBe('reviewed');
    await revoke();
    const deemed = await result.read();
    expect([deemed.lotState, deemed.deemsAt?.slice(0, 13)]).toEqual(['confirmed', '2025-11-12T01']);
    expect((await later.read()).lotState).toBe('reviewed');
  });

  it('is put out of a lot that the clock has confirmed by nobody: what has struck has struck', async () => {
    const result = await begin();
    await result.deliver();
    await setBusinessTime(app, '2025-11-12T09:00:00+08:00');
    await bar(result, 0, ...BARRED);
    const { lotState, awards } = await result.read();
    expect([lotState, awards]).toMatchObject(['confirmed', [{ deemed: true, supplierBarred: DECISION }]]);
  });

  it('as the next rank is not awarded either', async () => {
    const result = await begin();
    const award = await result.published();
    await result.onAward(award.id, 'refuse', { reason: '无法履约' }, await result.bidder(0));
    await result.must('propose-replacement', { reason: '中标人拒绝签订合同' }, bureau.officer);
    const lot = result.lots[0]?.id ?? '';
    const steps = async () => [
      await ownSteps(app, bureau.officer, 'replacement_proposal', result.id),
      await ownSteps(app, bureau.approver, 'award_replacement', result.id),
    ];
    const replace = `tenders/${result.id}/awards/actions/replace-award`;
    expect(await steps()).toEqual([[], [replace]]);
    const revoke = await bar(result, 1, ...BARRED);
    expect(await result.code('replace-award')).toEqual([422, 'bidder_barred']);
    // The end of the lot alone can be proposed, until the decision is revoked.
    expect(await steps()).toEqual([[`lots/${lot}/actions/propose-ending`], []]);
    const ending = { outcome: 'failed', ground: 'award_refused', reason: '递补候选人被禁止参加政府采购活动' };
    expect((await actOnLot(app, lot, 'propose-ending', ending, bureau.officer)).status).toBe(200);
    expect(await steps()).toEqual([[], []]);
    await revoke();
    expect(await steps()).toEqual([[], [replace]]);
    expect((await result.must('replace-award')).lotState).toBe('confirmed');
  });

  it('after the award is shown to its parties before they sign, on the award and on the draft of the contract', async () => {
    const result = await begin();
    const award = await result.published();
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award: award.id, ...CONTENT });
    const draft = async (by: TestAccount) =>
      (
        (
          await app.http
            .get(`/api/v1/contracts/${(made.body as { id: string }).id}`)
            .set(by.auth)
            .expect(200)
        ).body as {
          here: { supplierBarred: object | null };
        }
      ).here.supplierBarred;
    const shown = async (by: TestAccount) =>
      ((await app.http.get(`/api/v1/awards/${award.id}`).set(by.auth).expect(200)).body as { supplierBarred: unknown })
        .supplierBarred;
    const [winner, rival] = [await result.bidder(0), await result.bidder(1)];
    expect([await shown(winner), await draft(bureau.officer)]).toEqual([null, null]);
    const revoke = await bar(result, 0, ...BARRED);
    for (const by of [winner, bureau.officer]) expect([await shown(by), await draft(by)]).toEqual([DECISION, DECISION]);
    expect(await shown(rival)).toBeNull();
    await revoke();
    expect([await shown(winner), await draft(bureau.officer)]).toEqual([null, null]);
  });
});

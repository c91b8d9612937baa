import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import { Contracting, makeParties, PAYMENTS, type Parties } from '../support/contracts.js';
import { Drafting, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { given, Recorder } from '../support/purchases.js';

const OF_LAW = {
  rule: 'ARCHIVE-15Y',
  basis: { document: '中华人民共和国政府采购法(2014修正)', article: '第四十二条', confidence: 'A' },
};
const GOES_ON = { ...OF_LAW, endedOn: null, keepUntil: null };

describe('the documents of a purchase are kept for fifteen years', () => {
  let app: TestApp;
  let officer: Recorder;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    parties = await makeParties(app);
    await makeThreshold(app);
    officer = await Recorder.of(app);
  });
  afterAll(() => app.close());

  const keptOf = async (path: string, by?: { auth: Record<string, string> }) => {
    const answer = by
      ? await app.http.get(`/api/v1${path}`).set(by.auth).expect(200)
      : await officer.get(path).expect(200);
    return (answer.body as { documentsKept: unknown }).documentsKept;
  };

  it('from the day on which the last lot of a recorded purchase ended, not before', async () => {
    const { id } = await officer.tender({ lots: [{ no: 1 }, { no: 2 }] });
    expect(await keptOf(`/tenders/${id}`)).toEqual(GOES_ON);
    const supplier = { name: '甲社会工作服务中心' };
    const window = { start: '2018-01-01', end: '2018-05' };
    const contract = given('contract', { supplier, amount: '100.00', window }, { lot: 1 });
    const { body } = await officer.facts(id, [contract]).expect(200);
    expect(await keptOf(`/tenders/${id}`)).toEqual(GOES_ON);
    await officer.facts(id, [given('failure', { on: '2017-12-20' }, { lot: 2 })]).expect(200);
    // A month may mean its last day: nothing is thrown away too early.
    const kept = { ...OF_LAW, endedOn: '2018-05-31', keepUntil: '2033-05-31' };
    expect(await keptOf(`/tenders/${id}`)).toEqual(kept);
    const [{ id: made }] = body.contracts as [{ id: string }];
    expect(await keptOf(`/contracts/${made}`)).toEqual(kept);
  });

  it('from the failure of a purchase that failed, and from no day that has not come', async () => {
    const failed = await officer.tender({ lots: [{ no: 1 }] });
    await officer.facts(failed.id, [given('failure', { on: '2024-02-29' }, { lot: 1 })]).expect(200);
    expect(await keptOf(`/tenders/${failed.id}`)).toMatchObject({ endedOn: '2024-02-29', keepUntil: '2039-02-28' });
    const running = await officer.contract({ window: { start: '2025-01-01', end: '2026-12-31' } });
    expect(await keptOf(`/contracts/${running}`)).toEqual(GOES_ON);
  });

  it('from the settlement of one that is conducted here', async () => {
    const contract = await Contracting.signed(app, parties, { payments: PAYMENTS });
    expect(await keptOf(`/contracts/${contract.id}`, parties.bureau.officer)).toEqual(GOES_ON);
    await contract.terminated();
    expect(await keptOf(`/contracts/${contract.id}`, parties.bureau.officer)).toEqual(GOES_ON);
    const day = await contract.dayAhead(0);
    await contract.must('close-unperformed', { reason: '未提供任何服务' });
    expect(await keptOf(`/contracts/${contract.id}`, parties.bureau.officer)).toEqual({
      ...OF_LAW,
      endedOn: day,
      keepUntil: day.replace(/^\d+/, (year) => String(Number(year) + 15)),
    });
  });

  it('from the cancellation of a draft, for those it concerns alone, and cannot be deleted', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const draft = await Drafting.begin(app, parties.bureau);
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const { officer: own } = parties.bureau;
    expect(await keptOf(`/tenders/${draft.id}`, own)).toEqual(GOES_ON);
    const outside = await app.http.get(`/api/v1/tenders/${draft.id}`).expect(200);
    expect((outside.body as { documentsKept: unknown }).documentsKept).toBeNull();
    const admin = await makeUser(app, 'admin');
    for (const by of [own, admin])
      expect((await app.http.delete(`/api/v1/tenders/${draft.id}`).set(by.auth)).status).toBe(405);
  });
});

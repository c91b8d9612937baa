import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import type { Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, type Thing } from '../support/implementing.js';
import { Paying, stateAccount } from '../support/paying.js';
import { startContracting } from '../support/started.js';

describe('an amendment that would change what an instalment waits for', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await stateAccount(app, parties);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const begin = async (content: object): Promise<{ work: Implementing; money: Paying }> => {
    await at('2025-12-22');
    const window = { start: '2025-12-15', end: '2026-12-14' };
    const work = await Implementing.begin(app, parties, content, { window });
    await at('2026-02-05');
    return { work, money: new Paying(app, work.contract) };
  };
  const report = async (work: Implementing): Promise<void> => {
    const { id, version } = (await work.make('reports', {}, parties.manager)).body as Thing;
    await app.http
      .patch(work.path('reports', id))
      .set({ ...parties.manager.auth, 'If-Match': `"${version}"` })
      .send({ text: '本期服务按计划开展' })
      .expect(200);
    await work.must('reports', id, 'submit', {}, parties.manager);
    await work.must('reports', id, 'approve', {}, parties.bureau.officer);
  };
  const refused = async (answer: Promise<{ status: number; body: { code?: string; facts?: object } }>) => {
    const { status, body } = await answer;
    return [status, body.code, body.facts];
  };
  const met = async (money: Paying) => (await money.payments()).map((p) => [p.no, p.met.on, p.met.missing]);

  it('is refused from the request on, proposed and signed, where reports are counted in other periods', async () => {
    const { work, money } = await begin({
      payments: [
        { no: 1, trigger: 'report', share: 3000, of: 1 },
        { no: 2, trigger: 'report', share: 3000, of: 2 },
        { no: 3, trigger: 'acceptance', share: 4000 },
      ],
    });
    await report(work);
    await report(work);
    const quarterly = { content: { reportMonths: 3 } };
    // The first report stays the first: what waits for it is no reason.
    await money.invoiced(1);
    await money.must(1, 'request');
    const proposed = await money.contract.propose(quarterly);
    const amendment = proposed.body.here.amendments.at(-1);
    const sign = (by = parties.bureau.approver) =>
      money.contract.act('amend', { amendment: amendment.id, hash: amendment.hash }, by);
    expect((await sign(parties.manager)).status).toBe(200);
    await money.invoiced(2);
    await money.must(2, 'request');
    const refusal = (state: string) => [422, 'instalment_requested', { instalments: [{ no: 2, state }] }];
    expect(await refused(money.contract.propose(quarterly))).toEqual(refusal('due'));
    expect(await refused(sign())).toEqual(refusal('due'));
    await money.must(2, 'approve', {}, parties.bureau.approver);
    expect(await refused(sign())).toEqual(refusal('approved'));
    await money.must(2, 'withdraw', { reason: '核对' });
    expect((await money.contract.propose(quarterly)).status).toBe(200);
    expect((await sign()).status).toBe(200);
    expect(await met(money)).toEqual([
      [1, '2026-02-05', null],
      [2, null, 'report'],
      [3, null, 'acceptance'],
    ]);
  });

  it('is refused of what was paid', async () => {
    const payments = [
      { no: 1, trigger: 'report', share: 4000, of: 2 },
      { no: 2, trigger: 'acceptance', share: 6000 },
    ];
    const { work, money } = await begin({ payments });
    await report(work);
    await report(work);
    await money.paid(1);
    expect(await refused(money.contract.propose({ content: { reportMonths: 12 } }))).toEqual([
      422,
      'instalment_requested',
      { instalments: [{ no: 1, state: 'paid' }] },
    ]);
    expect((await money.contract.propose({ content: { requirement: '增加夜间巡访' } })).status).toBe(200);
  });

  it('is refused where another instalment comes to name what released it', async () => {
    const payments = [
      { no: 1, trigger: 'report', share: 3000 },
      { no: 2, trigger: 'report', share: 3000 },
      { no: 3, trigger: 'acceptance', share: 4000 },
    ];
    const { work, money } = await begin({ payments });
    await report(work);
    await money.invoiced(1);
    await money.must(1, 'request');
    const naming = (of: number) =>
      money.contract.propose({ content: { payments: payments.map((p) => (p.no === 2 ? { ...p, of } : p)) } });
    expect(await refused(naming(1))).toEqual([422, 'instalment_requested', { instalments: [{ no: 1, state: 'due' }] }]);
    expect((await naming(2)).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, type Answer, type Parties } from '../support/contracts.js';
import { makeTied } from '../support/implementing.js';
import { setBusinessTime } from '../support/drafts.js';
import { ACCOUNT, Paying, stateAccount } from '../support/paying.js';
import { startContracting } from '../support/started.js';

const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
const refusal = (answer: unknown) => {
  const { status, body } = answer as Answer;
  return [status, body.code ?? null, body.facts ?? null];
};

describe('what holds the money of a contract back', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    expect((await stateAccount(app, parties)).status).toBe(200);
  });
  afterAll(() => app.close());

  describe('a dispute about the purchase', () => {
    let rival: TestAccount;
    beforeAll(async () => {
      rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency', creditCode: creditCode() }));
    });

    /** A contract on a result that may still be challenged. */
    const signed = async (): Promise<{ money: Paying; tender: string }> => {
      const recent = { decidedOn: '2025-12-18', publishedOn: '2025-12-19' };
      const { award, tender } = await Contracting.awarded(app, parties, { window: WINDOW }, recent);
      const made = await app.http
        .post('/api/v1/contracts')
        .set(parties.bureau.officer.auth)
        .send({ award, ...CONTENT })
        .expect(201);
      const contract = new Contracting(app, parties, (made.body as { id: string }).id);
      await contract.signBoth();
      return { money: new Paying(app, contract), tender };
    };
    const challenge = async (tender: string): Promise<string> => {
      const made = await app.http
        .post('/api/v1/challenges')
        .set(rival.auth)
        .send({ grounds: '评审未按采购文件进行', requests: '重新评审', tender, stage: 'result' })
        .expect(201);
      return (made.body as { id: string }).id;
    };
    const onChallenge = async (id: string, action: string, body: object, by: TestAccount) => {
      const { version } = (await app.http.get(`/api/v1/challenges/${id}`).set(by.auth)).body as { version: number };
      const answer = await app.http
        .post(`/api/v1/challenges/${id}/actions/${action}`)
        .set({ ...by.auth, 'If-Match': `"${version}"` })
        .send(body);
      expect([action, answer.status]).toEqual([action, 200]);
    };
    const due = async (money: Paying) =>
      ((await money.payment(1)) as unknown as { deadlines: unknown[] }).deadlines.length;

    it('that is open, and then what an upheld one asks for, of a service that was delivered', async () => {
      const { money, tender } = await signed();
      await money.contract.must('start');
      await money.contract.must('deliver', {}, parties.manager);
      await money.approved(1);
      const pay = () => money.act(1, 'pay', { account: ACCOUNT });
      expect(await due(money)).toBe(1);
      const id = await challenge(tender);
      expect((await money.contract.read()).state).toBe('delivered');
      expect(refusal(await pay())).toEqual([422, 'contract_halted', { ground: 'challenge' }]);
      expect(await due(money)).toBe(0);
      const upheld = { result: 'upheld', affectsResult: true, reason: '评审错误' };
      await onChallenge(id, 'answer', upheld, parties.bureau.officer);
      expect(refusal(await pay())).toEqual([422, 'contract_halted', { ground: 'remedy' }]);
      await setBusinessTime(app, '2025-12-25T09:00:00+08:00');
      await onChallenge(id, 'record-remedy', { reason: '复核后排名不变' }, parties.bureau.officer);
      // That it may be paid again makes none of the days before one on which it might have been.
      const on = (day: string) => money.act(1, 'pay', { account: ACCOUNT, on: day });
      const inside = await on('2025-12-24');
      expect([...refusal(inside), inside.body.errors[0].pointer]).toEqual([
        ...[422, 'contract_halted', { from: '2025-12-22', to: '2025-12-25' }],
        '/on',
      ]);
      expect((await on('2025-12-25')).status).toBe(200);
      await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    });

    it('that came while the contract was halted for another reason', async () => {
      const { money, tender } = await signed();
      await money.invoiced(1);
      await money.must(1, 'request');
      await money.contract.halted('洪灾');
      const id = await challenge(tender);
      const approve = () => money.act(1, 'approve', {}, parties.bureau.approver);
      expect(refusal(await approve())).toEqual([422, 'contract_halted', { ground: 'challenge' }]);
      await onChallenge(id, 'withdraw', {}, rival);
      expect((await approve()).status).toBe(200);
    });
  });

  it('a seat in the agency, of who approves or pays', async () => {
    const money = new Paying(app, await Contracting.signed(app, parties));
    await money.invoiced(1);
    await money.must(1, 'request');
    const approve = (by = parties.bureau.approver) => money.act(1, 'approve', {}, by);
    expect(refusal(await approve(await makeTied(app, parties, 'bureau_approver')))).toEqual([
      422,
      'acts_with_interest',
      null,
    ]);
    expect((await approve()).status).toBe(200);
    const pay = (by = parties.bureau.officer) => money.act(1, 'pay', { account: ACCOUNT }, by);
    expect(refusal(await pay(await makeTied(app, parties)))).toEqual([422, 'acts_with_interest', null]);
    expect((await pay()).status).toBe(200);
  });
});

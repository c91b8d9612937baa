import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS, renewalMoney, type PlanBody } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { holding } from '../support/holder.js';
import { Implementing } from '../support/implementing.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';

const ROUNDS = scaleRounds(6);
const MONEY_ROUNDS = scaleRounds(50);
const TERM = {
  years: 2,
  contentFixed: true,
  continuous: true,
  fundingStable: true,
  priceStable: true,
  budgetAssured: true,
};
const rounds = Array.from({ length: ROUNDS }, (_, i) => i);

describe('at the same moment', () => {
  let app: TestApp;
  let parties: Parties;
  let approvers: TestAccount[];
  let receiver: { agency: string; manager: TestAccount };
  let next: Continuing;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    approvers = [parties.bureau.approver, await makeUser(app, 'bureau_approver', parties.bureau.id)];
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    receiver = { agency, manager: await makeUser(app, 'agency_manager', agency) };
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    next = await Continuing.begin(app, parties);
  });
  afterAll(() => app.close());

  const items = () => [
    { serviceLine: parties.bureau.line, kind: 'hand_over', from: NEXT.start, receiver: receiver.agency },
  ];
  const audited = async (id: string, action: string): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE aggregate_id = $1 AND action = $2`,
      [id, action],
    );
    return row?.n ?? 0;
  };
  const at = (plan: PlanBody, action: string, by: TestAccount) =>
    next.act(plan.id, action, { reason: '理由' }, by, plan.version);

  it(`two approvers agree to one plan, or one agrees while it is revised, ${ROUNDS} rounds: one of them is what happened`, async () => {
    for (const round of rounds) {
      const plan = await next.proposed(items());
      const [first, second] = approvers as [TestAccount, TestAccount];
      const both = await Promise.all([
        at(plan, 'agree', first),
        round % 2 === 0 ? at(plan, 'agree', second) : at(plan, 'revise', parties.bureau.officer),
      ]);
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 412]]);
      expect((await audited(plan.id, 'agree')) + (await audited(plan.id, 'revise'))).toBe(1);
      const stands = await next.plan(plan.id);
      if (stands.state === 'agreed') await next.must(plan.id, 'revise', { reason: '下一轮' });
      await next.must(plan.id, 'withdraw', { reason: '下一轮' });
    }
  });

  it(`recipients are taken over while one leaves or another comes, ${ROUNDS} rounds: nobody passes who was not offered`, async () => {
    const plan = await next.proposed(items());
    await next.agree(plan.id);
    // What follows has begun: whoever is taken over passes at once.
    await setBusinessTime(app, `${NEXT.start}T09:00:00+08:00`);
    const came: string[] = [];
    const { line } = parties.bureau;
    const { manager } = parties;
    const path = `/api/v1/service-lines/${line}/recipients`;
    const register = () =>
      app.http
        .post(path)
        .set({ ...manager.auth, 'Idempotency-Key': randomUUID() })
        .send({ contract: next.contract.id, displayName: '示例', since: '2025-12-16' });
    for (const round of rounds) {
      const { id: served } = (await register()).body as { id: string };
      const handover = await next.offered({ receiver: receiver.agency });
      const [taken, meanwhile] = await Promise.all([
        next.onHandover(handover.id, 'acknowledge', {}, receiver.manager, handover.version),
        round % 2 === 0
          ? app.http
              .patch(`${path}/${served}`)
              .set({ ...manager.auth, 'If-Match': '"1"' })
              .send({ until: '2025-12-21' })
          : register(),
      ]);
      const rows = await app.dataSource.query<{ holder_id: string }[]>(
        `SELECT DISTINCT r.holder_id FROM handover_recipient h JOIN recipient r ON r.id = h.recipient_id
         WHERE h.handover_id = $1`,
        [handover.id],
      );
      const { state } = await next.handover(handover.id);
      // Either they passed as they were offered, or they stayed: never somebody who was not offered.
      const theirs = taken.status === 200;
      expect([round, rows.map((row) => row.holder_id)]).toEqual([round, [theirs ? receiver.agency : parties.agency]]);
      expect([round, state]).toEqual([round, theirs ? 'acknowledged' : 'offered']);
      came.push(`${taken.status}/${meanwhile.status}`);
      await app.dataSource.query(
        `UPDATE recipient SET until = '2025-12-20' WHERE service_line_id = $1 AND holder_id = $2`,
        [line, parties.agency],
      );
      if (!theirs) await next.onHandover(handover.id, 'withdraw', { reason: '下一轮' }, parties.bureau.officer);
    }
    expect(came.every((pair) => /^(200|422)\/(200|201|403|404|412)$/.test(pair))).toBe(true);
  });

  const planned = async (budgetLine: string) => {
    const known = { window: RUNS, serviceLines: [parties.bureau.line] };
    const made = new Continuing(await Implementing.begin(app, parties, { term: TERM }, known));
    const renew = { serviceLine: parties.bureau.line, kind: 'renew', from: NEXT.start, until: NEXT.end };
    return { made, plan: await made.proposed([{ ...renew, budgetLine }]) };
  };

  it(`two plans to renew from one line of money for one are agreed to, ${MONEY_ROUNDS} rounds: one of them is`, async () => {
    const { budgetLine } = await renewalMoney(app, parties, 2026, '359999.99');
    const plans = [await planned(budgetLine), await planned(budgetLine)];
    const race = new Race('a budget line against two plans to renew');
    for (let round = 1; round <= MONEY_ROUNDS; round++) {
      const both = await Promise.all(plans.map(({ made, plan }) => made.agree(plan.id)));
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 422]]);
      expect(both.find((a) => a.status === 422)?.body).toMatchObject({
        code: 'budget_not_assured',
        errors: [{ pointer: `/items/${parties.bureau.line}/budgetLine`, code: 'too_small' }],
      });
      const winner = both.findIndex((a) => a.status === 200);
      race.saw(`agreed to the ${winner === 0 ? 'first' : 'second'}`);
      const states = await Promise.all(plans.map(async ({ made, plan }) => (await made.plan(plan.id)).state));
      expect(states).toEqual(states.map((_, i) => (i === winner ? 'agreed' : 'proposed')));
      const { made, plan } = plans[winner] as (typeof plans)[number];
      await made.must(plan.id, 'revise', { reason: '下一轮' });
    }
    race.told();
    const agreed = await Promise.all(plans.map(({ plan }) => audited(plan.id, 'agree')));
    expect(agreed.reduce((sum, n) => sum + n, 0)).toBe(MONEY_ROUNDS);
    // A cent more, and both are assured.
    await app.dataSource.query(`UPDATE budget_line SET amount = 36000000 WHERE id = $1`, [budgetLine]);
    for (const { made, plan } of plans) expect((await made.agree(plan.id)).status).toBe(200);
  });

  it(`two contracts are renewed from one line of money for one, or one is renewed twice, ${ROUNDS} rounds: one renewal is drafted`, async () => {
    const { budgetLine } = await renewalMoney(app, parties, 2026, '360000.00');
    const renewable = async () => {
      const { made, plan } = await planned(budgetLine);
      expect((await made.agree(plan.id)).status).toBe(200);
      return made.contract;
    };
    const [one, other] = [await renewable(), await renewable()];
    // Half of it is taken away after both were agreed to.
    await app.dataSource.query(`UPDATE budget_line SET amount = 18000000 WHERE id = $1`, [budgetLine]);
    for (const round of rounds) {
      const twice = round % 2 === 1;
      const versions = [(await one.read()).version, (await other.read()).version];
      const answers = await Promise.all([
        one.post('actions/renew', {}, parties.bureau.officer, versions[0]),
        (twice ? one : other).post('actions/renew', {}, parties.bureau.officer, versions[twice ? 0 : 1]),
      ]);
      expect([round, answers.map((a) => a.status).sort()]).toEqual([round, twice ? [200, 412] : [200, 422]]);
      const drafts = await app.dataSource.query<{ id: string }[]>(
        `SELECT id FROM contract WHERE renewal_of = ANY ($1::uuid[]) AND state = 'draft'`,
        [[one.id, other.id]],
      );
      expect([round, drafts.length]).toEqual([round, 1]);
      const draft = new Contracting(app, parties, drafts[0]?.id ?? '');
      expect(await audited(draft.id, 'drafted')).toBe(1);
      await draft.must('abandon', { reason: '下一轮' });
    }
  });

  it('recipients go on under the next contract while a record of one of them is written: the plan waits holding none that comes later', async () => {
    const served = await makeParties(app, null);
    const going = await Continuing.begin(app, served);
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) ids.push(await going.serve());
    const [first, ...others] = ids.sort();
    const item = { serviceLine: served.bureau.line, kind: 'retender', from: NEXT.start };
    const plan = await going.proposed([item]);
    expect((await going.agree(plan.id)).status).toBe(200);
    await Contracting.signed(app, served, {}, { window: NEXT });
    // the last of them in the table is the first by id
    await app.dataSource.query(`UPDATE recipient SET updated_at = updated_at WHERE id = $1`, [first]);
    const carried = await holding(app, async (writer) => {
      await writer.lock('recipient', [first ?? '']);
      const carrying = going.act(plan.id, 'carry-out');
      await writer.waitUntilAwaited();
      await writer.lock('recipient', others, 'FOR NO KEY UPDATE NOWAIT');
      await writer.commit();
      return carrying;
    });
    expect(carried.status).toBe(200);
  });
});

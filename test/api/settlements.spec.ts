import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { actionNames } from '../support/actions.js';
import { Accepting } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, said, type Answer, type Parties } from '../support/contracts.js';
import { makeThreshold, setBusinessTime } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, decided } from '../support/lots.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { ACCOUNT, makePayers, Paying, stateAccount } from '../support/paying.js';
import { contractOf, Resulting } from '../support/results.js';
import { startContracting } from '../support/started.js';

const NOW = '2025-12-22T09:00:00+08:00';
const refusal = (answer: unknown): unknown[] => said(answer as Answer).slice(0, 3);
const factsOf = (answer: unknown) => (answer as Answer).body.facts;

describe('a contract comes to its end', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await makePayers(app, parties);
    expect((await stateAccount(app, parties)).status).toBe(200);
  });
  afterAll(() => app.close());

  it('once everything that was accepted is paid, and the public has been told', async () => {
    const round = await Accepting.begin(app, parties);
    const { contract } = round;
    const money = new Paying(app, contract);
    await money.paid(1);
    expect(refusal(await contract.act('settle'))).toEqual([409, 'wrong_state', null]);
    await round.prepared();
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    const early = await contract.act('settle');
    expect(refusal(early)).toEqual([422, 'payments_open', null]);
    expect(factsOf(early)).toEqual({ open: [2], paid: '54000.00', accepted: '180000.00' });
    await money.paid(2);
    expect(refusal(await contract.act('settle'))).toEqual([422, 'acceptance_unpublished', 'ACCEPT-PUBLISH']);
    await round.must('publish');
    expect(refusal(await contract.act('settle', {}, parties.manager))).toEqual([403, 'not_permitted', null]);
    const settled = await contract.must('settle');
    expect(settled.state).toBe('settled');
    // Late is late: what was to be published and filed still is.
    expect(actionNames(settled.allowedActions)).toEqual(expect.arrayContaining(['publish', 'file']));
    expect((await contract.must('publish', { url: 'https://example.org/contract' })).published).toBe(true);
    expect(refusal(await contract.act('settle'))).toEqual([409, 'wrong_state', null]);
  });

  it('accepted in part: an instalment that nothing is left for is given up, one that is owed is not', async () => {
    const round = await Accepting.begin(app, parties);
    const { contract } = round;
    const money = new Paying(app, contract);
    await money.paid(1);
    await round.prepared('met', 'not_met');
    const { approver } = parties.bureau;
    const given = { reason: '验收未认可该部分' };
    expect(refusal(await money.act(2, 'cancel', given, approver))).toEqual([422, 'still_owed', null]);
    const part = { result: 'passed', acceptedPart: '已完成部分', acceptedAmount: '54000.00', reason: '其余未达标' };
    expect((await round.conclude(part)).status).toBe(200);
    await round.must('publish');
    expect(factsOf(await contract.act('settle'))).toMatchObject({ open: [2], accepted: '54000.00' });
    expect((await money.must(2, 'cancel', given, approver)).state).toBe('cancelled');
    expect((await contract.must('settle')).state).toBe('settled');
  });

  it('without a performance: nothing of it will do, and what was paid has come back', async () => {
    const contract = await Contracting.active(app, parties);
    const money = new Paying(app, contract);
    await money.paid(1);
    const served = await app.http
      .post(`/api/v1/contracts/${contract.id}/service-records`)
      .set(parties.manager.auth)
      .send({ servedOn: '2025-12-20', form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: 1 });
    expect(served.status).toBe(201);
    await contract.terminated('人员不足，无法继续');
    const close = (body: object = { reason: '未提供合格服务，款项已退回' }) => contract.act('close-unperformed', body);
    expect(refusal(await close({}))).toEqual([400, 'validation_failed', null]);
    expect(refusal(await close())).toEqual([422, 'something_was_delivered', null]);
    const steps = (by = parties.bureau.officer) => ownSteps(app, by, 'contract_unperformed', contract.id);
    expect(await steps()).toEqual([]);
    const round = await Accepting.of(app, contract);
    await round.prepared('partly', 'not_met');
    // What is being looked at may be accepted yet.
    expect(refusal(await close())).toEqual([422, 'acceptance_open', null]);
    const failed = { result: 'failed', ground: 'breach', reason: '服务不合格' };
    expect((await round.conclude(failed)).status).toBe(200);
    const paid = await close();
    expect(refusal(paid)).toEqual([422, 'payments_not_returned', null]);
    expect(factsOf(paid)).toEqual({ paid: '54000.00' });
    // The money has to come back first.
    expect(await steps()).toEqual([null]);
    await money.must(1, 'reverse', { reason: '服务机构退回预付款' });
    expect(await steps()).toEqual([`contracts/${contract.id}/actions/close-unperformed`]);
    expect([await steps(parties.bureau.approver), await steps(parties.manager)]).toEqual([[], []]);
    expect((await close()).body).toMatchObject({ state: 'settled' });
    expect(await steps()).toEqual([]);
  });

  it('closed as unperformed it owes nothing: what was open lapses with it, and no advance is paid on it any more', async () => {
    const contract = await Contracting.active(app, parties);
    const money = new Paying(app, contract);
    await money.approved(1);
    await contract.terminated('服务机构失联');
    const [task] = await ownTasks(app, parties.bureau.officer, 'contract_unperformed', contract.id);
    expect(task?.title).toBe(`Contract that ended unperformed to be closed: ${task?.subject.label}, lot 1`);
    await contract.must('close-unperformed', { reason: '未履行' });
    const now = await money.payments();
    expect(now.map((p) => [p.no, p.state, p.met.missing])).toEqual([
      [1, 'cancelled', 'contract_in_force'],
      [2, 'cancelled', 'contract_in_force'],
    ]);
    expect(refusal(await money.act(1, 'pay', { account: ACCOUNT }))).toEqual([409, 'wrong_state', null]);
    expect((await money.invoice(2)).status).toBe(400);
    for (const { id } of now) {
      const { body } = await app.http.get(`/api/v1/history?subject=payment:${id}`).set(parties.bureau.officer.auth);
      expect((body as { items: { action: string }[] }).items.map((e) => e.action)).toContain('lapse');
    }
  });

  it('found to be worth less than is asked for: nothing beyond it is approved, tried again or paid', async () => {
    const advances = [1000, 1000, 1000, 7000].map((share, i) => ({ no: i + 1, trigger: 'signing', share }));
    const window = { start: '2025-12-15', end: '2026-12-14' };
    const contract = await Contracting.signed(app, parties, { payments: advances }, { window });
    const money = new Paying(app, contract);
    const { approver } = parties.bureau;
    await contract.must('start');
    for (const no of [1, 4]) {
      await money.invoiced(no);
      await money.must(no, 'request');
    }
    await money.approved(2);
    await money.approved(3);
    await money.must(3, 'fail', { reason: '账户冻结' });
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    await round.prepared('met', 'not_met');
    const part = { result: 'passed', acceptedPart: '已完成部分', acceptedAmount: '60000.00', reason: '其余未达标' };
    expect((await round.conclude(part)).status).toBe(200);
    const steps = [
      () => money.act(1, 'approve', {}, approver),
      () => money.act(2, 'pay', { account: ACCOUNT }),
      () => money.act(3, 'retry', { reason: '账户已恢复' }),
    ];
    for (const step of steps) {
      const refused = await step();
      expect(refusal(refused)).toEqual([422, 'payment_beyond_contract', null]);
      expect(factsOf(refused)).toEqual({ asked: '18000.00', left: '0.00' });
    }
    // Asked anew for what is left of it.
    const { id } = (await money.payment(4)).invoice ?? { id: '' };
    await money.must(4, 'withdraw', { reason: '验收金额减少' });
    for (const step of steps) expect((await step()).status).toBe(200);
    expect((await money.onInvoice(id, 'void', { reason: '金额有误' })).status).toBe(200);
    await money.invoiced(4, { amount: '6000.00' });
    await money.must(4, 'request');
    // What did not arrive, or came back, is not paid at its old amount either.
    await money.must(2, 'reverse', { reason: '银行退回' });
    expect((await money.must(2, 'withdraw', { reason: '重新申请' })).state).toBe('scheduled');
    await expect(
      app.dataSource.query(
        `UPDATE payment SET state = 'due', claimed = amount, requested_by = $2, approvers = 1 WHERE contract_id = $1 AND no = 2`,
        [contract.id, parties.bureau.officer.id],
      ),
    ).resolves.toBeDefined();
    await expect(
      app.dataSource
        .query(`UPDATE contract SET accepted_amount = 59999 WHERE id = $1`, [contract.id])
        .then(() =>
          app.dataSource.query(`UPDATE payment SET state = 'approved' WHERE contract_id = $1 AND no = 2`, [
            contract.id,
          ]),
        ),
    ).rejects.toThrow('exceed the contract');
  });

  describe('and binds the budget', () => {
    const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
    const programmeOf = async (...budgetLines: object[]): Promise<string> => {
      const { officer, id: buyer } = parties.bureau;
      const source = { kind: 'statement' };
      const made = await app.http
        .post('/api/v1/programmes')
        .set(officer.auth)
        .send({ name: '2026', year: 2026, buyer, state: 'approved', source, budgetLines })
        .expect(201);
      return (made.body as { id: string }).id;
    };
    const LINE = { name: '养老', category: 'ELDERLY_HOME_CARE', amount: '200000.00', useBy: '2026-06-30' };

    it('with no more than what was paid of it, once it was rescinded or closed without a performance', async () => {
      const programme = await programmeOf(LINE);
      const bound = async () => {
        const { body } = await app.http.get(`/api/v1/programmes/${programme}`).set(parties.bureau.officer.auth);
        return (body as { committed: { amount: string } }).committed.amount;
      };
      const known = { window: WINDOW, programme };
      const first = await Contracting.signed(app, parties, {}, known);
      await first.must('start');
      expect(await bound()).toBe('180000.00');
      await first.terminated('服务机构失联');
      await first.must('close-unperformed', { reason: '未履行' });
      expect(await bound()).toBe('0.00');
      // What it left is free for the next one, which does not fit beside the first.
      const second = await Contracting.signed(app, parties, {}, known);
      const money = new Paying(app, second);
      await money.paid(1);
      expect(await bound()).toBe('180000.00');
      const court = { reason: '法院判决', ground: 'court_judgment', reference: '（2025）粤01民初1号' };
      await second.rescinded(court);
      expect(await bound()).toBe('54000.00');
      await money.must(1, 'reverse', { reason: '服务机构退回' });
      expect(await bound()).toBe('0.00');
      await second.must('close-unperformed', { reason: '未履行' });
      expect(await bound()).toBe('0.00');
      await setBusinessTime(app, '2026-01-23T09:00:00+08:00');
      expect((await second.must('archive')).state).toBe('archived');
      expect(await bound()).toBe('0.00');
      await setBusinessTime(app, NOW);
    });

    it('with what was paid of a rescinded contract after its remedy was carried out too, until it comes back', async () => {
      const { bureau } = parties;
      await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
      await makeThreshold(app);
      const committed = async () => {
        const { body } = await app.http.get(`/api/v1/programmes/${bureau.programme}`).set(bureau.officer.auth);
        return (body as { committed: { amount: string; deals: number } }).committed;
      };
      const bound = async () => (await committed()).amount;
      const result = await Resulting.begin(app, bureau, {
        ranks: [1, 2, 3, 4],
        window: { start: '2026-01-01', end: '2026-12-31' },
      });
      const contract = await contractOf(result, (await result.published()).id, 0);
      expect((await stateAccount(app, contract.parties)).status).toBe(200);
      const money = new Paying(app, contract);
      await money.invoiced(1, { issuedOn: '2025-11-03' });
      await money.must(1, 'request');
      await money.must(1, 'approve', {}, bureau.approver);
      await money.must(1, 'pay', { account: ACCOUNT });
      const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), {
        tender: result.id,
        stage: 'result',
      });
      await decided(app, bureau.finance, remedy, 'rescind_contract');
      expect(await bound()).toBe('150000.00');
      const ground = { ground: 'complaint_decision', reference: '财决〔2025〕9号', remedy };
      await contract.rescinded({ reason: '处理决定', ...ground });
      expect(await bound()).toBe('45000.00');
      const given = { reason: '撤销合同', remedy, effect: 'next_rank' };
      const applied = await actOnLot(
        app,
        result.lots[0]?.id ?? '',
        'apply-remedy-after-contract',
        given,
        bureau.officer,
      );
      expect(applied.status).toBe(200);
      expect(await bound()).toBe('45000.00');
      // Beside the next candidate, too, for as long as it has not come back.
      await result.must('confirm', { bid: result.bid(1) });
      await result.publish();
      expect(await bound()).toBe('205000.00');
      await money.must(1, 'reverse', { reason: '服务机构退回' });
      expect(await bound()).toBe('160000.00');
      const { deals } = await committed();
      await contract.must('close-unperformed', { reason: '款项已退回' });
      expect(await committed()).toMatchObject({ amount: '160000.00', deals });
      await setBusinessTime(app, NOW);
    });

    it('with what was paid before the contract went on here too, once a court has rescinded it', async () => {
      const { officer } = parties.bureau;
      const programme = await programmeOf(LINE);
      const source = { kind: 'statement' };
      const data = {
        signedOn: '2025-12-10',
        amount: '180000.00',
        supplier: { organisation: parties.agency },
        window: WINDOW,
      };
      const { tender } = await Contracting.awarded(app, parties, { programme, window: WINDOW }, {}, [
        { kind: 'contract', lot: 1, data, source },
      ]);
      const read = await app.http.get(`/api/v1/tenders/${tender}`).set(officer.auth).expect(200);
      const { contracts } = read.body as { contracts: { id: string }[] };
      const contract = new Contracting(app, parties, contracts[0]?.id ?? '');
      const bound = async () => {
        const { body } = await app.http.get(`/api/v1/programmes/${programme}`).set(officer.auth);
        return (body as { committed: { amount: string } }).committed.amount;
      };
      await app.http
        .post(`/api/v1/contracts/${contract.id}/facts`)
        .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [{ kind: 'payment', data: { on: '2025-12-12', amount: '60000.00' }, source }] })
        .expect(200);
      await contract.must('take-over', { content: CONTENT });
      await contract.signBoth('confirm-content');
      expect(await bound()).toBe('180000.00');
      // What is paid here is on record as a fact as well, and counts once.
      const money = new Paying(app, contract);
      await money.paid(1);
      await contract.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2025）粤01民初2号' });
      expect(await bound()).toBe('114000.00');
      await money.must(1, 'reverse', { reason: '服务机构退回' });
      expect(await bound()).toBe('60000.00');
      // It is closed once that has come back as well, and who closes it says so.
      const close = (more: object = {}) => contract.act('close-unperformed', { reason: '款项均已退回', ...more });
      const kept = await close();
      const earlier = (kept.body as { facts: { before: { fact: string }[] } }).facts.before[0]?.fact ?? '';
      const before = [{ fact: earlier, on: '2025-12-12', amount: '60000.00' }];
      expect(said(kept as Answer)).toEqual([422, 'payments_not_returned', null, ['/returned']]);
      expect(kept.body.facts).toEqual({ paid: '60000.00', before });
      const [here = ''] = (await contract.read()).facts.flatMap((f) =>
        f.kind === 'payment' && f.data.amount === '0.00' ? [(f as unknown as { id: string }).id] : [],
      );
      expect(said((await close({ returned: [earlier, here] })) as Answer)).toEqual([
        ...[422, 'payments_not_returned', null],
        ['/returned/1'],
      ]);
      expect((await close({ returned: [earlier.toUpperCase()] })).body.state).toBe('settled');
      expect(await bound()).toBe('0.00');
    });

    it('by a line that is known: of two for its category nobody said which', async () => {
      const after = async (programme: string) => {
        const contract = await Contracting.signed(app, parties, {}, { window: WINDOW, programme });
        const instalment = await new Paying(app, contract).payment(2);
        return (instalment as unknown as { plannedAfterUse: { useBy: string } | null }).plannedAfterUse?.useBy ?? null;
      };
      expect(await after(await programmeOf(LINE))).toBe('2026-06-30');
      expect(await after(await programmeOf(LINE, { ...LINE, name: '养老（二）' }))).toBeNull();
    });
  });
});

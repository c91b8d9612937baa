import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import { Accepting } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { RiskWorld } from '../support/risk-world.js';
import { Implementing } from '../support/implementing.js';
import { ACCOUNT, Paying, stateAccount } from '../support/paying.js';

interface Due {
  rule: string;
  date: string | null;
  state: string;
  from: { event: string; on: string };
  doneOn: string | null;
  payment: string | null;
}
interface Order802 {
  state: string;
  reason: string | null;
  interest: { days: number; amount: string; rule: string } | null;
  interestAgreed: string | null;
}
const TERMS = {
  milestones: [
    { no: 1, name: '中期', dueOn: '2026-01-30' },
    { no: 2, name: '末期', dueOn: '2026-11-30' },
  ],
  payments: [
    { no: 1, trigger: 'signing', share: 3000 },
    { no: 2, trigger: 'milestone', share: 7000 },
  ],
};

describe('when an instalment is due by law', () => {
  let app: TestApp;
  let parties: Parties;
  let enterprise: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    const agency = await makeBody(app, { kind: 'enterprise', creditCode: creditCode('91') });
    enterprise = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
    await stateAccount(app, parties);
    await stateAccount(app, enterprise);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const read = async (money: Paying, no: number) =>
    (await money.payment(no)) as unknown as { id: string; deadlines: Due[]; order802: Order802 };
  const dues = async (money: Paying, no: number) =>
    (await read(money, no)).deadlines.map((d) => [d.rule, d.from.on, d.date, d.state, d.doneOn]);
  const clocks = async (money: Paying) =>
    (await money.contract.read()).deadlines.filter((d) => d.event === 'paid') as unknown as Due[];

  it('follows the invoice: ten working days from 2023-12-15, thirty days before', async () => {
    await at('2025-12-22');
    const money = new Paying(app, await Contracting.signed(app, parties));
    expect(await dues(money, 1)).toEqual([]);
    await money.invoice(1);
    // 2025-12-22 and ten working days: 23, 24, 25, 26, 29, 30, 31, and after New Year (1 to 3, worked on the 4th) 4, 5, 6.
    expect(await dues(money, 1)).toEqual([['PAY-10WD', '2025-12-22', '2026-01-06', 'due', null]]);
    expect((await clocks(money)).map((d) => [d.rule, d.payment])).toEqual([['PAY-10WD', (await read(money, 1)).id]]);
    await at('2026-01-07');
    expect(await dues(money, 1)).toEqual([['PAY-10WD', '2025-12-22', '2026-01-06', 'missed', null]]);
    // A maximum refuses nothing.
    const [invoice] = await money.invoices();
    await money.onInvoice(invoice?.id ?? '', 'accept');
    await money.must(1, 'request');
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: ACCOUNT });
    expect(await dues(money, 1)).toEqual([['PAY-10WD', '2025-12-22', '2026-01-06', 'missed', '2026-01-07']]);
    // What comes back has not been paid.
    await money.must(1, 'reverse', { reason: '银行退回' });
    expect((await dues(money, 1))[0]?.[4]).toBeNull();
    await app.dataSource.query(`UPDATE invoice SET received_at = '2023-12-14T10:00:00+08:00' WHERE contract_id = $1`, [
      money.contract.id,
    ]);
    await app.dataSource.query(`UPDATE contract SET signed_on = '2023-12-01' WHERE id = $1`, [money.contract.id]);
    // The thirtieth day is a Saturday.
    expect(await dues(money, 1)).toEqual([['PAY-30D-2019', '2023-12-14', '2024-01-15', 'missed', null]]);
    await app.dataSource.query(`UPDATE invoice SET received_at = '2019-07-25T10:00:00+08:00' WHERE contract_id = $1`, [
      money.contract.id,
    ]);
    await app.dataSource.query(`UPDATE contract SET signed_on = '2019-07-01' WHERE id = $1`, [money.contract.id]);
    expect(await dues(money, 1)).toEqual([]);
  });

  it('is a task of the buyer while it is open, and judged with the other clocks of the contract', async () => {
    await at('2025-12-22');
    const money = new Paying(app, await Contracting.signed(app, parties));
    await money.invoice(1);
    await at('2026-01-07');
    const world = new RiskWorld(app, 'live');
    const tasks = async () => {
      await world.settle();
      const { body } = await app.http.get('/api/v1/me/tasks?kind=deadline&limit=200').set(parties.bureau.officer.auth);
      return (body as { items: { title: string; dueOn: string; overdue: boolean; subject: { id: string } }[] }).items
        .filter((t) => t.subject.id === money.contract.id && t.dueOn === '2026-01-06')
        .map((t) => t.overdue);
    };
    expect(await tasks()).toEqual([true]);
    const [judged] = await app.dataSource.query<{ state: string; evidence: unknown }[]>(
      `SELECT state, evidence FROM assessments WHERE indicator = 'W06' AND subject_id = $1`,
      [money.contract.id],
    );
    expect(judged?.state).toBe('triggered');
    expect(JSON.stringify(judged?.evidence)).toContain('PAY-10WD.invoice_received');
    const [invoice] = await money.invoices();
    await money.onInvoice(invoice?.id ?? '', 'accept');
    await money.must(1, 'request');
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: ACCOUNT });
    expect(await tasks()).toEqual([]);
  });

  it('rests while the contract is halted for a challenge', async () => {
    await at('2025-12-22');
    const money = new Paying(app, await Contracting.signed(app, parties));
    await money.invoice(1);
    expect(await dues(money, 1)).toHaveLength(1);
    await money.contract.challenged();
    expect([await dues(money, 1), await clocks(money)]).toEqual([[], []]);
    await money.contract.must('resume');
    expect(await dues(money, 1)).toHaveLength(1);
  });

  it('counts no working day on which a halt forbade to pay: the buyer is not late for them', async () => {
    await at('2025-12-22');
    const money = new Paying(app, await Contracting.signed(app, parties));
    await money.invoice(1);
    await at('2025-12-29');
    await money.contract.challenged();
    await at('2026-01-08');
    await money.contract.must('resume');
    // Seven working days from 30 December to 8 January (worked on the 4th): as many after 6 January.
    expect(await dues(money, 1)).toEqual([['PAY-10WD', '2025-12-22', '2026-01-15', 'due', null]]);
    expect((await clocks(money)).map((d) => [d.date, d.state])).toEqual([['2026-01-15', 'due']]);
    await at('2026-01-15');
    expect((await dues(money, 1))[0]?.[3]).toBe('due');
    await at('2026-01-16');
    expect((await dues(money, 1))[0]?.[3]).toBe('missed');
    // Halted again when it was late already: that gives no day more.
    await money.contract.challenged();
    await at('2026-01-20');
    await money.contract.must('resume');
    expect((await dues(money, 1))[0]?.slice(2)).toEqual(['2026-01-15', 'missed', null]);
  });

  it('of a report: once the one that is named was approved', async () => {
    await at('2025-12-22');
    const payments = [
      { no: 1, trigger: 'report', share: 4000, of: 2 },
      { no: 2, trigger: 'report', share: 6000, of: 1 },
    ];
    const work = await Implementing.begin(
      app,
      parties,
      { payments },
      { window: { start: '2025-12-15', end: '2026-12-14' } },
    );
    const money = new Paying(app, work.contract);
    const met = async () => (await money.payments()).map((p) => [p.no, p.met.on, p.met.missing]);
    await money.invoiced(2);
    expect((await money.act(2, 'request')).body.code).toBe('trigger_unmet');
    await at('2026-01-05');
    const drafted = await work.make('reports', {}, parties.manager);
    const { id, version } = drafted.body as { id: string; version: number };
    await app.http
      .patch(work.path('reports', id))
      .set({ ...parties.manager.auth, 'If-Match': `"${version}"` })
      .send({ text: '本期服务按计划开展' })
      .expect(200);
    await work.must('reports', id, 'submit', {}, parties.manager);
    await at('2026-01-06');
    await work.must('reports', id, 'approve', {}, parties.bureau.officer);
    expect(await met()).toEqual([
      [1, null, 'report'],
      [2, '2026-01-06', null],
    ]);
    expect((await money.act(2, 'request')).body.state).toBe('due');
  });

  describe('and by State Council Order 802', () => {
    /** A contract whose first milestone was submitted on 2026-01-12 and accepted on the 19th. */
    const delivered = async (by: Parties, content: object = {}): Promise<Paying> => {
      await at('2025-12-22');
      const contract = await Contracting.signed(app, by, { ...TERMS, ...content });
      await at('2026-01-12');
      await contract.must('start');
      const money = new Paying(app, contract);
      const list = `/api/v1/contracts/${contract.id}/milestones`;
      const act = async (action: string, body: object, who = by.bureau.officer) => {
        const { body: found } = await app.http.get(list).set(by.bureau.officer.auth).expect(200);
        const [first] = (found as { items: { id: string; version: number }[] }).items;
        await app.http
          .post(`${list}/${first?.id}/actions/${action}`)
          .set({ ...who.auth, 'If-Match': `"${first?.version}"` })
          .send(body)
          .expect(200);
      };
      const uploaded = await app.http
        .post('/api/v1/documents')
        .set(by.manager.auth)
        .attach('file', Buffer.from(`%PDF-1.4\n%${contract.id}\n%%EOF\n`), { filename: '小结.pdf' });
      await act('submit', { documents: [(uploaded.body as { id: string }).id] }, by.manager);
      await at('2026-01-19');
      await act('accept', {});
      return money;
    };
    const law = async (money: Paying, no = 2) => (await read(money, no)).order802;

    it('thirty days after the work was delivered, whatever the invoice, with interest from the day after', async () => {
      const money = await delivered(enterprise, { supplierSize: 'small' });
      // The advance pays for nothing that was delivered.
      expect(await law(money, 1)).toMatchObject({ state: 'not_applicable', reason: 'advance' });
      // 2026-01-12 and thirty days: 2026-02-11, a Wednesday.
      expect(await dues(money, 2)).toEqual([['PAY-SME-30D', '2026-01-12', '2026-02-11', 'due', null]]);
      expect(await law(money)).toMatchObject({ state: 'applies', interest: null });
      await at('2026-02-21');
      // 126 000.00 × 0.0005 × 10 days.
      expect(await law(money)).toMatchObject({
        state: 'applies',
        interest: { days: 10, amount: '630.00', rule: 'PAY-LATE-INTEREST' },
      });
      expect((await clocks(money)).map((d) => [d.rule, d.state])).toEqual([['PAY-SME-30D', 'missed']]);
      await money.approved(2);
      await at('2026-02-22');
      await money.must(2, 'pay', { account: ACCOUNT, on: '2026-02-21' });
      await at('2026-05-01');
      expect(await law(money)).toMatchObject({ interest: { days: 10, amount: '630.00' } });
    });

    it('later by the days of a halt in which paying was forbidden, and no interest is owed for them', async () => {
      const money = await delivered(enterprise, { supplierSize: 'small' });
      await at('2026-02-02');
      await money.approved(2);
      await money.contract.challenged();
      await at('2026-02-20');
      const refused = await money.act(2, 'pay', { account: ACCOUNT });
      expect([refused.status, refused.body.code]).toEqual([422, 'contract_halted']);
      await at('2026-03-02');
      await money.contract.must('resume');
      await at('2026-03-11');
      // Twenty-eight days from 3 February to 2 March: 2026-02-11 becomes 2026-03-11.
      expect(await dues(money, 2)).toContainEqual(['PAY-SME-30D', '2026-01-12', '2026-03-11', 'due', null]);
      expect(await law(money)).toMatchObject({ state: 'applies', interest: null });
      await at('2026-03-12');
      // 126 000.00 × 0.0005 × 1 day.
      expect(await law(money)).toMatchObject({ interest: { days: 1, amount: '63.00' } });
      await money.must(2, 'pay', { account: ACCOUNT, on: '2026-03-11' });
      expect(await law(money)).toMatchObject({ interest: null });
      // What halts it when it is paid changes nothing of the day.
      await money.contract.challenged();
      expect(await dues(money, 2)).toContainEqual(['PAY-SME-30D', '2026-01-12', '2026-03-11', 'met', '2026-03-11']);
    });

    it('and a small enterprise is not due later than everybody else: by its invoice too, while its interest is that of the thirty days', async () => {
      const money = await delivered(enterprise, { supplierSize: 'small' });
      await money.invoice(2);
      const plan = async () => (await money.payment(2)) as unknown as { plannedOn: string };
      // 2026-01-19 and ten working days, before 2026-02-11.
      expect((await dues(money, 2)).map(([rule, , due]) => [rule, due])).toEqual([
        ['PAY-10WD', '2026-02-02'],
        ['PAY-SME-30D', '2026-02-11'],
      ]);
      expect((await plan()).plannedOn).toBe('2026-02-02');
      await at('2026-02-11');
      expect((await law(money)).interest).toBeNull();
      await at('2026-02-12');
      expect((await law(money)).interest).toMatchObject({ days: 1, amount: '63.00' });
      // What was agreed stands.
      const agreed = await delivered(enterprise, { supplierSize: 'small', paymentDays: 30 });
      await agreed.invoice(2);
      expect(((await agreed.payment(2)) as unknown as { plannedOn: string }).plannedOn).toBe('2026-02-11');
    });

    it('or as agreed: later by the days of a halt as well, also for a social organisation', async () => {
      const agreed = { supplierSize: 'medium', paymentDays: 45, lateInterestRate: '0.0003' };
      for (const by of [enterprise, parties]) {
        const money = await delivered(by, agreed);
        await at('2026-02-02');
        await money.contract.challenged();
        await at('2026-02-12');
        await money.contract.must('resume');
        // 2026-01-12 and fifty-five days: 2026-03-08, a Sunday.
        await at('2026-03-09');
        expect((await law(money)).interest).toBeNull();
        await at('2026-03-10');
        expect((await law(money)).interest).toMatchObject({ days: 1 });
      }
    });

    it('and by Order 728 before it: what was delivered until 2025-05-31 keeps its thirty days and its interest', async () => {
      const money = await delivered(enterprise, { supplierSize: 'small' });
      const submit = (day: string) =>
        app.dataSource.query(`UPDATE milestone SET submitted_at = $2 WHERE contract_id = $1 AND state = 'accepted'`, [
          money.contract.id,
          `${day}T10:00:00+08:00`,
        ]);
      await submit('2024-05-10');
      await at('2024-06-21');
      // Thirty days end on Sunday 9 June, the tenth is the Dragon Boat Festival.
      expect(await dues(money, 2)).toEqual([['PAY-SME-30D-2020', '2024-05-10', '2024-06-11', 'missed', null]]);
      expect(await law(money)).toMatchObject({
        state: 'applies',
        interest: { days: 10, amount: '630.00', rule: 'PAY-LATE-INTEREST-2020' },
      });
      await at('2025-07-11');
      await submit('2025-05-31');
      expect((await dues(money, 2)).map(([rule, , due]) => [rule, due])).toEqual([['PAY-SME-30D-2020', '2025-06-30']]);
      await submit('2025-06-01');
      expect((await dues(money, 2)).map(([rule, , due]) => [rule, due])).toEqual([['PAY-SME-30D', '2025-07-01']]);
      expect(await law(money)).toMatchObject({ interest: { days: 10, rule: 'PAY-LATE-INTEREST' } });
    });

    describe('where the acceptance is what is paid for', () => {
      /** Delivered and looked at on one day; the buyer had ten days for it. */
      const looked = async (result: object, ...ticks: string[]): Promise<Paying> => {
        await at('2025-12-22');
        const content = {
          supplierSize: 'small',
          acceptanceDays: 10,
          payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }],
        };
        const window = { start: '2025-12-15', end: '2026-12-14' };
        const contract = await Contracting.signed(app, enterprise, content, { window });
        await contract.must('start');
        await contract.must('deliver', {}, enterprise.manager);
        const money = new Paying(app, contract);
        // The buyer is late from its last day on.
        expect((await dues(money, 1)).map((d) => d[1])).toEqual(['2026-01-01']);
        const round = await Accepting.of(app, contract);
        await round.prepared(...ticks);
        expect((await round.conclude(result)).status).toBe(200);
        await at('2026-03-20');
        return money;
      };

      it('nothing is owed for what will not do: no day runs, and no interest', async () => {
        const money = await looked({ result: 'failed', ground: 'breach', reason: '服务不合格' }, 'partly', 'not_met');
        expect(await dues(money, 1)).toEqual([]);
        expect(await law(money, 1)).toMatchObject({ reason: 'day_of_delivery', interest: null });
      });

      it('interest is owed on what was accepted', async () => {
        const part = { result: 'passed', acceptedPart: '上门服务', acceptedAmount: '50000.00', reason: '其余未达标' };
        const money = await looked(part, 'met', 'not_met');
        expect(await dues(money, 1)).toEqual([['PAY-SME-30D', '2025-12-22', '2026-01-21', 'missed', null]]);
        // 50 000.00 × 0.0005 × 58 days.
        expect(await law(money, 1)).toMatchObject({ interest: { days: 58, amount: '1450.00' } });
      });
    });

    it('or as agreed, and interest as agreed', async () => {
      const agreed = { supplierSize: 'medium', paymentDays: 45, lateInterest: '按每日万分之三支付' };
      const money = await delivered(enterprise, agreed);
      // 2026-01-12 and forty-five days: 2026-02-26.
      expect((await dues(money, 2))[0]).toEqual(['PAY-SME-30D', '2026-01-12', '2026-02-26', 'due', null]);
      await at('2026-03-26');
      expect(await law(money)).toEqual({
        state: 'applies',
        reason: null,
        interest: null,
        interestAgreed: '按每日万分之三支付',
      });
    });

    it('for nobody else: a social organisation, a large enterprise, one that declared nothing', async () => {
      expect(await law(await delivered(parties, { supplierSize: 'small' }))).toMatchObject({
        state: 'not_applicable',
        reason: 'no_enterprise',
      });
      const large = await delivered(enterprise, { supplierSize: 'large' });
      expect([await law(large), await dues(large, 2)]).toMatchObject([
        { state: 'not_applicable', reason: 'large_enterprise' },
        [],
      ]);
      const silent = await delivered(enterprise);
      expect([await law(silent), await dues(silent, 2)]).toMatchObject([
        { state: 'insufficient_data', reason: 'size_undeclared' },
        [],
      ]);
    });
  });
});

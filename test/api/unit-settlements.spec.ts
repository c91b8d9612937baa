import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { Accepting } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { makeTied } from '../support/implementing.js';
import { ownTasks } from '../support/own-tasks.js';
import { ACCOUNT, Paying, stateAccount } from '../support/paying.js';
import { BY_UNITS, PRICE, Settling, type SettlementBody } from '../support/settling.js';

const refusal = (answer: unknown): unknown[] => said(answer as Answer).slice(0, 2);

describe('a contract that is paid by the unit', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    await stateAccount(app, parties);
  });
  afterAll(() => app.close());
  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const begin = async (content: object = {}, amount?: string, by = parties): Promise<Settling> => {
    await at('2026-01-05');
    return Settling.begin(app, by, content, amount);
  };

  it('is settled by what was done: proposed from the records, confirmed, invoiced and paid', async () => {
    const work = await begin();
    const money = new Paying(app, work.contract);
    expect(await money.payments()).toEqual([]);
    await at('2026-02-03');
    const records = [await work.served('2026-01-06', 60), await work.served('2026-01-20', 60)];
    const proposal = await work.propose();
    const january = proposal.body as SettlementBody;
    expect([proposal.status, proposal.headers.location]).toEqual([
      201,
      `/api/v1/contracts/${work.contract.id}/settlements/${january.id}`,
    ]);
    expect(january).toMatchObject({
      from: '2026-01-01',
      to: '2026-01-31',
      items: [{ no: 1, unitPrice: '35.00', counted: 120, units: 120, accepted: 120 }],
      unitsTotal: '4200.00',
      total: '4200.00',
      confirmBy: '2026-02-13',
      payment: null,
    });
    const confirmed = await work.must(january.id, 'confirm');
    expect(confirmed).toMatchObject({ state: 'confirmed', total: '4200.00' });
    const [instalment] = (await money.payments()) as unknown as { settlement: string; plannedOn: string }[];
    expect(instalment).toMatchObject({
      id: confirmed.payment,
      settlement: january.id,
      trigger: 'settlement',
      of: 1,
      amount: '4200.00',
      met: { on: '2026-02-03', missing: null },
      plannedOn: '2026-02-03',
    });
    expect((await money.paid(1)).claimed).toBe('4200.00');
    // Ten visits of January were none, and there were a hundred in February.
    await at('2026-03-02');
    await work.corrected(records[0] ?? '', '2026-01-06', 50);
    await work.served('2026-02-10', 100);
    const february = await work.proposed();
    expect(february).toMatchObject({ from: '2026-02-01', to: '2026-02-28', total: '3150.00' });
    expect(february.items).toMatchObject([{ counted: 210, units: 90 }]);
    await work.must(february.id, 'confirm');
    expect((await money.payments()).map(({ amount }) => amount)).toEqual(['4200.00', '3150.00']);
    expect((await work.list()).map(({ no, state, total }) => [no, state, total])).toEqual([
      [1, 'confirmed', '4200.00'],
      [2, 'confirmed', '3150.00'],
    ]);
  });

  it('is accepted in part with a reason, and loses what the contract takes off', async () => {
    const work = await begin();
    await at('2026-02-03');
    await work.served('2026-01-06', 100);
    const { id } = await work.proposed();
    const confirm = (body: object) => work.act(id, 'confirm', body);
    const tooMany = await confirm({ items: [{ no: 1, accepted: 101, reason: '-' }] });
    expect(said(tooMany as unknown as Answer)).toEqual([400, 'validation_failed', null, ['/items/0/accepted']]);
    const wordless = await confirm({ items: [{ no: 1, accepted: 90 }] });
    expect(said(wordless as unknown as Answer)).toEqual([400, 'validation_failed', null, ['/items/0/reason']]);
    const unknown = await confirm({ deductions: [{ no: 2, times: 1 }] });
    expect(said(unknown as unknown as Answer)).toEqual([422, 'deduction_unknown', null, ['/deductions/0/no']]);
    expect((await work.list())[0]).toMatchObject({ state: 'proposed', version: 1 });
    const given = {
      items: [{ no: 1, accepted: 90, reason: '十人次无签到' }],
      deductions: [{ no: 1, times: 2 }],
    };
    expect(await work.must(id, 'confirm', given)).toMatchObject({
      items: [{ counted: 100, units: 100, accepted: 90, reason: '十人次无签到' }],
      unitsTotal: '3150.00',
      deducted: '100.00',
      total: '3050.00',
    });
    // What was not accepted is not asked for again.
    await at('2026-03-02');
    await work.served('2026-02-06', 10);
    expect(await work.proposed()).toMatchObject({ items: [{ counted: 110, units: 10 }], total: '350.00' });
  });

  it('takes off once what was not accepted and is corrected away then', async () => {
    const work = await begin();
    await at('2026-02-03');
    const record = await work.served('2026-01-06', 100);
    const january = await work.proposed();
    await work.must(january.id, 'confirm', { items: [{ no: 1, accepted: 90, reason: '十人次无签到' }] });
    await at('2026-03-02');
    await work.corrected(record, '2026-01-06', 85);
    const february = await work.proposed();
    // Fifteen were taken back, of which ten had not been paid.
    expect(february).toMatchObject({
      items: [{ units: -15, accepted: -5 }],
      unitsTotal: '-175.00',
      carried: '-175.00',
    });
    await work.must(february.id, 'confirm');
    await at('2026-04-01');
    await work.served('2026-03-06', 20);
    expect(await work.proposed()).toMatchObject({ items: [{ units: 20 }], unitsTotal: '700.00', total: '525.00' });
  });

  it('is settled once more for what was recorded or corrected after its last period', async () => {
    const work = await begin();
    await at('2027-01-04');
    const record = await work.served('2026-12-06', 100);
    await work.must((await work.proposed({ to: '2026-12-31' })).id, 'confirm');
    expect(refusal(await work.propose())).toEqual([422, 'no_period_open']);
    await work.served('2026-12-07', 5);
    await at('2027-01-06');
    expect(refusal(await work.propose({ to: '2027-01-06' }))).toEqual([400, 'validation_failed']);
    const late = await work.proposed();
    expect(late).toMatchObject({ from: '2027-01-01', to: '2027-01-05', total: '175.00' });
    await work.must(late.id, 'confirm');
    await work.corrected(record, '2026-12-06', 98);
    expect(refusal(await work.propose())).toEqual([422, 'period_not_over']);
    await at('2027-01-07');
    expect(await work.proposed()).toMatchObject({ from: '2027-01-06', total: '0.00', carried: '-70.00' });
  });

  it('has no sum that nobody can keep, neither of units nor of what is taken off', async () => {
    const most = '999999999999999.99';
    const [item] = PRICE.items;
    const dear = await begin({ price: { kind: 'units', items: [{ ...item, unitPrice: most, quantity: 1 }] } });
    await at('2026-02-03');
    await dear.served('2026-01-06', 100_000);
    expect(refusal(await dear.propose())).toEqual([400, 'validation_failed']);
    expect(await dear.list()).toEqual([]);
    const work = await begin({ price: { ...PRICE, deductions: [{ no: 1, text: '缺席', amount: most }] } });
    await at('2026-02-03');
    await work.served('2026-01-06', 10);
    const { id } = await work.proposed();
    const much = (await work.act(id, 'confirm', { deductions: [{ no: 1, times: 10_000 }] })) as unknown as Answer;
    expect(said(much)).toEqual([400, 'validation_failed', null, ['/deductions']]);
    expect((await work.list())[0]).toMatchObject({ state: 'proposed', version: 1 });
  });

  it('takes deductions off what its amount leaves', async () => {
    const work = await begin({}, '5000.00');
    await at('2026-02-03');
    await work.served('2026-01-06', 200);
    const { id } = await work.proposed();
    expect(await work.must(id, 'confirm', { deductions: [{ no: 1, times: 2 }] })).toMatchObject({
      unitsTotal: '7000.00',
      deducted: '100.00',
      overCap: '2000.00',
      total: '4900.00',
    });
    await at('2026-03-02');
    await work.served('2026-02-06', 10);
    expect(await work.proposed()).toMatchObject({ overCap: '2350.00', carried: '0.00', total: '0.00' });
  });

  it('pays no more than its amount, also where somebody writes past the product', async () => {
    const work = await begin({}, '5000.00');
    await at('2026-02-03');
    await work.served('2026-01-06', 120);
    await work.must((await work.proposed()).id, 'confirm');
    await at('2026-03-02');
    await work.served('2026-02-06', 90);
    const second = await work.proposed();
    expect(second).toMatchObject({ unitsTotal: '3150.00', overCap: '2350.00', total: '800.00' });
    const beyond = (sum: number) =>
      app.dataSource.query(
        `UPDATE settlement SET state = 'confirmed', confirmed_at = now(), confirmed_by = proposed_by, total = $2 WHERE id = $1`,
        [second.id, sum],
      );
    await expect(beyond(80_001)).rejects.toThrow('exceed the cap');
    await work.must(second.id, 'confirm');
    await expect(app.dataSource.query(`UPDATE settlement SET total = 0 WHERE id = $1`, [second.id])).rejects.toThrow(
      'stays as it is',
    );
    await expect(app.dataSource.query(`DELETE FROM settlement WHERE id = $1`, [second.id])).rejects.toThrow();
  });

  it('is confirmed by the buyer alone, and one settlement after another', async () => {
    const work = await begin();
    expect(refusal(await work.propose())).toEqual([422, 'period_not_over']);
    await at('2026-02-03');
    await work.served('2026-01-06', 10);
    expect(refusal(await work.propose({ to: '2027-01-01' }))).toEqual([400, 'validation_failed']);
    expect(refusal(await work.propose({}, parties.bureau.officer))).toEqual([403, 'not_permitted']);
    const { id } = await work.proposed();
    expect(refusal(await work.propose())).toEqual([422, 'settlement_open']);
    expect(refusal(await work.act(id, 'confirm', {}, parties.manager))).toEqual([403, 'not_permitted']);
    expect(refusal(await work.act(id, 'withdraw', { reason: '-' }))).toEqual([403, 'not_permitted']);
    await work.must(id, 'withdraw', { reason: '记录未齐' }, parties.manager);
    const again = await work.proposed();
    const tied = await makeTied(app, parties);
    expect(refusal(await work.act(again.id, 'return', { reason: '-' }, tied))).toEqual([422, 'acts_with_interest']);
    expect(await work.must(again.id, 'return', { reason: '请核对' })).toMatchObject({
      state: 'returned',
      payment: null,
    });
    const back = () => ownTasks(app, parties.manager, 'settlement_returned', work.contract.id);
    expect(await back()).toMatchObject([
      { id: again.id, lot: 1, dueOn: null, action: { href: `/api/v1/contracts/${work.contract.id}/settlements` } },
    ]);
    expect((await back())[0]?.title).toContain('Settlement came back: Settlement 2 (');
    expect(await ownTasks(app, parties.bureau.officer, 'settlement_returned', work.contract.id)).toEqual([]);
    const third = await work.proposed();
    expect(await back()).toEqual([]);
    const tasks = async (by: TestAccount) => {
      const { body } = await app.http.get('/api/v1/me/tasks?kind=settlement&limit=200').set(by.auth).expect(200);
      const { items } = body as { items: { id: string; dueOn: string; subject: { id: string } }[] };
      return items.filter((task) => task.subject.id === work.contract.id).map((task) => [task.id, task.dueOn]);
    };
    expect(await tasks(parties.bureau.officer)).toEqual([[third.id, '2026-02-13']]);
    expect(await tasks(parties.manager)).toEqual([]);
    expect(refusal(await work.act(third.id, 'confirm', {}, tied))).toEqual([422, 'acts_with_interest']);
    const both = await Promise.all([
      work.act(third.id, 'confirm', {}, undefined, 1),
      work.act(third.id, 'confirm', {}, undefined, 1),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await tasks(parties.bureau.officer)).toEqual([]);
    expect(await new Paying(app, work.contract).payments()).toHaveLength(1);
    const plain = new Settling(app, await Contracting.active(app, parties));
    expect(refusal(await plain.propose())).toEqual([422, 'not_paid_by_units']);
  });

  it('counts the payment period of a small enterprise from the confirmation, or from the end of its days', async () => {
    const agency = await makeBody(app, { kind: 'enterprise', creditCode: creditCode('91') });
    const small = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
    const work = await begin({ supplierSize: 'small' }, undefined, small);
    await at('2026-02-03');
    await work.served('2026-01-06', 10);
    const first = await work.proposed();
    const held = await work.act(first.id, 'return', { reason: '负责人变更', ground: 'change_of_head' });
    expect(refusal(held)).toEqual([422, 'reason_not_lawful']);
    await work.must(first.id, 'return', { reason: '金额有误', ground: 'amount_wrong' });
    const { id } = await work.proposed();
    await at('2026-02-20');
    await work.must(id, 'confirm');
    const [instalment] = (await new Paying(app, work.contract).payments()) as unknown as {
      deadlines: { rule: string; from: { on: string }; date: string }[];
    }[];
    // Proposed on 3 February, confirmed a week after its ten days: 13 February and thirty days end on Sunday 15 March.
    expect(instalment?.deadlines.map((d) => [d.rule, d.from.on, d.date])).toEqual([
      ['PAY-SME-30D', '2026-02-13', '2026-03-16'],
    ]);
  });

  it('says how it is priced, and nothing that is not clear is stored', async () => {
    await at('2026-01-05');
    const draft = await Contracting.drafted(app, parties);
    const redraft = (price: object) => draft.act('redraft', { reason: '计价', content: { price } });
    const before = await draft.read();
    const [item] = PRICE.items;
    const bands = [
      { above: 3000, unitPrice: '30.00' },
      { above: 2000, unitPrice: '25.00' },
    ];
    for (const [price, code, pointer] of [
      [{ ...PRICE, kind: 'sum' }, 'unit_price_with_sum', '/price/items'],
      [{ kind: 'units' }, 'unit_price_with_sum', '/price/items'],
      [{ ...PRICE, fixed: '10000.00' }, 'unit_price_with_sum', '/price/fixed'],
      [{ ...PRICE, kind: 'mixed' }, 'unit_price_with_sum', '/price/fixed'],
      [{ ...PRICE, items: [{ ...item, bands }] }, 'bands_unordered', '/price/items/0/bands/1/above'],
    ] as const) {
      const [status, got, , pointers] = said(await redraft(price));
      expect([status, got, (pointers as string[])[0]]).toEqual([422, code, pointer]);
    }
    const { award } = await Contracting.awarded(app, parties);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(parties.bureau.officer.auth)
      .send({ award, price: { ...PRICE, kind: 'sum' } });
    expect(refusal(made)).toEqual([422, 'unit_price_with_sum']);
    expect(await draft.read()).toEqual(before);
    // Instalments are of a fixed part, which this price has not; and a time for confirming is to be said.
    await draft.must('redraft', { reason: '计价', content: { price: PRICE } });
    const incomplete = said(await draft.sign(parties.manager));
    expect(incomplete).toEqual([422, 'content_incomplete', null, ['/payments']]);
    await draft.must('redraft', { reason: '计价', content: { payments: [] } });
    expect(refusal(await draft.sign(parties.manager))).toEqual([422, 'confirm_days_missing']);
    const text = await app.http.get(`/api/v1/contracts/${draft.id}/text`).set(parties.manager.auth);
    expect(text.body.text).toContain('计价项目1：每人次 35.00 元，按服务记录的服务人次计');
    expect(text.body.text).toContain('扣减项目1：未按约定时间上门，每次扣减 50.00 元，每次结算最多扣减 5000.00 元。');
    // Without a price the content is the old one.
    const gone = { price: null, payments: before.here.content['payments'] };
    expect((await draft.must('redraft', { reason: '还原', content: gone })).here.contentHash).toBe(
      before.here.contentHash,
    );
  });

  it('has a fixed part that is paid by instalments beside what is settled', async () => {
    const mixed = {
      price: { ...PRICE, kind: 'mixed', fixed: '100000' },
      payments: [
        { no: 1, trigger: 'signing', share: 3000 },
        { no: 2, trigger: 'acceptance', share: 7000 },
      ],
    };
    const work = await begin(mixed);
    const money = new Paying(app, work.contract);
    const amounts = async () => (await money.payments()).map(({ no, amount, state }) => [no, amount, state]);
    expect(await amounts()).toEqual([
      [1, '30000.00', 'scheduled'],
      [2, '70000.00', 'scheduled'],
    ]);
    await at('2026-02-03');
    await work.served('2026-01-06', 100);
    await work.must((await work.proposed()).id, 'confirm');
    // An amendment of the instalments leaves that of the settlement.
    await work.contract.amended({ content: { payments: [{ no: 1, trigger: 'signing', share: 10_000 }] } });
    expect(await amounts()).toEqual([
      [1, '100000.00', 'scheduled'],
      [3, '3500.00', 'scheduled'],
    ]);
  });

  it('ends once the confirmed sums are paid, not the amount that it could have come to', async () => {
    const work = await begin();
    const { contract } = work;
    const money = new Paying(app, contract);
    await at('2026-02-03');
    await work.served('2026-01-06', 100);
    const first = await work.proposed();
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    await round.prepared('met', 'not_met');
    await work.must(first.id, 'confirm');
    const part = { result: 'passed', acceptedPart: '已完成部分', reason: '其余未开展' };
    expect(refusal(await round.conclude({ ...part, acceptedAmount: '3499.99' }))).toEqual([
      422,
      'accepted_below_settled',
    ]);
    expect((await round.conclude({ ...part, acceptedAmount: '10000.00' })).status).toBe(200);
    await round.must('publish');
    const early = (await contract.act('settle')) as unknown as Answer;
    expect(early.body.facts).toEqual({ open: [1], paid: '0.00', accepted: '3500.00' });
    await money.approved(1);
    await money.must(1, 'pay', { account: ACCOUNT });
    expect((await contract.must('settle')).state).toBe('settled');
  });

  it('keeps to the price that was awarded for one unit, and the record of its purchase says it', async () => {
    await at('2026-01-05');
    const window = { start: '2026-01-01', end: '2026-12-31' };
    const awarded = { unitPrice: '35.00', unit: '人次', amount: undefined };
    const { award, tender } = await Contracting.awarded(app, parties, { window }, awarded);
    const [item] = PRICE.items;
    const made = await app.http
      .post('/api/v1/contracts')
      .set(parties.bureau.officer.auth)
      .send({
        award,
        standards: [{ no: 1, text: '上门服务' }],
        ...BY_UNITS,
        amount: '50000.00',
        price: { ...PRICE, items: [{ ...item, unitPrice: '36.00' }] },
      });
    expect(made.status).toBe(201);
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    expect(said(await contract.sign(parties.manager))).toEqual([422, 'contract_departs', 'CONTRACT-MATCH', ['/price']]);
    await contract.must('redraft', {
      reason: '更正',
      content: { price: null, payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }] },
    });
    expect(said(await contract.sign(parties.manager))[3]).toEqual(['/price']);
    await contract.must('redraft', { reason: '更正', content: { price: PRICE, payments: [] } });
    const signed = await contract.signBoth();
    expect(signed.amount).toBe('50000.00');
    await contract.must('publish', { url: 'https://example.org/contract' });
    const known = await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth).expect(200);
    const facts = (known.body as { facts: { kind: string; data: object }[] }).facts;
    const signing = facts.find(({ kind, data }) => kind === 'contract' && 'signedOn' in data);
    expect(signing?.data).toMatchObject({ amount: '50000.00', unitPrice: '35.00', unit: '人次' });
    await contract.must('start');
    const work = new Settling(app, contract);
    await at('2026-02-03');
    await work.served('2026-01-06', 10);
    expect((await work.proposed()).total).toBe('350.00');
  });

  it('is settled for as many months as its price says, and not once the contract is rescinded', async () => {
    const work = await begin({ price: { ...PRICE, every: 3 } });
    await work.served('2026-01-05', 10);
    await at('2026-03-31');
    expect(refusal(await work.propose())).toEqual([422, 'period_not_over']);
    await at('2026-04-01');
    await work.served('2026-03-31', 20);
    expect(await work.proposed()).toMatchObject({ from: '2026-01-01', to: '2026-03-31', total: '1050.00' });

    const ended = await begin();
    await ended.served('2026-01-05', 10);
    const decision = { reason: '法院判决', ground: 'court_judgment', reference: '（2026）粤01民初1号' };
    await ended.contract.rescinded(decision);
    await at('2026-02-03');
    expect(refusal(await ended.propose())).toEqual([422, 'contract_not_running']);
    expect(await ended.list()).toEqual([]);
  });

  it('tells its agency of each period that is over until it is settled, and of nothing after the last', async () => {
    const work = await begin({ price: { ...PRICE, every: 3 } });
    const { id } = work.contract;
    const waits = (by = parties.manager) => ownTasks(app, by, 'settlement_due', id);
    await at('2026-03-31');
    expect(await waits()).toEqual([]);
    await at('2026-04-01');
    const href = `/api/v1/contracts/${id}/settlements`;
    expect(await waits()).toMatchObject([{ id, lot: 1, dueOn: null, action: { method: 'POST', href } }]);
    expect((await waits())[0]).toMatchObject({ since: '2026-03-31T16:00:00.000Z' });
    expect((await waits())[0]?.title).toContain('Period to be settled: 2026-01-01/2026-03-31 (');
    expect([await waits(parties.bureau.officer), await waits(parties.bureau.approver)]).toEqual([[], []]);
    await work.served('2026-03-31', 20);
    const first = await work.proposed();
    expect(await waits()).toEqual([]);
    // What came back is a task of its own.
    await work.must(first.id, 'return', { reason: '请核对' });
    expect(await waits()).toEqual([]);
    await work.must((await work.proposed()).id, 'confirm');
    expect(await waits()).toEqual([]);
    await at('2027-01-04');
    expect((await waits())[0]?.title).toContain('2026-04-01/2026-06-30');
    await work.must((await work.proposed({ to: '2026-12-31' })).id, 'confirm');
    expect(await waits()).toEqual([]);
    // A contract that is paid by one sum has no such periods.
    const plain = await Contracting.active(app, parties);
    expect(await ownTasks(app, parties.manager, 'settlement_due', plain.id)).toEqual([]);
  });

  it('that was delivered early tells its agency of no period that begins later, unless it served in it', async () => {
    const work = await begin();
    const { contract } = work;
    const waits = async () =>
      (await ownTasks(app, parties.manager, 'settlement_due', contract.id)).map(({ title }) => title.split(' ').at(4));
    await at('2026-06-03');
    await work.served('2026-06-01', 20);
    await work.must((await work.proposed({ to: '2026-05-31' })).id, 'confirm');
    await at('2026-06-10');
    await contract.must('deliver', {}, parties.manager);
    expect(await waits()).toEqual([]);
    // The period in which it was delivered is one as ever.
    await at('2026-07-01');
    expect(await waits()).toEqual(['2026-06-01/2026-06-30']);
    await work.must((await work.proposed()).id, 'confirm');
    for (const day of ['2026-08-03', '2027-01-04']) {
      await at(day);
      expect(await waits()).toEqual([]);
    }
    // A record of a day after the delivery is refused today; one that was taken before stands.
    const setDelivered = (day: string | null) =>
      app.dataSource.query(`UPDATE contract SET delivered_on = $2 WHERE id = $1`, [contract.id, day]);
    await setDelivered(null);
    const record = await work.served('2026-07-06', 5);
    await setDelivered('2026-06-10');
    expect(await waits()).toEqual(['2026-07-01/2026-07-31']);
    await app.dataSource.query(`UPDATE contract SET terminated_on = '2026-06-30' WHERE id = $1`, [contract.id]);
    // Of no period, that record is one of what came late.
    expect([record.length, await waits()]).toEqual([36, ['what']]);
  });

  it('is recorded elsewhere or not confirmed yet: what is settled waits for both to confirm its words', async () => {
    await at('2026-01-05');
    const contract = await Contracting.recorded(app, parties);
    const settling = new Settling(app, contract);
    expect(refusal(await settling.propose())).toEqual([422, 'conducted_elsewhere']);
    const taken = await contract.act('take-over', {
      content: { ...BY_UNITS, standards: [{ no: 1, text: '上门服务' }] },
    });
    expect(taken.status).toBe(200);
    expect(refusal(await settling.propose())).toEqual([422, 'content_unconfirmed']);
    await contract.signBoth('confirm-content');
    await contract.must('start');
    await at('2026-02-03');
    await settling.served('2026-01-04', 10);
    expect((await settling.proposed()).total).toBe('350.00');
  });
});

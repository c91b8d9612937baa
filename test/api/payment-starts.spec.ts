import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import { Accepting, upload } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Paying, stateAccount } from '../support/paying.js';
import { RiskWorld } from '../support/risk-world.js';
import { startContracting } from '../support/started.js';

interface Read {
  plannedOn: string | null;
  met: { on: string | null };
  deadlines: { rule: string; date: string | null; from: { on: string } }[];
  order802: {
    state: string;
    interest: { days: number; amount: string; by: string; rule: string | null; basis: object | null } | null;
    interestAgreed: string | null;
  };
}
const TERMS = {
  milestones: [{ no: 1, name: '中期', dueOn: '2026-03-31' }],
  payments: [{ no: 1, trigger: 'milestone', share: 10_000 }],
};
const SETTLED = { settlement: 'progress', confirmDays: 30 };

describe('the day from which a payment is due', () => {
  let app: TestApp;
  let social: Parties;
  let small: Parties;
  beforeAll(async () => {
    ({ app, parties: social } = await startContracting());
    const agency = await makeBody(app, { kind: 'enterprise', creditCode: creditCode('91') });
    small = { ...social, agency, manager: await makeUser(app, 'agency_manager', agency) };
    await stateAccount(app, social);
    await stateAccount(app, small);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const read = async (money: Paying): Promise<Read> => (await money.payment(1)) as unknown as Read;
  const starts = async (money: Paying) => (await read(money)).deadlines.map((d) => [d.rule, d.from.on, d.date]);

  /** What is done with the milestone of the contract, on days of its own. */
  const onMilestone = async ({ contract }: Paying, action: string, day: string, body: object = {}) => {
    await at(day);
    const list = `/api/v1/contracts/${contract.id}/milestones`;
    const { manager, bureau } = contract.parties;
    const found = await app.http.get(list).set(bureau.officer.auth).expect(200);
    const [first] = (found.body as { items: { id: string; version: number }[] }).items;
    const evidence = action === 'submit' ? { documents: [await upload(app, manager)] } : {};
    await app.http
      .post(`${list}/${first?.id}/actions/${action}`)
      .set({ ...(action === 'submit' ? manager : bureau.officer).auth, 'If-Match': `"${first?.version}"` })
      .send({ ...evidence, ...body })
      .expect(200);
  };
  const begun = async (by: Parties, content: object): Promise<Paying> => {
    await at('2025-12-22');
    const contract = await Contracting.signed(app, by, { ...TERMS, ...content });
    await at('2026-01-12');
    await contract.must('start');
    return new Paying(app, contract);
  };

  it('is the confirmation of the sum where it is settled as the work goes on', async () => {
    const money = await begun(small, { ...SETTLED, supplierSize: 'small' });
    await onMilestone(money, 'submit', '2026-03-01');
    expect((await read(money)).met.on).toBeNull();
    await onMilestone(money, 'accept', '2026-03-20');
    // 19 April 2026 is a Sunday.
    expect(await starts(money)).toEqual([['PAY-SME-30D', '2026-03-20', '2026-04-20']]);
    const late = await begun(small, { ...SETTLED, confirmDays: 10, supplierSize: 'small' });
    const world = new RiskWorld(app, 'live');
    await world.settle();
    await onMilestone(late, 'submit', '2026-03-01');
    // Nobody has confirmed it, and the clock runs from the last day for it: 10 April is a Friday.
    await at('2026-03-15');
    expect(await starts(late)).toEqual([['PAY-SME-30D', '2026-03-11', '2026-04-10']]);
    // It is judged with the other clocks of the contract, without a word of the buyer.
    await at('2026-04-12');
    await world.settle();
    const [judged] = await app.dataSource.query<{ state: string; evidence: unknown }[]>(
      `SELECT state, evidence FROM assessments WHERE indicator = 'W06' AND subject_id = $1`,
      [late.contract.id],
    );
    expect(judged?.state).toBe('triggered');
    expect(JSON.stringify(judged?.evidence)).toContain('PAY-SME-30D.delivered_or_accepted');
    await onMilestone(late, 'accept', '2026-04-13');
    expect(await starts(late)).toEqual([['PAY-SME-30D', '2026-03-11', '2026-04-10']]);
  });

  it('is the end of the agreed days where the buyer delays an acceptance', async () => {
    const money = await begun(small, { acceptanceDays: 9, supplierSize: 'small' });
    await onMilestone(money, 'submit', '2026-03-01');
    await onMilestone(money, 'accept', '2026-03-20');
    // Ten days beyond 10 March.
    expect((await starts(money)).map(([, from]) => from)).toEqual(['2026-03-10']);
    const returned = await begun(small, { acceptanceDays: 9, supplierSize: 'small' });
    await onMilestone(returned, 'submit', '2026-03-01');
    await onMilestone(returned, 'return', '2026-03-05', { reason: '材料不全' });
    await at('2026-03-20');
    expect(await starts(returned)).toEqual([]);
    const plain = await begun(small, { supplierSize: 'small' });
    await onMilestone(plain, 'submit', '2026-03-01');
    await onMilestone(plain, 'accept', '2026-03-20');
    expect((await starts(plain)).map(([, from]) => from)).toEqual(['2026-03-01']);
  });

  it('asks for a time for confirming the sum when the contract is signed, and when it is amended', async () => {
    await at('2025-12-22');
    const draft = await Contracting.drafted(app, small, { settlement: 'period' });
    const missingAt = (pointer: string) => [422, 'confirm_days_missing', null, [pointer]];
    expect(said(await draft.sign(small.manager))).toEqual(missingAt('/confirmDays'));
    await draft.must('redraft', { reason: '补充', content: { confirmDays: 15, lateInterestRate: '0.0003' } });
    const text = await app.http.get(`/api/v1/contracts/${draft.id}/text`).set(small.manager.auth);
    expect(text.body.text).toContain('合同价款定期结算，付款期限自双方确认结算金额之日起算。');
    expect(text.body.text).toContain('甲方自收到结算申请之日起 15 日内确认结算金额。');
    expect(text.body.text).toContain('逾期付款利率为每日 0.0003。');
    await draft.signBoth();
    // An amendment sends the content below a name of its own.
    expect(said(await draft.propose({ content: { confirmDays: null } }))).toEqual(missingAt('/content/confirmDays'));
    expect((await draft.propose({ content: { confirmDays: 20 } })).status).toBe(200);
    for (const rate of ['0.01', '0.000', '0.0', '3%', '0.00031234'])
      expect((await draft.propose({ content: { lateInterestRate: rate } })).body.code).toBe('validation_failed');
  });

  it('asks for it again when an amendment is signed: another one may have taken it away since', async () => {
    await at('2025-12-22');
    const contract = await Contracting.signed(app, small, { confirmDays: 10 });
    const proposed = async (content: object) =>
      (await contract.propose({ content })).body.here.amendments.at(-1) as { id: string; hash: string };
    const settled = await proposed({ settlement: 'progress' });
    await contract.amended({ content: { confirmDays: null } });
    const sign = (by = small.manager) => contract.act('amend', { amendment: settled.id, hash: settled.hash }, by);
    expect(said(await sign())).toEqual([422, 'confirm_days_missing', null, ['/confirmDays']]);
    await contract.amended({ content: { confirmDays: 5 } });
    expect((await sign()).status).toBe(200);
    expect((await sign(small.bureau.approver)).body.here.content).toMatchObject({ settlement: 'progress' });
  });

  it('leaves a content without these words its hash', async () => {
    await at('2025-12-22');
    const draft = await Contracting.drafted(app, small);
    const plain = (await draft.read()).here.contentHash;
    const words = { ...SETTLED, lateInterestRate: '0.0003' };
    expect((await draft.must('redraft', { reason: '补充', content: words })).here.content).toMatchObject(words);
    const nothing = { settlement: null, confirmDays: null, lateInterestRate: null };
    expect((await draft.must('redraft', { reason: '删除', content: nothing })).here.contentHash).toBe(plain);
  });

  it('is planned by the contract until it is due, and for the day on which it is due from then on', async () => {
    const money = await begun(social, { paymentDays: 20 });
    expect((await read(money)).plannedOn).toBe('2026-03-31');
    await onMilestone(money, 'submit', '2026-02-24');
    expect((await read(money)).plannedOn).toBe('2026-03-31');
    await onMilestone(money, 'accept', '2026-03-02');
    expect((await read(money)).plannedOn).toBe('2026-03-16');
    await at('2025-12-22');
    const window = { start: '2025-12-15', end: '2026-12-14' };
    const payments = [{ no: 1, trigger: 'acceptance', share: 10_000 }];
    const whole = await Contracting.signed(app, social, { payments }, { window });
    const end = new Paying(app, whole);
    expect((await read(end)).plannedOn).toBe('2026-12-14');
    await whole.must('start');
    await whole.must('deliver', {}, social.manager);
    const round = await Accepting.of(app, whole);
    await round.prepared();
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    // Nothing was agreed, and no invoice has come: the day on which it was met.
    expect((await read(end)).plannedOn).toBe('2025-12-22');
    await end.invoice(1);
    expect((await read(end)).plannedOn).toBe('2026-01-06');
  });

  describe('and interest for what is late', () => {
    /** 10 000.00 that were due on 2026-03-16, on the tenth day after it. */
    const tenDaysLate = async (by: Parties, content: object): Promise<Read> => {
      await at('2025-12-22');
      const { award } = await Contracting.awarded(app, by, {}, { amount: '10000.00' });
      const made = await app.http
        .post('/api/v1/contracts')
        .set(by.bureau.officer.auth)
        .send({ award, ...CONTENT, ...TERMS, paymentDays: 20, ...content })
        .expect(201);
      const contract = new Contracting(app, by, (made.body as { id: string }).id);
      await contract.signBoth();
      await at('2026-01-12');
      await contract.must('start');
      const money = new Paying(app, contract);
      await onMilestone(money, 'submit', '2026-02-24');
      await onMilestone(money, 'accept', '2026-03-02');
      await at('2026-03-26');
      return read(money);
    };

    it('is owed to a social organisation by its contract alone', async () => {
      const agreed = { lateInterest: '按每日万分之三支付', lateInterestRate: '0.0003' };
      expect((await tenDaysLate(social, agreed)).order802).toMatchObject({
        state: 'not_applicable',
        reason: 'no_enterprise',
        interest: { days: 10, amount: '30.00', by: 'contract', rule: null, basis: null },
        interestAgreed: '按每日万分之三支付',
      });
      expect((await tenDaysLate(social, {})).order802.interest).toBeNull();
    });

    it('is owed to a small enterprise by the law, or as its contract says', async () => {
      const law = await tenDaysLate(small, { supplierSize: 'small' });
      expect(law.order802.interest).toMatchObject({ days: 10, amount: '50.00', by: 'law', rule: 'PAY-LATE-INTEREST' });
      const agreed = await tenDaysLate(small, { supplierSize: 'small', lateInterestRate: '0.0003' });
      expect(agreed.order802.interest).toMatchObject({ days: 10, amount: '30.00', by: 'contract', rule: null });
      expect((await tenDaysLate(small, {})).order802).toMatchObject({ reason: 'size_undeclared', interest: null });
    });
  });
});

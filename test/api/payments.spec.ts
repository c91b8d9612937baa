import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Accepting } from '../support/acceptances.js';
import { Contracting, creditCode, makeParties, said, STANDARDS, type Parties } from '../support/contracts.js';
import { ownTasks } from '../support/own-tasks.js';
import { ACCOUNT, makePayers, Paying, putOf, stateAccount, type PaymentBody, type Payers } from '../support/paying.js';

const ADVANCES = [
  { no: 1, trigger: 'signing', share: 3000 },
  { no: 2, trigger: 'signing', share: 7000 },
];
const why = { reason: '核对' };

describe('the money of a contract that goes on here', () => {
  let app: TestApp;
  let parties: Parties;
  let payers: Payers;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    payers = await makePayers(app, parties);
    expect((await stateAccount(app, parties)).status).toBe(200);
  });
  afterAll(() => app.close());

  const signed = async (content: object = {}) => new Paying(app, await Contracting.signed(app, parties, content));
  const active = async () => new Paying(app, await Contracting.active(app, parties));
  const amounts = (list: PaymentBody[]) => list.map((p) => [p.no, p.instalment, p.trigger, p.amount, p.state]);
  const facts = async (money: Paying) =>
    (await money.contract.read()).facts.filter((f) => f.kind === 'payment').map((f) => f.data);

  it('is no more than what was accepted, and no more of it binds the budget', async () => {
    const { officer, id: buyer } = parties.bureau;
    const made = await app.http
      .post('/api/v1/programmes')
      .set(officer.auth)
      .send({
        name: '2026',
        year: 2026,
        buyer,
        state: 'approved',
        source: { kind: 'statement' },
        budgetLines: [{ name: '养老', category: 'ELDERLY_HOME_CARE', amount: '200000.00' }],
      });
    const programme = (made.body as { id: string }).id;
    const bound = async () => {
      const { body } = await app.http.get(`/api/v1/programmes/${programme}`).set(officer.auth).expect(200);
      return (body as { committed: { amount: string } }).committed.amount;
    };
    const round = await Accepting.begin(app, parties, { programme });
    const money = new Paying(app, round.contract);
    await money.paid(1);
    expect(await bound()).toBe('180000.00');
    const early = (await money.invoice(2)).body as { id: string };
    await round.prepared('met', 'not_met');
    const part = { result: 'passed', acceptedPart: '上门服务', acceptedAmount: '120000.00', reason: '满意度未达标' };
    expect((await round.conclude(part)).status).toBe(200);
    expect(await bound()).toBe('120000.00');
    const list = await money.payments(parties.manager);
    expect(list.map(({ no, amount, payable }) => [no, amount, payable])).toEqual([
      [1, '54000.00', '54000.00'],
      [2, '126000.00', '66000.00'],
    ]);
    const differs = { code: 'invoice_differs', facts: { invoiced: '126000.00', payable: '66000.00' } };
    expect((await money.onInvoice(early.id, 'accept')).body).toMatchObject(differs);
    expect((await money.onInvoice(early.id, 'return', { reason: '请按验收金额开具' })).status).toBe(200);
    const again = (body: object) => money.onInvoice(early.id, 'submit', body, parties.manager);
    expect([(await money.invoice(2)).body, (await again({})).body]).toMatchObject([differs, differs]);
    expect((await again({ amount: '66000.00' })).status).toBe(200);
    expect((await money.onInvoice(early.id, 'accept')).status).toBe(200);
    expect((await money.must(2, 'request')).claimed).toBe('66000.00');
  });

  describe('its schedule', () => {
    it('is made of what both signed, to the fen, and of nothing before', async () => {
      const draft = await Contracting.drafted(app, parties);
      const money = new Paying(app, draft);
      expect(await money.payments()).toEqual([]);
      await draft.signBoth();
      const list = await money.payments();
      expect(amounts(list)).toEqual([
        [1, 1, 'signing', '54000.00', 'scheduled'],
        [2, 2, 'acceptance', '126000.00', 'scheduled'],
      ]);
      expect(list.map((p) => p.met)).toEqual([
        { on: '2025-12-22', missing: null },
        { on: null, missing: 'acceptance' },
      ]);
      // It is read by the parties and who watches over them.
      expect((await money.payments(parties.manager)).map((p) => p.allowedActions)).toEqual([[], []]);
      expect(actionNames(list[0]?.allowedActions ?? [])).toEqual(['request']);
      const stranger = await makeUser(app, 'bureau_officer');
      expect((await app.http.get(`/api/v1/contracts/${draft.id}/payments`).set(stranger.auth)).status).toBe(404);
      const history = await app.http.get(`/api/v1/history?subject=payment:${list[0]?.id}`).set(parties.manager.auth);
      expect(history.body.items.map((e: { action: string }) => e.action)).toEqual(['scheduled']);
    });

    it('follows an amendment in force for what was not asked for, and a supplement is paid by itself', async () => {
      const money = await signed();
      await money.invoiced(1);
      await money.must(1, 'request');
      await money.contract.amended({
        content: {
          payments: [
            { no: 1, trigger: 'signing', share: 3000 },
            { no: 2, trigger: 'report', share: 3333 },
            { no: 3, trigger: 'acceptance', share: 3667 },
          ],
        },
      });
      await money.contract.amended({ reasonCode: 'supplement', supplement: '10800.01' });
      expect(amounts(await money.payments())).toEqual([
        [1, 1, 'signing', '54000.00', 'due'],
        [2, 2, 'report', '59994.00', 'scheduled'],
        [3, 3, 'acceptance', '66006.00', 'scheduled'],
        [4, null, 'acceptance', '10800.01', 'scheduled'],
      ]);
    });

    it('loses what an amendment takes out, and no invoice is for it', async () => {
      const money = await signed({ payments: [...ADVANCES.slice(0, 1), { no: 3, trigger: 'report', share: 7000 }] });
      const gone = (await money.payment(2)).id;
      await money.contract.amended({ content: { payments: ADVANCES } });
      expect(amounts(await money.payments())).toEqual([
        [1, 1, 'signing', '54000.00', 'scheduled'],
        [3, 2, 'signing', '126000.00', 'scheduled'],
      ]);
      expect(said(await money.invoice(1, { payment: gone }))).toEqual([400, 'validation_failed', null, ['/payment']]);
    });

    it('is not changed where money was asked for: neither proposed nor signed', async () => {
      const money = await signed({ payments: ADVANCES });
      const others = { content: { payments: [{ no: 1, trigger: 'signing', share: 10_000 }] } };
      const proposed = await money.contract.propose(others);
      const amendment = proposed.body.here.amendments.at(-1);
      await money.contract.must('amend', { amendment: amendment.id, hash: amendment.hash }, parties.manager);
      const tasks = () =>
        Promise.all([
          ownTasks(app, parties.bureau.approver, 'amendment_signature', money.contract.id),
          ownTasks(app, parties.bureau.officer, 'amendment_unsignable', money.contract.id),
        ]).then((lists) => lists.map(({ length }) => length));
      expect(await tasks()).toEqual([1, 0]);
      await money.invoiced(1);
      await money.must(1, 'request');
      // Nobody is asked for a signature that is refused; it may be given once the request is.
      expect(await tasks()).toEqual([0, 0]);
      const sign = () =>
        money.contract.act('amend', { amendment: amendment.id, hash: amendment.hash }, parties.bureau.approver);
      const refused = await money.contract.propose(others);
      expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
        422,
        'instalment_requested',
        { instalments: [{ no: 1, state: 'due' }] },
      ]);
      expect((await sign()).body.code).toBe('instalment_requested');
      await money.must(1, 'refuse', why, parties.bureau.approver);
      expect(await tasks()).toEqual([1, 0]);
      expect((await money.contract.propose(others)).status).toBe(200);
      expect((await sign()).status).toBe(200);
      // The one that was proposed since is outdated by it.
      expect(await tasks()).toEqual([0, 1]);
      expect(amounts(await money.payments())).toEqual([[1, 1, 'signing', '180000.00', 'scheduled']]);
      // The invoice that was accepted is for another amount now: what it leaves out could never be asked for.
      const request = () => money.act(1, 'request');
      const short = await request();
      expect([short.body.code, short.body.facts]).toEqual([
        'invoice_missing',
        { amount: '180000.00', invoiced: '54000.00' },
      ]);
      await money.onInvoice((await money.invoices())[0]?.id ?? '', 'void', why);
      await money.invoiced(1);
      expect((await request()).status).toBe(200);
    });

    it('only names which milestone or report, and the text says it', async () => {
      const named = (trigger: string) => [{ no: 1, trigger, share: 10_000, of: 2 }];
      const draft = await Contracting.drafted(app, parties, { payments: named('signing') });
      expect(said(await draft.sign(parties.manager)).slice(0, 2)).toEqual([422, 'content_incomplete']);
      const redraft = (content: object) => draft.must('redraft', { reason: '更正', content });
      // One that the contract has, and each for one instalment.
      await redraft({ payments: named('milestone') });
      expect(said(await draft.sign(parties.manager))).toEqual([422, 'content_incomplete', null, ['/payments/0/of']]);
      const half = { trigger: 'milestone', share: 5000, of: 2 };
      const milestones = [{ no: 2, name: '中期', dueOn: '2026-06-30' }];
      const twice = [
        { no: 1, ...half },
        { no: 2, ...half },
      ];
      await redraft({ milestones, payments: twice });
      expect(said(await draft.sign(parties.manager))[3]).toEqual(['/payments/1/of']);
      await redraft({ payments: named('milestone') });
      await draft.signBoth();
      const text = await app.http.get(`/api/v1/contracts/${draft.id}/text`).set(parties.manager.auth);
      expect(text.body.text).toContain('第1期：第2项阶段性目标验收合格后支付合同金额的 100%。');
    });
  });

  describe('an invoice', () => {
    it('is for an instalment of the contract, by who is paid, and not of tomorrow', async () => {
      const money = await signed();
      expect((await money.invoice(1, {}, parties.bureau.officer)).body.code).toBe('not_permitted');
      const worker = await makeUser(app, 'agency_worker', parties.agency);
      expect((await money.invoice(1, {}, worker)).body.code).toBe('not_permitted');
      const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
      expect((await money.invoice(1, {}, rival)).status).toBe(404);
      expect(said(await money.invoice(1, { payment: randomUUID() }))[3]).toEqual(['/payment']);
      expect(said(await money.invoice(1, { issuedOn: '2025-12-23' }))[3]).toEqual(['/issuedOn']);
      const made = await money.invoice(1);
      expect([made.status, made.body.state, actionNames(made.body.allowedActions)]).toEqual([
        201,
        'submitted',
        ['withdraw'],
      ]);
      expect((await money.onInvoice(made.body.id, 'accept', {}, parties.manager)).body.code).toBe('not_permitted');
      expect((await money.onInvoice(made.body.id, 'burn')).body.code).toBe('route_not_found');
      expect(actionNames((await money.invoices())[0]?.allowedActions ?? [])).toEqual(['accept', 'return']);
    });

    it('says where it is dated before its contract was signed, and is accepted all the same', async () => {
      const money = await signed();
      const { signedOn } = await money.contract.read();
      const early = await money.invoice(1, { issuedOn: '2025-12-01' });
      expect([early.status, early.body.notices]).toEqual([201, [{ code: 'issued_before_signing', signedOn }]]);
      expect((await money.onInvoice(early.body.id, 'accept')).body).toMatchObject({ state: 'accepted' });
      const inTime = await money.invoice(2, { issuedOn: signedOn });
      expect([inTime.status, inTime.body.notices]).toEqual([201, []]);
    });

    it('has a number of its own, whichever contract it is for', async () => {
      const [one, other] = [await signed(), await signed()];
      const number = '25442000000099999999';
      const first = await one.invoice(1, { number });
      expect([first.status, (await other.invoice(1, { number })).body.code]).toEqual([201, 'invoice_used']);
      await one.onInvoice(first.body.id, 'return', why);
      const second = await other.invoice(1, { number });
      expect(second.status).toBe(201);
      const again = () => one.onInvoice(first.body.id, 'submit', {}, parties.manager);
      expect((await again()).body.code).toBe('invoice_used');
      await other.onInvoice(second.body.id, 'withdraw', why, parties.manager);
      expect((await again()).body.state).toBe('submitted');
    });

    it('has one spelling of its number, however that was typed', async () => {
      const [one, other] = [await signed(), await signed()];
      const first = await one.invoice(1, { number: ' 2544200000８８ 8888888a' });
      expect([first.status, first.body.number]).toEqual([201, '2544200000888888888A']);
      const typed = '２５４４２０００００888888888Ａ';
      expect((await other.invoice(1, { number: typed })).body.code).toBe('invoice_used');
      const second = await other.invoice(1);
      await other.onInvoice(second.body.id, 'return', why);
      const again = () => other.onInvoice(second.body.id, 'submit', { number: typed }, parties.manager);
      expect((await again()).body.code).toBe('invoice_used');
      // One that was kept as it was typed then is the same.
      await app.dataSource.query(`UPDATE invoice SET number = $2 WHERE id = $1`, [first.body.id, typed]);
      expect((await again()).body.code).toBe('invoice_used');
      await one.onInvoice(first.body.id, 'withdraw', why, parties.manager);
      expect((await again()).body).toMatchObject({ state: 'submitted', number: '2544200000888888888A' });
    });

    it('is the only one of its instalment, for what is payable', async () => {
      const money = await signed();
      const differs = ['invoice_differs', { invoiced: '54000.01', payable: '54000.00' }];
      const refused = await money.invoice(1, { amount: '54000.01' });
      expect([refused.body.code, refused.body.facts]).toEqual(differs);
      const first = await money.invoice(1);
      expect((await money.invoice(1)).body.code).toBe('invoice_stands');
      const accept = (id: string) => money.onInvoice(id, 'accept');
      await money.onInvoice(first.body.id, 'return', why);
      const second = await money.invoice(1);
      const again = (body: object) => money.onInvoice(first.body.id, 'submit', body, parties.manager);
      expect((await again({ amount: '54000.00' })).body.code).toBe('invoice_stands');
      await money.onInvoice(second.body.id, 'withdraw', why, parties.manager);
      expect(said(await again({ issuedOn: '2026-01-01' }))[3]).toEqual(['/issuedOn']);
      const other = await again({ amount: '54000.01' });
      expect([other.body.code, other.body.facts]).toEqual(differs);
      expect((await again({ amount: '54000.00' })).body).toMatchObject({ state: 'submitted', amount: '54000.00' });
      expect((await accept(first.body.id)).body.state).toBe('accepted');
    });

    it('is voided while no money is asked for with it', async () => {
      const money = await signed();
      const id = await money.invoiced(1);
      await money.must(1, 'request');
      const dispose = () => money.onInvoice(id, 'void', why);
      expect((await dispose()).body.code).toBe('invoice_in_use');
      await money.must(1, 'withdraw', why);
      expect((await dispose()).body.state).toBe('voided');
      expect((await money.act(1, 'request')).body.code).toBe('invoice_missing');
      await money.invoiced(1);
      expect((await money.act(1, 'request')).body.state).toBe('due');
    });
  });

  describe('an instalment', () => {
    it('is asked for once what it waits for has happened, as the contract says', async () => {
      const money = await signed();
      await money.invoiced(2);
      const refused = await money.act(2, 'request');
      expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
        422,
        'trigger_unmet',
        { trigger: 'acceptance', of: null, missing: 'acceptance', contract: 'signed' },
      ]);
      await money.contract.amended({ content: { payments: ADVANCES } });
      expect((await money.act(2, 'request')).body.state).toBe('due');
    });

    it('is asked for, approved and paid by different people, to the account the agency has stated', async () => {
      const money = await signed();
      await money.invoiced(1);
      expect((await money.act(1, 'request', {}, parties.bureau.approver)).body.code).toBe('not_permitted');
      await money.must(1, 'request', {}, payers.both);
      const approve = (by = payers.both) => money.act(1, 'approve', {}, by);
      expect((await approve()).body.code).toBe('own_request');
      await money.must(1, 'withdraw', why);
      await money.must(1, 'request');
      expect((await approve()).body).toMatchObject({ state: 'approved', approversNeeded: 1 });
      const pay = (body: object, by?: Payers['both']) => money.act(1, 'pay', { account: ACCOUNT, ...body }, by);
      expect((await pay({}, payers.both)).body.code).toBe('own_approval');
      await stateAccount(app, parties, '6222020000000000026');
      const elsewhere = await pay({});
      expect([elsewhere.body.code, elsewhere.body.facts]).toEqual([
        'payee_differs',
        { account: '***************0026' },
      ]);
      await stateAccount(app, parties);
      expect(said(await pay({ on: '2025-12-21' }))[3]).toEqual(['/on']);
      expect(said(await pay({ on: '2025-12-23' }))[3]).toEqual(['/on']);
      const done = (await pay({ reference: '支付令0001' })).body;
      expect(done).toMatchObject({ state: 'paid', paidOn: '2025-12-22', paidTo: '***************0018' });
      expect((await money.act(1, 'pay', { account: ACCOUNT })).body.code).toBe('wrong_state');
      expect(await facts(money)).toEqual([{ on: '2025-12-22', amount: '54000.00' }]);
      const rows = await app.dataSource.query(`SELECT 1 FROM payee_account a WHERE a::text LIKE '%' || $1 || '%'`, [
        ACCOUNT,
      ]);
      expect(rows).toEqual([]);
    });

    it('is paid to nobody who has stated no account, which is not to say that the account differs', async () => {
      const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
      const untold = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
      const money = new Paying(app, await Contracting.signed(app, untold));
      await money.invoiced(1);
      await money.must(1, 'request');
      await money.must(1, 'approve', {}, untold.bureau.approver);
      const payer = await makeUser(app, 'bureau_officer', untold.bureau.id);
      const pay = () => money.act(1, 'pay', { account: ACCOUNT, reference: '支付令0002' }, payer);
      const refused = await pay();
      expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
        422,
        'payee_unstated',
        { supplier: untold.agency },
      ]);
      expect(JSON.stringify(refused.body)).toContain('/payee-account');
      await stateAccount(app, untold);
      expect((await pay()).body.state).toBe('paid');
    });

    it('needs one more approver above each level, as many as there are', async () => {
      const set = (levels: string[], by = parties.bureau.approver) =>
        putOf(app, parties.bureau.id, 'approval-levels', { levels }, by);
      expect((await set(['1.00'], parties.bureau.officer)).status).toBe(403);
      expect((await set(['10000.00', '20000.00', '30000.00', '40000.00'])).body.code).toBe('approvers_too_few');
      expect((await set(['100000.00', '50000.00'])).body.levels).toEqual(['50000.00', '100000.00']);
      const money = await signed();
      await money.invoiced(1);
      expect(await money.must(1, 'request')).toMatchObject({ approversNeeded: 2 });
      const approve = (by = parties.bureau.approver) => money.act(1, 'approve', {}, by);
      expect((await approve()).body).toMatchObject({ state: 'due', approvals: [{ user: parties.bureau.approver.id }] });
      expect((await approve()).body.code).toBe('approved_by_you');
      // Levels that one person lowers meanwhile change nothing of it, nor where it is asked for again; nobody has approved it.
      expect((await set([])).body.levels).toEqual([]);
      expect((await approve()).body.code).toBe('approved_by_you');
      await money.must(1, 'withdraw', why);
      expect(await money.must(1, 'request')).toMatchObject({ approversNeeded: 2 });
      expect((await approve()).body.state).toBe('due');
      expect((await approve(payers.approver)).body.state).toBe('approved');
      // What is asked for now follows the levels as they are.
      const later = await signed();
      await later.invoiced(1);
      expect(await later.must(1, 'request')).toMatchObject({ approversNeeded: 1 });
      const read = await app.http
        .get(`/api/v1/organisations/${parties.bureau.id}/approval-levels`)
        .set(parties.manager.auth);
      expect(read.status).toBe(404);
    });

    it('stands still while the contract is halted for a challenge, at every step', async () => {
      const money = await signed();
      await money.invoiced(1);
      const halted = async (step: () => Promise<{ status: number; body: { code?: string } }>) => {
        await money.contract.challenged();
        expect((await step()).body.code).toBe('contract_halted');
        await money.contract.must('resume');
        expect((await step()).status).toBe(200);
      };
      await halted(() => money.act(1, 'request'));
      await halted(() => money.act(1, 'approve', {}, parties.bureau.approver));
      await money.contract.halted('疫情');
      await money.must(1, 'withdraw', why);
      await money.must(1, 'request');
      await money.must(1, 'approve', {}, parties.bureau.approver);
      await money.contract.must('resume');
      await halted(() => money.act(1, 'pay', { account: ACCOUNT }));
    });

    it('never goes beyond the contract, with what was paid before it went on here', async () => {
      const contract = await Contracting.recorded(app, parties);
      const money = new Paying(app, contract);
      const payment = {
        kind: 'payment',
        data: { on: '2025-12-12', amount: '90000.00' },
        source: { kind: 'statement' },
      };
      await app.http
        .post(`/api/v1/contracts/${contract.id}/facts`)
        .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [payment] })
        .expect(200);
      await contract.must('take-over', { content: { standards: STANDARDS, payments: ADVANCES } });
      await contract.signBoth('confirm-content');
      const second = (await money.invoice(2, { amount: '90000.00' })).body as { id: string };
      await money.invoiced(1);
      const accept = () => money.onInvoice(second.id, 'accept');
      expect([(await accept()).body.code, (await accept()).body.facts]).toEqual([
        'invoice_differs',
        { invoiced: '90000.00', payable: '36000.00' },
      ]);
      await money.onInvoice(second.id, 'return', why);
      const { id } = (await money.invoices()).find(({ state }) => state === 'accepted') ?? { id: '' };
      await money.onInvoice(id, 'void', why);
      await money.onInvoice(second.id, 'submit', {}, parties.manager);
      expect((await accept()).status).toBe(200);
      expect(await money.must(2, 'request')).toMatchObject({ claimed: '90000.00', amount: '126000.00' });
      expect((await money.payment(1)).payable).toBe('0.00');
      const sql = (text: string, ...more: string[]) => app.dataSource.query(text, [contract.id, ...more]);
      await sql(
        `UPDATE payment SET state = 'due', claimed = amount, requested_by = $2, approvers = 1 WHERE contract_id = $1 AND no = 1`,
        parties.bureau.officer.id,
      );
      await sql(`UPDATE contract SET amount = 14399999 WHERE id = $1`);
      const approve = sql(`UPDATE payment SET state = 'approved' WHERE contract_id = $1 AND no = 2`);
      await expect(approve).rejects.toThrow('exceed the contract');
    });

    it('that fails is tried again, and one that came back is paid anew; each is a fact', async () => {
      const money = await signed();
      await money.approved(1);
      await money.must(1, 'fail', { reason: '账户冻结' });
      expect((await money.act(1, 'retry')).body.errors[0].pointer).toBe('/reason');
      await money.must(1, 'retry', why);
      await money.must(1, 'approve', {}, parties.bureau.approver);
      await money.must(1, 'pay', { account: ACCOUNT });
      await money.must(1, 'reverse', { reason: '银行退回' });
      expect(await facts(money)).toEqual([{ on: '2025-12-22', amount: '54000.00' }, { amount: '0.00' }]);
      await money.must(1, 'reopen', why);
      await money.must(1, 'approve', {}, parties.bureau.approver);
      await money.must(1, 'pay', { account: ACCOUNT });
      expect((await facts(money)).at(-1)).toEqual({ on: '2025-12-22', amount: '54000.00' });
    });

    it('that is not owed any more is given up, and an advance is not paid on a contract that ended', async () => {
      const money = await active();
      await money.invoiced(1);
      await money.must(1, 'request', {}, payers.both);
      await money.must(1, 'approve', {}, parties.bureau.approver);
      await money.must(1, 'fail', why);
      const cancel = (no: number, by = payers.approver) => money.act(no, 'cancel', { reason: '合同终止' }, by);
      expect((await cancel(2)).body.code).toBe('still_owed');
      expect((await cancel(1, payers.both)).body.code).toBe('own_request');
      expect((await cancel(1)).body.code).toBe('still_owed');
      await money.must(1, 'retry', why, payers.both);
      await money.contract.terminated('严重违约');
      expect((await money.act(1, 'approve', {}, payers.approver)).body.code).toBe('trigger_unmet');
      await money.must(1, 'withdraw', why);
      expect((await cancel(1, payers.both)).body.state).toBe('cancelled');
      expect((await cancel(2)).body.state).toBe('cancelled');
      const late = await active();
      await late.approved(1);
      await late.contract.terminated('严重违约');
      expect((await late.act(1, 'pay', { account: ACCOUNT })).body.code).toBe('trigger_unmet');
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import { makeAccount, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { makeTied } from '../support/implementing.js';
import { stored } from '../support/stored.js';

let app: TestApp;
let parties: Parties;
/** Somebody who is officer and approver at once, and an approver who sits in the agency too. */
let both: TestAccount;
let tied: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  const { id } = parties.bureau;
  both = await makeAccount(
    app,
    { role: 'bureau_officer', organisation: id },
    { role: 'bureau_approver', organisation: id },
  );
  tied = await makeTied(app, parties, 'bureau_approver');
});
afterAll(() => app.close());

/** What is stored; that a request was answered is remembered by its key. */
const readRows = async () => {
  const rows = Object.entries(await stored(app));
  return Object.fromEntries(rows.filter(([table]) => !/^(idempoten|session|refresh)/.test(table)));
};
const at = (moment: string) => setBusinessTime(app, `${moment}+08:00`);
const approver = (): TestAccount => parties.bureau.approver;
const active = async (): Promise<Contracting> => {
  await at('2025-12-22T09:00:00');
  return Contracting.active(app, parties);
};
const BREACH = { ground: 'breach', reference: '违约通知书1号', reason: '停止服务一个月' };

describe('the termination of a contract', () => {
  it('is proposed on a ground of the law with its paper, and hears the agency for five working days', async () => {
    const contract = await active();
    const propose = (body: object) => contract.act('propose-termination', { ...BREACH, ...body });
    const rows = await readRows();
    const groundless = [422, 'ground_not_lawful', 'CONTRACT-NO-UNILATERAL'];
    expect(said(await propose({ ground: 'mutual_agreement' }))).toEqual([...groundless, ['/ground']]);
    expect(said(await propose({ reference: undefined }))).toEqual([...groundless, ['/reference']]);
    expect((await propose({ reason: undefined })).body.errors[0].pointer).toBe('/reason');
    // Monday 22 December; the fifth working day after it is Monday 29.
    expect(said(await propose({ hearUntil: '2025-12-28' }))).toEqual([422, 'hearing_too_short', null, ['/hearUntil']]);
    expect(await readRows()).toEqual(rows);
    const proposed = (await propose({})).body;
    expect(proposed).toMatchObject({
      state: 'active',
      here: { endings: [{ kind: 'termination', state: 'proposed', hearUntil: '2025-12-29', statement: null }] },
    });
    expect((await propose({})).body.code).toBe('proposed_already');
    await contract.must('withdraw-termination-proposal', { reason: '机构承诺整改' });
    expect((await contract.act('withdraw-termination-proposal', { reason: '无' })).body.code).toBe(
      'termination_not_proposed',
    );
    const flood = { ...BREACH, ground: 'force_majeure', hearUntil: '2025-12-23' };
    expect((await contract.must('propose-termination', flood)).here.endings).toHaveLength(2);
    await contract.must('withdraw-termination-proposal', { reason: '洪水已退' });
  });

  it('is decided by another than who proposed it, once the agency was heard; else nothing is stored', async () => {
    const contract = await active();
    const terminate = (by: TestAccount) => contract.act('terminate', { reason: '违约属实' }, by);
    const heard = () => contract.act('be-heard', { statement: '人员已补齐，请求继续' }, parties.manager);
    expect((await terminate(approver())).body.code).toBe('termination_not_proposed');
    expect((await heard()).body.code).toBe('termination_not_proposed');
    await contract.must('propose-termination', BREACH, both);
    const rows = await readRows();
    expect(said(await terminate(both))).toEqual([422, 'proposer_decides', null, []]);
    expect((await terminate(parties.bureau.officer)).body.code).toBe('not_permitted');
    expect((await terminate(tied)).body.code).toBe('acts_with_interest');
    const early = await terminate(approver());
    expect([...said(early), early.body.facts]).toEqual([422, 'hearing_running', null, [], { hearUntil: '2025-12-29' }]);
    expect(await readRows()).toEqual(rows);
    expect((await contract.act('be-heard', {}, parties.manager)).status).toBe(400);
    expect((await heard()).status).toBe(200);
    expect((await heard()).body.code).toBe('heard_already');
    for (const reader of [parties.bureau.officer, parties.manager])
      expect((await contract.read(reader)).here.endings).toMatchObject([{ statement: '人员已补齐，请求继续' }]);
    await contract.must('withdraw-termination-proposal', { reason: '给予整改机会' });
    await contract.must('propose-termination', BREACH);
    expect((await heard()).status).toBe(200);
    const ended = (await terminate(approver())).body;
    expect(ended).toMatchObject({
      ...{ state: 'terminated', terminatedOn: '2025-12-22' },
      here: { endGround: 'breach', endReference: '违约通知书1号' },
    });
    // The public reads why it was proposed, on which the agency was heard, and not that somebody agreed.
    expect(ended.facts.find(({ kind }: { kind: string }) => kind === 'termination').data.reason).toBe(BREACH.reason);
    expect(ended.here.endings.map(({ state }: { state: string }) => state)).toEqual(['withdrawn', 'carried_out']);
  });

  it('waits for nobody who keeps silent beyond the last day of the hearing', async () => {
    const contract = await active();
    await contract.must('propose-halt', {
      ...{ ground: 'force_majeure', reference: '应急通知〔2025〕8号', reason: '洪水', until: '2026-01-31' },
    });
    await contract.must('order-halt', {}, approver());
    await contract.must('propose-termination', BREACH);
    await at('2025-12-29T23:59:00');
    expect((await contract.act('terminate', {}, approver())).body.code).toBe('hearing_running');
    await at('2025-12-30T00:00:01');
    const ended = await contract.must('terminate', {}, approver());
    expect(ended.here).toMatchObject({
      ...{ haltedFrom: null, haltGround: null },
      halts: [{ state: 'ended', ground: 'force_majeure', endedOn: '2025-12-30' }],
    });
  });

  it('that was only proposed is overtaken by the delivery', async () => {
    const contract = await active();
    await contract.must('propose-termination', BREACH);
    const delivered = await contract.must('deliver', {}, parties.manager);
    expect(delivered.here.endings).toMatchObject([{ state: 'overtaken' }]);
    expect((await contract.act('terminate', {}, approver())).body.code).toBe('wrong_state');
  });
});

describe('the rescission of a contract', () => {
  const JUDGMENT = {
    ...{ ground: 'court_judgment', reference: '（2025）行1号', decidedOn: '2025-12-20', reason: '判决' },
  };

  it('carries out a decision or a judgment, by its number and its day', async () => {
    const contract = await active();
    const propose = (body: object) => contract.act('propose-rescission', { ...JUDGMENT, ...body });
    const rows = await readRows();
    for (const [body, pointer] of [
      [{ ground: 'breach' }, '/ground'],
      [{ reference: undefined }, '/reference'],
      [{ decidedOn: undefined }, '/decidedOn'],
      [{ decidedOn: '2025-12-23' }, '/decidedOn'],
    ] as const)
      expect(said(await propose(body))).toEqual([422, 'remedy_not_decided', null, [pointer]]);
    expect((await propose({ ground: 'complaint_decision' })).body.code).toBe('performed_already');
    expect(await readRows()).toEqual(rows);
    const withdraw = () => contract.act('withdraw-rescission-proposal', { reason: '编号有误' });
    expect((await withdraw()).body.code).toBe('termination_not_proposed');
    expect((await contract.act('rescind', {}, approver())).body.code).toBe('termination_not_proposed');
    expect((await propose({})).body.here.endings).toMatchObject([{ decidedOn: '2025-12-20', hearUntil: null }]);
    expect((await propose({})).body.code).toBe('proposed_already');
    expect((await withdraw()).status).toBe(200);
    await contract.must('propose-rescission', JUDGMENT, both);
    const proposed = await readRows();
    expect((await contract.act('rescind', {}, both)).body.code).toBe('proposer_decides');
    expect((await contract.act('rescind', {}, tied)).body.code).toBe('acts_with_interest');
    expect(await readRows()).toEqual(proposed);
    const rescinded = await contract.must('rescind', {}, approver());
    expect(rescinded).toMatchObject({ state: 'rescinded', here: { endReference: '（2025）行1号' } });
  });

  it('that was only proposed is overtaken by an acceptance that ends the contract', async () => {
    await at('2025-12-22T09:00:00');
    const round = await Accepting.begin(app, parties);
    const { contract } = round;
    await contract.must('propose-rescission', JUDGMENT);
    await round.prepared('not_met', 'not_met');
    const concluded = await round.conclude({ result: 'failed', reason: '服务量不足三成', ground: 'breach' });
    expect([concluded.status, concluded.text]).toEqual([200, expect.anything()]);
    expect(await contract.read()).toMatchObject({ state: 'terminated', here: { endings: [{ state: 'overtaken' }] } });
    const tasks = await app.http.get('/api/v1/me/tasks?limit=200').set(approver().auth);
    expect([tasks.status, tasks.text.includes('"contract_ending"')]).toEqual([200, false]);
  });

  it('by a decision on a complaint is for what has not begun when it is carried out', async () => {
    await at('2025-12-22T09:00:00');
    const contract = await Contracting.signed(app, parties, {}, { window: { start: '2025-12-15', end: '2026-12-14' } });
    const decision = { ...JUDGMENT, ground: 'complaint_decision', reference: '财决〔2025〕2号' };
    await contract.must('propose-rescission', decision);
    await contract.must('start');
    expect((await contract.act('rescind', {}, approver())).body.code).toBe('performed_already');
    await contract.must('withdraw-rescission-proposal', { reason: '已经履行，由法院判决' });
    await contract.must('propose-rescission', JUDGMENT);
    expect((await contract.must('rescind', {}, approver())).state).toBe('rescinded');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveSeat, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, OPEN_TENDER, opening, openTenderBids } from '../support/bidding.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime, makeThreshold } from '../support/drafts.js';
import { makeTied } from '../support/implementing.js';
import { actOnLot } from '../support/lots.js';
import { Resulting } from '../support/results.js';
import { readTitle } from '../support/task-titles.js';

type Task = Parameters<typeof readTitle>[0] & { dueOn: string | null; subject: { id: string } };

let app: TestApp;
let parties: Parties;
/** Somebody who is officer and approver at once, and an approver who sits in the agency too. */
let both: TestAccount;
let tied: TestAccount;
let strangers: TestAccount[];
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  await makeThreshold(app);
  const seat = (role: 'bureau_officer' | 'bureau_approver') => ({ role, organisation: parties.bureau.id });
  both = await makeAccount(app, seat('bureau_officer'), seat('bureau_approver'));
  tied = await makeTied(app, parties, 'bureau_approver');
  strangers = [
    await makeUser(app, 'bureau_approver'),
    await makeUser(app, 'bureau_officer'),
    await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' })),
  ];
});
afterAll(() => app.close());

const at = (moment: string) => setBusinessTime(app, `${moment}+08:00`);
const approver = (): TestAccount => parties.bureau.approver;
/** Due days and titles of the tasks of a kind that are about one subject. */
const tasks = async (by: TestAccount, kind: string, subject: string): Promise<[string, string | null][]> => {
  const { body } = await app.http
    .get(`/api/v1/me/tasks?kind=${kind}&limit=200`)
    .set({ ...by.auth, 'Accept-Language': 'en' })
    .expect(200);
  const { items } = body as { items: Task[] };
  return items.filter((item) => item.subject.id === subject).map((task) => [readTitle(task), task.dueOn]);
};
const nobody = async (kind: string, subject: string, ...more: TestAccount[]): Promise<void> => {
  for (const by of [...strangers, ...more]) expect(await tasks(by, kind, subject)).toEqual([]);
};
const active = async (): Promise<Contracting> => {
  await at('2025-12-22T09:00:00');
  return Contracting.active(app, parties);
};

describe('a task for a second person', () => {
  it('halt: the proposal waits for another approver until it is ordered or taken back', async () => {
    const contract = await active();
    const flood = { ground: 'force_majeure', reference: '应急通知〔2025〕8号', reason: '洪水', until: '2026-01-20' };
    await contract.must('propose-halt', flood, both);
    const told = [['Proposed halt of a contract to be decided', null]];
    expect(await tasks(approver(), 'halt_decision', contract.id)).toEqual(told);
    await nobody('halt_decision', contract.id, both, parties.bureau.officer, parties.manager);
    await contract.must('withdraw-halt-proposal', { reason: '水已退' });
    expect(await tasks(approver(), 'halt_decision', contract.id)).toEqual([]);
    await contract.must('propose-halt', flood);
    expect(await tasks(both, 'halt_decision', contract.id)).toEqual(told);
    await contract.must('order-halt', {}, approver());
    expect(await tasks(both, 'halt_decision', contract.id)).toEqual([]);
  });

  it('halt for danger: another approver confirms it within three working days, after which it waits for nobody', async () => {
    const contract = await active();
    const danger = {
      ...{ ground: 'danger_to_recipients', reason: '护理员伤害老人', until: '2026-01-20' },
      servedBy: [{ line: parties.bureau.line, name: '街道应急照护队', from: '2025-12-22' }],
    };
    await contract.must('halt', danger, both);
    const told = [['Halt for danger to be confirmed', '2025-12-25']];
    expect(await tasks(approver(), 'halt_confirmation', contract.id)).toEqual(told);
    await nobody('halt_confirmation', contract.id, both, parties.bureau.officer, parties.manager);
    await at('2025-12-25T23:59:00');
    expect(await tasks(approver(), 'halt_confirmation', contract.id)).toEqual(told);
    await at('2025-12-26T00:00:01');
    expect(await tasks(approver(), 'halt_confirmation', contract.id)).toEqual([]);
    const other = await active();
    await other.must('halt', danger, both);
    await other.must('confirm-halt', {}, approver());
    expect(await tasks(approver(), 'halt_confirmation', other.id)).toEqual([]);
  });

  it('termination: the agency until it was heard, then another approver who does not sit in it', async () => {
    const contract = await active();
    const breach = { ground: 'breach', reference: '违约通知书1号', reason: '停止服务一个月' };
    await contract.must('propose-termination', breach, both);
    const heard = () => tasks(parties.manager, 'contract_hearing', contract.id);
    const decide = (by: TestAccount) => tasks(by, 'contract_ending', contract.id);
    expect(await heard()).toEqual([['To be heard on the end of a contract', '2025-12-29']]);
    expect(await decide(approver())).toEqual([]);
    await nobody('contract_hearing', contract.id, both, approver(), parties.bureau.officer);
    await contract.must('be-heard', { statement: '人员已补齐' }, parties.manager);
    expect(await heard()).toEqual([]);
    const told = [['Proposed end of a contract to be decided: Termination', null]];
    expect(await decide(approver())).toEqual(told);
    await nobody('contract_ending', contract.id, both, tied, parties.bureau.officer, parties.manager);
    await contract.must('withdraw-termination-proposal', { reason: '给予整改机会' });
    expect(await decide(approver())).toEqual([]);
    // Who keeps silent is waited for until the last day.
    await contract.must('propose-termination', breach, both);
    await at('2025-12-29T23:59:00');
    expect([await heard(), await decide(approver())]).toEqual([[expect.anything()], []]);
    await at('2025-12-30T00:00:01');
    expect([await heard(), await decide(approver())]).toEqual([[], told]);
    await contract.must('terminate', {}, approver());
    expect(await decide(approver())).toEqual([]);
  });

  it('rescission: another approver at once, since the decision or judgment has heard the agency', async () => {
    const contract = await active();
    const judgment = { ground: 'court_judgment', reference: '（2025）行1号', decidedOn: '2025-12-20', reason: '判决' };
    await contract.must('propose-rescission', judgment, both);
    expect(await tasks(approver(), 'contract_ending', contract.id)).toEqual([
      ['Proposed end of a contract to be decided: Rescission', null],
    ]);
    await nobody('contract_ending', contract.id, both, tied, parties.manager);
    expect(await tasks(parties.manager, 'contract_hearing', contract.id)).toEqual([]);
    await contract.must('rescind', {}, approver());
    expect(await tasks(approver(), 'contract_ending', contract.id)).toEqual([]);
  });

  it('withdrawal: the buyer until it was heard, then the agency that announced it', async () => {
    const contract = await active();
    const flood = { ground: 'force_majeure', reference: '受灾证明1号', reason: '场地被淹' };
    await contract.must('announce-withdrawal', flood, parties.manager);
    const asked = (by: TestAccount) => tasks(by, 'withdrawal_answer', contract.id);
    const own = () => tasks(parties.manager, 'contract_withdrawal', contract.id);
    expect(await asked(parties.bureau.officer)).toEqual([['Announced withdrawal to be answered', '2025-12-23']]);
    await nobody('withdrawal_answer', contract.id, parties.manager, approver());
    expect(await own()).toEqual([]);
    await contract.must('answer-withdrawal', { statement: '同意' });
    expect([await asked(parties.bureau.officer), await own()]).toEqual([
      [],
      [['Announced withdrawal to be carried out or taken back', null]],
    ]);
    await nobody('contract_withdrawal', contract.id, parties.bureau.officer, approver());
    await contract.must('withdraw-from-contract', {}, parties.manager);
    expect(await own()).toEqual([]);
  });

  it('objection: the buyer until it is answered', async () => {
    const contract = await active();
    await contract.must('raise-objection', { about: 'deduction', reason: '扣款无依据' }, parties.manager);
    const { objections } = (await contract.read()).here;
    expect(await tasks(parties.bureau.officer, 'objection', contract.id)).toEqual([
      ['Objection to be answered', objections[0]?.dueOn],
    ]);
    await nobody('objection', contract.id, parties.manager, approver());
    await contract.must('answer-objection', { objection: objections[0]?.id, reason: '已退回' });
    expect(await tasks(parties.bureau.officer, 'objection', contract.id)).toEqual([]);
  });

  it('bar of a body: whoever records bars, but for who recorded it', async () => {
    await at('2025-12-22T09:00:00');
    const admin = await makeUser(app, 'admin');
    const { finance } = parties.bureau;
    const url = `/api/v1/organisations/${parties.agency}/bars`;
    const decision = { number: '财监〔2025〕6号', authority: '示例市财政局', decided: 'finance_authority' };
    const made = await app.http
      .post(url)
      .set(finance.auth)
      .send({ ...decision, from: '2027-01-01', until: '2028-12-31' })
      .expect(201);
    const { id, version } = made.body as { id: string; version: number };
    expect(await tasks(admin, 'bar_confirmation', parties.agency)).toEqual([
      ['Recorded bar to be confirmed: 财监〔2025〕6号', null],
    ]);
    await nobody('bar_confirmation', parties.agency, finance, parties.manager, approver());
    await app.http
      .post(`${url}/${id}/actions/confirm`)
      .set({ ...admin.auth, 'If-Match': `"${version}"` })
      .send({})
      .expect(200);
    expect(await tasks(admin, 'bar_confirmation', parties.agency)).toEqual([]);
  });

  it('merge of two records: every administrator, but for who proposed it', async () => {
    const [admin, other] = [await makeUser(app, 'admin'), await makeUser(app, 'admin')];
    const [record, into] = [
      await makeBody(app, { name: '某中心' }),
      await makeBody(app, { name: '某社会工作服务中心' }),
    ];
    const url = `/api/v1/organisations/${record}/merges`;
    const made = await app.http.post(url).set(admin.auth).send({ into, ground: '简称' }).expect(201);
    const { id, version } = made.body as { id: string; version: number };
    const title = 'Merge of two records of one body to be confirmed: 某社会工作服务中心';
    expect(await tasks(other, 'merge_confirmation', record)).toEqual([[title, null]]);
    await nobody('merge_confirmation', record, admin, parties.manager, approver());
    await app.http
      .post(`${url}/${id}/actions/confirm`)
      .set({ ...other.auth, 'If-Match': `"${version}"` })
      .send({})
      .expect(200);
    expect(await tasks(other, 'merge_confirmation', record)).toEqual([]);
  });

  it('opening: whoever may order it, but for who asked and who sits in a body that may bid', async () => {
    await at('2025-11-03T09:00:00');
    const { bureau } = parties;
    const { tender } = await issueTender(app, bureau, OPEN_TENDER);
    await at('2025-12-01T09:00:00');
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    const told = [['Opening to be ordered by a second person', '2025-12-01']];
    expect(await tasks(approver(), 'opening_order', tender)).toEqual(told);
    expect(await tasks(both, 'opening_order', tender)).toEqual(told);
    // A seat in a body that may bid, given since by another way.
    const bids = await makeUser(app, 'bureau_approver', bureau.id);
    await giveSeat(app, bids, 'agency_worker', parties.agency);
    await nobody('opening_order', tender, bureau.officer, bids, parties.manager);
    await at('2025-12-01T09:30:30');
    expect((await opening(app, tender, approver(), 'open_bids')).status).toBe(200);
    expect(await tasks(both, 'opening_order', tender)).toEqual([]);
  });

  it('another method after a failure: a city with districts, of a negotiation with two who is of the level of the buyer', async () => {
    const { bureau } = parties;
    const county = await makeUser(
      app,
      'finance_authority',
      await makeBody(app, { kind: 'finance_authority', region: '990203' }),
    );
    const bidders = await makeBidders(app, 3);
    const two = { method: 'COMPETITIVE_NEGOTIATION', ground: 'two_left' };
    for (const [given, level, decides, other] of [
      [{ method: 'COMPETITIVE_CONSULTATION' }, 'county', bureau.finance, county],
      [two, 'municipal', bureau.finance, county],
      [two, 'county', county, bureau.finance],
    ] as const) {
      await app.dataSource.query(`UPDATE organisation SET budget_level = $2 WHERE id = $1`, [bureau.id, level]);
      await at('2025-11-03T09:00:00');
      const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
      await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00']);
      await at('2025-12-01T09:31:00');
      await openTenderBids(app, bureau, tender);
      const ways = await app.http.get(`/api/v1/tenders/${tender}/lots/1/ways`).set(bureau.officer.auth);
      const failures = (ways.body as { failures: { id: string }[] }).failures.map(({ id }) => id);
      const asked = await app.http
        .post(`/api/v1/tenders/${tender}/method-changes`)
        .set(bureau.officer.auth)
        .send({ cause: 'market', reason: '采购任务未取消', failures, ...given })
        .expect(201);
      const { id, version } = asked.body as { id: string; version: number };
      expect(await tasks(decides, 'method_change', tender)).toEqual([
        ['Another method after a failure to be decided', null],
      ]);
      await nobody('method_change', tender, other, bureau.officer, approver());
      await app.http
        .post(`/api/v1/tenders/${tender}/method-changes/${id}/actions/grant`)
        .set({ ...decides.auth, 'If-Match': `"${version}"` })
        .send({})
        .expect(200);
      expect(await tasks(decides, 'method_change', tender)).toEqual([]);
    }
    await app.dataSource.query(`UPDATE organisation SET budget_level = 'municipal' WHERE id = $1`, [bureau.id]);
  });

  it('end of an awarded lot: its winner until it was heard, then another approver', async () => {
    await at('2025-11-03T09:00:00');
    const { bureau } = parties;
    const result = await Resulting.begin(app, bureau);
    await result.published();
    const [winner, rival] = [await result.bidder(0), await result.bidder(1)];
    const lot = result.lots[0]?.id ?? '';
    const ending = { ground: 'unlawful_acts', reference: '财监〔2025〕7号', reason: '串通投标经查属实' };
    expect((await actOnLot(app, lot, 'propose-ending', ending, both)).status).toBe(200);
    expect(await tasks(winner, 'lot_hearing', result.id)).toEqual([['To be heard on the end of a lot', '2025-11-10']]);
    await nobody('lot_hearing', result.id, rival, both, approver());
    expect(await tasks(approver(), 'lot_ending', result.id)).toEqual([]);
    const [award] = (await result.read()).awards;
    expect((await result.onAward(award?.id ?? '', 'be-heard', { statement: '请求不予废标' }, winner)).status).toBe(200);
    expect(await tasks(winner, 'lot_hearing', result.id)).toEqual([]);
    expect(await tasks(approver(), 'lot_ending', result.id)).toEqual([['End of a lot to be decided', null]]);
    await nobody('lot_ending', result.id, both, winner, bureau.officer);
    expect((await actOnLot(app, lot, 'fail', { reason: '同意' }, approver())).status).toBe(200);
    expect(await tasks(approver(), 'lot_ending', result.id)).toEqual([]);
  });
});

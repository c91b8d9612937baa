import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { issueTender } from '../support/bidding.js';
import { CONTENT, Contracting, makeParties, WINDOW, type Parties } from '../support/contracts.js';
import { makeLine, makeThreshold, setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeGround } from '../support/evaluations.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { contractOf, Resulting } from '../support/results.js';
import { startContracting } from '../support/started.js';
import { readTitle } from '../support/task-titles.js';

let app: TestApp;
let parties: Parties;
let officer: TestAccount;
let approver: TestAccount;
let stranger: TestAccount;
beforeAll(async () => {
  ({ app, parties } = await startContracting());
  ({ officer, approver } = parties.bureau);
  stranger = await makeUser(app, 'bureau_officer');
  await makeThreshold(app);
});
afterAll(() => app.close());

const at = (day: string): Promise<void> => setBusinessTime(app, `${day}T09:00:00+08:00`);
const setAward = (contract: string, state: string) =>
  app.dataSource.query(`UPDATE award SET state = $2 WHERE id = (SELECT award_id FROM contract WHERE id = $1)`, [
    contract,
    state,
  ]);

describe('a draft of a contract', () => {
  const all = [() => officer, () => approver, () => parties.manager, () => stranger];
  /** Of the officer, the approver, the agency and a stranger. */
  const steps = (kind: string, contract: string) => Promise.all(all.map((who) => ownSteps(app, who(), kind, contract)));

  it('that lacks something is its buyer’s to word anew, and nobody’s to sign until it lacks nothing', async () => {
    const { award } = await Contracting.awarded(app, parties, { window: WINDOW });
    const made = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award, ...CONTENT, standards: [] })
      .expect(201);
    const draft = new Contracting(app, parties, (made.body as { id: string }).id);
    const at = `contracts/${draft.id}/actions`;
    expect(await steps('contract_redraft', draft.id)).toEqual([[`${at}/redraft`], [], [], []]);
    expect(await steps('contract_signature', draft.id)).toEqual([[], [], [], []]);
    const [task] = await ownTasks(app, officer, 'contract_redraft', draft.id);
    expect(task && readTitle(task)).toBe(
      'Draft of a contract that lacks something to be signed: What the service must come to',
    );
    await draft.must('redraft', { reason: '补充', content: { standards: CONTENT.standards } });
    expect(await steps('contract_redraft', draft.id)).toEqual([[], [], [], []]);
    expect(await steps('contract_signature', draft.id)).toEqual([[], [`${at}/sign`], [`${at}/sign`], []]);
  });

  it('whose award is gone is its buyer’s to give up, and nobody’s to sign', async () => {
    const draft = await Contracting.drafted(app, parties);
    expect(await steps('contract_unsignable', draft.id)).toEqual([[], [], [], []]);
    expect((await steps('contract_signature', draft.id)).map((each) => each.length)).toEqual([0, 1, 1, 0]);
    await setAward(draft.id, 'invalidated');
    expect(await steps('contract_unsignable', draft.id)).toEqual([
      [`contracts/${draft.id}/actions/abandon`],
      [],
      [],
      [],
    ]);
    expect(await steps('contract_signature', draft.id)).toEqual([[], [], [], []]);
    await draft.must('abandon', { reason: '中标无效' });
    expect(await steps('contract_unsignable', draft.id)).toEqual([[], [], [], []]);
  });
});

describe('a page of tasks', () => {
  it('is full while the list goes on: what turns out to be no task takes no place', async () => {
    const own = await makeParties(app, null);
    const { award } = await Contracting.awarded(app, own, { window: WINDOW });
    for (let i = 0; i < 2; i++) await Contracting.drafted(app, own);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(own.bureau.officer.auth)
      .send({ award, ...CONTENT, standards: [] })
      .expect(201);
    await Contracting.drafted(app, own);
    for (const sort of ['since', '-since', 'due', '-due']) {
      const path = `/api/v1/me/tasks?kind=contract_redraft&limit=1&sort=${sort}`;
      const { body } = await app.http.get(path).set(own.bureau.officer.auth).expect(200);
      const { items, next } = body as { items: { id: string }[]; next: string | null };
      expect([items.map(({ id }) => id), next]).toEqual([[(made.body as { id: string }).id], null]);
    }
  });
});

describe('what acceptance asks to be mended', () => {
  it('is its agency’s by its day, and its buyer’s to go on with once that is over, until it is delivered again', async () => {
    await at('2025-12-22');
    const { agency, manager } = parties;
    const worker = await makeUser(app, 'agency_worker', agency);
    const round = await Accepting.begin(app, parties);
    await round.prepared('met', 'partly');
    const asked = { result: 'rectify', reason: '满意度低于约定', newDueOn: '2026-01-31' };
    const waits = async (kind: string, by = manager) =>
      (await ownTasks(app, by, kind, round.contract.id)).map((task) => [readTitle(task), task.dueOn, task.overdue]);
    const title = 'Delivery of the whole to be reported: to be mended, as the acceptance asked';
    expect(await waits('contract_delivery')).toEqual([]);
    expect((await round.conclude(asked)).status).toBe(200);
    expect(await waits('contract_delivery')).toEqual([[title, '2026-01-31', false]]);
    await at('2026-01-31');
    expect(await waits('rectification_missed', officer)).toEqual([]);
    await at('2026-02-01');
    expect(await waits('contract_delivery')).toEqual([[title, '2026-01-31', true]]);
    expect(await waits('rectification_missed', officer)).toEqual([
      ['Rectification not delivered by its day', null, false],
    ]);
    for (const by of [manager, worker, stranger]) expect(await waits('rectification_missed', by)).toEqual([]);
    await round.contract.must('deliver', {}, manager);
    expect(await waits('contract_delivery')).toEqual([]);
    expect(await waits('rectification_missed', officer)).toEqual([]);
  });
});

describe('a published evaluation', () => {
  it('is told to its agency for thirty days, without a last day that no rule sets, until it has appealed', async () => {
    await at('2025-12-22');
    const ground = await makeGround(app, null);
    const { manager, bureau } = ground.parties;
    const waits = (by = manager) => ownTasks(app, by, 'evaluation_appealable', ground.contract);
    const first = await Evaluating.sent(app, ground);
    await first.must('confirm', {}, bureau.approver);
    // What is not published is known to nobody else.
    expect(await waits()).toEqual([]);
    await first.must('publish');
    expect(await waits()).toMatchObject([
      { id: first.id, dueOn: null, dueBy: null, action: { href: `/api/v1/evaluations/${first.id}/actions/appeal` } },
    ]);
    for (const by of [bureau.officer, bureau.approver, ground.evaluator.user, stranger, parties.manager])
      expect(await waits(by)).toEqual([]);
    await at('2026-01-20');
    expect(await waits()).toHaveLength(1);
    await at('2026-01-22');
    expect(await waits()).toEqual([]);
    await at('2025-12-23');
    expect(await waits()).toHaveLength(1);
    await first.must('appeal', { reason: '抽样有误' }, manager);
    expect(await waits()).toEqual([]);
  });
});

describe('a notice that was published here', () => {
  it('waits for its official address with buyer and agent, until that is recorded', async () => {
    await at('2025-11-03');
    const { tender } = await issueTender(app, parties.bureau);
    const waits = async (by = officer) =>
      (await ownTasks(app, by, 'notice_address', tender)).map((task) => [
        readTitle(task),
        task.dueOn,
        task.action?.href,
      ]);
    const href = `/api/v1/tenders/${tender}/notices`;
    expect(await waits()).toEqual([['Official address of a notice to be recorded: tender notice', null, href]]);
    for (const by of [approver, parties.manager, stranger]) expect(await waits(by)).toEqual([]);
    await app.http
      .post(href)
      .set(officer.auth)
      .send({ kind: 'tender', url: 'https://example.org/notice', publishedOn: '2025-11-03' })
      .expect(200);
    expect(await waits()).toEqual([]);
  });
});

describe('a notice of a purchase that is over', () => {
  it('waits for no address once its contracts are archived or ended a year ago; one that goes on does', async () => {
    await at('2025-11-03');
    const result = await Resulting.begin(app, parties.bureau, { window: WINDOW });
    const contract = await contractOf(result, (await result.published()).id, 0);
    const { tender } = await contract.read();
    const live = await issueTender(app, parties.bureau);
    const waits = async (of: string) => (await ownTasks(app, officer, 'notice_address', of)).length > 0;
    const set = (state: string) =>
      app.dataSource.query(`UPDATE contract SET state = $2 WHERE id = $1`, [contract.id, state]);
    expect([await waits(tender), await waits(live.tender)]).toEqual([true, true]);
    await set('archived');
    expect([await waits(tender), await waits(live.tender)]).toEqual([false, true]);
    await set('signed');
    await at('2027-12-31');
    expect(await waits(tender)).toBe(true);
    await at('2028-01-01');
    expect([await waits(tender), await waits(live.tender)]).toEqual([false, true]);
  });
});

describe('what a contract served that has ended', () => {
  it('and that nothing follows is its bureau’s: the line, and the need that was planned for it', async () => {
    await at('2025-12-22');
    const line = await makeLine(app, officer, '虚构助餐');
    const contract = await Contracting.signed(app, parties, {}, { window: WINDOW, serviceLines: [line] });
    const need = await app.http
      .post('/api/v1/needs')
      .set(officer.auth)
      .send({ title: '助餐', serviceLine: line, headcount: 20, evidence: '走访', source: { kind: 'statement' } })
      .expect(201);
    const { id } = need.body as { id: string };
    for (const action of ['verify', 'plan']) {
      const { headers } = await app.http.get(`/api/v1/needs/${id}`).set(officer.auth).expect(200);
      await app.http
        .post(`/api/v1/needs/${id}/actions/${action}`)
        .set({ ...officer.auth, 'If-Match': String(headers['etag']) })
        .send({})
        .expect(200);
    }
    const lines = (by = officer) => ownTasks(app, by, 'line_unserved', line);
    const needs = (by = officer) => ownTasks(app, by, 'need', id);
    await at('2026-12-31');
    expect([await lines(), await needs()]).toEqual([[], []]);
    await at('2027-01-01');
    expect(await lines()).toMatchObject([{ id: line, dueOn: null, action: null, since: '2026-12-31T16:00:00.000Z' }]);
    expect(await needs()).toMatchObject([{ id, action: null, since: '2026-12-31T16:00:00.000Z' }]);
    expect((await needs())[0]?.title).toBe(
      'Need: what served it has ended and nothing follows: met or left unmet (助餐)',
    );
    for (const by of [parties.manager, stranger]) expect([await lines(by), await needs(by)]).toEqual([[], []]);
    // A contract that is signed for what comes next is one; until it begins nobody serves, which its bureau is told before and meanwhile.
    await at('2026-11-02');
    await Contracting.signed(
      app,
      parties,
      {},
      {
        window: { start: '2027-02-01', end: '2027-12-31' },
        serviceLines: [line],
      },
    );
    const gap = 'Service line without service: from 2027-01-01 to 2027-01-31, what follows begins later';
    for (const [day, dueOn] of [
      ['2026-11-02', '2026-12-31'],
      ['2027-01-01', null],
    ] as const) {
      await at(day);
      expect((await lines()).map((task) => [readTitle(task), task.dueOn])).toEqual([[gap, dueOn]]);
      expect(await needs()).toEqual([]);
    }
    await at('2027-02-01');
    expect([await lines(), await needs()]).toEqual([[], []]);
    await at('2028-01-01');
    expect(await lines()).toHaveLength(1);
    expect((await contract.read()).state).toBe('signed');
  });
});

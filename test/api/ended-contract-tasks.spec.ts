import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, upload, type AcceptanceBody } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { Implementing } from '../support/implementing.js';
import { ownSteps, ownTasks, takeOwnTask } from '../support/own-tasks.js';
import { Paying, stateAccount } from '../support/paying.js';
import { startContracting } from '../support/started.js';
import { readVersion } from '../support/version.js';

const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
const FAILED = { result: 'failed', reason: '服务量不足三成', ground: 'breach' };
const code = (answer: unknown) => said(answer as Answer).slice(0, 2);

describe('what waits for the buyer of a contract that was delivered or ended', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let others: TestAccount[];
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    ({ officer } = parties.bureau);
    others = [
      ...[parties.manager, parties.bureau.approver, await makeUser(app, 'bureau_officer')],
      await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' })),
    ];
  });
  afterAll(() => app.close());

  const KINDS = ['acceptance_opening', 'contract_unperformed'] as const;
  /** Which of the two ways on the officer has: to have it accepted, or to close it. */
  const ways = async ({ id }: Contracting): Promise<string[]> => {
    const found = await Promise.all(KINDS.map((kind) => ownTasks(app, officer, kind, id)));
    return found.flat().map(({ kind }) => kind);
  };
  const close = (contract: Contracting) => contract.act('close-unperformed', { reason: '未履行' });
  /** The officer's one task is to open a round, and its address opens one, which is answered. */
  const opened = async (contract: Contracting): Promise<Accepting> => {
    const { id } = contract;
    expect(await ways(contract)).toEqual(['acceptance_opening']);
    expect(code(await close(contract))[0]).not.toBe(200);
    await takeOwnTask(
      app,
      officer,
      {
        ...{ kind: 'acceptance_opening', subject: id, lot: 1, dueOn: null },
        ...{ title: 'Round of acceptance to be opened', href: `contracts/${id}/acceptance` },
      },
      { version: await readVersion(app, 'contract', id), others },
    );
    const { body } = await app.http.get(`/api/v1/contracts/${id}/acceptance`).set(officer.auth).expect(200);
    const round = (body as { items: AcceptanceBody[] }).items.find(({ state }) => state === 'open');
    return new Accepting(app, contract, round?.id ?? '');
  };
  /** The officer's one task is to close the contract, and its address does. */
  const closed = async (contract: Contracting): Promise<void> => {
    const { id } = contract;
    expect(await ways(contract)).toEqual(['contract_unperformed']);
    await takeOwnTask(
      app,
      officer,
      {
        ...{ kind: 'contract_unperformed', subject: id, lot: 1, dueOn: null },
        ...{
          title: 'Contract that ended unperformed to be closed',
          href: `contracts/${id}/actions/close-unperformed`,
        },
      },
      { body: { reason: '未履行' }, version: await readVersion(app, 'contract', id), others },
    );
    expect((await contract.read()).state).toBe('settled');
  };
  const served = (contract: Contracting, more: object = {}) =>
    app.http
      .post(`/api/v1/contracts/${contract.id}/service-records`)
      .set(contract.parties.manager.auth)
      .send({ servedOn: '2025-12-20', form: 'visit', minutes: 60, workers: {}, participants: 1, ...more })
      .expect(201);

  /** Taken over, delivered on a day of which the month alone is known. */
  const deliveredByMonth = async (): Promise<Contracting> => {
    const contract = await Contracting.recorded(app, parties, { window: { start: '2025-12-11', end: '2025-12-20' } });
    const facts = ['started', 'delivered'].map((kind) => ({
      ...{ kind, data: { on: '2025-12' }, source: { kind: 'statement' } },
    }));
    const recorded = await contract.post('facts', { facts });
    expect([recorded.status < 300, recorded.text]).toEqual([true, recorded.text]);
    await contract.must('take-over', { content: CONTENT });
    expect(await contract.read()).toMatchObject({ state: 'delivered', here: { deliveredOn: null } });
    return contract;
  };

  it('ended by a failed acceptance: it is looked at anew, and closed once that round fails as well', async () => {
    const first = await Accepting.begin(app, parties);
    const { contract } = first;
    await first.prepared('not_met', 'partly');
    expect((await first.conclude(FAILED)).body).toMatchObject({ state: 'concluded', ofEnded: false });
    expect(code(await close(contract))).toEqual([422, 'something_was_delivered']);
    const second = await opened(contract);
    expect(await ways(contract)).toEqual([]);
    await second.prepared('not_met', 'partly');
    expect((await second.conclude(FAILED)).body).toMatchObject({ state: 'concluded', ofEnded: true });
    await closed(contract);
  });

  it('ended with a milestone that was accepted: a round that fails leaves it to another one', async () => {
    const milestones = [{ no: 1, name: '中期', dueOn: '2026-01-31' }];
    const work = await Implementing.begin(app, parties, { milestones }, { window: WINDOW });
    const { contract } = work;
    const [milestone] = await work.list('milestones');
    const id = milestone?.id ?? '';
    await work.must('milestones', id, 'submit', { documents: [await upload(app, parties.manager)] }, parties.manager);
    await work.must('milestones', id, 'accept', {}, officer);
    await contract.terminated('严重违约');
    const first = await opened(contract);
    await first.prepared('not_met', 'partly');
    expect((await first.conclude(FAILED)).body).toMatchObject({ state: 'concluded', ofEnded: true });
    expect(code(await close(contract))).toEqual([422, 'something_was_delivered']);
    const [task] = await ownTasks(app, officer, 'acceptance_opening', contract.id);
    expect((task?.since ?? '') > '2025-12-22T01').toBe(true);
    const second = await opened(contract);
    await second.prepared('met', 'partly');
    const part = { result: 'passed', acceptedPart: '中期目标', acceptedAmount: '60000.00' };
    expect((await second.conclude(part)).body).toMatchObject({ state: 'concluded', acceptedAmount: '60000.00' });
    expect(await ways(contract)).toEqual([]);
  });

  it('delivered, then rescinded by a court: what was delivered is looked at', async () => {
    const contract = await Contracting.signed(app, parties, {}, { window: WINDOW });
    await contract.must('start');
    await contract.must('deliver', {}, parties.manager);
    await contract.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2026）行1号' });
    expect(code(await close(contract))).toEqual([422, 'something_was_delivered']);
    await opened(contract);
  });

  it('delivered, sent back to be mended and then terminated: what was delivered is looked at', async () => {
    const first = await Accepting.begin(app, parties);
    const { contract } = first;
    await first.prepared('not_met', 'partly');
    const rectify = { result: 'rectify', reason: '满意度未达标', newDueOn: '2026-02-28' };
    expect((await first.conclude(rectify)).body).toMatchObject({ state: 'concluded', ofEnded: false });
    await contract.terminated('逾期未整改');
    expect(code(await close(contract))).toEqual([422, 'something_was_delivered']);
    const second = await opened(contract);
    await second.prepared('met', 'partly');
    const part = { result: 'passed', acceptedPart: '已提供的服务', acceptedAmount: '60000.00' };
    expect((await second.conclude(part)).body).toMatchObject({ state: 'concluded', acceptedAmount: '60000.00' });
    expect(await ways(contract)).toEqual([]);
  });

  it('delivered in a month of which no day is known, then rescinded by a court: what was delivered is looked at', async () => {
    const contract = await deliveredByMonth();
    await contract.signBoth('confirm-content');
    await contract.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2026）行1号' });
    expect(code(await close(contract))).toEqual([422, 'something_was_delivered']);
    await opened(contract);
  });

  it('ended with records of service beside the contract alone: it is closed', async () => {
    const contract = await Contracting.active(app, parties);
    await served(contract, { withinContract: false });
    await contract.terminated('失联');
    expect(code(await Accepting.open(app, contract))).toEqual([422, 'nothing_was_delivered']);
    await closed(contract);
  });

  it('ended with such records alone: its agency is asked for no account until something of the contract is on record', async () => {
    const own = await makeParties(app, null);
    const contract = await Contracting.active(app, own);
    await served(contract, { withinContract: false });
    await contract.terminated('失联');
    expect(await ownTasks(app, own.manager, 'payee_account')).toEqual([]);
    await served(contract);
    expect(await ownTasks(app, own.manager, 'payee_account', contract.id)).toHaveLength(1);
  });

  it('taken over and delivered, which its agency has not confirmed: nothing is opened until both have', async () => {
    const contract = await Contracting.recorded(app, parties, { window: WINDOW });
    await contract.must('take-over', { content: CONTENT });
    await contract.must('start');
    await contract.must('deliver', {}, parties.manager);
    const { contentHash: hash } = (await contract.read()).here;
    await contract.must('confirm-content', { hash }, parties.bureau.approver);
    expect(await ways(contract)).toEqual([]);
    expect(code(await Accepting.open(app, contract))).toEqual([422, 'content_unconfirmed']);
    await contract.must('confirm-content', { hash }, parties.manager);
    await opened(contract);
  });

  it('taken over and terminated, which its agency has never confirmed: the buyer has it looked at, and pays once the agency has', async () => {
    const contract = await Contracting.recorded(app, parties, { window: WINDOW });
    await contract.must('take-over', { content: CONTENT });
    await contract.must('start');
    await served(contract);
    await contract.terminated('失联');
    expect(code(await close(contract))).toEqual([422, 'something_was_delivered']);
    expect(code(await Accepting.open(app, contract))).toEqual([422, 'content_unconfirmed']);
    expect(await ways(contract)).toEqual([]);
    const { contentHash: hash } = (await contract.read()).here;
    await contract.must('confirm-content', { hash }, parties.bureau.approver);
    const round = await opened(contract);
    await round.prepared('met', 'partly');
    await round.conclude({ result: 'passed', acceptedPart: '已提供的服务', acceptedAmount: '180000.00' });
    await round.must('publish');
    expect((await contract.read()).state).toBe('part_accepted');
    const settlements = () => ownTasks(app, officer, 'contract_settlement', contract.id);
    expect(await settlements()).toEqual([]);
    expect(code(await contract.act('settle'))).toEqual([422, 'payments_open']);
    expect(await ownSteps(app, parties.manager, 'content_confirmation', contract.id)).toEqual([
      `contracts/${contract.id}/actions/confirm-content`,
    ]);
    await contract.must('confirm-content', { hash }, parties.manager);
    const money = new Paying(app, contract);
    expect((await stateAccount(app, parties)).status).toBe(200);
    await money.paid(1);
    await money.paid(2);
    expect(await settlements()).toHaveLength(1);
    await contract.must('settle');
  });

  it('taken over and terminated, with nothing of it that will do: it is closed', async () => {
    const contract = await Contracting.recorded(app, parties, { window: WINDOW });
    await contract.must('take-over', { content: CONTENT });
    await contract.must('start');
    await served(contract);
    const { contentHash: hash } = (await contract.read()).here;
    await contract.must('confirm-content', { hash }, parties.bureau.approver);
    await contract.terminated('失联');
    const round = await opened(contract);
    await round.prepared('not_met', 'partly');
    expect((await round.conclude(FAILED)).body).toMatchObject({ state: 'concluded', ofEnded: true });
    await closed(contract);
  });

  it('delivered on a day of which the month alone is known', async () => {
    const contract = await deliveredByMonth();
    expect(await ways(contract)).toEqual([]);
    await contract.signBoth('confirm-content');
    const [task] = await ownTasks(app, officer, 'acceptance_opening', contract.id);
    expect(task?.since.slice(0, 10)).toBe('2025-12-22');
    await opened(contract);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { actionNames } from '../support/actions.js';
import { Accepting, anotherApprover, registered, upload, type AcceptanceBody } from '../support/acceptances.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties, said, type ContractBody, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Surveying } from '../support/surveys.js';

const START = '2025-12-22T09:00:00+08:00';
const codes = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code ?? null];
const kinds = ({ facts }: ContractBody, kind: string) => facts.filter((f) => f.kind === kind).map((f) => f.data);

describe('a round of acceptance', () => {
  let app: TestApp;
  let parties: Parties;
  /** Writes for the buyer and sits in the agency. */
  let tied: TestAccount;
  let worker: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app, START);
    const { bureau, agency } = parties;
    tied = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau.id },
      { role: 'bureau_approver', organisation: bureau.id },
      { role: 'integrator', organisation: agency },
    );
    worker = await makeUser(app, 'agency_worker', agency);
  });
  afterAll(() => app.close());
  const begin = (known: object = {}) => Accepting.begin(app, parties, known);
  const served = (contract: Contracting, more: object = {}) =>
    app.http
      .post(`/api/v1/contracts/${contract.id}/service-records`)
      .set(worker.auth)
      .send({ servedOn: '2025-12-20', form: 'visit', minutes: 60, workers: {}, participants: 1, ...more });
  /** A contract that was ended while it ran. */
  const terminated = async (): Promise<Contracting> => {
    const contract = await Contracting.active(app, parties);
    await contract.terminated('人员不足，无法继续');
    return contract;
  };
  describe('is opened', () => {
    it('by the buyer, of a contract that was delivered, against its standards, one at a time', async () => {
      const contract = await Contracting.active(app, parties);
      expect(codes(await Accepting.open(app, contract))).toEqual([409, 'wrong_state']);
      await contract.must('deliver', {}, parties.manager);
      expect(actionNames((await contract.read()).allowedActions)).toContain('open_acceptance');
      expect(codes(await Accepting.open(app, contract, parties.manager))).toEqual([403, 'not_permitted']);
      expect(codes(await Accepting.open(app, contract, parties.bureau.approver))).toEqual([403, 'not_permitted']);
      const made = await Accepting.open(app, contract);
      const round = made.body as AcceptanceBody & { contract: string };
      expect([made.status, made.headers.location]).toEqual([201, `/api/v1/acceptances/${round.id}`]);
      expect(round).toMatchObject({
        no: 1,
        state: 'open',
        publicService: true,
        contract: contract.id,
        recipientsHeard: 0,
      });
      expect(round.items).toMatchObject([
        { no: 1, text: '上门服务', target: 9600, unit: '人次', result: null },
        { no: 2, text: '满意度', target: 90, result: null },
      ]);
      expect(codes(await Accepting.open(app, contract))).toEqual([422, 'acceptance_open']);
      // Once it is concluded and the service was mended, the next one is opened.
      const first = new Accepting(app, contract, round.id);
      await first.prepared('met', 'partly');
      const rectify = { result: 'rectify', reason: '满意度未达标', newDueOn: '2026-02-28' };
      expect((await first.conclude(rectify)).status).toBe(200);
      await contract.must('deliver', {}, parties.manager);
      expect((await Accepting.open(app, contract)).body).toMatchObject({ no: 2, state: 'open' });
    });

    it('against what both have confirmed', async () => {
      const contract = await Contracting.recorded(app, parties);
      await contract.must('take-over', { content: CONTENT });
      await setBusinessTime(app, '2026-01-02T09:00:00+08:00');
      await contract.must('start');
      await contract.must('deliver', {}, parties.manager);
      await setBusinessTime(app, START);
      expect(codes(await Accepting.open(app, contract))).toEqual([422, 'content_unconfirmed']);
      await contract.signBoth('confirm-content');
      expect((await Accepting.open(app, contract)).status).toBe(201);
    });

    it('of one that ended where something of it was done', async () => {
      const contract = await terminated();
      expect(codes(await Accepting.open(app, contract))).toEqual([422, 'nothing_was_delivered']);
      // What the contract does not ask for is nothing of it.
      expect((await served(contract, { withinContract: false })).status).toBe(201);
      expect(codes(await Accepting.open(app, contract))).toEqual([422, 'nothing_was_delivered']);
      expect((await served(contract)).status).toBe(201);
      expect((await Accepting.open(app, contract)).status).toBe(201);
    });

    it('not of one that is recorded, nor one that a stranger does not see', async () => {
      const recorded = await Contracting.recorded(app, parties);
      expect(codes(await Accepting.open(app, recorded))).toEqual([422, 'conducted_elsewhere']);
      const stranger = await makeUser(app, 'bureau_officer', await makeBody(app));
      const { contract, id } = await begin();
      expect(codes(await Accepting.open(app, contract, stranger))).toEqual([404, 'not_found']);
      expect((await app.http.get(`/api/v1/acceptances/${id}`).set(stranger.auth)).status).toBe(404);
      expect((await app.http.get(`/api/v1/acceptances/${id}`)).status).toBe(404);
      const late = await Accepting.open(app, await terminated(), undefined, { opinionsUntil: '2025-12-21' });
      expect(late.status).toBe(422);
    });
  });

  describe('is itemised', () => {
    it('once every standard is ticked, counted and shown', async () => {
      const round = await begin();
      expect(said(await round.act('itemise'))).toEqual([
        422,
        'standards_unticked',
        'ACCEPT-ITEMISED',
        ['/items/0/result', '/items/1/result'],
      ]);
      const documents = [await upload(app, round.officer)];
      const put = (...items: object[]) => round.send('put', 'items', { items });
      const first = { no: 1, result: 'met', measured: '9600', documents };
      await put(first, { no: 2, result: 'partly', documents });
      expect(said(await round.act('itemise'))[3]).toEqual(['/items/1/measured']);
      await put(first, { no: 2, result: 'partly', measured: '88.5', note: '抽样回访' });
      expect(said(await round.act('itemise'))).toEqual([422, 'evidence_missing', null, ['/items/1/documents']]);
      // That nothing was done is said in words.
      await put(first, { no: 2, result: 'not_met', measured: '0', note: '未开展满意度调查' });
      expect(codes(await round.act('itemise', {}, tied))).toEqual([422, 'acts_with_interest']);
      expect((await round.must('itemise')).state).toBe('itemised');
      expect(codes(await put(first))).toEqual([409, 'wrong_state']);
      expect((await round.act('correct-items')).body.errors[0].pointer).toBe('/reason');
      expect((await round.must('correct-items', { reason: '补充材料' })).state).toBe('open');
      // A document of somebody else is none to show.
      const theirs = await upload(app, parties.manager);
      expect(codes(await put({ ...first, documents: [theirs] }))).toEqual([404, 'not_found']);
      expect(said(await put({ no: 3, result: 'met' }))).toEqual([400, 'validation_failed', null, ['/items/0/no']]);
      expect((await put(first, first)).status).toBe(400);
    });

    it('as met with less than agreed only where somebody says why, which stands in the round', async () => {
      const round = await begin();
      const documents = [await upload(app, round.officer)];
      const put = (more: object) =>
        round.send('put', 'items', {
          items: [
            { no: 1, result: 'met', measured: '9599.9999', documents, ...more },
            { no: 2, result: 'met', measured: '90', documents },
          ],
        });
      for (const note of [undefined, '']) {
        await put({ note });
        expect(said(await round.act('itemise'))).toEqual([422, 'measured_below_target', null, ['/items/0/note']]);
      }
      await put({ note: '停课两周，经双方确认顺延' });
      const { items } = await round.must('itemise');
      expect(items.map(({ result, short }) => [result, short])).toEqual([['met', true], ['met', false]]); // prettier-ignore
    });

    it('with records of service, as long as they stand; what they come to is shown beside', async () => {
      const contract = await Contracting.signed(
        app,
        parties,
        { standards: [{ no: 1, text: '上门服务', target: 2, unit: '次', measure: { of: 'records', form: 'visit' } }] },
        { window: { start: '2025-12-15', end: '2026-12-14' } },
      );
      await contract.must('start');
      const recipient = await registered(app, parties, contract.id);
      const { id: record } = (await served(contract, { recipients: [recipient] })).body as { id: string };
      await served(contract, { form: 'group' });
      await contract.must('deliver', {}, parties.manager);
      const round = await Accepting.of(app, contract);
      expect(await round.read()).toMatchObject({ items: [{ counted: '1' }], records: { records: 2, recipients: 1 } });
      const tick = { no: 1, result: 'partly', measured: '1' };
      expect(said(await round.send('put', 'items', { items: [{ ...tick, records: [randomUUID()] }] }))[3]).toEqual([
        '/items/0/records/0',
      ]);
      const { id: outside } = (await served(contract, { withinContract: false })).body as { id: string };
      expect(said(await round.send('put', 'items', { items: [{ ...tick, records: [outside] }] }))[3]).toEqual([
        '/items/0/records/0',
      ]);
      await round.send('put', 'items', { items: [{ ...tick, records: [record] }] });
      const withdrawn = await app.http
        .post(`/api/v1/contracts/${contract.id}/service-records/${record}/corrections`)
        .set(worker.auth)
        .send({ reason: '重复录入', record: null });
      expect(withdrawn.status).toBe(201);
      expect(codes(await round.act('itemise'))).toEqual([422, 'evidence_missing']);
      const { id: again } = (await served(contract)).body as { id: string };
      await round.send('put', 'items', { items: [{ ...tick, records: [again] }] });
      expect((await round.must('itemise')).items).toMatchObject([{ counted: '1', result: 'partly' }]);
    });
  });

  describe('hears the recipients', () => {
    it('by number and with what shows it; the serving agency learns from five upward how many, and not who', async () => {
      const round = await begin();
      const recipient = await registered(app, parties, round.contract.id);
      await round.tick('met', 'met');
      await round.must('itemise');
      expect(said(await round.act('take-opinions'))).toEqual([422, 'recipients_absent', 'ACCEPT-RECIPIENT', []]);
      // Silence is no opinion.
      expect((await round.hear(recipient, null)).body.recipientsHeard).toBe(0);
      expect(codes(await round.act('take-opinions'))).toEqual([422, 'recipients_absent']);
      const stranger = await registered(app, parties, (await begin()).contract.id);
      expect(said(await round.hear(stranger))).toEqual([400, 'validation_failed', null, ['/voices/0/recipient']]);
      expect(codes(await round.hear(recipient, 'satisfied', parties.manager))).toEqual([403, 'not_permitted']);
      // What was said before anybody served speaks of something else.
      const early = await round.hear(recipient, 'satisfied', undefined, '2025-12-14');
      expect(said(early)).toEqual([400, 'validation_failed', null, ['/heldOn']]);
      expect((await round.hear(recipient, 'dissatisfied')).body).toMatchObject({ recipientsHeard: null });
      const { opinions } = await round.read();
      expect(opinions?.map((o) => o.voices)).toEqual([
        [{ recipient, number: expect.stringMatching(/^R\d{6}$/), verdict: null }],
        [{ recipient, number: expect.stringMatching(/^R\d{6}$/), verdict: 'dissatisfied' }],
      ]);
      const sheet = opinions?.[1]?.documents[0] ?? '';
      expect(await round.read(parties.manager)).toMatchObject({ recipientsHeard: null, opinions: null });
      expect((await app.http.get(`/api/v1/documents/${sheet}`).set(parties.manager.auth)).status).toBe(404);
      const [shown] = (await round.read()).items[0]?.documents ?? [];
      expect((await app.http.get(`/api/v1/documents/${shown}`).set(parties.manager.auth)).status).toBe(200);
      const history = await app.http.get(`/api/v1/history?subject=acceptance:${round.id}`).set(parties.manager.auth);
      expect(history.text).not.toContain(recipient);
      expect((await round.must('take-opinions')).state).toBe('opinions_in');
      expect(codes(await round.hear(recipient))).toEqual([409, 'wrong_state']);
    });

    it('until the day that was said to them', async () => {
      const round = await begin();
      await round.tick('met', 'met');
      await round.must('itemise');
      await round.hear(await registered(app, parties, round.contract.id));
      expect(said(await round.act('invite'))[3]).toEqual(['/until']);
      expect(said(await round.act('invite', { until: '2025-12-21' }))[3]).toEqual(['/until']);
      await round.must('invite', { until: '2025-12-26' });
      const early = await round.act('take-opinions');
      expect([...codes(early), early.body.facts]).toEqual([422, 'opinions_running', { until: '2025-12-26' }]);
      await setBusinessTime(app, '2025-12-26T23:59:00+08:00');
      expect(codes(await round.act('take-opinions'))).toEqual([422, 'opinions_running']);
      await setBusinessTime(app, '2025-12-27T00:01:00+08:00');
      expect((await round.must('take-opinions')).state).toBe('opinions_in');
      await setBusinessTime(app, START);
    });

    it('whatever survey somebody else has running, and after one of a mistyped day was given up', async () => {
      const asked = await Surveying.among(app, [3], parties);
      await asked.opened(2, { closesOn: '2027-02-20' });
      const contract = new Contracting(app, parties, asked.contract);
      await contract.must('deliver', {}, parties.manager);
      const round = await Accepting.of(app, contract);
      await round.tick('met', 'met');
      await round.must('itemise');
      await round.hear(await asked.register(null));
      expect(codes(await round.act('take-opinions'))).toEqual([422, 'opinions_running']);
      // As if another body asked.
      const runs = `UPDATE survey SET runner_id = $2 WHERE id = $1`;
      await app.dataSource.query(runs, [asked.id, await makeBody(app, { kind: 'evaluator' })]);
      expect((await round.must('take-opinions')).state).toBe('opinions_in');
      await app.dataSource.query(runs, [asked.id, parties.bureau.id]);
      await round.must('return', { reason: '再次核对' }, parties.bureau.approver);
      expect(codes(await round.act('take-opinions'))).toEqual([422, 'opinions_running']);
      await asked.must('cancel', { reason: '年份填错' });
      expect((await round.must('take-opinions')).state).toBe('opinions_in');
      await setBusinessTime(app, START);
    });

    it('of a public service alone', async () => {
      const round = await begin({ category: 'ORG_INCUBATION' });
      await round.tick('met', 'met');
      await round.must('itemise');
      expect(await round.must('take-opinions')).toMatchObject({ state: 'opinions_in', publicService: false });
    });
  });

  describe('is concluded', () => {
    it('by somebody else, without a tie, once its members have signed', async () => {
      const round = await begin();
      const paper = await upload(app, round.officer);
      const recipient = await registered(app, parties, round.contract.id);
      const { bureau } = parties;
      const both = await makeAccount(
        app,
        { role: 'bureau_officer', organisation: bureau.id },
        { role: 'bureau_approver', organisation: bureau.id },
      );
      expect((await round.tick('met', 'met')).status).toBe(200);
      expect((await round.name({ capacity: 'expert' })).body.errors[0].pointer).toBe('/members/0/name');
      expect((await round.name({ user: parties.manager.id, capacity: 'buyer' })).status).toBe(400);
      await round.must('itemise', {}, both);
      await round.hear(recipient);
      await round.must('take-opinions');
      const pass = { result: 'passed' };
      expect(codes(await round.conclude(pass, both))).toEqual([422, 'own_preparation']);
      expect(codes(await round.conclude(pass, tied))).toEqual([422, 'acts_with_interest']);
      // Nobody has signed, and nobody is named.
      expect(codes(await round.conclude(pass))).toEqual([422, 'members_unsigned']);
      expect((await round.act('return', {}, bureau.approver)).body.errors[0].pointer).toBe('/reason');
      expect(codes(await round.act('return', { reason: '未确定成员' }))).toEqual([403, 'not_permitted']);
      await round.must('return', { reason: '未确定验收成员' }, bureau.approver);
      const named = await round.name(
        { user: round.officer.id, capacity: 'buyer' },
        { name: '虚构专家甲', capacity: 'expert' },
      );
      expect((named.body as AcceptanceBody).members.map((m) => m.signedAt)).toEqual([null, null]);
      await round.must('take-opinions');
      expect(codes(await round.conclude(pass))).toEqual([422, 'members_unsigned']);
      await round.must('sign');
      expect((await round.act('sign')).status).toBe(400);
      expect((await round.act('sign', {}, both)).body.errors[0].pointer).toBe('/member');
      const open = await round.conclude(pass);
      expect([...codes(open), open.body.facts]).toEqual([422, 'members_unsigned', { members: [2] }]);
      expect((await round.act('sign', { member: 2 })).body.errors[0].pointer).toBe('/document');
      await round.must('sign', { member: 2, document: paper });
      // Who may conclude otherwise: the people of the buyer, and none of the agency.
      expect(codes(await round.conclude(pass, parties.manager))).toEqual([403, 'not_permitted']);
      const done = await round.conclude(pass);
      expect(done.body).toMatchObject({
        state: 'concluded',
        result: 'passed',
        ofEnded: false,
        acceptedAmount: '180000.00',
        concludedOn: '2025-12-22',
        recipientsHeard: null,
      });
      const contract = await round.contract.read();
      expect(contract).toMatchObject({ state: 'accepted', here: { acceptedAmount: '180000.00' } });
      expect(kinds(contract, 'acceptance')).toEqual([
        { concludedOn: '2025-12-22', result: 'passed', recipientsTookPart: true },
      ]);
      expect(codes(await round.act('correct-items', { reason: 'x' }))).toEqual([409, 'wrong_state']);
    });

    it('as its items have it; what is to be mended gets a day to come', async () => {
      const round = await begin();
      await round.prepared('met', 'partly');
      expect(codes(await round.conclude({ result: 'passed' }))).toEqual([422, 'result_contradicts_items']);
      const rectify = { result: 'rectify', reason: '满意度低于约定' };
      expect(said(await round.conclude(rectify))).toEqual([422, 'new_due_date_missing', null, ['/newDueOn']]);
      expect(codes(await round.conclude({ ...rectify, newDueOn: '2025-12-22' }))).toEqual([
        422,
        'new_due_date_missing',
      ]);
      expect(said(await round.conclude({ result: 'rectify', newDueOn: '2026-01-31' }))[3]).toEqual(['/reason']);
      expect(said(await round.conclude({}))[3]).toEqual(['/result']);
      expect(said(await round.conclude({ result: 'failed', reason: 'x' }))[3]).toEqual(['/ground']);
      // Not failed where nothing failed.
      const failed = { result: 'failed', reason: 'x', ground: 'breach' };
      expect(codes(await round.conclude(failed))).toEqual([422, 'result_contradicts_items']);
      // A year that was mistyped could not be mended afterwards.
      expect(said(await round.conclude({ ...rectify, newDueOn: '2028-01-02' }))).toEqual([
        400,
        'validation_failed',
        null,
        ['/newDueOn'],
      ]);
      expect((await round.conclude({ ...rectify, newDueOn: '2027-01-31' })).body).toMatchObject({ state: 'concluded' });
      const mending = await round.contract.read();
      expect(mending).toMatchObject({ state: 'active', here: { rectifyDueOn: '2027-01-31', deliveredOn: null } });
      // It is mended after the window, and no later than by its day.
      await setBusinessTime(app, '2027-02-15T09:00:00+08:00');
      expect((await served(round.contract, { servedOn: '2027-01-31' })).status).toBe(201);
      expect((await served(round.contract, { servedOn: '2027-02-01' })).body.code).toBe('record_outside_window');
      const again = await round.contract.must('deliver', {}, parties.manager);
      const inForce = (await round.contract.read()).facts.filter((f) => f.kind === 'delivered');
      expect([again.state, inForce.map((f) => f.data)]).toEqual([
        'delivered',
        [{ on: '2025-12-22' }, { on: '2027-02-15' }],
      ]);
      await setBusinessTime(app, START);
    });

    it('in part, with the amount that follows; never above the contract', async () => {
      const round = await begin();
      await round.prepared('met', 'not_met');
      const part = { result: 'passed', acceptedPart: '上门服务', acceptedAmount: '150000.00', reason: '满意度未达标' };
      expect(said(await round.conclude({ ...part, acceptedAmount: undefined }))[3]).toEqual(['/acceptedAmount']);
      expect(said(await round.conclude({ ...part, acceptedPart: undefined }))[3]).toEqual(['/acceptedPart']);
      expect(said(await round.conclude({ ...part, acceptedAmount: '180000.01' }))[3]).toEqual(['/acceptedAmount']);
      expect((await round.conclude(part)).body).toMatchObject({
        acceptedAmount: '150000.00',
        acceptedPart: '上门服务',
      });
      const contract = await round.contract.read();
      expect(contract).toMatchObject({ state: 'part_accepted', here: { acceptedAmount: '150000.00' } });
      expect(kinds(contract, 'acceptance')).toMatchObject([{ result: 'partial' }]);
    });

    it('as failed, which ends the contract as a breach; of what ended a part is accepted, and nothing is mended', async () => {
      const round = await begin();
      await round.prepared('not_met', 'partly');
      const failed = { result: 'failed', reason: '服务量不足三成', ground: 'breach' };
      expect((await round.conclude(failed)).status).toBe(200);
      const ended = await round.contract.read();
      expect(ended).toMatchObject({ state: 'terminated', terminatedOn: '2025-12-22', here: { endGround: 'breach' } });
      expect(kinds(ended, 'termination')).toEqual([{ on: '2025-12-22', reason: '服务量不足三成' }]);
      const next = await Accepting.of(app, round.contract);
      await next.prepared('partly', 'not_met');
      const rectify = { result: 'rectify', reason: 'x', newDueOn: '2026-01-31' };
      expect(codes(await next.conclude(rectify))).toEqual([422, 'result_not_possible']);
      expect(codes(await next.conclude({ result: 'passed' }))).toEqual([422, 'result_contradicts_items']);
      // Nothing of it will do: the contract stands as it ended, and may be looked at again.
      expect((await next.conclude(failed)).body).toMatchObject({ result: 'failed', ofEnded: true });
      expect((await round.contract.read()).state).toBe('terminated');
      const third = await Accepting.of(app, round.contract);
      await third.prepared('met', 'partly');
      const refused = await third.conclude(rectify);
      expect(codes(refused)).toEqual([422, 'result_not_possible']);
      const part = { result: 'passed', acceptedPart: '已完成的上门服务', acceptedAmount: '40000.00' };
      expect((await third.conclude(part)).body).toMatchObject({ state: 'concluded', ofEnded: true });
      expect((await round.contract.read()).state).toBe('part_accepted');
      expect(codes(await Accepting.open(app, round.contract))).toEqual([409, 'wrong_state']);
    });
  });

  it('is told to the public once it is published; who said what, and the papers, are not', async () => {
    const round = await begin();
    await round.prepared();
    await round.conclude({ result: 'passed' });
    const list = `/api/v1/contracts/${round.contract.id}/acceptance`;
    expect((await app.http.get(list)).status).toBe(404);
    await round.contract.must('publish', {});
    expect((await app.http.get(list)).body).toEqual({ items: [], next: null });
    const url = 'https://www.example.org/yanshou/1';
    expect(codes(await round.act('publish', { url }, parties.bureau.approver))).toEqual([403, 'not_permitted']);
    expect(await round.must('publish', { url })).toMatchObject({
      state: 'published',
      publishedOn: '2025-12-22',
      publishedUrl: url,
    });
    const { items } = (await app.http.get(list).expect(200)).body as { items: AcceptanceBody[] };
    expect(items).toMatchObject([
      {
        state: 'published',
        result: 'passed',
        recipientsHeard: null,
        opinions: null,
        members: [],
        records: null,
        allowedActions: [],
      },
    ]);
    expect(items[0]?.items).toMatchObject([
      { result: 'met', documents: [], counted: null },
      { result: 'met', documents: [], counted: null },
    ]);
    const contract = await app.http.get(`/api/v1/contracts/${round.contract.id}`).expect(200);
    expect(kinds(contract.body as ContractBody, 'acceptance')).toEqual([
      { concludedOn: '2025-12-22', publishedOn: '2025-12-22', result: 'passed', recipientsTookPart: true },
    ]);
    const notices = await app.http.get(`/api/v1/notices?kind=acceptance`);
    expect(notices.text).toContain(url);
  });

  it('is concluded once, by whoever is first; what was concluded is never changed', async () => {
    const round = await begin();
    await round.prepared();
    const { version } = await round.read();
    const approvers = [parties.bureau.approver, await anotherApprover(app, parties)];
    const race = await Promise.all(approvers.map((by) => round.conclude({ result: 'passed' }, by, version)));
    expect(race.map((a) => a.status).sort()).toEqual([200, 412]);
    expect(kinds(await round.contract.read(), 'acceptance')).toHaveLength(1);
    const change = (sql: string) => app.dataSource.query(sql, [round.id]);
    await expect(change(`UPDATE acceptance SET accepted_amount = 1 WHERE id = $1`)).rejects.toThrow('is not changed');
    await expect(change(`UPDATE acceptance SET state = 'open', result = NULL WHERE id = $1`)).rejects.toThrow();
    await expect(change(`DELETE FROM acceptance WHERE id = $1`)).rejects.toThrow('is kept');
    await expect(change(`UPDATE acceptance_opinion SET form = 'x' WHERE acceptance_id = $1`)).rejects.toThrow(
      'are kept',
    );
    // No contract is accepted without a round that says so.
    const other = await begin();
    const accepted = `UPDATE contract SET state = 'accepted' WHERE id = $1`;
    await expect(app.dataSource.query(accepted, [other.contract.id])).rejects.toThrow('no round of acceptance');
    await expect(
      app.dataSource.query(`UPDATE contract SET state = 'settled' WHERE id = $1`, [round.contract.id]),
    ).rejects.toThrow('no published round');
  });

  it('is concluded or taken back to its items, never both', async () => {
    for (let i = 0; i < 3; i++) {
      const round = await begin();
      await round.prepared();
      const { version } = await round.read();
      const [concluded, corrected] = await Promise.all([
        round.conclude({ result: 'passed' }, undefined, version),
        round.act('correct-items', { reason: '记录有误' }, undefined, version),
      ]);
      expect([concluded.status, corrected.status].sort()).toEqual([200, 412]);
      const { state } = await round.contract.read();
      expect([state, (await round.read()).state]).toEqual(
        concluded.status === 200 ? ['accepted', 'concluded'] : ['delivered', 'open'],
      );
    }
  });
});

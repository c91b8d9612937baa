import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StayedPapers1800000000306 } from '../../migrations/1800000000306-stayed-papers.js';
import { upload } from '../support/acceptances.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { actOnRemedy } from '../support/lots.js';

interface Remedy {
  id: string;
  state: string;
  challenge: string | null;
  papers: { kind: string; receivedOn: string }[];
  allowedActions: { action: string }[];
}
type Kind = 'challenges' | 'complaints';
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };
const WRONG = { reason: '收到日期录入有误' };

describe('what was recorded wrong of a paper', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let second: TestAccount;
  let finance: TestAccount;
  let judge: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    // Monday, 22 December 2025.
    parties = await makeParties(app);
    ({ officer, finance } = parties.bureau);
    second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    judge = await makeUser(app, 'finance_authority', await makeBody(app, authority()));
  });
  afterAll(() => app.close());

  const authority = (more: object = {}) => ({
    ...{ kind: 'finance_authority', region: '9902', budgetLevel: 'municipal', ...more },
  });
  /** Of an authority of another level. */
  const makeLower = async () =>
    makeUser(app, 'finance_authority', await makeBody(app, authority({ region: '990203', budgetLevel: 'county' })));
  /** Of a competent authority, with a seat in this body as well. */
  const makeTied = async (organisation: string) =>
    makeAccount(
      app,
      { role: 'finance_authority', organisation: await makeBody(app, authority()) },
      { role: 'integrator', organisation },
    );
  const supplier = () => makeBody(app, { kind: 'agency', creditCode: creditCode() });
  const awarded = async () => (await Contracting.awarded(app, parties, {}, RECENT)).tender;
  const record = async (kind: Kind, by: TestAccount, paper: object, body: object) =>
    app.http
      .post(`/api/v1/${kind}`)
      .set(by.auth)
      .send({ ...WORDS, stage: 'result', ...body, paper });
  const paperOf = async (by: TestAccount, receivedOn: string) => ({ receivedOn, documents: [await upload(app, by)] });
  const recorded = async (kind: Kind, by: TestAccount, day: string, body: object): Promise<Remedy> => {
    const answer = await record(kind, by, await paperOf(by, day), body);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const act = async (kind: Kind, id: string, action: string, given: object, by: TestAccount) =>
    actOnRemedy(app, kind, id, action, given, by);
  const codes = async (
    [kind, id, action]: readonly [Kind, string, string],
    asked: readonly (readonly [code: string, by: TestAccount])[],
  ) => {
    for (const [code, by] of asked)
      expect([code, said(await act(kind, id, action, WRONG, by))[1]]).toEqual([code, code]);
  };
  const read = async (kind: Kind, id: string, by: TestAccount) =>
    (await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth).expect(200)).body as Remedy & Record<string, unknown>;
  const offers = async (kind: Kind, id: string, by: TestAccount, action: string) =>
    (await read(kind, id, by)).allowedActions.some((one) => one.action === action);
  const auditOf = async (id: string, action: string) => {
    const [entry] = await app.dataSource.query<{ actor: string; said: string }[]>(
      `SELECT actor_id AS actor, convert_from(canonical, 'UTF8') AS said FROM audit_entry WHERE aggregate_id = $1 AND action = $2`,
      [id, action],
    );
    return entry;
  };

  it('is void by another person of its body: nothing rests on it, and the paper is recorded anew', async () => {
    const { tender, award } = await Contracting.awarded(app, parties, {}, RECENT);
    const draft = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award, ...CONTENT });
    const contract = new Contracting(app, parties, (draft.body as { id: string }).id);
    const organisation = await supplier();
    const about = { tender, organisation };
    const paper = await paperOf(officer, '2025-12-19');
    const { id } = (await record('challenges', officer, paper, about)).body as Remedy;
    expect(said(await contract.sign(parties.manager))[1]).toBe('challenge_open');
    expect(said(await record('challenges', officer, paper, about))[1]).toBe('paper_recorded_already');
    const tied = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: parties.bureau.id },
      { role: 'integrator', organisation },
    );
    expect(said(await act('challenges', id, 'void', {}, second)).slice(0, 2)).toEqual([400, 'validation_failed']);
    await codes(
      ['challenges', id, 'void'],
      [
        ['not_permitted', parties.bureau.approver],
        ['recorded_by_another', finance],
        ['acts_with_interest', tied],
        ['recorder_decides', officer],
      ],
    );
    expect([await offers('challenges', id, officer, 'void'), await offers('challenges', id, second, 'void')]).toEqual([
      ...[false, true],
    ]);
    const done = await act('challenges', id, 'void', WRONG, second);
    expect([done.status, done.body]).toMatchObject([
      ...[200, { state: 'voided', blocks: false, deadlines: [], allowedActions: [], documents: paper.documents }],
    ]);
    const entry = await auditOf(id, 'void');
    expect(entry?.actor).toBe(second.id);
    expect(entry?.said).toContain(WRONG.reason);
    expect((await contract.sign(parties.manager)).status).toBe(200);
    const shown = await app.http.get(`/api/v1/tenders/${tender}`).set(officer.auth).expect(200);
    expect(JSON.stringify(shown.body)).not.toContain('"challengeOpen":true');
    // The same paper, with the day on which it came.
    const anew = await record('challenges', officer, { ...paper, receivedOn: '2025-12-18' }, about);
    expect([anew.status, anew.body]).toMatchObject([201, { receivedAt: '2025-12-17T16:00:00.000Z', blocks: true }]);
    expect(said(await record('challenges', second, paper, about))[1]).toBe('paper_recorded_already');
  });

  it('is void by the body that recorded it alone, and what was filed here by nobody', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const agentBody = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agentBody);
    const colleague = await makeUser(app, 'procurement_agent', agentBody);
    await app.dataSource.query(`UPDATE tender SET agent_id = $2 WHERE id = $1`, [tender, agentBody]);
    const { id } = await recorded('challenges', agent, '2025-12-19', { tender, organisation });
    await codes(['challenges', id, 'void'], [['recorded_by_another', officer]]);
    expect(await offers('challenges', id, officer, 'void')).toBe(false);
    expect((await act('challenges', id, 'void', WRONG, colleague)).status).toBe(200);
    const manager = await makeUser(app, 'agency_manager', organisation);
    for (const [kind, by] of [
      ['challenges', second],
      ['complaints', judge],
    ] as const) {
      const filed = await app.http
        .post(`/api/v1/${kind}`)
        .set(manager.auth)
        .send({ ...WORDS, tender, stage: 'result' });
      const own = (filed.body as Remedy).id;
      expect(await offers(kind, own, by, 'void')).toBe(false);
      await codes([kind, own, 'void'], [['remedy_filed_here', by]]);
    }
  });

  it('is kept and void by the body that recorded it, by its buyer once that agent has no mandate any more, by no later agent', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const bodies = [await makeBody(app, { kind: 'agent' }), await makeBody(app, { kind: 'agent' })] as const;
    const agent = await makeUser(app, 'procurement_agent', bodies[0]);
    const later = await makeUser(app, 'procurement_agent', bodies[1]);
    await app.dataSource.query(`UPDATE tender SET agent_id = $2 WHERE id = $1`, [tender, bodies[0]]);
    const paper = await paperOf(agent, '2025-12-19');
    const { id } = (await record('challenges', agent, paper, { tender, organisation })).body as Remedy;
    await codes(['challenges', id, 'void'], [['recorded_by_another', officer]]);
    for (const table of ['tender SET agent_id = $2 WHERE id', 'challenge SET agent_id = $2 WHERE tender_id'])
      await app.dataSource.query(`UPDATE ${table} = $1`, [tender, bodies[1]]);
    // Which agent recorded it before that was kept is read from the audit, not from who acts now.
    await app.dataSource.query(`UPDATE challenge SET recorder_id = agent_id WHERE id = $1`, [id]);
    await new StayedPapers1800000000306().up(app.dataSource.createQueryRunner());
    expect(await app.dataSource.query(`SELECT recorder_id AS by FROM challenge WHERE id = $1`, [id])).toEqual([
      { by: bodies[0] },
    ]);
    expect(await read('challenges', id, later)).toMatchObject(WORDS);
    await codes(['challenges', id, 'void'], [['recorded_by_another', later]]);
    expect([await offers('challenges', id, later, 'void'), await offers('challenges', id, officer, 'void')]).toEqual([
      ...[false, true],
    ]);
    expect((await act('challenges', id, 'void', WRONG, officer)).status).toBe(200);
    const document = paper.documents[0] ?? '';
    const open = async (by: TestAccount) => (await app.http.get(`/api/v1/documents/${document}`).set(by.auth)).status;
    const none = { grounds: null, requests: null, documents: [] };
    for (const [by, shown, status] of [
      [later, none, 404],
      [manager, none, 404],
      [officer, { ...WORDS, documents: paper.documents }, 200],
      [judge, { ...WORDS, documents: paper.documents }, 200],
    ] as const) {
      expect(await read('challenges', id, by)).toMatchObject({ state: 'voided', ...shown });
      const listed = await app.http.get(`/api/v1/challenges?tender=${tender}`).set(by.auth).expect(200);
      expect((listed.body as { items: object[] }).items).toMatchObject([{ id, ...shown }]);
      expect(await open(by)).toBe(status);
    }
    // Who handed it in reads its own document.
    expect(await open(agent)).toBe(200);
  });

  it('that says only that an agent recorded it, as an earlier version wrote it, is void by the agent that acts for the buyer', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const body = await makeBody(app, { kind: 'agent' });
    const [agent, other] = [
      await makeUser(app, 'procurement_agent', body),
      await makeUser(app, 'procurement_agent', body),
    ];
    await app.dataSource.query(`UPDATE tender SET agent_id = $2 WHERE id = $1`, [tender, body]);
    const { id } = await recorded('challenges', agent, '2025-12-19', { tender, organisation });
    await app.dataSource.query(`UPDATE challenge SET recorder_id = NULL WHERE id = $1`, [id]);
    await codes(['challenges', id, 'void'], [['recorded_by_another', officer]]);
    expect([await offers('challenges', id, other, 'void'), await offers('challenges', id, officer, 'void')]).toEqual([
      ...[true, false],
    ]);
    expect((await act('challenges', id, 'void', WRONG, other)).status).toBe(200);
    expect(await read('challenges', id, other)).toMatchObject({ state: 'voided', ...WORDS });
    // Whoever handed its document in reads that anyway; who acts there now does by it.
    const agency = await makeBody(app, { kind: 'agent' });
    const later = await makeUser(app, 'procurement_agent', agency);
    await app.dataSource.query(`UPDATE challenge SET agent_id = $2 WHERE id = $1`, [id, agency]);
    const shown = (await read('challenges', id, later)).documents as string[];
    expect(shown).toHaveLength(1);
    expect((await app.http.get(`/api/v1/documents/${shown[0]}`).set(later.auth)).status).toBe(200);
  });

  it('stays once something was decided on it: by its buyer, or on the complaint that follows it', async () => {
    const tender = await awarded();
    const about = async () => ({ tender, organisation: await supplier() });
    const answered = await recorded('challenges', officer, '2025-12-18', await about());
    expect((await act('challenges', answered.id, 'state-no-effect', { reason: '只涉及文字' }, second)).status).toBe(
      200,
    );
    await codes(['challenges', answered.id, 'void'], [['remedy_acted_on', second]]);
    const of = await about();
    const { id: challenge } = await recorded('challenges', officer, '2025-12-19', of);
    const complaint = await recorded('complaints', finance, '2025-12-22', { ...of, challenge });
    const refused = { reason: '逾期', ground: 'late' };
    expect((await act('complaints', complaint.id, 'refuse', refused, judge)).status).toBe(200);
    await codes(['challenges', challenge, 'void'], [['remedy_acted_on', second]]);
    expect(
      (await act('challenges', challenge, 'answer', { result: 'not_upheld', reason: '不成立' }, second)).status,
    ).toBe(200);
    expect(said(await act('challenges', challenge, 'void', WRONG, second)).slice(0, 2)).toEqual([409, 'wrong_state']);
  });

  it('leaves the open complaint that follows it without a challenge, and that one is void and recorded anew as well', async () => {
    const tender = await awarded();
    const about = { tender, organisation: await supplier() };
    const { id: challenge } = await recorded('challenges', officer, '2025-12-19', about);
    const paper = await paperOf(finance, '2025-12-20');
    const complaint = (await record('complaints', finance, paper, { ...about, challenge })).body as Remedy;
    expect((await act('challenges', challenge, 'void', WRONG, second)).status).toBe(200);
    expect(await read('complaints', complaint.id, judge)).toMatchObject({ challenge: null, state: 'received' });
    expect((await auditOf(complaint.id, 'lose_challenge'))?.said).toContain(challenge);
    expect(said(await record('complaints', finance, paper, { ...about, challenge }))[1]).toBe('not_found');
    await codes(
      ['complaints', complaint.id, 'void'],
      [
        ['not_permitted', officer],
        ['acts_with_interest', await makeTied(about.organisation)],
        ['authority_not_competent', await makeLower()],
        ['recorder_decides', finance],
      ],
    );
    const done = await act('complaints', complaint.id, 'void', WRONG, judge);
    expect([done.status, done.body]).toMatchObject([200, { state: 'voided', deadlines: [], allowedActions: [] }]);
    const anew = (await recorded('challenges', officer, '2025-12-18', about)).id;
    const right = { ...paper, receivedOn: '2025-12-22' };
    expect((await record('complaints', finance, right, { ...about, challenge: anew })).status).toBe(201);
  });

  it('of a challenge that the authority took from the papers is void at the complaint, by another person of it', async () => {
    const tender = await awarded();
    const about = { tender, organisation: await supplier() };
    const complaint = await recorded('complaints', finance, '2025-12-22', about);
    const on = ['complaints', complaint.id, 'void-challenge'] as const;
    await codes(on, [['complaint_without_challenge', judge]]);
    const given = async (day: string) => ({ ...WORDS, stage: 'result', paper: await paperOf(finance, day) });
    const taken = await act('complaints', complaint.id, 'record-challenge', await given('2025-12-18'), finance);
    const { challenge } = taken.body as Remedy;
    await codes(['challenges', challenge ?? '', 'void'], [['recorded_by_another', second]]);
    await codes(on, [
      ['not_permitted', officer],
      ['acts_with_interest', await makeTied(about.organisation)],
      ['authority_not_competent', await makeLower()],
      ['recorder_decides', finance],
    ]);
    expect(said(await act('complaints', complaint.id, 'record-challenge', await given('2025-12-19'), finance))[1]).toBe(
      'challenge_named_already',
    );
    expect([
      await offers('complaints', complaint.id, finance, 'void_challenge'),
      await offers('complaints', complaint.id, judge, 'void_challenge'),
    ]).toEqual([false, true]);
    const done = await act(...on, WRONG, judge);
    expect([done.status, done.body]).toMatchObject([200, { challenge: null, papers: [] }]);
    expect(await read('challenges', challenge ?? '', officer)).toMatchObject({ state: 'voided', blocks: false });
    const anew = await act('complaints', complaint.id, 'record-challenge', await given('2025-12-19'), finance);
    expect([anew.status, anew.body]).toMatchObject([
      200,
      { papers: [{ kind: 'challenge', receivedOn: '2025-12-19' }] },
    ]);
    const next = (anew.body as Remedy).challenge ?? '';
    expect(next).not.toBe(challenge);
    // What the buyer answered stays, and a complaint that was said to follow it by mistake names it no more.
    expect((await act('challenges', next, 'answer', { result: 'not_upheld', reason: '不成立' }, officer)).status).toBe(
      200,
    );
    expect([
      await offers('complaints', complaint.id, finance, 'void_challenge'),
      await offers('complaints', complaint.id, judge, 'void_challenge'),
    ]).toEqual([false, true]);
    await codes(on, [['recorder_decides', finance]]);
    const unnamed = await act(...on, WRONG, judge);
    expect([unnamed.status, unnamed.body]).toMatchObject([200, { challenge: null, papers: [] }]);
    expect(await read('challenges', next, officer)).toMatchObject({ state: 'answered' });
    // Nor does the authority void what the buyer recorded.
    const bought = await recorded('challenges', officer, '2025-12-20', { tender, organisation: await supplier() });
    const other = await recorded('complaints', finance, '2025-12-22', {
      ...{ tender, challenge: bought.id, organisation: (await read('challenges', bought.id, officer))['challenger'] },
    });
    await codes(['complaints', other.id, 'void-challenge'], [['recorded_by_another', judge]]);
  });

  it('of a complaint takes with it the challenge that its papers alone showed, but not one that was answered', async () => {
    const tender = await awarded();
    const given = async () => ({ ...WORDS, stage: 'result', paper: await paperOf(finance, '2025-12-18') });
    const shown = async () => {
      const complaint = await recorded('complaints', finance, '2025-12-22', { tender, organisation: await supplier() });
      const taken = await act('complaints', complaint.id, 'record-challenge', await given(), finance);
      return { complaint: complaint.id, challenge: (taken.body as Remedy).challenge ?? '' };
    };
    const wrong = await shown();
    expect(await read('challenges', wrong.challenge, officer)).toMatchObject({ state: 'received', blocks: true });
    expect((await act('complaints', wrong.complaint, 'void', WRONG, judge)).status).toBe(200);
    expect(await read('challenges', wrong.challenge, officer)).toMatchObject({ state: 'voided', blocks: false });
    expect((await auditOf(wrong.challenge, 'void'))?.said).toContain(WRONG.reason);
    const answered = await shown();
    const answer = { result: 'not_upheld', reason: '不成立' };
    expect((await act('challenges', answered.challenge, 'answer', answer, officer)).status).toBe(200);
    expect((await act('complaints', answered.complaint, 'void', WRONG, judge)).status).toBe(200);
    expect(await read('challenges', answered.challenge, officer)).toMatchObject({ state: 'answered' });
  });

  it('of a challenge that an authority recorded is void by itself once no complaint follows it any more', async () => {
    const tender = await awarded();
    const leave = async () => {
      const about = { tender, organisation: await supplier() };
      const one = await recorded('complaints', finance, '2025-12-20', about);
      const paper = await paperOf(finance, '2025-12-18');
      const given = { ...WORDS, stage: 'result', paper };
      const taken = await act('complaints', one.id, 'record-challenge', given, finance);
      const challenge = (taken.body as Remedy).challenge ?? '';
      const two = await recorded('complaints', finance, '2025-12-22', { ...about, challenge });
      // The other one follows it still, and it is taken out there.
      expect((await act('complaints', one.id, 'void', WRONG, judge)).status).toBe(200);
      const elsewhere = await act('challenges', challenge, 'void', WRONG, judge);
      expect([said(elsewhere)[1], elsewhere.text.includes('void_challenge')]).toEqual(['recorded_by_another', true]);
      expect(await offers('challenges', challenge, judge, 'void')).toBe(false);
      expect((await act('complaints', two.id, 'void', WRONG, judge)).status).toBe(200);
      return { challenge, given, about };
    };
    const { challenge, given, about } = await leave();
    expect(await read('challenges', challenge, officer)).toMatchObject({ state: 'received', blocks: true });
    const on = ['challenges', challenge, 'void'] as const;
    await codes(on, [
      ['not_permitted', parties.bureau.approver],
      ['acts_with_interest', await makeTied(about.organisation)],
      ['authority_not_competent', await makeLower()],
      ['recorded_by_another', second],
      ['recorder_decides', finance],
    ]);
    expect([
      await offers('challenges', challenge, finance, 'void'),
      await offers('challenges', challenge, judge, 'void'),
    ]).toEqual([false, true]);
    const done = await act(...on, WRONG, judge);
    expect([done.status, done.body]).toMatchObject([200, { state: 'voided', blocks: false, allowedActions: [] }]);
    expect((await auditOf(challenge, 'void'))?.actor).toBe(judge.id);
    // The same paper is recorded anew.
    const anew = await recorded('complaints', finance, '2025-12-22', about);
    expect((await act('complaints', anew.id, 'record-challenge', given, finance)).status).toBe(200);
    // What its buyer decided stays.
    const { challenge: settled } = await leave();
    const effect = { reason: '只涉及文字' };
    expect((await act('challenges', settled, 'state-no-effect', effect, officer)).status).toBe(200);
    await codes(['challenges', settled, 'void'], [['remedy_acted_on', judge]]);
    expect(await offers('challenges', settled, judge, 'void')).toBe(false);
    const answer = { result: 'not_upheld', reason: '不成立' };
    expect((await act('challenges', settled, 'answer', answer, officer)).status).toBe(200);
    await codes(['challenges', settled, 'void'], [['wrong_state', judge]]);
  });

  it('is not void at another complaint by who wrote the challenge down, nor once its body went on with the complaint here', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const about = { tender, organisation };
    const paper = await paperOf(judge, '2025-12-18');
    const one = await recorded('complaints', finance, '2025-12-19', about);
    const taken = await act('complaints', one.id, 'record-challenge', { ...WORDS, stage: 'result', paper }, judge);
    const { challenge } = taken.body as Remedy;
    const two = await recorded('complaints', finance, '2025-12-22', { ...about, challenge });
    const third = await makeUser(app, 'finance_authority', await makeBody(app, authority()));
    // While another complaint follows the challenge it stays with that one.
    const ask = await act('complaints', two.id, 'ask-correction', { reason: '请补正' }, judge);
    expect(ask.status).toBe(200);
    const manager = await makeUser(app, 'agency_manager', organisation);
    const own = { ...WORDS, reason: '补正如下' };
    expect((await act('complaints', two.id, 'correct', own, manager)).status).toBe(200);
    await codes(['complaints', two.id, 'void'], [['remedy_acted_on', third]]);
    expect((await act('complaints', one.id, 'void', WRONG, third)).status).toBe(200);
    expect(await read('challenges', challenge ?? '', officer)).toMatchObject({ state: 'received' });
    await codes(['complaints', two.id, 'void-challenge'], [['recorder_decides', judge]]);
    const done = await act('complaints', two.id, 'void-challenge', WRONG, third);
    expect([done.status, done.body]).toMatchObject([200, { challenge: null }]);
  });

  it('leaves no complaint that follows a void challenge, whoever corrects it meanwhile', async () => {
    for (let round = 0; round < 6; round += 1) {
      const tender = await awarded();
      const organisation = await supplier();
      const manager = await makeUser(app, 'agency_manager', organisation);
      const { id: challenge } = await recorded('challenges', officer, '2025-12-19', { tender, organisation });
      const complaint = await recorded('complaints', finance, '2025-12-22', { tender, organisation });
      expect((await act('complaints', complaint.id, 'ask-correction', { reason: '请补正' }, judge)).status).toBe(200);
      const [corrected, voided] = await Promise.all([
        act('complaints', complaint.id, 'correct', { ...WORDS, challenge, reason: '补正如下' }, manager),
        act('challenges', challenge, 'void', WRONG, second),
      ]);
      expect(voided.status).toBe(200);
      expect([200, 404, 409, 412]).toContain(corrected.status);
      expect(await read('complaints', complaint.id, judge)).toMatchObject({ challenge: null });
    }
  });
});

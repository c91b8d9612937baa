import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { upload } from '../support/acceptances.js';
import { bearer, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { actOnRemedy } from '../support/lots.js';

interface Remedy {
  id: string;
  receivedAt: string;
  deadlines: { event: string; date: string | null; state: string }[];
  allowedActions: { action: string }[];
}
type Kind = 'challenges' | 'complaints';
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const UPHELD = { result: 'upheld', affectsResult: true, reason: '评审错误' };
const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };

describe('what came on paper', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let second: TestAccount;
  let finance: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    // Monday, 22 December 2025.
    parties = await makeParties(app);
    ({ officer, finance } = parties.bureau);
    second = await makeUser(app, 'bureau_officer', parties.bureau.id);
  });
  afterAll(() => app.close());

  /** A supplier on record in which nobody has a seat. */
  const supplier = (more: object = {}) => makeBody(app, { kind: 'agency', creditCode: creditCode(), ...more });
  const awarded = async () => (await Contracting.awarded(app, parties, {}, RECENT)).tender;
  const send = (kind: Kind, body: object, by: TestAccount) =>
    app.http
      .post(`/api/v1/${kind}`)
      .set(by.auth)
      .send({ ...WORDS, ...(kind === 'challenges' && { stage: 'result' }), ...body });
  const record = async (kind: Kind, by: TestAccount, receivedOn: string, body: object) =>
    send(kind, { paper: { receivedOn, documents: [await upload(app, by)] }, ...body }, by);
  const recorded = async (kind: Kind, by: TestAccount, receivedOn: string, body: object): Promise<Remedy> => {
    const answer = await record(kind, by, receivedOn, body);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const date = (remedy: Remedy, event: string) => remedy.deadlines.find((one) => one.event === event)?.date;

  it('is a challenge of its body, blocks signing, and has the clocks of the day of its receipt', async () => {
    const { tender, award } = await Contracting.awarded(app, parties, {}, RECENT);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award, ...CONTENT });
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    const organisation = await supplier();
    const document = await upload(app, officer);
    const paper = { receivedOn: '2025-12-19', documents: [document] };
    const answer = await send('challenges', { tender, lot: 1, organisation, postedOn: '2025-12-18', paper }, officer);
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        ...{ challenger: organisation, recordedBy: 'buyer', documents: [document], postedOn: '2025-12-18' },
        ...{ scope: 'in_scope', blocks: true, receivedAt: '2025-12-18T16:00:00.000Z' },
      },
    ]);
    const { id } = answer.body as Remedy;
    expect(date(answer.body as Remedy, 'challenge_answered')).toBe('2025-12-30');
    expect(said(await contract.sign(parties.manager))[1]).toBe('challenge_open');
    // Once somebody has a seat there it is the body's own: read with its paper, and taken back.
    const manager = await makeUser(app, 'agency_manager', organisation);
    const own = await app.http.get(`/api/v1/challenges/${id}`).set(manager.auth).expect(200);
    expect((own.body as Remedy).allowedActions.map(({ action }) => action)).toEqual(['withdraw']);
    expect((await app.http.get(`/api/v1/documents/${document}/content`).set(manager.auth)).status).toBe(200);
    // The winner learns neither of it nor of its paper.
    expect((await app.http.get(`/api/v1/challenges/${id}`).set(parties.manager.auth)).status).toBe(404);
    expect((await app.http.get(`/api/v1/documents/${document}/content`).set(parties.manager.auth)).status).toBe(404);
    expect((await actOnRemedy(app, 'challenges', id, 'withdraw', {}, manager)).status).toBe(200);
    expect((await contract.sign(parties.manager)).status).toBe(200);
    const [entry] = await app.dataSource.query<{ actor: string; said: string }[]>(
      `SELECT actor_id AS actor, convert_from(canonical, 'UTF8') AS said FROM audit_entry
       WHERE aggregate_type = 'challenge' AND aggregate_id = $1 AND action = 'received'`,
      [id],
    );
    expect(entry?.actor).toBe(officer.id);
    expect(entry?.said).toContain('"recordedBy":"buyer"');
    expect(entry?.said).toContain('"receivedOn":"2025-12-19"');
  });

  it('is recorded by the agent of the purchase, the buyer or the authority alone, and by them with the paper alone', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const agentBody = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agentBody);
    const about = { tender, organisation };
    const rival = await makeUser(app, 'agency_manager');
    const elsewhere = await makeUser(app, 'bureau_officer');
    for (const by of [agent, elsewhere, rival, finance])
      expect(said(await record('challenges', by, '2025-12-19', about)).slice(0, 2)).toEqual([403, 'not_permitted']);
    for (const by of [officer, rival])
      expect(said(await record('complaints', by, '2025-12-19', about)).slice(0, 2)).toEqual([403, 'not_permitted']);
    expect(said(await send('challenges', about, officer))[0]).not.toBe(201);
    expect(said(await send('challenges', { tender }, officer)).slice(0, 2)).toEqual([403, 'not_permitted']);
    await app.dataSource.query(`UPDATE tender SET agent_id = $2 WHERE id = $1`, [tender, agentBody]);
    expect(await recorded('challenges', agent, '2025-12-19', about)).toMatchObject({ recordedBy: 'agent' });
    expect(await recorded('complaints', finance, '2025-12-19', { ...about, stage: 'result' })).toMatchObject({
      ...{ recordedBy: 'authority', complainant: organisation },
    });
  });

  it('is of a body on record that could bid, whose documents the recorder may read, and in which it has no seat', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const on = (body: object, by = officer) => record('challenges', by, '2025-12-19', { tender, ...body });
    expect(said(await on({}))).toEqual([400, 'validation_failed', null, ['/organisation']]);
    expect(said(await on({ organisation: randomUUID() })).slice(0, 2)).toEqual([422, 'dataset_mismatch']);
    for (const body of [parties.bureau.id, await makeBody(app, { kind: 'supervisor' })])
      expect(said(await on({ organisation: body }))).toEqual([422, 'body_no_supplier', null, ['/organisation']]);
    const foreign = await upload(app, parties.manager);
    const paper = { receivedOn: '2025-12-19', documents: [foreign] };
    expect(said(await on({ organisation, paper }))[1]).toBe('not_found');
    expect(said(await on({ organisation, paper: { ...paper, documents: [] } })).slice(0, 2)).toEqual([
      400,
      'validation_failed',
    ]);
    expect((await on({ organisation })).status).toBe(201);
  });

  it('is recorded by nobody who has a seat in its body, nor by a key of such a person', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const authority = await makeBody(app, financeOf());
    const programs = { role: 'integrator', organisation } as const;
    const tied = await makeAccount(app, { role: 'bureau_officer', organisation: parties.bureau.id }, programs);
    const judge = await makeAccount(app, { role: 'finance_authority', organisation: authority }, programs);
    const about = { tender, organisation, stage: 'result' };
    const key = await app.http
      .post('/api/v1/api-keys')
      .set(tied.auth)
      .send({ name: '收文登记', scopes: ['challenge.answer'], organisation: parties.bureau.id })
      .expect(201);
    const paper = { receivedOn: '2025-12-19', documents: [await upload(app, officer)] };
    const program = { ...tied, auth: bearer((key.body as { key: string }).key) };
    const on = async (kind: Kind, by: TestAccount) => said(await send(kind, { ...about, paper }, by)).slice(0, 3);
    // Regulation article 9 of who buys, the Civil Servants Law of the authority.
    for (const by of [tied, program])
      expect(await on('challenges', by)).toEqual([422, 'acts_with_interest', 'RECUSE-3Y']);
    expect(await on('complaints', judge)).toEqual([422, 'acts_with_interest', 'CIVIL-SERVANT-RECUSE']);
    await recorded('challenges', officer, '2025-12-19', about);
    await recorded('complaints', finance, '2025-12-19', about);
  });

  it('came on a day that was, not before what it is about, and not before it was posted or known', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const on = async (day: string, more: object = {}) =>
      said(await record('challenges', officer, day, { tender, organisation, ...more }));
    expect(await on('2025-12-23')).toEqual([422, 'dated_in_future', null, ['/paper/receivedOn']]);
    expect(await on('2025-12-17')).toEqual([422, 'received_before_event', null, ['/paper/receivedOn']]);
    expect(await on('2025-12-19', { postedOn: '2025-12-20' })).toEqual([400, 'validation_failed', null, ['/postedOn']]);
    expect(await on('2025-12-19', { knownOn: '2025-12-20' })).toEqual([400, 'validation_failed', null, ['/knownOn']]);
    expect((await on('2025-12-18'))[0]).toBe(201);
    const challenge = await recorded('challenges', officer, '2025-12-20', { tender, organisation });
    const about = { tender, organisation, challenge: challenge.id };
    const complain = async (day: string) => said(await record('complaints', finance, day, about));
    expect(await complain('2025-12-19')).toEqual([422, 'received_before_event', null, ['/paper/receivedOn']]);
    expect((await complain('2025-12-20'))[0]).toBe(201);
  });

  it('out of time is received all the same, unless it was posted in time', async () => {
    // Seven working days from 2 December, the end of the notice: 12 December.
    const old = { decidedOn: '2025-12-01', publishedOn: '2025-12-02' };
    const { tender } = await Contracting.awarded(app, parties, {}, old);
    const organisation = await supplier();
    const about = { tender, organisation };
    const late = await recorded('challenges', officer, '2025-12-15', about);
    expect(late).toMatchObject({ scope: 'late', blocks: false, lastDay: '2025-12-12' });
    const posted = await recorded('challenges', officer, '2025-12-15', { ...about, postedOn: '2025-12-12' });
    expect(posted).toMatchObject({ scope: 'in_scope', blocks: true });
    expect(posted.deadlines[0]).toMatchObject({ event: 'challenge_closed', date: '2025-12-12', state: 'met' });
    // The day of the entry makes nothing late that came in time.
    expect(await recorded('challenges', officer, '2025-12-12', about)).toMatchObject({ scope: 'in_scope' });
  });

  it('whose day nothing tells is not set aside as late where it was posted in time', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    await app.dataSource.query(`UPDATE award SET published_on = NULL WHERE tender_id = $1`, [tender]);
    const about = { tender, organisation };
    const aside = (id: string, by = second) =>
      actOnRemedy(app, 'challenges', id, 'set-aside', { reason: '逾期', knownOn: '2025-12-02' }, by);
    const posted = await recorded('challenges', officer, '2025-12-15', { ...about, postedOn: '2025-12-11' });
    expect(posted).toMatchObject({ scope: 'undetermined' });
    expect((await aside(posted.id)).body).toMatchObject({ code: 'challenge_in_scope' });
    const late = await recorded('challenges', officer, '2025-12-15', about);
    expect((await aside(late.id, officer)).body).toMatchObject({ code: 'recorder_decides' });
    expect((await aside(late.id)).body).toMatchObject({ state: 'out_of_scope', scope: 'late' });
  });

  it('is decided by another person than the one who recorded it', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const { id } = await recorded('challenges', officer, '2025-12-19', { tender, organisation });
    const on = async (action: string, given: object, by: TestAccount) =>
      said(await actOnRemedy(app, 'challenges', id, action, given, by)).slice(0, 2);
    const refused = [422, 'recorder_decides'];
    expect(await on('answer', UPHELD, officer)).toEqual(refused);
    expect(await on('state-no-effect', { reason: '只涉及文字' }, officer)).toEqual(refused);
    expect(await on('state-no-effect', { reason: '只涉及文字' }, second)).toEqual([200, undefined]);
    expect(await on('answer', { ...UPHELD, result: 'not_upheld' }, second)).toEqual([200, undefined]);

    const other = await makeUser(app, 'finance_authority', await makeBody(app, financeOf()));
    const about = { tender, organisation, challenge: id };
    const complaint = await recorded('complaints', finance, '2025-12-22', about);
    const step = async (action: string, given: object, by: TestAccount, of = complaint) =>
      said(await actOnRemedy(app, 'complaints', of.id, action, given, by)).slice(0, 2);
    const late = { reason: '逾期', ground: 'late' };
    const earlier = await recorded('complaints', finance, '2025-12-20', about);
    expect(await step('refuse', late, finance, earlier)).toEqual(refused);
    expect(await step('refuse', late, other, earlier)).toEqual([200, undefined]);
    expect(await step('accept', {}, finance)).toEqual([200, undefined]);
    expect(await step('send-copies', {}, finance)).toEqual([200, undefined]);
    const decision = { result: 'rejected', effect: 'none', reference: '财决〔2025〕9号', reason: '缺乏事实依据' };
    expect(await step('decide', decision, finance)).toEqual(refused);
    expect(await step('decide', decision, other)).toEqual([200, undefined]);
  });

  const financeOf = () => ({ kind: 'finance_authority', region: '9902', budgetLevel: 'municipal' });
});

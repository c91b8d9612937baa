import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { upload } from '../support/acceptances.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { feedOf, placed } from '../support/feed.js';
import { pdf } from '../support/files.js';
import { actOnRemedy } from '../support/lots.js';

interface Remedy {
  id: string;
  challenge: string | null;
  deadlines: { event: string; date: string | null }[];
  allowedActions: { action: string }[];
}
type Kind = 'challenges' | 'complaints';
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };
const SAME = pdf('one paper');
const TODAY = '2025-12-31T09:00:00+08:00';

describe('a challenge that its buyer never entered', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let finance: TestAccount;
  let judge: TestAccount;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    parties = await makeParties(app, TODAY);
    ({ officer, finance } = parties.bureau);
    judge = await makeUser(app, 'finance_authority', await makeBody(app, authority()));
  });
  afterAll(() => app.close());
  afterEach(() => setBusinessTime(app, TODAY));

  const authority = (more: object = {}) => ({
    ...{ kind: 'finance_authority', region: '9902', budgetLevel: 'municipal', ...more },
  });
  const supplier = () => makeBody(app, { kind: 'agency', creditCode: creditCode() });
  const paperOf = async (by: TestAccount, receivedOn: string) => ({ receivedOn, documents: [await upload(app, by)] });
  /** A complaint on paper of 30 December that names no challenge. */
  const complained = async (tender: string, organisation: string): Promise<Remedy> => {
    const answer = await app.http
      .post('/api/v1/complaints')
      .set(finance.auth)
      .send({ ...WORDS, tender, organisation, stage: 'result', paper: await paperOf(finance, '2025-12-30') });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const given = async (receivedOn: string, more: object = {}) => ({
    ...{ ...WORDS, stage: 'result', paper: await paperOf(finance, receivedOn), ...more },
  });
  const record = async (id: string, body: object, by = finance) =>
    actOnRemedy(app, 'complaints', id, 'record-challenge', body, by);
  const read = async (kind: Kind, id: string, by: TestAccount) =>
    (await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth).expect(200)).body as Remedy & Record<string, unknown>;
  const offered = ({ allowedActions }: Remedy) => allowedActions.map(({ action }) => action);
  const act = (kind: Kind, id: string, action: string, body: object, by: TestAccount) =>
    actOnRemedy(app, kind, id, action, body, by);

  it('is recorded by the authority from the papers of its complaint, with its days, and answered by the buyer alone', async () => {
    const { tender, award } = await Contracting.awarded(app, parties, {}, RECENT);
    const draft = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award, ...CONTENT });
    const contract = new Contracting(app, parties, (draft.body as { id: string }).id);
    const organisation = await supplier();
    const complaint = await complained(tender, organisation);
    expect(offered(complaint)).toContain('record_challenge');
    expect(said(await act('complaints', complaint.id, 'accept', {}, finance)).slice(0, 2)).toEqual([
      ...[422, 'complaint_without_challenge'],
    ]);
    const told = await given('2025-12-19', { postedOn: '2025-12-18' });
    const answer = await record(complaint.id, told);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        ...{ state: 'received', challenge: expect.any(String), stage: 'result' },
        papers: [{ kind: 'challenge', recordedBy: 'authority', ...told.paper }],
      },
    ]);
    expect(offered(answer.body as Remedy)).not.toContain('record_challenge');
    const { challenge } = answer.body as { challenge: string };
    const shown = await read('challenges', challenge, officer);
    expect(shown).toMatchObject({
      ...{ challenger: organisation, recordedBy: 'authority', documents: told.paper.documents, postedOn: '2025-12-18' },
      ...{ state: 'received', scope: 'in_scope', blocks: true, receivedAt: '2025-12-18T16:00:00.000Z', ...WORDS },
    });
    // Seven working days from 19 December are over on 30 December, fifteen more without 1 to 3 January, with the Sunday of the 4th.
    expect(shown.deadlines.map(({ event, date }) => [event, date])).toEqual([
      ...[
        ['challenge_closed', '2025-12-30'],
        ['challenge_answered', '2025-12-30'],
        ['complaint_closed', '2026-01-21'],
      ],
    ]);
    // The buyer is told, reads its paper, and alone answers it; what the authority recorded it does not answer.
    const tasks = (await app.http.get('/api/v1/me/tasks').set(officer.auth).expect(200)).body as {
      items: { kind: string; id: string }[];
    };
    expect(tasks.items).toContainEqual(expect.objectContaining({ kind: 'challenge', id: challenge }));
    await placed(app);
    expect(await feedOf(app, officer)).toContain(challenge);
    const document = `/api/v1/documents/${told.paper.documents[0]}/content`;
    expect((await app.http.get(document).set(officer.auth)).status).toBe(200);
    expect(offered(await read('challenges', challenge, finance))).toEqual([]);
    expect(
      said(await act('challenges', challenge, 'answer', { result: 'not_upheld', reason: '不成立' }, finance)).slice(
        0,
        2,
      ),
    ).toEqual([403, 'not_permitted']);
    expect(said(await contract.sign(parties.manager))[1]).toBe('challenge_open');
    const [entry] = await app.dataSource.query<{ actor: string; said: string }[]>(
      `SELECT actor_id AS actor, convert_from(canonical, 'UTF8') AS said FROM audit_entry
       WHERE aggregate_type = 'challenge' AND aggregate_id = $1 AND action = 'received'`,
      [challenge],
    );
    expect(entry?.actor).toBe(finance.id);
    for (const part of ['"recordedBy":"authority"', '"receivedOn":"2025-12-19"', `"complaint":"${complaint.id}"`])
      expect(entry?.said).toContain(part);

    // Unanswered when its days are over, the complaint is accepted; who recorded its challenge ends it no more than who recorded it.
    const examined = await act('complaints', complaint.id, 'record-examination', { on: '2025-12-30' }, finance);
    expect(examined.body).toMatchObject({ examinedOn: '2025-12-30', acceptedOn: null });
    const accepted = await act('complaints', complaint.id, 'accept', {}, finance);
    expect([accepted.status, accepted.body]).toMatchObject([
      200,
      { examinedOn: '2025-12-30', acceptedOn: '2025-12-31' },
    ]);
    // Copies follow the acceptance.
    const early = await act('complaints', complaint.id, 'send-copies', { on: '2025-12-30' }, finance);
    expect((early.body as { facts: object }).facts).toEqual({ step: '2025-12-31', on: '2025-12-30' });
    expect(
      (await act('challenges', challenge, 'answer', { result: 'not_upheld', reason: '不成立' }, officer)).status,
    ).toBe(200);
  });

  it('is recorded before its complaint by the competent authority, which another person of it then ends', async () => {
    const { tender } = await Contracting.awarded(app, parties, {}, RECENT);
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(manager.auth)
      .send({ ...WORDS, tender, stage: 'result' });
    const { id } = filed.body as Remedy;
    const county = await makeBody(app, authority({ region: '990203', budgetLevel: 'county' }));
    const lower = await makeUser(app, 'finance_authority', county);
    const body = await makeBody(app, authority());
    const tied = await makeAccount(
      app,
      { role: 'finance_authority', organisation: body },
      { role: 'integrator', organisation },
    );
    for (const [code, more, by] of [
      ['not_permitted', {}, officer],
      ['authority_not_competent', {}, lower],
      ['acts_with_interest', {}, tied],
      ['lot_unknown', { lot: 9 }, finance],
      ['received_before_event', { postedOn: '2025-12-17' }, finance],
    ] as const)
      expect([code, said(await record(id, await given('2025-12-19', more), by))[1]]).toEqual([code, code]);
    expect(said(await record(id, {}))).toEqual([400, 'validation_failed', null, ['/paper']]);
    for (const [day, more, pointer] of [
      ['2026-01-05', {}, '/paper/receivedOn'],
      ['2025-12-19', { knownOn: '2025-12-20' }, '/knownOn'],
      ['2025-12-19', { step: 'opening' }, '/step'],
    ] as const)
      expect(said(await record(id, await given(day, more)))).toEqual([400, 'validation_failed', null, [pointer]]);
    expect(said(await record(id, await given('2025-12-17')))[1]).toBe('received_before_event');

    const { challenge } = (await record(id, await given('2025-12-19'))).body as Remedy;
    expect(said(await record(id, await given('2025-12-19')))[1]).toBe('challenge_named_already');
    const refuse = { reason: '质疑已逾期', ground: 'late' };
    expect(said(await act('complaints', id, 'refuse', refuse, finance))[1]).toBe('recorder_decides');
    expect(said(await act('complaints', id, 'refuse', refuse, judge))[0]).toBe(200);
    expect(offered(await read('challenges', challenge ?? '', manager))).toEqual(['withdraw']);
  });

  it('is none that was withdrawn, nor one that came after the complaint, which are named instead', async () => {
    const { tender } = await Contracting.awarded(app, parties, {}, RECENT);
    const colleague = await makeUser(app, 'bureau_officer', parties.bureau.id);
    const bought = async (organisation: string, paper: object) => {
      const about = { ...WORDS, tender, organisation, stage: 'result', paper };
      return ((await app.http.post('/api/v1/challenges').set(officer.auth).send(about).expect(201)).body as Remedy).id;
    };
    const named = async (id: string, body: object) => {
      const { status, body: answer } = await record(id, body);
      const { code, facts, challenge } = answer as { code?: string; facts?: object; challenge?: string };
      return status === 200 ? challenge : [status, code, facts];
    };
    const organisation = await supplier();
    const withdrawn = await bought(organisation, await paperOf(officer, '2025-12-19'));
    const taken = { paper: await paperOf(colleague, '2025-12-22') };
    expect((await act('challenges', withdrawn, 'record-withdrawal', taken, colleague)).status).toBe(200);
    const { id } = await complained(tender, organisation);
    const refusal = (challenge: string) => [422, 'paper_recorded_already', { challenge }];
    expect(await named(id, await given('2025-12-19'))).toEqual(refusal(withdrawn));
    // Beside it the same body challenged anew on that day.
    const paper = { ...(await paperOf(finance, '2025-12-19')), another: true };
    const anew = await named(id, await given('2025-12-19', { paper }));
    expect(anew).toEqual(expect.any(String));
    expect(anew).not.toBe(withdrawn);

    const late = await supplier();
    const documents = [await upload(app, officer, SAME)];
    const after = await bought(late, { receivedOn: '2025-12-31', documents });
    const earlier = await complained(tender, late);
    const same = { receivedOn: '2025-12-19', documents: [await upload(app, finance, SAME)] };
    expect(await named(earlier.id, await given('2025-12-19', { paper: same }))).toEqual(refusal(after));
    expect(await read('complaints', earlier.id, finance)).toMatchObject({ challenge: null, papers: [] });
  });

  it('is one with what its buyer recorded of that paper, beside which the buyer records its own of another day', async () => {
    const { tender } = await Contracting.awarded(app, parties, {}, RECENT);
    const organisation = await supplier();
    const bought = async (receivedOn: string, more: object = {}) =>
      app.http
        .post('/api/v1/challenges')
        .set(officer.auth)
        .send({ ...WORDS, tender, organisation, stage: 'result', paper: await paperOf(officer, receivedOn), ...more });
    const entered = (await bought('2025-12-19')).body as Remedy;
    const one = await complained(tender, organisation);
    // With the day of its posting or without, it is one paper; of two days of posting there are two.
    expect((await record(one.id, await given('2025-12-19', { postedOn: '2025-12-18' }))).body).toMatchObject({
      challenge: entered.id,
    });
    expect(said(await bought('2025-12-19', { postedOn: '2025-12-18' }))[1]).toBe('paper_recorded_already');
    const posted = await bought('2025-12-22', { postedOn: '2025-12-19' });
    expect(posted.status).toBe(201);
    expect(said(await bought('2025-12-22'))[1]).toBe('paper_recorded_already');
    expect((await bought('2025-12-22', { postedOn: '2025-12-20' })).status).toBe(201);

    // Another paper of that day is said to be one, and is a challenge of its own.
    const three = await complained(tender, organisation);
    const beside = (
      await record(
        three.id,
        await given('2025-12-19', { paper: { ...(await paperOf(finance, '2025-12-19')), another: true } }),
      )
    ).body as Remedy;
    expect(await read('challenges', beside.challenge ?? '', officer)).toMatchObject({ recordedBy: 'authority' });
    expect(beside.challenge).not.toBe(entered.id);

    const other = await supplier();
    const two = await complained(tender, other);
    const { challenge } = (await record(two.id, await given('2025-12-19'))).body as Remedy;
    const contested = await bought('2025-12-23', { organisation: other });
    expect([contested.status, contested.body]).toMatchObject([201, { recordedBy: 'buyer' }]);
    expect((contested.body as Remedy).id).not.toBe(challenge);
  });
});

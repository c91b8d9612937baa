import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { StatedStages1800000000300 } from '../../migrations/1800000000300-stated-stages.js';
import { upload } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { makeInHand } from '../support/hands.js';
import { actOnRemedy } from '../support/lots.js';

interface Remedy {
  id: string;
  state: string;
  stage: string;
  challenge: string | null;
  papers: { kind: string }[];
  allowedActions: { action: string }[];
}
type Kind = 'challenges' | 'complaints';
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };
const WRONG = { reason: '录入有误' };
const ANSWER = { result: 'not_upheld', reason: '不成立' };

describe('a challenge that an authority named wrong', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let finance: TestAccount;
  let judge: TestAccount;
  let admin: TestAccount;
  let authority: string;
  beforeAll(async () => {
    app = await startTestApp();
    // Monday, 22 December 2025.
    parties = await makeParties(app);
    ({ officer, finance } = parties.bureau);
    authority = await makeBody(app, { kind: 'finance_authority', region: '9902', budgetLevel: 'municipal' });
    judge = await makeUser(app, 'finance_authority', authority);
    admin = await makeUser(app, 'admin');
  });
  afterAll(() => app.close());

  const supplier = () => makeBody(app, { kind: 'agency', creditCode: creditCode() });
  const awarded = async () => (await Contracting.awarded(app, parties, {}, RECENT)).tender;
  const paperOf = async (by: TestAccount, receivedOn: string) => ({ receivedOn, documents: [await upload(app, by)] });
  const recorded = async (kind: Kind, by: TestAccount, day: string, body: object): Promise<Remedy> => {
    const paper = await paperOf(by, day);
    const answer = await app.http
      .post(`/api/v1/${kind}`)
      .set(by.auth)
      .send({ ...WORDS, stage: 'result', ...body, paper });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const act = (kind: Kind, id: string, action: string, given: object, by: TestAccount) =>
    actOnRemedy(app, kind, id, action, given, by);
  const name = async (id: string, day: string, more: object = {}, by = finance) => {
    const given = { ...WORDS, stage: 'result', paper: await paperOf(by, day), ...more };
    const answer = await act('complaints', id, 'record-challenge', given, by);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const read = async (kind: Kind, id: string, by: TestAccount) =>
    (await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth).expect(200)).body as Remedy;
  const offers = async (kind: Kind, id: string, by: TestAccount) =>
    (await read(kind, id, by)).allowedActions.map(({ action }) => action);
  const auditOf = async (id: string, action: string) => {
    const rows = await app.dataSource.query<{ actor: string; said: string }[]>(
      `SELECT actor_id AS actor, convert_from(canonical, 'UTF8') AS said FROM audit_entry WHERE aggregate_id = $1 AND action = $2`,
      [id, action],
    );
    return rows.map(({ actor, said: text }) => ({ actor, data: (JSON.parse(text) as { data: object }).data }));
  };
  const tasksOf = async (by: TestAccount, kind: string) => {
    const { body } = await app.http.get(`/api/v1/me/tasks?kind=${kind}&limit=200`).set(by.auth).expect(200);
    return (body as { items: { id: string }[] }).items.map(({ id }) => id);
  };

  it('leaves the complaint about what it said before it was named, whoever voids it', async () => {
    const tender = await awarded();
    const about = async () => ({ tender, organisation: await supplier() });
    const complain = async () =>
      recorded('complaints', finance, '2025-12-22', { ...(await about()), stage: 'failure' });
    const { id } = await complain();
    expect((await name(id, '2025-12-19', { stage: 'documents' })).stage).toBe('documents');
    const done = await act('complaints', id, 'void-challenge', WRONG, judge);
    expect([done.status, done.body]).toMatchObject([200, { stage: 'failure', challenge: null }]);
    // About a failure it stays so beside a challenge to the process, which it would not have been.
    expect((await name(id, '2025-12-19', { stage: 'process' })).stage).toBe('failure');
    // The buyer voids its own, which the complaint was said to follow.
    const of = await about();
    const bought = await recorded('challenges', officer, '2025-12-19', { ...of, stage: 'documents' });
    const other = await recorded('complaints', finance, '2025-12-22', { ...of, stage: 'failure' });
    expect(await name(other.id, '2025-12-19', { stage: 'documents' })).toMatchObject({
      ...{ stage: 'documents', challenge: bought.id },
    });
    const second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    expect((await act('challenges', bought.id, 'void', WRONG, second)).status).toBe(200);
    expect(await read('complaints', other.id, judge)).toMatchObject({ stage: 'failure', challenge: null });
  });

  it('is void for whom its offer says so: unless answered, or in the same hand', async () => {
    const tender = await awarded();
    const { id } = await recorded('complaints', finance, '2025-12-22', { tender, organisation: await supplier() });
    const { challenge } = await name(id, '2025-12-19');
    const voids = async (of: string, by: TestAccount) => {
      const isOffered = (await offers('complaints', of, by)).includes('void_challenge');
      return [isOffered, said(await act('complaints', of, 'void-challenge', WRONG, by))[1]];
    };
    expect(await voids(id, finance)).toEqual([false, 'recorder_decides']);
    expect(await offers('complaints', id, judge)).toContain('void_challenge');
    // What was answered stays, and is named no more.
    expect((await act('challenges', challenge ?? '', 'answer', ANSWER, officer)).status).toBe(200);
    expect((await voids(id, judge))[0]).toBe(true);
    expect(await read('complaints', id, judge)).toMatchObject({ challenge: null, papers: [] });
    expect(await read('challenges', challenge ?? '', officer)).toMatchObject({ state: 'answered' });
    // Named at its filing, it is taken from the papers of another complaint, whose recorder does not void it here either.
    const organisation = await supplier();
    const one = await recorded('complaints', judge, '2025-12-20', { tender, organisation });
    const taken = (await name(one.id, '2025-12-19', {}, judge)).challenge;
    const two = await recorded('complaints', finance, '2025-12-22', { tender, organisation, challenge: taken });
    const third = await makeUser(app, 'finance_authority', authority);
    // So long as those papers show it, it is theirs: they are put right first.
    expect(await voids(two.id, third)).toEqual([false, 'recorded_by_another']);
    expect((await act('complaints', one.id, 'void-challenge', WRONG, third)).body).toMatchObject({ challenge: null });
    expect(await read('challenges', taken ?? '', officer)).toMatchObject({ state: 'received' });
    expect(await voids(two.id, judge)).toEqual([false, 'recorder_decides']);
    expect((await voids(two.id, third))[0]).toBe(true);
    expect(await read('challenges', taken ?? '', officer)).toMatchObject({ state: 'voided' });
    // Answered, one that was named at the filing stays named.
    const body = await supplier();
    const first = await recorded('complaints', finance, '2025-12-20', { tender, organisation: body });
    const found = (await name(first.id, '2025-12-19')).challenge;
    const last = await recorded('complaints', finance, '2025-12-22', { tender, organisation: body, challenge: found });
    expect((await voids(first.id, judge))[0]).toBe(true);
    expect(await offers('complaints', last.id, judge)).toContain('void_challenge');
    expect((await act('challenges', found ?? '', 'answer', ANSWER, officer)).status).toBe(200);
    expect(await voids(last.id, judge)).toEqual([false, 'remedy_acted_on']);
  });

  it('goes with a complaint whose papers showed it by another person than who wrote it down, and with no other complaint', async () => {
    const tender = await awarded();
    const third = await makeUser(app, 'finance_authority', authority);
    const voids = async (of: string, by: TestAccount) => {
      const isOffered = (await offers('complaints', of, by)).includes('void');
      return [isOffered, said(await act('complaints', of, 'void', WRONG, by))[1]];
    };
    const begin = async (named: boolean) => {
      const about = { tender, organisation: await supplier() };
      const one = await recorded('complaints', finance, '2025-12-20', about);
      const paper = await paperOf(judge, '2025-12-19');
      const { challenge } = await name(one.id, '2025-12-19', { paper }, judge);
      const two = await recorded('complaints', finance, '2025-12-22', { ...about, ...(named && { challenge }) });
      if (!named) await name(two.id, '2025-12-19', { paper: await paperOf(finance, '2025-12-19') });
      const gone = { receivedOn: '2025-12-22', documents: [await upload(app, third)] };
      expect((await act('complaints', one.id, 'record-withdrawal', { paper: gone }, third)).status).toBe(200);
      return { two: two.id, challenge: challenge ?? '' };
    };
    const shown = await begin(false);
    expect(await voids(shown.two, finance)).toEqual([false, 'recorder_decides']);
    expect(await voids(shown.two, judge)).toEqual([false, 'recorder_decides']);
    expect((await voids(shown.two, third))[0]).toBe(true);
    expect(await read('challenges', shown.challenge, officer)).toMatchObject({ state: 'voided' });
    // What came from other papers than its own is left.
    const named = await begin(true);
    expect((await voids(named.two, judge))[0]).toBe(true);
    expect(await read('complaints', named.two, judge)).toMatchObject({ state: 'voided' });
    expect(await read('challenges', named.challenge, officer)).toMatchObject({ state: 'received' });
  });

  it('that its buyer recorded is named no more, and stays the buyer’s, answered or not', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const bought = await recorded('challenges', officer, '2025-12-19', { tender, organisation });
    const second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    expect((await act('challenges', bought.id, 'answer', ANSWER, second)).status).toBe(200);
    const filed = await recorded('complaints', finance, '2025-12-22', { tender, organisation, challenge: bought.id });
    expect(await offers('complaints', filed.id, judge)).not.toContain('void_challenge');
    expect(said(await act('complaints', filed.id, 'void-challenge', WRONG, judge))[1]).toBe('recorded_by_another');
    const { id } = await recorded('complaints', finance, '2025-12-22', { tender, organisation });
    expect(await name(id, '2025-12-19')).toMatchObject({ challenge: bought.id });
    expect(await offers('complaints', id, finance)).not.toContain('void_challenge');
    expect(said(await act('complaints', id, 'void-challenge', WRONG, finance))[1]).toBe('recorder_decides');
    expect(await offers('complaints', id, judge)).toContain('void_challenge');
    const done = await act('complaints', id, 'void-challenge', WRONG, judge);
    expect([done.status, done.body]).toMatchObject([200, { challenge: null, papers: [] }]);
    expect(await read('challenges', bought.id, officer)).toMatchObject({ state: 'answered', ...WORDS });
    expect(await read('complaints', filed.id, judge)).toMatchObject({ challenge: bought.id });
  });

  it('and that the papers of another complaint show too is named no more at the one alone, and stays with the other', async () => {
    const { tender, award } = await Contracting.awarded(app, parties, {}, RECENT);
    const draft = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award, ...CONTENT });
    const contract = new Contracting(app, parties, (draft.body as { id: string }).id);
    const organisation = await supplier();
    const complain = (by: TestAccount, day: string) =>
      recorded('complaints', by, day, { tender, organisation, stage: 'failure' });
    const [one, two] = [await complain(finance, '2025-12-20'), await complain(finance, '2025-12-22')];
    const paper = await paperOf(finance, '2025-12-19');
    const taken = (await name(one.id, '2025-12-19', { stage: 'documents', paper })).challenge ?? '';
    // Somebody else finds the same paper in the other complaint: it is the same challenge.
    const same = await name(two.id, '2025-12-19', { stage: 'documents', paper: { ...paper } }, judge);
    expect(same).toMatchObject({ challenge: taken, stage: 'documents' });
    expect(await offers('complaints', two.id, judge)).not.toContain('void_challenge');
    expect(said(await act('complaints', two.id, 'void-challenge', WRONG, judge))[1]).toBe('recorder_decides');
    const third = await makeUser(app, 'finance_authority', authority);
    expect(await offers('complaints', two.id, third)).toContain('void_challenge');
    const unnamed = await act('complaints', two.id, 'void-challenge', WRONG, third);
    expect([unnamed.status, unnamed.body]).toMatchObject([200, { challenge: null, stage: 'failure', papers: [] }]);
    expect(await read('complaints', one.id, judge)).toMatchObject({ challenge: taken, stage: 'documents' });
    expect(await read('challenges', taken, officer)).toMatchObject({ state: 'received', blocks: true });
    const [entry] = await auditOf(two.id, 'void_challenge');
    expect(entry).toMatchObject({
      actor: third.id,
      data: { challenge: taken, stage: { from: 'documents', to: 'failure' } },
    });
    expect(await auditOf(taken, 'void')).toEqual([]);
    // The lot rests as long as the challenge stands: until the complaint that alone names it lets go of it, which voids it whole.
    expect(said(await contract.sign(parties.manager))[1]).toBe('challenge_open');
    expect((await act('complaints', one.id, 'void-challenge', WRONG, judge)).body).toMatchObject({
      ...{ challenge: null, stage: 'failure' },
    });
    expect(await read('challenges', taken, officer)).toMatchObject({ state: 'voided', blocks: false });
    expect(await auditOf(taken, 'void')).toMatchObject([{ actor: judge.id, data: { complaint: one.id } }]);
    expect((await contract.sign(parties.manager)).status).toBe(200);
  });

  it('and answered is named no more where a complaint was a mistake, which is void, and stays with the one that was accepted', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const complain = (by: TestAccount, day: string) =>
      recorded('complaints', by, day, { tender, organisation, stage: 'failure' });
    const one = await complain(finance, '2025-12-20');
    const two = await complain(finance, '2025-12-21');
    const three = await complain(finance, '2025-12-22');
    const paper = await paperOf(finance, '2025-12-19');
    const taken = (await name(one.id, '2025-12-19', { paper })).challenge ?? '';
    for (const { id } of [two, three])
      expect(await name(id, '2025-12-19', { paper })).toMatchObject({ challenge: taken, stage: 'failure' });
    expect((await act('challenges', taken, 'answer', ANSWER, officer)).status).toBe(200);
    const accepted = await act('complaints', one.id, 'accept', {}, judge);
    expect([accepted.status, accepted.body]).toMatchObject([200, { state: 'accepted', challenge: taken }]);
    expect(await offers('complaints', three.id, judge)).toContain('void_challenge');
    expect((await act('complaints', three.id, 'void-challenge', WRONG, judge)).body).toMatchObject({ challenge: null });
    const voided = await act('complaints', two.id, 'void', WRONG, judge);
    expect([voided.status, voided.body]).toMatchObject([200, { state: 'voided', challenge: null, papers: [] }]);
    expect(await auditOf(two.id, 'void')).toMatchObject([
      { actor: judge.id, data: { unnamed: taken, stage: { from: 'failure', to: 'failure' } } },
    ]);
    expect(await read('challenges', taken, officer)).toMatchObject({ state: 'answered' });
    expect(await read('complaints', one.id, judge)).toMatchObject({ state: 'accepted', challenge: taken });
  });

  it('before it was kept what a complaint was about until then is told by its receipt, where that says it', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const of = { tender, organisation, stage: 'failure' };
    const { id } = await recorded('complaints', finance, '2025-12-22', of);
    const { challenge } = await name(id, '2025-12-19', { stage: 'documents' });
    // One that named a challenge from the first says of no stage that it was another before.
    const named = await recorded('complaints', finance, '2025-12-21', { tender, organisation, challenge });
    const silent = await recorded('complaints', finance, '2025-12-20', of);
    await name(silent.id, '2025-12-18', { stage: 'documents' });
    const stated = async (...ids: string[]) => {
      const rows = await app.dataSource.query<{ id: string; stated: string | null }[]>(
        `SELECT id, stated_stage AS stated FROM complaint WHERE id = ANY ($1::uuid[])`,
        [ids],
      );
      return ids.map((one) => rows.find((row) => row.id === one)?.stated);
    };
    await app.dataSource.query(`UPDATE complaint SET stated_stage = NULL WHERE tender_id = $1`, [tender]);
    // Of this one the receipt is not kept here any more.
    const lost = randomUUID();
    await app.dataSource.query(
      `INSERT INTO complaint (id, dataset, tender_id, received_at, grounds, requests, complainant_id, challenge_id, stage, state)
       SELECT $2, dataset, tender_id, received_at, grounds, requests, complainant_id, challenge_id, stage, state FROM complaint WHERE id = $1`,
      [silent.id, lost],
    );
    const runner = app.dataSource.createQueryRunner();
    await new StatedStages1800000000300().up(runner);
    await runner.release();
    expect(await stated(id, named.id, silent.id, lost)).toEqual(['failure', null, 'failure', null]);
    expect((await act('complaints', id, 'void-challenge', WRONG, judge)).body).toMatchObject({ stage: 'failure' });
  });

  it('is offered, as a task too, to no account in the hand that wrote the paper down', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const [clerk, sameHand] = await Promise.all(
      [0, 1].map(() => makeInHand(app, admin, { role: 'bureau_officer', organisation: parties.bureau.id })),
    );
    const [scribe, sameScribe] = await Promise.all(
      [0, 1].map(() => makeInHand(app, admin, { role: 'finance_authority', organisation: authority })),
    );
    if (!clerk || !sameHand || !scribe || !sameScribe) throw new Error('no accounts');
    const challenge = await recorded('challenges', clerk, '2025-12-19', { tender, organisation });
    const complaint = await recorded('complaints', scribe, '2025-12-22', { tender, organisation });
    expect((await act('complaints', complaint.id, 'ask-correction', { reason: '请补正' }, scribe)).status).toBe(200);
    for (const [kind, id, action, by, other] of [
      ['challenges', challenge.id, 'answer', sameHand, officer],
      ['challenges', challenge.id, 'void', sameHand, officer],
      ['complaints', complaint.id, 'refuse', sameScribe, judge],
      ['complaints', complaint.id, 'void', sameScribe, judge],
    ] as const) {
      expect([action, (await offers(kind, id, by)).includes(action)]).toEqual([action, false]);
      expect([action, (await offers(kind, id, other)).includes(action)]).toEqual([action, true]);
    }
    expect(said(await act('challenges', challenge.id, 'answer', ANSWER, sameHand))[1]).toBe('recorder_decides');
    expect([await tasksOf(sameHand, 'challenge'), await tasksOf(officer, 'challenge')]).toEqual([
      ...[expect.not.arrayContaining([challenge.id]), expect.arrayContaining([challenge.id])],
    ]);
    expect((await act('challenges', challenge.id, 'answer', ANSWER, officer)).status).toBe(200);
  });

  it('nor is the void of a challenge offered once something was decided on it', async () => {
    const tender = await awarded();
    const second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    const { id } = await recorded('challenges', officer, '2025-12-18', { tender, organisation: await supplier() });
    expect(await offers('challenges', id, second)).toContain('void');
    expect((await act('challenges', id, 'state-no-effect', { reason: '只涉及文字' }, second)).status).toBe(200);
    expect(await offers('challenges', id, second)).not.toContain('void');
    expect(said(await act('challenges', id, 'void', WRONG, second))[1]).toBe('remedy_acted_on');
  });
});

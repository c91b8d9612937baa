import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { upload } from '../support/acceptances.js';
import { makeBody, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnRemedy } from '../support/lots.js';
import { Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

import { stored } from '../support/stored.js';

interface Complaint {
  grounds: string;
  documents: string[];
  code?: string;
  rule?: string;
  errors?: { pointer: string }[];
  notices: { organisation: string; concerned: boolean; answer: string | null; receivedOn: string | null }[];
  deadlines: { rule: string; date: string | null; state: string }[];
  allowedActions: { action: string }[];
}

describe('suppliers whom a complaint concerns', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  const begin = async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const result = await Resulting.begin(app, bureau);
    await result.published();
    const people = await Promise.all([0, 1, 2].map((i) => result.bidder(i)));
    const [winner, filer, third] = people as [TestAccount, TestAccount, TestAccount];
    const about = { tender: result.id, knownOn: '2025-11-03', copies: false as const };
    const id = await acceptedComplaint(app, bureau, filer, about);
    const body = (i: number): string => result.lots[0]?.offers[i]?.bidder ?? '';
    const act = async (action: string, by: TestAccount, given: object = {}) => {
      const answer = await actOnRemedy(app, 'complaints', id, action, given, by);
      return { status: answer.status, body: answer.body as unknown as Complaint };
    };
    const read = async (by: TestAccount): Promise<Complaint> =>
      (await app.http.get(`/api/v1/complaints/${id}`).set(by.auth).expect(200)).body as Complaint;
    const status = async (by: TestAccount) => (await app.http.get(`/api/v1/complaints/${id}`).set(by.auth)).status;
    const tasks = async (by: TestAccount) => {
      const { body: told } = await app.http.get('/api/v1/me/tasks?limit=200').set(by.auth).expect(200);
      return (told as { items: { id: string; kind: string; dueOn: string | null }[] }).items
        .filter((task) => task.id === id)
        .map(({ kind, dueOn }) => [kind, dueOn]);
    };
    return { id, result, winner, filer, third, body, act, read, status, tasks };
  };
  const ANSWER = { answer: '本机构业绩证明真实，附合同原件扫描件' };

  it('get its copy where they hold the award, answer it once within five working days, and nobody else but the authority reads it', async () => {
    const { winner, filer, third, body, act, read, status, tasks } = await begin();
    const offered = async (by: TestAccount) => (await read(by)).allowedActions.map(({ action }) => action).sort();
    const AUTHORITY = ['begin_appraisal', 'decide', 'send_copies'];
    // What has nothing to end, to confirm or to answer is offered to nobody.
    expect([await offered(bureau.finance), await offered(bureau.officer)]).toEqual([AUTHORITY, []]);
    expect([await status(winner), await status(third)]).toEqual([404, 404]);
    const sent = (await act('send-copies', bureau.finance)).body;
    expect(sent.notices.map(({ organisation, concerned }) => [organisation, concerned])).toEqual([
      [bureau.id, false],
      [body(0), true],
    ]);
    expect([await status(winner), await status(third)]).toEqual([200, 404]);
    const own = await read(winner);
    expect(own.notices).toMatchObject([{ organisation: body(0), answer: null }]);
    expect(await offered(winner)).toEqual(['answer', 'confirm_copies']);
    expect(await offered(bureau.finance)).toEqual(['begin_appraisal', 'decide']);
    expect(await tasks(winner)).toEqual([['complaint_receipt', null]]);
    expect((await act('confirm-copies', winner)).status).toBe(200);
    expect(await offered(winner)).toEqual(['answer']);
    // 4 to 7 and 10 November.
    expect(await tasks(winner)).toEqual([['complaint_answer', '2025-11-10']]);
    expect((await act('answer', filer, ANSWER)).body.code).toBe('not_permitted');
    await setBusinessTime(app, '2025-11-10T09:00:00+08:00');
    const answered = await act('answer', winner, ANSWER);
    expect(answered.body.notices).toMatchObject([{ organisation: body(0), ...ANSWER }]);
    expect(answered.body.deadlines).toContainEqual(
      expect.objectContaining({ rule: 'COMPLAINT-ANSWER-5WD', date: '2025-11-10', state: 'met' }),
    );
    expect((await act('answer', winner, ANSWER)).body.code).toBe('complaint_answered');
    expect([await tasks(winner), await offered(winner)]).toEqual([[], []]);
    await act('begin-appraisal', bureau.finance, { reason: '专家评审' });
    expect(await offered(bureau.finance)).toEqual(['decide', 'end_appraisal']);
    await act('end-appraisal', bureau.finance);
    expect(await offered(bureau.finance)).toEqual(['begin_appraisal', 'decide']);
    expect((await read(bureau.finance)).notices).toContainEqual(expect.objectContaining(ANSWER));
    for (const by of [filer, bureau.officer])
      expect((await read(by)).notices.map(({ organisation }) => organisation)).toEqual([bureau.id]);
    // The buyer answers for itself as before, and its answer is not for the winner.
    expect((await act('answer', bureau.officer, { answer: '评审依法进行' })).status).toBe(200);
    expect((await read(filer)).notices).toMatchObject([{ answer: '评审依法进行' }]);
    expect((await read(winner)).notices).toHaveLength(1);
  });

  it('read its words, and none of the papers that came with it', async () => {
    const { id, winner, filer, act, read } = await begin();
    expect((await act('send-copies', bureau.finance)).status).toBe(200);
    const document = await upload(app, filer);
    await app.dataSource.query(
      `INSERT INTO document_reference (document_id, root_type, root_id) VALUES ($1, 'complaint', $2)`,
      [document, id],
    );
    for (const [by, documents, status] of [
      [winner, [], 404],
      [filer, [document], 200],
      [bureau.officer, [document], 200],
      [bureau.finance, [document], 200],
    ] as const) {
      const seen = await read(by);
      expect([seen.grounds, seen.documents]).toEqual([(await read(filer)).grounds, documents]);
      expect((await app.http.get(`/api/v1/documents/${document}/content`).set(by.auth)).status).toBe(status);
    }
  });

  it('are shown the day of their own answer, and none of another supplier', async () => {
    const { winner, filer, third, body, act, read } = await begin();
    expect((await act('send-copies', bureau.finance, { concerned: [body(0), body(2)] })).status).toBe(200);
    // Each gets its copy on a day of its own: five working days later it is 10, 11 and 12 November.
    for (const [day, by] of [
      ['03', winner],
      ['04', third],
      ['05', bureau.officer],
    ] as const) {
      await setBusinessTime(app, `2025-11-${day}T10:00:00+08:00`);
      expect([day, (await act('confirm-copies', by)).status]).toEqual([day, 200]);
    }
    const days = async (by: TestAccount) =>
      (await read(by)).deadlines
        .filter(({ rule }) => rule === 'COMPLAINT-ANSWER-5WD')
        .map(({ date }) => date)
        .sort();
    const [ofWinner, ofThird, ofBuyer] = ['2025-11-10', '2025-11-11', '2025-11-12'];
    expect([await days(winner), await days(third)]).toEqual([[ofWinner], [ofThird]]);
    expect([await days(filer), await days(bureau.officer)]).toEqual([[ofBuyer], [ofBuyer]]);
    expect(await days(bureau.finance)).toEqual([ofWinner, ofThird, ofBuyer]);
  });

  it('are those that the authority names of whoever took part; another is refused, and nothing is stored', async () => {
    const { winner, third, body, act, status, read } = await begin();
    const stranger = await makeBody(app, { kind: 'agency' });
    const rows = async () =>
      Object.fromEntries(Object.entries(await stored(app)).filter(([table]) => !/^(idempoten|session)/.test(table)));
    const before = await rows();
    for (const other of [stranger, bureau.id, body(1)]) {
      const refused = await act('send-copies', bureau.finance, { concerned: [body(2), other] });
      expect([refused.status, refused.body.code, refused.body.rule, refused.body.errors?.[0]?.pointer]).toEqual([
        ...[422, 'supplier_not_concerned', 'COMPLAINT-SERVE-8WD', '/concerned/1'],
      ]);
    }
    expect(await rows()).toEqual(before);
    expect((await act('send-copies', bureau.finance, { concerned: [body(2)] })).status).toBe(200);
    expect([await status(winner), await status(third)]).toEqual([404, 200]);
    expect((await act('answer', third, ANSWER)).status).toBe(200);
    expect((await read(bureau.finance)).notices).toMatchObject([{}, { organisation: body(2), ...ANSWER }]);
  });
});

describe('a challenge or a complaint that came by post', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  it('is in time by the day of its posting: REMEDY-POSTED', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const result = await Resulting.begin(app, bureau);
    await result.published();
    const filer = await result.bidder(1);
    const send = (path: string, body: object) =>
      app.http
        .post(`/api/v1/${path}`)
        .set(filer.auth)
        .send({ tender: result.id, grounds: '评审错误', requests: '重新评审', ...body });
    const challenge = (body: object) => send('challenges', { stage: 'process', knownOn: '2025-11-03', ...body });
    // Seven working days after Monday 3 November end on Wednesday 12.
    await setBusinessTime(app, '2025-11-17T09:00:00+08:00');
    const cases: [object, string][] = [
      [{ postedOn: '2025-11-11' }, 'in_scope'],
      [{ postedOn: '2025-11-12' }, 'in_scope'],
      [{ postedOn: '2025-11-13' }, 'late'],
      [{}, 'late'],
    ];
    for (const [given, scope] of cases) {
      const answer = await challenge(given);
      expect([answer.status, answer.body]).toMatchObject([
        201,
        { scope, lastDay: '2025-11-12', postedOn: (given as { postedOn?: string }).postedOn ?? null },
      ]);
    }
    for (const ahead of [challenge({ postedOn: '2025-11-18' }), send('complaints', { postedOn: '2025-11-18' })]) {
      const { status, body } = await ahead;
      expect([status, body]).toMatchObject([422, { code: 'dated_in_future', errors: [{ pointer: '/postedOn' }] }]);
    }
    expect((await send('complaints', { postedOn: '2025-11-17' })).body).toMatchObject({ postedOn: '2025-11-17' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';

interface Meeting {
  id: string;
  version: number;
  state: string;
  attended: object[];
  minutes: string | null;
  resolutions: { id: string; state: string; overdue: boolean; allowedActions: (AllowedAction | string)[] }[];
  allowedActions: (AllowedAction | string)[];
}

describe('meetings', () => {
  let app: TestApp;
  let parties: Parties;
  let tender: string;
  let committee: string;
  let worker: TestAccount;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    ({ officer } = parties.bureau);
    ({ tender } = await Contracting.awarded(app, parties));
    committee = await makeBody(app, { kind: 'community_committee' });
    worker = await makeUser(app, 'community_worker', committee);
  });
  afterAll(() => app.close());

  const AT = '2026-01-15T14:00:00+08:00';
  const call = (more: object = {}, by = officer) =>
    app.http
      .post('/api/v1/meetings')
      .set(by.auth)
      .send({
        kind: 'joint',
        subject: { type: 'tender', id: tender },
        title: '社区工作联席会',
        heldAt: AT,
        invited: [committee],
        ...more,
      });
  const called = async (more: object = {}, by = officer): Promise<Meeting> => {
    const answer = await call(more, by);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Meeting;
  };
  const read = async (id: string, by = officer): Promise<Meeting> =>
    (await app.http.get(`/api/v1/meetings/${id}`).set(by.auth).expect(200)).body as Meeting;
  const act = async (id: string, action: string, body: object, by = officer) =>
    app.http
      .post(`/api/v1/meetings/${id}/${action.includes('/') ? action : `actions/${action}`}`)
      .set({ ...by.auth, 'If-Match': `"${(await read(id)).version}"` })
      .send(body);
  const said = ({ status, body }: { status: number; body: unknown }) => {
    const { code, errors } = body as { code?: string; errors?: { pointer: string }[] };
    return [status, code ?? null, (errors ?? []).map(({ pointer }) => pointer)];
  };
  const came = { attended: [{ side: 'residents', count: 12 }, { side: 'agency', count: 2 }] }; // prettier-ignore

  it('are held once their time has come and somebody was there, and minuted in words', async () => {
    await setBusinessTime(app, '2026-01-12T09:00:00+08:00');
    const { id } = await called();
    expect(said(await act(id, 'hold', came))).toEqual([422, 'meeting_ahead', []]);
    await setBusinessTime(app, '2026-01-15T17:00:00+08:00');
    expect(said(await act(id, 'hold', { attended: [{ side: 'residents', count: 0 }] }))).toEqual([
      422,
      'nobody_attended',
      [],
    ]);
    expect((await act(id, 'hold', came)).body).toMatchObject({ state: 'held', ...came });
    expect(said(await act(id, 'minute', { minutes: ' ' }))).toEqual([422, 'minutes_missing', []]);
    const resolutions = [{ text: '增加助浴服务', owner: committee, dueOn: '2026-02-28' }];
    const stranger = [{ text: 'x', owner: parties.agency, dueOn: '2026-02-28' }];
    expect(said(await act(id, 'minute', { minutes: '记录', resolutions: stranger }))).toEqual([
      400,
      'validation_failed',
      ['/resolutions/0/owner'],
    ]);
    expect((await act(id, 'minute', { minutes: '居民希望增加助浴', resolutions })).body).toMatchObject({
      state: 'minuted',
      minutes: '居民希望增加助浴',
      allowedActions: [],
    });
    expect(said(await act(id, 'hold', came))).toEqual([409, 'wrong_state', []]);
  });

  it('resolve what somebody is to do by a day: a task until it is done, or given up with a reason', async () => {
    await setBusinessTime(app, '2026-01-15T17:00:00+08:00');
    const { id } = await called();
    await act(id, 'hold', came);
    const resolution = (text: string) => ({ text, owner: committee, dueOn: '2026-02-28' });
    const minuted = await act(id, 'minute', { minutes: '记录', resolutions: [resolution('一'), resolution('二')] });
    const [first, second] = (minuted.body as Meeting).resolutions;
    const tasks = async (): Promise<{ id: string; overdue: boolean }[]> =>
      ((await app.http.get('/api/v1/me/tasks?kind=resolution').set(worker.auth).expect(200)).body as {
        items: { id: string; overdue: boolean }[];
      }).items.filter((task) => [first?.id, second?.id].includes(task.id)); // prettier-ignore
    expect((await tasks()).map(({ overdue }) => overdue)).toEqual([false, false]);
    await setBusinessTime(app, '2026-03-01T09:00:00+08:00');
    expect((await tasks()).map(({ overdue }) => overdue)).toEqual([true, true]);
    expect((await read(id)).resolutions.map(({ overdue }) => overdue)).toEqual([true, true]);
    const on = (which: { id: string } | undefined, action: string) =>
      `resolutions/${which?.id ?? ''}/actions/${action}`;
    // Who called does not say that others have done what is theirs.
    const offered = async (by: TestAccount) =>
      (await read(id, by)).resolutions.map((each) => actionNames(each.allowedActions));
    expect([await offered(officer), await offered(worker)]).toEqual([
      [['drop'], ['drop']],
      [
        ['finish', 'drop'],
        ['finish', 'drop'],
      ],
    ]);
    expect(said(await act(id, on(first, 'finish'), {}))).toEqual([403, 'not_permitted', []]);
    expect((await act(id, on(first, 'finish'), {}, worker)).status).toBe(200);
    expect(said(await act(id, on(second, 'drop'), {}))).toEqual([400, 'validation_failed', ['/reason']]);
    const settled = await act(id, on(second, 'drop'), { reason: '并入年度计划' });
    expect((settled.body as Meeting).resolutions.map(({ state }) => state)).toEqual(['done', 'dropped']);
    expect(said(await act(id, on(first, 'finish'), {}, worker))).toEqual([409, 'wrong_state', []]);
    expect(said(await act(id, on({ id: randomUUID() }, 'finish'), {}))).toEqual([404, 'not_found', []]);
    expect(await tasks()).toEqual([]);
  });

  it('resolve what an agency is to do: its manager has the task and settles its own, nobody else’s', async () => {
    await setBusinessTime(app, '2026-01-15T17:00:00+08:00');
    const { manager, agency } = parties;
    const { id } = await called({ invited: [committee, agency] });
    await act(id, 'hold', came);
    const resolution = (owner: string) => ({ text: '改进', owner, dueOn: '2026-02-28' });
    const resolutions = [resolution(agency), resolution(agency), resolution(committee)];
    const minuted = await act(id, 'minute', { minutes: '记录', resolutions });
    const made = (minuted.body as Meeting).resolutions.map((each) => each.id);
    const tasks = async (): Promise<string[]> =>
      (
        (await app.http.get('/api/v1/me/tasks?kind=resolution&limit=200').set(manager.auth).expect(200)).body as {
          items: { id: string }[];
        }
      ).items.map((task) => task.id);
    expect((await tasks()).filter((each) => made.includes(each)).sort()).toEqual(made.slice(0, 2).sort());
    const settle = (n: number, action: string, body: object = {}) =>
      act(id, `resolutions/${made[n] ?? ''}/actions/${action}`, body, manager);
    expect((await read(id, manager)).resolutions.map((each) => actionNames(each.allowedActions).toSorted())).toEqual([
      ['drop', 'finish'],
      ['drop', 'finish'],
      [],
    ]);
    expect(said(await settle(2, 'finish'))).toEqual([403, 'not_permitted', []]);
    expect((await settle(0, 'finish')).status).toBe(200);
    expect(said(await settle(1, 'drop'))).toEqual([400, 'validation_failed', ['/reason']]);
    expect((await settle(1, 'drop', { reason: '与另一项合并' })).status).toBe(200);
    expect(await tasks()).toEqual([]);
    // It runs no meeting for that.
    expect((await call({}, manager)).status).toBe(403);
    expect(said(await act(id, 'cancel', { reason: 'x' }, manager))).toEqual([403, 'not_permitted', []]);
  });

  it('are read by who called and who was invited, run by who called, and about what that body sees', async () => {
    const { id } = await called();
    expect((await read(id, worker)).allowedActions).toEqual([]);
    expect(said(await act(id, 'cancel', { reason: 'x' }, worker))).toEqual([403, 'not_permitted', []]);
    expect((await app.http.get(`/api/v1/meetings/${id}`).set(parties.manager.auth)).status).toBe(404);
    expect(said(await act(id, 'cancel', {}))).toEqual([400, 'validation_failed', ['/reason']]);
    expect((await act(id, 'cancel', { reason: '改期' })).body).toMatchObject({ state: 'cancelled' });
    const listed = await app.http
      .get(`/api/v1/meetings?subject=tender:${tender}&limit=200`)
      .set(worker.auth)
      .expect(200);
    expect((listed.body as { items: Meeting[] }).items.map((m) => m.id)).toContain(id);
    const stranger = await makeUser(app, 'bureau_officer');
    const hidden = { subject: { type: 'need', id: randomUUID() } };
    expect(said(await call(hidden))).toEqual([404, 'not_found', ['/subject/id']]);
    const need = await app.http
      .post('/api/v1/needs')
      .set(officer.auth)
      .send({ title: '助浴', source: { kind: 'statement' } })
      .expect(201);
    const about = { subject: { type: 'need', id: (need.body as { id: string }).id }, kind: 'proposals', invited: [] };
    expect(said(await call(about, stranger))[0]).toBe(404);
    expect((await called(about)).state).toBe('called');
  });
});

describe('ratings of buyer and agent', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());

  const rate = (by: TestAccount, body: object) =>
    app.http
      .post('/api/v1/ratings')
      .set(by.auth)
      .send({ stage: 'purchase', side: 'buyer', points: 4, ...body });
  const code = ({ status, body }: { status: number; body: unknown }) => [
    status,
    (body as { code?: string }).code ?? null,
  ];
  const listed = async () =>
    (
      (await app.http.get(`/api/v1/ratings?rated=${parties.bureau.id}`).expect(200)).body as {
        items: { answers: number; mean: string; stage: string; bound: string | null }[];
      }
    ).items.map(({ answers, mean, stage, bound }) => [stage, answers, mean, bound]);

  it('are given once, by whom the purchase touched, of a stage that is over', async () => {
    const contract = await Contracting.drafted(app, parties);
    const { tender } = await contract.read();
    const { manager } = parties;
    const other = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    expect(code(await rate(manager, { tender, stage: 'contract' }))).toEqual([422, 'not_concerned']);
    const bid = `INSERT INTO bid (id, tender_id, lot_id, bidder_id) SELECT $3, $1, l.id, $2 FROM lot l WHERE l.tender_id = $1`;
    await app.dataSource.query(bid, [tender, parties.agency, randomUUID()]);
    expect(code(await rate(manager, { tender, stage: 'contract' }))).toEqual([422, 'stage_not_over']);
    await contract.signBoth();
    expect((await rate(manager, { tender, stage: 'contract' })).status).toBe(200);
    expect(code(await rate(manager, { tender, stage: 'contract', points: 1 }))).toEqual([409, 'rated_already']);
    expect(code(await rate(manager, { tender, stage: 'implementation' }))).toEqual([422, 'stage_not_over']);
    expect(code(await rate(manager, { tender, side: 'agent' }))).toEqual([422, 'not_concerned']);
    expect([404, 422]).toContain((await rate(other, { tender })).status);
    expect(code(await rate(manager, { tender: randomUUID() }))).toEqual([404, 'not_found']);
    expect((await rate(parties.bureau.officer, { tender })).status).toBe(403);
    const [first, ...rest] = await Promise.all([1, 2, 3].map(() => rate(manager, { tender })));
    expect([first, ...rest].map((answer) => answer?.status).sort()).toEqual([200, 409, 409]);
    await expect(app.dataSource.query(`UPDATE rating SET points = 1`)).rejects.toThrow('never changed');
  });

  /** A purchase that is over, and what another body says of its buyer. */
  const makeRated = async () => {
    parties = await makeParties(app, null);
    const { tender } = await Contracting.awarded(app, parties);
    return async (points: number) => {
      const body = await makeBody(app, { kind: 'agency' });
      const bid = `INSERT INTO bid (id, tender_id, lot_id, bidder_id) SELECT $3, $1, l.id, $2 FROM lot l WHERE l.tender_id = $1`;
      await app.dataSource.query(bid, [tender, body, randomUUID()]);
      expect((await rate(await makeUser(app, 'agency_manager', body), { tender, points })).status).toBe(200);
    };
  };

  it('are shown as a mean of five, and again of ten: no reading gives one answer away', async () => {
    const say = await makeRated();
    for (const points of [5, 4, 3, 3]) await say(points);
    expect(await listed()).toEqual([]);
    await say(2);
    expect(await listed()).toEqual([['purchase', 5, '3.40', null]]);
    for (const points of [1, 1, 1, 1]) await say(points);
    expect(await listed()).toEqual([['purchase', 5, '3.40', null]]);
    await say(1);
    // Five who gave one count as five of whom one gave two: 17 and 6 of ten, so that the difference says nothing of each.
    expect(await listed()).toEqual([['purchase', 10, '2.30', 'at_most']]);
  });

  it.each([
    ['five gave five', [5, 5, 5, 5, 5], '4.80', 'at_least'],
    ['four gave five and one gave four', [5, 5, 4, 5, 5], '4.80', 'at_least'],
    ['two gave four', [5, 4, 4, 5, 5], '4.60', null],
    ['five gave one', [1, 1, 1, 1, 1], '1.20', 'at_most'],
    ['one of five gave two', [1, 2, 1, 1, 1], '1.20', 'at_most'],
  ])('are told as a bound where %s, so that the mean says of nobody what was given', async (_, points, mean, bound) => {
    const say = await makeRated();
    for (const one of points) await say(one);
    expect(await listed()).toEqual([['purchase', 5, mean, bound]]);
  });

  it('are those of five bodies: what one of them says five times is one voice, and stays its own', async () => {
    parties = await makeParties(app, null);
    const bids = `INSERT INTO bid (id, tender_id, lot_id, bidder_id) SELECT $3, $1, l.id, $2 FROM lot l WHERE l.tender_id = $1`;
    const raters = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async () => {
        const body = await makeBody(app, { kind: 'agency' });
        return { body, user: await makeUser(app, 'agency_manager', body) };
      }),
    );
    const say = async (rater: number, points: number) => {
      const { tender } = await Contracting.awarded(app, parties);
      const { body, user } = raters[rater] as { body: string; user: TestAccount };
      await app.dataSource.query(bids, [tender, body, randomUUID()]);
      expect((await rate(user, { tender, points })).status).toBe(200);
    };
    for (const points of [1, 1, 1, 1, 2]) await say(0, points);
    expect(await listed()).toEqual([]);
    for (const rater of [1, 2, 3]) await say(rater, 5);
    expect(await listed()).toEqual([]);
    await say(4, 4);
    // 1.2, 5, 5, 5 and 4: each of the five once, however often it spoke.
    expect(await listed()).toEqual([['purchase', 5, '4.04', null]]);
    // What one of them, or a sixth, says later waits for five more: two readings would give it back.
    await say(0, 5);
    await say(5, 1);
    expect(await listed()).toEqual([['purchase', 5, '4.04', null]]);
  });
});

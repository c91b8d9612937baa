import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startBusinessAt } from '../support/drafts.js';
import { placed } from '../support/feed.js';
import { ownTasks } from '../support/own-tasks.js';

const NEEDS = '/api/v1/needs';
const SOURCE = { kind: 'statement', url: null, publishedOn: null, reference: '座谈会' };

interface Need {
  id: string;
  version: number;
  state: string;
  waiting: { since: string; days: number } | null;
  programme: string | null;
  allowedActions: (AllowedAction | string)[];
}

describe('what residents need', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  let community: string;
  let committee: TestAccount;
  let committeeBody: string;
  let stranger: TestAccount;
  let count = 0;

  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    committeeBody = await makeBody(app, { kind: 'community_committee' });
    committee = await makeUser(app, 'community_worker', committeeBody);
    stranger = await makeUser(app, 'bureau_officer');
    community = await made('/api/v1/communities', { name: '向阳社区', region: '990203', committee: committeeBody });
  });
  afterAll(() => app.close());

  const made = async (path: string, body: object, by = officer): Promise<string> => {
    const answer = await app.http.post(path).set(by.auth).send(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const suggest = (more: object = {}) =>
    app.http.post(`${NEEDS}/suggestions`).send({ community, title: `助餐 ${(count += 1)}`, ...more });
  const suggested = async () => ((await suggest().expect(201)).body as { id: string }).id;
  const recorded = (more: object = {}) =>
    made(NEEDS, { title: `助浴 ${(count += 1)}`, community, source: SOURCE, ...more });
  const read = async (id: string, by = officer) =>
    (await app.http.get(`${NEEDS}/${id}`).set(by.auth).expect(200)).body as Need;
  const act = async (id: string, action: string, body: object = {}, by = officer) => {
    const { headers } = await app.http.get(`${NEEDS}/${id}`).set(officer.auth);
    return app.http
      .post(`${NEEDS}/${id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', headers.etag ?? '"1"')
      .send(body);
  };
  const change = async (id: string, body: object, by = officer) => {
    const { version } = await read(id);
    return app.http.patch(`${NEEDS}/${id}`).set(by.auth).set('If-Match', `"${version}"`).send(body);
  };
  const line = () =>
    made('/api/v1/service-lines', { name: '助餐', category: 'ELDERLY_HOME_CARE', since: '2018-01-01' });

  it('is suggested without an account, and counts once the community has accepted it', async () => {
    const answer = await suggest({ description: '独居老人周末吃不上热饭', category: 'ELDERLY_HOME_CARE' });
    expect([answer.status, answer.body.state]).toEqual([201, 'suggested']);
    const { id } = answer.body as { id: string };
    const seen = await read(id, committee);
    expect([seen.state, actionNames(seen.allowedActions)]).toEqual(['suggested', ['accept', 'reject']]);
    const accepted = await act(id, 'accept', {}, committee);
    expect([accepted.status, accepted.body.state, accepted.body.waiting.days]).toEqual([200, 'recorded', 0]);
    expect((await app.http.get(`${NEEDS}/${id}`)).status).toBe(401);
  });

  it('is suggested where somebody moderates it: not into what was published elsewhere, the study or an import', async () => {
    const count = async (): Promise<string> =>
      (await app.dataSource.query<{ n: string }[]>(`SELECT count(*) AS n FROM need`))[0]?.n ?? '';
    const before = await count();
    for (const dataset of ['study', 'import:notices']) {
      const [row] = await app.dataSource.query<{ id: string }[]>(
        `INSERT INTO community (dataset, name, region) VALUES ($1, '记录社区', '990203') RETURNING id`,
        [dataset],
      );
      const answer = await suggest({ community: row?.id });
      expect([dataset, answer.status, answer.body.code]).toEqual([dataset, 400, 'validation_failed']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/community', code: 'not_moderated' }]);
    }
    expect(await count()).toBe(before);
    const example = await made('/api/v1/communities', { dataset: 'fiction', name: '示例社区', region: '990203' });
    expect((await suggest({ community: example })).status).toBe(201);
  });

  it('is moderated by the bureau of the community’s lines where nobody keeps the community, and refused where none is', async () => {
    const [unkept] = await app.dataSource.query<{ id: string }[]>(
      `INSERT INTO community (dataset, name, region) VALUES ('live', '无人社区', '990203') RETURNING id`,
    );
    const refused = await suggest({ community: unkept?.id });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ pointer: '/community', code: 'not_moderated' }]);
    await made('/api/v1/service-lines', {
      ...{ name: '助餐', category: 'ELDERLY_HOME_CARE', since: '2018-01-01' },
      ...{ communities: [unkept?.id], responsible: bureau },
    });
    const { body } = await suggest({ community: unkept?.id }).expect(201);
    const { id } = body as { id: string };
    const tasks = async (by: TestAccount) => {
      const answer = await app.http.get('/api/v1/me/tasks?kind=need&limit=200').set(by.auth).expect(200);
      return (answer.body as { items: { id: string; action: object }[] }).items.filter((task) => task.id === id);
    };
    expect(actionNames((await read(id)).allowedActions)).toEqual(['accept', 'reject']);
    expect(await tasks(officer)).toMatchObject([{ action: { href: `${NEEDS}/${id}/actions/accept` } }]);
    const supervisor = await makeUser(app, 'supervisor');
    for (const by of [stranger, supervisor])
      expect((await app.http.get(`${NEEDS}/${id}`).set(by.auth)).status).toBe(404);
    expect(await tasks(stranger)).toEqual([]);
    expect((await act(id, 'accept', {}, stranger)).status).toBe(404);
    expect((await act(id, 'accept')).body.state).toBe('recorded');
    expect((await app.http.get(`${NEEDS}/${id}`).set(supervisor.auth)).status).toBe(200);
    expect((await change(id, { evidence: '名单', headcount: 3 })).status).toBe(200);
    expect((await act(id, 'verify')).body.state).toBe('verified');
  });

  it('is read by the community alone until it is accepted: nobody who watches over the place sees what it may say of whom', async () => {
    const watching = [await makeUser(app, 'supervisor'), await makeUser(app, 'finance_authority')];
    const onLine = await line();
    const moderated = await made('/api/v1/communities', {
      name: '北苑社区',
      region: '990203',
      committee: committeeBody,
    });
    await app.dataSource.query(`UPDATE community SET owner_id = NULL WHERE id = $1`, [moderated]);
    await app.dataSource.query(`INSERT INTO service_line_community (service_line_id, community_id) VALUES ($1, $2)`, [
      onLine,
      moderated,
    ]);
    await app.dataSource.query(`UPDATE service_line SET responsible_id = $2 WHERE id = $1`, [onLine, bureau]);
    const listed = async ({ auth }: TestAccount, state: string, type: string) =>
      (
        await app.http
          .get(`${NEEDS}?state=${state}&limit=200`)
          .set({ ...auth, Accept: type })
          .expect(200)
      ).text;
    const seenBy = async (id: string, state: string) =>
      Promise.all(
        [...watching, officer].map(async (by) => {
          const one = await app.http.get(`${NEEDS}/${id}`).set(by.auth);
          const lists = [await listed(by, state, 'application/json'), await listed(by, state, 'text/csv')];
          return [one.status, ...lists.map((text) => text.includes('13900000000'))];
        }),
      );
    const words = { community: moderated, description: '请联系 13900000000' };
    // What was done with it, as history and changes tell each of them.
    const toldOf = async (id: string) => {
      await placed(app);
      return Promise.all(
        [...watching, officer].map(async ({ auth }) => {
          const history = await app.http.get(`/api/v1/history?subject=need:${id}`).set(auth);
          const feed = (await app.http.get('/api/v1/changes?limit=200').set(auth).expect(200)).body as {
            items: { id: string; action: string }[];
          };
          return [
            (history.body as { items?: { action: string }[] }).items?.map(({ action }) => action) ?? history.status,
            feed.items.filter((each) => each.id === id).map(({ action }) => action),
          ];
        }),
      );
    };
    const untold = [404, []];
    const nobody = [404, false, false];
    const everybody = [200, true, true];
    const refusedId = ((await suggest(words).expect(201)).body as { id: string }).id;
    expect(await seenBy(refusedId, 'suggested')).toEqual([nobody, nobody, nobody]);
    const decide = (id: string, action: string, by: TestAccount, version = '"1"') =>
      app.http
        .post(`${NEEDS}/${id}/actions/${action}`)
        .set({ ...by.auth, 'If-Match': version })
        .send({ reason: '含个人信息' })
        .expect(200);
    // What the community refuses stays with it.
    await decide(refusedId, 'reject', committee);
    expect((await read(refusedId, committee)).state).toBe('rejected');
    expect(await seenBy(refusedId, 'rejected')).toEqual([nobody, nobody, nobody]);
    expect(await toldOf(refusedId)).toEqual([untold, untold, untold]);
    // What it accepted is everybody's whose business it is, also once the bureau has rejected it.
    const acceptedId = ((await suggest(words).expect(201)).body as { id: string }).id;
    await decide(acceptedId, 'accept', committee);
    expect(await seenBy(acceptedId, 'recorded')).toEqual([everybody, everybody, everybody]);
    const accepted = [['accept'], ['accept']];
    expect((await toldOf(acceptedId)).slice(0, 2)).toEqual([accepted, accepted]);
    await decide(acceptedId, 'reject', officer, '"2"');
    expect(await seenBy(acceptedId, 'rejected')).toEqual([everybody, everybody, everybody]);
    const rejected = [
      ['accept', 'reject'],
      ['accept', 'reject'],
    ];
    expect((await toldOf(acceptedId)).slice(0, 2)).toEqual([rejected, rejected]);
  });

  it('names no resident: a suggestion has no field for one, and its audit holds no address', async () => {
    const refused = await suggest({ phone: '13900000000' });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/phone']);
    const id = await suggested();
    const [entry] = await app.dataSource.query<{ actor: string; text: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS text FROM audit_entry WHERE aggregate_type = 'need' AND aggregate_id = $1`,
      [id],
    );
    expect(entry?.text).not.toMatch(/127\.0\.0\.1|::1/);
  });

  it('names nobody who suggests it with a token either, and keeps no request of theirs under a key', async () => {
    const key = randomUUID();
    const answer = await suggest().set({ ...officer.auth, 'Idempotency-Key': key });
    expect(answer.status).toBe(201);
    const { id } = answer.body as { id: string };
    const rows = await app.dataSource.query<{ text: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS text FROM audit_entry WHERE aggregate_type = 'need' AND aggregate_id = $1`,
      [id],
    );
    expect([rows.length, rows.some(({ text }) => text.includes(officer.id))]).toEqual([1, false]);
    expect(await app.dataSource.query(`SELECT FROM idempotent_request WHERE key = $1`, [key])).toEqual([]);
  });

  it('is suggested once under one key, whoever sends it again, and what is kept for that names nobody', async () => {
    const [key, title] = [randomUUID(), '助餐 一次'];
    const send = (auth: object, more: object = {}) =>
      suggest({ title, ...more }).set({ ...auth, 'Idempotency-Key': key });
    const first = await send(officer.auth);
    const again = await send(officer.auth);
    const unsigned = await send({});
    expect([first.status, again.status, unsigned.status]).toEqual([201, 201, 201]);
    expect([again.body, unsigned.body]).toEqual([first.body, first.body]);
    expect([first, again].map(({ headers }) => headers['idempotent-replay'])).toEqual([undefined, 'true']);
    expect(again.headers.location).toBe(first.headers.location);
    const needs = await app.dataSource.query<object[]>(`SELECT FROM need WHERE title = $1`, [title]);
    expect(needs.length).toBe(1);
    const kept = await app.dataSource.query<{ row: string }[]>(
      `SELECT r::text AS row FROM idempotent_request r WHERE route = 'POST ${NEEDS}/suggestions'`,
    );
    expect(kept.length).toBeGreaterThan(0);
    const { id } = first.body as { id: string };
    for (const name of [officer.id, key, id, title, '127.0.0.1', '::1'])
      expect(kept.filter(({ row }) => row.includes(name))).toEqual([]);
    // Other words are another suggestion.
    expect(((await send(officer.auth, { title: '助餐 再次' }).expect(201)).body as { id: string }).id).not.toBe(id);
  });

  it('cannot be suggested for a community that is not there, or without visible words', async () => {
    const nowhere = await suggest({ community: '00000000-0000-4000-8000-000000000000' });
    expect([nowhere.status, nowhere.body.errors[0].pointer]).toEqual([404, '/community']);
    expect((await suggest({ title: '\u200b\u2060' })).status).toBe(400);
  });

  it('is turned down with a reason only, and then stays so', async () => {
    const id = await suggested();
    expect((await act(id, 'reject', {}, committee)).body.errors[0].pointer).toBe('/reason');
    const rejected = await act(id, 'reject', { reason: '与已有服务重复' }, committee);
    expect([rejected.body.state, rejected.body.waiting, rejected.body.allowedActions]).toEqual(['rejected', null, []]);
    expect((await act(id, 'accept', {}, committee)).body.code).toBe('wrong_state');
    expect((await change(id, { headcount: 3 })).body.code).toBe('wrong_state');
  });

  it('is verified by the bureau once something shows it and it is known how many need it', async () => {
    const id = await recorded({ headcount: 40 });
    const bare = await act(id, 'verify');
    expect([bare.status, bare.body.code, bare.body.errors[0].pointer]).toEqual([
      422,
      'need_evidence_missing',
      '/evidence',
    ]);
    expect((await change(id, { evidence: '入户登记表 40 份' })).status).toBe(200);
    expect((await act(id, 'verify')).body.state).toBe('verified');

    const countless = await recorded({ evidence: '座谈记录' });
    expect((await act(countless, 'verify')).body.code).toBe('need_headcount_missing');
    await change(countless, { headcount: 12 });
    expect((await act(countless, 'verify')).body.state).toBe('verified');
  });

  it('that cannot be verified or planned yet is a task of who can say what is missing, until it is said', async () => {
    const due = async (need: string, by = officer, lang = 'en') => {
      const { body } = await app.http.get('/api/v1/me/tasks?kind=need&limit=200').set({ ...by.auth, 'Accept-Language': lang }); // prettier-ignore
      const items = (body as { items: { id: string; title: string; action: { method: string; href: string } }[] })
        .items;
      return items.filter((task) => task.id === need).map(({ title, action }) => [title.split(' (')[0], action.method, action.href]); // prettier-ignore
    };
    const id = await recorded({ headcount: 40 });
    const changed = ['PATCH', `${NEEDS}/${id}`];
    for (const by of [officer, committee])
      expect(await due(id, by)).toEqual([['Need: to be described: evidence and number of residents', ...changed]]);
    expect((await due(id, officer, 'zh'))[0]?.[0]).toContain('服务需求: 待补充需求依据和涉及人数');
    expect(await due(id, stranger)).toEqual([]);
    await change(id, { evidence: '入户登记表 40 份' });
    expect(await due(id)).toEqual([['Need: to be verified', 'POST', `${NEEDS}/${id}/actions/verify`]]);
    expect(await due(id, committee)).toEqual([]);
    await act(id, 'verify');
    expect(await due(id)).toEqual([['Need: service line to be named', ...changed]]);
    await change(id, { serviceLine: await line() });
    expect(await due(id)).toEqual([['Need: to be planned for', 'POST', `${NEEDS}/${id}/actions/plan`]]);
    await act(id, 'plan');
    expect(await due(id)).toEqual([]);
  });

  it('that a document shows is to be verified, not to be described', async () => {
    const { body } = await app.http
      .post('/api/v1/documents')
      .set(officer.auth)
      .attach('file', Buffer.from('名单'), { filename: '名单.txt', contentType: 'text/plain' })
      .expect(201);
    const id = await recorded({ headcount: 4, documents: [(body as { id: string }).id] });
    const tasks = await app.http.get('/api/v1/me/tasks?kind=need&limit=200').set(officer.auth).expect(200);
    expect((tasks.body as { items: object[] }).items).toContainEqual(
      expect.objectContaining({ id, action: { method: 'POST', href: `${NEEDS}/${id}/actions/verify` } }),
    );
    expect((await act(id, 'verify')).body.state).toBe('verified');
  });

  it('is planned for a service line, taken up by a programme, and met or left unmet', async () => {
    const id = await recorded({ headcount: 40, evidence: '入户登记' });
    await act(id, 'verify');
    expect((await act(id, 'plan')).body.code).toBe('need_line_missing');
    await change(id, { serviceLine: await line() });
    const programme = await made('/api/v1/programmes', { name: '年度计划', year: 2027, buyer: bureau, source: SOURCE });
    const alien = await act(id, 'plan', { programme: '00000000-0000-4000-8000-000000000000' });
    expect([alien.status, alien.body.errors[0].pointer]).toEqual([404, '/programme']);
    const planned = await act(id, 'plan', { programme });
    expect([planned.body.state, planned.body.programme]).toEqual(['planned', programme]);
    expect((await change(id, { serviceLine: null })).body.code).toBe('wrong_state');
    expect((await act(id, 'leave-unmet')).body.errors[0].pointer).toBe('/reason');
    const waits = async (by = officer) =>
      (await ownTasks(app, by, 'need', id)).map(({ title, action }) => [title.split(' (')[0], action?.href]);
    expect(await waits()).toEqual([]);
    const unmet = await act(id, 'leave-unmet', { reason: '项目流标' });
    expect([unmet.body.state, actionNames(unmet.body.allowedActions)]).toEqual([
      'unmet',
      ['reject', 'take_back', 'plan'],
    ]);
    expect(await waits()).toEqual([
      ['Need: left unmet: to be planned for again or rejected', `${NEEDS}/${id}/actions/plan`],
    ]);
    for (const by of [committee, stranger]) expect(await waits(by)).toEqual([]);
    await act(id, 'plan');
    expect(await waits()).toEqual([]);
    expect((await act(id, 'meet')).body).toMatchObject({ state: 'met', waiting: null });
  });

  it('is the business of its own bodies: a committee does not verify, a stranger sees nothing', async () => {
    const id = await recorded({ headcount: 1, evidence: 'x' });
    expect((await act(id, 'verify', {}, committee)).body.code).toBe('not_permitted');
    expect((await app.http.get(`${NEEDS}/${id}`).set(stranger.auth)).status).toBe(404);
    expect((await act(id, 'verify', {}, stranger)).status).toBe(404);
    expect((await act(id, 'burn')).status).toBe(404);
  });

  it('that nobody meets is listed with its age', async () => {
    const id = await recorded({ headcount: 7, evidence: '名单' });
    await act(id, 'verify');
    await app.dataSource.query(`UPDATE need SET verified_at = verified_at - interval '400 days' WHERE id = $1`, [id]);
    const list = await app.http.get(`${NEEDS}?waitingDays=365&limit=200`).set(officer.auth).expect(200);
    const items = list.body.items as Need[];
    expect(items.map((n) => n.id)).toEqual([id]);
    expect(items[0]?.waiting?.days).toBe(400);
    expect((await app.http.get(`${NEEDS}?waitingDays=-1`).set(officer.auth)).status).toBe(400);
  });

  it('keeps one decision of two that come at once', async () => {
    const id = await suggested();
    const decide = (action: string) =>
      app.http
        .post(`${NEEDS}/${id}/actions/${action}`)
        .set(committee.auth)
        .set('If-Match', '"1"')
        .send({ reason: '重复' });
    const both = await Promise.all([decide('accept'), decide('reject')]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 412]);
    const rows = await app.dataSource.query(
      `SELECT (SELECT count(*)::int FROM audit_entry WHERE aggregate_id = $1::text) AS audit,
              (SELECT count(*)::int FROM outbox WHERE aggregate_id = $1::text) AS outbox`,
      [id],
    );
    expect(rows).toEqual([{ audit: 2, outbox: 2 }]);
  });

  it('that was verified stays what was verified until it is taken back with a reason', async () => {
    await startBusinessAt(app, '2030-03-01T01:00:00Z');
    const id = await recorded({ headcount: 40, evidence: '入户登记', category: 'ELDERLY_HOME_CARE' });
    expect((await act(id, 'take-back', { reason: '人数有误' })).body.code).toBe('wrong_state');
    await act(id, 'verify');
    for (const rewritten of [
      { headcount: 400 },
      { evidence: '另一份名单' },
      { evidence: null },
      { title: '另一件事' },
      { category: 'DISABILITY' },
    ]) {
      const { status, body } = await change(id, rewritten);
      expect([status, body.code, body.facts.verified]).toEqual([409, 'wrong_state', Object.keys(rewritten)]);
    }
    // What nobody had said may be added; then it stays too.
    expect((await change(id, { serviceLine: await line() })).status).toBe(200);
    expect((await change(id, { serviceLine: null })).body.code).toBe('wrong_state');
    await act(id, 'plan');
    expect((await change(id, { headcount: 41 })).body.code).toBe('wrong_state');
    expect((await act(id, 'take-back')).body.errors[0].pointer).toBe('/reason');
    expect((await act(id, 'take-back', { reason: '人数有误' }, committee)).body.code).toBe('not_permitted');
    await startBusinessAt(app, '2030-03-11T01:00:00Z');
    const back = (await act(id, 'take-back', { reason: '人数有误' })).body as Need;
    expect([back.state, back.programme]).toEqual(['recorded', null]);
    expect((await change(id, { headcount: 41 })).status).toBe(200);
    // Its residents have waited since it was verified first.
    expect((await act(id, 'verify')).body).toMatchObject({
      state: 'verified',
      headcount: 41,
      waiting: { since: '2030-03-01', days: 10 },
    });
  });

  it('waits since the day it was received in business time', async () => {
    await startBusinessAt(app, '2031-01-15T01:00:00Z');
    const { body } = await app.http
      .get(`${NEEDS}/${await recorded({})}`)
      .set(officer.auth)
      .expect(200);
    expect((body as Need).waiting).toEqual({ since: '2031-01-15', days: 0 });
  });
});

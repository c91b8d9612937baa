import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { upload } from '../support/acceptances.js';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, makeOnlookers, refusal } from '../support/implementing.js';

const LINES = '/api/v1/service-lines';
interface Line {
  id: string;
  version: number;
  state: string;
  until: string | null;
  end: { on: string; reason: string; decidedOn: string | null; runningContracts: number } | null;
  allowedActions: (AllowedAction | string)[];
}
const HEARD = { form: 'meeting', heard: 30, agreed: 26, summary: '多数居民同意' };

describe('a service line ends', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let approver: TestAccount;
  let who: Awaited<ReturnType<typeof makeOnlookers>>;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    ({ officer, approver } = parties.bureau);
    who = await makeOnlookers(app, parties);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const made = async (more: object = {}): Promise<string> => {
    const body = { name: `服务线${randomUUID()}`, category: 'ELDERLY_HOME_CARE', since: '2018-01-01', ...more };
    const answer = await app.http.post(LINES).set(officer.auth).send(body);
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as Line).id;
  };
  const read = async (id: string, by: TestAccount | null = officer): Promise<Line> =>
    (
      await app.http
        .get(`${LINES}/${id}`)
        .set(by?.auth ?? {})
        .expect(200)
    ).body as Line;
  const act = async (id: string, action: string, body: object, by: TestAccount, version?: number) =>
    app.http
      .post(`${LINES}/${id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version ?? (await read(id)).version}"` })
      .send(body);
  const hear = async (id: string, body: object, by = officer) => {
    const documents = [await upload(app, by)];
    return app.http
      .post(`${LINES}/${id}/opinions`)
      .set(by.auth)
      .send({ ...HEARD, documents, ...body });
  };
  const patch = async (id: string, body: object) =>
    app.http
      .patch(`${LINES}/${id}`)
      .set({ ...officer.auth, 'If-Match': `"${(await read(id)).version}"` })
      .send(body);

  it('by nobody’s change of its last day; what is recorded of elsewhere tells when it ended', async () => {
    const id = await made();
    expect(refusal(await patch(id, { until: '2025-12-31' }))).toEqual([422, 'line_ends_by_decision', null]);
    expect((await read(id)).until).toBeNull();
    const external = `${LINES}/by-external-id/erp/${randomUUID()}`;
    const known = { name: 'x', category: 'OTHER', since: '2018-01-01' };
    await app.http.put(external).set(officer.auth).send(known).expect(200);
    const put = await app.http
      .put(external)
      .set(officer.auth)
      .send({ ...known, until: '2025-12-31' });
    expect(refusal(put)).toEqual([422, 'line_ends_by_decision', null]);
    const history = await made({ dataset: 'fiction' });
    expect((await patch(history, { until: '2018-12-31' })).body).toMatchObject({ until: '2018-12-31', state: 'ended' });
    const over = await act(history, 'propose-end', { reason: '项目终止' }, officer);
    expect(refusal(over)).toEqual([409, 'wrong_state', null]);
  });

  it('nor by a day beyond which nothing of it would be known, which is said of what is recorded of elsewhere', async () => {
    const body = { name: 'x', category: 'ELDERLY_HOME_CARE', since: '2018-01-01' };
    const known = { knownUntil: '2025-05-31' };
    const unknown = [400, 'validation_failed', '/knownUntil'];
    const post = (more: object) =>
      app.http
        .post(LINES)
        .set(officer.auth)
        .send({ ...body, ...more });
    expect(refusal(await post(known))).toEqual(unknown);
    expect((await post({ knownUntil: null })).status).toBe(201);
    const external = `${LINES}/by-external-id/erp/${randomUUID()}`;
    const put = (more: object) =>
      app.http
        .put(external)
        .set(officer.auth)
        .send({ ...body, ...more });
    expect(refusal(await put(known))).toEqual(unknown);
    await put({ knownUntil: null }).expect(200);
    expect(refusal(await put(known))).toEqual(unknown);
    const id = await made();
    expect(refusal(await patch(id, known))).toEqual(unknown);
    expect(await read(id)).toMatchObject({ knownUntil: null, version: 1 });
    const recorded = await made({ dataset: 'fiction', ...known });
    expect((await patch(recorded, { knownUntil: '2025-06-30' })).body.knownUntil).toBe('2025-06-30');
  });

  it('nor by another category, of which nothing is meant to go on, once somebody needs it', async () => {
    const other = { category: 'ORG_STAFF_TRAINING' };
    const kept = [422, 'line_ends_by_decision', '/category'];
    // A line that was entered wrongly is mended while nothing rests on it.
    const fresh = await made(other);
    expect((await patch(fresh, { category: 'ELDERLY_HOME_CARE' })).body.category).toBe('ELDERLY_HOME_CARE');
    expect((await patch(fresh, other)).body.category).toBe('ORG_STAFF_TRAINING');

    const erp = { system: 'erp', id: randomUUID() };
    const needed = await made({ externalIds: [erp] });
    const community = await app.http
      .post('/api/v1/communities')
      .set(officer.auth)
      .send({ name: '清泉社区', region: '990203' });
    const source = { kind: 'statement', reference: '社区登记' };
    const need = { title: '独居老人助餐', community: (community.body as Line).id, serviceLine: needed, source };
    expect((await app.http.post('/api/v1/needs').set(officer.auth).send(need)).status).toBe(201);
    expect(refusal(await patch(needed, other))).toEqual(kept);
    const put = { name: 'x', since: '2018-01-01', ...other };
    expect(refusal(await app.http.put(`${LINES}/by-external-id/erp/${erp.id}`).set(officer.auth).send(put))).toEqual(
      kept,
    );
    expect((await patch(needed, { category: 'DISABILITY' })).body.category).toBe('DISABILITY');
  });

  it('nor by a first day after days on which it was there, which would take away the gaps behind it', async () => {
    const fresh = await made();
    expect((await patch(fresh, { since: '2026-03-01' })).body).toMatchObject({ since: '2026-03-01' });

    await at('2026-01-05');
    const erp = { system: 'erp', id: randomUUID() };
    const line = await made({ externalIds: [erp] });
    await Implementing.begin(
      app,
      parties,
      {},
      { window: { start: '2026-01-05', end: '2026-12-31' }, serviceLines: [line] },
    );
    const gone = [400, 'validation_failed', '/since'];
    const { version } = await read(line);
    for (const since of ['2026-01-06', '2026-07-01', '2030-01-01'])
      expect(refusal(await patch(line, { since }))).toEqual(gone);
    const put = { name: 'x', category: 'ELDERLY_HOME_CARE', since: '2026-02-01' };
    const address = `${LINES}/by-external-id/erp/${erp.id}`;
    expect(refusal(await app.http.put(address).set(officer.auth).send(put))).toEqual(gone);
    expect(await read(line)).toMatchObject({ version });
    for (const since of ['2017-06-01', '2026-01-05'])
      expect((await patch(line, { since })).body).toMatchObject({ since });
  });

  it('once one proposed it, its residents were heard since, and another decides', async () => {
    await at('2026-01-05');
    const begin = (until: string) =>
      app.http.post(LINES).set(officer.auth).send({ name: 'x', category: 'OTHER', since: '2018-01-01', until });
    expect(refusal(await begin('2026-01-05'))).toEqual([422, 'line_ends_by_decision', null]);
    // One that was over before anybody recorded it is history.
    expect((await begin('2026-01-04')).body).toMatchObject({ until: '2026-01-04', state: 'ended' });
    const id = await made();
    expect((await hear(id, { heldOn: '2026-01-04' })).status).toBe(201);
    const end = (by = approver) => act(id, 'end', { reason: '居民同意' }, by);
    expect(refusal(await end())).toEqual([422, 'line_end_not_proposed', null]);
    const propose = (body: object, by = officer) => act(id, 'propose-end', body, by);
    expect(refusal(await propose({}))).toEqual([400, 'validation_failed', '/reason']);
    expect(refusal(await propose({ reason: '并入', on: '2026-01-04' }))).toEqual([400, 'validation_failed', '/on']);
    expect(refusal(await propose({ reason: '并入' }, approver))).toEqual([403, 'not_permitted', null]);
    const proposed = await propose({ reason: '并入综合中心', on: '2026-03-31' });
    expect(proposed.body).toMatchObject({
      state: 'active',
      until: null,
      end: { on: '2026-03-31', reason: '并入综合中心', proposedOn: '2026-01-05', decidedOn: null },
    });
    expect(actionNames(proposed.body.allowedActions)).toEqual(['propose_end', 'withdraw_end']);
    expect(actionNames((await read(id, approver)).allowedActions)).toEqual(['end']);
    expect((await read(id, null)).allowedActions).toEqual([]);
    // What was said before it was proposed was said of something else.
    const unheard = await end();
    expect(refusal(unheard)).toEqual([422, 'residents_opinion_missing', null]);
    expect((unheard.body as { facts: object }).facts).toEqual({ since: '2026-01-05' });
    expect(refusal(await hear(id, { heldOn: '2026-01-06' }))).toEqual([400, 'validation_failed', '/heldOn']);
    expect(refusal(await hear(id, { heldOn: '2026-01-05', agreed: 31 }))).toEqual([
      400,
      'validation_failed',
      '/agreed',
    ]);
    expect((await hear(id, { heldOn: '2026-01-05' })).status).toBe(201);
    expect(refusal(await act(id, 'end', {}, approver))).toEqual([400, 'validation_failed', '/reason']);
    const ended = await end();
    expect(ended.body).toMatchObject({
      state: 'ended',
      until: '2026-03-31',
      end: { decidedOn: '2026-01-05', decision: '居民同意' },
      allowedActions: [],
    });
    expect(refusal(await end())).toEqual([409, 'wrong_state', null]);
    expect(refusal(await patch(id, { until: null }))).toEqual([422, 'line_ends_by_decision', null]);
  });

  it('never by who proposed it, in whatever seat', async () => {
    const both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: parties.bureau.id },
      { role: 'bureau_approver', organisation: parties.bureau.id },
    );
    const id = await made({ category: 'ORG_INCUBATION' });
    expect((await act(id, 'propose-end', { reason: '任务完成' }, both)).status).toBe(200);
    expect(refusal(await act(id, 'end', { reason: '同意' }, both))).toEqual([422, 'own_proposal', null]);
    // Nobody is served by it: there are no residents to hear.
    expect((await act(id, 'propose-end', { reason: '任务完成' }, officer)).status).toBe(200);
    expect((await act(id, 'end', { reason: '同意' }, both)).body).toMatchObject({ state: 'ended' });
  });

  it('or does not, where the proposal is withdrawn', async () => {
    const id = await made();
    const withdraw = (body: object = { reason: '居民反对' }) => act(id, 'withdraw-end', body, officer);
    expect(refusal(await withdraw())).toEqual([422, 'line_end_not_proposed', null]);
    await act(id, 'propose-end', { reason: '并入' }, officer);
    expect(refusal(await withdraw({}))).toEqual([400, 'validation_failed', '/reason']);
    expect((await withdraw()).body).toMatchObject({ state: 'active', end: null });
    expect(refusal(await act(id, 'end', { reason: '同意' }, approver))).toEqual([422, 'line_end_not_proposed', null]);
  });

  it('with its contracts told and not in the way; no earlier than it was decided', async () => {
    await at('2025-12-22');
    const { line } = parties.bureau;
    await Implementing.begin(app, parties, {}, { window: { start: '2025-12-15', end: '2026-12-14' } });
    const other = await patch(line, { category: 'ORG_STAFF_TRAINING' });
    expect(refusal(other)).toEqual([422, 'line_ends_by_decision', '/category']);
    const proposed = await act(line, 'propose-end', { reason: '并入' }, officer);
    expect((proposed.body as Line).end).toMatchObject({ on: '2025-12-22', runningContracts: 1 });
    await at('2025-12-24');
    // A committee of its communities hears its people.
    expect((await hear(line, { heldOn: '2025-12-23' }, who.neighbour)).status).toBe(201);
    expect((await act(line, 'end', { reason: '同意' }, approver)).body).toMatchObject({
      state: 'ended',
      until: '2025-12-24',
      end: { runningContracts: 1 },
    });
  });

  it('by its own body’s people; others see it, and a change meanwhile is noticed', async () => {
    const id = await made();
    const stranger = await makeUser(app, 'bureau_officer', await makeBody(app));
    for (const by of [stranger, who.neighbour, parties.manager, who.watcher])
      expect(refusal(await act(id, 'propose-end', { reason: 'x' }, by))).toEqual([403, 'not_permitted', null]);
    for (const by of [stranger, who.neighbour, parties.manager])
      expect((await hear(id, { heldOn: '2025-12-01' }, by)).status).toBe(403);
    expect((await act(randomUUID(), 'propose-end', { reason: 'x' }, officer, 1)).status).toBe(404);
    const both = await Promise.all(
      [1, 1].map((version) => act(id, 'propose-end', { reason: '并入' }, officer, version)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { body } = await hear(id, { heldOn: '2025-12-01' });
    const { id: opinion, documents } = body as { id: string; documents: string[] };
    const list = await app.http.get(`${LINES}/${id}/opinions?limit=1`).set(parties.manager.auth).expect(200);
    expect((list.body as { items: object[] }).items).toMatchObject([{ id: opinion, heard: 30, agreed: 26 }]);
    await app.http.get(`${LINES}/${randomUUID()}/opinions`).set(officer.auth).expect(404);
    await app.http.get(`${LINES}/${id}/opinions/${opinion}`).set(parties.manager.auth).expect(200);
    await app.http.get(`${LINES}/${parties.bureau.line}/opinions/${opinion}`).set(officer.auth).expect(404);
    const sheet = (by: TestAccount) => app.http.get(`/api/v1/documents/${documents[0]}`).set(by.auth);
    expect([(await sheet(approver)).status, (await sheet(parties.manager)).status]).toEqual([200, 404]);
  });
});

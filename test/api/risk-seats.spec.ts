import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeGround, type Ground } from '../support/evaluations.js';
import { RiskWorld } from '../support/risk-world.js';

/** A made-up resident id with a right check digit, of nobody. */
const NOBODY = '110101199003077651';

interface Said {
  state: string;
  severity: string;
  basis: { kind: string; article?: string };
  value: string | null;
  reason: { missing?: string[] } | null;
  evidence: { record: string; field: string; value: string }[];
}

describe('buyer, agency and evaluator are one person (S04)', () => {
  let app: TestApp;
  let world: RiskWorld;
  let ground: Ground;
  let admin: TestAccount;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    ground = await makeGround(app);
    world = new RiskWorld(app, 'live');
    admin = await makeUser(app, 'admin');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  afterAll(() => app.close());

  const said = async (): Promise<Said> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=contract:${ground.contract}&indicator=S04`)
      .set(supervisor.auth)
      .expect(200);
    expect(body.items).toHaveLength(1);
    return body.items[0] as Said;
  };
  const flag = async () => {
    const { body } = await app.http.get('/api/v1/risk/flags?indicator=S04&limit=200').set(supervisor.auth).expect(200);
    const { items } = body as { items: { id: string; state: string; severity: string; rootCause: { id: string } }[] };
    return items.find(({ rootCause }) => rootCause.id === ground.contract);
  };
  /** A thing as an administrator reads it, then changes it. */
  const put = async (of: string, part: string, body: object) => {
    const { headers } = await app.http.get(`/api/v1/${of}`).set(admin.auth).expect(200);
    const answer = await app.http
      .put(`/api/v1/${of}/${part}`)
      .set({ ...admin.auth, 'If-Match': headers['etag'] ?? '' })
      .send(body);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
  };
  const register = (body: string, complete: boolean, ...persons: string[]) =>
    put(`organisations/${body}`, 'relations', {
      persons: persons.map((residentId) => ({ relation: 'head', name: '王小明', residentId })),
      holdings: [],
      complete,
    });
  /** What the agency's manager has to consent to, it does. */
  const seats = async (user: TestAccount, ...list: [role: string, organisation: string][]) => {
    await put(`users/${user.id}`, 'seats', { seats: list.map(([role, organisation]) => ({ role, organisation })) });
    const { body } = await app.http.get(`/api/v1/users/${user.id}`).set(admin.auth).expect(200);
    for (const request of (body as { requests: string[] }).requests) {
      const manager = await makeUser(app, 'agency_manager', ground.parties.agency);
      const { headers } = await app.http.get(`/api/v1/account-requests/${request}`).set(manager.auth).expect(200);
      await app.http
        .post(`/api/v1/account-requests/${request}/actions/agree`)
        .set({ ...manager.auth, 'If-Match': headers['etag'] ?? '' })
        .send({})
        .expect(200);
    }
  };

  const endInAgency = async (user: TestAccount) => {
    const manager = await makeUser(app, 'agency_manager', ground.parties.agency);
    const { headers } = await app.http.get(`/api/v1/users/${user.id}`).set(manager.auth).expect(200);
    const given = { ...manager.auth, 'If-Match': headers['etag'] ?? '' };
    await app.http.put(`/api/v1/users/${user.id}/seats`).set(given).send({ seats: [] }).expect(200);
  };

  it('does not call clear what is not known', async () => {
    expect(await said()).toMatchObject({ state: 'insufficient_data', reason: { missing: ['relations'] } });
    await register(ground.parties.bureau.id, true);
    expect(await said()).toMatchObject({ state: 'insufficient_data' });
    await register(ground.parties.agency, true);
    expect(await said()).toMatchObject({ state: 'clear', value: '1' });
    expect(await flag()).toBeUndefined();
  });

  it('follows the seats of an account, and tells no login', async () => {
    const { bureau, agency } = ground.parties;
    const { officer } = bureau;
    await seats(officer, ['bureau_officer', bureau.id], ['integrator', agency]);
    const found = await said();
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', basis: { kind: 'POLICY' }, value: '2' });
    expect(found.evidence.map(({ record }) => record)).toEqual(
      expect.arrayContaining([`organisation:${bureau.id}`, `organisation:${agency}`]),
    );
    expect(JSON.stringify(found)).not.toContain(officer.login);
    expect(await flag()).toMatchObject({ state: 'open', severity: 'risk' });
    await endInAgency(officer);
    expect(await said()).toMatchObject({ state: 'clear' });
    // That who stands behind both was stated before the finding is no correction of it.
    expect(await flag()).toMatchObject({ state: 'remedied' });
  });

  it('follows who is registered, and who evaluates', async () => {
    const { agency } = ground.parties;
    const { body, user } = ground.evaluator;
    const evaluation = await Evaluating.planned(app, ground);
    await evaluation.must('propose-evaluator', { evaluator: body });
    expect(await said()).toMatchObject({ state: 'clear' });
    await evaluation.must('appoint', {}, ground.parties.bureau.approver);
    expect(await said()).toMatchObject({ state: 'insufficient_data', reason: { missing: ['relations'] } });
    await register(body, true, NOBODY);
    expect(await said()).toMatchObject({ state: 'clear' });
    await register(agency, true, NOBODY);
    expect(await said()).toMatchObject({ state: 'triggered', severity: 'risk', value: '2' });
    await register(agency, true);
    expect(await said()).toMatchObject({ state: 'clear' });

    const scores = await evaluation.scores();
    await seats(user, ['evaluator', body], ['integrator', agency]);
    expect(await said()).toMatchObject({ state: 'triggered', severity: 'risk' });
    await setBusinessTime(app, '2025-12-24T09:00:00+08:00');
    // The day of a seat is kept by the wall clock, which did not move with the time of business.
    await app.dataSource.query(
      `UPDATE seat SET created_at = created_at - interval '1 day' WHERE user_id = $1 AND organisation_id = $2`,
      [user.id, agency],
    );
    await evaluation.must('declare', { tied: false }, user);
    await evaluation.must('begin-fieldwork', {}, user);
    await evaluation.scored(scores);
    // Points given by who sits in the agency: Regulation article 9.
    expect(await said()).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      basis: { kind: 'law', article: '第九条' },
    });
    expect(await flag()).toMatchObject({ state: 'open', severity: 'violation' });
  });

  it('asks who evaluates too, who reads the finding and is heard before it is confirmed; not who took no part', async () => {
    const { body, user } = ground.evaluator;
    const { id } = (await flag()) as { id: string };
    const url = `/api/v1/risk/flags/${id}`;
    const act = async (action: string, given: object, by = supervisor) => {
      const { headers } = await app.http.get(url).set(by.auth).expect(200);
      const asked = app.http.post(`${url}/actions/${action}`).set({ ...by.auth, 'If-Match': headers['etag'] ?? '' });
      return asked.send(given);
    };
    const stranger = await makeBody(app, { kind: 'evaluator' });
    expect((await act('assign', { askOrganisations: [stranger] })).body).toMatchObject({
      code: 'organisation_not_concerned',
    });
    await app.http.get(url).set(user.auth).expect(404);
    const [piece] = (await said()).evidence;
    const confirm = async () => {
      const restsOn = [`${piece?.record ?? ''} ${piece?.field ?? ''}`];
      const answer = await act('confirm', { reason: '评估人员同时在承接机构任职，评分结果应重新审查。', restsOn });
      return (answer.body as { errors?: { text: string }[] }).errors?.map(({ text }) => text).join() ?? '';
    };
    const [{ name }] = await app.dataSource.query<[{ name: string }]>(`SELECT name FROM organisation WHERE id = $1`, [
      body,
    ]);
    // Nobody was asked yet: it is named by the finding, so nothing is confirmed before it was.
    expect(await confirm()).toContain(name);
    expect((await act('assign', { askOrganisations: [body] })).status).toBe(200);
    const { body: read } = await app.http.get(url).set(user.auth).expect(200);
    expect((read as { evidence: { explanation: string }[] }).evidence[0]?.explanation).toContain('three seats');
    expect(await confirm()).toContain(name);
    expect((await act('respond', { reason: '该人员已于评分前离任。' }, user)).status).toBe(200);
    expect(await confirm()).not.toContain(name);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';

interface Scheme {
  id: string;
  version: number;
  series: string;
  no: number;
  state: string;
  name: string;
  category: string | null;
  template: string | null;
  dimensions: { name: string; weight: string; indicators: { leaves: { weight: string; channel: string }[] }[] }[];
  shares: { residents: string; outcome: string };
  allowedActions: (AllowedAction | string)[];
}
const leaf = (weight: string, channel: string) => ({ name: '指标', weight, channel, kind: 'outcome', max: '10' });
const oneDimension = (...leaves: object[]) => [
  { name: '服务效果', weight: '100', indicators: [{ name: '成效', weight: '100', leaves }] },
];

describe('evaluation schemes', () => {
  let app: TestApp;
  let officer: TestAccount;
  let approver: TestAccount;
  let manager: TestAccount;
  let bureau: string;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    approver = await makeUser(app, 'bureau_approver', bureau);
    manager = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
  });
  afterAll(() => app.close());

  const draft = (body: object, by = officer) => app.http.post('/api/v1/evaluation-schemes').set(by.auth).send(body);
  const made = async (body: object, by = officer): Promise<Scheme> => {
    const answer = await draft(body, by);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Scheme;
  };
  const read = async (id: string, by = officer): Promise<Scheme> =>
    (await app.http.get(`/api/v1/evaluation-schemes/${id}`).set(by.auth).expect(200)).body as Scheme;
  const change = async (id: string, body: object, by = officer) =>
    app.http
      .patch(`/api/v1/evaluation-schemes/${id}`)
      .set({ ...by.auth, 'If-Match': `"${(await read(id)).version}"` })
      .send(body);
  const act = async (id: string, action: string, body: object = {}, by = approver) =>
    app.http
      .post(`/api/v1/evaluation-schemes/${id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${(await read(id)).version}"` })
      .send(body);
  const said = ({ status, body }: { status: number; body: unknown }) => {
    const { code, errors } = body as { code?: string; errors?: { pointer: string }[] };
    return [status, code ?? null, (errors ?? []).map(({ pointer }) => pointer)];
  };

  it('begin with a template: seven dimensions, whole weights, residents heard', async () => {
    const scheme = await made({ template: 'ELDERLY_HOME_CARE' });
    expect(scheme).toMatchObject({
      no: 1,
      state: 'draft',
      category: 'ELDERLY_HOME_CARE',
      template: 'ELDERLY_HOME_CARE',
    });
    expect(scheme.dimensions).toHaveLength(7);
    expect(scheme.shares).toMatchObject({ residents: '15.00', outcome: '40.00' });
    expect(said(await draft({}))).toEqual([400, 'validation_failed', ['/name']]);
    expect(said(await draft({ name: 'x' }))).toEqual([400, 'validation_failed', ['/dimensions']]);
    const wrong = oneDimension({ ...leaf('100', 'residents'), max: '0' });
    expect(said(await draft({ name: 'x', dimensions: wrong }))[0]).toBe(400);
    expect(said(await draft({ name: 'x', dimensions: oneDimension(leaf('100.001', 'residents')) }))[0]).toBe(400);
  });

  it('are drafts of their own body until they are activated, and then read by who is evaluated', async () => {
    const scheme = await made({ template: 'COMMUNITY_SOCIAL_WORK' });
    expect((await app.http.get(`/api/v1/evaluation-schemes/${scheme.id}`).set(manager.auth)).status).toBe(404);
    expect((await act(scheme.id, 'activate')).status).toBe(200);
    expect(actionNames((await read(scheme.id, manager)).allowedActions)).toEqual([]);
    expect(actionNames((await read(scheme.id, approver)).allowedActions)).toEqual(['retire']);
    const listed = await app.http.get(`/api/v1/evaluation-schemes?series=${scheme.series}`).set(manager.auth);
    expect((listed.body as { items: Scheme[] }).items.map(({ id }) => id)).toEqual([scheme.id]);
  });

  it('are activated by another person than wrote them', async () => {
    const both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau },
      { role: 'bureau_approver', organisation: bureau },
    );
    const scheme = await made({ template: 'ELDERLY_HOME_CARE' }, both);
    expect(said(await act(scheme.id, 'activate', {}, both))).toEqual([422, 'author_approves', []]);
    expect((await act(scheme.id, 'activate')).status).toBe(200);
  });

  it('are activated where the weights of every level are 100', async () => {
    const { id } = await made({
      name: '方案',
      dimensions: oneDimension(leaf('60', 'residents'), leaf('39.99', 'indicators')),
    });
    expect(said(await act(id, 'activate'))).toEqual([422, 'weights_not_whole', ['/dimensions/0/indicators/0/leaves']]);
    await change(id, { dimensions: oneDimension(leaf('60', 'residents'), leaf('40', 'indicators')) });
    expect((await act(id, 'activate')).status).toBe(200);
  });

  it('of a service that residents receive let them be heard; of another they need not', async () => {
    const deaf = oneDimension(leaf('100', 'third_party'));
    const { id } = await made({ name: '方案', category: 'ELDERLY_HOME_CARE', dimensions: deaf });
    const refused = await act(id, 'activate');
    expect(said(refused)).toEqual([422, 'residents_unweighted', []]);
    expect((refused.body as { facts: object }).facts).toMatchObject({ basis: 'POLICY' });
    // A leaf that weighs nothing is no voice.
    await change(id, { dimensions: oneDimension(leaf('100', 'third_party'), leaf('0', 'residents')) });
    expect(said(await act(id, 'activate'))[1]).toBe('residents_unweighted');
    await change(id, { dimensions: oneDimension(leaf('99', 'third_party'), leaf('1', 'residents')) });
    expect((await act(id, 'activate')).status).toBe(200);
    const other = await made({ name: '方案', category: 'ORG_INCUBATION', dimensions: deaf });
    expect((await act(other.id, 'activate')).status).toBe(200);
  });

  it('never change once they are active: a change is a version that takes the place of the one before', async () => {
    const first = await made({ template: 'ELDERLY_HOME_CARE' });
    expect((await act(first.id, 'activate')).status).toBe(200);
    expect(said(await change(first.id, { name: '另一个' }))).toEqual([409, 'wrong_state', []]);
    const raw = `UPDATE evaluation_scheme SET dimensions = '[]' WHERE id = $1`;
    await expect(app.dataSource.query(raw, [first.id])).rejects.toThrow('a change is a new version');
    await expect(app.dataSource.query(`DELETE FROM evaluation_scheme WHERE id = $1`, [first.id])).rejects.toThrow();
    const second = await made({ basedOn: first.id, name: '修订方案' });
    expect(second).toMatchObject({ series: first.series, no: 2, category: 'ELDERLY_HOME_CARE', state: 'draft' });
    expect(second.dimensions).toEqual(first.dimensions);
    expect((await read(first.id)).state).toBe('active');
    expect((await act(second.id, 'activate')).status).toBe(200);
    expect([(await read(first.id)).state, (await read(second.id)).state]).toEqual(['retired', 'active']);
    expect(said(await act(second.id, 'retire'))).toEqual([400, 'validation_failed', ['/reason']]);
    expect((await act(second.id, 'retire', { reason: '不再使用' })).status).toBe(200);
    expect(actionNames((await read(second.id)).allowedActions)).toEqual([]);
    expect(said(await draft({ basedOn: first.id }, await makeUser(app, 'bureau_officer')))).toEqual([
      404,
      'not_found',
      ['/basedOn'],
    ]);
  });

  it('of which two versions are activated at once leave one in force', async () => {
    const first = await made({ template: 'ELDERLY_HOME_CARE' });
    const drafts = [first, await made({ basedOn: first.id }), await made({ basedOn: first.id })];
    const answers = await Promise.all(drafts.map(({ id }) => act(id, 'activate')));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 412)).toEqual([]);
    const rows = await app.dataSource.query<{ state: string }[]>(
      `SELECT state FROM evaluation_scheme WHERE series_id = $1 AND state = 'active'`,
      [first.series],
    );
    expect(rows).toHaveLength(1);
  });
});

import { actionNames, type AllowedAction } from '../support/actions.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const PROGRAMMES = '/api/v1/programmes';
const SOURCE = { kind: 'statement', url: null, publishedOn: null, reference: null };

describe('a programme that is approved here', () => {
  let app: TestApp;
  let officer: TestAccount;
  let approver: TestAccount;
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    const bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    approver = await makeUser(app, 'bureau_approver', bureau);
    stranger = await makeUser(app, 'bureau_approver');
  });
  afterAll(() => app.close());

  const LINE = { name: '居家养老', category: 'ELDERLY_HOME_CARE', amount: '1000000.00' };
  const draft = async (by: TestAccount, more: object = {}) => {
    const answer = await app.http
      .post(PROGRAMMES)
      .set(by.auth)
      .send({ name: '2027 年度购买计划', year: 2027, source: SOURCE, state: 'draft', budgetLines: [LINE], ...more });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as { id: string; state: string; budgetLines: { id: string }[]; allowedActions: AllowedAction[] };
  };
  const version = async (id: string) =>
    (await app.http.get(`${PROGRAMMES}/${id}`).set(officer.auth).expect(200)).headers.etag as string;
  const act = async (id: string, action: string, by: TestAccount, body: object = {}) =>
    app.http
      .post(`${PROGRAMMES}/${id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', await version(id))
      .send(body);
  const change = async (path: string, id: string, body: object, by = officer) =>
    app.http
      .patch(`${PROGRAMMES}/${path}`)
      .set(by.auth)
      .set('If-Match', await version(id))
      .send(body);

  it('is approved by somebody who wrote none of it', async () => {
    const own = await draft(approver);
    expect(own.state).toBe('draft');
    const refused = await act(own.id, 'approve', approver);
    expect([refused.status, refused.body.code]).toEqual([422, 'author_approves']);

    const { id } = await draft(officer);
    expect((await act(id, 'approve', officer)).body.code).toBe('not_permitted');
    expect((await act(id, 'approve', stranger)).status).toBe(404);
    const approved = await act(id, 'approve', approver);
    expect(approved.body.state).toBe('approved');
    expect(actionNames(approved.body.allowedActions)).toEqual(['adjust', 'close']);
    expect(approved.body.approvedAt).toMatch(/^\d{4}-/);
  });

  it('needs money to be approved', async () => {
    const { id } = await draft(officer, { budgetLines: [] });
    expect((await act(id, 'approve', approver)).body.code).toBe('budget_line_missing');
    await app.http.post(`${PROGRAMMES}/${id}/budget-lines`).set(officer.auth).send(LINE).expect(201);
    expect((await act(id, 'approve', approver)).body.state).toBe('approved');
  });

  it('is changed after it was opened for adjustment, and approved anew by somebody else', async () => {
    const { id, budgetLines } = await draft(officer);
    await act(id, 'approve', approver);
    const line = `${id}/budget-lines/${budgetLines[0]?.id}`;
    expect((await change(id, id, { name: '改' })).body).toMatchObject({
      code: 'wrong_state',
      allowedActions: expect.arrayContaining(['adjust']),
    });
    expect((await change(line, id, { amount: '1.00' })).body.code).toBe('wrong_state');
    const added = await app.http.post(`${PROGRAMMES}/${id}/budget-lines`).set(officer.auth).send(LINE);
    expect([added.status, added.body.code]).toEqual([409, 'wrong_state']);
    expect((await act(id, 'adjust', officer)).body.errors[0].pointer).toBe('/reason');
    expect((await act(id, 'adjust', officer, { reason: '预算调减' })).body.state).toBe('adjusted');
    expect((await change(line, id, { amount: '900000.00' }, approver)).status).toBe(200);
    expect((await act(id, 'approve', approver)).body.code).toBe('author_approves');
    const second = await makeUser(app, 'bureau_approver', await me(approver));
    expect((await act(id, 'approve', second)).body.state).toBe('approved');
  });

  it('is closed by an approver, and then stays as it is', async () => {
    const { id } = await draft(officer);
    await act(id, 'approve', approver);
    expect((await act(id, 'close', officer)).body.code).toBe('not_permitted');
    expect((await act(id, 'close', approver)).body).toMatchObject({ state: 'closed', allowedActions: [] });
    expect((await change(id, id, { name: '改' })).body.code).toBe('wrong_state');
    const closed = await app.http.get(`${PROGRAMMES}?state=closed`).set(officer.auth).expect(200);
    expect((closed.body.items as { id: string }[]).map((p) => p.id)).toContain(id);
  });

  it('that was approved elsewhere is recorded as such and may still be corrected', async () => {
    const { id } = await draft(officer, { state: 'approved' });
    expect((await change(id, id, { name: '更名' })).status).toBe(200);
  });

  it('of which nobody said that it was approved is a draft', async () => {
    expect(await draft(officer, { state: undefined })).toMatchObject({ state: 'draft', allowedActions: [] });
  });

  it('keeps its authors: what they wrote before an approval they do not approve after it', async () => {
    const both = await officerAndApprover();
    const { id } = await draft(both);
    expect((await act(id, 'approve', approver)).body.state).toBe('approved');
    await act(id, 'adjust', officer, { reason: '预算调减' });
    expect((await act(id, 'approve', both)).body.code).toBe('author_approves');
    expect((await act(id, 'approve', approver)).body.state).toBe('approved');
  });

  it('is approved by no author’s other hand: what a key wrote its holder wrote, and the other way round', async () => {
    const both = await officerAndApprover();
    const { body } = await app.http
      .post('/api/v1/api-keys')
      .set(both.auth)
      .send({ name: '数据对接', scopes: ['programme.read', 'programme.manage', 'programme.approve'] })
      .expect(201);
    const key = { ...both, auth: bearer((body as { key: string }).key) };
    for (const [author, other] of [
      [key, both],
      [both, key],
    ] as const) {
      const { id } = await draft(author);
      expect((await act(id, 'approve', author)).body.code).toBe('author_approves');
      expect((await act(id, 'approve', other)).body.code).toBe('author_approves');
      expect((await act(id, 'approve', approver)).body.state).toBe('approved');
    }
  });

  const officerAndApprover = async () => {
    const organisation = await me(approver);
    return makeAccount(app, { role: 'bureau_officer', organisation }, { role: 'bureau_approver', organisation });
  };
  const me = async (account: TestAccount) =>
    (await app.http.get('/api/v1/me').set(account.auth)).body.seats[0].organisation as string;
});

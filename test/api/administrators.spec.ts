import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { Recorder } from '../support/purchases.js';

const THRESHOLD = {
  ...{ region: '990203', level: 'below_provincial', object: 'services', amount: '400000.00', confidence: 'POLICY' },
  ...{ effectiveFrom: '2024-01-01', source: '虚构：集中采购目录及标准' },
};

describe.each([
  ['apart', 'true'],
  ['together', 'false'],
] as const)('security administrator, system administrator and auditor, %s', (_, separate) => {
  let app: TestApp;
  let people: Record<'admin' | 'system_admin' | 'auditor', TestAccount>;
  beforeAll(async () => {
    app = await startTestApp({ env: { SEPARATE_ADMINISTRATORS: separate } });
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    people = {
      admin: await makeUser(app, 'admin'),
      system_admin: await makeUser(app, 'system_admin'),
      auditor: await makeUser(app, 'auditor'),
    };
  });
  afterAll(() => app.close());

  const ask = async (method: 'get' | 'post', path: string, body?: object): Promise<number[]> => {
    const statuses: number[] = [];
    for (const { auth } of Object.values(people)) {
      const asked = app.http[method](`/api/v1/${path}`).set(auth);
      statuses.push((await (body ? asked.send(body) : asked)).status);
    }
    return statuses;
  };
  /** What an administrator may do of the others’ work. */
  const shared = separate === 'true' ? 403 : 200;

  it('do each what is theirs', async () => {
    expect(await ask('get', 'users')).toEqual([200, 403, 403]);
    expect(await ask('get', 'jobs/failed')).toEqual([shared, 200, 403]);
    const [byAdmin, ...byOthers] = await ask('post', 'thresholds', THRESHOLD);
    // Stated twice, the second time it is there.
    expect([byAdmin, ...byOthers]).toEqual(separate === 'true' ? [403, 201, 403] : [201, 409, 403]);
    expect(await ask('get', 'audit/entries')).toEqual([shared, 403, 200]);
    expect(await ask('get', 'audit/verification')).toEqual([shared, 403, 200]);
    expect(await ask('get', 'organisations')).toEqual([200, 200, 200]);
  });

  it('the auditor reads what was done to accounts of every body, and nothing of a purchase', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const worker = await makeUser(app, 'agency_worker', body);
    const officer = await Recorder.of(app);
    const { id } = await officer.tender({ lots: [{ no: 1 }] });
    const count = async (by: TestAccount, subject: string) => {
      const { status, body: list } = await app.http.get(`/api/v1/audit/entries?subject=${subject}`).set(by.auth);
      return status === 200 ? (list as { items: object[] }).items.length : status;
    };
    expect(await count(people.auditor, `user:${worker.id}`)).toBeGreaterThan(0);
    expect(await count(people.auditor, `tender:${id}`)).toBe(0);
    // Without the seat an entry is seen by whom it is about.
    expect(await count(people.admin, `user:${worker.id}`)).toBe(separate === 'true' ? 403 : 0);
  });

  it('are never one person, and are made by two administrators', async () => {
    const body = await makeBody(app, { kind: 'bureau' });
    const give = (seats: object[], login: string) =>
      app.http.post('/api/v1/users').set(people.admin.auth).send({ login, name: '虚构', seats });
    const pairs = [
      ['admin', 'system_admin'],
      ['admin', 'auditor'],
      ['system_admin', 'auditor'],
      ['auditor', 'bureau_officer'],
    ];
    for (const [i, roles] of pairs.entries()) {
      const refused = await give(
        roles.map((role) => ({ organisation: body, role })),
        `both.${i}`,
      );
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'seats_conflict']);
    }
    for (const role of ['system_admin', 'auditor']) {
      const asked = await give([{ organisation: body, role }], `new.${role}`);
      const { id, seats, requests } = asked.body as { id: string; seats: object[]; requests: [string] };
      expect([asked.status, seats]).toEqual([201, []]);
      const agree = (by: TestAccount) =>
        app.http
          .post(`/api/v1/account-requests/${requests[0]}/actions/agree`)
          .set({ ...by.auth, 'If-Match': '"1"' })
          .send({});
      expect((await agree(people.admin)).body).toMatchObject({ code: 'asked_by_you' });
      expect((await agree(await makeUser(app, 'admin'))).status).toBe(200);
      await setBusinessTime(app, '2026-03-04T09:00:00+08:00');
      const { body: user } = await app.http.get(`/api/v1/users/${id}`).set(people.admin.auth).expect(200);
      expect(user).toMatchObject({ seats: [{ organisation: body, role }] });
      await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    }
  });
});

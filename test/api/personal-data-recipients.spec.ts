import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime, makeThreshold } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';

describe('whom a line serves', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    parties = await makeParties(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  it('is named for as long as it is served, and blocked for as long as the contract is kept', async () => {
    const work = await Implementing.begin(app, parties, {}, { window: { start: '2025-11-10', end: '2026-05-31' } });
    const { manager } = parties;
    const made = await app.http
      .post(`/api/v1/service-lines/${parties.bureau.line}/recipients`)
      .set(manager.auth)
      .send({ contract: work.contract.id, displayName: '虚构老人' });
    if (made.status !== 201) throw new Error(made.text);
    const recipient = made.body as { id: string; version: number; since: string };
    const asked = await app.http
      .post('/api/v1/personal-data/requests')
      .set(manager.auth)
      .send({ wants: 'erasure', kind: 'recipient', id: recipient.id });
    const request = asked.body as { id: string; version: number };
    const admin = await makeUser(app, 'admin');
    const act = async (action: string) => {
      const answer = await app.http
        .post(`/api/v1/personal-data/requests/${request.id}/actions/${action}`)
        .set({ ...admin.auth, 'If-Match': `"${request.version}"`, 'Idempotency-Key': randomUUID() })
        .send(action === 'erase' ? { ground: 'other' } : {});
      if (answer.status === 200) request.version = (answer.body as { version: number }).version;
      return answer;
    };
    const issue = async () => {
      const answer = await app.http
        .post(`/api/v1/service-lines/${parties.bureau.line}/recipients/${recipient.id}/code`)
        .set({ ...manager.auth, 'Idempotency-Key': randomUUID() })
        .send({});
      return [answer.status, (answer.body as { code?: string }).code];
    };
    expect(await issue()).toEqual([200, expect.stringMatching(/^\d{6}$/)]);
    expect((await act('block')).body).toMatchObject({ code: 'person_still_needed', facts: { neededFor: 'served' } });
    const path = `/api/v1/service-lines/${parties.bureau.line}/recipients/${recipient.id}`;
    let version = recipient.version;
    const change = async (body: object) => {
      const answer = await app.http
        .patch(path)
        .set({ ...manager.auth, 'If-Match': `"${version}"` })
        .send(body);
      const said = answer.body as { code?: string; version: number };
      if (answer.status === 200) version = said.version;
      return [answer.status, said.code];
    };
    expect(await change({ displayName: '虚构老人乙' })).toEqual([200, undefined]);
    expect(await change({ until: recipient.since })).toEqual([200, undefined]);
    await setBusinessTime(app, '2026-06-01T09:00:00+08:00');
    expect((await act('erase')).body).toMatchObject({ code: 'must_be_kept', facts: { keepUntil: null } });
    expect((await act('block')).body).toMatchObject({ state: 'blocked' });
    const readOne = async () => {
      const { body } = await app.http
        .get(path.slice(0, path.lastIndexOf('/')))
        .set(manager.auth)
        .expect(200);
      const items = (body as { items: { id: string; version: number; displayName: string | null }[] }).items;
      return items.find(({ id }) => id === recipient.id);
    };
    expect(await readOne()).toMatchObject({ displayName: null });
    // Blocked, the person is named by nobody, in the same words either; the days of the service are still put right.
    version = (await readOne())?.version ?? 0;
    for (const displayName of ['虚构老人丙', '虚构老人乙'])
      expect(await change({ displayName })).toEqual([422, 'person_erased']);
    expect(await change({ until: '2025-12-31' })).toEqual([200, undefined]);
    expect(await issue()).toEqual([422, 'person_erased']);
    // Erased, the same: of a purchase from elsewhere, whose fifteen years are over.
    await app.dataSource.query(`UPDATE contract SET conducted = 'elsewhere' WHERE id = $1`, [work.contract.id]);
    await setBusinessTime(app, '2045-06-01T09:00:00+08:00');
    expect((await act('erase')).body).toMatchObject({ state: 'erased' });
    version = (await readOne())?.version ?? 0;
    expect(await change({ displayName: '虚构老人丁' })).toEqual([422, 'person_erased']);
    expect(await change({ until: '2026-01-31' })).toEqual([200, undefined]);
    expect(await issue()).toEqual([422, 'person_erased']);
    expect(await readOne()).toMatchObject({ displayName: null });
  });
});

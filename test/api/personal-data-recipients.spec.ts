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
    const act = (action: string) =>
      app.http
        .post(`/api/v1/personal-data/requests/${request.id}/actions/${action}`)
        .set({ ...admin.auth, 'If-Match': `"${request.version}"`, 'Idempotency-Key': randomUUID() })
        .send(action === 'erase' ? { ground: 'other' } : {});
    expect((await act('block')).body).toMatchObject({ code: 'person_still_needed', facts: { neededFor: 'served' } });
    const path = `/api/v1/service-lines/${parties.bureau.line}/recipients/${recipient.id}`;
    await app.http
      .patch(path)
      .set({ ...manager.auth, 'If-Match': `"${recipient.version}"` })
      .send({ until: recipient.since })
      .expect(200);
    await setBusinessTime(app, '2026-06-01T09:00:00+08:00');
    expect((await act('erase')).body).toMatchObject({ code: 'must_be_kept', facts: { keepUntil: null } });
    expect((await act('block')).body).toMatchObject({ state: 'blocked' });
    const listed = await app.http
      .get(path.slice(0, path.lastIndexOf('/')))
      .set(manager.auth)
      .expect(200);
    expect((listed.body as { items: object[] }).items[0]).toMatchObject({ id: recipient.id, displayName: null });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Continuing, NEXT } from '../support/continuity.js';
import type { Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { makeOnlookers } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

interface Uncovered {
  uncoveredDays: number;
  recipientsAffected: number | null;
  recipients: { id: string }[];
}

describe('residents whom their community itself takes in when a contract ends', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());

  it('are left by nobody in the months after its committee has said so, and were until then', async () => {
    const { line, officer } = parties.bureau;
    const who = await makeOnlookers(app, parties);
    const get = async <T>(path: string) =>
      (await app.http.get(`/api/v1/service-lines/${line}/${path}`).set(officer.auth).expect(200)).body as T;
    const countAffected = async () =>
      (await get<{ gaps: { recipientsAffected: number | null }[] }>('coverage')).gaps.at(-1)?.recipientsAffected;
    const readMonth = async (month: string) => {
      const { uncoveredDays, recipientsAffected, recipients } = await get<Uncovered>(`uncovered?month=${month}`);
      return [uncoveredDays, recipientsAffected, recipients.length];
    };
    const [seat] = await app.dataSource.query<{ id: string }[]>(
      `SELECT k.committee_id AS id FROM service_line_community y JOIN community k ON k.id = y.community_id
       WHERE y.service_line_id = $1`,
      [line],
    );
    const committee = seat?.id ?? '';
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const next = await Continuing.begin(app, parties);
    const one = await next.serve();
    const two = await next.serve();
    await next.serve();
    const { id: plan } = await next.proposed([
      { serviceLine: line, kind: 'absorb', from: NEXT.start, receiver: committee },
    ]);
    expect((await next.agree(plan)).status).toBe(200);
    const offer = await next.offered({ receiver: committee });
    await setBusinessTime(app, '2027-01-10T09:00:00+08:00');
    expect([await countAffected(), await readMonth('2027-01')]).toEqual([3, [31, 3, 3]]);
    const acknowledged = await next.onHandover(offer.id, 'acknowledge', {}, who.neighbour);
    expect([acknowledged.status, acknowledged.text]).toEqual([200, acknowledged.text]);
    // The gap left three when it began; nobody of them is without service since that day.
    expect(await countAffected()).toBe(3);
    expect([await readMonth('2026-12'), await readMonth('2027-01'), await readMonth('2027-02')]).toEqual([
      [17, 3, 3],
      [31, 3, 3],
      [28, 0, 0],
    ]);

    // Who has died or left is told by the committee that took them in, and by the one that comes in its place.
    const depart = (id: string, by: TestAccount, until: string) =>
      app.http
        .patch(`/api/v1/service-lines/${line}/recipients/${id}`)
        .set({ ...by.auth, 'If-Match': '"2"' })
        .send({ until });
    expect([
      (await depart(one, parties.manager, '2027-01-10')).status,
      (await depart(one, who.otherNeighbour, '2027-01-10')).status,
      (await depart(one, officer, '2027-01-10')).status,
    ]).toEqual([404, 404, 403]);
    const left = await depart(one, who.neighbour, '2027-01-10');
    expect([left.status, left.body.until]).toEqual([200, '2027-01-10']);
    const nextCommittee = await makeBody(app, { kind: 'community_committee' });
    const nextNeighbour = await makeUser(app, 'community_worker', nextCommittee);
    await depart(two, nextNeighbour, '2027-01-09').expect(404);
    const [community] = await app.dataSource.query<{ id: string; version: number }[]>(
      `SELECT id, version FROM community WHERE committee_id = $1`,
      [committee],
    );
    await app.http
      .patch(`/api/v1/communities/${community?.id}`)
      .set({ ...officer.auth, 'If-Match': `"${community?.version}"` })
      .send({ committee: nextCommittee })
      .expect(200);
    const died = await depart(two, nextNeighbour, '2027-01-09');
    expect([died.status, died.text]).toEqual([200, died.text]);
    expect(died.body).toMatchObject({ until: '2027-01-09', displayName: null });
  });
});

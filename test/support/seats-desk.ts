import { expect } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { makeGround, type Ground } from './evaluations.js';
import type { Flag } from './flag-desk.js';
import { RiskWorld } from './risk-world.js';

/** What S04 says of the contract. */
export interface Said {
  state: string;
  explanation: string;
  severity: string;
  basis: { kind: string; article?: string };
  value: string | null;
  reason: { missing?: string[] } | null;
  evidence: { record: string; field: string; value: string }[];
}

/** A decision on who sits in two places, with reasons; it rests on what the flag shows. */
const REASON = '评估人员同时在承接机构任职，答复未说明其如何回避。';

/** A served contract, who sits in its bodies, and the finding that one person has two of three seats (S04). */
export class SeatsDesk {
  private constructor(
    readonly app: TestApp,
    readonly ground: Ground,
    readonly world: RiskWorld,
    readonly admin: TestAccount,
    readonly supervisor: TestAccount,
  ) {}

  static async open(app: TestApp): Promise<SeatsDesk> {
    const ground = await makeGround(app);
    const authority = await makeBody(app, { kind: 'supervisor', region: '990200' });
    return new SeatsDesk(
      app,
      ground,
      new RiskWorld(app, 'live'),
      await makeUser(app, 'admin'),
      await makeUser(app, 'supervisor', authority),
    );
  }

  async said(): Promise<Said> {
    await this.world.settle();
    const { body } = await this.app.http
      .get(`/api/v1/risk/assessments?subject=contract:${this.ground.contract}&indicator=S04`)
      .set(this.supervisor.auth)
      .expect(200);
    expect(body.items).toHaveLength(1);
    return body.items[0] as Said;
  }

  /** The newest part of the flag on the contract. */
  async flag(): Promise<Flag | undefined> {
    await this.world.settle();
    const url = '/api/v1/risk/flags?indicator=S04&limit=200';
    const { body } = await this.app.http.get(url).set(this.supervisor.auth).expect(200);
    const own = (body as { items: Flag[] }).items.filter(({ rootCause }) => rootCause.id === this.ground.contract);
    return own.toSorted((a, b) => b.part - a.part)[0];
  }

  /** Everything behind a body: these persons as its heads, and nobody else. */
  register(body: string, complete: boolean, ...persons: (string | { residentId: string; until: string })[]) {
    return this.put(`organisations/${body}`, 'relations', {
      persons: persons.map((one) => ({
        relation: 'head',
        name: '王小明',
        ...(typeof one === 'string' ? { residentId: one } : one),
      })),
      holdings: [],
      complete,
    });
  }

  /** What the agency's manager has to consent to, it does. */
  async seats(user: TestAccount, ...list: [role: string, organisation: string][]): Promise<void> {
    const seats = list.map(([role, organisation]) => ({ role, organisation }));
    await this.put(`users/${user.id}`, 'seats', { seats });
    const { body } = await this.app.http.get(`/api/v1/users/${user.id}`).set(this.admin.auth).expect(200);
    for (const request of (body as { requests: string[] }).requests) {
      const manager = await makeUser(this.app, 'agency_manager', this.ground.parties.agency);
      const url = `/api/v1/account-requests/${request}`;
      const { headers } = await this.app.http.get(url).set(manager.auth).expect(200);
      await this.app.http
        .post(`${url}/actions/agree`)
        .set({ ...manager.auth, 'If-Match': headers['etag'] ?? '' })
        .send({})
        .expect(200);
    }
  }

  /** The agency takes its seat from a user. */
  async endInAgency(user: TestAccount): Promise<void> {
    const manager = await makeUser(this.app, 'agency_manager', this.ground.parties.agency);
    const { headers } = await this.app.http.get(`/api/v1/users/${user.id}`).set(manager.auth).expect(200);
    const given = { ...manager.auth, 'If-Match': headers['etag'] ?? '' };
    await this.app.http.put(`/api/v1/users/${user.id}/seats`).set(given).send({ seats: [] }).expect(200);
  }

  /** An action on a flag as it stands now. */
  async act(id: string, action: string, given: object, by = this.supervisor) {
    const url = `/api/v1/risk/flags/${id}`;
    const { headers } = await this.app.http.get(url).set(by.auth).expect(200);
    const asked = this.app.http.post(`${url}/actions/${action}`);
    return asked.set({ ...by.auth, 'If-Match': headers['etag'] ?? '' }).send(given);
  }

  async done(id: string, action: string, given: object, by = this.supervisor): Promise<Flag> {
    const answer = await this.act(id, action, given, by);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    return answer.body as Flag;
  }

  async confirm(id: string) {
    return this.act(id, 'confirm', { reason: REASON, restsOn: ['seat'] });
  }

  /** A thing as an administrator reads it, then changes it. */
  private async put(of: string, part: string, body: object): Promise<void> {
    const { headers } = await this.app.http.get(`/api/v1/${of}`).set(this.admin.auth).expect(200);
    const answer = await this.app.http
      .put(`/api/v1/${of}/${part}`)
      .set({ ...this.admin.auth, 'If-Match': headers['etag'] ?? '' })
      .send(body);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
  }
}

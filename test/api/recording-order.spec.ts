import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeUser } from '../support/accounts.js';

let app: TestApp;
let auth: Record<string, string>;
let tender: string;
const source = { kind: 'notice', reference: 'N-1' };

beforeAll(async () => {
  app = await startTestApp();
  const officer = await makeUser(app, 'bureau_officer');
  auth = officer.auth;
  const { body: me } = await app.http.get('/api/v1/me').set(auth).expect(200);
  const { body } = await app.http
    .post('/api/v1/tenders')
    .set(auth)
    .send({ conducted: 'elsewhere', dataset: 'live', buyer: me.seats[0].organisation, title: '居家养老服务' })
    .expect(201);
  tender = body.id as string;
});
afterAll(() => app.close());

const record = (root: string, facts: object[]) =>
  app.http
    .post(`/api/v1/${root}/facts`)
    .set(auth)
    .set('Idempotency-Key', randomUUID())
    .send({ facts: facts.map((fact) => ({ source, ...fact })) });

describe('what a person records', () => {
  it('has happened: a typing error in the year is refused, with its place', async () => {
    const { status, body } = await record(`tenders/${tender}`, [{ kind: 'award', data: { decidedOn: '2999-05-01' } }]);
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'dated_in_future', '/facts/0/data/decidedOn']);
    const { body: after } = await app.http.get(`/api/v1/tenders/${tender}`).set(auth).expect(200);
    expect([after.state, after.facts]).toEqual([null, []]);
  });

  it('may name deadlines and windows that lie ahead', async () => {
    const notice = { kind: 'notice', data: { publishedOn: '2017-11-01', deadline: '2999-04-01' } };
    const { body } = await record(`tenders/${tender}`, [notice]).expect(200);
    expect(body.state).toBe('open');
  });

  it('stands in an order that can be true: delivered, accepted, then terminated before is refused', async () => {
    const signed = {
      kind: 'contract',
      data: { signedOn: '2018-01-02', window: { start: '2018-01-05', end: '2018-05-31' } },
    };
    const { body } = await record(`tenders/${tender}`, [signed]).expect(200);
    const contract = `contracts/${body.contracts[0].id}`;
    const done = [
      { kind: 'delivered', data: { on: '2018-05-31' } },
      { kind: 'acceptance', data: { concludedOn: '2018-06-15', result: 'passed' } },
    ];
    expect((await record(contract, done).expect(200)).body.state).toBe('accepted');
    const late = await record(contract, [{ kind: 'termination', data: { on: '2018-03-01' } }]);
    expect([late.status, late.body.code]).toEqual([409, 'fact_contradiction']);
    const early = await record(contract, [{ kind: 'acceptance', data: { concludedOn: '2016-01-01' } }]);
    expect([early.status, early.body.code]).toEqual([409, 'fact_contradiction']);
    const { body: after } = await app.http.get(`/api/v1/${contract}`).set(auth).expect(200);
    expect([after.state, after.facts.length]).toEqual(['accepted', 2]);
  });
});

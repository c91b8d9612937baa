import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

const WRITERS = 8;
const writers = Array.from({ length: WRITERS }, (_, i) => i);
const statuses = (answers: { status: number }[]) => answers.map((a) => a.status).sort();
const lot = { lot: 1 };

describe('at once', () => {
  it('awards that fit a budget alone and not together: exactly as many as fit', async () => {
    const programme = await officer.programme([null, '300.00']);
    const tenders = await Promise.all(writers.map(() => officer.tender({ programme })));
    const answers = await Promise.all(
      tenders.map((t) => officer.facts(t.id, [given('award', { amount: '100.00' }, lot)])),
    );
    expect(statuses(answers)).toEqual([200, 200, 200, 422, 422, 422, 422, 422]);
    const { body } = await officer.get(`/programmes/${programme}`);
    expect(body.committed.amount).toBe('300.00');
  });

  it('payments that fit a contract alone and not together: exactly as many as fit', async () => {
    const contract = await officer.contract({ amount: '300.00' });
    const pay = (i: number) =>
      given('payment', { amount: '100.00' }, { source: { kind: 'statement', reference: `PZ-${i}` } });
    const answers = await Promise.all(writers.map((i) => officer.contractFacts(contract, [pay(i)])));
    expect(statuses(answers)).toEqual([200, 200, 200, 409, 409, 409, 409, 409]);
  });

  it('payments, and a contract corrected to less: never more paid than it is worth', async () => {
    const { id } = await officer.tender();
    const { body } = await officer.facts(id, [given('contract', { amount: '300.00' }, lot)]).expect(200);
    const contract = body.contracts[0].id;
    const pay = (i: number) =>
      given('payment', { amount: '100.00' }, { source: { kind: 'statement', reference: `PZ-${i}` } });
    const less = given('contract', { amount: '100.00' }, { ...lot, replaces: body.facts[0].id, reason: 'x' });
    await Promise.all([...[1, 2, 3].map((i) => officer.contractFacts(contract, [pay(i)])), officer.facts(id, [less])]);
    const { body: after } = await officer.get(`/contracts/${contract}`);
    expect(after.facts.length * 100).toBeLessThanOrEqual(Number(after.amount));
    expect(after.conflicts).toEqual([]);
  });

  it('one fact by many hands is one', async () => {
    const { id } = await officer.tender();
    const answers = await Promise.all(
      writers.map(() => officer.facts(id, [given('notice', { publishedOn: '2017-11-24' })])),
    );
    expect(statuses(answers)).toEqual(writers.map(() => 200));
    expect((await officer.get(`/tenders/${id}`)).body).toMatchObject({ version: 2, facts: [{ kind: 'notice' }] });
  });

  it('facts that contradict each other: one stands', async () => {
    const { id } = await officer.tender();
    const answers = await Promise.all(
      writers.map((i) => officer.facts(id, [given('award', { amount: `${i}.00` }, lot)])),
    );
    expect(statuses(answers)).toEqual([200, ...writers.slice(1).map(() => 409)]);
  });

  it('corrections of one fact: one corrects it', async () => {
    const { id } = await officer.tender();
    const { body } = await officer.facts(id, [given('award', { amount: '5.00' }, lot)]).expect(200);
    const replaces = { ...lot, replaces: body.facts[0].id, reason: 'x' };
    const answers = await Promise.all(
      writers.map((i) => officer.facts(id, [given('award', { amount: `${i}.50` }, replaces)])),
    );
    expect(statuses(answers)).toEqual([200, ...writers.slice(1).map(() => 422)]);
  });

  it('contracts of one tender, and a new name that many facts name', async () => {
    const supplier = { name: '同时出现的新机构' };
    const tenders = await Promise.all(writers.map(() => officer.tender()));
    await Promise.all(tenders.map((t) => officer.facts(t.id, [given('contract', { supplier }, lot)]).expect(200)));
    const [{ n }] = await app.dataSource.query(`SELECT count(*)::int AS n FROM organisation WHERE name = $1`, [
      supplier.name,
    ]);
    expect(n).toBe(1);
  });

  it('rounds of one purchase get different numbers', async () => {
    const first = await officer.tender();
    const rounds = await Promise.all(writers.map(() => officer.tender({ follows: first.id })));
    expect(rounds.map((t) => t.round).sort((a, b) => a - b)).toEqual(writers.map((i) => i + 2));
  });

  it('one external id is taken once', async () => {
    const externalIds = [{ system: 'erp', id: 'race' }];
    const answers = await Promise.all(
      writers.map(() => officer.post('/tenders', { buyer: officer.body, title: 't', externalIds })),
    );
    expect(statuses(answers)).toEqual([201, ...writers.slice(1).map(() => 409)]);
  });

  it('changes under one version: one is made', async () => {
    const { id } = await officer.tender();
    const answers = await Promise.all(
      writers.map((i) => officer.change('patch', `/tenders/${id}`, 1, { title: `名称${i}` })),
    );
    expect(statuses(answers)).toEqual([200, ...writers.slice(1).map(() => 412)]);
  });

  it('facts, changes and payments of one purchase do not lock each other out', async () => {
    const programme = await officer.programme([null, '100000.00']);
    const { id } = await officer.tender({ programme });
    const { body } = await officer.facts(id, [given('contract', { amount: '1000.00' }, lot)]).expect(200);
    const contract = body.contracts[0].id;
    const answers = await Promise.all(
      writers.flatMap((i) => [
        officer.contractFacts(contract, [given('milestone', { name: `第${i}期` })]),
        officer.contractFacts(contract, [given('signed', { amount: '1000.00', number: 'HT-1' })]),
        officer.facts(id, [given('bid', { bidder: { name: `投标人${i}` } }, lot)]),
        officer.change('patch', `/tenders/${id}`, 10_000, { title: 'x' }),
      ]),
    );
    expect([...new Set(statuses(answers))]).toEqual([200, 412]);
    const { body: after } = await officer.get(`/tenders/${id}`);
    expect(after.lots[0].bids).toHaveLength(WRITERS);
  });
});

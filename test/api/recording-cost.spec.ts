import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries, countRoundTrips } from '../support/statements.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

/**
 * Who asks; begin with the lock on the key and the savepoints; the key; the tender's lock; all of it; the fact; what follows
 * from it (tender and lots; the notice); audit and outbox; the answer; the answer remembered; commit. In nine round trips: begin and
 * key, tender and notice, answer and commit go together.
 */
const STATEMENTS = 12;
const ROUND_TRIPS = 9;
const notice = given('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04T09:30:00+08:00' });

describe('recording a fact', () => {
  it('costs twelve statements', async () => {
    const { id } = await officer.tender();
    expect(await countQueries(() => officer.facts(id, [notice]).expect(200))).toBe(STATEMENTS);
  });

  it('costs nine round trips', async () => {
    const { id } = await officer.tender();
    expect(await countRoundTrips(() => officer.facts(id, [notice]).expect(200))).toBe(ROUND_TRIPS);
  });

  it('and as many on a purchase of many lots and facts, and for many facts at once', async () => {
    const { id } = await officer.tender({ lots: [1, 2, 3, 4].map((no) => ({ no })) });
    const clarification = (i: number) => given('clarification', { text: `第${i}次澄清` });
    await officer.facts(id, [notice, ...Array.from({ length: 20 }, (_, i) => clarification(i))]).expect(200);
    const many = Array.from({ length: 20 }, (_, i) => clarification(100 + i));
    expect(await countQueries(() => officer.facts(id, many).expect(200))).toBe(STATEMENTS);
  });

  it('again under the same key costs four: who asks, begin, the key, commit', async () => {
    const { id } = await officer.tender();
    const key = { 'Idempotency-Key': 'once' };
    await officer.facts(id, [notice], key).expect(200);
    expect(await countQueries(() => officer.facts(id, [notice], key).expect(200))).toBe(4);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LEAST_CONTRACT_FACTS, LEAST_TENDER_FACTS } from '../../src/purchase/tenders/recording/fact-types.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder, rowCounts, stated } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
let tender: string;
let contract: string;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
  tender = (await officer.tender()).id;
  contract = await officer.contract();
});
afterAll(() => app.close());

/** Fields that a kind requires, with nothing in them that can be read. */
const BARE: Record<string, object> = { bid: { bidder: {} }, milestone: { name: '\u200b' }, plan: {} };
const KINDS = [
  ...Object.keys(LEAST_TENDER_FACTS).map((kind): [string, string] => ['tender', kind]),
  ...Object.keys(LEAST_CONTRACT_FACTS).map((kind): [string, string] => ['contract', kind]),
];
const record = (of: string, facts: object[]) =>
  of === 'tender' ? officer.facts(tender, facts) : officer.contractFacts(contract, facts);
const errorsOf = (body: unknown) => (body as { errors: { pointer: string; code: string }[] }).errors;

describe('a fact that says nothing', () => {
  it.each(KINDS)('of a %s, %s, is refused where it stands, and nothing is stored', async (of, kind) => {
    const before = await rowCounts(app);
    const { body } = await record(of, [given(kind, BARE[kind] ?? {}, stated)]).expect(400);
    expect(body.code).toBe('validation_failed');
    expect(errorsOf(body)[0]?.pointer).toMatch(/^\/facts\/0\/data(\/name|\/kind)?$/);
    if (BARE[kind] === undefined || kind === 'bid') expect(errorsOf(body)[0]?.code).toBe('says_nothing');
    expect(await rowCounts(app)).toEqual(before);
  });

  it.each([
    ['tender', 'award', { supplier: {} }],
    ['tender', 'contract', { window: { start: null, end: null }, termText: ' \u3000' }],
    ['tender', 'bid', { bidder: { name: null }, price: null }],
    ['tender', 'clarification', { text: '\u200b\u3164' }],
    ['tender', 'failure', { reason: '' }],
    ['contract', 'payment', { on: null, amount: null }],
    ['contract', 'evaluation', { grade: ' ', evaluator: {} }],
    ['contract', 'termination', { reason: '\u202e' }],
  ])('of a %s, %s with %j, is one too', async (of, kind, data) => {
    const { body } = await record(of, [given(kind, data, stated)]).expect(400);
    expect(errorsOf(body)).toMatchObject([{ pointer: '/facts/0/data', code: 'says_nothing' }]);
  });

  it('is named among facts that say something, and none of them is stored', async () => {
    const before = await rowCounts(app);
    const facts = [given('payment', { amount: '5.00' }), given('payment'), given('handover')];
    const { body } = await officer.contractFacts(contract, facts).expect(400);
    expect(errorsOf(body).map((e) => [e.pointer, e.code])).toEqual([
      ['/facts/1/data', 'says_nothing'],
      ['/facts/2/data', 'says_nothing'],
    ]);
    expect(await rowCounts(app)).toEqual(before);
  });

  it('a payment of nothing is one, however it is written', async () => {
    for (const amount of ['0', '0.0', '0.00']) {
      const { body } = await officer.contractFacts(contract, [given('payment', { amount })]).expect(400);
      expect(errorsOf(body)).toMatchObject([{ pointer: '/facts/0/data/amount', code: 'too_small' }]);
    }
    await officer.contractFacts(contract, [given('payment', { amount: '0.01' })]).expect(200);
    // An offer of nothing is one that is made, and looked into.
    await officer
      .facts(tender, [given('bid', { bidder: { name: '零元投标人' }, price: '0.00' }, { lot: 1 })])
      .expect(200);
  });
});

describe('a fact that says something', () => {
  it('may be that it happened, in a publication that can be found again', async () => {
    for (const source of [
      { kind: 'notice', publishedOn: '2017-12' },
      { kind: 'notice', url: 'https://example.org/1' },
      { kind: 'file', reference: 'XF-3' },
    ]) {
      const { id } = await officer.tender();
      expect((await officer.facts(id, [given('notice', {}, { source })]).expect(200)).body.state).toBe('open');
    }
    await officer.contractFacts(contract, [given('payment')]).expect(400);
  });

  it('may be one field alone, also a no and a zero', async () => {
    const bidders = given('award', { bidCount: 0 }, { lot: 1, ...stated });
    await officer.facts((await officer.tender()).id, [bidders]).expect(200);
    const part = given('acceptance', { recipientsTookPart: false }, stated);
    await officer.contractFacts(await officer.contract(), [part]).expect(200);
    await officer.contractFacts(contract, [given('handover', { recipients: 0 }, stated)]).expect(200);
  });

  it('and is taken back by a correction that says nothing, with its reason', async () => {
    const fresh = await officer.contract();
    const { body } = await officer.contractFacts(fresh, [given('payment', { amount: '7.00' }, stated)]).expect(200);
    const paid = body.facts.find((f: { kind: string }) => f.kind === 'payment');
    const back = given('payment', {}, { ...stated, replaces: paid.id, reason: '并无此笔付款' });
    const after = (await officer.contractFacts(fresh, [back]).expect(200)).body;
    expect(after.facts.find((f: { id: string }) => f.id === paid.id)).toMatchObject({ data: { amount: '7.00' } });
    expect(after.facts.find((f: { replaces: string | null }) => f.replaces === paid.id)).toMatchObject({ data: {} });
  });
});

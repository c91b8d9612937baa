import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  CONTENT,
  Contracting,
  makeParties,
  said,
  WINDOW,
  type ContractBody,
  type Parties,
} from '../support/contracts.js';

const TERM = {
  years: 3,
  contentFixed: true,
  continuous: true,
  fundingStable: true,
  priceStable: true,
  budgetAssured: true,
};

describe('the term of a contract that is amended', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());
  const amendmentOf = async (contract: Contracting, content: object) => {
    const proposed = await contract.propose({ content });
    expect([proposed.status, proposed.text]).toEqual([200, proposed.text]);
    const amendment = (proposed.body as ContractBody).here.amendments.at(-1);
    return { amendment: amendment?.id, hash: amendment?.hash };
  };

  it('is the one that was announced: no amendment brings another, with more years or with less', async () => {
    const contract = await Contracting.signed(app, parties);
    const window = { start: '2026-01-01', end: '2028-12-31' };
    expect(said(await contract.propose({ content: { window, term: TERM } }))).toEqual([
      422,
      'contract_departs',
      'CONTRACT-MATCH',
      ['/content/term'],
    ]);
    expect((await contract.propose({ content: { term: { ...TERM, years: 1 } } })).body.code).toBe('contract_departs');
    expect((await contract.propose({ content: { term: null, requirement: '夜间巡访' } })).status).toBe(200);
    // With the term that was announced the window may grow within its years, and the term is not taken away.
    const long = await Contracting.signed(app, parties, { term: TERM });
    expect(said(await long.propose({ content: { term: null } }))[3]).toEqual(['/content/term']);
    expect((await long.propose({ content: { window, term: TERM } })).status).toBe(200);
  });

  it('is asked anew when an amendment is signed', async () => {
    const contract = await Contracting.signed(app, parties);
    const words = await amendmentOf(contract, { requirement: '夜间巡访' });
    const difference = (term: object | null) =>
      app.dataSource.query(`UPDATE contract_amendment SET difference = $2 WHERE id = $1`, [
        words.amendment,
        JSON.stringify([{ pointer: '/term', old: null, new: term }]),
      ]);
    // Proposed before the rule was asked: what is stored is judged again.
    await difference(TERM);
    expect(said(await contract.act('amend', words, parties.manager))).toEqual([
      422,
      'contract_departs',
      'CONTRACT-MATCH',
      ['/term'],
    ]);
    await difference(null);
    expect((await contract.act('amend', words, parties.manager)).status).toBe(200);
  });

  it('counts from the day on which it was begun, wherever an amendment lets it start', async () => {
    const contract = await Contracting.active(app, parties);
    const later = { start: '2026-06-01', end: '2027-05-31' };
    expect((await contract.propose({ content: { window: later } })).body.code).toBe('term_conditions_missing');
    // Nor in two steps.
    await contract.amended({ content: { window: { start: '2026-06-01', end: '2026-12-14' } } });
    expect((await contract.propose({ content: { window: later } })).body.code).toBe('term_conditions_missing');
    expect((await contract.propose({ content: { window: { ...later, end: '2026-12-21' } } })).status).toBe(200);
    const recorded = await Contracting.recorded(app, parties);
    await app.http
      .post(`/api/v1/contracts/${recorded.id}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [{ kind: 'started', data: { on: '2025-12-15' }, source: { kind: 'statement' } }] })
      .expect(200);
    expect(await recorded.must('take-over', { content: CONTENT })).toMatchObject({ here: { startedOn: '2025-12-15' } });
    await recorded.signBoth('confirm-content');
    expect((await recorded.propose({ content: { window: later } })).body.code).toBe('term_conditions_missing');
  });
});

describe('a contract that is taken over', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());

  it('takes no other amount, window or number than its record says, and says so', async () => {
    const contract = await Contracting.recorded(app, parties, { number: 'K-7' });
    const take = (content: object) => contract.act('take-over', { content: { ...CONTENT, ...content } });
    const other: [object, string][] = [
      [{ amount: '180000.01' }, '/content/amount'],
      [{ amount: null }, '/content/amount'],
      [{ window: { ...WINDOW, end: '2026-12-30' } }, '/content/window'],
      [{ number: 'K-8' }, '/content/number'],
      [{ number: null }, '/content/number'],
    ];
    for (const [content, pointer] of other)
      expect(said(await take(content))).toEqual([400, 'validation_failed', null, [pointer]]);
    expect((await contract.read()).conducted).toBe('elsewhere');
    const same = await take({ amount: '180000.00', window: WINDOW, number: 'K-7' });
    expect(same.body).toMatchObject({
      conducted: 'here',
      number: 'K-7',
      here: { content: { amount: '180000.00', window: WINDOW, number: 'K-7' } },
    });
    expect(said(await contract.act('redraft', { reason: '编号', content: { number: 'K-8' } }))).toEqual([
      400,
      'validation_failed',
      null,
      ['/content/number'],
    ]);
    expect((await contract.act('redraft', { reason: '编号', content: { number: 'K-7' } })).status).toBe(200);
  });

  it('keeps a number that its record does not know, and lets it be mended before both confirm', async () => {
    const contract = await Contracting.recorded(app, parties);
    const taken = await contract.must('take-over', { content: { ...CONTENT, number: 'K-9' } });
    expect(taken).toMatchObject({ number: 'K-9', here: { content: { number: 'K-9' } } });
    const mended = await contract.must('redraft', { reason: '编号', content: { number: 'K-10' } });
    expect(mended).toMatchObject({ number: 'K-10' });
  });
});

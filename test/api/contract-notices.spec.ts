import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, type ContractBody, type Parties } from '../support/contracts.js';
import { startContracting } from '../support/started.js';

interface Noticed extends ContractBody {
  notices: { code: string; rule: string | null; text: string }[];
}

describe('A contract that was signed elsewhere', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());
  const readNotices = async (contract: Contracting) =>
    ((await contract.read()) as Noticed).notices.map(({ code, rule }) => [code, rule]);

  it('says what of it lies above a maximum, and is taken over all the same', async () => {
    const long = { start: '2026-01-01', end: '2029-12-31' };
    const amount = '250000.00';
    const { agency, bureau } = parties;
    const data = { signedOn: '2025-12-10', amount, supplier: { organisation: agency }, window: long };
    const fact = { kind: 'contract', lot: 1, data, source: { kind: 'statement' } };
    const lots = [{ no: 1, budget: '200000.00', pricing: 'competitive' }];
    const { tender } = await Contracting.awarded(app, parties, { lots }, { amount }, [fact]);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(bureau.officer.auth).expect(200);
    const contract = new Contracting(app, parties, (body as { contracts: { id: string }[] }).contracts[0]?.id ?? '');
    const known = [
      ['term_above_maximum', 'GPS-TERM-3Y'],
      ['amount_above_budget', null],
    ];
    expect(await readNotices(contract)).toEqual(known);
    await contract.must('take-over', { content: { ...CONTENT, performanceBond: 1500 } });
    expect(await readNotices(contract)).toEqual([...known, ['bond_above_maximum', 'PERF-BOND-10PCT']]);
    const { notices } = (await contract.read()) as Noticed;
    expect(notices.map(({ text }) => text)).toEqual([
      expect.stringContaining('2029-12-31'),
      expect.stringContaining('200000.00'),
      expect.stringContaining('15'),
    ]);
  });

  it('says the budget of a purchase that is not published to the side of the buyer alone', async () => {
    const data = { signedOn: '2025-12-10', amount: '250000.00', supplier: { organisation: parties.agency } };
    const fact = { kind: 'contract', lot: 1, data, source: { kind: 'statement' } };
    const lots = [{ no: 1, budget: '200000.00', pricing: 'competitive' }];
    const { tender } = await Contracting.awarded(app, parties, { lots }, { amount: '250000.00' }, [fact]);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth).expect(200);
    const contract = new Contracting(app, parties, (body as { contracts: { id: string }[] }).contracts[0]?.id ?? '');
    const read = async () =>
      Promise.all(
        [parties.bureau.officer, parties.manager].map(async (by) =>
          ((await contract.read(by)) as Noticed).notices.map(({ code }) => code),
        ),
      );
    expect(await read()).toEqual([['amount_above_budget'], ['amount_above_budget']]);
    await app.dataSource.query(`UPDATE tender SET published = false WHERE id = $1`, [tender]);
    expect(await read()).toEqual([['amount_above_budget'], []]);
  });

  it('says nothing where it keeps to them', async () => {
    const contract = await Contracting.recorded(app, parties, {
      window: { start: '2026-01-01', end: '2028-12-31' },
    });
    expect(await readNotices(contract)).toEqual([]);
  });

  it('says it to its own bodies alone', async () => {
    const contract = await Contracting.recorded(app, parties, { window: { start: '2026-01-01', end: '2029-12-31' } });
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [contract.id]);
    const { body } = await app.http.get(`/api/v1/contracts/${contract.id}`).expect(200);
    expect((body as Noticed).notices).toEqual([]);
    expect(await readNotices(contract)).toEqual([['term_above_maximum', 'GPS-TERM-3Y']]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, type Parties } from '../support/contracts.js';
import { startContracting } from '../support/started.js';

describe('contracts of a lot with several suppliers that go on here', () => {
  let app: TestApp;
  let parties: Parties;
  let other: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());

  const draft = (award: string) =>
    app.http
      .post('/api/v1/contracts')
      .set(parties.bureau.officer.auth)
      .send({ award, ...CONTENT });
  const recordFramework = async (): Promise<{ tender: string; awards: [string, string] }> => {
    const source = { kind: 'notice', publishedOn: '2025-12-01', reference: 'N-1' };
    const second = { supplier: { organisation: other.agency }, amount: '120000.00', rank: 2 };
    const { tender } = await Contracting.awarded(
      app,
      parties,
      { method: 'FRAMEWORK', lots: [{ no: 1, suppliersMost: 2 }] },
      { rank: 1 },
      [{ kind: 'award', lot: 1, data: { decidedOn: '2025-12-01', ...second }, source }],
    );
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth).expect(200);
    return { tender, awards: body.lots[0].awards.map(({ id }: { id: string }) => id) };
  };
  const states = async (tender: string): Promise<string[]> => {
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth).expect(200);
    return body.lots[0].awards.map(({ state }: { state: string }) => state);
  };

  it('are drafted and signed one for each award, and a second of one award is refused', async () => {
    const { tender, awards } = await recordFramework();
    const drafted = await Promise.all(awards.map(async (award) => (await draft(award).expect(201)).body.id as string));
    expect((await draft(awards[0])).body).toMatchObject({ code: 'conflict' });
    const [first, second] = [parties, other].map((of, i) => new Contracting(app, of, drafted[i] ?? '')) as [
      Contracting,
      Contracting,
    ];
    expect(await second.signBoth()).toMatchObject({ state: 'signed', award: awards[1], amount: '120000.00' });
    expect(await states(tender)).toEqual(['active', 'contracted']);
    expect((await first.read()).state).toBe('draft');
    expect(await first.signBoth()).toMatchObject({ state: 'signed', award: awards[0], amount: '180000.00' });
    expect(await states(tender)).toEqual(['contracted', 'contracted']);
    expect(await second.read()).toMatchObject({ state: 'signed', award: awards[1], amount: '120000.00' });
  });

  it('leave the award of another free to be recorded as contracted elsewhere', async () => {
    const { tender, awards } = await recordFramework();
    const { body } = await draft(awards[0]).expect(201);
    const signed = { supplier: { organisation: other.agency }, amount: '120000.00', signedOn: '2025-12-20' };
    const facts = (data: object) =>
      app.http
        .post(`/api/v1/tenders/${tender}/facts`)
        .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [{ kind: 'contract', lot: 1, data, source: { kind: 'statement' } }] });
    await facts(signed).expect(200);
    expect(await states(tender)).toEqual(['active', 'contracted']);
    // That of the first is being drafted here.
    expect(
      (await facts({ ...signed, supplier: { organisation: parties.agency }, amount: '180000.00' })).body.code,
    ).toBe('conducted_here');
    await new Contracting(app, parties, body.id as string).signBoth();
    expect(await states(tender)).toEqual(['contracted', 'contracted']);
  });
});

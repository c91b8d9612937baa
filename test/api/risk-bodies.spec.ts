import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode, makeParties, type Parties } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau } from '../support/drafts.js';
import { RiskWorld } from '../support/risk-world.js';

interface Assessment {
  state: string;
  value: string | null;
  pValue: string | null;
  reason: { code?: string } | null;
}

/** What is recorded of purchases, as it adds up over an agency and over a buyer. */
describe('agencies and buyers over the years', () => {
  let app: TestApp;
  let parties: Parties;
  let supervisor: TestAccount;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app, '2025-03-03T09:00:00+08:00');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    world = new RiskWorld(app, 'live');
  });
  afterAll(() => app.close());

  const of = async (indicator: string, subject: string): Promise<Assessment | undefined> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?limit=200&indicator=${indicator}&subject=${subject}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Assessment[] }).items[0];
  };
  const flags = async (indicator: string, body: string): Promise<string[]> => {
    const answer = await app.http
      .get(`/api/v1/risk/flags?limit=200&indicator=${indicator}`)
      .set(supervisor.auth)
      .expect(200);
    const { items } = answer.body as { items: { rootCause: { id: string }; state: string }[] };
    return items.filter(({ rootCause }) => rootCause.id === body).map(({ state }) => state);
  };

  it('S05: a figure of an agency with four contracts of one buyer, and of one whose fourth comes from another', async () => {
    const other = { ...parties, bureau: await makeBureau(app) };
    const supplies = async (agency: string, from: Parties, count: number, signedOn = '2025-01-10'): Promise<void> => {
      for (let i = 0; i < count; i += 1)
        await Contracting.recorded(
          app,
          { ...from, agency },
          { signedOn, window: { start: '2025-02-01', end: '2025-12-31' } },
          {},
          { decidedOn: '2024-12-20', publishedOn: '2024-12-20' },
        );
    };
    const agencies = await Promise.all(
      [1, 2].map(() => makeBody(app, { kind: 'agency', creditCode: creditCode(), region: '990203' })),
    );
    const [bound, free] = agencies as [string, string];
    await supplies(bound, parties, 3);
    await supplies(free, parties, 2);
    await supplies(free, other, 1);
    expect(await of('S05', `agency:${bound}`)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_contracts' },
    });
    await supplies(bound, parties, 1);
    await supplies(free, parties, 1);
    // Three contracts of 180 000 yuan are 75 % of four.
    expect(await of('S05', `agency:${bound}`)).toMatchObject({ state: 'clear', value: '100.0', threshold: null });
    expect(await of('S05', `agency:${free}`)).toMatchObject({ state: 'clear', value: '75.0' });
    await supplies(free, other, 1);
    expect(await of('S05', `agency:${free}`)).toMatchObject({ state: 'clear', value: '60.0' });
    expect([await flags('S05', bound), await flags('S05', free)]).toEqual([[], []]);
    // Two years after they were signed they weigh no more, and few are left.
    await setBusinessTime(app, '2027-01-11T09:00:00+08:00');
    expect(await of('S05', `agency:${bound}`)).toMatchObject({ reason: { code: 'few_contracts' } });
    await setBusinessTime(app, '2025-03-03T09:00:00+08:00');
  });

  it('S10: a buyer that knows nobody new any more, and one to whom as many come as before', async () => {
    const bodies = await Promise.all(
      Array.from({ length: 32 }, () => makeBody(app, { kind: 'agency', creditCode: creditCode() })),
    );
    const agency = (n: number): string => bodies[n % bodies.length] ?? '';
    const awards = async ({ id, officer }: Bureau, year: number, winners: readonly number[]): Promise<void> => {
      const made = await app.http
        .post('/api/v1/tenders')
        .set(officer.auth)
        .send({
          ...{ buyer: id, title: `${year}年小额项目`, method: 'COMPETITIVE_CONSULTATION' },
          ...{ category: 'COMMUNITY_SOCIAL_WORK', region: '990203', lots: winners.map((_, i) => ({ no: i + 1 })) },
        })
        .expect(201);
      const source = { kind: 'notice', publishedOn: `${year}-06-02`, reference: randomUUID() };
      const facts = winners.map((winner, i) => ({
        ...{ kind: 'award', lot: i + 1, source },
        data: { decidedOn: `${year}-06-01`, publishedOn: `${year}-06-02`, supplier: { organisation: agency(winner) } },
      }));
      const told = await app.http
        .post(`/api/v1/tenders/${(made.body as { id: string }).id}/facts`)
        .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts });
      expect([told.status, told.text]).toEqual([200, expect.any(String)]);
    };
    const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
    const [closed, open] = [await makeBureau(app), await makeBureau(app)];
    for (const bureau of [closed, open]) {
      await awards(bureau, 2021, [0]);
      // Ten of twenty agencies come for the first time: those of the years before win the others.
      await awards(bureau, 2022, from(0, 10));
      await awards(bureau, 2023, from(0, 20));
    }
    await awards(closed, 2024, [...from(0, 18), 20, 21]);
    await awards(open, 2024, [...from(0, 12), ...from(20, 8)]);
    // Fisher: at most 2 of 20 after 10 of 20 by chance has p = 0.00693; 8 of 20 has not.
    expect(await of('S10', `buyer:${closed.id}`)).toMatchObject({ state: 'triggered', value: '40.0' });
    expect(Number((await of('S10', `buyer:${closed.id}`))?.pValue)).toBeCloseTo(0.00693, 4);
    expect(await of('S10', `buyer:${open.id}`)).toMatchObject({ state: 'clear', value: '10.0' });
    expect([await flags('S10', closed.id), await flags('S10', open.id)]).toEqual([['open'], []]);
  });
});

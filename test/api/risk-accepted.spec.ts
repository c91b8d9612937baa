import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { Accepting } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { RiskWorld } from '../support/risk-world.js';
import { startContracting } from '../support/started.js';

/** Seven effective days: 22 to 26, 29 and 30 December 2025. */
const HISTORY = { start: '2025-12-22', end: '2025-12-30' };
const WINDOW = { start: '2026-01-05', end: '2026-05-31' };
const visits = (target: number): object[] => [
  { no: 1, text: '服务人次', target, unit: '人次', measure: { of: 'visits' } },
];

interface Assessment {
  state: string;
  value: string | null;
  threshold: string | null;
  unit: string | null;
  reason: { code?: string; accepted?: string[] } | null;
}

/** W04 compares what a contract promises with what others came to that were accepted in years that are over. */
describe('what accepted contracts came to', () => {
  let app: TestApp;
  let parties: Parties;
  let supervisor: TestAccount;
  let world: RiskWorld;
  /** Effective days of the window that is judged. */
  let days: number;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    world = new RiskWorld(app, 'live');
    const { body } = await app.http.post('/api/v1/planning/windows').send(WINDOW).expect(200);
    days = (body as { effectiveWorkingDays: number }).effectiveWorkingDays;
    for (let perDay = 1; perDay <= 20; perDay += 1) await accepted(perDay);
    // What the rules say of these themselves is not asked here.
    await world.dirty();
  }, 600_000);
  afterAll(() => app.close());

  /** Delivered at so many visits an effective day, and accepted on the last day of the year. */
  async function accepted(perDay: number): Promise<void> {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const contract = await Contracting.signed(app, parties, { standards: visits(1) }, { window: HISTORY });
    await contract.must('start');
    await setBusinessTime(app, '2025-12-30T20:00:00+08:00');
    const record = { servedOn: '2025-12-24', form: 'group', minutes: 60, workers: { assistant: 1 } };
    const told = await app.http
      .post(`/api/v1/contracts/${contract.id}/service-records/batch`)
      .set(parties.manager.auth)
      .send({ records: [{ ...record, participants: 7 * perDay }] })
      .expect(200);
    expect((told.body as { results: { ok: boolean }[] }).results.map(({ ok }) => ok)).toEqual([true]);
    await contract.must('deliver', {}, parties.manager);
    const accepting = await Accepting.of(app, contract);
    await accepting.prepared('met');
    await setBusinessTime(app, '2025-12-31T09:00:00+08:00');
    const answer = await accepting.conclude({ result: 'passed' });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  }
  const promised = async (perDay: number): Promise<Contracting> => {
    await setBusinessTime(app, '2026-01-04T09:00:00+08:00');
    return Contracting.signed(app, parties, { standards: visits(perDay * days) }, { window: WINDOW });
  };
  const of = async ({ id }: Contracting): Promise<Assessment | undefined> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?limit=200&indicator=W04&subject=contract:${id}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Assessment[] }).items[0];
  };
  const flags = async ({ id }: Contracting): Promise<string[]> => {
    const { body } = await app.http.get('/api/v1/risk/flags?limit=200&indicator=W04').set(supervisor.auth).expect(200);
    const { items } = body as { items: { rootCause: { id: string }; state: string }[] };
    return items.filter(({ rootCause }) => rootCause.id === id).map(({ state }) => state);
  };

  it('W04: more than 95 of a hundred came to is found, and a little less is not', async () => {
    const [much, usual] = [await promised(20), await promised(19)];
    // Of 1, 2, … 20 a day the 95th percentile is the 20.333 × 0.95 + 0.333 = 19.65th: 19.65.
    expect(await of(much)).toMatchObject({
      state: 'triggered',
      value: '20',
      threshold: '19.65',
      unit: 'visits_per_effective_day',
    });
    expect(await of(usual)).toMatchObject({ state: 'clear', value: '19', threshold: '19.65' });
    expect([await flags(much), await flags(usual)]).toEqual([['open'], []]);
  });

  it('W04: a year that is not over is not compared with', async () => {
    await setBusinessTime(app, '2025-12-31T10:00:00+08:00');
    const sooner = await Contracting.signed(app, parties, { standards: visits(20 * days) }, { window: WINDOW });
    expect(await of(sooner)).toMatchObject({ reason: { code: 'few_accepted', accepted: ['0'] } });
  });
});

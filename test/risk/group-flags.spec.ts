import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { plantFairLots, plantLot, plantMarket, type PlantedMarket } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:steady';
const RING = '示例机构0、示例机构1、示例机构2';

interface Evidence {
  state: string | null;
  pValue: string | null;
  explanation: string;
  evidence: { record: string; field: string; value: string }[];
}
interface Flag {
  id: string;
  state: string;
  explanation: string;
  waitingSince: string | null;
  history: { action: string }[];
  evidence: Evidence[];
}

describe('a flag of a group', () => {
  let app: TestApp;
  let world: RiskWorld;
  let market: PlantedMarket;
  let buyer: string;
  let supervisor: TestAccount;
  let found: Flag;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, DATASET);
    buyer = await makeBody(app, { region: '990203', dataset: DATASET });
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    market = await plantMarket(world, buyer, '5c'.repeat(32));
    await work();
    await world.screen();
    found = await readFlag();
  });
  afterAll(() => app.close());

  const work = async (): Promise<void> => world.touchAll(await world.dirty());
  async function get<T>(path: string): Promise<T> {
    return (await app.http.get(path).set(supervisor.auth).set('Accept-Language', 'en').expect(200)).body as T;
  }
  async function readFlag(): Promise<Flag> {
    const { items } = await get<{ items: { id: string; rootCause: { label: string } }[] }>(
      `/api/v1/risk/flags?dataset=${DATASET}&indicator=N12`,
    );
    expect(items.map(({ rootCause }) => rootCause.label)).toEqual([RING]);
    return get(`/api/v1/risk/flags/${items[0]?.id}`);
  }
  async function readAnswer(): Promise<{ state: string; waitingSince: string | null } | undefined> {
    const { items } = await get<{
      items: { subject: { label: string }; state: string; waitingSince: string | null }[];
    }>(`/api/v1/risk/assessments?dataset=${DATASET}&indicator=N12&limit=200`);
    return items.find(({ subject }) => subject.label === RING);
  }
  /** A lot of others: nothing about the group. */
  const plantOther = (on: string) =>
    plantLot(
      world,
      buyer,
      on,
      market.honest.map((bidder, i) => ({ bidder, price: `${171_003 + 977 * i}.00`, won: i === 0 })),
    );

  it('rests on the screening that opened it, and waits for none', () => {
    expect(found).toMatchObject({ state: 'open', waitingSince: null });
    expect(found.evidence).toHaveLength(1);
    expect(found.evidence[0]).toMatchObject({ state: 'triggered' });
    const lots = new Set(
      found.evidence[0]?.evidence.flatMap(({ record, field }) => (field === 'bids' ? [record] : [])),
    );
    expect([...lots].sort()).toEqual(market.ringLots.map(({ lot }) => `lot:${lot}`).sort());
  });

  it('keeps state, words and evidence while it waits, and says since when', async () => {
    const before = new Date().getTime() - 86_400_000 * 40_000;
    await plantOther('2023-11-15');
    await work();
    const waiting = await readFlag();
    expect(waiting).toMatchObject({ state: 'open', explanation: found.explanation });
    expect(new Date(waiting.waitingSince ?? 0).getTime()).toBeGreaterThan(before);
    expect(waiting.evidence[0]).toMatchObject({
      state: 'insufficient_data',
      pValue: found.evidence[0]?.pValue,
      explanation: found.evidence[0]?.explanation,
      evidence: found.evidence[0]?.evidence,
    });
    expect(await readAnswer()).toMatchObject({ state: 'insufficient_data', waitingSince: waiting.waitingSince });
    await plantOther('2023-12-15');
    await work();
    expect((await readFlag()).waitingSince).toBe(waiting.waitingSince);
    await world.screen();
    expect(await readFlag()).toMatchObject({ state: 'open', waitingSince: null });
    expect(await readAnswer()).toMatchObject({ state: 'triggered', waitingSince: null });
  });

  it('is not put right where the group leaves its market: neither by the change, nor by a screening that cannot judge it', async () => {
    const last = await readFlag();
    for (const { tender } of market.ringLots.slice(0, 6))
      await world.facts(tender, [{ kind: 'notice', lot: null, data: { publishedOn: '2019-01-02' } }]);
    await work();
    expect(await readAnswer()).toBeUndefined();
    const gone = await readFlag();
    expect(gone).toMatchObject({ state: 'open', explanation: last.explanation });
    expect(gone.waitingSince).not.toBeNull();
    expect(gone.evidence[0]).toMatchObject({ state: null, evidence: last.evidence[0]?.evidence });
    await world.screen();
    const unjudged = await readFlag();
    expect(unjudged).toMatchObject({ state: 'open', waitingSince: null });
    expect(unjudged.evidence[0]).toMatchObject({ state: null, evidence: last.evidence[0]?.evidence });
    expect(unjudged.history.map(({ action }) => action)).toEqual(['opened']);
    await app.http
      .get(`/api/v1/risk/flags/${unjudged.id}/report?lang=en`)
      .set(supervisor.auth)
      .expect(200)
      .expect(/Evidence/);
  });

  it('is put right by a screening that judges the group and finds it clear, and by nothing before', async () => {
    await plantFairLots(world, buyer, market.ring);
    await work();
    expect((await readFlag()).state).toBe('open');
    await world.screen();
    expect(await readAnswer()).toMatchObject({ state: 'clear' });
    expect((await readFlag()).state).toBe('remedied');
  });
});

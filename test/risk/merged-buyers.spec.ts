import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, type Flag } from '../support/flag-desk.js';
import { fresh, makeCode, startMerging } from '../support/merges.js';
import { setBusinessDay, type RiskWorld } from '../support/risk-world.js';

describe('a flag on a buyer', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let world: RiskWorld;
  let m: Awaited<ReturnType<typeof startMerging>>;
  let agencies: string[];

  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    await setBusinessDay(app, '2025-03-03');
    world = desk.world;
    m = await startMerging(app);
    agencies = [];
    for (let n = 0; n < 22; n++) agencies.push((await m.makeNamed()).id);
  });
  afterAll(() => app.close());

  const award = async (buyer: string, year: number, winners: readonly number[]): Promise<void> => {
    const lots = winners.map((_, i) => ({ no: i + 1 }));
    const tender = await world.tender({ buyer, category: 'COMMUNITY_SOCIAL_WORK', lots });
    const awards = winners.map((n, i) => {
      const data = { decidedOn: `${year}-06-01`, supplier: { organisation: agencies[n] ?? '' } };
      return { kind: 'award', lot: i + 1, data };
    });
    await world.facts(tender, awards);
  };
  const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
  /** Ten of twenty agencies came for the first time in 2023, two of twenty in 2024 (p = 0.00693). */
  const plant = async (buyer: string): Promise<void> => {
    await award(buyer, 2021, [0]);
    await award(buyer, 2022, from(0, 10));
    await award(buyer, 2023, from(0, 19));
    await award(buyer, 2023, [19]);
    await award(buyer, 2024, [...from(0, 18), 20, 21]);
    await world.settle();
  };
  const find = async (buyer: string): Promise<Flag> => {
    const found = (await world.flags('S10')).find(({ root_id: root }) => root === buyer);
    return desk.read(found?.id ?? '');
  };
  const correction = { audit: expect.any(String), fact: null };

  it('is cleared by the merge of two records of an agency that it counts, as a correction, and opens when they part', async () => {
    const buyer = await makeBody(app, { region: '990203' });
    await plant(buyer);
    const { id, state } = await find(buyer);
    expect(state).toBe('open');
    // One of those that came in 2023 had come before: nine of nineteen, after which two of twenty may be chance (p = 0.0116).
    const merge = await m.merged(agencies[19] ?? '', agencies[0] ?? '');
    await world.settle();
    expect((await desk.read(id)).history.at(-1)).toMatchObject({ action: 'cleared', data: { correction } });
    await m.undo(agencies[19] ?? '', merge);
    await world.settle();
    expect((await desk.read(id)).history.at(-1)).toMatchObject({ action: 'reopened', to: 'open' });
  });

  it('ends with a record of it that is merged, goes on as that of the body, and comes back when they part', async () => {
    const record = await world.body(fresh());
    await plant(record);
    const before = await find(record);
    expect(before.state).toBe('open');
    const name = fresh();
    const into = await makeBody(app, { name, region: '990203', creditCode: makeCode() });
    const merge = await m.merged(record, into);
    await world.settle();
    const ended = await desk.read(before.id);
    expect(ended.history.at(-1)).toMatchObject({ action: 'cleared', data: { correction } });
    const after = await find(into);
    expect(after.state).toBe('open');
    expect(after.rootCause.label).toContain(name);
    await m.undo(record, merge);
    await world.settle();
    expect((await desk.read(before.id)).state).toBe('open');
    expect((await desk.read(after.id)).history.at(-1)).toMatchObject({ action: 'cleared', data: { correction } });
  });
});

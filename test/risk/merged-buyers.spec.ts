import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/kernel/clock/plain-date.js';
import { makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, type Flag } from '../support/flag-desk.js';
import { fresh, makeCode, startMerging } from '../support/merges.js';
import { setBusinessDay, type RiskWorld } from '../support/risk-world.js';

describe('a flag on a body', () => {
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

  it('that buys is cleared by the merge of two records of an agency that it counts, as a correction, and opens when they part', async () => {
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

  it('that buys ends with a record of it that is merged, goes on as that of the body, and comes back when they part', async () => {
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

  it('that evaluates is one on whoever made the evaluations, and is as it was when the records part', async () => {
    const record = await world.body(fresh());
    const name = fresh();
    const into = await makeBody(app, { name, region: '990203', creditCode: makeCode() });
    const agency = await world.body(fresh());
    const tender = await world.tender({ buyer: desk.buyer });
    const window = { start: '2024-01-01', end: '2024-12-31' };
    await world.facts(tender, [{ kind: 'contract', data: { window, supplier: { organisation: agency } } }]);
    const [contract = ''] = await world.contractsOf(tender);
    const evaluate = (organisation: string, days: readonly number[]) =>
      world.contractFacts(
        contract,
        days.map((day) => {
          const on = addDays('2024-01-01', day);
          const score = (80 + (day % 97) / 100).toFixed(2);
          return { kind: 'evaluation', data: { kind: 'midterm', on, score, evaluator: { organisation } } };
        }),
      );
    await evaluate(record, from(0, 45));
    await evaluate(into, from(45, 2));
    await world.settle();
    const read = async (body: string): Promise<Flag | undefined> => {
      const found = (await world.flags('S06A')).find(({ root_id: root }) => root === body);
      return found && desk.read(found.id);
    };
    /** How many of the last five evaluations of the agency one body made. */
    const sameEvaluator = async (): Promise<string | null | undefined> => {
      const at = `/api/v1/risk/assessments?indicator=S06B&subject=agency:${agency}`;
      const { body } = await app.http.get(at).set(desk.supervisor.auth).expect(200);
      return (body as { items: { value: string | null }[] }).items[0]?.value;
    };
    const before = await read(record);
    expect([before?.state, await read(into), await sameEvaluator()]).toEqual(['open', undefined, '3']);

    const merge = await m.merged(record, into);
    await world.settle();
    expect((await read(record))?.history.at(-1)).toMatchObject({ action: 'cleared', data: { correction } });
    const after = await read(into);
    expect(after).toMatchObject({ state: 'open', rootCause: { label: name } });
    expect([after?.explanation.includes('47'), await sameEvaluator()]).toEqual([true, '5']);
    expect((await world.reassess()).changed).toBe(0);

    await m.undo(record, merge);
    await world.settle();
    expect(await read(record)).toMatchObject({ state: 'open', explanation: before?.explanation });
    expect((await read(into))?.history.at(-1)).toMatchObject({ action: 'cleared', data: { correction } });
    expect(await sameEvaluator()).toBe('3');
    expect((await world.reassess()).changed).toBe(0);
  });

  describe('with a bidder beside whom all were rejected', () => {
    let firms: string[];
    beforeAll(async () => {
      firms = [];
      for (let n = 0; n < 4; n++) firms.push((await m.makeNamed()).id);
    });

    /** Purchases of a buyer of which three bid; the first wins, beside whom all others were rejected, or none. */
    const purchase = async (
      buyer: string,
      count: number,
      bidders: readonly number[],
      others: string,
    ): Promise<void> => {
      for (let n = 0; n < count; n++) {
        const lots = [{ no: 1, ceiling: '200000.00', pricing: 'competitive' as const }];
        const tender = await world.tender({ buyer, lots });
        const bids = bidders.map((firm, i) => {
          const price = `${165_007 + 1_733 * ((n * 7 + i * 5) % 11)}.00`;
          const status = i === 0 ? 'valid' : others;
          return { kind: 'bid', lot: 1, data: { bidder: { organisation: firms[firm] ?? '' }, price, status } };
        });
        const award = { decidedOn: `2023-${String(1 + (n % 12)).padStart(2, '0')}-15`, bidCount: bidders.length };
        const supplier = { organisation: firms[bidders[0] ?? 0] ?? '' };
        await world.facts(tender, [...bids, { kind: 'award', lot: 1, data: { ...award, supplier } }]);
      }
    };
    const rescreen = async (): Promise<void> => {
      await world.touchAll(await world.dirty());
      await world.screen();
    };
    const list = async (): Promise<Flag[]> => {
      const { items } = await desk.list('indicator=N13&limit=200');
      return Promise.all(items.map(({ id }) => desk.read(id)));
    };
    const find = async (name: string): Promise<Flag> =>
      (await list()).find(({ rootCause }) => rootCause.label.includes(name)) as Flag;
    const said = async () =>
      (await world.stored()).filter(({ indicator, state }) => indicator === 'N13' && state === 'triggered').length;
    it('ends with the record of the buyer, goes on as that of the body, and both come back when they part', async () => {
      const record = await m.makeNamed();
      const into = await m.makeCoded();
      await purchase(record.id, 8, [0, 1, 2], 'rejected');
      await purchase(into.id, 8, [0, 2, 3], 'rejected');
      // Beside one another nobody is rejected there.
      for (const { id } of [record, into]) await purchase(id, 6, [1, 2, 3], 'valid');
      for (const turn of [
        [1, 2, 3],
        [2, 3, 0],
        [3, 1, 0],
        [1, 0, 2],
      ])
        // prettier-ignore
        await purchase(await makeBody(app, { region: '990203' }), 12, turn, 'valid');
      await rescreen();
      const [first, second] = [await find(record.name), await find(into.name)];
      expect([first.state, second.state, await said()]).toEqual(['open', 'open', 2]);

      const merge = await m.merged(record.id, into.id);
      await rescreen();
      const ended = await desk.read(first.id);
      expect(ended.history.at(-1)).toMatchObject({ action: 'cleared', data: { correction } });
      expect(ended.rootCause.label).toContain(into.name);
      const standing = await desk.read(second.id);
      expect([standing.state, await said()]).toEqual(['open', 1]);
      expect(standing.explanation).toContain('16');

      await m.undo(record.id, merge);
      await rescreen();
      const again = await desk.read(first.id);
      expect(again.history.at(-1)).toMatchObject({ action: 'reopened', to: 'open' });
      expect(again.rootCause.label).toContain(record.name);
      expect([(await desk.read(second.id)).explanation, await said()]).toEqual([second.explanation, 2]);
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../src/kernel/errors/problem.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CEILING, plantLot, type PlantedBid, type PlantedLot } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';
import { scaleRounds } from '../support/rounds.js';

/** One thing that happens in a market. Numbers choose among what is there. */
type Step =
  | { do: 'lot'; bidders: number; price: number; month: number; year: number }
  | { do: 'correct' | 'withdraw'; lot: number; bidder: number; price: number }
  | { do: 'move'; lot: number; year: number }
  | { do: 'work'; order: number }
  | { do: 'screen' };

const some = (max: number) => fc.nat({ max });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lot' as const),
      bidders: some(6),
      price: some(30_000),
      month: some(11),
      year: some(1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('correct' as const, 'withdraw' as const),
      lot: some(30),
      bidder: some(2),
      price: some(40_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), lot: some(30), year: some(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('work' as const), order: fc.integer() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('screen' as const) }) },
);

/** A market of this plan, and one of the plan before. */
const YEARS = [2023, 2019];
const RING_LOTS = 6;
const LOTS_ELSEWHERE = 9;

describe('incremental equals full over markets', () => {
  let app: TestApp;
  let stories = 0;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
  });
  afterAll(() => app.close());

  it('whatever is recorded, corrected or withdrawn, in whatever order, batches and workers the jobs run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), fc.integer(), async (steps, order) => {
        const story = new MarketStory(app, `import:markets-${++stories}`);
        await story.begin();
        for (const one of steps) await story.take(one).catch(refused);
        await story.work(order);
        const { world } = story;
        const stored = await world.stored();
        expect(stored.some(({ subject_type: type }) => type === 'bidder_group')).toBe(true);

        expect((await world.reassess()).changed).toBe(0);
        expect(await world.stored()).toEqual(stored);
        await world.forget();
        await world.reassess();
        expect(await world.stored()).toEqual(stored);

        // A screening of what was followed change by change, and one of what was computed at once.
        await world.screen();
        const [screened, counts] = [await world.stored(), await story.readCounts()];
        await story.unscreen();
        await world.forget();
        await world.reassess();
        await world.screen();
        expect(await world.stored()).toEqual(screened);
        expect(await story.readCounts()).toEqual(counts);
        expect((await world.screen()).changed).toBe(0);
        expect(await world.stored()).toEqual(screened);
        // After a screening no answer is left waiting for one.
        expect(screened.filter(({ code }) => code === 'not_screened')).toEqual([]);
      }),
      { numRuns: Number(process.env['RISK_STORIES'] ?? scaleRounds(10)), endOnFailure: true },
    );
  }, 600_000);
});

/** What recording refuses has not happened. */
function refused(error: unknown): void {
  if (!(error instanceof Problem) || error.status >= 500) throw error;
}

/** A market in which the steps happen. */
class MarketStory {
  readonly world: RiskWorld;
  private readonly firms: string[] = [];
  private readonly lots: (PlantedLot & { bids: PlantedBid[] })[] = [];
  private buyer = '';

  constructor(
    private readonly app: TestApp,
    dataset: string,
  ) {
    this.world = new RiskWorld(app, dataset);
  }

  /** Three firms that meet at the ceiling, and lots elsewhere: enough for a rule to have a p-value. */
  async begin(): Promise<void> {
    await this.world.dirty();
    for (let n = 0; n < 6; n++) this.firms.push(await this.world.body(`机构${n}`));
    this.buyer = await this.world.body('采购人');
    for (let n = 0; n < RING_LOTS; n++)
      await this.plant(
        2023,
        n,
        [0, 1, 2].map((i) => ({ i, price: i === n % 3 ? 180_000 + 7 * n : Number(CEILING) })),
      );
    for (let n = 0; n < LOTS_ELSEWHERE; n++)
      await this.plant(
        2023,
        n,
        [n % 3, 3 + (n % 2), 5].map((i, k) => ({ i, price: 170_001 + 613 * n + 97 * k })),
      );
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'lot': {
        const bidders = [step.bidders % 6, (step.bidders + 1) % 6, (step.bidders + 3) % 6];
        return this.plant(
          YEARS[step.year] ?? 2023,
          step.month,
          bidders.map((i, k) => ({ i, price: 160_000 + step.price + 331 * k })),
        );
      }
      case 'correct':
      case 'withdraw': {
        const lot = this.lots[step.lot % this.lots.length];
        const bid = lot?.bids[step.bidder];
        const old = lot?.facts[bid?.bidder ?? ''];
        if (!lot || !bid || old === undefined) return;
        const status = step.do === 'withdraw' ? 'withdrawn' : 'valid';
        const data = { bidder: { organisation: bid.bidder }, price: `${160_000 + step.price}.00`, status };
        const [made] = await this.world.facts(lot.tender, [{ kind: 'bid', lot: 1, data, replaces: old }]);
        if (made !== undefined) lot.facts[bid.bidder] = made;
        return;
      }
      case 'move': {
        // A notice of another year says where the lot belongs.
        const lot = this.lots[step.lot % this.lots.length];
        if (lot === undefined) return;
        const publishedOn = `${YEARS[step.year] ?? 2023}-01-02`;
        await this.world.facts(lot.tender, [{ kind: 'notice', lot: null, data: { publishedOn } }]);
        return;
      }
      case 'work':
        return this.work(step.order);
      case 'screen':
        await this.world.screen();
    }
  }

  /** The jobs of everything that changed, shuffled, two at a time, some of them twice. */
  async work(order: number): Promise<void> {
    const roots = await this.world.dirty();
    const jobs = [...roots, ...roots.slice(0, 2)]
      .map((root, i) => ({ root, rank: Math.sin(order + i) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ root }) => root);
    const workers = Array.from({ length: 2 }, async () => {
      for (let root = jobs.pop(); root !== undefined; root = jobs.pop()) await this.world.touch(root);
    });
    await Promise.all(workers);
  }

  /** Forgets that anything was screened; baselines are never forgotten. */
  async unscreen(): Promise<void> {
    await this.app.dataSource.query(
      `DELETE FROM screening_run WHERE market_id IN (SELECT id FROM market WHERE dataset = $1)`,
      [this.world.dataset],
    );
  }

  /** How many groups each rule screened: market by market, and in all as the last run has it. */
  readCounts(): Promise<unknown[]> {
    return this.app.dataSource.query(
      `SELECT m.first_year, r.screened, r.screened_by_rule, (SELECT u.screened FROM risk_run u
         WHERE u.dataset = $1 AND u.kind = 'screen' ORDER BY u.created_at DESC LIMIT 1) AS of_run
       FROM screening_run r JOIN market m ON m.id = r.market_id WHERE r.current AND m.dataset = $1 ORDER BY m.first_year`,
      [this.world.dataset],
    );
  }

  private async plant(year: number, month: number, given: readonly { i: number; price: number }[]): Promise<void> {
    const lowest = Math.min(...given.map(({ price }) => price));
    const bids = given.map(({ i, price }) => ({
      bidder: this.firms[i] ?? '',
      price: `${price}.00`,
      won: price === lowest,
    }));
    const on = `${year}-${String(1 + (month % 12)).padStart(2, '0')}-15`;
    this.lots.push({ ...(await plantLot(this.world, this.buyer, on, bids)), bids });
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../src/kernel/errors/problem.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { RiskEngine } from '../../src/watch/runs/risk-engine.js';
import { GROUP_RULES } from '../../src/watch/screening/group-rules.js';
import { createRandom } from '../../src/watch/statistics/random.js';
import { CEILING, plantLot, type PlantedLot } from '../support/markets.js';
import { startMerging } from '../support/merges.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';
import { scaleRounds } from '../support/rounds.js';

/** One thing that happens in a market. Numbers choose among what is there. */
type Step =
  | { do: 'lot'; bidders: number; price: number; month: number; year: number; place: number }
  | { do: 'correct' | 'withdraw' | 'reject' | 'score' | 'return'; lot: number; bidder: number; price: number }
  | { do: 'move'; lot: number; year: number }
  | { do: 'merge'; record: number; into: number }
  | { do: 'work'; order: number }
  | { do: 'screen' };

const some = (max: number) => fc.nat({ max });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lot' as const),
      bidders: some(8),
      price: some(30_000),
      month: some(11),
      year: some(1),
      place: some(3),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('correct', 'withdraw', 'reject', 'score', 'return'),
      lot: some(100),
      bidder: some(2),
      price: some(40_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), lot: some(100), year: some(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), record: some(2), into: some(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('work' as const), order: fc.integer() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('screen' as const) }) },
);

/** A market of this plan, and one of the plan before. */
const YEARS = [2023, 2019];
const RING_LOTS = 22;
const AT_CEILING = 4;
const LOTS_ELSEWHERE = 63;
const HELPED_LOTS = 6;
const STEERED_LOTS = 6;

/** What each of these changes, of the market with which a story begins. A lot of the ring stands first; the last are steered ones. */
const MOVES: readonly { step: Step; rules: readonly string[] }[] = [
  // Of 181 000, 185 000 and 190 000 yuan the third comes to stand as far from the second as that from the first.
  { step: { do: 'correct', lot: 5, bidder: 2, price: 29_000 }, rules: ['N01', 'N14', 'N15', 'N16'] },
  {
    step: { do: 'lot', bidders: 0, price: 11_000, month: 11, year: 0, place: 1 },
    rules: ['N02', 'N03', 'N04', 'N06', 'N08', 'N12'],
  },
  { step: { do: 'return', lot: 6, bidder: 1, price: 0 }, rules: ['N10'] },
  { step: { do: 'score', lot: 7, bidder: 1, price: 100 }, rules: ['N11'] },
  {
    step: { do: 'withdraw', lot: RING_LOTS + LOTS_ELSEWHERE + HELPED_LOTS - 1, bidder: 2, price: 0 },
    rules: ['N05', 'N07'],
  },
  { step: { do: 'reject', lot: RING_LOTS + LOTS_ELSEWHERE + HELPED_LOTS, bidder: 0, price: 0 }, rules: ['N13'] },
  { step: { do: 'merge', record: 2, into: 0 }, rules: ['N03'] },
];

describe('incremental equals full over markets', () => {
  let app: TestApp;
  let merging: Merging;
  let stories = 0;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    merging = await startMerging(app);
  });
  afterAll(() => app.close());

  it('whatever is recorded, corrected or withdrawn, in whatever order, batches and workers the jobs run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), fc.integer(), async (steps, order) => {
        const story = new MarketStory(app, merging, `import:markets-${++stories}`);
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

  it('every rule over many lots speaks of the market with which a story begins, and something that is drawn changes what it says', async () => {
    const story = new MarketStory(app, merging, 'import:markets-moved');
    await story.begin();
    await story.work(0);
    await story.world.screen();
    const silent: string[] = [];
    for (const { id } of GROUP_RULES)
      if (Object.values(await story.world.states(id)).every((state) => state === 'insufficient_data')) silent.push(id);
    expect(silent).toEqual([]);
    const moved = new Set<string>();
    let before = await story.explain();
    for (const { step: one, rules } of MOVES) {
      await story.take(one);
      if (one.do === 'lot') await story.work(0);
      const after = await story.explain();
      const changed = GROUP_RULES.map(({ id }) => id).filter((id) => before.get(id) !== after.get(id));
      expect([one.do, changed]).toEqual([one.do, expect.arrayContaining([...rules])]);
      for (const rule of rules) moved.add(rule);
      before = after;
    }
    expect([...moved].sort()).toEqual(GROUP_RULES.map(({ id }) => id));
  }, 300_000);
});

/** What recording refuses has not happened. */
function refused(error: unknown): void {
  if (!(error instanceof Problem) || error.status >= 500) throw error;
}

type Merging = Awaited<ReturnType<typeof startMerging>>;
interface StoryLot extends PlantedLot {
  bidders: readonly string[];
  winner: string;
}

/** A market in which the steps happen. */
class MarketStory {
  readonly world: RiskWorld;
  private readonly firms: string[] = [];
  private readonly places: { buyer: string; agent: string }[] = [];
  private readonly lots: StoryLot[] = [];
  private readonly random = createRandom('5e'.repeat(32));

  constructor(
    private readonly app: TestApp,
    private readonly merging: Merging,
    dataset: string,
  ) {
    this.world = new RiskWorld(app, dataset);
  }

  /**
   * Three firms that win in turn, at the ceiling at first, and lots elsewhere, one of them in each: enough for every rule to say
   * something. One more firm withdraws and another wins; beside one all others are rejected. The last three never meet.
   */
  async begin(): Promise<void> {
    await this.world.dirty();
    for (let n = 0; n < 10; n++) this.firms.push(await this.world.body(`机构${n}`));
    for (const name of ['甲', '乙'])
      this.places.push({
        buyer: await this.world.body(`采购人${name}`),
        agent: await this.world.body(`代理机构${name}`),
      });
    for (let n = 0; n < RING_LOTS; n++) {
      const steps = [181_000, 185_000, 190_000].map((price) => price + 10 * (n % 5));
      const prices = n < AT_CEILING ? [180_000 + 7 * n, Number(CEILING), Number(CEILING)] : steps;
      const bids = [0, 1, 2].map((i) => ({ i, price: prices[(i - n + RING_LOTS) % 3] ?? 0 }));
      // The fifth stands as its steps say, whoever's turn it is.
      if (n === 5) bids.forEach((bid, i) => (bid.price = [181_000, 185_000, 190_000][i] ?? 0));
      await this.plant(2023, n, n, bids);
    }
    for (let n = 0; n < LOTS_ELSEWHERE; n++) {
      const price = () => 165_000 + Math.floor(this.random() * 30_000);
      const bidders = [n % 3, 3 + (n % 4), 7 + (Math.floor(n / 3) % 3)];
      await this.plant(
        2023,
        n,
        Math.floor(n / 3),
        bidders.map((i, k) => ({ i, price: price(), ...(k === 0 && n % 5 > 1 && { won: true }) })),
      );
    }
    for (let n = 0; n < HELPED_LOTS; n++)
      await this.plant(2023, n, n, [
        { i: 4, price: 171_000 + n },
        { i: 3, price: 172_000, status: 'withdrawn' },
        { i: 8, price: 173_000 },
      ]);
    for (let n = 0; n < STEERED_LOTS; n++)
      await this.plant(2023, n, 0, [
        { i: 5, price: 171_000 + n },
        { i: 6, price: 172_000, status: 'rejected' },
        { i: 7, price: 173_000, status: 'rejected' },
      ]);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'lot': {
        const bidders = [step.bidders, step.bidders + 1, step.bidders + 2].map((i) => i % 9);
        return this.plant(
          YEARS[step.year] ?? 2023,
          step.month,
          step.place,
          bidders.map((i, k) => ({ i, price: 160_000 + step.price + 331 * k })),
        );
      }
      case 'correct':
        return this.change(step, { price: `${160_000 + step.price}.00`, status: 'valid' });
      case 'withdraw':
        return this.change(step, { status: 'withdrawn' });
      case 'reject':
        return this.change(step, { status: 'rejected' });
      case 'score':
        return this.change(step, { technicalScore: `${step.price % 50}.00` });
      case 'return': {
        const lot = this.lots[step.lot % this.lots.length];
        const loser = lot?.bidders.filter((bidder) => bidder !== lot.winner)[step.bidder];
        if (lot === undefined || loser === undefined) return;
        return this.replace(lot, lot.winner, { subcontractors: [{ organisation: loser }] });
      }
      case 'move': {
        // A notice of another year says where the lot belongs.
        const lot = this.lots[step.lot % this.lots.length];
        if (lot === undefined) return;
        const publishedOn = `${YEARS[step.year] ?? 2023}-01-02`;
        await this.world.facts(lot.tender, [{ kind: 'notice', lot: null, data: { publishedOn } }]);
        return;
      }
      case 'merge':
        return this.merge(this.firms[7 + step.record] ?? '', this.firms[step.into === 0 ? 8 : step.into] ?? '');
      case 'work':
        return this.work(step.order);
      case 'screen':
        await this.world.screen();
    }
  }

  /** The jobs of everything that changed, shuffled, in pieces of one to four, two at a time, some of them twice. */
  async work(order: number): Promise<void> {
    const roots = await this.world.dirty();
    const jobs = [...roots, ...roots.slice(0, 2)]
      .map((root, i) => ({ root, rank: Math.sin(order + i) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ root }) => root);
    const workers = Array.from({ length: 2 }, async () => {
      while (jobs.length > 0) {
        const pieces = jobs.length > MANY_JOBS ? 40 : 1 + (Math.abs(order + jobs.length) % 4);
        await this.world.touchTogether([...new Set(jobs.splice(0, pieces))]);
      }
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

  /** What each rule says now of the groups of the market of this plan, in one text. */
  async explain(): Promise<Map<string, string>> {
    const [market] = await this.app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM market WHERE dataset = $1 AND first_year = 2021`,
      [this.world.dataset],
    );
    const { reader } = this.world.get(Transactions);
    const query = <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params);
    const said = await this.world.get(RiskEngine).explainMarket({ query }, market?.id ?? '');
    const texts = new Map<string, string>();
    for (const { assessment } of said) {
      const { indicator, subject, value, pValue, reason, evidence } = assessment;
      const text = JSON.stringify([subject.key, value, pValue, reason, evidence]);
      texts.set(indicator, `${texts.get(indicator) ?? ''}${text}`);
    }
    return texts;
  }

  private async change(
    { lot: at, bidder }: { lot: number; bidder: number },
    data: Record<string, unknown>,
  ): Promise<void> {
    const lot = this.lots[at % this.lots.length];
    const name = lot?.bidders[bidder];
    if (lot !== undefined && name !== undefined) await this.replace(lot, name, data);
  }

  private async replace(lot: StoryLot, bidder: string, data: Record<string, unknown>): Promise<void> {
    const replaces = lot.facts[bidder] ?? '';
    const [before] = await this.app.dataSource.query<{ data: object }[]>(`SELECT data FROM fact WHERE id = $1`, [
      replaces,
    ]);
    const [made] = await this.world.facts(lot.tender, [
      { kind: 'bid', lot: 1, data: { ...before?.data, ...data }, replaces },
    ]);
    if (made !== undefined) lot.facts[bidder] = made;
  }

  /** Two records of one body, unless the product knows better. */
  private async merge(record: string, into: string): Promise<void> {
    const { status, body } = await this.merging.propose(record, into);
    if (status !== 201) return;
    const { id } = body as { id: string };
    const { other } = this.merging;
    if ((await this.merging.act(record, id, 'confirm', other)).status === 200) await this.merging.follow(id);
  }

  private async plant(
    year: number,
    month: number,
    place: number,
    given: readonly { i: number; price: number; status?: string; won?: boolean }[],
  ): Promise<void> {
    const standing = given.filter(({ status = 'valid' }) => status === 'valid');
    const best = standing.find(({ won }) => won);
    const lowest = best?.price ?? Math.min(...standing.map(({ price }) => price));
    const { buyer = '', agent = '' } = this.places[place % 2] ?? {};
    const bids = given.map(({ i, price, status }) => ({
      bidder: this.firms[i] ?? '',
      price: `${price}.00`,
      won: price === lowest,
      technicalScore: `${30 + ((7 * i + 11 * this.lots.length + price) % 15)}.00`,
      ...(price === lowest && { subcontractors: [] }),
      ...(status && { status }),
    }));
    const on = `${year}-${String(1 + (month % 12)).padStart(2, '0')}-${String(10 + (this.lots.length % 18))}`;
    const planted = await plantLot(this.world, buyer, on, bids, { agent });
    const winner = bids.find(({ won }) => won)?.bidder ?? '';
    this.lots.push({ ...planted, bidders: bids.map(({ bidder }) => bidder), winner });
  }
}

/** So many jobs are taken in large pieces: what a story begins with. */
const MANY_JOBS = 60;

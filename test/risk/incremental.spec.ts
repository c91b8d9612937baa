import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../src/kernel/clock/plain-date.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { Problem } from '../../src/kernel/errors/problem.js';
import { STUDY_CALENDAR } from '../../src/purchase/programmes/calendar-template.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { held } from '../support/risk-held.js';
import { practice, PracticeStory, type Practice } from '../support/risk-practice.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';
import { scaleRounds } from '../support/rounds.js';

/** One thing that happens. Numbers choose among what is there; dates are days from the first day of the story. */
type Step =
  | { do: 'tender'; line: number; programme: number; category: number; start: number; days: number; grain: number }
  | { do: 'bid'; tender: number; bidder: number; price: number; status: number; corrects: boolean }
  | { do: 'award'; tender: number; on: number; bids: number; corrects: boolean }
  | { do: 'contract'; tender: number; start: number; days: number; grain: number; number: number; corrects: boolean }
  | { do: 'plan'; contract: number; kind: number; agreed: number; carried: number }
  | { do: 'payment' | 'milestone' | 'termination'; contract: number; on: number }
  | { do: 'handover'; contract: number; to: number }
  | { do: 'relations'; bidder: number; head: number; complete: boolean }
  | { do: 'until' | 'known'; line: number; on: number }
  | { do: 'calendar'; programme: number; says: 'short' | 'nothing' | null }
  | Practice
  | { do: 'days'; n: number }
  | { do: 'work'; order: number };

const some = (max: number) => fc.nat({ max });
const day = fc.integer({ min: -200, max: 300 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('tender' as const),
    line: some(3),
    programme: some(2),
    category: some(4),
    start: day,
    days: fc.integer({ min: 20, max: 400 }),
    grain: some(5),
  }),
  fc.record({
    do: fc.constant('bid' as const),
    tender: some(5),
    bidder: some(4),
    price: fc.integer({ min: 100_000, max: 100_040 }),
    status: some(5),
    corrects: fc.boolean(),
  }),
  fc.record({ do: fc.constant('award' as const), tender: some(5), on: day, bids: some(4), corrects: fc.boolean() }),
  fc.record({
    do: fc.constant('contract' as const),
    tender: some(5),
    start: day,
    days: fc.integer({ min: 20, max: 400 }),
    grain: some(5),
    number: some(2),
    corrects: fc.boolean(),
  }),
  fc.record({ do: fc.constant('plan' as const), contract: some(5), kind: some(5), agreed: day, carried: day }),
  fc.record({
    do: fc.constantFrom('payment' as const, 'milestone' as const, 'termination' as const),
    contract: some(5),
    on: day,
  }),
  fc.record({ do: fc.constant('handover' as const), contract: some(5), to: some(5) }),
  fc.record({ do: fc.constant('relations' as const), bidder: some(4), head: some(2), complete: fc.boolean() }),
  fc.record({ do: fc.constantFrom('until' as const, 'known' as const), line: some(2), on: day }),
  fc.record({
    do: fc.constant('calendar' as const),
    programme: some(1),
    says: fc.constantFrom('short', 'nothing', null),
  }),
  practice,
  held,
  fc.record({ do: fc.constant('days' as const), n: fc.integer({ min: 1, max: 120 }) }),
  fc.record({ do: fc.constant('work' as const), order: fc.integer() }),
);

const CATEGORIES = ['ELDERLY_HOME_CARE', 'ORG_INCUBATION', null, 'DISABILITY', 'CHILD_PROTECTION'];
const PLANS = ['renew', 'retender', 'hand_over', 'absorb', 'end', 'none'];

describe('incremental equals full', () => {
  let app: TestApp;
  let today = '2018-03-01';
  let stories = 0;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, today);
  });
  afterAll(() => app.close());

  it('whatever is recorded, in whatever order and side by side the jobs run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 12, maxLength: 30 }),
        fc.integer(),
        fc.nat({ max: 150 }),
        async (steps, order, later) => {
          const story = new Story(app, `import:story-${++stories}`, today, (to) => (today = to));
          await story.begin();
          for (const one of steps) await story.take(one).catch(refused);
          await story.work(order);
          // Then nothing is recorded any more, and days pass.
          if (later > 0) await story.take({ do: 'days', n: later });
          await app.running.app.get(Assessor).due();
          const stored = await story.world.stored();

          const again = await story.world.reassess();
          expect(await story.world.stored()).toEqual(stored);
          expect(again.changed).toBe(0);
          await story.world.forget();
          const anew = await story.world.reassess();
          expect(await story.world.stored()).toEqual(stored);
          expect(anew.changed).toBe(stored.length);
        },
      ),
      { numRuns: Number(process.env['RISK_STORIES'] ?? scaleRounds(12)), endOnFailure: true },
    );
  }, 600_000);
});

/** What recording refuses has not happened. */
function refused(error: unknown): void {
  if (!(error instanceof Problem) || error.status >= 500) throw error;
}

/** A small world in which the steps happen. */
class Story {
  readonly world: RiskWorld;
  private readonly bidders: string[] = [];
  private readonly lines: string[] = [];
  private readonly programmes: string[] = [];
  private readonly tenders: string[] = [];
  private readonly recorded = new Map<string, string[]>();
  private readonly first: string;
  private buyer = '';
  private practice: PracticeStory | undefined;

  constructor(
    private readonly app: TestApp,
    dataset: string,
    private today: string,
    private readonly moved: (to: string) => void,
  ) {
    this.world = new RiskWorld(app, dataset);
    this.first = today;
  }

  async begin(): Promise<void> {
    await this.world.dirty();
    for (let n = 0; n < 5; n++) this.bidders.push(await this.world.body(`机构${n}`));
    this.buyer = await this.world.body('采购人');
    this.lines.push(await this.world.line({ since: addDays(this.first, -100), name: '甲线' }));
    this.lines.push(await this.world.line({ since: this.first, knownUntil: addDays(this.first, 90), name: '乙线' }));
    for (const year of [2017, 2018]) this.programmes.push(await this.world.programme(this.buyer, year, STUDY_CALENDAR));
    this.practice = await PracticeStory.begin(this.world, this.bidders, this.programmes, (days) => this.at(days));
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'tender': {
        const programme = this.programmes[step.programme];
        const line = this.lines[step.line % 3];
        const id = await this.world.tender({
          category: CATEGORIES[step.category] ?? null,
          window: this.window(step),
          ...(programme && { programme }),
          ...(step.grain < 4 && { buyer: this.buyer }),
          ...(line && { serviceLines: [line] }),
          lots: [
            { no: 1, ceiling: '101000.00', pricing: 'competitive' },
            { no: 2, pricing: step.category === 1 ? 'fixed' : null },
          ],
        });
        this.tenders.push(id);
        return;
      }
      case 'bid':
        return this.fact(step.tender, 'bid', step.corrects, {
          bidder: { organisation: this.bidders[step.bidder] },
          ...(step.price % 7 !== 0 && { price: `${step.price}.00` }),
          ...(step.status < 3 && { status: ['valid', 'rejected', 'withdrawn'][step.status] }),
        });
      case 'award':
        return this.fact(step.tender, 'award', step.corrects, {
          decidedOn: this.at(step.on),
          bidCount: step.bids,
          ...this.won(step.bids),
        });
      case 'contract':
        return this.fact(step.tender, 'contract', step.corrects, {
          signedOn: this.at(step.start - 10),
          window: this.window(step),
          ...(step.number > 0 && { number: `第${step.number}号` }),
          ...this.won(step.grain),
        });
      case 'plan':
        return this.ofContract(step.contract, 'plan', {
          kind: PLANS[step.kind],
          agreedOn: this.at(step.agreed),
          ...(step.carried > 0 && { carriedOutOn: this.at(step.carried) }),
        });
      case 'payment':
        return this.ofContract(step.contract, 'payment', { on: this.at(step.on) });
      case 'milestone':
        return this.ofContract(step.contract, 'milestone', { name: '终期', dueOn: this.at(step.on), final: true });
      case 'termination':
        return this.ofContract(step.contract, 'termination', { on: this.at(step.on) });
      case 'handover': {
        const all = await this.contracts();
        const to = all[step.to];
        return this.ofContract(step.contract, 'handover', {
          ...(to && to !== all[step.contract % Math.max(1, all.length)] && { toContract: to }),
          on: this.at(0),
        });
      }
      case 'relations':
        return this.world.relations(
          this.bidders[step.bidder] ?? '',
          step.head > 0 ? [`head-${step.head}`] : [],
          step.complete,
        );
      case 'until':
        return this.world.change(
          'service_line',
          this.lines[step.line] ?? this.lines[0] ?? '',
          'until',
          this.at(200 + step.on),
        );
      case 'known':
        // Of a third of the lines everything is known again.
        return this.world.change(
          'service_line',
          this.lines[step.line] ?? this.lines[0] ?? '',
          'known_until',
          step.on % 3 === 0 ? null : this.at(200 + step.on),
        );
      case 'calendar':
        return this.world.change(
          'programme',
          this.programmes[step.programme] ?? '',
          'calendar',
          step.says && JSON.stringify({ ...STUDY_CALENDAR, steps: step.says === 'short' ? STUDY_CALENDAR.steps : [] }),
        );
      case 'days':
        this.today = addDays(this.today, step.n);
        this.moved(this.today);
        // The day of a seat is read through the clock that is moved here; where nobody moves it, it stands still.
        await this.app.dataSource.query(`UPDATE seat SET created_at = created_at - make_interval(days => $1)`, [
          step.n,
        ]);
        return setBusinessDay(this.app, this.today);
      case 'work':
        return this.work(step.order);
      default:
        return this.practice?.take(step, await this.contracts());
    }
  }

  /** The jobs of everything that changed, shuffled, some of them twice, one by one and many as one work, four at a time. */
  async work(order: number): Promise<void> {
    const roots = await this.world.dirty();
    const jobs = [...roots, ...roots.slice(0, 2)]
      .map((root, i) => ({ root, rank: Math.sin(order + i) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ root }) => root);
    const workers = Array.from({ length: 4 }, async (_, n) => {
      for (let some = jobs.splice(0, 1 + 2 * n); some.length > 0; some = jobs.splice(0, 1 + 2 * n))
        await this.world.touchTogether(some);
    });
    await Promise.all(workers);
  }

  private at(days: number): string {
    return addDays(this.first, days);
  }

  /** Days, months or years, as sources know them. */
  private window({ start, days, grain }: { start: number; days: number; grain: number }) {
    const cut = grain === 4 ? 7 : grain === 5 ? 4 : 10;
    return { start: this.at(start).slice(0, cut), end: this.at(start + days).slice(0, cut) };
  }

  /** To whom, and for how much, as far as it is known. */
  private won(n: number): object {
    const supplier = this.bidders[n];
    return {
      ...(supplier && { supplier: { organisation: supplier } }),
      ...(n !== 2 && { amount: `${100_000 + n}.00` }),
    };
  }

  private async fact(tender: number, kind: string, corrects: boolean, data: object): Promise<void> {
    const id = this.tenders[tender % Math.max(1, this.tenders.length)];
    if (id === undefined) return;
    const key = `${id} ${kind}`;
    const earlier = this.recorded.get(key) ?? [];
    const replaces = corrects ? (earlier.pop() ?? null) : null;
    const made = await this.world.facts(id, [{ kind, lot: 1, data, replaces }]);
    this.recorded.set(key, [...earlier, ...made]);
  }

  private async contracts(): Promise<string[]> {
    const all = await Promise.all(this.tenders.map((id) => this.world.contractsOf(id)));
    return all.flat();
  }

  private async ofContract(index: number, kind: string, data: object): Promise<void> {
    const all = await this.contracts();
    const id = all[index % Math.max(1, all.length)];
    if (id !== undefined) await this.world.contractFacts(id, [{ kind, data }]);
  }
}

import fc from 'fast-check';
import { Transactions, type Tx } from '../../src/kernel/database/transactions.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { hold, type Held } from './risk-held.js';
import { goesOnHere, judge, judged, type Judged } from './risk-judged.js';
import type { RiskWorld } from './risk-world.js';

/** What is done under contracts, said of it, and needed: steps of a story. Numbers choose among what is there. */
export type Practice =
  | { do: 'served'; contract: number; on: number; form: number; within: boolean; minutes: number; times: number }
  | { do: 'asked'; contract: number; closes: number; answered: number; yes: number; about: boolean; closed: boolean }
  | { do: 'evaluated'; contract: number; evaluator: number; score: number; on: number }
  | { do: 'accepted'; contract: number; heard: number; on: number }
  | Judged
  | { do: 'funded'; programme: number; category: number; useBy: number }
  | { do: 'registered'; bidder: number; kind: number; staff: number }
  | { do: 'needed'; community: number; state: number; programme: number }
  | { do: 'moved'; need: number; community: number }
  | { do: 'scheme'; outcome: number; state: number }
  | Held;

const some = (max: number) => fc.nat({ max });
const day = fc.integer({ min: -200, max: 300 });
export const practice: fc.Arbitrary<Practice> = fc.oneof(
  fc.record({
    do: fc.constant('served' as const),
    contract: some(5),
    on: day,
    form: some(4),
    within: fc.boolean(),
    minutes: fc.integer({ min: 1, max: 300 }),
    times: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    do: fc.constant('asked' as const),
    contract: some(5),
    closes: day,
    answered: some(30),
    yes: some(30),
    about: fc.boolean(),
    closed: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('evaluated' as const),
    contract: some(5),
    evaluator: some(5),
    score: fc.integer({ min: 5_000, max: 10_000 }),
    on: day,
  }),
  fc.record({ do: fc.constant('accepted' as const), contract: some(5), heard: some(2), on: day }),
  judged,
  fc.record({ do: fc.constant('funded' as const), programme: some(1), category: some(2), useBy: day }),
  fc.record({ do: fc.constant('registered' as const), bidder: some(4), kind: some(3), staff: some(6) }),
  fc.record({ do: fc.constant('needed' as const), community: some(1), state: some(3), programme: some(2) }),
  fc.record({ do: fc.constant('moved' as const), need: some(5), community: some(1) }),
  fc.record({ do: fc.constant('scheme' as const), outcome: some(100), state: some(2) }),
);

const FORMS = ['case', 'group', 'community', 'visit', 'administrative'];
const KINDS = ['agency', 'enterprise', 'community_committee', null];
const FUNDED = [null, 'ELDERLY_HOME_CARE', 'DISABILITY'];
const NEED_STATES = ['verified', 'planned', 'met', 'unmet'];
const SCHEME_STATES = ['draft', 'active', 'retired'];
/** Writes such steps beside their services, with the events that the services would write. */
export class PracticeStory {
  private readonly needs: string[] = [];
  /** Who may sit somewhere, by the names of the story. */
  private readonly users = new Map<number, string>();
  private count = 0;

  private constructor(
    private readonly world: RiskWorld,
    private readonly bidders: readonly string[],
    private readonly programmes: readonly string[],
    private readonly communities: readonly string[],
    private readonly at: (days: number) => string,
  ) {}

  static async begin(
    world: RiskWorld,
    bidders: readonly string[],
    programmes: readonly string[],
    at: (days: number) => string,
  ): Promise<PracticeStory> {
    const communities: string[] = [];
    for (const name of ['东社区', '西社区'])
      communities.push(await world.insert('community', { name, region: '990203' }));
    return new PracticeStory(world, bidders, programmes, communities, at);
  }

  async take(step: Practice, contracts: readonly string[]): Promise<void> {
    if ('contract' in step) {
      const contract = contracts[step.contract % Math.max(1, contracts.length)];
      return contract === undefined ? undefined : this.under(contract, step);
    }
    switch (step.do) {
      case 'registered':
        return this.write(async (tx) => {
          const id = this.bidders[step.bidder] ?? '';
          await tx.query(
            `UPDATE organisation SET kind = $2, categories = $3, licensed_workers = $4, full_time_staff = $5 WHERE id = $1`,
            [id, KINDS[step.kind] ?? null, step.staff > 2 ? ['ELDERLY_HOME_CARE'] : [], 2, step.staff || null],
          );
          await this.say(tx, 'organisation', id, { changed: {} });
        });
      case 'needed':
        return this.needed(step);
      case 'moved':
        return this.write(async (tx) => {
          const id = this.needs[step.need % Math.max(1, this.needs.length)];
          if (id === undefined) return;
          await tx.query(`UPDATE need SET community_id = $2 WHERE id = $1`, [id, this.communities[step.community]]);
          await this.say(tx, 'need', id);
        });
      case 'scheme':
        return this.scheme(step);
      case 'funded':
        return this.write(async (tx) => {
          const programme = this.programmes[step.programme] ?? '';
          await tx.query(
            `INSERT INTO budget_line (programme_id, name, category, amount, use_by) VALUES ($1, '经费', $2, 9000000, $3)`,
            [programme, FUNDED[step.category] ?? null, this.at(step.useBy)],
          );
          await this.say(tx, 'programme', programme);
        });
    }
  }

  private async under(contract: string, step: Extract<Practice, { contract: number }>): Promise<void> {
    switch (step.do) {
      case 'evaluated': {
        const organisation = this.bidders[step.evaluator];
        const score = `${Math.floor(step.score / 100)}.${String(step.score % 100).padStart(2, '0')}`;
        const data = {
          kind: 'final',
          on: this.at(step.on),
          score,
          ...(organisation && { evaluator: { organisation } }),
        };
        await this.world.contractFacts(contract, [{ kind: 'evaluation', data }]);
        return;
      }
      case 'accepted': {
        const took = [true, false, undefined][step.heard];
        const data = { concludedOn: this.at(step.on), ...(took !== undefined && { recipientsTookPart: took }) };
        await this.world.contractFacts(contract, [{ kind: 'acceptance', data }]);
        return;
      }
      case 'served':
        return this.served(contract, step);
      case 'asked':
        return this.asked(contract, step);
      case 'seated':
      case 'disabled':
      case 'extended':
        return this.write(async (tx) => {
          const made = await hold(tx, contract, step, { at: this.at, users: this.users });
          for (const { aggregate, id } of made) await this.say(tx, aggregate, id);
        });
      default:
        return this.write(async (tx) => {
          await this.here(tx, contract);
          const made = await judge(tx, contract, step, {
            dataset: this.world.dataset,
            bodies: this.bidders,
            at: this.at,
            no: (this.count += 1),
          });
          for (const { aggregate, id } of made) await this.say(tx, aggregate, id);
        });
    }
  }

  private async here(tx: Tx, contract: string): Promise<void> {
    await goesOnHere(tx, contract);
    await this.say(tx, 'contract', contract);
  }

  /** Records of a contract that goes on here from now on. */
  private served(contract: string, step: Extract<Practice, { do: 'served' }>): Promise<void> {
    return this.write(async (tx) => {
      await this.here(tx, contract);
      for (let n = 0; n < step.times; n += 1) {
        const [row] = await tx.query<{ id: string }>(
          `INSERT INTO service_record (id, dataset, contract_id, content_hash, served_on, form, content_code, minutes, workers,
             within_contract, visits, recorded_by)
           VALUES (gen_random_uuid(), $1, $2, 'x', $3, $4, $5, $6, '{"assistant": 1}', $7, 1, gen_random_uuid()) RETURNING id`,
          [
            this.world.dataset,
            contract,
            this.at(step.on),
            FORMS[step.form],
            step.form === 0 ? 'EMOTIONAL_SUPPORT' : null,
            step.minutes,
            step.within,
          ],
        );
        await this.say(tx, 'service_record', row?.id ?? '', { contract });
      }
    });
  }

  private asked(contract: string, step: Extract<Practice, { do: 'asked' }>): Promise<void> {
    const { answered, yes, about, closed } = step;
    const question = {
      kind: 'yes_no',
      text: { zh: '收到服务了吗？', en: null },
      options: [],
      ...(about && { about: 'received' }),
    };
    return this.write(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO survey (dataset, contract_id, runner_id, purpose, title, questions, opens_on, closes_on, state, seed, size,
           drawn_at, opened_at, closed_at)
         VALUES ($1, $2, $3, 'line', '问卷', $4, $5::date - 10, $5, $6, repeat('0', 64), 30, business_now(), business_now(),
           CASE WHEN $6 = 'closed' THEN business_now() END)
         ON CONFLICT DO NOTHING RETURNING id`,
        [
          this.world.dataset,
          contract,
          this.bidders[0],
          JSON.stringify([question]),
          this.at(step.closes),
          closed ? 'closed' : 'open',
        ],
      );
      if (row === undefined) return;
      await tx.query(`INSERT INTO survey_stratum (survey_id, no, population, sampled) VALUES ($1, 1, 60, 30)`, [
        row.id,
      ]);
      await tx.query(
        `INSERT INTO survey_answer (survey_id, stratum, answers) SELECT $1, 1, jsonb_build_array(n <= $3) FROM generate_series(1, $2) n`,
        [row.id, answered, yes],
      );
      await this.say(tx, 'survey', row.id);
    });
  }

  private async needed({ community, state, programme }: Extract<Practice, { do: 'needed' }>): Promise<void> {
    const line = await this.world.line({ since: this.at(0), name: `需求线${(this.count += 1)}` });
    const id = await this.world.insert('need', {
      title: `需求${this.count}`,
      community_id: this.communities[community],
      service_line_id: line,
      state: NEED_STATES[state],
      programme_id: this.programmes[programme] ?? null,
      source: JSON.stringify({ kind: 'statement' }),
    });
    this.needs.push(id);
    await this.write(async (tx) => {
      if (this.count % 4 !== 0) await tx.query(`UPDATE need SET verified_at = business_now() WHERE id = $1`, [id]);
      await this.say(tx, 'need', id);
    });
  }

  private async scheme({ outcome, state }: Extract<Practice, { do: 'scheme' }>): Promise<void> {
    const leaf = (name: string, weight: number, kind: string) => ({
      name,
      weight: String(weight),
      channel: 'third_party',
      kind,
      max: '100',
    });
    const leaves = [leaf('成效', outcome, 'outcome'), leaf('过程', 100 - outcome, 'process')];
    await this.world.insert('evaluation_scheme', {
      owner_id: this.bidders[1],
      series_id: crypto.randomUUID(),
      no: 1,
      name: `方案${(this.count += 1)}`,
      dimensions: JSON.stringify([
        { name: '全部', weight: '100', indicators: [{ name: '全部', weight: '100', leaves }] },
      ]),
      state: SCHEME_STATES[state],
      written_by: '{}',
    });
  }

  private write(work: (tx: Tx) => Promise<void>): Promise<void> {
    return this.world.get(Transactions).run(SYSTEM, work);
  }

  private async say(tx: Tx, aggregate: string, id: string, data: Record<string, unknown> = {}): Promise<void> {
    await tx.record({ aggregate, id, action: 'changed', data, dataset: this.world.dataset });
  }
}

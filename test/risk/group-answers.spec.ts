import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { storeAssessments } from '../../src/watch/runs/assessment-store.js';
import { RiskEngine } from '../../src/watch/runs/risk-engine.js';
import { GroupExplanations } from '../../src/watch/screening/explanations/group-explanations.js';
import { MarketAssessor } from '../../src/watch/screening/markets/market-assessor.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { plantMarket, type PlantedMarket } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:group-answers';
const HONEST = '示例机构3、示例机构4、示例机构5';

interface Listed {
  indicator: string;
  subject: { type: string; id: string; label: string };
  state: string;
  value: string | null;
  pValue: string | null;
  title: string;
  explanation: string;
  evidence: unknown[];
  inputsHash: string;
  run: string | null;
  baseline: string | null;
}

/** Answers of groups that have a row of their own though they found nothing and no flag holds one of that rule. */
const NEEDLESS = `
  SELECT count(*)::integer AS n FROM assessment a
  WHERE a.dataset = $1 AND a.subject_type IN ('bidder_group', 'buyer_agency') AND a.state <> 'triggered'
    AND NOT EXISTS (SELECT FROM flag_subject s JOIN flag f ON f.id = s.flag_id
      WHERE s.subject_id = a.subject_id AND f.indicator = a.indicator)`;

describe('answers of groups that found nothing', () => {
  let app: TestApp;
  let world: RiskWorld;
  let market: PlantedMarket;
  let supervisor: TestAccount;
  let id: string;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, DATASET);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    market = await plantMarket(world, await makeBody(app, { region: '990203', dataset: DATASET }), '5c'.repeat(32));
    await world.touchTogether(await world.dirty());
    await world.screen();
    const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM market WHERE dataset = $1`, [DATASET]);
    id = row?.id ?? '';
  });
  afterAll(() => app.close());

  /** All of them, in the order of the list. */
  async function list(query = ''): Promise<Listed[]> {
    const items: Listed[] = [];
    let path: string | undefined = `/api/v1/risk/assessments?dataset=${DATASET}&limit=200&${query}`;
    while (path !== undefined) {
      const page: { body: unknown; headers: Record<string, string> } = await app.http
        .get(path)
        .set(supervisor.auth)
        .expect(200);
      items.push(...(page.body as { items: Listed[] }).items);
      path = /<https?:\/\/[^/]+([^>]+)>; rel="next"/.exec(page.headers['link'] ?? '')?.[1];
    }
    return items.filter(({ subject }) => subject.type === 'bidder_group' || subject.type === 'buyer_agency');
  }
  async function answer(indicator: string): Promise<Listed> {
    const found = (await list(`indicator=${indicator}`)).find(({ subject }) => subject.label === HONEST);
    if (found === undefined) throw new Error(`${indicator} says nothing of ${HONEST}`);
    return found;
  }
  const countNeedless = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(NEEDLESS, [DATASET]);
    return row?.n ?? -1;
  };
  const withoutTimes = (items: readonly Listed[]): object[] => items.map((item) => ({ ...item, assessedAt: null }));

  it('are told without their words where these take longer than a reader waits, and in full once they are there', async () => {
    const explanations = app.running.app.get(GroupExplanations);
    const { waitMs } = explanations;
    const locker = app.dataSource.createQueryRunner();
    await locker.query('BEGIN');
    // Whoever reads a market anew waits for this.
    await locker.query('LOCK TABLE baseline IN ACCESS EXCLUSIVE MODE');
    explanations.waitMs = 50;
    try {
      const late = await answer('N12');
      expect(late).toMatchObject({ state: 'clear', value: null, evidence: [], title: expect.stringMatching(/./) });
      expect(late.explanation).toMatch(/computed anew from all lots of the market\. Ask again/);
    } finally {
      explanations.waitMs = waitMs;
      await locker.query('ROLLBACK');
      await locker.release();
    }
    expect((await answer('N12')).explanation).toContain('does not stand out');
  });

  it('have no row of their own, take at most 100 bytes a group, and are told in full by another thread', async () => {
    expect(await countNeedless()).toBe(0);
    const [size] = await app.dataSource.query<{ groups: number; most: number; answers: number }[]>(
      `SELECT count(*)::integer AS groups, max(pg_column_size(ROW(g.answers, g.digest, g.assessed_at)))::integer AS most,
         max(cardinality(g.answers))::integer AS answers FROM bidder_group g`,
    );
    expect(size?.groups).toBeGreaterThan(5);
    expect(size?.answers).toBeGreaterThan(5);
    expect(size?.most).toBeLessThanOrEqual(100);
    const here = jest.spyOn(app.running.app.get(MarketAssessor), 'explain');
    const [found, figure] = [await answer('N12'), await answer('N03')];
    expect(here).not.toHaveBeenCalled();
    here.mockRestore();
    const [run] = await app.dataSource.query<{ id: string; baseline_id: string }[]>(
      `SELECT id, baseline_id FROM screening_run WHERE market_id = $1 AND current`,
      [id],
    );
    expect(found).toMatchObject({ state: 'clear', run: run?.id, baseline: run?.baseline_id });
    expect(found.inputsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(found.value).toBe(found.pValue);
    expect(Number(found.value)).toBeGreaterThan(0);
    expect(found.explanation).toMatch(/^Where 示例机构3, .+ groups were screened by this rule in this run/);
    expect(found.evidence).toContainEqual(
      expect.objectContaining({ record: `bidder_group:${found.subject.id}`, field: expect.stringMatching(/./) }),
    );
    expect(figure.explanation).toMatch(/示例机构3/);
  });

  it('are counted by state among those of the catalogue', async () => {
    const listed = await list('indicator=N12');
    const { body } = await app.http.get('/api/v1/risk/indicators').set(supervisor.auth).expect(200);
    const { items } = body as { items: { id: string; coverage: Record<string, unknown>[] }[] };
    const coverage = items.find((each) => each.id === 'N12')?.coverage.find(({ dataset }) => dataset === DATASET);
    const count = (state: string): number => listed.filter((each) => each.state === state).length;
    expect(coverage).toMatchObject({
      triggered: count('triggered'),
      clear: count('clear'),
      insufficientData: count('insufficient_data'),
      notApplicable: count('not_applicable'),
    });
    expect([count('triggered'), count('clear')]).toEqual([1, expect.any(Number)]);
    expect(count('clear')).toBeGreaterThan(0);
  });

  it('say in the same words and figures what a row an answer says, which the next screening takes away', async () => {
    const before = withoutTimes(await list());
    const engine = app.running.app.get(RiskEngine);
    // As the release before stores them, while it runs beside this one and after it.
    await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
      const assessed = await engine.explainMarket(tx, id);
      const subjects = assessed.map(({ assessment: { subject } }) => ({ type: subject.type, id: subject.id }));
      const [run] = await tx.query<{ id: string }>(`SELECT id FROM screening_run WHERE market_id = $1 AND current`, [
        id,
      ]);
      await storeAssessments(tx, subjects, [], assessed, run?.id ?? null);
    });
    const rows = await countNeedless();
    expect(rows).toBeGreaterThan(50);
    expect(withoutTimes(await list())).toEqual(before);
    await app.dataSource.query(`UPDATE bidder_group SET answers = NULL, digest = NULL, assessed_at = NULL`);
    expect(withoutTimes(await list())).toEqual(before);
    expect((await world.screen()).changed).toBe(0);
    expect(await countNeedless()).toBe(0);
    expect(withoutTimes(await list())).toEqual(before);
    expect((await world.screen()).changed).toBe(0);
  });

  it('say that facts have changed, until their market is looked at again', async () => {
    const [clear, before] = [await answer('N12'), await list()];
    const same = before.find(({ state, subject }) => state === 'not_applicable' && subject.label === HONEST);
    await world.facts(market.honestLots[0]?.tender ?? '', [
      { kind: 'bid', lot: 1, data: { bidder: { organisation: market.ring[0] }, price: '188001.00', status: 'valid' } },
    ]);
    await world.dirty();
    // What is remembered of a market is what was given: as after a restart nothing is.
    await app.running.app.get(GroupExplanations).onApplicationShutdown();
    const changed = await answer('N12');
    expect(changed).toMatchObject({ state: 'clear', evidence: [], value: null, run: clear.run });
    expect(changed.explanation).toBe(
      'The facts have changed since this answer was given. The rule is about to be asked again.',
    );
    if (same !== undefined)
      expect((await answer(same.indicator)).explanation).toMatch(/Facts have changed since this answer was given: /);
    await world.touch(`tender:${market.honestLots[0]?.tender}`);
    const waiting = await answer('N12');
    expect(waiting).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'not_screened' },
      run: null,
      baseline: null,
    });
    expect(Number(waiting.pValue)).toBeGreaterThan(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importRows, REAL } from '../support/imports.js';
import { statePurchaseLimit } from '../support/limits.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

/** A women's federation's inquiry of 50 000 yuan, announced two days before its deadline. */
const INQUIRY = REAL.find((line) => line.includes('"rn-042"')) ?? '';
const JIANGSU = '320000';

interface Assessment {
  indicator: string;
  state: string;
  severity: string;
  explanation: string;
  basis: { article?: string };
  reason: Record<string, unknown> | null;
  evidence: { field: string; value: string }[];
}

describe('a purchase recorded from elsewhere and the purchase limit of its place', () => {
  let app: TestApp;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2026-03-02');
    const office = await makeBody(app, { kind: 'supervisor', region: '000000' });
    supervisor = await makeUser(app, 'supervisor', office);
  });
  afterAll(() => app.close());

  const importAlone = async (name: string): Promise<[RiskWorld, string]> => {
    await importRows(app, name, [INQUIRY]);
    const world = new RiskWorld(app, `import:${name}`);
    await world.settle();
    const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM tender WHERE dataset = $1`, [
      world.dataset,
    ]);
    return [world, row?.id ?? ''];
  };
  const judge = async (tender: string, indicator: string): Promise<Assessment | undefined> => {
    const answer = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${tender}&indicator=${indicator}`)
      .set(supervisor.auth);
    expect(answer.status).toBe(200);
    return (answer.body as { items: Assessment[] }).items[0];
  };

  it('is neither said to break the law nor to keep it until somebody states the limit, and says who can', async () => {
    const [, tender] = await importAlone('limit-unknown');
    const unknown = {
      state: 'insufficient_data',
      reason: { code: 'limit_unknown', fields: ['limit'], kind: 'procurement', region: '320800' },
    };
    expect(await judge(tender, 'W06')).toMatchObject(unknown);
    expect(await judge(tender, 'M01')).toMatchObject(unknown);
    const answer = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${tender}&indicator=W06`)
      .set(supervisor.auth)
      .set('Accept-Language', 'zh');
    expect((answer.body as { items: Assessment[] }).items[0]?.explanation).toContain(
      '系统管理员可在 POST /api/v1/thresholds 登记',
    );
  });

  it('knows no limit by a row that nobody has read quoted', async () => {
    const [world, tender] = await importAlone('limit-unread');
    const place = { level: 'below_provincial', object: 'services', source: '转述', kind: 'procurement' };
    const admin = await makeUser(app, 'admin');
    for (const level of ['provincial', 'below_provincial'])
      await app.http
        .post('/api/v1/thresholds')
        .set(admin.auth)
        .send({ ...place, level, region: 'CN', amount: '10000.00', effectiveFrom: '2015-01-01', confidence: 'C' })
        .expect(201);
    await world.settle();
    expect(await judge(tender, 'W06')).toMatchObject({ state: 'insufficient_data', reason: { code: 'limit_unknown' } });
  });

  it('leaves none of the 57 real notices accused', async () => {
    await importRows(app, 'all-real', REAL);
    const world = new RiskWorld(app, 'import:all-real');
    await world.reassess();
    const [count] = await app.dataSource.query<{ tenders: number; violations: number; flags: number }[]>(
      `SELECT (SELECT count(*)::int FROM tender WHERE dataset = $1) AS tenders,
         (SELECT count(*)::int FROM assessment WHERE dataset = $1 AND state = 'triggered' AND severity = 'violation') AS violations,
         (SELECT count(*)::int FROM flag WHERE dataset = $1 AND severity = 'violation') AS flags`,
      [world.dataset],
    );
    expect(count).toEqual({ tenders: expect.any(Number), violations: 0, flags: 0 });
    expect(count?.tenders).toBeGreaterThan(40);
  });

  it('of 50 000 yuan is free of the law under a limit of 500 000, and of none that was assessed before', async () => {
    const [world, tender] = await importAlone('limit-500000');
    expect(await judge(tender, 'W06')).toMatchObject({ state: 'insufficient_data' });
    await statePurchaseLimit(app, JIANGSU, '500000.00', { levels: ['provincial'] });
    await world.settle();
    // Nobody says at which level it is paid for: both limits have to be known.
    expect(await judge(tender, 'W06')).toMatchObject({ reason: { code: 'limit_unknown', fields: ['limit'] } });
    await statePurchaseLimit(app, JIANGSU, '500000.00', { levels: ['below_provincial'] });
    await world.settle();
    const below = { state: 'not_applicable', reason: { code: 'below_limit', limit: '500000.00' } };
    expect(await judge(tender, 'W06')).toMatchObject(below);
    expect(await judge(tender, 'M01')).toMatchObject(below);
    // What a limit sets off is what a full pass comes to.
    const incremental = await world.stored();
    expect((await world.reassess()).changed).toBe(0);
    expect(await world.stored()).toEqual(incremental);
  });

  it('is held to the law from a limit of 40 000 on: its period was too short, and the method is not for services', async () => {
    // The city's own limit is nearer than that of the province.
    const [world, tender] = await importAlone('limit-40000');
    expect(await judge(tender, 'W06')).toMatchObject({ state: 'not_applicable' });
    await statePurchaseLimit(app, '320800', '40000.00');
    await world.settle();
    const late = await judge(tender, 'W06');
    expect(late).toMatchObject({ state: 'triggered', severity: 'violation', basis: { article: '第四十五条' } });
    expect(late?.evidence.map(({ field }) => field)).toContain('INQ-PREP-3WD.response_deadline');
    expect(await judge(tender, 'M01')).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      basis: { article: expect.stringContaining('第三十二条') },
      evidence: expect.arrayContaining([{ record: `tender:${tender}`, field: 'method', value: 'INQUIRY' }]),
    });
    expect(await world.flags('M01')).toHaveLength(1);
    const incremental = await world.stored();
    expect((await world.reassess()).changed).toBe(0);
    expect(await world.stored()).toEqual(incremental);
  });

  it('is not said to have begun on the day of its award: without a notice its start is asked for', async () => {
    const world = new RiskWorld(app, 'import:start-unknown');
    const place = { method: 'INQUIRY', region: '110000', budgetLevel: 'central', budget: '1500000.00' } as const;
    const [tender, old] = [await world.tender(place), await world.tender(place)];
    const supplier = { name: '示例机构' };
    await world.facts(tender, [{ kind: 'award', lot: 1, data: { decidedOn: '2025-02-20', supplier } }]);
    await world.facts(old, [{ kind: 'award', lot: 1, data: { decidedOn: '2002-12-30', supplier } }]);
    await world.settle();
    expect(await judge(tender, 'M01')).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['startedOn'] },
      evidence: [{ field: 'method' }, { field: 'awardedOn', value: '2025-02-20' }],
      explanation: expect.stringContaining('day the procedure began'),
    });
    expect(await world.flags('M01')).toEqual([]);
    expect(await judge(old, 'M01')).not.toMatchObject({ state: 'triggered' });
    await world.facts(tender, [{ kind: 'notice', data: { publishedOn: '2025-02-10' } }]);
    await world.settle();
    expect(await judge(tender, 'M01')).toMatchObject({
      state: 'triggered',
      evidence: [{ field: 'method' }, { field: 'startedOn', value: '2025-02-10' }],
    });
    expect(await world.flags('M01')).toHaveLength(1);
  });

  it.each([
    ['999999.99', 'not_applicable', 'below_limit'],
    ['1000000.00', 'insufficient_data', undefined],
  ])('of a central budget is measured by the limit of the country: %s yuan is %s', async (budget, state, code) => {
    const world = new RiskWorld(app, `import:central-${budget.replace('.', '-')}`);
    const tender = await world.tender({ region: '110000', budgetLevel: 'central', budget });
    await world.facts(tender, [{ kind: 'notice', data: { publishedOn: '2020-01-02' } }]);
    await world.settle();
    const [row] = await app.dataSource.query<{ state: string; reason: { code?: string } }[]>(
      `SELECT state, reason FROM assessments WHERE indicator = 'W06' AND subject_id = $1`,
      [tender],
    );
    expect([row?.state, row?.reason.code]).toEqual([state, code]);
  });

  it('says what may be asked of it in the list of indicators', async () => {
    const { body } = await app.http.get('/api/v1/risk/indicators').expect(200);
    const cards = (body as { items: { id: string; version: number; cites: string[] }[] }).items;
    expect(cards.find(({ id }) => id === 'W06')?.version).toBe(2);
    expect(cards.find(({ id }) => id === 'M01')?.cites).toEqual(['INQ-NOT-FOR-SERVICE', 'METHOD-APPROVAL']);
  });
});

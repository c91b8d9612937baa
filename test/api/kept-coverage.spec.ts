import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CoverageKeeper } from '../../src/desk/statistics/kept-coverage/coverage-keeper.js';
import { CoverageStatisticsQueries } from '../../src/desk/statistics/coverage.queries.js';
import { Settings } from '../../src/kernel/config/settings.js';
import type { Transactions } from '../../src/kernel/database/transactions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Total {
  lines: number;
  days: number;
  contractedDays: number;
  recordedDays: number;
  evidencedDays: number | null;
  excludedContracts: number;
}

describe('coverage that is kept', () => {
  let app: TestApp;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    world = new RiskWorld(app, 'study');
    await setBusinessDay(app, '2021-03-01');
  });
  afterAll(() => app.close());

  const keep = () => app.running.app.get(CoverageKeeper).sweep();
  const rows = <T>(text: string, values: unknown[] = []) => app.dataSource.query<T[]>(text, values);
  const count = async (table: string) => (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n;
  const read = async (query: string) =>
    (await app.http.get(`/api/v1/statistics/coverage?${query}`).expect(200)).body as { rows: object[]; total: Total };
  const total = async (query: string) => (await read(query)).total;

  /** What is answered where nothing is kept. */
  async function compute(query: { year: number; from?: number; groupBy: 'year' | 'category'; dataset: string }) {
    const runner = app.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(`DELETE FROM kept_coverage`);
      const transactions = { reader: runner.manager } as unknown as Transactions;
      return await new CoverageStatisticsQueries(transactions, app.running.app.get(Settings)).coverage(query);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }
  async function mustBeAsComputed(dataset: string, year: number) {
    for (const groupBy of ['year', 'category'] as const) {
      const from = year - 4;
      const kept = await read(`from=${from}&year=${year}&groupBy=${groupBy}&dataset=${dataset}`);
      expect(kept).toEqual(JSON.parse(JSON.stringify(await compute({ from, year, groupBy, dataset }))));
    }
  }
  async function serve(line: string, window: object): Promise<string> {
    const tender = await world.tender({ serviceLines: [line] });
    await world.facts(tender, [{ kind: 'contract', data: { window, supplier: { name: '示例机构' } } }]);
    return (await world.contractsOf(tender))[0] ?? '';
  }

  it('is read where nothing has changed, and computed where something has', async () => {
    const line = await world.line({ since: '2019-01-01' });
    const contract = await serve(line, { start: '2020-01-01', end: '2020-06-30' });
    await keep();
    expect(await count('coverage_change')).toBe(0);
    const asked = 'year=2020&dataset=study';
    expect(await total(asked)).toMatchObject({ days: 366, contractedDays: 182 });

    // Whoever alters what is kept sees it: so it is read.
    await rows(`UPDATE kept_coverage SET contracted = 100 WHERE service_line_id = $1 AND year = 2020`, [line]);
    expect(await total(asked)).toMatchObject({ days: 366, contractedDays: 100 });

    await world.contractFacts(contract, [{ kind: 'termination', data: { on: '2020-03-31' } }]);
    expect(await total(asked)).toMatchObject({ days: 366, contractedDays: 91 });
    await keep();
    expect(await total(asked)).toMatchObject({ days: 366, contractedDays: 91 });
    expect(await count('coverage_change')).toBe(0);
  });

  it('says what is computed, whatever lines and contracts there are, and whatever is written after it was kept', async () => {
    const day = fc
      .integer({ min: 0, max: 1600 })
      .map((n) => new Date(Date.UTC(2017, 0, 1 + n)).toISOString().slice(0, 10));
    const date = fc.tuple(day, fc.constantFrom(10, 10, 10, 7)).map(([text, cut]) => text.slice(0, cut));
    const window = fc.record({ start: date, end: fc.option(date, { nil: undefined }) });
    const given = fc.sample(
      fc.record({
        since: day,
        knownUntil: fc.option(day),
        category: fc.constantFrom('DISABILITY', 'CHILD_PROTECTION'),
        windows: fc.array(window, { maxLength: 3 }),
        later: fc.option(window),
        ends: fc.option(day),
        keptBetween: fc.boolean(),
      }),
      { numRuns: 24, seed: 5 },
    );
    for (const { since, knownUntil, category, windows, later, ends, keptBetween } of given) {
      const line = await world.line({ since, knownUntil, category });
      for (const each of windows) await serve(line, each).catch(refused);
      if (keptBetween) await keep();
      if (later) await serve(line, later).catch(refused);
      if (ends !== null && ends >= since) await rows(`UPDATE service_line SET until = $2 WHERE id = $1`, [line, ends]);
    }
    await mustBeAsComputed('study', 2021);
    await keep();
    expect(await count('coverage_change')).toBe(0);
    await mustBeAsComputed('study', 2021);
  });
  /** A window that ends before it starts, and the like. */
  const refused = (error: unknown): void => {
    if (!(error instanceof Error) || !('code' in error)) throw error;
  };

  it('never misses what commits while it is being kept', async () => {
    const line = await world.line({ since: '2020-01-01', category: 'COMMUNITY_SOCIAL_WORK' });
    const contract = await serve(line, { start: '2020-01-01', end: '2020-01-31' });
    const asked = 'year=2020&dataset=study&category=COMMUNITY_SOCIAL_WORK';
    await keep();
    const writer = app.dataSource.createQueryRunner();
    await writer.startTransaction();
    await writer.query(`UPDATE contract SET window_end = '2020-02-29' WHERE id = $1`, [contract]);
    await rows(`INSERT INTO coverage_change (service_line_id) VALUES ($1)`, [line]);
    await keep(); // it takes up what is committed, and does not see what is not
    expect(await total(asked)).toMatchObject({ contractedDays: 31 });
    await writer.commitTransaction();
    await writer.release();
    expect(await total(asked)).toMatchObject({ contractedDays: 60 });
    await keep();
    expect(await total(asked)).toMatchObject({ contractedDays: 60 });
  });

  it('is not read where a program from before has kept it, and is kept anew', async () => {
    const line = await world.line({ since: '2020-01-01', category: 'SOCIAL_WORK_STATION' });
    await serve(line, { start: '2020-01-01', end: '2020-01-31' });
    await keep();
    const asked = 'year=2020&dataset=study&category=SOCIAL_WORK_STATION';
    const readKept = () =>
      rows(`SELECT contracted, renew_on FROM kept_coverage WHERE service_line_id = $1 AND year = 2020`, [line]);
    // It names no rules; and a past year is never due by itself.
    await rows(`UPDATE kept_coverage SET days = days, contracted = 366 WHERE service_line_id = $1`, [line]);
    expect(await readKept()).toEqual([{ contracted: 366, renew_on: null }]);
    expect(await total(asked)).toMatchObject({ lines: 1, contractedDays: 31 });
    await keep();
    expect(await readKept()).toEqual([{ contracted: 31, renew_on: null }]);
    expect(await total(asked)).toMatchObject({ lines: 1, contractedDays: 31 });
  });

  it('is kept by one at a time', async () => {
    const line = await world.line({ since: '2020-01-01' });
    const [made] = await rows<{ n: string }>(`SELECT max(id) AS n FROM coverage_change WHERE service_line_id = $1`, [
      line,
    ]);
    const other = app.dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query(`SELECT pg_advisory_xact_lock(7244100002)`);
    await keep();
    expect(await rows(`SELECT id FROM coverage_change WHERE id = $1`, [made?.n])).toHaveLength(1);
    await other.rollbackTransaction();
    await other.release();
    await Promise.all([keep(), keep(), keep()]);
    expect(await count('coverage_change')).toBe(0);
  });

  it('has another day each day, and a line from the day on which it begins', async () => {
    const own = new RiskWorld(app, 'fiction');
    const asked = 'year=2021&dataset=fiction';
    await own.line({ since: '2021-02-01' });
    await own.line({ since: '2021-03-03' });
    await keep();
    expect(await total(asked)).toMatchObject({ lines: 1, days: 29 });
    const due = `SELECT renew_on::text AS on FROM kept_coverage k JOIN service_line l ON l.id = k.service_line_id WHERE l.dataset = 'fiction' ORDER BY 1`;
    expect(await rows(due)).toEqual([{ on: '2021-03-02' }, { on: '2021-03-03' }]);

    await setBusinessDay(app, '2021-03-02');
    expect(await total(asked)).toMatchObject({ lines: 1, days: 30 });
    await setBusinessDay(app, '2021-03-04');
    expect(await total(asked)).toMatchObject({ lines: 2, days: 34 });
    await keep();
    expect(await rows(due)).toEqual([{ on: '2021-03-05' }, { on: '2021-03-05' }]);
    expect(await total(asked)).toMatchObject({ lines: 2, days: 34 });

    // A new year: the last one is kept for good.
    await setBusinessDay(app, '2022-01-02');
    await keep();
    expect(await rows(due)).toEqual([{ on: '2022-01-03' }, { on: '2022-01-03' }, { on: null }, { on: null }]);
    expect(await total(asked)).toMatchObject({ lines: 2, days: 334 + 304 });
    await mustBeAsComputed('study', 2022);
  });

  describe('under contracts that are made and recorded here', () => {
    let parties: Parties;
    beforeAll(async () => {
      parties = await makeParties(app);
    });

    it('follows the signature, each record, its correction and the void contract', async () => {
      const window = { start: '2026-01-01', end: '2026-05-31' };
      const { line } = parties.bureau;
      const asked = `year=2026&dataset=live&category=ELDERLY_HOME_CARE`;
      const contract = await Contracting.signed(app, parties, { window }, { window, serviceLines: [line] });
      await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
      await contract.must('start');
      await setBusinessTime(app, '2026-06-01T09:00:00+08:00');
      await keep();
      expect(await total(asked)).toMatchObject({ contractedDays: 151, recordedDays: 0, evidencedDays: null });

      const entry = (servedOn: string) => ({
        servedOn,
        form: 'visit',
        minutes: 60,
        workers: { assistant: 1 },
        participants: 1,
      });
      const path = `/api/v1/contracts/${contract.id}/service-records`;
      const send = async (to: string, body: object) => {
        const answer = await app.http.post(to).set(parties.manager.auth).send(body).expect(201);
        return (answer.body as { id: string }).id;
      };
      const first = await send(path, entry('2026-03-04'));
      expect(await total(asked)).toMatchObject({ recordedDays: 151, evidencedDays: 1 });
      await keep();
      await send(path, entry('2026-03-05'));
      expect(await total(asked)).toMatchObject({ recordedDays: 151, evidencedDays: 2 });
      await keep();
      await send(`${path}/${first}/corrections`, { reason: '日期有误', record: entry('2026-03-05') });
      expect(await total(asked)).toMatchObject({ recordedDays: 151, evidencedDays: 1 });
      await keep();
      expect(await total(asked)).toMatchObject({ recordedDays: 151, evidencedDays: 1 });
      await rows(`UPDATE contract SET state = 'void' WHERE id = $1`, [contract.id]);
      expect(await total(asked)).toMatchObject({ contractedDays: 0, recordedDays: 0 });
      await keep();
      await mustBeAsComputed('live', 2026);
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeContract } from '../../src/watch/rules/intervals.rules.js';
import { fromEpochDay } from '../../src/kernel/clock/plain-date.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { contractOn } from '../support/risk-facts.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Figures {
  lines: number;
  uncoveredLines: number;
  days: number;
  contractedDays: number;
  ratio: string | null;
  recordedDays: number;
  evidencedDays: number | null;
  daysWithRecordsRatio: string | null;
  excludedContracts: number;
}
interface Statistics {
  asOf: string;
  linesUnknown: number;
  rows: (Figures & { key: string | null; label: string })[];
  total: Figures;
}
interface Coverage {
  spells: { contractedDays: number; evidencedDays: number | null }[];
  years: { year: number; days: number; contractedDays: number }[];
  overlaps: unknown[];
}

describe('GET /statistics/coverage', () => {
  let app: TestApp;
  let world: RiskWorld;
  const lines: string[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2021-03-01');
    world = new RiskWorld(app, 'study');
    const made = async (given: object, spells: [string, string | null, string?][]) => {
      const line = await world.line({ since: '2018-01-01', knownUntil: '2019-12-31', ...given });
      lines.push(line);
      for (const [start, end, terminated] of spells) await serve(line, start, end, terminated);
      return line;
    };
    await made({}, [
      ['2018-01-01', '2018-05-31'],
      ['2019-01-01', '2019-05-31'],
    ]);
    await made({ since: '2018-07-01' }, [
      ['2018-08-01', '2019-03-31'],
      ['2019-03-01', '2019-12-31', '2019-09-30'],
    ]);
    await made({ category: 'COMMUNITY_SOCIAL_WORK', knownUntil: null }, [['2018-12-01', '2021-12-31']]);
    await made({ category: 'COMMUNITY_SOCIAL_WORK', knownUntil: '2018-06-30' }, [['2018-01-01', null]]);
    const other = new RiskWorld(app, 'fiction');
    await other.line({ since: '2018-01-01' });
  });
  afterAll(() => app.close());

  async function serve(on: string, start: string, end: string | null, terminated?: string): Promise<string> {
    const tender = await world.tender({ serviceLines: [on] });
    const window = { start, ...(end !== null && { end }) };
    await world.facts(tender, [{ kind: 'contract', data: { window, supplier: { name: '示例机构' } } }]);
    const [contract = ''] = await world.contractsOf(tender);
    if (terminated) await world.contractFacts(contract, [{ kind: 'termination', data: { on: terminated } }]);
    return contract;
  }
  const read = async (query: string, status = 200) =>
    (await app.http.get(`/api/v1/statistics/coverage?${query}`).expect(status)).body as Statistics;
  const coverage = async (line: string) =>
    (await app.http.get(`/api/v1/service-lines/${line}/coverage`).expect(200)).body as Coverage;
  const short = ({ rows }: Statistics) => rows.map((r) => [r.key, r.lines, r.days, r.contractedDays, r.ratio]);

  it('counts the days of a year by category, in the order of the list', async () => {
    const found = await read('year=2018&dataset=study');
    expect(short(found)).toEqual([
      ['ELDERLY_HOME_CARE', 2, 365 + 184, 151 + 153, '55.4'],
      ['COMMUNITY_SOCIAL_WORK', 2, 365 + 181, 31, '5.7'],
    ]);
    expect(found.total).toEqual({
      lines: 4,
      uncoveredLines: 4,
      days: 1095,
      contractedDays: 335,
      ratio: '30.6',
      recordedDays: 0,
      evidencedDays: null,
      daysWithRecordsRatio: null,
      excludedContracts: 1,
    });
  });

  it('knows no day after today, after what a dataset knows, or of another dataset', async () => {
    expect((await read('year=2021&dataset=study')).total).toMatchObject({ lines: 1, days: 60, contractedDays: 60 });
    expect((await read('year=2022&dataset=study')).total).toMatchObject({ lines: 0, days: 0, ratio: null });
    expect((await read('year=2018&dataset=fiction')).total).toMatchObject({
      lines: 1,
      contractedDays: 0,
      ratio: '0.0',
    });
    expect((await read('year=2018')).asOf).toBe('2021-03-01');
  });

  it('says the last day of which anything is known, and of how many lines nothing is known in the years asked for', async () => {
    const told = async (query: string) => {
      const { asOf, linesUnknown, total } = await read(`dataset=study&${query}`);
      return [asOf, linesUnknown, total.lines];
    };
    expect(await told('year=2018&category=ELDERLY_HOME_CARE')).toEqual(['2019-12-31', 0, 2]);
    expect(await told('year=2020&category=ELDERLY_HOME_CARE')).toEqual(['2019-12-31', 2, 0]);
    expect(await told('year=2019&category=COMMUNITY_SOCIAL_WORK')).toEqual(['2021-03-01', 1, 1]);
    expect(await told('from=2018&year=2019&category=COMMUNITY_SOCIAL_WORK')).toEqual(['2021-03-01', 0, 2]);
    // Before any line began, and in a year that has not come, nothing is unknown.
    expect(await told('year=2017')).toEqual(['2021-03-01', 0, 0]);
    expect(await told('year=2022')).toEqual(['2021-03-01', 0, 0]);
  });

  it('is the sum over its lines, year by year', async () => {
    const { rows, total } = await read('from=2016&year=2021&dataset=study&groupBy=year');
    const all = (await Promise.all(lines.map(coverage))).flatMap(({ years }) => years);
    for (const year of [2018, 2019, 2020, 2021]) {
      const own = all.filter((one) => one.year === year);
      expect(rows.find(({ key }) => key === String(year))).toMatchObject({
        lines: own.length,
        days: own.reduce((sum, { days }) => sum + days, 0),
        contractedDays: own.reduce((sum, { contractedDays }) => sum + contractedDays, 0),
      });
    }
    expect(rows.map(({ key }) => key)).toEqual(['2018', '2019', '2020', '2021']);
    expect(total.contractedDays).toBe(all.reduce((sum, { contractedDays }) => sum + contractedDays, 0));
  });

  it('evidence counts of the contracts with records alone, the days that hold one', async () => {
    const line = await world.line({ since: '2018-01-01', knownUntil: '2018-12-31', category: 'DISABILITY' });
    const [a, b] = [await serve(line, '2018-01-15', '2018-06-30'), await serve(line, '2018-06-01', '2018-12-31')];
    const served = async (contract: string, day: string, within = true) => {
      const values = [contract, day, within];
      await app.dataSource.query(`INSERT INTO service_day VALUES ($1, $2, 'visit', '', $3, 1, 60, 1)`, values);
      if (within)
        await app.dataSource.query(`INSERT INTO service_line_day VALUES ($1, $2, $3, 1)`, [contract, line, day]);
    };
    const only = async () => (await read('year=2018&dataset=study&category=DISABILITY')).total;
    await served(b, '2018-12-01', false);
    expect(await only()).toMatchObject({ contractedDays: 351, recordedDays: 0, evidencedDays: null });
    await served(a, '2018-01-31');
    await served(a, '2018-06-05');
    expect(await only()).toMatchObject({ recordedDays: 167, evidencedDays: 2, daysWithRecordsRatio: '1.2' });
    await served(b, '2018-06-05');
    await served(b, '2018-06-10');
    // The fifth of June is counted once, though both contracts were at work on it.
    expect(await only()).toMatchObject({ contractedDays: 351, recordedDays: 351, evidencedDays: 3 });
    const { spells } = await coverage(line);
    expect(spells).toMatchObject([{ evidencedDays: 2 }, { evidencedDays: 2 }]);
  });

  it('names the density of records for what it is, beside the promise that its line kept', async () => {
    // 21 Wednesdays from 3 January 2018 on, under a contract that says nothing of its days: a week with a record was served.
    const line = await world.line({ since: '2018-01-01', knownUntil: '2018-05-27', category: 'CHILD_PROTECTION' });
    const contract = await serve(line, '2018-01-01', '2018-05-27');
    for (let week = 0; week < 21; week += 1) {
      const day = new Date(Date.UTC(2018, 0, 3 + 7 * week)).toISOString().slice(0, 10);
      await app.dataSource.query(`INSERT INTO service_day VALUES ($1, $2, 'visit', '', true, 1, 60, 1)`, [
        contract,
        day,
      ]);
      await app.dataSource.query(`INSERT INTO service_line_day VALUES ($1, $2, $3, 1)`, [contract, line, day]);
    }
    const { total } = await read('year=2018&dataset=study&category=CHILD_PROTECTION');
    expect(total).toMatchObject({ recordedDays: 147, evidencedDays: 21, daysWithRecordsRatio: '14.3' });
    expect(total).not.toHaveProperty('evidencedRatio');
    expect((await coverage(line)).spells).toMatchObject([
      { evidencedDays: 21, evidencedMonths: 5, evidencedShare: '100.0', promise: { assumed: true } },
    ]);
  });

  it('by place: a line stands in the row of each of its communities, and once in the total', async () => {
    const [a, b] = [
      await world.insert('community', { name: '甲社区', region: '990203' }),
      await world.insert('community', { name: '乙社区', region: '990203' }),
    ];
    for (const [line, community] of [
      [lines[0], a],
      [lines[0], b],
      [lines[2], b],
    ])
      await app.dataSource.query(`INSERT INTO service_line_community (service_line_id, community_id) VALUES ($1, $2)`, [
        line,
        community,
      ]);
    const found = await read('year=2019&dataset=study&groupBy=community');
    expect(short(found)).toEqual([
      [b, 2, 730, 151 + 365, '70.7'],
      [a, 1, 365, 151, '41.4'],
      [null, 1, 365, 273, '74.8'],
    ]);
    expect(found.rows[0]?.label).toBe('乙社区');
    expect(found.total).toMatchObject({ lines: 3, days: 1095, contractedDays: 789 });
    expect((await read(`year=2019&dataset=study&community=${a}`)).total).toMatchObject({ lines: 1, days: 365 });
    expect(short(await read('year=2019&dataset=study&groupBy=region&region=990200'))).toEqual([
      ['990203', 3, 1095, 789, '72.1'],
    ]);
    expect((await read('year=2019&dataset=study&region=990300')).total.lines).toBe(0);
  });

  it('costs one statement, however many lines', async () => {
    expect(await countQueries(() => read('year=2018&dataset=study'))).toBe(1);
    for (let i = 0; i < 10; i++) await world.line({ since: '2018-01-01', category: 'CHILD_PROTECTION' });
    expect(await countQueries(() => read('year=2018&dataset=study&groupBy=region'))).toBe(1);
  });

  it('refuses what is no year and what is too long', async () => {
    for (const query of ['', 'year=18', 'year=2018&from=2019', 'year=2018&from=1998', 'year=2018&groupBy=agency'])
      await read(query, 400);
    await read('year=2018&from=1999&dataset=study');
  });

  it('the days of a contract are those that the rules place', async () => {
    const date = fc
      .record({ n: fc.nat({ max: 800 }), cut: fc.constantFrom(10, 10, 10, 7, 4) })
      .map(({ n, cut }) => fromEpochDay(17_532 + n).slice(0, cut));
    const given = fc.sample(fc.tuple(fc.option(date), fc.option(date), fc.option(date)), { numRuns: 3000 });
    const rows: { days: string | null }[] = await app.dataSource.query(
      `SELECT lower(d)::text || '/' || (upper(d) - 1)::text AS days
       FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS g (dates, n), contract_days(dates ->> 0, dates ->> 1, dates ->> 2) AS d
       ORDER BY n`,
      [JSON.stringify(given)],
    );
    const placed = given.map(([start, end, terminatedOn]) => {
      const { exact } = placeContract(contractOn(start, end, { terminatedOn }));
      return exact && `${fromEpochDay(exact.from)}/${fromEpochDay(exact.to)}`;
    });
    expect(rows.map(({ days }) => days)).toEqual(placed);
    expect(placed.filter((one) => one !== null).length).toBeGreaterThan(50);
  });
});

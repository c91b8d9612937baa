import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { formatYuan, parseWanYuan, parseYuan, percent, sumFen } from '../../kernel/money/money.js';
import type { DemoPurchase } from '../demonstration-types.js';
import { CITY } from '../regions.js';
import { spread } from '../spread.rules.js';
import { STUDY_SOURCE, studyDataset } from './study-dataset.js';
import { studyDeals } from './study-deals.js';

const csv = (name: string): Record<string, string>[] => {
  const text = readFileSync(new URL(`../../../test/fixtures/study/${name}.csv`, import.meta.url), 'utf8').trim();
  const [head = '', ...rows] = text.split(/\r?\n/);
  const keys = head.replace(/^\uFEFF/, '').split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [keys[i] ?? '', cell])));
};

const study = studyDataset();
const amountOf = ({ facts }: DemoPurchase): bigint => {
  const award = facts.find(({ kind }) => kind === 'award');
  return parseYuan(award !== undefined && 'amount' in award.data ? (award.data.amount ?? '') : '');
};
const of = (year: string, category?: string, region?: string): DemoPurchase[] =>
  study.purchases.filter(
    ({ key, tender }) =>
      key.startsWith(`${year}-`) &&
      (category === undefined || tender.category === category) &&
      (region === undefined || tender.region === region),
  );
const total = (purchases: DemoPurchase[]): bigint => sumFen(purchases.map(amountOf));
const wan = (text: string | undefined): string => formatYuan(parseWanYuan(text ?? ''));

describe('table 1: what the province bought', () => {
  it.each(csv('table1_N_province_categories'))('$year $category_code: $deals deals, $amount_wan_yuan 万元', (row) => {
    const bought = of(row['year'] ?? '', row['row_type'] === 'data' ? row['category_code'] : undefined);
    expect(bought).toHaveLength(Number(row['deals']));
    expect(formatYuan(total(bought))).toBe(wan(row['amount_wan_yuan']));
    expect(percent(total(bought), total(of(row['year'] ?? '')))).toBe(row['share_pct_printed']);
  });
});

describe('table 2: what B市 won of it', () => {
  it.each(csv('table2_B_city_wins'))('$year $category_code: $b_city_deals of $province_projects', (row) => {
    const data = row['row_type'] === 'data';
    const won = of(row['year'] ?? '', data ? row['category_code'] : undefined, CITY);
    expect(won).toHaveLength(Number(row['b_city_deals']));
    expect(formatYuan(total(won))).toBe(wan(row['b_city_amount_wan_yuan']));
    if (data) {
      const printed = Number(row['share_pct_printed']).toFixed(1);
      expect(percent(won.length, of(row['year'] ?? '', row['category_code']).length)).toBe(printed);
    }
  });
});

describe('a total that does not divide', () => {
  it('leaves its fen one each to the first deals', () => {
    expect(spread(100n, 3)).toEqual([34n, 33n, 33n]);
    expect(spread(0n, 0)).toEqual([]);
    expect(() => spread(1n, 0)).toThrow(RangeError);
  });

  it('incubation outside B市 in 2018: 240万 over 19', () => {
    const amounts = of('2018', 'ORG_INCUBATION', '990000').map(amountOf);
    expect(amounts).toHaveLength(19);
    expect([...new Set(amounts)]).toEqual([12631579n, 12631578n]);
    expect(sumFen(amounts)).toBe(240_000_000n);
  });

  it('evaluation in 2018: 50万 over 3; incubation outside B市 in 2017: 95 000 yuan each', () => {
    expect(of('2018', 'EVALUATION_ACCEPTANCE').map(amountOf)).toEqual([16666667n, 16666667n, 16666666n]);
    expect(new Set(of('2017', 'ORG_INCUBATION', '990000').map(amountOf))).toEqual(new Set([9_500_000n]));
  });
});

describe('the purchases', () => {
  it('are 256, each with a notice in November, an award and a contract in December, and the window January to May', () => {
    expect(study.purchases).toHaveLength(256);
    for (const { key, tender, facts, contracts } of study.purchases) {
      const year = Number(key.slice(0, 4));
      const window = { start: `${year + 1}-01-01`, end: `${year + 1}-05-31` };
      expect(tender).toMatchObject({
        method: 'COMPETITIVE_CONSULTATION',
        conducted: 'elsewhere',
        dataset: 'study',
        window,
      });
      expect(facts.map(({ kind }) => kind)).toEqual(['notice', 'award', 'contract']);
      expect(facts[0]?.data).toEqual({ publishedOn: `${year}-11` });
      expect(facts[1]?.data).toMatchObject({ decidedOn: `${year}-12` });
      expect(facts[2]?.data).toMatchObject({ signedOn: `${year}-12`, window });
      expect(contracts.flatMap((contract) => contract.facts.map(({ data }) => data))).toEqual([
        { name: '项目实施完成', dueOn: `${year + 1}-05-31`, final: true },
        { name: '评估验收', dueOn: `${year + 1}-06-30` },
      ]);
    }
  });

  it('say of every fact that it is reconstructed', () => {
    for (const { facts, contracts } of study.purchases)
      for (const { source } of [...facts, ...contracts.flatMap((contract) => contract.facts)]) {
        expect(source).toEqual(STUDY_SOURCE);
        expect(source.reference).toContain('reconstructed from published totals');
      }
  });

  it('have a fixed price in elderly care and community social work only: 180 of 256', () => {
    const fixed = study.purchases.filter(({ tender }) => tender.lots?.[0]?.pricing === 'fixed');
    expect(fixed).toHaveLength(180);
    expect(new Set(fixed.map(({ tender }) => tender.category))).toEqual(
      new Set(['ELDERLY_HOME_CARE', 'COMMUNITY_SOCIAL_WORK']),
    );
    expect(new Set(fixed.map(({ tender }) => tender.lots?.[0]?.ceiling))).toEqual(new Set(['200000.00', '100000.00']));
  });

  it('invent no bid and no number of bidders', () => {
    const facts = study.purchases.flatMap((purchase) => purchase.facts);
    expect(facts.filter(({ kind }) => kind === 'bid')).toEqual([]);
    expect(facts.filter(({ data }) => 'bidCount' in data)).toEqual([]);
  });
});

describe('service lines', () => {
  const lines = study.serviceLines;
  const served = (lineId: string): DemoPurchase[] =>
    study.purchases.filter(({ tender }) => tender.serviceLines?.includes(lineId));

  it.each([
    ['ELDERLY_HOME_CARE', 63, 57],
    ['COMMUNITY_SOCIAL_WORK', 31, 29],
    ['POVERTY_COUNTY_SOCIAL_WORK', 20, 0],
  ])('%s: %i lines, %i of them with deals of both years', (category, count, paired) => {
    const own = lines.filter((line) => line.category === category);
    expect(own).toHaveLength(count);
    expect(own.filter((line) => served(line.id).length === 2)).toHaveLength(paired);
    expect(own.filter((line) => served(line.id).length === 0)).toEqual([]);
  });

  it('are 114, from the first window on, known until the end of 2019, with the pairing said as an assumption', () => {
    expect(lines).toHaveLength(114);
    for (const line of lines) {
      const starts = served(line.id).map(({ tender }) => tender.window?.start ?? '');
      expect(line.since).toBe([...starts].sort()[0]);
      expect(line).toMatchObject({ until: null, knownUntil: '2019-12-31' });
      expect(line.assumption?.en).toContain('paired by category');
      expect(line.assumption?.zh).toContain('配对');
    }
  });

  it('pair deals of one category, one region and one agency', () => {
    for (const line of lines) {
      const [first, second] = served(line.id);
      if (first === undefined || second === undefined) continue;
      expect([second.tender.category, second.tender.region]).toEqual([first.tender.category, first.tender.region]);
      expect(second.facts[2]?.data).toMatchObject({
        supplier: (first.facts[2]?.data as { supplier: object } | undefined)?.supplier,
      });
    }
  });
});

describe('bodies and programmes', () => {
  it('have names of their own that say they are examples; B市 has no more agencies than the study counts', () => {
    const names = study.organisations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toContain('示例');
    const city = study.organisations.filter(({ region }) => region === CITY);
    expect(city).toHaveLength(30);
    expect(city.length).toBeLessThanOrEqual(53);
    expect(new Set(study.communities.map(({ name }) => name)).size).toBe(114);
  });

  it.each(['2017', '2018'])(
    'half of the winners of community social work in %s are social-work bodies by name',
    (year) => {
      const names = new Map(study.organisations.map((body) => [body.id, body.name]));
      const winners = of(year, 'COMMUNITY_SOCIAL_WORK').map(({ facts }) => {
        const data = facts[1]?.data;
        return data !== undefined && 'supplier' in data ? (names.get(data.supplier?.organisation ?? '') ?? '') : '';
      });
      expect(winners.filter((name) => name.includes('社会工作'))).toHaveLength(15);
    },
  );

  it('budget lines are the totals as awarded', () => {
    expect(study.programmes.map(({ year, budgetLines }) => [year, budgetLines[0]?.amount])).toEqual([
      [2017, '20000000.00'],
      [2018, '20100000.00'],
    ]);
    for (const { year, budgetLines } of study.programmes)
      expect(formatYuan(total(of(String(year))))).toBe(budgetLines[0]?.amount);
  });

  it('ids are the same in every installation, and used once', () => {
    const again = studyDataset();
    expect(again).toEqual(study);
    const ids = [
      ...study.organisations,
      ...study.communities,
      ...study.serviceLines,
      ...study.programmes,
      ...study.purchases,
      ...study.purchases.flatMap(({ contracts }) => contracts),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('deals are keyed by year, category, place and order', () => {
    const keys = studyDeals().map(({ key }) => key);
    expect(new Set(keys).size).toBe(256);
    expect(keys[0]).toBe('2017-ELDERLY_HOME_CARE-B-001');
  });
});

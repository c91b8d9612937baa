import { Injectable } from '@nestjs/common';
import { regionWithinSql } from '../../kernel/access/visible.js';
import { Settings } from '../../kernel/config/settings.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { invalid } from '../../kernel/http/validation.js';
import type { CoverageGrouping, CoverageStatisticsDto, CoverageStatisticsQuery } from './coverage.dto.js';
import { coverageTable, toCoverageFigures, type CoverageSums } from './coverage.rules.js';

const MOST_YEARS = 20;

const GROUPS: Record<CoverageGrouping, { key: string; name: string; join: string }> = {
  category: { key: 'd.category', name: 'NULL', join: '' },
  region: { key: 'd.region', name: 'NULL', join: '' },
  year: { key: 'd.year::text', name: 'NULL', join: '' },
  community: {
    key: 'k.community_id::text',
    name: 'k.name',
    join: `LEFT JOIN service_line_communities k ON k.service_line_id = d.id`,
  },
};

const SUMS = `count(DISTINCT d.id)::int AS lines, count(DISTINCT d.id) FILTER (WHERE d.contracted < d.days)::int AS uncovered,
  coalesce(sum(d.days), 0)::float8 AS days, coalesce(sum(d.contracted), 0)::float8 AS contracted,
  coalesce(sum(d.recorded), 0)::float8 AS recorded, coalesce(sum(d.evidenced), 0)::float8 AS evidenced,
  (SELECT count(DISTINCT e) FROM unnest(array_agg(d.id)) AS i (id) JOIN vague v ON v.line = i.id CROSS JOIN unnest(v.contracts) e)::int AS excluded`;

/** SQL: whether a service within the contract is recorded. The first one found decides, and none of the others is read. */
const recordedServiceSql = (contract: string): string =>
  `coalesce((SELECT true FROM service_days d WHERE d.contract_id = ${contract} AND d.within_contract AND d.records > 0 LIMIT 1), false)`;

/**
 * Coverage of many lines by the rules that count one (`risk/coverage.rules.ts`), in one statement however many they are:
 * the days of each line and year, and the union of the days of its contracts within them.
 */
@Injectable()
export class CoverageStatisticsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  async coverage(query: CoverageStatisticsQuery): Promise<CoverageStatisticsDto> {
    const { year } = query;
    const from = query.from ?? year;
    mustBeSpan(from, year);
    const groupBy = query.groupBy ?? 'category';
    const dataset = query.dataset ?? this.settings.defaultDataset;
    const rows = await this.sums(groupBy, dataset, from, query);
    const [total, ...groups] = rows.sort((a, b) => Number(b.whole) - Number(a.whole));
    if (total === undefined) throw new Error('a sum over no rows is a row');
    return {
      from,
      year,
      dataset,
      groupBy,
      category: query.category ?? null,
      region: query.region ?? null,
      community: query.community ?? null,
      asOf: total.today,
      ...coverageTable(groupBy, groups),
      total: toCoverageFigures(total),
    };
  }

  private sums(groupBy: CoverageGrouping, dataset: string, from: number, query: CoverageStatisticsQuery) {
    const sql = new Sql();
    const { key, name, join } = GROUPS[groupBy];
    const of = sql.p(dataset);
    sql.and(`r.dataset = ${of}`);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(
      query.community,
      (p) => `EXISTS (SELECT FROM service_line_communities l WHERE l.service_line_id = r.id AND l.community_id = ${p})`,
    );
    if (query.region) sql.and(regionWithinSql(sql, 'r.region', query.region));
    const years = `generate_series(${sql.p(from)}::int, ${sql.p(query.year)}::int)`;
    return this.transactions.reader.query<(CoverageSums & { whole: boolean; today: string })[]>(
      `WITH line AS (
         SELECT r.id, r.category, r.region, y.year,
           daterange(greatest(r.since, make_date(y.year, 1, 1)),
             least(r.until, r.known_until, (SELECT business_today()), make_date(y.year, 12, 31)), '[]') AS days
         FROM service_lines r CROSS JOIN ${years} AS y (year)
         WHERE ${sql.where} AND greatest(r.since, make_date(y.year, 1, 1))
           <= least(r.until, r.known_until, (SELECT business_today()), make_date(y.year, 12, 31))
       ), signed AS (
         SELECT c.service_line_id AS line, c.id, contract_days(c.window_start, c.window_end, c.terminated_on) AS days,
           ${recordedServiceSql('c.id')} AS recorded
         FROM line_contracts c WHERE c.dataset = ${of} AND c.service_line_id IN (SELECT id FROM line)
       ), vague AS (
         SELECT line, array_agg(id) AS contracts FROM signed WHERE days IS NULL GROUP BY 1
       ), covered AS (
         SELECT line.id, line.year, range_agg(s.days * line.days) AS contracted,
           range_agg(s.days * line.days) FILTER (WHERE s.recorded) AS recorded
         FROM line JOIN signed s ON s.line = line.id AND s.days && line.days GROUP BY 1, 2
       ), evidenced AS (
         SELECT line.id, line.year, count(DISTINCT e.served_on)::int AS days
         FROM line JOIN signed s ON s.line = line.id AND s.days && line.days AND s.recorded
         JOIN service_line_days e ON e.contract_id = s.id AND e.service_line_id = line.id AND e.served_on <@ (s.days * line.days)
         WHERE e.records > 0 GROUP BY 1, 2
       ), d AS (
         SELECT line.id, line.category, line.region, line.year, upper(line.days) - lower(line.days) AS days,
           days_in(c.contracted) AS contracted, days_in(c.recorded) AS recorded, coalesce(e.days, 0) AS evidenced
         FROM line LEFT JOIN covered c USING (id, year) LEFT JOIN evidenced e USING (id, year)
       )
       SELECT false AS whole, business_today()::text AS today, ${key} AS key, ${name} AS name, ${SUMS}
       FROM d ${join} GROUP BY 3, 4
       UNION ALL SELECT true, business_today()::text, NULL, NULL, ${SUMS} FROM d`,
      sql.params,
    );
  }
}

function mustBeSpan(from: number, year: number): void {
  if (from > year) throw invalid('/from', 'end_before_start', { en: 'After `year`', zh: '晚于 year' });
  if (year - from >= MOST_YEARS)
    throw invalid('/from', 'too_many', { en: `At most ${MOST_YEARS} years`, zh: `至多 ${MOST_YEARS} 年` });
}

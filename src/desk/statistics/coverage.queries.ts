import { Injectable } from '@nestjs/common';
import { regionWithinSql } from '../../kernel/access/visible.js';
import { Settings } from '../../kernel/config/settings.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { invalid } from '../../kernel/http/validation.js';
import type { CoverageGrouping, CoverageStatisticsDto, CoverageStatisticsQuery } from './coverage.dto.js';
import { COVERAGE_RULES, countDaysSql, hasDaysSql, lineDaysSql, TODAY } from './kept-coverage/line-days.queries.js';
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

/**
 * Coverage of many lines in one statement however many they are: of each line and year what is kept, or where that is not of
 * today's days, or something has changed since, what is computed.
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
      asOf: total.last_day,
      linesUnknown: total.unknown,
      ...coverageTable(groupBy, groups),
      total: toCoverageFigures(total),
    };
  }

  private sums(groupBy: CoverageGrouping, dataset: string, from: number, query: CoverageStatisticsQuery) {
    const sql = new Sql();
    const { key, name, join } = GROUPS[groupBy];
    sql.and(`r.dataset = ${sql.p(dataset)}`);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(
      query.community,
      (p) => `EXISTS (SELECT FROM service_line_communities l WHERE l.service_line_id = r.id AND l.community_id = ${p})`,
    );
    if (query.region) sql.and(regionWithinSql(sql, 'r.region', query.region));
    const [first, last] = [`${sql.p(from)}::int`, `${sql.p(query.year)}::int`];
    return this.transactions.reader.query<(CoverageSums & { whole: boolean; last_day: string; unknown: number })[]>(
      `WITH ${TODAY}, line AS (
         SELECT r.id, r.dataset, r.category, r.region, y.year, ${lineDaysSql('y.year')} AS days
         FROM service_lines r CROSS JOIN generate_series(${first}, ${last}) AS y (year) WHERE ${sql.where} AND ${hasDaysSql('y.year')}
       ), known AS (
         SELECT coalesce(max(least(r.known_until, t.day)), (SELECT day FROM today))::text AS last_day,
           count(*) FILTER (WHERE s.day <= least(r.until, t.day, make_date(${last}, 12, 31)) AND s.day > r.known_until)::int AS unknown
         FROM service_lines r CROSS JOIN today t CROSS JOIN LATERAL (SELECT greatest(r.since, make_date(${first}, 1, 1)) AS day) s
         WHERE ${sql.where}
       ), kept AS (
         SELECT line.id, line.year, k.contracted, k.recorded, k.evidenced, k.vague
         FROM line JOIN kept_coverage k ON k.service_line_id = line.id AND k.year = line.year AND k.days = line.days AND k.rules = ${COVERAGE_RULES}
         WHERE NOT EXISTS (SELECT FROM coverage_change c WHERE c.service_line_id = line.id)
       ), asked AS MATERIALIZED (
         SELECT line.id, line.dataset, line.year, line.days FROM line LEFT JOIN kept USING (id, year) WHERE kept.id IS NULL
       ), counted AS (
         SELECT * FROM kept UNION ALL ${countDaysSql('asked')}
       ), vague AS (
         SELECT id AS line, vague AS contracts FROM counted WHERE vague <> '{}'
       ), d AS (
         SELECT line.id, line.category, line.region, line.year, upper(line.days) - lower(line.days) AS days,
           c.contracted, c.recorded, c.evidenced
         FROM line JOIN counted c USING (id, year)
       )
       SELECT false AS whole, (SELECT last_day FROM known) AS last_day, (SELECT unknown FROM known) AS unknown, ${key} AS key, ${name} AS name, ${SUMS}
       FROM d ${join} GROUP BY 4, 5
       UNION ALL SELECT true, (SELECT last_day FROM known), (SELECT unknown FROM known), NULL, NULL, ${SUMS} FROM d`,
      sql.params,
    );
  }
}

function mustBeSpan(from: number, year: number): void {
  if (from > year) throw invalid('/from', 'end_before_start', { en: 'After `year`', zh: '晚于 year' });
  if (year - from >= MOST_YEARS)
    throw invalid('/from', 'too_many', { en: `At most ${MOST_YEARS} years`, zh: `至多 ${MOST_YEARS} 年` });
}

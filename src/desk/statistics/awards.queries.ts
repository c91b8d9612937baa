import { Injectable } from '@nestjs/common';
import { regionWithinSql } from '../../kernel/access/visible.js';
import { Settings } from '../../kernel/config/settings.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { invalid } from '../../kernel/http/validation.js';
import { isInRegion as liesWithin } from '../../kernel/identity/regions.js';
import { isPublicAwardSql } from '../../purchase/awards/results/public-results.queries.js';
import type { AwardsDto, AwardsQuery, Grouping } from './awards.dto.js';
import { awardsTable, type AwardSums } from './awards.rules.js';

const KEYS: Record<Grouping, { key: string; name: string }> = {
  category: { key: 't.category', name: 'NULL' },
  region: { key: 't.region', name: 'NULL' },
  method: { key: 't.method', name: 'NULL' },
  agency: { key: 'a.public_supplier_id::text', name: 'o.name' },
};

/**
 * The year a supplier was chosen: as decided, else as published. A notice's own date stands for its publication; the date
 * of any other source (a paper, a file) says nothing of the award.
 */
const YEAR = `left(coalesce(a.public_awarded_on, CASE WHEN a.source = 'notice' THEN a.source_published_on END), 4)`;

@Injectable()
export class AwardsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  /** Published awards that stand. */
  async awards(query: AwardsQuery): Promise<AwardsDto> {
    mustContain(query);
    const { year, region, within, category } = query;
    const groupBy = query.groupBy ?? 'category';
    const dataset = query.dataset ?? this.settings.defaultDataset;
    const rows = await this.sums(groupBy, dataset, query);
    const undated = rows.reduce((n, row) => n + row.undated, 0);
    return {
      year,
      dataset,
      groupBy,
      region: region ?? null,
      within: within ?? null,
      category: category ?? null,
      currency: 'CNY',
      ...awardsTable(
        groupBy,
        rows.map((row) => ({ ...row, amount: BigInt(row.amount) })),
        within !== undefined,
      ),
      undated,
    };
  }

  private sums(groupBy: Grouping, dataset: string, query: AwardsQuery) {
    const sql = new Sql();
    const { key, name } = KEYS[groupBy];
    sql.and(`t.dataset = ${sql.p(dataset)}`).and(isPublicAwardSql('a', 't'));
    sql.when(query.category, (p) => `t.category = ${p}`);
    const wide = query.within ?? query.region;
    if (wide) sql.and(regionWithinSql(sql, 't.region', wide));
    const here = query.region ? regionWithinSql(sql, 't.region', query.region) : 'true';
    return this.transactions.reader.query<(Omit<AwardSums, 'amount'> & { amount: string; undated: number })[]>(
      `WITH deal AS (
         SELECT ${key} AS key, ${name} AS name, a.public_amount AS amount, ${here} AS here, ${YEAR} AS year
         FROM awards a JOIN tenders t ON t.id = a.tender_id LEFT JOIN organisations o ON o.id = a.public_supplier_id
         WHERE ${sql.where}
       ), counted AS (
         SELECT *, here AND year = ${sql.p(String(query.year))} AS counts FROM deal
       )
       SELECT key, name,
         count(*) FILTER (WHERE counts)::integer AS deals,
         coalesce(sum(amount) FILTER (WHERE counts), 0)::text AS amount,
         count(*) FILTER (WHERE counts AND amount IS NULL)::integer AS unknown,
         count(*) FILTER (WHERE year = ${sql.p(String(query.year))})::integer AS "withinDeals",
         count(*) FILTER (WHERE here AND year IS NULL)::integer AS undated
       FROM counted GROUP BY key, name`,
      sql.params,
    );
  }
}

function mustContain({ region, within }: AwardsQuery): void {
  if (within === undefined) return;
  if (region === undefined)
    throw invalid('/region', 'required', { en: '`within` needs a region', zh: '使用 within 时须指定 region' });
  if (!liesWithin(region, within))
    throw invalid('/within', 'not_containing', { en: 'It does not contain the region', zh: '该地区不包含 region' });
}

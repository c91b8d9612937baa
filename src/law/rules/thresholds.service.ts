import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset } from '../../kernel/http/lists/list.js';
import { parseYuan } from '../../kernel/money/money.js';
import { listJurisdictions } from './rule-book.js';
import {
  ThresholdDto,
  type NewThresholdDto,
  type ThresholdListDto,
  type ThresholdQueryDto,
  type ThresholdRow,
} from './threshold.dto.js';

const COLUMNS = `t.id, t.kind, t.region, t.level, t.object, t.amount, t.effective_from::text, t.effective_to::text, t.source, t.confidence`;

/** Open-tender thresholds and purchase limits: a table by region, level, object and date. Where it has no row, the answer is unknown. */
@Injectable()
export class ThresholdsService {
  constructor(private readonly transactions: Transactions) {}

  async list(query: ThresholdQueryDto, url: string): Promise<ThresholdListDto> {
    const sql = new Sql()
      .when(
        query.region === undefined ? undefined : listJurisdictions(query.region),
        (p) => `t.region = ANY(${p}::text[])`,
      )
      .when(query.kind ?? 'open_tender', (p) => `t.kind = ${p}`)
      .when(query.level, (p) => `t.level = ${p}`)
      .when(query.object, (p) => `t.object = ${p}`)
      .when(query.at, (p) => `daterange(t.effective_from, t.effective_to, '[]') @> ${p}::date`);
    const page = keyset(
      query,
      [
        { column: 't.created_at', type: 'timestamptz' },
        { column: 't.id', type: 'uuid' },
      ],
      'ASC',
      sql,
    );
    const rows: (ThresholdRow & { page_key: string })[] = await this.transactions.reader.query(
      `SELECT ${COLUMNS}, ${page.select} FROM open_tender_threshold t WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ThresholdDto.fromRow);
  }

  /** A threshold that has no last day ends the day before the next one of the same kind, place, level and object begins. */
  async add(principal: Principal, given: NewThresholdDto): Promise<ThresholdDto> {
    if (given.effectiveTo && given.effectiveTo < given.effectiveFrom) throw new Problem('end_before_start');
    return this.transactions.run(principal, async (tx) => {
      const key = [given.region, given.level, given.object, given.kind ?? 'open_tender'];
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('threshold ' || $1, 0))`, [key.join(' ')]);
      await tx.query(
        `UPDATE open_tender_threshold SET effective_to = $5::date - 1
         WHERE region = $1 AND level = $2 AND object = $3 AND kind = $4 AND effective_to IS NULL AND effective_from < $5::date`,
        [...key, given.effectiveFrom],
      );
      const overlap = await tx.query(
        `SELECT 1 FROM open_tender_threshold WHERE region = $1 AND level = $2 AND object = $3 AND kind = $4
           AND daterange(effective_from, effective_to, '[]') && daterange($5, $6, '[]')`,
        [...key, given.effectiveFrom, given.effectiveTo ?? null],
      );
      if (overlap.length > 0) throw new Problem('conflict');
      const [row] = await tx.query<ThresholdRow>(
        `INSERT INTO open_tender_threshold AS t (region, level, object, kind, amount, effective_from, effective_to, source, confidence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
        [
          ...key,
          parseYuan(given.amount),
          given.effectiveFrom,
          given.effectiveTo ?? null,
          given.source,
          given.confidence,
        ],
      );
      const added = ThresholdDto.fromRow(row as ThresholdRow);
      await tx.record({
        aggregate: 'threshold',
        id: added.id,
        action: 'added',
        data: { ...added },
        region: given.region,
        public: true,
      });
      return added;
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { toView } from '../../../kernel/http/view.js';
import { isOverseen } from '../../flags/flag-visibility.js';
import type { Baseline } from '../screening-types.js';
import { BaselineDto } from './baseline.dto.js';

interface BaselineRead {
  id: string;
  dataset: string;
  category: string;
  region: string;
  first_year: number;
  version: number;
  created_at: Date;
  cut_off: string | null;
  seed: string;
  content_hash: string;
  content: Baseline;
}

/** What assessments rest on: it names bidders, so it is read by who oversees the region, as they are. */
@Injectable()
export class BaselinesQueries {
  constructor(private readonly transactions: Transactions) {}

  async one(scope: Scope, id: string): Promise<BaselineDto> {
    const sql = new Sql();
    sql.and(`b.id = ${sql.p(id)}`).and(isOverseen(sql, scope, 'm.region'));
    const [row] = await this.transactions.reader.query<BaselineRead[]>(
      `SELECT b.id, m.dataset, m.category, m.region, m.first_year, b.version, b.created_at, b.cut_off::text AS cut_off, b.seed,
         b.content_hash, b.content
       FROM baseline b JOIN market m ON m.id = b.market_id WHERE ${sql.where}`,
      sql.params,
    );
    if (row === undefined) throw new Problem('not_found');
    return toView(BaselineDto, row, { content: { ...row.content } });
  }
}
